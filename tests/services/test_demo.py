"""The invented clinic of the demo: people of all ages, every outcome, told through the services."""

from collections import Counter
from datetime import datetime, timedelta
from random import Random

import pytest

from feverclinic.domain.cases import CaseClass, Column
from feverclinic.domain.civil_time import CHINA, local_day
from feverclinic.domain.gates import GateKind, State
from feverclinic.domain.identity import check_identity
from feverclinic.domain.intake_reading import Surroundings
from feverclinic.domain.people import Duty
from feverclinic.domain.prescreening import Outcome
from feverclinic.domain.rooms import RoomState
from feverclinic.domain.visits import SlipState, Stage
from feverclinic.services import case_boards, case_view, day_list, sending
from feverclinic.services.codes import known_areas
from feverclinic.services.demo import DemoClinic, DemoFacts
from feverclinic.services.demo_staff import demo_staff
from feverclinic.services.editions import CaseRules
from feverclinic.services.invented import invented_people
from feverclinic.services.rulebook import load_rules, triage_rules
from feverclinic.services.shifts import Watchers, balance
from feverclinic.services.signing_in import colleagues, is_password, roles, sign_in, with_duties
from feverclinic.storage.chronicle import chronicle
from feverclinic.storage.verifying import verify_audit
from tests.builders import GATE, NURSE
from tests.engines import Clinic
from ui.demo.program import LATER_EDITIONS, NEVER

NOW = datetime(2026, 11, 25, 10, 20, tzinfo=CHINA)
TODAY = local_day(NOW)
RULES = triage_rules()
SURROUNDINGS = Surroundings(known_areas() | {"370399"})
# The sixth edition stays in force in the demo.
CASE_RULES = CaseRules(
    load_rules(),
    local_adoption_from=dict.fromkeys(LATER_EDITIONS, NEVER),
)


def told(clinic: Clinic, *, days: int = 0, now: datetime = NOW) -> DemoClinic:
    """The clinic of the demo in a database: this day, and so many of the days before."""

    def frame(_profile: str, number: str) -> bytes:
        return number.encode()

    facts = DemoFacts(RULES, SURROUNDINGS, "无名氏-{visit_no}", frame, CASE_RULES)
    demo = DemoClinic(facts, now)
    with chronicle(clinic.engine, GATE) as at:
        demo.open(at)
    for tell in (*demo.ward, *(demo.earlier_days[-days:] if days else ())):
        with chronicle(clinic.engine, GATE) as at:
            tell(at)
    return demo


def test_three_hundred_people_of_all_ages_have_numbers_of_a_county_that_is_none() -> None:
    people = invented_people(TODAY, Random(1))

    ages = [one.years_on(TODAY) for one in people]
    citizens = [one for one in people if one.fields["id_type"] == "01"]
    checked = [check_identity(one.fields["id_no"], NOW, "01") for one in citizens]
    assert len(people) == 300
    assert len({one.fields["id_no"] for one in people}) == 300
    assert {one.result.value for one in checked} == {"VALID"}
    assert {one.area for one in checked} == {"370399"}
    assert min(ages) < 0.1
    assert max(ages) > 94
    assert all(sum(low <= age < low + 10 for age in ages) >= 3 for low in range(0, 90, 10))


@pytest.mark.parametrize(
    "name", ["阿依古丽·买买提", "李𬭎", "王㛃", "欧阳修竹", "尉迟骉", "JOHN SMITH", "韩之女"]
)
def test_names_that_trouble_programs_are_among_them(name: str) -> None:
    assert name in {one.name for one in invented_people(TODAY, Random(1))}


def test_the_same_seed_gives_the_same_people_and_another_one_others() -> None:
    first, again, other = (invented_people(TODAY, Random(seed)) for seed in (7, 7, 8))

    assert first == again
    assert first != other


def test_this_day_shows_everything_that_a_desk_can_have(clinic: Clinic) -> None:
    told(clinic)

    with clinic.work(at=NOW) as store:
        counts = store.boards.counts(GATE.code, TODAY)
        rows = day_list.queue(store, RULES, SURROUNDINGS)
        going = sending.on_the_way(store, RULES)
    assert {row.outcome for row in rows if row.outcome} == set(Outcome)
    assert {row.stage for row in rows if row.stage} >= {
        *(Stage.TRIAGED, Stage.ON_THE_WAY, Stage.ARRIVED, Stage.LEFT, Stage.REFUSED)
    }
    assert (counts.today, counts.drafts, counts.passed) == (25, 3, 18)
    assert (counts.unassigned, counts.unprinted, counts.on_the_way) == (1, 1, 1)
    assert [(one.name, one.guide, one.is_late) for one in going] == [("韩晓雯", "陈护工", False)]
    assert sum(row.under_arm_due_at == NOW + timedelta(minutes=2) for row in rows) == 1
    assert sum(row.expected_at == NOW + timedelta(minutes=12) for row in rows) == 1
    assert sum(row.recheck_at is not None for row in rows) == 2
    assert sum(row.slip is SlipState.FAILED for row in rows) == 1
    assert Counter(row.family_id for row in rows if row.family_id).most_common(1)[0][1] == 5
    assert [row.since for row in rows if row.since > NOW] == []


@pytest.mark.parametrize(
    ("now", "began"),
    [
        (NOW.replace(hour=15), datetime(2026, 11, 25, 8, 0, tzinfo=CHINA)),
        # Where the demo is opened soon after the clinic, or at night, its people came before eight.
        (NOW, datetime(2026, 11, 25, 7, 53, 30, tzinfo=CHINA)),
        (NOW.replace(hour=1), datetime(2026, 11, 24, 22, 53, 30, tzinfo=CHINA)),
    ],
    ids=["in the afternoon", "in the morning", "at night"],
)
def test_the_shift_of_this_day_has_everybody_of_it_and_balances(
    clinic: Clinic, now: datetime, began: datetime
) -> None:
    told(clinic, days=2, now=now)

    with clinic.work(at=now) as store:
        going = store.shifts.going()
        seen = balance(store, Watchers(RULES.arrival.not_arrived_minutes, 14))
    assert going is not None
    assert going.began_at == began
    assert (seen.screened, seen.total, seen.odd, seen.closes) == (47, 47, (), True)


def test_whoever_came_in_the_weeks_before_is_found_and_is_no_longer_open(clinic: Clinic) -> None:
    told(clinic, days=2)

    with clinic.work(at=NOW) as store:
        earlier = store.boards.page(GATE.code, f"{TODAY:%Y%m%d}-0000")
        verified = verify_audit(store.connection)
    # Two days of the weeks before, and those on which the people of the ward came.
    days = {row.visit_no[:8] for row in earlier}
    assert sorted(days) == [
        *("20261115", "20261120", "20261121", "20261122", "20261123", "20261124")
    ]
    assert len(earlier) > 20
    assert {row.slip for row in earlier} == {SlipState.PRINTED}
    assert {row.stage for row in earlier} <= {Stage.TRIAGED, Stage.ARRIVED}
    assert verified.broken == ()


def test_everybody_has_a_role_and_the_one_password_and_pin(clinic: Clinic) -> None:
    told(clinic)

    listed = demo_staff()
    with clinic.work(at=NOW) as store:
        people = store.staff.all()
        pins = [store.staff.pin_hash(one.id) for one in people]
        quick = {one.name for one in colleagues(store, 14) if one.is_quick}
        nurse = sign_in(store, "nurse", listed.password)
    assert {one.role for one in people} <= set(roles())
    assert len(people) == 11
    assert quick == {"张晓燕", "李春梅", "王立新"}
    assert len(set(pins)) == 1
    assert is_password(pins[0], "2468")
    assert (nurse.name, Duty.TRIAGE in nurse.duties) == ("张晓燕", True)
    assert all(with_duties(one).duties for one in people)


def test_a_chronicle_that_breaks_leaves_nothing(clinic: Clinic) -> None:
    def breaks() -> None:
        with chronicle(clinic.engine, GATE) as at:
            with at(NURSE, NOW) as store:
                store.staff.add(NURSE, "no password")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        breaks()

    with clinic.work() as store:
        assert store.staff.is_empty()


def test_the_ward_has_every_column_room_state_and_gate_that_a_doctor_can_meet(
    clinic: Clinic,
) -> None:
    demo = told(clinic)

    with clinic.work(at=demo.now) as store:
        rows = case_boards.doctor_list(store)
        cards = {card.room.code: card for card in case_boards.room_cards(store, CASE_RULES)}
        views = {
            row.room: case_view.view_case(store, row.case_id, CASE_RULES)
            for row in rows
            if row.room and row.case_id is not None
        }
    assert {row.column for row in rows} == set(Column)
    assert {card.room.state for card in cards.values()} >= {
        *(RoomState.CLEAN, RoomState.OCCUPIED, RoomState.VACATED),
        *(RoomState.TERMINAL_DISINFECTION, RoomState.RESERVED, RoomState.OUT_OF_USE),
    }
    assert cards["02"].room.state is RoomState.VACATED
    assert {view.book.case.case_class for view in views.values()} == {
        CaseClass.SUSPECTED,
        CaseClass.CONFIRMED,
    }
    # One signature is missing, another person waits for the second swab, nobody is out of the gate.
    third = views["隔离 03"].gates[GateKind.EXCLUSION]
    assert [(one.code, one.state) for one in third.unmet] == [("SIGNOFF", State.UNKNOWN)]
    assert all(not gate.is_open for view in views.values() for gate in view.gates.values())
    assert {row.warning for row in rows if row.warning} == {"AWAY"}
