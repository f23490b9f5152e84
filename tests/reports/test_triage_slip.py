from io import BytesIO
from typing import get_args

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from feverclinic.domain.prescreening import Outcome
from feverclinic.domain.vitals import Level
from feverclinic.reports.triage_slip import Paper, TriageSlip, render
from feverclinic.wording import LANGUAGES, wording
from tests.golden_papers import pictures, texts
from tests.reports.slips import a_patient, a_routing, a_slip, an_overfull_slip

PAPERS: tuple[Paper, ...] = get_args(Paper)
KIB = 1024


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("paper", PAPERS)
def test_the_same_slip_gives_the_same_bytes(paper: Paper, language: str) -> None:
    assert render(a_slip(), wording(language), paper) == render(a_slip(), wording(language), paper)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("outcome", list(Outcome))
def test_every_route_is_one_page_of_at_most_sixty_kib(
    outcome: Outcome, paper: Paper, language: str
) -> None:
    pdf = render(a_slip(routing=a_routing(outcome)), wording(language), paper)

    assert len(texts(pdf)) == 1
    assert len(pdf) <= 60 * KIB


@pytest.mark.parametrize(
    ("paper", "width_mm"), [("A5", 148), ("ROLL80", 80)], ids=["A5", "80 mm roll"]
)
def test_the_page_is_as_wide_as_the_paper(paper: Paper, width_mm: int) -> None:
    page = PdfReader(BytesIO(render(a_slip(), wording("zh_CN"), paper))).pages[0]

    assert round(float(page.mediabox.width) / 72 * 25.4) == width_mm


def height_mm(slip: TriageSlip, paper: Paper) -> float:
    page = PdfReader(BytesIO(render(slip, wording("zh_CN"), paper))).pages[0]
    return float(page.mediabox.height) / 72 * 25.4


def test_the_a5_page_is_210_mm_high_whatever_stands_on_it() -> None:
    assert round(height_mm(a_slip(), "A5")) == 210
    assert round(height_mm(an_overfull_slip(), "A5")) == 210


def test_the_roll_is_as_long_as_its_words() -> None:
    assert height_mm(a_slip(), "ROLL80") < height_mm(an_overfull_slip(), "ROLL80")


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("level", list(Level))
def test_both_codes_read_back_as_the_visit_number_alone(level: Level, paper: Paper) -> None:
    slip = a_slip(routing=a_routing(level=level))

    (picture,) = pictures(render(slip, wording("zh_CN"), paper), dpi=203)

    found = {str(code.format): code.text for code in zxingcpp.read_barcodes(picture)}
    assert found == {"Code 128": "20200228-0037", "QR Code": "20200228-0037"}


@pytest.mark.parametrize("paper", PAPERS)
def test_nothing_hidden_in_the_file_names_the_patient(paper: Paper) -> None:
    reader = PdfReader(BytesIO(render(a_slip(), wording("zh_CN"), paper)))

    told = " ".join(str(value) for value in (reader.metadata or {}).values())
    assert "20200228-0037" in told
    assert "张建国" not in told


@pytest.mark.parametrize("paper", PAPERS)
def test_the_identity_number_is_masked(paper: Paper) -> None:
    (text,) = texts(render(a_slip(), wording("zh_CN"), paper))

    assert "3703 **** **** 0127" in text
    assert "370399197806010127" not in text
    assert "13905335512" not in text


@pytest.mark.parametrize("paper", PAPERS)
def test_a_second_print_is_marked_a_copy_twice(paper: Paper) -> None:
    (first,) = texts(render(a_slip(), wording("zh_CN"), paper))
    (second,) = texts(render(a_slip(copy_no=2), wording("zh_CN"), paper))

    assert "副本" not in first
    assert "第 1 次打印" in first
    assert "副本 · 第 2 次打印" in second
    assert second.count("第 2 次打印") == 2


@pytest.mark.parametrize("paper", PAPERS)
def test_a_demonstration_says_that_the_patient_is_invented(paper: Paper) -> None:
    (text,) = texts(render(a_slip(is_demo=True), wording("zh_CN"), paper))

    assert "演示 · 非真实患者" in text


@pytest.mark.parametrize("paper", PAPERS)
def test_a_rare_name_can_be_read_from_the_file(paper: Paper) -> None:
    (text,) = texts(render(a_slip(patient=a_patient("𠮷田𬭶")), wording("zh_CN"), paper))

    assert "𠮷田𬭶" in text


@pytest.mark.parametrize("paper", PAPERS)
def test_a_character_that_no_font_draws_is_named_on_paper(paper: Paper) -> None:
    (text,) = texts(render(a_slip(patient=a_patient("王\ue123")), wording("zh_CN"), paper))

    assert "王〓" in text
    assert "U+E123" in text


@pytest.mark.parametrize("paper", PAPERS)
@settings(max_examples=40, deadline=None)
@given(name=st.text(max_size=40))
def test_any_name_up_to_forty_characters_leaves_one_page(paper: Paper, name: str) -> None:
    pdf = render(a_slip(patient=a_patient(name)), wording("zh_CN"), paper)

    assert len(PdfReader(BytesIO(pdf)).pages) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_reasons_that_one_page_cannot_hold_go_on_overleaf_and_none_is_lost(language: str) -> None:
    slip = an_overfull_slip()

    first, second = texts(render(slip, wording(language), "A5"))

    assert wording(language).say("paper.overleaf") in first
    assert wording(language).say("advisory.LOW_RATE_CHECK")[:8] in second
    assert wording(language).say("rule.ACU-1")[:8] in first + second


@pytest.mark.parametrize("paper", PAPERS)
def test_a_long_station_and_a_long_hospital_stay_on_the_paper(paper: Paper) -> None:
    slip = a_slip(
        station="急诊楼一层东侧入口预检分诊点" * 2, facility="淄博市某某区人民医院东院区" * 3
    )

    (text,) = texts(render(slip, wording("zh_CN"), paper))

    assert "张护士" in text
    assert "规则 triage-2020.1" in text
