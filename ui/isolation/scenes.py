"""The isolation desk for the pictures: an empty house, a full one, an act refused, another desk faster."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

from feverclinic.domain.case_boards import Bedded, CaseView, DoctorRow, NextDue, RoomCard
from feverclinic.domain.case_facts import BloodCount, Compared, Features, Flag, Imaging
from feverclinic.domain.cases import CaseClass, CaseId, Column
from feverclinic.domain.clinical_entries import Classed, Dose
from feverclinic.domain.gates import Condition, Gate, GateKind, State
from feverclinic.domain.people import AgeUnit, Sex
from feverclinic.domain.readings import Reading, Site
from feverclinic.domain.rooms import Room, RoomId, RoomState, Stay, StayId
from feverclinic.domain.ternary import YES
from feverclinic.domain.visits import VisitId
from feverclinic.domain.vitals import Level
from feverclinic.domain.work_up_entries import BloodCountReported, ImageRead, LabFlag, LabReported
from feverclinic.errors import ClinicError
from feverclinic.services.rulebook import load_rules
from feverclinic.wording import Wording
from ui.isolation.desk import IsolationDesk
from ui.isolation.presenter import IsolationDoor, IsolationPresenter, Lists
from ui.isolation.sheets.scene_case import (
    CASE_ID,
    EXCLUSION,
    HOUR,
    NEGATIVE,
    NOON,
    RULE_SET,
    SAMPLE,
    entry,
    scene_view,
)
from ui.isolation.sheets.scenes import scene_occasion
from ui.theme import Theme

TEMPERATURES = (
    *((40, "38.6", Site.FOREHEAD_NC), (38, "38.9", Site.AXILLARY), (36, "37.6", Site.AXILLARY)),
    *((32, "38.1", Site.AXILLARY), (28, "38.3", Site.AXILLARY), (25, "37.9", Site.AXILLARY)),
    *((23, "37.4", Site.AXILLARY), (21, "37.6", Site.AXILLARY), (18, "37.2", Site.AXILLARY)),
    *((15, "37.0", Site.AXILLARY), (11, "37.1", Site.AXILLARY), (8, "36.8", Site.AXILLARY)),
    *((4, "36.9", Site.AXILLARY), (1, "36.7", Site.AXILLARY)),
)
PEOPLE = (
    *(("贺兰英", Sex.FEMALE, 78), ("王秀兰", Sex.FEMALE, 67), ("陈子昂", Sex.MALE, 8)),
    *(("阿依古丽·买买提", Sex.FEMALE, 26), ("钱立群", Sex.MALE, 33), ("潘志远", Sex.MALE, 46)),
    *(("苏雅", Sex.FEMALE, 24), ("龙海生", Sex.MALE, 59), ("白晓东", Sex.MALE, 37)),
    *(("高明", Sex.MALE, 52), ("吕淑芬", Sex.FEMALE, 61), ("袁野", Sex.MALE, 30)),
    *(("邱文", Sex.FEMALE, 22), ("孔德顺", Sex.MALE, 69), ("叶小曼", Sex.FEMALE, 28)),
    *(("万里", Sex.MALE, 40), ("何建平", Sex.MALE, 41), ("郭长江", Sex.MALE, 74)),
    *(("石婷婷", Sex.FEMALE, 31), ("欧阳春", Sex.MALE, 57), ("田玉梅", Sex.FEMALE, 49)),
    *(("尼玛次仁", Sex.MALE, 35), ("段国强", Sex.MALE, 66), ("罗敏", Sex.FEMALE, 44)),
)
COLUMNS = (
    *(Column.WAITING,) * 5,
    *(Column.EXAMINED,) * 4,
    *(Column.RESULTS,) * 5,
    *(Column.MAY_LEAVE,) * 2,
    *(Column.OBSERVED,) * 8,
)
WAITS = {
    5: ("CHEST_CT",),
    6: ("CBC",),
    7: ("CHEST_CT",),
    8: ("NAT",),
    9: ("NAT",),
    10: ("CBC", "CRP"),
}
HERE, LAST = 16, 23
UNSIGNED = Condition("SIGNOFF", State.UNKNOWN, ("SIGNOFF_MISSING",))
TO_SITE = (
    Condition("NOT_DESIGNATED_SITE", State.MET),
    Condition("AMBULANCE", State.NOT_MET, ("AMBULANCE",)),
    Condition("RECEIVER", State.NOT_MET, ("RECEIVER",)),
    Condition("RECORD", State.NOT_MET, ("RECORD",)),
)
TO_LEAVE = (
    Condition("TEMP_MISSING", State.MET),
    Condition("CORE_MISSING", State.MET),
    Condition("CLASS_HELD", State.NOT_MET, ("CLASS_HELD",)),
    Condition("DISPOSITION_MISSING", State.UNKNOWN, ("DISPOSITION_MISSING",)),
)
# Who lies where; the other rooms stand in the states that a room can have.
ROOM_OF = {16: 3, 17: 1, 18: 5, 19: 6, 20: 8, 21: 10, 22: 11}
FREE = {
    2: RoomState.VACATED,
    4: RoomState.CLEAN,
    7: RoomState.TERMINAL_DISINFECTION,
    9: RoomState.RESERVED,
    12: RoomState.OUT_OF_USE,
}
DUES = (
    NextDue("GATE", NOON + HOUR),
    NextDue("RESULT_NAT", NOON + 2 * HOUR),
    NextDue("RESULT_CHEST_CT", NOON - HOUR / 2),
    NextDue("JOINT_REGULAR", NOON + 3 * HOUR),
)
CLASSES = (CaseClass.SUSPECTED, CaseClass.CONFIRMED, CaseClass.SUSPECTED, CaseClass.CONFIRMED)


def scene_lists() -> Lists:
    """Twenty-four people in five columns, twelve rooms."""
    return Lists(tuple(_row(place) for place in range(len(PEOPLE))), scene_cards())


def _row(place: int) -> DoctorRow:
    name, sex, age = PEOPLE[place]
    column = COLUMNS[place]
    is_waiting = column is Column.WAITING
    is_here = place == HERE
    return DoctorRow(
        visit_id=scene_view().book.visit.id if is_here else VisitId(500 + place),
        visit_no=f"20200228-{place + 1:04d}",
        name=name,
        sex=sex,
        age=age,
        age_unit=AgeUnit.YEAR,
        column=column,
        since=NOON - timedelta(minutes=2 + 3 * ((place * 7) % 9)),
        level=Level.II if place in (0, 17) else Level.III if place % 3 else Level.IV,
        temperature=f"38.{place % 10}",
        case_id=None if is_waiting else CASE_ID if is_here else CaseId(800 + place),
        case_class=None if is_waiting else CaseClass.SUSPECTED,
        waits_for=WAITS.get(place, ()),
        room=f"隔离 {ROOM_OF[place]:02d}" if place in ROOM_OF else "",
        day=3 if is_here else 1 + place % 6 if column is Column.OBSERVED else None,
        due=NextDue("GATE", NOON + HOUR) if is_here else None,
        warning="AWAY" if place == LAST else "",
    )


def scene_cards() -> tuple[RoomCard, ...]:
    """Every state of a room once, the others taken."""
    lying = {number: place for place, number in ROOM_OF.items()}
    return tuple(_card(number, lying.get(number)) for number in range(1, 13))


def _card(number: int, place: int | None) -> RoomCard:
    room = Room(RoomId(number), f"{number:02d}", f"隔离 {number:02d}")
    if place is None:
        state = FREE[number]
        notes = {
            RoomState.TERMINAL_DISINFECTION: "紫外线 · 李师傅",
            RoomState.OUT_OF_USE: "负压检修",
        }
        due = NextDue("ROOM_AIRING", NOON + HOUR / 3) if state is RoomState.AIRING else None
        kept = "120 预报 男 58" if state is RoomState.RESERVED else ""
        room = replace(room, state=state, note=notes.get(state, ""))
        return RoomCard(room, due=due, reserved_name=kept)
    name, sex, age = PEOPLE[place]
    stay = Stay(
        StayId(number), room.id, 1, CASE_ID if place == HERE else CaseId(800 + place), NOON - HOUR
    )
    case_class = CLASSES[place % len(CLASSES)]
    person = Bedded(
        *(
            stay,
            name,
            sex,
            age,
            AgeUnit.YEAR,
            case_class,
            "COVID-19",
            3 if place == HERE else 1 + place % 6,
        ),
        temperature="37.6" if place % 4 == 1 else "36.7",
        is_fever=place % 4 == 1,
        spo2=93 + place % 5,
        due=DUES[place % len(DUES)],
    )
    return RoomCard(replace(room, state=RoomState.OCCUPIED), (person,))


def full_view() -> CaseView:
    """The suspect on his third day with all that was found."""
    view = scene_view()
    readings = tuple(
        Reading(value, Fraction(value), site, NOON - hours * HOUR)
        for hours, value, site in TEMPERATURES
    )
    image = Imaging(Features.PRESENT, NOON - 40 * HOUR, YES, Compared.NOT_DONE, "放射科 周医生")
    count = BloodCount(NOON - 38 * HOUR, Flag.NORMAL, Flag.LOW, Decimal("4.1"), Decimal("0.86"))
    found = (
        entry(3, ImageRead(image, NOON - 39 * HOUR, "右下叶磨玻璃影"), 39),
        entry(4, BloodCountReported(count, NOON - 37 * HOUR), 37, "检验科"),
        entry(5, LabReported("CRP", LabFlag.HIGH, NOON - 37 * HOUR, Decimal("18.4"), "mg/L"), 37),
        entry(6, Classed(CaseClass.SUSPECTED, CaseClass.SUSPECTED, RULE_SET, ("CLS-1",)), 36),
        entry(7, Dose(NOON - 27 * HOUR, "布洛芬"), 27),
    )
    book = replace(
        view.book, readings=readings, entries=(*found, SAMPLE, NEGATIVE), case=view.book.case
    )
    return replace(
        view,
        book=book,
        gates={
            GateKind.EXCLUSION: EXCLUSION,
            GateKind.TRANSFER: _gate(GateKind.TRANSFER, TO_SITE),
            GateKind.CLINIC_EXIT: _gate(GateKind.CLINIC_EXIT, TO_LEAVE),
        },
        waits_for=("FLU_ANTIGEN",),
        dues=(NextDue("GATE", NOON + HOUR),),
    )


def _release_view() -> CaseView:
    """A confirmed case whose release is refused: quiet for two days only, no report of the second image."""
    view = full_view()
    classed = entry(8, Classed(CaseClass.CONFIRMED, CaseClass.CONFIRMED, RULE_SET, ("CLS-3",)), 30)
    case = replace(view.book.case, case_class=CaseClass.CONFIRMED)
    book = replace(view.book, case=case, entries=(*view.book.entries, classed))
    gates = {kind: gate for kind, gate in view.gates.items() if kind is not GateKind.EXCLUSION}
    return replace(view, book=book, gates={GateKind.RELEASE: _release_gate()} | gates)


def _release_gate() -> Gate:
    quiet = NOON + 54 * HOUR  # 72 h after the last fever of the scene
    conditions = (
        Condition("T", State.NOT_MET, ("TEMP_NOT_LONG_ENOUGH",), earliest_at=quiet),
        Condition("N", State.NOT_MET, ("NAT_LT2",)),
        Condition("I", State.UNKNOWN, ("IMG_MISSING",)),
        UNSIGNED,
        Condition("R", State.MET),
    )
    return replace(_gate(GateKind.RELEASE, conditions), earliest_at=quiet)


def _gate(kind: GateKind, conditions: tuple[Condition, ...]) -> Gate:
    reasons = tuple(code for one in conditions for code in one.reasons)
    return Gate(kind, "NOT_YET", False, reasons, conditions, RULE_SET, NOON)  # noqa: FBT003 - a member of the record


def isolation_desk(theme: Theme, words: Wording, state: str) -> IsolationDesk:
    """The desk as it is looked at: `empty`, `busy`, `refused`."""
    lists = Lists() if state == "empty" else scene_lists()
    view = _release_view() if state == "refused" else full_view()

    def nothing(*_: object) -> None:
        return

    def look(_case: object, then: Callable[[CaseView], object], _failed: object) -> None:
        then(view)

    def listed(then: Callable[[Lists], object], _failed: Callable[[ClinicError], object]) -> None:
        then(lists)

    door = IsolationDoor(listed, look, nothing, nothing, nothing, nothing)
    presenter = IsolationPresenter(door, lambda: NOON)
    desk = IsolationDesk(
        presenter,
        words,
        theme,
        load_rules().triage.temperature,
        lambda _view, _entry, _room: scene_occasion(words),
    )
    presenter.setParent(desk)
    presenter.wake(desk)
    if state != "empty":
        presenter.show_column(Column.OBSERVED)
        presenter.choose(lists.rows[HERE])
    if state == "refused":
        presenter.changed_meanwhile.emit((NEGATIVE,))
    return desk
