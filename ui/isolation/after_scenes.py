"""Follow-up and recall for the pictures: nobody; a recall and two in follow-up; an end that is refused."""

from dataclasses import replace
from datetime import date

from PySide6.QtWidgets import QWidget

from feverclinic.domain.case_boards import CaseView, FollowedRow
from feverclinic.domain.case_entries import Noted
from feverclinic.domain.cases import CaseId, WayOut
from feverclinic.domain.decisions import FollowUp, FollowUpResult, PlannedVisit, RevisitStatus
from feverclinic.domain.discharge_notices import NOTICE_DUE, TO, Told
from feverclinic.domain.leaving_entries import Called
from feverclinic.domain.people import AgeUnit, Sex
from feverclinic.domain.recalling import RECALL, WHY, RecallReason
from feverclinic.errors import Refused
from feverclinic.wording import Wording
from ui.isolation.after_page import FOLLOW_END, AfterPage
from ui.isolation.after_presenter import AfterDoor, AfterPresenter
from ui.isolation.sheets.scene_case import CASE_ID, HOUR, NOON, RULE_SET, entry, scene_view
from ui.theme import Theme

PLAN = FollowUp(
    FollowUpResult.MONITORING,
    ("MONITORING",),
    RULE_SET,
    NOON,
    date(2020, 2, 26),
    date(2020, 3, 11),
    revisits=(
        PlannedVisit(2, date(2020, 3, 9), date(2020, 3, 13), date(2020, 3, 13), RevisitStatus.OPEN),
        PlannedVisit(
            4, date(2020, 3, 23), date(2020, 3, 27), date(2020, 3, 27), RevisitStatus.BEFORE_WINDOW
        ),
    ),
)
MISSED = replace(
    PLAN, revisits=(replace(PLAN.revisits[0], status=RevisitStatus.OVERDUE), PLAN.revisits[1])
)
ROWS = (
    FollowedRow(
        CASE_ID,
        "20200226-0012",
        "何建平",
        Sex.MALE,
        41,
        AgeUnit.YEAR,
        "13900000417",
        way_out=WayOut.CLINIC_EXIT,
        left_at=NOON - 6 * HOUR,
        why=(RecallReason.LATE_POSITIVE,),
        calls=1,
    ),
    FollowedRow(
        CaseId(704),
        "20200212-0003",
        "阿依古丽·买买提",
        Sex.FEMALE,
        26,
        AgeUnit.YEAR,
        "13700000042",
        MISSED,
        (),
        WayOut.RELEASED,
        NOON - 48 * HOUR,
    ),
    FollowedRow(
        CaseId(705),
        "20200214-0021",
        "龙海生",
        Sex.MALE,
        59,
        AgeUnit.YEAR,
        "13700000057",
        PLAN,
        tuple(Told),
        WayOut.RELEASED,
        NOON - 4 * HOUR,
    ),
)
NOTICES = tuple(
    entry(place, Noted(NOTICE_DUE, {TO: told.value}), 4) for place, told in enumerate(Told, 7)
)


def after_view(case_id: CaseId) -> CaseView:
    """The case of a row: the first was called back and called once, the last is to be told of."""
    view = scene_view()
    called = (
        entry(5, Noted(RECALL, {WHY: RecallReason.LATE_POSITIVE.value}), 5),
        entry(6, Called("13900000417", reached=False, called_on="何建平"), 4),
    )
    more = called if case_id == CASE_ID else NOTICES
    row = next(one for one in ROWS if one.case_id == case_id)
    book = replace(
        view.book,
        case=replace(view.book.case, id=case_id, way_out=row.way_out),
        patient=replace(view.book.patient, name=row.name, sex=row.sex, phone=row.phone),
        entries=(*view.book.entries, *more),
    )
    return replace(view, book=book, follow_up=row.plan)


def after_page(theme: Theme, words: Wording, state: str) -> QWidget:
    """Nobody; the list with its first case; a follow-up that cannot be closed yet."""
    door = AfterDoor(
        lambda then, _failed: then(() if state == "empty" else ROWS),
        lambda case_id, then, _failed: then(after_view(case_id)),
        lambda _case_id, _filled, _then, failed: failed(
            Refused("follow_up.still_open", name=ROWS[2].name)
        ),
    )
    presenter = AfterPresenter(door)
    page = AfterPage(theme, words, presenter, lambda: NOON)
    presenter.setParent(page)
    presenter.seat()
    if state == "refused":
        page.table.setCurrentCell(2, 0)
        page.open_sheet(FOLLOW_END)
        page.sheet.take.click()
    return page
