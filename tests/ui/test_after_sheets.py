"""What is declared void and what follows a discharge, by sheet: over real records, struck through and never gone."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from feverclinic.domain.case_boards import CaseView
from feverclinic.domain.case_entries import Noted, Voided
from feverclinic.domain.cases import CaseId, CaseState
from feverclinic.domain.clinical_entries import Exposed
from feverclinic.domain.discharge_notices import NOTICE_DUE, NOTICE_GIVEN, TO, Told
from feverclinic.domain.gates import GateKind
from feverclinic.domain.leaving_entries import FollowedUp
from feverclinic.domain.ternary import UNKNOWN, YES
from feverclinic.services import following_up, leaving
from feverclinic.services.rulebook import load_rules
from feverclinic.wording import wording
from tests.case_builders import DOCTOR
from tests.engines import Clinic
from tests.services.ward import CASE_RULES, Ward
from tests.ui.sheet_answers import read
from tests.ui.wards import ward_of
from ui.filled_acts import do
from ui.isolation.case_pane import CasePane
from ui.isolation.case_rows import Part, rows_of
from ui.isolation.notes import note_words
from ui.isolation.sheets.catalogue import sheet_for
from ui.isolation.sheets.fields import Filled
from ui.isolation.sheets.requests import FollowUpOver, NoticeGiven, ReadingVoid
from ui.isolation.sheets.scene_case import NOON, entry, scene_view
from ui.isolation.sheets.scenes import READING, scene_occasion
from ui.theme import apply_theme, load_theme

ZH = wording("zh_CN")
DUE = tuple(
    entry(place, Noted(NOTICE_DUE, {TO: told.value}), 3) for place, told in enumerate(Told, 5)
)
GIVEN = entry(7, Noted(NOTICE_GIVEN, {TO: "PRIMARY_CARE", "how": "电话"}), 2)


@pytest.fixture
def ward(clinic: Clinic) -> Ward:
    return ward_of(clinic)


def fill(ward: Ward, case_id: CaseId, filled: Filled) -> object:
    seen = ward.book(case_id).case.last_seq
    return ward.do(do, case_id, replace(filled, seen=seen), CASE_RULES, actor=DOCTOR)


def with_entries(*entries: object) -> CaseView:
    view = scene_view()
    return replace(view, book=replace(view.book, entries=(*view.book.entries, *entries)))  # pyright: ignore[reportArgumentType] - entries of the test


# -- the sheets ----------------------------------------------------------------------------------


def test_a_reading_is_declared_void_with_a_reason() -> None:
    assert read("void_reading", {}) == (ReadingVoid(READING.id, ""), {"reason": "required"})  # pyright: ignore[reportArgumentType] - it has one
    made, problems = read("void_reading", {"reason": "测错人"})

    assert problems == {}
    assert made == ReadingVoid(READING.id, "测错人")  # pyright: ignore[reportArgumentType] - it has one


def test_the_sheet_says_which_reading_it_is() -> None:
    sheet = sheet_for("void_reading", scene_occasion(ZH))

    assert sheet.fields[0].unit == "38.6 · 腋温 · 2020-02-28 13:32 · 额温枪 1"
    assert sheet.is_grave


@pytest.mark.rule("FUP-3")
def test_only_who_was_not_told_yet_is_offered() -> None:
    asked = replace(scene_occasion(ZH), view=with_entries(*DUE, GIVEN))
    sheet = sheet_for("notice", asked)

    assert sheet.fields[0].options == (("RESIDENTS_COMMITTEE", "居(村)委会"),)
    assert sheet.start == {"to_tell": "RESIDENTS_COMMITTEE"}
    made, problems = read("notice", {"told_how": "电话 李主任"}, view=asked.view)
    assert problems == {}
    assert made == NoticeGiven(Told.RESIDENTS_COMMITTEE, "电话 李主任")


def test_the_end_of_a_follow_up_counts_what_was_done() -> None:
    contacts = (
        entry(5, FollowedUp(NOON.date(), is_visit=True), 3),
        entry(6, FollowedUp(NOON.date()), 2),
    )
    sheet = sheet_for("follow_end", replace(scene_occasion(ZH), view=with_entries(*contacts)))

    assert sheet.fields[0].unit == "联系 2 次，其中到院复诊 1 次"
    assert read("follow_end", {}) == (FollowUpOver(), {})


@pytest.mark.rule("TRF-5")
def test_a_possible_exposure_is_tagged_with_what_clears_it() -> None:
    told = {"since": "02-20", "f_core_clean": "YES", "note": "普通新入院"}

    assert read("exposure", told) == (
        (Exposed(date(2020, 2, 20), YES, UNKNOWN, "普通新入院"),),
        {},
    )


# -- over real records ---------------------------------------------------------------------------


def test_a_void_reading_no_longer_counts_and_stays_in_the_case(ward: Ward) -> None:
    case_id = ward.case()
    wrong = ward.measure(case_id, "39.4")
    assert wrong.id is not None

    fill(ward, case_id, Filled("void_reading", request=ReadingVoid(wrong.id, "测错人")))

    book = ward.book(case_id)
    assert wrong.id not in [one.id for one in book.readings]
    assert [one.raw_text for one in book.voided_readings] == ["39.4"]
    assert book.entries[-1].document == Voided("READING", wrong.id, "测错人")


@pytest.mark.rule("FUP-3")
def test_notices_are_given_and_the_follow_up_is_closed_when_it_is_over(ward: Ward) -> None:
    case_id = ward.case()
    ward.confirm(case_id)
    ward.recover(case_id)
    ward.sign(case_id, GateKind.RELEASE)
    ward.do(leaving.release, case_id, CASE_RULES)

    fill(ward, case_id, Filled("notice", request=NoticeGiven(Told.PRIMARY_CARE, "电话")))
    assert [one.to for one in following_up.open_notices(ward.book(case_id).entries)] == [
        Told.RESIDENTS_COMMITTEE
    ]
    ward.later(24 * 40)
    for week in (2, 4):
        on = ward.book(case_id).entries[0].at.date()
        ward.do(
            following_up.record_contact,
            case_id,
            FollowedUp(on.replace(month=3, day=1 + week * 7 - 1), is_visit=True),
            CASE_RULES,
        )
    fill(ward, case_id, Filled("follow_end", request=FollowUpOver()))

    assert ward.book(case_id).case.state is CaseState.CLOSED


# -- the trace -----------------------------------------------------------------------------------


def traced() -> CaseView:
    void = entry(8, Voided("READING", 82, "测错人"), 1)
    view = with_entries(void)
    wrong = replace(READING, id=82, measured_at=NOON)  # pyright: ignore[reportArgumentType] - a number
    return replace(view, book=replace(view.book, readings=(READING,), voided_readings=(wrong,)))


def test_the_trace_shows_readings_and_why_one_is_void() -> None:
    rows = rows_of(traced(), Part.TRACE, ZH)
    readings = [one for one in rows if one.cells[2].startswith("体温")]

    assert [(one.cells[2], one.cells[3], one.is_void) for one in readings] == [
        ("体温 38.6 · 腋温", "已作废：测错人", True),
        ("体温 38.6 · 腋温", "", False),
    ]
    assert [one.reading for one in readings] == [None, READING]


def test_what_is_void_is_struck_through_and_enter_opens_what_holds(
    qtbot: QtBot, qapp: QApplication
) -> None:
    apply_theme(qapp, load_theme("light"))
    pane = CasePane(load_theme("light"), ZH, load_rules().triage.temperature, lambda: NOON)
    qtbot.addWidget(pane)
    pane.show_view(traced())
    pane.show()
    qtbot.waitExposed(pane)
    pane.tabs.setCurrentIndex(tuple(Part).index(Part.TRACE))
    table = pane.table
    struck = []
    for line in range(table.rowCount()):
        item = table.item(line, 2)
        assert item is not None
        struck.append((item.text(), item.font().strikeOut()))
    assert ("体温 38.6 · 腋温", True) in struck
    assert ("体温 38.6 · 腋温", False) in struck
    opened: list[object] = []
    pane.opened.connect(opened.append)

    for line in (
        struck.index(("体温 38.6 · 腋温", True)),
        struck.index(("体温 38.6 · 腋温", False)),
    ):
        table.setCurrentCell(line, 0)
        QTest.keyClick(table, Qt.Key.Key_Return)

    assert opened == [READING]


@pytest.mark.parametrize(
    ("noted", "told"),
    [
        (
            Noted("RECALL", {"why": "LATE_POSITIVE"}),
            "开始召回 · 离诊后结果转阳",
        ),
        (Noted("RECALL_ENDED", {"how": "CAME_BACK"}), "召回结束 · 已回来"),
        (Noted("NOTICE_DUE", {"to": "PRIMARY_CARE"}), "出院当天须告知 · 基层医疗卫生机构"),
        (
            Noted("CAME_FROM", {"case": "7", "visit_no": "20200226-0012"}),
            "接续先前的病例 · 20200226-0012",
        ),
        (Noted("WHATEVER"), "WHATEVER"),
    ],
)
def test_a_note_of_the_program_is_said_in_words(noted: Noted, told: str) -> None:
    assert note_words(noted, ZH) == told
