"""The papers of a case: as approved, one page, the same bytes, every condition with its evidence."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from feverclinic.domain.gates import Gate
from feverclinic.domain.people import Address
from feverclinic.reports.case_papers import render
from feverclinic.reports.case_records import CasePaper, Checklist, LabelSheet, ObservedPaper
from feverclinic.wording import LANGUAGES, wording
from tests.golden_papers import Golden, pictures, texts
from tests.reports.cases import (
    IMPRINT,
    LONG_ADDRESS,
    LONG_NAME,
    PLACES,
    a_gate_of,
    a_head,
    a_label,
    a_line,
    papers,
)

PAPERS = papers()
ZH = wording("zh_CN")
LARGEST = 60 * 1024
HEADED = sorted(set(PAPERS) - {"label", "label-sheet", "register"})


def pages(paper: CasePaper, language: str = "zh_CN") -> int:
    return len(PdfReader(BytesIO(render(paper, wording(language)))).pages)


def flat(pdf: bytes) -> str:
    """All text of a paper, without the ends of its lines."""
    return "".join(texts(pdf)).replace("\n", "").replace(" ", "")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAPERS)
def test_each_paper_looks_as_it_was_approved(golden: Golden, name: str, language: str) -> None:
    golden.compare(f"case-{name}-{language}", render(PAPERS[name], wording(language)))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAPERS)
def test_the_same_record_gives_the_same_bytes_and_few_of_them(name: str, language: str) -> None:
    first = render(PAPERS[name], wording(language))

    assert first == render(papers()[name], wording(language))
    assert len(first) <= LARGEST


@pytest.mark.rule("ISO-7")
@pytest.mark.parametrize("language", LANGUAGES)
def test_whoever_is_isolated_is_told_of_visits_and_of_an_escort(language: str) -> None:
    words = wording(language)

    told = flat(render(PAPERS["notice"], words))

    assert words.say("case_papers.notice.visits").replace(" ", "") in told


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAPERS)
def test_a_long_name_with_rare_characters_and_a_long_address_stay_on_one_page(
    name: str, language: str
) -> None:
    head = a_head(LONG_NAME)
    address = Address("37", "3703", "370303", "370303001", LONG_ADDRESS)
    head = replace(head, patient=replace(head.patient, address=address), shows_identity=True)
    paper = papers(head)[name]

    told = flat(render(paper, wording(language)))

    assert pages(paper, language) == 1
    assert "𠮷" in told
    assert "䶮" in told


@pytest.mark.parametrize("name", PAPERS)
@settings(max_examples=15, deadline=None)
@given(person=st.text(max_size=40))
def test_any_name_up_to_forty_characters_leaves_the_page_count(name: str, person: str) -> None:
    assert pages(papers(a_head(person))[name]) == 1


@pytest.mark.parametrize("name", HEADED)
def test_every_paper_says_whose_it_is_who_printed_it_when_and_under_which_rules(name: str) -> None:
    (text,) = texts(render(PAPERS[name], ZH))

    assert "市立医院 发热门诊" in text
    assert "张建国" in text
    assert "男 41 岁" in text
    assert "20200228-0037" in text
    assert "打印 陈医生 2020-02-28 14:32" in text
    assert "规则 covid-dt-6" in text
    assert "第 1 次打印" in text
    assert "第 1 / 1 页" in text
    assert "副本" not in text


@pytest.mark.parametrize("name", HEADED)
def test_the_second_printing_is_marked_as_a_copy(name: str) -> None:
    (text,) = texts(render(papers(a_head(copy_no=2))[name], ZH))

    assert "副本 · 第 2 次打印" in text


@pytest.mark.parametrize("name", HEADED)
def test_both_codes_of_a_paper_read_back_as_the_visit_number_alone(name: str) -> None:
    (drawn,) = pictures(render(PAPERS[name], ZH), dpi=200)

    found = sorted((code.format.name, code.text) for code in zxingcpp.read_barcodes(drawn))
    assert found == [("Code128", "20200228-0037"), ("QRCode", "20200228-0037")]


@pytest.mark.parametrize("name", HEADED)
def test_the_number_is_masked_unless_the_paper_shows_identity(name: str) -> None:
    masked = flat(render(PAPERS[name], ZH))
    shown = flat(render(papers(a_head(shows_identity=True))[name], ZH))

    assert "370399197806010127" not in masked
    assert "370399197806010127" in shown


@pytest.mark.parametrize("name", PAPERS)
def test_nothing_hidden_in_the_file_names_a_patient(name: str) -> None:
    reader = PdfReader(BytesIO(render(PAPERS[name], ZH)))

    told = " ".join(str(value) for value in (reader.metadata or {}).values())
    assert "张建国" not in told


@pytest.mark.parametrize("name", PAPERS)
def test_a_mark_stands_across_every_page(name: str) -> None:
    paper = papers(a_head(imprint=replace(IMPRINT, mark="演示 DEMO")))[name]
    if isinstance(paper, LabelSheet | ObservedPaper):
        paper = replace(paper, imprint=replace(IMPRINT, mark="演示 DEMO"))

    assert all("演示 DEMO" in text for text in texts(render(paper, ZH)))


@pytest.mark.rule("REL-10")
@pytest.mark.parametrize("language", LANGUAGES)
def test_forty_conditions_go_on_over_pages_and_none_is_lost(language: str) -> None:
    gate: Gate = a_gate_of(40)
    paper = PAPERS["checklist"]
    assert isinstance(paper, Checklist)

    told = texts(render(replace(paper, gate=gate), wording(language)))

    words = wording(language)
    assert len(told) > 1
    assert all(words.say("case_papers.gate.missing") in text for text in told[:-1])
    assert all("20200228-0037" in text for text in told)
    whole = "".join(told).replace("\n", "")
    assert [at for at in range(40) if f"CONDITION_{at}" not in whole] == []


@pytest.mark.rule("REL-10")
def test_a_checklist_says_what_is_missing_first_and_from_when_time_alone_meets_it() -> None:
    (text,) = texts(render(PAPERS["checklist"], ZH))

    assert "解除隔离：尚不能办理" in text
    assert "最早 2020-02-28 22:32" in text.replace("\n", " ")
    assert text.index("体温正常时间未满") < text.index("缺少对比影像") < text.index("两次阴性")


@pytest.mark.rule("REL-9")
def test_a_certificate_carries_the_evidence_of_each_condition_and_both_signers() -> None:
    told = flat(render(PAPERS["release"], ZH))

    assert "张建国于2020-02-2814:32经条件核查解除隔离" in told
    assert "2020-02-2708:32阴性" in told
    assert "2020-02-2808:32阴性" in told
    assert "陈医生(已登录签名)" in told
    assert "林教授(已登录签名)" in told


@pytest.mark.rule("FUP-1")
def test_the_calendar_has_a_line_for_each_of_fourteen_days_over_a_leap_day() -> None:
    told = flat(render(PAPERS["calendar"], ZH))

    assert "1.02-29周六" in told
    assert "2.03-01周日" in told
    assert "14.03-13周五" in told
    assert "15." not in told
    assert "第2次体温" in told
    assert "第3次体温" not in told


@pytest.mark.rule("TRF-6")
def test_a_blank_transport_record_leaves_room_for_all_that_is_asked() -> None:
    filled, blank = (flat(render(PAPERS[name], ZH)) for name in ("transfer", "transfer-blank"))

    for label in ("接收单位", "车辆", "随车人员", "出发时间", "到达时间", "交接给", "消毒人"):
        assert label in filled
        assert label in blank
    assert "某市第三人民医院" in filled
    assert "某市第三人民医院" not in blank


@pytest.mark.rule("WORK-3")
def test_each_label_is_a_page_whose_bars_read_back_as_its_tube_on_a_label_printer() -> None:
    paper = LabelSheet(IMPRINT, (a_label(18), a_label(19)))

    drawn = pictures(render(paper, ZH), dpi=203)

    found = [[code.text for code in zxingcpp.read_barcodes(picture)] for picture in drawn]
    assert found == [["N-0227-018"], ["N-0227-019"]]


@pytest.mark.parametrize(("count", "sheets"), [(1, 1), (36, 1), (37, 2)])
def test_thirty_six_labels_stand_on_a_sheet(count: int, sheets: int) -> None:
    labels = tuple(a_label(at) for at in range(count))

    assert pages(LabelSheet(IMPRINT, labels, is_sheet=True)) == sheets


@pytest.mark.parametrize(("people", "count"), [(0, 1), (10, 1), (30, 3)])
def test_a_long_observation_register_goes_on_with_its_heads(people: int, count: int) -> None:
    lines = tuple(a_line(place) for place in range(people))

    told = texts(render(ObservedPaper(date(2020, 2, 28), lines, IMPRINT, PLACES), ZH))

    assert len(told) == count
    assert all("留观登记本" in text and "证件号码" in text for text in told)
    assert f"第 {count} / {count} 页" in told[-1]
    assert ("当日无人留观" in told[0]) == (people == 0)
