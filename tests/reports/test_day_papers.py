"""The papers of a day: as approved, the same bytes, as many pages as rows, numbers equal to lists."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from feverclinic.domain.day_book import DayBook
from feverclinic.reports.day_papers import render
from feverclinic.reports.day_records import (
    BlankSheets,
    DayPaper,
    Declaration,
    Receipts,
    RegisterPaper,
    TrackingPaper,
)
from feverclinic.reports.triage_slip import render as render_slip
from feverclinic.wording import LANGUAGES, wording
from tests.golden_papers import Golden, pictures, texts
from tests.reports.days import (
    DAY,
    EIGHT,
    IMPRINT,
    MINUTES,
    PLACES,
    RULES,
    a_day,
    a_full_day,
    a_log,
    an_entry,
    papers,
    received,
)
from tests.reports.slips import a_slip

PAPERS = papers()
ZH = wording("zh_CN")


def named(name: str, entries: int = 1) -> dict[str, DayPaper]:
    """Each paper that names a person, with nobody on it but people of that name."""
    listed = tuple(
        replace(entry, patient=replace(entry.patient, name=name))
        for entry in (an_entry(4),) * entries
    )
    tracking = TrackingPaper(DAY, listed, MINUTES, IMPRINT)
    return {
        "register": RegisterPaper(DayBook(DAY, listed), IMPRINT, PLACES),
        "tracking": tracking,
        "receipts": Receipts(tracking),
        "declaration": Declaration(IMPRINT, listed[0], PLACES),
    }


def pages(paper: DayPaper, language: str = "zh_CN") -> int:
    return len(PdfReader(BytesIO(render(paper, wording(language)))).pages)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAPERS)
def test_each_paper_looks_as_it_was_approved(golden: Golden, name: str, language: str) -> None:
    golden.compare(f"day-{name}-{language}", render(PAPERS[name], wording(language)))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAPERS)
def test_the_same_record_gives_the_same_bytes(name: str, language: str) -> None:
    again = papers()[name]

    assert render(PAPERS[name], wording(language)) == render(again, wording(language))


@pytest.mark.parametrize("name", PAPERS)
def test_every_paper_says_whose_it_is_who_printed_it_and_when(name: str) -> None:
    (text,) = texts(render(PAPERS[name], ZH))

    assert "市立医院 发热门诊" in text
    assert "预检分诊 1 号点" in text
    if name != "receipts":
        assert "打印 张护士 2020-02-28 18:00" in text


@pytest.mark.parametrize("name", sorted(set(PAPERS) - {"receipts", "comparison-log"}))
def test_every_paper_of_a_decision_says_its_rules(name: str) -> None:
    (text,) = texts(render(PAPERS[name], ZH))

    assert "规则 triage-2020.1" in text


@pytest.mark.parametrize("name", named("x"))
@settings(max_examples=25, deadline=None)
@given(person=st.text(max_size=40))
def test_any_name_up_to_forty_characters_leaves_the_page_count(name: str, person: str) -> None:
    assert pages(named(person)[name]) == 1


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["register", "tracking"])
@pytest.mark.parametrize("person", ["王", "阿卜杜热合曼·买买提明·" * 3 + "阿卜杜热", "W" * 40])
def test_a_full_list_has_as_many_pages_whatever_people_are_called(
    name: str, person: str, language: str
) -> None:
    assert pages(named(person, 30)[name], language) == 3


@pytest.mark.parametrize(("people", "count"), [(0, 1), (11, 1), (12, 2), (24, 2), (25, 3), (40, 4)])
def test_a_long_register_goes_on_with_its_heads_and_numbers_each_page(
    people: int, count: int
) -> None:
    told = texts(render(RegisterPaper(a_full_day(people), IMPRINT, PLACES), ZH))

    assert len(told) == count
    assert all("证件号码" in text and "预检分诊登记本" in text for text in told)
    assert f"第 {count} / {count} 页" in told[-1]
    assert "审核签名" in told[-1]


def test_no_line_of_a_long_register_is_lost() -> None:
    told = "".join(texts(render(RegisterPaper(a_full_day(100), IMPRINT, PLACES), ZH)))

    times = [f"{EIGHT + timedelta(minutes=10 * place):%H:%M}" for place in range(96)]
    assert [time for time in times if time not in told] == []


def test_the_last_number_of_the_register_is_how_many_were_screened() -> None:
    (text,) = texts(render(RegisterPaper(a_day(), IMPRINT, PLACES), ZH))

    assert "筛查 17 人 = 登记 6 + 快筛通过 9 + 未建档 2" in text
    assert "14–17" in text


def test_an_empty_register_says_that_nobody_came() -> None:
    (text,) = texts(render(RegisterPaper(DayBook(DAY), IMPRINT), ZH))

    assert "当日无登记" in text


@pytest.mark.parametrize("name", ["register", "declaration"])
def test_the_number_is_masked_unless_the_paper_shows_identity(name: str) -> None:
    masked = PAPERS[name]
    assert isinstance(masked, RegisterPaper | Declaration)
    whole = replace(masked, shows_identity=True)

    (text,), (shown,) = texts(render(masked, ZH)), texts(render(whole, ZH))

    assert "370399197806010127" not in text
    assert "13905335512" not in text
    assert "370399197806010127" in shown
    assert "13905335512" in shown


def test_a_late_entry_is_marked_with_its_sheet_in_the_register() -> None:
    (text,) = texts(render(PAPERS["register"], ZH))

    assert "补录" in text
    assert "D1-20200228-002" in text


@pytest.mark.rule("ISO-2")
@pytest.mark.parametrize(
    ("minutes", "told"), [(9, "按时到诊"), (10, "按时到诊"), (11, "超时 1 分钟")]
)
def test_the_tenth_minute_is_in_time_and_the_eleventh_is_late(minutes: int, told: str) -> None:
    paper = TrackingPaper(DAY, (received(an_entry(), minutes),), MINUTES, IMPRINT)

    (text,) = texts(render(paper, ZH))

    assert told in text.replace("\n", "")


@pytest.mark.rule("ISO-2")
def test_whoever_is_not_there_yet_is_on_the_way_until_the_deadline() -> None:
    entry = an_entry()
    at = entry.assessment.decided_at
    on_the_way = replace(IMPRINT, printed_at=at + timedelta(minutes=10))
    over = replace(IMPRINT, printed_at=at + timedelta(minutes=10, seconds=1))

    (waiting,) = texts(render(TrackingPaper(DAY, (entry,), MINUTES, on_the_way), ZH))
    (late,) = texts(render(TrackingPaper(DAY, (entry,), MINUTES, over), ZH))

    assert "途中" in waiting
    assert "超时 0 人" in waiting
    assert "超时未到" in late
    assert "超时 1 人" in late


@pytest.mark.parametrize(("people", "count"), [(0, 1), (1, 1), (4, 1), (5, 2), (9, 3)])
def test_four_receipts_stand_on_a_page(people: int, count: int) -> None:
    entries = tuple(an_entry(0) for _ in range(people))

    assert pages(Receipts(TrackingPaper(DAY, entries, MINUTES, IMPRINT))) == count


def test_each_sheet_is_a_page_whose_bars_read_back_as_its_number() -> None:
    numbers = ("D1-20200228-001", "D1-20200228-002")

    drawn = pictures(render(BlankSheets(numbers, RULES, IMPRINT), ZH), dpi=200)

    found = [[code.text for code in zxingcpp.read_barcodes(picture)] for picture in drawn]
    assert found == [["D1-20200228-001"], ["D1-20200228-002"]]


def test_a_receipt_reads_back_as_the_visit_number() -> None:
    (drawn,) = pictures(render(PAPERS["receipts"], ZH), dpi=200)

    found = sorted(code.text for code in zxingcpp.read_barcodes(drawn))
    assert found == ["20200228-0001", "20200228-0002", "20200228-0004", "20200228-0005"]


def test_the_printed_rules_carry_the_numbers_of_the_rule_set() -> None:
    moved = replace(RULES, limit_c="37.0", recheck_from_c="36.9", recheck_minutes=7)

    (text,) = texts(render(BlankSheets(("A-20200228-001",), moved, IMPRINT), ZH))

    assert "体温 ≥ 37.0 ℃" in text
    assert "36.9 ≤ 体温 < 37.0 ℃：7 分钟后复测" in text
    assert "37.3" not in text


def test_a_thermometer_out_of_use_is_said_in_the_log() -> None:
    (text,) = texts(render(a_log("37.31", "36.69"), ZH))

    assert "超差 2 次" in text
    assert "+0.31" in text
    assert "−0.31" in text
    assert "停用" in text


@pytest.mark.parametrize("name", PAPERS)
def test_a_mark_stands_across_every_page(name: str) -> None:
    paper = PAPERS[name]
    told = texts(render(marked(paper), ZH))

    assert all("演示 DEMO" in text for text in told)
    assert "演示 DEMO" not in "".join(texts(render(paper, ZH)))


def marked(paper: DayPaper) -> DayPaper:
    stamp = replace(IMPRINT, mark="演示 DEMO")
    if isinstance(paper, Receipts):
        return Receipts(replace(paper.tracking, imprint=stamp))
    return replace(paper, imprint=stamp)


@pytest.mark.parametrize("paper", ["A5", "ROLL80"])
def test_a_mark_stands_across_the_slip(paper: str) -> None:
    slip = a_slip(mark="演示 DEMO")

    (text,) = texts(render_slip(slip, ZH, "ROLL80" if paper == "ROLL80" else "A5"))

    assert "演示 DEMO" in text


@pytest.mark.parametrize("name", PAPERS)
def test_nothing_hidden_in_the_file_names_a_patient(name: str) -> None:
    reader = PdfReader(BytesIO(render(PAPERS[name], ZH)))

    told = " ".join(str(value) for value in (reader.metadata or {}).values())
    assert "张建国" not in told
