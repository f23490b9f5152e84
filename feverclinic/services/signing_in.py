"""Signing in: the first administrator, passwords, and a pause after too many wrong ones.

Whoever signed in by password at a station a few hours ago takes over there by PIN or badge.
"""

import hashlib
import re
import tomllib
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache, partial
from importlib.resources import files

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from feverclinic.domain.people import Colleague, Duty, Proof, Staff, StaffId
from feverclinic.domain.pins import is_easy, is_pin
from feverclinic.errors import Refused
from feverclinic.storage.staff import Seen
from feverclinic.storage.store import Store

ALLOWED_TRIES = 5
PAUSE_MINUTES = 15
ALLOWED_PINS = 3
MOST_COLLEAGUES = 9  # one key each
BADGE_SHAPE = re.compile(r"[^\s\x00-\x1f\x7f]{4,64}")
SHORTEST_PASSWORD = 8
LOGIN_SHAPE = re.compile(r"[A-Za-z0-9._-]{2,32}")
FIRST_ROLE = "head_administrator"
# Who acts before anyone has signed in.
NOBODY = Staff(StaffId(0), "", "")


@cache
def roles() -> dict[str, frozenset[Duty]]:
    """The duties of each role (resources/codes/roles.toml), in the order of the file."""
    text = files("resources").joinpath("codes", "roles.toml").read_text("utf-8")
    return {
        role: frozenset(Duty(duty) for duty in table["duties"])
        for role, table in tomllib.loads(text).items()
    }


def with_duties(staff: Staff) -> Staff:
    """The person with the duties of the role; a role that is no longer listed has none."""
    return replace(staff, duties=roles().get(staff.role, frozenset()))


def is_first_run(store: Store) -> bool:
    """Whether nobody can sign in yet."""
    return store.staff.is_empty()


def first_administrator(
    store: Store, login: str, name: str, password: str, title: str = ""
) -> Staff:
    """Make the administrator of a new database; raises Refused once there is anyone."""
    if not store.staff.is_empty():
        raise Refused("first_run.already_done")
    checked = checked_login(login)
    check_password(checked, password)
    person = Staff(StaffId(store.new_id()), checked, checked_name(name), title.strip(), FIRST_ROLE)
    return with_duties(store.staff.add(person, hash_of(password)))


def sign_in(store: Store, login: str, password: str) -> Staff:
    """Who signs in by password, with duties; PIN and badge serve this person here from now on.

    Raises Refused `sign_in.wrong`, `sign_in.locked` (5 failures in 15 minutes) or `sign_in.not_active`;
    each failure is counted and stands in the audit, although the transaction is refused.
    """
    person = _by_password(store, login.strip(), password)
    store.staff.note_sign_in(person)
    return person


def switch_to(store: Store, proof: Proof, pin_hours: int) -> Staff:
    """换班: the next person takes the seat by password, PIN or badge; what is open stays open.

    `pin_hours` is how long PIN and badge serve after a password. Raises what `prove` raises.
    """
    person, how = prove(store, proof, pin_hours)
    store.staff.note_sign_in(person, how)
    return person


def prove(store: Store, proof: Proof, pin_hours: int) -> tuple[Staff, str]:
    """Who it is, with duties, and how it was shown: PASSWORD, PIN or BADGE.

    A secret of four to six digits is a PIN, for no password is that short. Raises Refused
    `badge.*`, `pin.*` or of the password; a wrong PIN is counted although this is refused.
    """
    if proof.badge:
        return _by_badge(store, proof.badge, pin_hours), "BADGE"
    if is_pin(proof.secret):
        return _by_pin(store, proof.login.strip(), proof.secret, pin_hours), "PIN"
    return _by_password(store, proof.login.strip(), proof.secret), "PASSWORD"


def colleagues(store: Store, pin_hours: int) -> tuple[Colleague, ...]:
    """Who may take over here in a second, who signed in last first; at most nine, a digit each."""
    fresh = [seen for seen in store.staff.seen_here() if _is_fresh(seen, store.now, pin_hours)]
    return tuple(
        Colleague(
            seen.staff.login,
            seen.staff.name,
            seen.staff.title,
            is_quick=seen.staff.has_pin and seen.wrong_pins < ALLOWED_PINS,
            has_badge=seen.staff.has_badge,
        )
        for seen in fresh[:MOST_COLLEAGUES]
    )


def still_serves(store: Store) -> None:
    """Raise Refused `shift.switched_off` or `shift.other_role` when whoever acts no longer may as before.

    An administrator decides it elsewhere; without the server a desk cannot know, and nobody is refused.
    """
    if store.way.is_offline:
        return
    person = store.staff.get(store.actor.id)
    if not person.is_active:
        raise Refused("shift.switched_off", name=person.name)
    if person.role != store.actor.role:
        raise Refused("shift.other_role", name=person.name)


def _by_password(store: Store, login: str, password: str) -> Staff:
    _refuse_locked(store, login)
    found = store.staff.find(login)
    if found is None and store.way.is_offline:
        # Without the server a desk knows only who sat here before; the password may well be right.
        raise Refused("sign_in.not_known_here", login=login)
    person, known = found or (None, _nobodys_hash())
    is_right = is_password(known, password)
    if person is None or not is_right:
        store.after_refusal.append(partial(_count_failure, login=login, person=person))
        count, _ = store.staff.tries_since(login, store.now - timedelta(minutes=PAUSE_MINUTES))
        left = ALLOWED_TRIES - count - 1
        facts = {"allowed": ALLOWED_TRIES, "minutes": PAUSE_MINUTES, "left": left}
        raise Refused("sign_in.wrong", **facts) if left else Refused("sign_in.locked", **facts)
    if not person.is_active:
        raise Refused("sign_in.not_active")
    store.staff.forget_tries(login)
    if _hasher().check_needs_rehash(known):
        person = store.staff.set_password(person, hash_of(password))
    store.staff.note_password(person)
    return with_duties(person)


def _by_pin(store: Store, login: str, pin: str, pin_hours: int) -> Staff:
    seen = _seen(store, login, pin_hours)
    if seen is None:
        raise Refused("pin.needs_password")
    if seen.wrong_pins >= ALLOWED_PINS:
        raise Refused("pin.closed", name=seen.staff.name)
    if not seen.staff.has_pin:
        raise Refused("pin.not_set", name=seen.staff.name)
    if not is_password(store.staff.pin_hash(seen.staff.id), pin):
        store.after_refusal.append(lambda second: second.staff.note_wrong_pin(seen.staff))
        left = ALLOWED_PINS - seen.wrong_pins - 1
        name = seen.staff.name
        raise Refused("pin.wrong", left=left) if left else Refused("pin.closed", name=name)
    store.staff.forget_wrong_pins(seen.staff)
    return with_duties(seen.staff)


def _by_badge(store: Store, code: str, pin_hours: int) -> Staff:
    person = store.staff.find_by_badge(badge_hash(code))
    if person is None:
        raise Refused("badge.unknown")
    if not person.is_active:
        raise Refused("sign_in.not_active")
    if _seen(store, person.login, pin_hours) is None:
        raise Refused("badge.needs_password", name=person.name, hours=pin_hours)
    return with_duties(person)


def _seen(store: Store, login: str, pin_hours: int) -> Seen | None:
    """The password sign-in of this person at this station that is not too long ago."""
    for seen in store.staff.seen_here():
        if seen.staff.login == login and _is_fresh(seen, store.now, pin_hours):
            return seen
    return None


def _is_fresh(seen: Seen, now: datetime, pin_hours: int) -> bool:
    """Also for a clock that went back a little, never for one that was a day ahead."""
    return abs(now - seen.at) <= timedelta(hours=pin_hours)


def change_password(store: Store, old: str, new: str) -> Staff:
    """Change one's own password; raises Refused `password.wrong` when the old one is not right."""
    found = store.staff.find(store.actor.login)
    if found is None or not is_password(found[1], old):
        raise Refused("password.wrong")
    check_password(store.actor.login, new)
    return with_duties(store.staff.set_password(found[0], hash_of(new)))


def set_own_pin(store: Store, password: str, pin: str) -> Staff:
    """Set one's own PIN by the password; raises Refused `password.wrong`, `pin.bad_shape`, `pin.easy`."""
    found = store.staff.find(store.actor.login)
    if found is None or not is_password(found[1], password):
        raise Refused("password.wrong")
    if not is_pin(pin):
        raise Refused("pin.bad_shape")
    if is_easy(pin):
        raise Refused("pin.easy")
    return with_duties(store.staff.set_pin(found[0], hash_of(pin)))


def badge_hash(code: str) -> str:
    """The SHA-256 of a badge's code as a scanner sends it; raises Refused `badge.bad_shape`."""
    trimmed = code.strip()
    if not BADGE_SHAPE.fullmatch(trimmed):
        raise Refused("badge.bad_shape")
    return hashlib.sha256(trimmed.encode("utf-8")).hexdigest()


def checked_login(login: str) -> str:
    """The name of sign-in, trimmed; raises Refused `login.bad_shape`."""
    trimmed = login.strip()
    if not LOGIN_SHAPE.fullmatch(trimmed):
        raise Refused("login.bad_shape")
    return trimmed


def checked_name(name: str) -> str:
    """A person's name, trimmed; raises Refused `name.missing` for an empty one."""
    if not name.strip():
        raise Refused("name.missing")
    return name.strip()


def check_password(login: str, password: str) -> None:
    """Raise Refused `password.too_short` or `password.same_as_login`."""
    if len(password) < SHORTEST_PASSWORD:
        raise Refused("password.too_short", least=SHORTEST_PASSWORD)
    if password.casefold() == login.casefold():
        raise Refused("password.same_as_login")


def hash_of(password: str) -> str:
    """The argon2id hash of a password, with its own salt and cost."""
    return _hasher().hash(password)


def is_password(known_hash: str, password: str) -> bool:
    try:
        return _hasher().verify(known_hash, password)
    except (VerificationError, InvalidHashError):
        return False


def _refuse_locked(store: Store, login: str) -> None:
    pause = timedelta(minutes=PAUSE_MINUTES)
    count, first = store.staff.tries_since(login, store.now - pause)
    if count >= ALLOWED_TRIES and first is not None:
        raise Refused("sign_in.locked", minutes=_minutes_left(first + pause, store.now))


def _minutes_left(until: datetime, now: datetime) -> int:
    """Whole minutes to wait, never said too short."""
    return -((now - until) // timedelta(minutes=1))


def _count_failure(store: Store, login: str, person: Staff | None) -> None:
    store.staff.note_try(login)
    store.audit.note("SIGN_IN_FAILED", "staff", person.id if person else 0, {"login": login})


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()


@cache
def _nobodys_hash() -> str:
    """Verified for names that nobody has, so that they take as long as names that somebody has."""
    return hash_of("nobody's password")
