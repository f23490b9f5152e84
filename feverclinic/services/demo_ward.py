"""The isolation ward of the demo: twelve rooms, people of some days in them, and today's fevers with the doctor.

Told by the services of the desk, each thing at its instant. The demo works by the sixth edition,
in which every class, gate and room comes up.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from itertools import count
from typing import TYPE_CHECKING

from feverclinic.domain.case_facts import (
    BloodCount,
    Compared,
    Features,
    Flag,
    Imaging,
    Result,
    Role,
    SampleKind,
    Specimen,
)
from feverclinic.domain.cases import CaseClass
from feverclinic.domain.civil_time import local_day
from feverclinic.domain.clinical_entries import (
    Criteria,
    Disposed,
    Dose,
    JointConsulted,
    Measured,
    Progress,
)
from feverclinic.domain.gates import GateKind
from feverclinic.domain.history import Answer
from feverclinic.domain.ternary import NO, YES
from feverclinic.domain.vitals import Vitals
from feverclinic.domain.work_up_entries import (
    BloodCountReported,
    ImageRead,
    LabFlag,
    LabReported,
    Order,
    SampleResult,
    SampleTaken,
)
from feverclinic.services import (
    case_measuring,
    course,
    joint_consultation,
    leaving,
    moving,
    rooms,
    signing_off,
)
from feverclinic.services.case_reading import read_case
from feverclinic.services.case_writing import open_case
from feverclinic.services.invented_forms import Frame, a_reading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from feverclinic.domain.case_entries import Document
    from feverclinic.domain.cases import CaseId
    from feverclinic.domain.rooms import RoomId
    from feverclinic.domain.visits import VisitId
    from feverclinic.services.editions import CaseRules
    from feverclinic.storage.store import Store

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
DOCTOR, NURSE, OFFICER = "doctor", "isolation", "infection"
ROOMS = 12
KEPT, CLOSED = 9, 12
JOINT_EVERY_HOURS = 68


@dataclass(frozen=True, slots=True)
class Bedded:
    """Somebody of the ward: hours since the triage, room, temperatures from then on, swabs by hours ago."""

    hours: float
    room: int
    course: tuple[str, ...]
    swabs: tuple[tuple[float, Result | None], ...] = ()
    lymphocytes: str = "0.86"
    finding: str = "右肺下叶磨玻璃影"
    spo2: int = 96
    dose_hours_ago: float | None = None
    is_better: bool = False
    ends: str = ""


# Whose class comes of the same rules as at any desk: exposure, fever, lymphocytes, image, swabs.
WARD = (
    Bedded(130, 1, ("38.6", "38.9", "38.2", "37.9", "37.6"), ((120, Result.POS),), spo2=95),
    Bedded(40, 2, ("37.8", "37.4", "36.9"), ((38, Result.NEG), (13, Result.NEG)), ends="EXCLUDED"),
    Bedded(
        64,
        3,
        ("38.4", "38.9", "37.9", "38.2", "37.6", "37.2", "36.9", "37.0", "36.8", "36.7"),
        ((62, Result.NEG), (20, Result.NEG)),
        dose_hours_ago=52,
        is_better=True,
        ends="ASKED",
    ),
    Bedded(22, 5, ("38.1", "37.9", "37.5"), ((20, Result.NEG),)),
    Bedded(
        230,
        6,
        ("39.0", "38.4", "37.8", "37.2", "36.9", "36.8", "36.6", "36.7"),
        ((222, Result.POS), (47, Result.NEG), (21, Result.NEG)),
        is_better=True,
    ),
    Bedded(16, 8, ("38.0", "37.6"), ((3, None),), spo2=94),
    Bedded(90, 10, ("38.3", "38.0", "37.7", "37.4"), ((84, Result.POS), (30, Result.POS)), spo2=93),
    Bedded(30, 11, ("37.9", "37.5"), ((27, Result.NEG),), ends="AWAY"),
)


@dataclass(slots=True)
class DemoWard:
    """What the clinic tells of its ward; `happens` takes an instant, work and the login of who does it."""

    rules: CaseRules
    frame: Frame
    now: datetime
    happens: Callable[[datetime, Callable[[Store], object], str], None]
    _rooms: dict[int, RoomId] = field(default_factory=dict[int, "RoomId"])
    _tubes: Iterator[int] = field(default_factory=lambda: count(200301))

    def set_up(self) -> None:
        """The rooms as they were before anybody came, two of them not for everybody."""
        first = max(one.hours for one in WARD) + 2
        self._does(first, self._rooms_are_set_up, OFFICER)
        self._does(
            4, lambda store: rooms.out_of_use(store, self._rooms[CLOSED], "负压检修"), OFFICER
        )
        self._does(3.6, self._disinfects_seven, NURSE)

    def _rooms_are_set_up(self, store: Store) -> None:
        for number in range(1, ROOMS + 1):
            code = f"{number:02d}"
            plan = rooms.RoomPlan(code, f"隔离 {code}", is_negative_pressure=number <= 6)  # noqa: PLR2004 - half
            self._rooms[number] = rooms.add_room(store, plan).id

    def _disinfects_seven(self, store: Store) -> None:
        room = self._rooms[7]
        rooms.out_of_use(store, room, "更换过滤器")
        rooms.back_in_use(store, room)
        rooms.disinfect(store, room, self.rules, "紫外线 · 李师傅")

    def _does(self, hours_ago: float, work: Callable[[Store], object], login: str = DOCTOR) -> None:
        self.happens(self.now - HOUR * hours_ago, work, login)

    # -- who lies there -----------------------------------------------------------------------

    def lies(self, one: Bedded, visit: Callable[[], VisitId]) -> None:
        """One person of the ward from the doctor's first look on; `visit` gives the received visit."""
        case: list[CaseId] = []

        def tell(hours_ago: float, *documents: Document, by: str = DOCTOR) -> None:
            self._does(hours_ago, lambda store: self._record(store, case[0], documents), by)

        seen = one.hours - 0.3
        self._does(seen, lambda store: case.append(open_case(store, visit(), self.rules).case.id))
        tell(seen - 0.05, *self._first_look(seen), Order(("CBC", "CRP", "CHEST_CT", "NAT")))
        self._does(
            seen - 0.2,
            lambda store: rooms.occupy(store, self._rooms[one.room], case[0], self.rules),
            NURSE,
        )
        tell(seen - 0.9, *self._reports(one, seen - 0.5), by=NURSE)
        self._measures(one, seen, case)
        self._confers(seen, case)
        for collected, result in one.swabs:
            self._swab(collected, result, case)
        if one.dose_hours_ago is not None:
            given = self.now - HOUR * one.dose_hours_ago
            tell(one.dose_hours_ago - 0.1, Dose(given, "对乙酰氨基酚"), by=NURSE)
        if one.is_better or one.ends == "EXCLUDED":
            self._gets_better(tell)
        self._ends(one, case)

    def _first_look(self, hours_ago: float) -> tuple[Document, ...]:
        asked = dict.fromkeys(("e1", "e3", "e4"), Answer(NO))
        onset = local_day(self.now - HOUR * (hours_ago + 40))
        return (Criteria(asked | {"e2": Answer(YES)}, onset), Dose())

    def _reports(self, one: Bedded, hours_ago: float) -> tuple[Document, ...]:
        at = self.now - HOUR * hours_ago
        reported = at + MINUTE * 20
        count = BloodCount(at, Flag.NORMAL, Flag.LOW, Decimal("4.1"), Decimal(one.lymphocytes))
        image = Imaging(Features.PRESENT, at, pneumonia=YES)
        vitals = Vitals(rr=20, hr=88, spo2=one.spo2, on_oxygen=NO, sbp=122, dbp=78)
        return (
            BloodCountReported(count, reported),
            LabReported("CRP", LabFlag.HIGH, reported, Decimal("18.4"), "mg/L", at),
            ImageRead(image, reported, one.finding),
            Measured(vitals),
        )

    def _measures(self, one: Bedded, hours_ago: float, case: list[CaseId]) -> None:
        """From the first look to this morning, evenly; the last one two hours ago."""
        step = (hours_ago - 2.5) / len(one.course)
        for place, number in enumerate(one.course, start=1):
            self._does(hours_ago - step * place, self._measured(number, case), NURSE)

    def _measured(self, number: str, case: list[CaseId]) -> Callable[[Store], object]:
        def measure(store: Store) -> object:
            reading = a_reading(number, store.now, is_contact=True, frame=self.frame)
            return case_measuring.measure(store, case[0], reading, self.rules)

        return measure

    def _confers(self, hours_ago: float, case: list[CaseId]) -> None:
        """Western and Chinese medicine confer within a day and every third day."""
        later = hours_ago - 20
        while later > 3:  # noqa: PLR2004 - nothing of this morning
            self._does(later, partial(self._confer, case))
            later -= JOINT_EVERY_HOURS

    def _confer(self, case: list[CaseId], store: Store) -> object:
        held = JointConsulted(
            store.now,
            ("陈国栋",),
            ("沈岐黄",),
            place="隔离病区",
            tongue="舌红苔薄黄",
            pulse="脉浮数",
            syndrome="湿热蕴肺",
            opinion="继续隔离治疗，清肺排毒汤加减",
        )
        return joint_consultation.record_joint(store, case[0], held, self.rules)

    def _swab(self, hours_ago: float, result: Result | None, case: list[CaseId]) -> None:
        taken = self.now - HOUR * hours_ago
        swab = SampleTaken(
            SampleKind.NAT,
            taken,
            Specimen.NASOPHARYNGEAL_SWAB,
            site="鼻咽",
            collector="赵丽娜",
            tube_no=f"N{next(self._tubes):06d}",
        )
        self._does(hours_ago - 0.1, lambda store: self._record(store, case[0], (swab,)), NURSE)
        if result is None:
            return

        def reported(store: Store) -> object:
            entries = read_case(store, case[0]).entries
            of = [one.id for one in entries if one.document == swab][-1]
            told = SampleResult(
                of,
                store.now,
                result,
                ct_n_undetected=result is Result.NEG,
                ct_orf_undetected=result is Result.NEG,
                ct_n=Decimal("28.6") if result is Result.POS else None,
                ct_orf=Decimal("30.1") if result is Result.POS else None,
                internal_control=YES,
            )
            return self._record(store, case[0], (told,))

        self._does(hours_ago - 6, reported, NURSE)

    def _record(self, store: Store, case_id: CaseId, documents: Sequence[Document]) -> object:
        return course.record(store, case_id, documents, self.rules)

    # -- how it goes on -----------------------------------------------------------------------

    def _gets_better(self, tell: Callable[..., None]) -> None:
        image = Imaging(
            Features.PRESENT,
            self.now - HOUR * 5,
            pneumonia=YES,
            compared=Compared.IMPROVED,
            read_by="钱放射",
        )
        tell(4.2, ImageRead(image, self.now - HOUR * 4.5, "病灶吸收"))
        tell(4, Progress(respiratory_improved=YES, condition_better=YES, vital_signs_stable=YES))

    def _ends(self, one: Bedded, case: list[CaseId]) -> None:
        kind = GateKind.EXCLUSION
        if one.ends == "AWAY":
            away = "夜间查房未见本人，电话未接"

            def gone(store: Store) -> object:
                noticed = store.now - MINUTE * 10
                return moving.left_without_leave(store, case[0], noticed, away, self.rules)

            self._does(2.2, gone)
        if one.ends in ("ASKED", "EXCLUDED"):
            self._does(1.5, self._signs(kind, Role.ATTENDING_DOCTOR, case))
            self._does(1.4, self._asks(kind, Role.INFECTION_CONTROL, case))
        if one.ends == "EXCLUDED":
            self._does(1, self._signs(kind, Role.INFECTION_CONTROL, case), OFFICER)
            self._does(0.9, lambda store: leaving.exclude(store, case[0], self.rules))
            self._does(
                0.8, lambda store: self._record(store, case[0], (Disposed("HOME", "居家观察"),))
            )
            self._does(0.7, lambda store: leaving.clinic_exit(store, case[0], self.rules))

    def _signs(self, kind: GateKind, role: Role, case: list[CaseId]) -> Callable[[Store], object]:
        return lambda store: signing_off.sign(store, case[0], kind, role, self.rules)

    def _asks(self, kind: GateKind, role: Role, case: list[CaseId]) -> Callable[[Store], object]:
        return lambda store: signing_off.ask_to_sign(store, case[0], kind, role, self.rules)

    # -- this day -----------------------------------------------------------------------------

    def is_seen(self, minutes_ago: float, visit: Callable[[], VisitId], how_far: int) -> None:
        """Somebody of today with the doctor: 1 examined, 2 waits for results, 3 has them all.

        For the first one a room is kept.
        """
        case: list[CaseId] = []

        def opens(store: Store) -> None:
            case.append(open_case(store, visit(), self.rules).case.id)
            documents = (*self._first_look(2)[1:], Order(("CBC", "CRP", "CHEST_CT", "SPO2")))
            self._record(store, case[0], documents)

        self._does(minutes_ago / 60, opens)
        if how_far == 1:
            until = self.now + MINUTE * 20
            self._does(
                minutes_ago / 60 - 0.05,
                lambda store: rooms.reserve(
                    store, self._rooms[KEPT], case[0], self.rules, "CT 后入住", until
                ),
                NURSE,
            )
        if how_far > 1:
            self._does(minutes_ago / 60 - 0.1, lambda store: self._bloods(store, case[0]), NURSE)
        if how_far > 2:  # noqa: PLR2004 - the third step
            self._does(minutes_ago / 60 - 0.2, lambda store: self._image(store, case[0]), NURSE)
            self._does(minutes_ago / 60 - 0.3, partial(self._not_suspected, case))

    def _not_suspected(self, case: list[CaseId], store: Store) -> object:
        """No exposure, lungs clear, blood against it: the doctor says so, by the rules."""
        nothing = {name: Answer(NO) for name in ("e1", "e2", "e3", "e4")}
        onset = local_day(self.now) - timedelta(days=2)
        self._record(store, case[0], (Criteria(nothing, onset),))
        reason = "无流行病学史，胸部 CT 和血常规不支持"
        return course.decide_class(store, case[0], CaseClass.NOT_SUSPECTED, reason, self.rules)

    def _bloods(self, store: Store, case_id: CaseId) -> None:
        count = BloodCount(store.now, Flag.HIGH, Flag.NORMAL, Decimal("12.8"), Decimal("1.9"))
        crp = LabReported("CRP", LabFlag.HIGH, store.now, Decimal("42.0"), "mg/L", store.now)
        self._record(store, case_id, (BloodCountReported(count, store.now), crp))

    def _image(self, store: Store, case_id: CaseId) -> None:
        clear = Imaging(Features.ABSENT, store.now, pneumonia=NO)
        oxygen = LabReported("SPO2", LabFlag.NORMAL, store.now, Decimal(98), "%")
        self._record(store, case_id, (ImageRead(clear, store.now, "双肺未见实变"), oxygen))
