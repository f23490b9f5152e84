"""Members of one family on both databases: saved one by one, listed with each other without retyping."""

from dataclasses import replace

from feverclinic.domain.families import next_member, with_family
from feverclinic.domain.intake import Draft, Intake
from feverclinic.domain.people import Contact
from feverclinic.domain.visits import DraftId, Visit
from feverclinic.services import triage
from feverclinic.services.triage import SavedVisit
from tests.builders import MINUTE, NOON, a_reading
from tests.engines import Clinic
from tests.services.forms import Save, a_form

FAMILY = 700
WIFE = {"name": "李四", "no_id_reason": "NOT_CARRIED", "sex": "2", "birth_date": "1980-02-14"}
CHILD = {"name": "张小宝", "no_id_reason": "NO_DOCUMENT", "sex": "1", "birth_date": "2012-05-05"}


def typed(form: Intake, person: dict[str, str]) -> Intake:
    """The rest of a member's form, typed by the nurse."""
    own = {
        name: text
        for name, text in a_form().fields.items()
        if name not in ("name", "id_no", "sex", "birth_date") and not form.text(name)
    }
    return replace(form, readings=(a_reading("36.5"),)).with_fields(own | person)


def visits_of(clinic: Clinic, *saved: SavedVisit) -> list[Visit]:
    with clinic.work() as store:
        return [store.visits.get(one.visit.id) for one in saved]


def test_two_forms_of_a_family_are_one_family_and_each_others_companions(
    clinic: Clinic, save: Save
) -> None:
    father = with_family(a_form(), FAMILY)
    mother = typed(next_member(father, NOON, FAMILY), WIFE)

    visits = visits_of(clinic, save(father), save(mother))

    assert [visit.family_id for visit in visits] == [FAMILY, FAMILY]
    assert [visit.registration.companions for visit in visits] == [
        (Contact("李四", "13900005512"),),
        (Contact("张建国", "13900005512"),),
    ]


def test_a_first_member_who_was_saved_before_gets_the_family_too(
    clinic: Clinic, save: Save
) -> None:
    first = save(a_form())
    with clinic.work() as store:
        opened = triage.reopen(store, first.visit.id)
    second = save(typed(next_member(opened, NOON, FAMILY), WIFE), NOON + MINUTE)
    third = save(typed(next_member(opened, NOON, FAMILY), CHILD), NOON + 2 * MINUTE)

    visits = visits_of(clinic, first, second, third)

    assert [visit.family_id for visit in visits] == [FAMILY] * 3
    assert [[one.name for one in visit.registration.companions] for visit in visits] == [
        ["李四", "张小宝"],
        ["张建国", "张小宝"],
        ["张建国", "李四"],
    ]


def test_saving_a_member_again_keeps_the_family_and_doubles_nobody(
    clinic: Clinic, save: Save
) -> None:
    father = save(with_family(a_form(), FAMILY))
    mother = save(typed(next_member(with_family(a_form(), FAMILY), NOON, FAMILY), WIFE))
    with clinic.work() as store:
        opened = triage.reopen(store, father.visit.id)

    again = save(opened.with_reading(a_reading("38.5")), NOON + MINUTE)

    assert again.visit.family_id == FAMILY
    names = [
        [one.name for one in visit.registration.companions]
        for visit in visits_of(clinic, father, mother)
    ]
    assert names == [["李四"], ["张建国"]]


def test_a_form_that_was_open_before_the_family_came_keeps_its_companions_when_saved(
    clinic: Clinic, save: Save
) -> None:
    father = save(with_family(a_form(), FAMILY))
    with clinic.work() as store:
        opened_early = triage.reopen(store, father.visit.id)
    save(typed(next_member(with_family(a_form(), FAMILY), NOON, FAMILY), WIFE))

    save(opened_early.with_field("phone", "13900005599"), NOON + MINUTE)

    (visit,) = visits_of(clinic, father)
    assert [one.name for one in visit.registration.companions] == ["李四"]


def test_other_people_of_the_day_are_nobodys_companions(clinic: Clinic, save: Save) -> None:
    alone = save(a_form())
    save(with_family(a_form(**WIFE, id_no=""), FAMILY))

    (visit,) = visits_of(clinic, alone)
    assert (visit.family_id, visit.registration.companions) == (None, ())


def test_the_list_shows_who_belongs_together_forms_and_visits(clinic: Clinic, save: Save) -> None:
    save(with_family(a_form(), FAMILY))
    mother = next_member(with_family(a_form(), FAMILY), NOON, FAMILY)
    with clinic.work() as store:
        triage.keep_draft(store, Draft(DraftId(5), "GATE", mother, NOON))

        rows = store.boards.queue("GATE", NOON.date())

    assert [(row.is_family, row.family_id) for row in rows] == [(True, FAMILY), (True, FAMILY)]
