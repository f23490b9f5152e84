"""Laws of a form's life on both databases, whatever is done with it and in whatever order."""

from contextlib import suppress
from itertools import count

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from feverclinic.domain.arrivals import ArrivalEnd
from feverclinic.domain.intake import Draft, Intake
from feverclinic.domain.visits import DraftId
from feverclinic.errors import Refused
from feverclinic.services import arrivals, triage
from feverclinic.services.quick_screening import count_passed, undo_last_count
from feverclinic.storage.readings import READINGS
from feverclinic.storage.store import Store
from tests.builders import NOON, NURSE, TODAY, a_reading
from tests.domain.test_quick_screening import passing
from tests.engines import Clinic
from tests.services.forms import a_form
from tests.stories.workplace import RULES, SURROUNDINGS, UNKNOWN_NAME

VERBS = ("keep", "count", "undo", "leave", "come back", "save")
_forms = count(1000)


def act(store: Store, verb: str, form: DraftId, intake: Intake) -> None:
    """One verb on the form as it lies at the desk; the desk may refuse it."""
    if verb == "keep":
        triage.keep_draft(store, Draft(form, "GATE", intake, NOON))
    elif verb == "count":
        count_passed(store, intake, form, RULES, SURROUNDINGS)
    elif verb == "undo":
        # Not the count of another form that was tried before this one.
        if [one.arrival_id for one in store.quick_screens.of_day("GATE", TODAY)][-1:] == [form]:
            undo_last_count(store, "误按")
    elif verb == "leave":
        arrivals.end_form(store, form, intake, ArrivalEnd.LEFT, "离开")
    elif verb == "come back":
        arrivals.reopen_form(store, form, "后来到了")
    else:
        whole = intake.with_fields(a_form(id_no="", no_id_reason="OTHER").fields)
        triage.save_prescreening(store, whole, form, RULES, SURROUNDINGS, UNKNOWN_NAME)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(verbs=st.lists(st.sampled_from(VERBS), min_size=1, max_size=8))
def test_a_form_is_in_one_place_and_its_reading_is_with_one_owner(
    clinic: Clinic, verbs: list[str]
) -> None:
    form = DraftId(next(_forms))
    with clinic.work() as store:
        if store.staff.find(NURSE.login) is None:
            store.staff.add(NURSE, "no password")
        marked = a_reading("36.5", device_serial=f"GY-{form}")
        triage.keep_draft(store, Draft(form, "GATE", passing(marked), NOON))
        counted_before = store.quick_screens.count("GATE", TODAY)

    for verb in verbs:
        with clinic.work() as store:
            lying = [one.intake for one in store.drafts.of_station("GATE") if one.id == form]
        with suppress(Refused), clinic.work() as store:
            act(store, verb, form, lying[0] if lying else passing(marked))

    with clinic.work() as store:
        arrival = store.arrivals.find(form)
        drafts = [one.id for one in store.drafts.of_station("GATE") if one.id == form]
        counted = store.quick_screens.count("GATE", TODAY) - counted_before
        of_form = READINGS.c.device_serial == f"GY-{form}"
        stored = store.connection.execute(
            select(func.count()).select_from(READINGS).where(of_form)
        ).scalar_one()
        unclaimed = store.readings.unclaimed("GATE")
        store.drafts.drop(form)
    assert arrival is not None
    assert (drafts == [form]) is (arrival.end is None)
    assert counted == (arrival.end is ArrivalEnd.COUNTED)
    assert stored <= 1
    assert stored == 1 or arrival.end is None
    assert unclaimed == ()
