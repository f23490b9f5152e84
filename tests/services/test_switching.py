"""换班 in a second: PIN and badge serve who signed in here by password a few hours ago, nobody else."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

import argon2
import pytest

from feverclinic.domain.people import Proof, Staff, StaffId
from feverclinic.errors import Refused
from feverclinic.services import signing_in
from feverclinic.services.admin import add_staff, reset_password, reset_pin, set_active, set_badge
from feverclinic.services.signing_in import (
    NOBODY,
    colleagues,
    set_own_pin,
    sign_in,
    still_serves,
    switch_to,
)
from feverclinic.storage.store import Store
from feverclinic.storage.work import Way
from tests.builders import GATE, HEAD, LOBBY, NOON

Work = Callable[..., AbstractContextManager[Store]]
PASSWORD = "first password"
PIN = "2468"
BADGE = "NB-000123"
HOURS = 12
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same algorithm at its least cost: a test must not wait for what should be slow."""
    quick = argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(signing_in, "_hasher", lambda: quick)
    signing_in._nobodys_hash.cache_clear()


@pytest.fixture
def li(work: Work) -> Staff:
    """Nurse Li: a PIN, a badge, and signed in by password at noon."""
    with work(actor=HEAD) as store:
        chief = Staff(StaffId(0), "chief", "周立", "", "security_administrator")
        add_staff(store, chief, PASSWORD)
        added = add_staff(
            store, Staff(StaffId(0), "li", "李护士", "护士", "triage_nurse"), PASSWORD
        )
        set_badge(store, added.id, BADGE)
    with work(actor=NOBODY) as store:
        person = sign_in(store, "li", PASSWORD)
    with work(actor=person) as store:
        return set_own_pin(store, PASSWORD, PIN)


def _switch(work: Work, proof: Proof, at: datetime = NOON, **where: object) -> Staff:
    with work(actor=NOBODY, at=at, **where) as store:
        return switch_to(store, proof, HOURS)


def _refused(work: Work, proof: Proof, at: datetime = NOON, **where: object) -> Refused:
    with pytest.raises(Refused) as refused:
        _switch(work, proof, at, **where)
    return refused.value


@pytest.mark.parametrize("proof", [Proof("li", PIN), Proof(badge=BADGE)], ids=["pin", "badge"])
def test_a_pin_or_a_badge_takes_the_seat_for_twelve_hours(
    work: Work, li: Staff, proof: Proof
) -> None:
    taken = _switch(work, proof, NOON + 12 * HOUR)

    assert (taken.id, taken.duties) == (li.id, li.duties)


@pytest.mark.parametrize(
    ("proof", "code"),
    [(Proof("li", PIN), "pin.needs_password"), (Proof(badge=BADGE), "badge.needs_password")],
    ids=["pin", "badge"],
)
@pytest.mark.parametrize("hours", [12.001, -12.001])
def test_after_that_and_after_a_clock_that_went_far_back_the_password_is_needed(
    work: Work, li: Staff, proof: Proof, code: str, hours: float
) -> None:
    assert _refused(work, proof, NOON + hours * HOUR).code == code


@pytest.mark.parametrize("proof", [Proof("li", PIN), Proof(badge=BADGE)], ids=["pin", "badge"])
def test_at_another_station_the_password_is_needed(work: Work, li: Staff, proof: Proof) -> None:
    assert _refused(work, proof, station=LOBBY).code.endswith("needs_password")


def test_three_wrong_pins_close_it_until_the_password_comes(work: Work, li: Staff) -> None:
    codes = [_refused(work, Proof("li", "9753")).code for _ in range(3)]

    assert codes == ["pin.wrong", "pin.wrong", "pin.closed"]
    assert _refused(work, Proof("li", PIN)).code == "pin.closed"
    assert _switch(work, Proof("li", PASSWORD)).id == li.id
    assert _switch(work, Proof("li", PIN)).id == li.id


def test_a_right_pin_forgets_the_wrong_ones_before(work: Work, li: Staff) -> None:
    _refused(work, Proof("li", "9753"))
    _refused(work, Proof("li", "9753"))
    _switch(work, Proof("li", PIN))

    assert _refused(work, Proof("li", "9753")).facts == {"left": 2}


@pytest.mark.parametrize("proof", [Proof("li", PIN), Proof(badge=BADGE)], ids=["pin", "badge"])
def test_whoever_is_switched_off_takes_no_seat(work: Work, li: Staff, proof: Proof) -> None:
    with work(actor=HEAD) as store:
        set_active(store, li.id, "离职", is_active=False)

    assert _refused(work, proof).code in {"pin.needs_password", "sign_in.not_active"}


def test_a_password_given_anew_stops_pin_and_badge_until_it_was_used(work: Work, li: Staff) -> None:
    with work(actor=HEAD) as store:
        reset_password(store, li.id, "second password")

    assert _refused(work, Proof("li", PIN)).code == "pin.needs_password"
    assert _refused(work, Proof(badge=BADGE)).code == "badge.needs_password"
    _switch(work, Proof("li", "second password"))
    assert _switch(work, Proof("li", PIN)).id == li.id


def test_a_pin_that_was_taken_away_opens_nothing(work: Work, li: Staff) -> None:
    with work(actor=HEAD) as store:
        reset_pin(store, li.id)

    assert _refused(work, Proof("li", PIN)).code == "pin.not_set"


@pytest.mark.parametrize("proof", [Proof("nobody", PIN), Proof("", PIN)], ids=["unknown", "empty"])
def test_a_pin_of_nobody_is_told_like_one_of_somebody_from_elsewhere(
    work: Work, li: Staff, proof: Proof
) -> None:
    assert _refused(work, proof).code == "pin.needs_password"


def test_a_badge_of_nobody_is_refused(work: Work, li: Staff) -> None:
    assert _refused(work, Proof(badge="NB-999999")).code == "badge.unknown"


def test_every_switch_stands_in_the_audit_with_how_and_no_secret(work: Work, li: Staff) -> None:
    _switch(work, Proof("li", PIN))
    _switch(work, Proof(badge=BADGE))
    _refused(work, Proof("li", "9753"))

    with work() as store:
        lines = store.audit.of(li.id)[-3:]
    assert [(line.action, line.change) for line in lines] == [
        ("SIGNED_IN", '{"by":"PIN"}'),
        ("SIGNED_IN", '{"by":"BADGE"}'),
        ("PIN_FAILED", "{}"),
    ]


def test_those_who_may_take_over_are_listed_the_latest_first(work: Work, li: Staff) -> None:
    with work(actor=NOBODY, at=NOON + HOUR) as store:
        sign_in(store, "chief", PASSWORD)

    with work(at=NOON + 2 * HOUR) as store:
        listed = colleagues(store, HOURS)
    with work(at=NOON + 13 * HOUR) as store:
        later = colleagues(store, HOURS)

    assert [(one.name, one.is_quick, one.has_badge) for one in listed] == [
        ("周立", False, False),
        ("李护士", True, True),
    ]
    assert [one.login for one in later] == ["chief"]


def test_the_list_has_nine_at_most(work: Work) -> None:
    with work(actor=HEAD) as store:
        for number in range(11):
            new = Staff(StaffId(0), f"n{number}", f"护士{number}", "", "triage_nurse")
            add_staff(store, new, PASSWORD)
    for number in range(11):
        with work(actor=NOBODY, at=NOON + number * timedelta(minutes=1)) as store:
            sign_in(store, f"n{number}", PASSWORD)

    with work(at=NOON + HOUR) as store:
        assert [one.login for one in colleagues(store, HOURS)] == [
            f"n{number}" for number in range(10, 1, -1)
        ]


@pytest.mark.parametrize(
    ("password", "pin", "code"),
    [
        ("wrong password", PIN, "password.wrong"),
        (PASSWORD, "123", "pin.bad_shape"),
        (PASSWORD, "1234", "pin.easy"),
        (PASSWORD, "0131", "pin.easy"),
    ],
)
def test_ones_own_pin_needs_the_password_and_must_not_be_easy(
    work: Work, li: Staff, password: str, pin: str, code: str
) -> None:
    with work(actor=li) as store, pytest.raises(Refused) as refused:
        set_own_pin(store, password, pin)

    assert refused.value.code == code


def test_whether_somebody_may_go_on_is_not_asked_without_the_server(work: Work, li: Staff) -> None:
    with work(actor=HEAD) as store:
        set_active(store, li.id, "离职", is_active=False)

    with work(actor=li) as store:
        with pytest.raises(Refused) as refused:
            still_serves(store)
        still_serves(Store(store.connection, li, NOON, GATE, Way(1, is_offline=True)))

    assert (refused.value.code, refused.value.facts) == ("shift.switched_off", {"name": "李护士"})
