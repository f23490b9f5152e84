"""Two desks at one moment on both databases: one person stays one person, one label one thermometer."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Barrier, Event

import pytest

from feverclinic.domain.intake import Draft, Intake
from feverclinic.domain.people import Patient, Station
from feverclinic.domain.readings import Site
from feverclinic.domain.visits import DraftId
from feverclinic.errors import ClinicError, Refused
from feverclinic.services import triage
from feverclinic.services.triage import SavedVisit
from feverclinic.storage.verifying import verify_audit
from tests.builders import GATE, ID_NO, LOBBY, NOON, NURSE
from tests.engines import Clinic
from tests.services.forms import a_form
from tests.stories.workplace import RULES, SURROUNDINGS, UNKNOWN_NAME

DESKS = {1: GATE, 2: LOBBY}


def save_at(
    clinic: Clinic, desk: int, meanwhile: Callable[[], object] = lambda: None
) -> SavedVisit | ClinicError:
    """The same man saved at a desk; `meanwhile` happens before its transaction ends."""
    station: Station = DESKS[desk]
    try:
        with clinic.work(station=station) as store:
            saved = triage.save_prescreening(
                store, a_form(), DraftId(desk), RULES, SURROUNDINGS, UNKNOWN_NAME
            )
            meanwhile()
    except ClinicError as refused:
        return refused
    return saved


def the_person(clinic: Clinic) -> Patient:
    with clinic.work() as store:
        found = store.patients.find_by_id_no("01", ID_NO)
        assert [hit.patient_id for hit in store.search.people("张建国")] == [found and found.id]
    assert found is not None
    return found


@pytest.fixture(autouse=True)
def staffed(clinic: Clinic) -> None:
    with clinic.work() as store:
        store.staff.add(NURSE, "no password")


def test_the_second_desk_is_refused_in_words_or_attached_while_the_first_still_saves(
    clinic: Clinic,
) -> None:
    has_begun = Event()
    others: list[Future[SavedVisit | ClinicError]] = []

    with ThreadPoolExecutor(max_workers=1) as second_desk:

        def begin_the_second() -> None:
            def save() -> SavedVisit | ClinicError:
                has_begun.set()
                return save_at(clinic, 2)

            others.append(second_desk.submit(save))
            assert has_begun.wait(10)

        first = save_at(clinic, 1, begin_the_second)
        second = others[0].result(30)

    assert isinstance(first, SavedVisit)
    person = the_person(clinic)
    code = second.code if isinstance(second, ClinicError) else ""
    assert code in ("", "record.already_there")
    again = save_at(clinic, 2) if code else second
    assert isinstance(again, SavedVisit)
    assert (first.patient.id, again.patient.id) == (person.id, person.id)
    with clinic.engine.connect() as connection:
        assert verify_audit(connection).broken == ()


@pytest.mark.parametrize("turn", range(4))
def test_two_desks_that_press_save_together_make_one_person(clinic: Clinic, turn: int) -> None:
    together = Barrier(2)

    def save(desk: int) -> SavedVisit | ClinicError:
        together.wait(10)
        return save_at(clinic, desk)

    with ThreadPoolExecutor(max_workers=2) as desks:
        results = list(desks.map(save, DESKS))

    codes = {one.code for one in results if isinstance(one, ClinicError)}
    assert codes <= {"record.already_there", "record.changed"}
    saved = [one for one in results if isinstance(one, SavedVisit)]
    assert saved
    assert {one.patient.id for one in saved} == {the_person(clinic).id}


def test_one_thermometer_is_with_one_person_of_the_desk(clinic: Clinic) -> None:
    forms = [
        Draft(DraftId(number), "GATE", Intake(NOON, {"name": name}), NOON)
        for number, name in ((1, "赵六"), (2, "钱七"))
    ]
    with clinic.work() as store:
        given = triage.give_thermometer(store, forms[0], "蓝", Site.AXILLARY, 5)

    with pytest.raises(Refused) as caught, clinic.work() as store:
        triage.give_thermometer(store, forms[1], "蓝", Site.AXILLARY, 5)

    assert (caught.value.code, caught.value.facts["who"]) == ("thermometer.already_out", "赵六")
    with clinic.work() as store:
        assert store.drafts.of_station("GATE") == (given,)
        (row,) = store.boards.queue("GATE", NOON.date())
    assert (row.under_arm_label, row.under_arm_due_at) == ("蓝", NOON.replace(minute=5))


def test_another_desk_has_labels_of_its_own(clinic: Clinic) -> None:
    with clinic.work() as store:
        form = Draft(DraftId(1), "GATE", Intake(NOON, {"name": "赵六"}), NOON)
        triage.give_thermometer(store, form, "蓝", Site.AXILLARY, 5)

    with clinic.work(station=LOBBY) as store:
        form = Draft(DraftId(2), "LOBBY", Intake(NOON, {"name": "钱七"}), NOON)
        assert triage.give_thermometer(store, form, "蓝", Site.AXILLARY, 5).id == 2
