"""The invented people of the pictures of the papers page."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from feverclinic.domain.arrivals import Arrival, ArrivalEnd
from feverclinic.domain.civil_time import CHINA
from feverclinic.domain.comparisons import Comparison, ComparisonId, verdicts
from feverclinic.domain.day_book import DayBook, DayEntry
from feverclinic.domain.history import Answer, Question, Symptom
from feverclinic.domain.people import Address, Patient, PatientId, Sex, StaffId
from feverclinic.domain.prescreening import (
    Acuity,
    JudgedReading,
    Outcome,
    Routing,
    Temperature,
)
from feverclinic.domain.quick_screening import QuickScreen, QuickScreenId
from feverclinic.domain.readings import Reading, Site
from feverclinic.domain.sheets import Reconciliation, Sheet, SheetId, SheetState
from feverclinic.domain.shifts import Balance, BalanceLine, HandOver, Shift, ShiftId
from feverclinic.domain.ternary import NO, UNKNOWN, YES
from feverclinic.domain.visits import (
    Assessment,
    AssessmentId,
    DraftId,
    Registration,
    Stage,
    Visit,
    VisitId,
)
from feverclinic.domain.vitals import Level, Vitals
from feverclinic.services.comparisons import LogLine

NOON = datetime(2020, 2, 28, 14, 32, tzinfo=CHINA)
TODAY = date(2020, 2, 28)
EIGHT = datetime(2020, 2, 28, 8, 4, tzinfo=CHINA)
RULES = "triage-2020.1"
PEOPLE: tuple[tuple[str, Sex, int, str, Outcome, Level], ...] = (
    ("张建国", Sex.MALE, 1978, "37.8", Outcome.FEVER_CLINIC_SINGLE_ROOM, Level.III),
    ("李秀英", Sex.FEMALE, 1951, "38.6", Outcome.FEVER_CLINIC, Level.II),
    ("王小明", Sex.MALE, 2016, "36.5", Outcome.GENERAL_OPD, Level.IV),
    ("陈静", Sex.FEMALE, 1990, "36.8", Outcome.FEVER_CLINIC_SCREEN, Level.III),
    ("阿卜杜热合曼·买买提明", Sex.MALE, 1966, "39.2", Outcome.RESUS_ISOLATION, Level.I),
    ("刘洋", Sex.FEMALE, 1985, "36.6", Outcome.GENERAL_OPD, Level.IV),
    ("赵桂兰", Sex.FEMALE, 1944, "37.4", Outcome.FEVER_CLINIC, Level.III),
)


def _routing(number: str, outcome: Outcome, level: Level, at: datetime) -> Routing:
    reading = Reading(number, Fraction(number), Site.AXILLARY, at)
    is_fever = Fraction(number) >= Fraction("37.3")
    judged = JudgedReading(reading, is_usable=True, flags=("FEVER",) if is_fever else ())
    temperature = Temperature(
        "FEVER" if is_fever else "NO_FEVER",
        (),
        (),
        reading,
        YES if is_fever else NO,
        (),
        None,
        (judged,),
        0,
    )
    acuity = Acuity(level, (), (), UNKNOWN, (), (), 30)
    return Routing(outcome, ("TRI-4",), (), {}, (), level, acuity, temperature, outcome, (), RULES)


def entry(place: int) -> DayEntry:
    """The n-th person of the morning, ten minutes after the one before."""
    name, sex, born, number, outcome, level = PEOPLE[place]
    arrived = EIGHT + timedelta(minutes=43 * place)
    decided = arrived + timedelta(minutes=3)
    is_sent = outcome is not Outcome.GENERAL_OPD
    is_there = is_sent and place != len(PEOPLE) - 1
    received = decided + timedelta(minutes=5 + 4 * place) if is_there else None
    questions = {one: Answer(YES if is_sent and one is Question.Q2 else NO) for one in Question}
    visit = Visit(
        VisitId(place + 1),
        PatientId(place + 1),
        f"20200228-{place + 1:04d}",
        "D1",
        arrived,
        decided,
        Registration(),
        Vitals(),
        dict.fromkeys(Symptom, NO) | ({Symptom.COUGH: YES} if is_sent else {}),
        {},
        questions,
        stage=Stage.ARRIVED if is_there else Stage.TRIAGED,
        stage_at=received,
        guide="刘护士" if is_sent else "",
        sent_at=decided if is_sent else None,
        received_at=received,
        received_by="孙护士" if is_there else "",
        received_via="PHONE" if is_there else "",
    )
    patient = Patient(
        PatientId(place + 1),
        name,
        sex,
        date(born, 6, 1),
        id_no="370399197806010127",
        phone="13900000001",
        address=Address(text="某小区 3 号楼"),
    )
    routing = _routing(number, outcome, level, arrived)
    assessment = Assessment(
        AssessmentId(place + 1), visit.id, decided, StaffId(1), RULES, {}, routing
    )
    return DayEntry(patient, visit, assessment, decided, "张护士")


def day() -> DayBook:
    """Seven people typed, eleven counted, one who left."""
    passed = tuple(
        QuickScreen(
            QuickScreenId(at),
            "D1",
            EIGHT + timedelta(minutes=17 * at),
            StaffId(1),
            RULES,
            {},
            Outcome.GENERAL_OPD,
            "36.5",
        )
        for at in range(11)
    )
    left = Arrival(
        DraftId(9),
        "D1",
        EIGHT + timedelta(minutes=70),
        "周某",
        end=ArrivalEnd.LEFT,
        ended_at=EIGHT + timedelta(minutes=78),
        reason="改去其他医院",
    )
    return DayBook(TODAY, tuple(entry(place) for place in range(len(PEOPLE))), passed, (left,))


def sheets() -> Reconciliation:
    """A batch of yesterday, nearly all accounted for."""
    printed = NOON - timedelta(hours=22)
    ends = (
        (SheetState.ENTERED, ""),
        (SheetState.ENTERED, ""),
        (SheetState.ENTERED, ""),
        (SheetState.SPOILED, "浸湿"),
        (SheetState.MISSING, "交班时未找到"),
        (SheetState.OUT, ""),
        (SheetState.OUT, ""),
        (SheetState.OUT, ""),
    )
    return Reconciliation(
        tuple(
            Sheet(
                SheetId(at),
                "D1",
                "INTAKE",
                f"D1-20200227-{at:03d}",
                printed,
                state,
                None if state is SheetState.OUT else NOON - timedelta(hours=3),
                reason,
            )
            for at, (state, reason) in enumerate(ends, start=1)
        )
    )


def log() -> tuple[LogLine, ...]:
    """A week in which one thermometer goes out of use."""
    listed = tuple(
        Comparison(
            ComparisonId(at),
            "D1",
            NOON - timedelta(days=6 - at),
            "张护士",
            name,
            serial,
            "标准铂电阻 P-07",
            Decimal("37.00"),
            Decimal(reading),
            Decimal("23.5"),
            site=Site.FOREHEAD_NC,
            limit_c=Decimal("0.3"),
        )
        for at, (name, serial, reading) in enumerate(
            (
                ("额温枪 蓝 1", "G614-0021", "37.1"),
                ("额温枪 绿 2", "G614-0022", "37.4"),
                ("额温枪 黄 3", "G614-0023", "36.9"),
                ("额温枪 绿 2", "G614-0022", "37.5"),
                ("额温枪 蓝 1", "G614-0021", "37.2"),
            )
        )
    )
    judged = verdicts(listed, 2)
    return tuple(LogLine(one, verdict) for one, verdict in zip(listed, judged, strict=True))


def hand_over() -> HandOver:
    """The morning, handed over at noon with one form that waits."""
    waiting = ("赵六 14:08",)
    balance = Balance(
        66,
        (
            BalanceLine("COUNTED", 41),
            BalanceLine("GENERAL_OPD", 18),
            BalanceLine("FEVER_CLINIC", 6),
            BalanceLine("WAITING", 1, waiting),
        ),
        (),
        (BalanceLine("FORM", 1, waiting),),
    )
    shift = Shift(ShiftId(1), "D1", EIGHT, StaffId(1), taken_at=NOON, note="绿枪电池快没电")
    return HandOver(shift, balance, "张护士", NOON, "张护士", "李梅")
