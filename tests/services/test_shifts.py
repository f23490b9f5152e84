"""Shifts: begun once, balanced against the records, left only when nothing waits, signed by two."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime, timedelta

import argon2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from feverclinic.domain.arrivals import ArrivalEnd
from feverclinic.domain.boards import Topic
from feverclinic.domain.intake import Draft, Intake
from feverclinic.domain.people import Proof, Staff, StaffId
from feverclinic.domain.quick_screening import all_clear
from feverclinic.domain.shifts import Balance
from feverclinic.domain.visits import DraftId
from feverclinic.errors import Refused, Stale
from feverclinic.services import signing_in
from feverclinic.services.admin import add_staff
from feverclinic.services.arrivals import end_form
from feverclinic.services.quick_screening import count_passed, undo_last_count
from feverclinic.services.shifts import (
    Watchers,
    balance,
    begin,
    hand_over,
    last_hand_over,
    leave,
    look_over,
    sit_down,
)
from feverclinic.services.signing_in import NOBODY, set_own_pin, sign_in
from feverclinic.services.triage import keep_draft, save_prescreening
from feverclinic.storage.store import Store
from tests.builders import GATE, HEAD, LOBBY, MINUTE, NOON, a_reading
from tests.engines import Clinic
from tests.services.forms import a_form
from tests.stories.workplace import RULES, SURROUNDINGS, UNKNOWN_NAME

Work = Callable[..., AbstractContextManager[Store]]
PASSWORD = "first password"
WATCHERS = Watchers(10, 12)
ZHANG, LI = Proof("zhangy", PASSWORD), Proof("li", PASSWORD)


def a_quick_one(at: datetime) -> Intake:
    """Somebody who passes in ten seconds: looked at, asked one sentence, measured."""
    seen = {"age": "41", "mask": "SURGICAL", "health_code": "GREEN"}
    return all_clear(Intake(at, seen, (a_reading("36.5"),)))


@pytest.fixture(autouse=True)
def _quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same algorithm at its least cost: a test must not wait for what should be slow."""
    quick = argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(signing_in, "_hasher", lambda: quick)
    signing_in._nobodys_hash.cache_clear()


@pytest.fixture
def zhang(work: Work) -> Staff:
    """Nurse Zhang sits at the gate since noon; nurse Li and the system administrator exist."""
    with work(actor=HEAD) as store:
        for login, name, role in (
            ("zhangy", "张燕", "triage_nurse"),
            ("li", "李护士", "triage_nurse"),
            ("zhou", "周立", "system_administrator"),
        ):
            add_staff(store, Staff(StaffId(0), login, name, "", role), PASSWORD)
    with work(actor=NOBODY) as store:
        return sit_down(store, ZHANG, 12)


def _form(number: int, name: str) -> Draft:
    intake = Intake(NOON + MINUTE, {"name": name})
    return Draft(DraftId(number), GATE.code, intake, NOON + MINUTE)


def _balance(work: Work, zhang: Staff, minutes: int = 30) -> Balance:
    with work(actor=zhang, at=NOON + minutes * MINUTE) as store:
        return balance(store, WATCHERS)


def _told(found: Balance) -> dict[str, int]:
    return {line.code: line.count for line in found.lines}


def test_the_first_who_triages_begins_the_shift_and_the_next_sits_down_within_it(
    work: Work, zhang: Staff
) -> None:
    with work(actor=zhang, at=NOON + MINUTE) as store:
        sit_down(store, LI, 12)
    with work(actor=zhang) as store:
        going = store.shifts.going()

    assert going is not None
    assert (going.began_by, going.began_at, going.station) == (zhang.id, NOON, "GATE")


def test_an_administrator_begins_no_shift(work: Work, zhang: Staff) -> None:
    with work(actor=NOBODY, station=LOBBY) as store:
        sit_down(store, Proof("zhou", PASSWORD), 12)

        assert store.shifts.going() is None


def test_two_programs_cannot_begin_two_shifts_of_one_station(work: Work, zhang: Staff) -> None:
    with work(actor=zhang) as store:
        going = store.shifts.going()
        assert going is not None
    with pytest.raises(Stale, match=r"record\.already_there"), work(actor=zhang) as store:
        store.shifts.add(replace(going, id=going.id + 1))  # pyright: ignore[reportArgumentType] - an id


def test_a_day_of_every_kind_closes_and_stands_line_by_line(work: Work, zhang: Staff) -> None:
    with work(actor=zhang, at=NOON + MINUTE) as store:
        keep_draft(store, _form(1, "还在填"))
        keep_draft(store, _form(2, "走了"))
        keep_draft(store, _form(3, "问路"))
    with work(actor=zhang, at=NOON + 2 * MINUTE) as store:
        end_form(store, DraftId(2), _form(2, "走了").intake, ArrivalEnd.LEFT, "等不及")
        end_form(store, DraftId(3), _form(3, "问路").intake, ArrivalEnd.NOT_A_PATIENT, "问路")
        save_prescreening(store, a_form(), DraftId(4), RULES, SURROUNDINGS, UNKNOWN_NAME)
        count_passed(store, a_quick_one(NOON), DraftId(5), RULES, SURROUNDINGS)

    found = _balance(work, zhang)

    assert found.screened == 5
    assert _told(found) == {
        "COUNTED": 1,
        "GENERAL_OPD": 1,
        "LEFT": 1,
        "NOT_A_PATIENT": 1,
        "WAITING": 1,
    }
    assert found.closes
    assert [(line.code, line.count) for line in found.unclaimed] == [("FORM", 1), ("UNPRINTED", 1)]


def test_a_count_that_was_taken_back_waits_again(work: Work, zhang: Staff) -> None:
    with work(actor=zhang, at=NOON + 2 * MINUTE) as store:
        count_passed(store, a_quick_one(NOON), DraftId(5), RULES, SURROUNDINGS)
    with work(actor=zhang, at=NOON + 3 * MINUTE) as store:
        undo_last_count(store, "误按")

    found = _balance(work, zhang)

    assert _told(found) == {"WAITING": 1}
    assert found.closes


@pytest.mark.parametrize(
    ("delete", "odd", "name"),
    [
        ("DELETE FROM drafts", "FORM_GONE", "还在填 12:01"),
        ("DELETE FROM quick_screens", "COUNT_GONE", "12:00"),
        ("DELETE FROM arrivals WHERE name = '还在填'", "FORM_UNKNOWN", "还在填 12:01"),
        ("DELETE FROM arrivals WHERE visit_id IS NOT NULL", "VISIT_UNKNOWN", "张建国 12:02"),
        (
            "UPDATE arrivals SET visit_id = 1 WHERE visit_id IS NOT NULL",
            "VISIT_GONE",
            "张建国 11:59",
        ),
    ],
    ids=["form", "count", "form unknown", "visit unknown", "visit"],
)
def test_a_row_deleted_behind_its_back_is_named(
    clinic: Clinic, work: Work, zhang: Staff, delete: str, odd: str, name: str
) -> None:
    with work(actor=zhang, at=NOON + 2 * MINUTE) as store:
        keep_draft(store, _form(1, "还在填"))
        save_prescreening(store, a_form(), DraftId(4), RULES, SURROUNDINGS, UNKNOWN_NAME)
        count_passed(store, a_quick_one(NOON), DraftId(5), RULES, SURROUNDINGS)
    with clinic.engine.begin() as connection:
        connection.execute(text(delete))

    found = _balance(work, zhang)

    assert not found.closes
    assert (odd, (name,)) in [(line.code, line.people) for line in found.odd]


verbs = st.lists(
    st.sampled_from(("keep", "save", "count", "undo", "leave", "refuse", "next shift")),
    max_size=12,
)


@given(verbs)
@settings(
    max_examples=12,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_any_day_of_verbs_closes(clinic: Clinic, zhang: Staff, day: list[str]) -> None:
    """Each example goes on where the one before ended; the balance closes after every verb."""
    with clinic.work(actor=zhang) as store:
        at = store.now + timedelta(seconds=len(store.arrivals.since("GATE", NOON)))
    for number, verb in enumerate(day):
        with clinic.work(actor=zhang, at=at + number * timedelta(seconds=1)) as store:
            draft = Draft(DraftId(store.new_id()), GATE.code, a_form(), store.now)
            _do(store, verb, draft)

            found = balance(store, WATCHERS)

            assert found.screened == found.total
            assert [line.code for line in found.odd if line.code != "TWICE"] == []


def _do(store: Store, verb: str, draft: Draft) -> None:
    other = a_form(name="王五", id_no="", no_id_reason="未带", phone=f"139{draft.id % 10**8:08d}")
    if verb == "keep":
        keep_draft(store, draft)
    elif verb == "save":
        save_prescreening(store, other, draft.id, RULES, SURROUNDINGS, UNKNOWN_NAME)
    elif verb == "count":
        count_passed(store, a_quick_one(store.now), draft.id, RULES, SURROUNDINGS)
    elif verb == "undo" and store.quick_screens.count("GATE", NOON.date()):
        undo_last_count(store, "误按")
    elif verb in {"leave", "refuse"}:
        end = ArrivalEnd.LEFT if verb == "leave" else ArrivalEnd.REFUSED
        end_form(store, draft.id, draft.intake, end, "不愿等")
    elif verb == "next shift":
        going = store.shifts.going()
        assert going is not None
        store.shifts.save(going, replace(going, taken_at=store.now))
        begin(store, store.actor)


def test_nobody_leaves_while_something_is_unclaimed_and_the_refusal_names_it(
    work: Work, zhang: Staff
) -> None:
    with work(actor=zhang, at=NOON + MINUTE) as store:
        keep_draft(store, _form(1, "还在填"))
        store.readings.add(a_reading("38.1"))

    with pytest.raises(Refused) as refused, work(actor=zhang, at=NOON + 2 * MINUTE) as store:
        leave(store, replace(WATCHERS, armed=("绿枪 还在填",)))

    assert (refused.value.code, refused.value.facts["count"]) == ("shift.unclaimed", 3)
    found = refused.value.facts["balance"]
    assert isinstance(found, Balance)
    assert [(line.code, line.people) for line in found.unclaimed] == [
        ("FORM", ("还在填 12:01",)),
        ("TRAY", ("38.1 蓝枪 11:59",)),
        ("ARMED", ("绿枪 还在填",)),
    ]


def test_an_open_act_now_alarm_keeps_whoever_leaves(work: Work, zhang: Staff) -> None:
    loud = replace(WATCHERS, act_now=(("not_arrived", "超时未到"),))
    with work(actor=zhang, at=NOON) as store:
        store.alarms.fire("not_arrived", "visit 1")
        store.alarms.fire("calibration", "蓝枪")

    with pytest.raises(Refused) as refused, work(actor=zhang) as store:
        leave(store, loud)
    with work(actor=zhang) as store:
        (event, _) = store.alarms.open_ones()
        store.alarms.act(event)
        leave(store, loud)

    assert refused.value.facts["count"] == 1


def test_whoever_leaves_a_clean_desk_ends_the_shift_and_the_next_begins_another(
    work: Work, zhang: Staff
) -> None:
    with work(actor=zhang, at=NOON + MINUTE) as store:
        ended = leave(store, WATCHERS)
        assert store.touched == {Topic.SHIFTS}
        assert store.shifts.going() is None
        assert last_hand_over(store) is None
    with work(actor=NOBODY, at=NOON + 2 * MINUTE) as store:
        li = sit_down(store, LI, 12)
        going = store.shifts.going()

    assert ended is not None
    assert (ended.given_by, ended.taken_by, ended.balance) == (zhang.id, None, Balance())
    assert going is not None
    assert going.began_by == li.id


def test_both_sign_in_one_instant_and_what_waits_passes_on_by_name(
    work: Work, zhang: Staff
) -> None:
    with work(actor=zhang, at=NOON + MINUTE) as store:
        keep_draft(store, _form(1, "还在填"))
    with work(actor=NOBODY) as store:
        li = sign_in(store, "li", PASSWORD)
    with work(actor=li) as store:
        set_own_pin(store, PASSWORD, "2468")

    with work(actor=zhang, at=NOON + 30 * MINUTE) as store:
        over, sits = hand_over(store, ZHANG, Proof("li", "2468"), " 绿枪电池快没电 ", WATCHERS)
    with work(actor=sits, at=NOON + 31 * MINUTE) as store:
        again = last_hand_over(store)
        going = store.shifts.going()
        next_balance = balance(store, WATCHERS)
        audit = [line.action for line in store.audit.of(over.shift.id)]

    shift = over.shift
    assert (shift.given_by, shift.taken_by) == (zhang.id, li.id)
    assert shift.given_at == shift.taken_at == NOON + 30 * MINUTE
    assert (over.given_by, over.taken_by, shift.note) == ("张燕", "李护士", "绿枪电池快没电")
    assert [(line.code, line.people) for line in shift.balance.unclaimed] == [
        ("FORM", ("还在填 12:01",))
    ]
    assert again is not None
    assert (again.shift, again.balance) == (shift, over.balance)
    assert going is not None
    assert (going.began_by, going.began_at) == (li.id, NOON + 30 * MINUTE)
    assert (next_balance.screened, _told(next_balance)) == (1, {"WAITING": 1})
    assert audit == ["ADDED", "CHANGED"]


@pytest.mark.parametrize(
    ("giver", "taker", "code"),
    [
        (ZHANG, ZHANG, "shift.same_person"),
        (ZHANG, Proof("li", "wrong password"), "sign_in.wrong"),
        (Proof("zhangy", "wrong password"), LI, "sign_in.wrong"),
        (ZHANG, Proof("zhou", PASSWORD), "staff.duty_missing"),
        (ZHANG, Proof("li", "2468"), "pin.needs_password"),
        (ZHANG, Proof(badge="NB-000123"), "badge.unknown"),
    ],
)
def test_a_signature_that_is_not_right_changes_nothing(
    work: Work, zhang: Staff, giver: Proof, taker: Proof, code: str
) -> None:
    with pytest.raises(Refused) as refused, work(actor=zhang, at=NOON + MINUTE) as store:
        hand_over(store, giver, taker, "", WATCHERS)

    assert refused.value.code == code
    with work(actor=zhang) as store:
        going = store.shifts.going()
    assert going is not None
    assert (going.began_by, going.version) == (zhang.id, 0)


def test_a_balance_that_does_not_close_is_handed_over_with_a_word_on_it(
    clinic: Clinic, work: Work, zhang: Staff
) -> None:
    with work(actor=zhang, at=NOON + MINUTE) as store:
        keep_draft(store, _form(1, "还在填"))
    with clinic.engine.begin() as connection:
        connection.execute(text("DELETE FROM drafts"))

    with pytest.raises(Refused, match=r"shift\.note_missing"), work(actor=zhang) as store:
        hand_over(store, ZHANG, LI, " ", WATCHERS)
    with work(actor=zhang, at=NOON + 2 * MINUTE) as store:
        over, _ = hand_over(store, ZHANG, LI, "电脑重启后不见,已去找", WATCHERS)

    assert [line.code for line in over.balance.odd] == ["FORM_GONE"]


def test_a_note_longer_than_the_sheet_is_refused_in_words(work: Work, zhang: Staff) -> None:
    with work(actor=zhang) as store, pytest.raises(Refused, match=r"shift\.note_too_long"):
        hand_over(store, ZHANG, LI, "字" * 401, WATCHERS)


def test_without_a_shift_the_balance_is_that_of_the_day(work: Work, zhang: Staff) -> None:
    with work(actor=zhang, station=LOBBY) as store:
        keep_draft(store, replace(_form(1, "还在填"), station=LOBBY.code))
        found = look_over(store, WATCHERS)

    assert (found.balance.screened, found.began_by) == (1, "张燕")


def test_another_station_has_a_shift_of_its_own(work: Work, zhang: Staff) -> None:
    with work(actor=zhang, at=NOON + MINUTE) as store:
        keep_draft(store, _form(1, "还在填"))
    with work(actor=NOBODY, at=NOON + MINUTE, station=LOBBY) as store:
        sit_down(store, LI, 12)
        found = balance(store, WATCHERS)

    assert (found.screened, found.unclaimed) == (0, ())
