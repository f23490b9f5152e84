"""Two desks act on one case at one moment (both databases): no gate opens on what it did not see."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier, Event
from time import monotonic
from typing import cast

import pytest
from sqlalchemy import text

from feverclinic.domain.case_facts import Result, Role
from feverclinic.domain.cases import CaseId, WayOut
from feverclinic.domain.clinical_entries import Dose
from feverclinic.domain.gates import Gate, GateKind
from feverclinic.domain.people import Duty, Staff
from feverclinic.domain.rooms import RoomId
from feverclinic.domain.signing import signed_of
from feverclinic.domain.work_up_entries import SampleResult
from feverclinic.errors import ClinicError
from feverclinic.services import case_measuring, leaving, rooms, signing_off, voiding
from feverclinic.services.case_gates import look
from feverclinic.services.case_writing import write
from feverclinic.storage.store import Store
from tests.builders import a_reading
from tests.case_builders import DOCTOR, EXPERT
from tests.engines import Clinic
from tests.services.bedding import added, confirmed, now, suspected
from tests.services.forms import Save
from tests.services.ward import CASE_RULES, Ward

EXC, REL = GateKind.EXCLUSION, GateKind.RELEASE
WAITS_FOR_A_LOCK = text(
    "SELECT count(*) FROM pg_stat_activity "
    "WHERE datname = current_database() AND wait_event_type = 'Lock'"
)


@pytest.fixture
def ward(clinic: Clinic, save: Save) -> Ward:
    return Ward(clinic, save)


@pytest.fixture
def recovered(ward: Ward) -> CaseId:
    """A confirmed case that has recovered, signed by two: only the doctor's act is missing."""
    case_id = confirmed(ward)
    ward.recover(case_id)
    ward.sign(case_id, REL)
    return case_id


@pytest.fixture
def excludable(ward: Ward) -> CaseId:
    """A suspect with two negatives a day apart, not signed."""
    case_id = suspected(ward)
    ward.two_negatives(case_id)
    return case_id


def said(act: Callable[[], object]) -> str:
    """What a desk is told: its code, or «done»."""
    try:
        act()
    except ClinicError as no:
        gate = cast("Gate | None", no.facts.get("gate"))
        return " ".join((no.code, *(gate.reasons if gate else ())))
    return "done"


def until_it_waits(clinic: Clinic) -> None:
    """Until another desk waits for a row of the server; the file lets one desk in at a time."""
    until = monotonic() + 10
    while clinic.name == "postgresql":
        with clinic.engine.connect() as connection:
            if connection.execute(WAITS_FOR_A_LOCK).scalar_one():
                return
        assert monotonic() < until


def meanwhile(
    ward: Ward,
    first: Callable[[Store], object],
    second: Callable[[Store], object],
    actor: Staff = DOCTOR,
) -> str:
    """`second` begins while the transaction of `first` is still open; what the second is told."""
    has_begun = Event()

    def at_the_other_desk() -> str:
        has_begun.set()
        return said(lambda: ward.do(second, actor=actor))

    told: list[Future[str]] = []
    with ThreadPoolExecutor(max_workers=1) as other:
        with ward.clinic.work(actor=DOCTOR, at=ward.at) as store:
            first(store)
            told.append(other.submit(at_the_other_desk))
            assert has_begun.wait(10)
            until_it_waits(ward.clinic)
        return told[0].result(30)


def together(*acts: Callable[[], object]) -> list[str]:
    """All at once, each at a desk of its own; what each is told."""
    start = Barrier(len(acts))

    def at_desk(act: Callable[[], object]) -> str:
        start.wait(10)
        return said(act)

    with ThreadPoolExecutor(max_workers=len(acts)) as desks:
        return list(desks.map(at_desk, acts))


def release(case_id: CaseId) -> Callable[[Store], object]:
    return lambda store: leaving.release(store, case_id, CASE_RULES)


def lefts(ward: Ward, case_id: CaseId) -> int:
    return [one.kind for one in ward.book(case_id).entries].count("LEFT")


# -- a fact that comes while a gate is opened -------------------------------------------------


@pytest.mark.rule("REL-1", "TRF-1")
def test_a_fever_measured_at_another_desk_stops_a_release_that_waits_for_it(
    ward: Ward, recovered: CaseId
) -> None:
    fever = a_reading("38.2", measured_at=ward.at, received_at=ward.at)

    told = meanwhile(
        ward,
        lambda store: case_measuring.measure(store, recovered, fever, CASE_RULES),
        release(recovered),
    )

    assert told == "leaving.gate_shut TEMP_ABNORMAL IMG_MISSING SIGNOFF_MISSING"
    assert ward.book(recovered).case.is_isolated
    assert lefts(ward, recovered) == 0


@pytest.mark.rule("REL-9")
def test_a_reading_voided_at_another_desk_stops_a_release_that_waits_for_it(
    ward: Ward, recovered: CaseId
) -> None:
    last = ward.book(recovered).readings[-1]
    assert last.id is not None
    reading_id = last.id

    told = meanwhile(
        ward,
        lambda store: voiding.void_reading(store, reading_id, "量错人", CASE_RULES),
        release(recovered),
    )

    assert told == "leaving.gate_shut SIGNOFF_MISSING"
    assert ward.book(recovered).case.is_isolated


@pytest.mark.rule("REL-4", "CLS-11")
def test_a_result_corrected_to_positive_stops_a_release_that_waits_for_it(
    ward: Ward, recovered: CaseId
) -> None:
    (*_, last) = (one for one in ward.book(recovered).entries if one.kind == "RESULT")
    told = cast("SampleResult", last.document)
    positive = SampleResult(told.of, told.reported_at, Result.POS)

    answer = meanwhile(
        ward,
        lambda store: write(store, recovered, (positive,), CASE_RULES, replaces=last.id),
        release(recovered),
    )

    assert answer == "leaving.gate_shut NAT_BROKEN SIGNOFF_MISSING"
    assert ward.book(recovered).case.is_isolated


def test_a_desk_that_saw_less_than_stands_there_now_compares_first(
    ward: Ward, recovered: CaseId
) -> None:
    seen = ward.book(recovered).case.last_seq

    told = meanwhile(
        ward,
        lambda store: write(store, recovered, (Dose(),), CASE_RULES),
        lambda store: leaving.release(store, recovered, CASE_RULES, seen),
    )

    assert told == "case.changed"
    assert ward.book(recovered).case.is_isolated


# -- one act at two desks -----------------------------------------------------------------------


@pytest.mark.rule("EXC-6")
def test_two_desks_that_exclude_together_end_one_isolation_once(
    ward: Ward, excludable: CaseId
) -> None:
    ward.sign(excludable, EXC)

    def exclude() -> object:
        return ward.do(leaving.exclude, excludable, CASE_RULES)

    told = together(exclude, exclude)

    assert sorted(told) == ["done", "leaving.other_class"]
    case = ward.book(excludable).case
    assert (case.is_isolated, case.way_out) == (False, WayOut.EXCLUDED)
    assert lefts(ward, excludable) == 1


@pytest.mark.rule("REL-10")
def test_two_desks_that_release_together_let_one_person_go_once(
    ward: Ward, recovered: CaseId
) -> None:
    told = together(*[lambda: ward.do(release(recovered))] * 2)

    assert sorted(told) == ["done", "leaving.has_left"]
    assert lefts(ward, recovered) == 1


@pytest.mark.rule("EXC-6")
def test_two_people_who_sign_together_have_both_signed(ward: Ward, excludable: CaseId) -> None:
    def sign(role: Role, actor: Staff) -> Callable[[], object]:
        return lambda: ward.do(signing_off.sign, excludable, EXC, role, CASE_RULES, actor=actor)

    told = together(sign(Role.ATTENDING_DOCTOR, DOCTOR), sign(Role.EXPERT_GROUP, EXPERT))

    assert told == ["done", "done"]
    assert ward.do(look, excludable, CASE_RULES).signers(EXC) in (
        ("陈医生", "林教授"),
        ("林教授", "陈医生"),
    )


@pytest.mark.rule("EXC-6")
def test_one_person_at_two_desks_signs_once(ward: Ward, excludable: CaseId) -> None:
    both = replace(DOCTOR, duties=DOCTOR.duties | {Duty.SIGN_EXPERT})

    def sign(role: Role) -> Callable[[], object]:
        return lambda: ward.do(signing_off.sign, excludable, EXC, role, CASE_RULES, actor=both)

    told = together(sign(Role.ATTENDING_DOCTOR), sign(Role.EXPERT_GROUP))

    assert sorted(told) == ["done", "signing.two_people"]
    here = ward.do(look, excludable, CASE_RULES)
    assert len(signed_of(here.book, EXC, here.seen)) == 1


# -- rooms ----------------------------------------------------------------------------------------


def lays(ward: Ward, room_id: RoomId, case_id: CaseId) -> Callable[[], object]:
    return lambda: ward.do(rooms.occupy, room_id, case_id, CASE_RULES)


@pytest.mark.rule("ISO-1", "ISO-4")
def test_two_desks_never_lay_two_suspects_into_one_room(ward: Ward) -> None:
    room_id, one, other = added(ward, "03", 2), suspected(ward), suspected(ward)

    told = together(lays(ward, room_id, one), lays(ward, room_id, other))

    assert sorted(told) in [["done", no] for no in ("record.changed", "room.single_room")]
    assert len(ward.do(lambda store: store.stays.open_in(room_id))) == 1


@pytest.mark.rule("ISO-1")
def test_two_desks_never_lay_a_suspect_beside_a_confirmed_case(ward: Ward) -> None:
    room_id, one, other = added(ward, "03", 2), confirmed(ward), suspected(ward)

    told = together(lays(ward, room_id, one), lays(ward, room_id, other))

    assert sorted(told) in [["done", no] for no in ("record.changed", "room.single_room")]
    assert len(ward.do(lambda store: store.stays.open_in(room_id))) == 1


def test_one_person_lies_in_one_room_though_two_desks_lay_him(ward: Ward) -> None:
    first, second, case_id = added(ward, "03"), added(ward, "04"), suspected(ward)

    told = together(lays(ward, first, case_id), lays(ward, second, case_id))

    assert sorted(told) == ["done", "room.lies_elsewhere"]
    rooms_now = [now(ward, room_id).state.value for room_id in (first, second)]
    assert sorted(rooms_now) == ["CLEAN", "OCCUPIED"]


@pytest.mark.rule("ISO-4")
def test_nobody_is_laid_in_a_bed_while_another_desk_lets_him_go(
    ward: Ward, recovered: CaseId
) -> None:
    room_id = added(ward, "03")

    told = meanwhile(
        ward,
        release(recovered),
        lambda store: rooms.occupy(store, room_id, recovered, CASE_RULES),
    )

    assert told == "leaving.has_left"
    assert now(ward, room_id).state.value == "CLEAN"


@pytest.mark.rule("ISO-4")
def test_two_who_change_rooms_with_each_other_never_hang_and_never_share_a_bed(ward: Ward) -> None:
    first, second = added(ward, "03", 2), added(ward, "04", 2)
    one, other = confirmed(ward), confirmed(ward)
    lays(ward, first, one)()
    lays(ward, second, other)()

    told = together(
        lambda: ward.do(rooms.move, one, second, CASE_RULES),
        lambda: ward.do(rooms.move, other, first, CASE_RULES),
    )

    assert "done" in told
    stays = [ward.do(lambda store, at=at: store.stays.open_in(at)) for at in (first, second)]
    assert sorted(stay.case_id for there in stays for stay in there) == sorted((one, other))
    assert set(told) - {"done"} <= {"record.changed", "room.is_vacated", "database.busy"}
