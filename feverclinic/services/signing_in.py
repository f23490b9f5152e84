"""Signing in: the first administrator, passwords, and a pause after too many wrong ones."""

import re
import tomllib
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache, partial
from importlib.resources import files

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from feverclinic.domain.people import Duty, Staff, StaffId
from feverclinic.errors import Refused
from feverclinic.storage.store import Store

ALLOWED_TRIES = 5
PAUSE_MINUTES = 15
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
    """Who signs in, with duties.

    Raises Refused `sign_in.wrong`, `sign_in.locked` (5 failures in 15 minutes) or `sign_in.not_active`;
    each failure is counted and stands in the audit, although the transaction is refused.
    """
    login = login.strip()
    _refuse_locked(store, login)
    found = store.staff.find(login)
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
    store.staff.note_sign_in(person)
    return with_duties(person)


def change_password(store: Store, old: str, new: str) -> Staff:
    """Change one's own password; raises Refused `password.wrong` when the old one is not right."""
    found = store.staff.find(store.actor.login)
    if found is None or not is_password(found[1], old):
        raise Refused("password.wrong")
    check_password(store.actor.login, new)
    return with_duties(store.staff.set_password(found[0], hash_of(new)))


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
