"""The audit: a line for each change, chained; what is done to it by hand is seen and named."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import replace

import pytest
from sqlalchemy import text

from feverclinic.domain.people import Patient, PatientId, Sex, Staff, Station
from feverclinic.domain.visits import Slip, SlipState, Stage
from feverclinic.errors import Refused, Stale
from feverclinic.storage.store import Store
from feverclinic.storage.verifying import BrokenLine, Fault, verify_audit
from tests.builders import GATE, LOBBY, NOON, NURSE, a_patient, a_slip, a_visit, an_assessment
from tests.engines import Clinic

Work = Callable[..., AbstractContextManager[Store]]
PEOPLE = 6


def _person(number: int) -> Patient:
    return a_patient(f"王{number}", id=PatientId(1000 + number))


@pytest.fixture
def lines(clinic: Clinic) -> Clinic:
    """Six lines of audit, one for each of six people."""
    for number in range(PEOPLE):
        with clinic.work() as store:
            store.patients.add(_person(number))
    return clinic


def _broken(clinic: Clinic) -> list[tuple[int, Fault]]:
    with clinic.work() as store:
        return [(line.seq, line.fault) for line in verify_audit(store.connection).broken]


def _by_hand(clinic: Clinic, *statements: str) -> None:
    """What someone with the rights of the owner can do: open the table first."""
    triggers = {
        "sqlite": ("DROP TRIGGER audit_no_update", "DROP TRIGGER audit_no_delete"),
        "postgresql": ("DROP TRIGGER audit_stays ON audit",),
    }
    with clinic.engine.begin() as connection:
        for statement in (*triggers[clinic.name], *statements):
            connection.execute(text(statement))


def test_each_change_has_its_line(work: Work) -> None:
    patient = a_patient("王小明")

    with work() as store:
        store.patients.add(patient)
        store.patients.save(replace(patient, phone="13811112222"), "患者更正")
    with work() as store:
        added, changed = store.audit.of(patient.id)

    assert (added.seq, added.action, added.what, added.at) == (1, "ADDED", "patient", NOON)
    assert (added.actor_id, added.actor, added.station) == (NURSE.id, "zhang", "GATE")
    assert json.loads(added.change)["name"] == "王小明"
    assert (changed.seq, changed.action, changed.reason) == (2, "CHANGED", "患者更正")
    assert json.loads(changed.change) == {
        "phone": ["13800000000", "13811112222"],
        "version": [0, 1],
    }
    assert changed.previous == added.hash


def test_leaving_keeps_its_reason(work: Work) -> None:
    patient = a_patient()
    visit = a_visit(patient)

    with work() as store:
        store.patients.add(patient)
        store.visits.add(visit)
        store.visits.save(visit.moved_to(Stage.LEFT, NOON), reason="自行离开")
        store.audit.write()
        line = store.audit.of(visit.id)[-1]

    assert line.reason == "自行离开"
    assert json.loads(line.change) == {"stage": ["TRIAGED", "LEFT"], "version": [0, 1]}


def test_a_decision_is_in_the_audit_by_its_fingerprint(work: Work) -> None:
    patient = a_patient()
    visit = a_visit(patient)
    assessment = an_assessment(visit)

    with work() as store:
        store.patients.add(patient)
        store.visits.add(visit)
        store.assessments.add(assessment)
        store.audit.write()
        change = json.loads(store.audit.of(assessment.id)[0].change)

    assert (change["outcome"], change["level"]) == ("FEVER_CLINIC_SINGLE_ROOM", "III")
    assert len(change["sha256"]) == 64


def test_what_was_rolled_back_has_no_line(work: Work) -> None:
    with pytest.raises(Refused), work() as store:
        store.patients.get(store.patients.add(a_patient(id=PatientId(1))).id + 1)  # pyright: ignore[reportArgumentType] - nobody's
    with work() as store:
        assert verify_audit(store.connection).lines == 0


def test_a_whole_chain_is_found_whole(lines: Clinic) -> None:
    with lines.work() as store:
        verified = verify_audit(store.connection)

    assert (verified.lines, verified.broken, list(verified.heads)) == (PEOPLE, (), [1])


@pytest.mark.parametrize("act", ["UPDATE audit SET actor = 'x'", "DELETE FROM audit"])
def test_lines_cannot_be_changed_or_deleted_by_accident(lines: Clinic, act: str) -> None:
    with pytest.raises(Exception, match="rows of audit stay"), lines.engine.begin() as connection:
        connection.execute(text(act))


@pytest.mark.parametrize(
    "act", ["UPDATE assessments SET rule_set = 'x'", "DELETE FROM assessments"]
)
def test_decisions_cannot_be_changed_or_deleted(clinic: Clinic, act: str) -> None:
    patient = a_patient()
    visit = a_visit(patient)
    with clinic.work() as store:
        store.patients.add(patient)
        store.visits.add(visit)
        store.assessments.add(an_assessment(visit))

    with pytest.raises(Exception, match="rows of assess"), clinic.engine.begin() as connection:
        connection.execute(text(act))


def test_a_changed_line_is_named(lines: Clinic) -> None:
    _by_hand(lines, "UPDATE audit SET change = '{}' WHERE seq = 3")

    assert _broken(lines) == [(3, Fault.CHANGED)]


def test_a_changed_time_is_named(lines: Clinic) -> None:
    _by_hand(lines, "UPDATE audit SET at = '2020-02-25 05:00:00.000000' WHERE seq = 6")

    assert _broken(lines) == [(6, Fault.CHANGED)]


def test_a_line_written_anew_with_a_hash_that_fits_is_named(lines: Clinic) -> None:
    with lines.work() as store:
        other = _person(99)
        store.patients.add(other)
        store.audit.write()
        forged = store.audit.of(other.id)[0]
    _by_hand(
        lines,
        "DELETE FROM audit WHERE seq = 7",
        "UPDATE audit_heads SET seq = 6, hash = (SELECT hash FROM audit WHERE seq = 6)",
        f"UPDATE audit SET hash = '{forged.hash}' WHERE seq = 3",
    )

    assert _broken(lines) == [(3, Fault.CHANGED)]


def test_a_removed_line_is_named(lines: Clinic) -> None:
    _by_hand(lines, "DELETE FROM audit WHERE seq = 4")

    assert _broken(lines) == [(4, Fault.REMOVED)]


def test_lines_removed_from_the_end_are_named(lines: Clinic) -> None:
    _by_hand(lines, "DELETE FROM audit WHERE seq >= 5")

    with lines.work() as store:
        broken = verify_audit(store.connection).broken
    assert broken == (BrokenLine(1, 5, Fault.REMOVED, 6),)


def test_all_lines_removed_are_named(lines: Clinic) -> None:
    _by_hand(lines, "DELETE FROM audit")

    with lines.work() as store:
        broken = verify_audit(store.connection).broken
    assert broken == (BrokenLine(1, 1, Fault.REMOVED, 6),)


def test_a_line_put_in_at_the_end_is_named(lines: Clinic) -> None:
    with lines.work() as store:
        store.patients.add(_person(7))
    _by_hand(
        lines,
        "UPDATE audit_heads SET seq = 6, hash = (SELECT hash FROM audit WHERE seq = 6)",
    )

    assert _broken(lines) == [(7, Fault.INSERTED)]


def test_desks_that_write_at_once_make_one_chain(clinic: Clinic) -> None:
    def save_at(number: int) -> None:
        station = (GATE, LOBBY)[number % 2]
        with clinic.work(station=station) as store:
            store.visits.next_no(station.code, NOON.date())
            store.patients.add(_person(number))

    with ThreadPoolExecutor(max_workers=4) as desks:
        list(desks.map(save_at, range(40)))

    with clinic.work() as store:
        verified = verify_audit(store.connection)
    assert (verified.lines, verified.broken) == (40, ())


def test_hospitals_on_one_server_have_chains_of_their_own(clinic: Clinic) -> None:
    elsewhere = Station("GATE", 3, "另一院", facility_id=2)

    with clinic.work() as store:
        store.patients.add(_person(1))
    with clinic.work(station=elsewhere) as store:
        store.patients.add(_person(2))
    with clinic.work() as store:
        verified = verify_audit(store.connection)

    assert (verified.lines, sorted(verified.heads), verified.broken) == (2, [1, 2], ())


def _patient_twice(store: Store) -> None:
    patient = _person(0)
    store.patients.save(replace(patient, sex=Sex.FEMALE))
    store.patients.save(replace(patient, sex=Sex.UNKNOWN))


def test_a_desk_that_was_slower_is_told_so(lines: Clinic) -> None:
    with pytest.raises(Stale, match=r"record\.changed"), lines.work() as store:
        _patient_twice(store)
    with lines.work() as store:
        assert store.patients.get(PatientId(1000)).sex is Sex.MALE


def test_two_desks_on_one_visit_and_the_second_is_told_so(work: Work) -> None:
    patient = a_patient()
    visit = a_visit(patient)
    with work() as store:
        store.patients.add(patient)
        store.visits.add(visit)

    with work() as store:
        store.visits.save(visit.moved_to(Stage.ARRIVED, NOON))
    with pytest.raises(Stale, match=r"record\.changed"), work() as store:
        store.visits.save(visit.moved_to(Stage.LEFT, NOON))


def test_a_slip_is_printed_once(work: Work) -> None:
    patient = a_patient()
    visit = a_visit(patient)
    slip: Slip = a_slip(visit)
    printed = replace(slip, state=SlipState.PRINTED)
    with work() as store:
        store.patients.add(patient)
        store.visits.add(visit)
        store.slips.add(slip)

    with work() as store:
        assert store.slips.save(printed).version == 1
        assert store.slips.waiting() == ()
    with pytest.raises(Stale), work() as store:
        store.slips.save(printed)
    with pytest.raises(Refused), work() as store:
        store.slips.save(a_slip(visit))


def test_an_actor_is_written_as_known_at_that_time(work: Work) -> None:
    renamed: Staff = replace(NURSE, login="zhang.new")

    with work(actor=renamed) as store:
        store.patients.add(_person(1))
    with work() as store:
        assert store.audit.of(1001)[0].actor == "zhang.new"
