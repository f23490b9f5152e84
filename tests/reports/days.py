"""Days for the tests of paper: the people of the slips, one after the other, and all other papers."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from feverclinic.domain.arrivals import Arrival, ArrivalEnd
from feverclinic.domain.civil_time import CHINA
from feverclinic.domain.comparisons import Comparison, ComparisonId, verdicts
from feverclinic.domain.day_book import DayBook, DayEntry
from feverclinic.domain.history import Answer, Question, Symptom
from feverclinic.domain.people import Address, Sex, StaffId
from feverclinic.domain.prescreening import JudgedReading, Outcome
from feverclinic.domain.quick_screening import QuickScreen, QuickScreenId
from feverclinic.domain.readings import Site
from feverclinic.domain.ternary import NO, UNKNOWN, YES
from feverclinic.domain.visits import (
    Assessment,
    AssessmentId,
    DraftId,
    Stage,
    VisitId,
)
from feverclinic.domain.vitals import Level
from feverclinic.reports.day_records import (
    BlankSheets,
    DayPaper,
    Declaration,
    FiguresPaper,
    LogPaper,
    Receipts,
    RegisterPaper,
    SheetRules,
    TrackingPaper,
)
from feverclinic.reports.imprint import Imprint
from feverclinic.services.statistics import day_figures
from tests.reports.slips import a_patient, a_reading, a_routing, a_temperature, a_visit

DAY = date(2020, 2, 28)
EIGHT = datetime(2020, 2, 28, 8, 0, tzinfo=CHINA)
SIX = datetime(2020, 2, 28, 18, 0, tzinfo=CHINA)
MINUTES = 10
PLACES = {"370303001": "张店区 车站街道"}
IMPRINT = Imprint("市立医院 发热门诊", "预检分诊 1 号点", "张护士", SIX, "triage-2020.1")
NORMAL = a_reading("36.5", Site.FOREHEAD_NC, 30)
CALM: dict[str, Any] = {
    "evidence": (),
    "temperature": a_temperature(
        effective=NORMAL, readings=(JudgedReading(NORMAL, is_usable=True, flags=()),)
    ),
}
ANSWERS = {
    Question.Q1: Answer(NO),
    Question.Q2: Answer(YES, date(2020, 2, 20), None, "临淄区某小区", "赵六"),
    Question.Q3: Answer(NO),
    Question.Q4: Answer(UNKNOWN),
    Question.Q5: Answer(NO),
    Question.Q6: Answer(NO),
}
ALL_NO = {question: Answer(NO) for question in Question}
PEOPLE: tuple[tuple[str, Sex, int, Outcome, Level], ...] = (
    ("张建国", Sex.MALE, 1978, Outcome.FEVER_CLINIC_SINGLE_ROOM, Level.III),
    ("李秀英", Sex.FEMALE, 1951, Outcome.FEVER_CLINIC, Level.II),
    ("王小明", Sex.MALE, 2016, Outcome.GENERAL_OPD, Level.IV),
    ("𠮷田𬭶", Sex.FEMALE, 1990, Outcome.FEVER_CLINIC_SCREEN, Level.III),
    ("阿卜杜热合曼·买买提明", Sex.MALE, 1966, Outcome.RESUS_ISOLATION, Level.I),
    ("陈静", Sex.FEMALE, 1985, Outcome.GENERAL_OPD, Level.IV),
)


def an_entry(place: int = 0, **changes: Any) -> DayEntry:
    """The n-th person of a day; every ten minutes somebody comes."""
    name, sex, born, outcome, level = PEOPLE[place % len(PEOPLE)]
    arrived = EIGHT + timedelta(minutes=10 * place)
    decided = arrived + timedelta(minutes=4)
    is_calm = outcome is Outcome.GENERAL_OPD
    routing = a_routing(outcome, level, **(CALM if is_calm else {}))
    visit = a_visit(
        id=VisitId(place + 1),
        visit_no=f"20200228-{place + 1:04d}",
        arrived_at=arrived,
        saved_at=decided,
        questions=ALL_NO if is_calm else ANSWERS,
        symptoms=dict.fromkeys(Symptom, NO) | ({} if is_calm else {Symptom.COUGH: YES}),
        guide="" if is_calm else "刘护士",
        sent_at=None if is_calm else decided,
    )
    entry = DayEntry(
        a_patient(
            name,
            sex=sex,
            birth_date=date(born, 6, 1),
            address=Address("37", "3703", "370303", "370303001", "某小区 3 号楼"),
            employer="某厂",
        ),
        visit,
        Assessment(
            AssessmentId(place + 1),
            visit.id,
            decided,
            StaffId(1),
            routing.rule_set,
            {},
            routing,
        ),
        decided,
        "张护士",
    )
    return replace(entry, **changes)


def with_visit(entry: DayEntry, **changes: Any) -> DayEntry:
    return replace(entry, visit=replace(entry.visit, **changes))


def received(entry: DayEntry, minutes: int) -> DayEntry:
    """Acknowledged so many minutes after the decision."""
    at = entry.assessment.decided_at + timedelta(minutes=minutes)
    return with_visit(
        entry,
        stage=Stage.ARRIVED,
        stage_at=at,
        received_at=at,
        received_by="孙护士",
        received_via="PHONE",
    )


def a_screen(place: int, hour: int, minute: int) -> QuickScreen:
    at = datetime(2020, 2, 28, hour, minute, tzinfo=CHINA)
    return QuickScreen(
        QuickScreenId(place), "D1", at, StaffId(1), "triage-2020.1", {}, Outcome.GENERAL_OPD, "36.5"
    )


def an_arrival(place: int, end: ArrivalEnd | None, reason: str = "") -> Arrival:
    began = EIGHT + timedelta(minutes=35 * place)
    ended = None if end is None else began + timedelta(minutes=6)
    return Arrival(DraftId(900 + place), "D1", began, "周某", False, end, ended, None, reason)


def a_day() -> DayBook:
    """Six people, one of them late, one never seen again, one entered from paper; nine counted."""
    first, second, third, fourth, fifth, sixth = (an_entry(place) for place in range(6))
    return DayBook(
        DAY,
        (
            received(first, 6),
            received(second, 14),
            with_visit(third, sheet_no="D1-20200228-002"),
            fourth,
            received(fifth, 2),
            with_visit(sixth, stage=Stage.LEFT, stage_at=EIGHT + timedelta(hours=1)),
        ),
        tuple(a_screen(place, 8 + place // 5, 5 * place) for place in range(9)),
        (an_arrival(1, ArrivalEnd.LEFT, "改去其他医院"), an_arrival(3, None)),
    )


def a_full_day(count: int) -> DayBook:
    return DayBook(DAY, tuple(received(an_entry(place), 5) for place in range(count)))


def a_comparison(place: int, reading: str, **changes: Any) -> Comparison:
    comparison = Comparison(
        ComparisonId(place),
        "D1",
        datetime(2020, 2, 1 + place % 28, 8, 30, tzinfo=UTC),
        "张护士",
        "额温枪 蓝 1",
        "G614-0021",
        "标准铂电阻温度计 P-07",
        Decimal("37.00"),
        Decimal(reading),
        Decimal("23.5"),
        "",
        Site.FOREHEAD_NC,
        Decimal("0.3"),
    )
    return replace(comparison, **changes)


def a_log(*readings: str) -> LogPaper:
    listed = tuple(a_comparison(place, reading) for place, reading in enumerate(readings))
    judged = zip(listed, verdicts(listed, 2), strict=True)
    return LogPaper(date(2020, 2, 1), tuple(judged), 2, replace(IMPRINT, rules=""))


RULES = SheetRules(
    "37.3",
    "37.2",
    5,
    6,
    (
        *("STRIDOR", "RESPIRATORY_DISTRESS", "CENTRAL_CYANOSIS", "WEAK_FAST_PULSE"),
        *("HEAVY_BLEEDING", "CONVULSIONS", "HIGH_RISK_TRAUMA", "POISONING", "THREATENED_LIMB"),
        *("SNAKE_BITE", "ECG_ISCHAEMIA", "VIOLENT"),
    ),
    "3",
    50,
    150,
    Outcome.FEVER_CLINIC,
)


def papers() -> dict[str, DayPaper]:
    """One of each paper, as on an ordinary day."""
    book = a_day()
    tracking = TrackingPaper(DAY, book.sent, MINUTES, IMPRINT)
    return {
        "register": RegisterPaper(book, IMPRINT, PLACES),
        "tracking": tracking,
        "receipts": Receipts(tracking),
        "declaration": Declaration(IMPRINT, book.entries[0], PLACES),
        "declaration-blank": Declaration(IMPRINT),
        "figures": FiguresPaper(day_figures(book, MINUTES, SIX), IMPRINT, MINUTES, "37.3"),
        "comparison-log": a_log("37.1", "37.35", "37.40", "36.9", "37.0"),
        "blank-sheet": BlankSheets(("D1-20200228-001",), RULES, IMPRINT),
    }
