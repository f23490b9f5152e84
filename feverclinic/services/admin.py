"""Administration: staff and their passwords, what the settings say, the state of the records."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from feverclinic.domain.civil_time import iso
from feverclinic.domain.people import Duty, Staff, StaffId
from feverclinic.errors import Refused
from feverclinic.services.alarms import audit_was_verified
from feverclinic.services.signing_in import (
    badge_hash,
    check_password,
    checked_login,
    checked_name,
    hash_of,
    roles,
    with_duties,
)
from feverclinic.settings import Settings
from feverclinic.settings_keys import (
    DEVICE_KEYS,
    KEYS,
    PRINTER_KEYS,
    RULE_KEYS,
    SCANNER_KEYS,
    STATION_KEYS,
    Key,
)
from feverclinic.storage.copying import back_up
from feverclinic.storage.engine import masked_address
from feverclinic.storage.opening import BACKUP_FOLDER, database_address, look_at_database
from feverclinic.storage.status import DatabaseState, state_of
from feverclinic.storage.store import Store
from feverclinic.storage.verifying import Verified, verify_audit


@dataclass(frozen=True, slots=True)
class SettingTold:
    """One key as `feverclinic settings` prints it; `meaning` is a wording key."""

    key: str
    value: str
    default: str
    meaning: str


def staff_list(store: Store) -> tuple[Staff, ...]:
    """Everybody who may or might sign in, by name of sign-in, with duties."""
    return tuple(with_duties(person) for person in store.staff.all())


def add_staff(store: Store, new: Staff, password: str) -> Staff:
    """Add a person with login, name, title and role of `new`; the rest of it does not count.

    Raises Refused `login.bad_shape`, `login.taken`, `name.missing`, `role.unknown` or of the password.
    """
    store.actor.must(Duty.MANAGE_STAFF)
    login = checked_login(new.login)
    if store.staff.find(login) is not None:
        raise Refused("login.taken", login=login)
    if new.role not in roles():
        raise Refused("role.unknown", role=new.role)
    check_password(login, password)
    person = Staff(
        StaffId(store.new_id()), login, checked_name(new.name), new.title.strip(), new.role
    )
    return with_duties(store.staff.add(person, hash_of(password)))


def set_active(store: Store, staff_id: StaffId, reason: str, *, is_active: bool) -> Staff:
    """Switch a person's sign-in on or off, with the reason; nobody is deleted.

    Raises Refused `staff.last_administrator` for the last one who can manage staff.
    """
    store.actor.must(Duty.MANAGE_STAFF)
    if not reason.strip():
        raise Refused("record.reason_missing")
    person = store.staff.get(staff_id)
    changed = replace(person, is_active=is_active)
    _keep_an_administrator(store, changed)
    return with_duties(store.staff.save(changed, reason.strip()))


def set_role(store: Store, staff_id: StaffId, role: str, reason: str) -> Staff:
    """Give a person another role; raises Refused `role.unknown` or `staff.last_administrator`.

    Nobody gives himself a duty (`staff.own_role`): roles are apart so that one watches the other.
    """
    store.actor.must(Duty.MANAGE_STAFF)
    if not reason.strip():
        raise Refused("record.reason_missing")
    if role not in roles():
        raise Refused("role.unknown", role=role)
    if staff_id == store.actor.id and roles()[role] - store.actor.duties:
        raise Refused("staff.own_role", name=store.actor.name)
    changed = replace(store.staff.get(staff_id), role=role)
    _keep_an_administrator(store, changed)
    return with_duties(store.staff.save(changed, reason.strip()))


def _keep_an_administrator(store: Store, changed: Staff) -> None:
    """Somebody active can manage staff after this change, or nobody could undo it."""
    after = (changed if one.id == changed.id else one for one in store.staff.all())
    if not any(one.is_active and Duty.MANAGE_STAFF in with_duties(one).duties for one in after):
        raise Refused("staff.last_administrator", name=changed.name)


def set_badge(store: Store, staff_id: StaffId, code: str) -> Staff:
    """Give a person the badge whose code was scanned or typed, or none for an empty code.

    Raises Refused `badge.bad_shape`, or `badge.taken` for one that somebody else has.
    """
    store.actor.must(Duty.MANAGE_STAFF)
    person = store.staff.get(staff_id)
    if not code.strip():
        return with_duties(store.staff.set_badge(person, ""))
    hashed = badge_hash(code)
    holder = store.staff.find_by_badge(hashed)
    if holder is not None and holder.id != staff_id:
        raise Refused("badge.taken", name=holder.name)
    return with_duties(store.staff.set_badge(person, hashed))


def reset_pin(store: Store, staff_id: StaffId) -> Staff:
    """Take a person's PIN away; the owner sets the next one."""
    store.actor.must(Duty.MANAGE_STAFF)
    return with_duties(store.staff.set_pin(store.staff.get(staff_id), ""))


def reset_password(store: Store, staff_id: StaffId, password: str) -> Staff:
    """Give a person a new password, and lift a pause after wrong ones; PIN and badge wait for it."""
    store.actor.must(Duty.MANAGE_STAFF)
    person = store.staff.get(staff_id)
    check_password(person.login, password)
    store.staff.forget_tries(person.login)
    store.staff.forget_passwords(person)
    return with_duties(store.staff.set_password(person, hash_of(password)))


def check_audit(store: Store) -> Verified:
    """Read the whole audit and say which lines are not as they were written; for whoever may read it.

    A whole audit is noted as looked through; a broken one goes on asking for somebody (AUDIT_UNVERIFIED).
    """
    store.actor.must(Duty.READ_AUDIT)
    verified = verify_audit(store.connection)
    if not verified.broken:
        audit_was_verified(store)
    return verified


def database_state(store: Store) -> DatabaseState:
    """What the records' page tells: where, which revision, how large, how many lines of audit."""
    return state_of(store.connection)


def back_up_now(settings: Settings, now: datetime, to: Path | None = None) -> Path:
    """Back up the database into a file, or into the backups of the data folder; where it lies."""
    look_at_database(settings.database_url, settings.data_dir).dispose()
    file = to or settings.data_dir / BACKUP_FOLDER / f"feverclinic-{now:%Y%m%d-%H%M%S}.db"
    return back_up(database_address(settings.database_url, settings.data_dir), file)


def settings_told(settings: Settings) -> tuple[SettingTold, ...]:
    """Every key with its value, default and meaning; a password in an address is not shown."""
    return tuple(_told(settings))


def _told(settings: Settings) -> Iterator[SettingTold]:
    for key in KEYS:
        value = getattr(settings, key.name)
        shown = masked_address(value) if key.name == "database_url" else _shown(value)
        yield SettingTold(key.name, shown, _shown(key.default), f"settings.meaning.{key.name}")
    yield from _table("station", settings.station, STATION_KEYS)
    yield from _table("printer", settings.printer, PRINTER_KEYS)
    for number, device in enumerate(settings.devices):
        yield from _table("device", device, DEVICE_KEYS, f"device[{number}]")
    for number, scanner in enumerate(settings.scanners):
        yield from _table("scanner", scanner, SCANNER_KEYS, f"scanner[{number}]")
    if not settings.devices:
        yield from _none_of("device", DEVICE_KEYS)
    if not settings.scanners:
        yield from _none_of("scanner", SCANNER_KEYS)
    for name in RULE_KEYS:
        value = settings.rules.get(name)
        yield SettingTold(f"rules.{name}", _shown(value), "", "settings.meaning.rules")
    yield SettingTold("adoption", "", "", "settings.meaning.adoption")
    for name, at in settings.adoption.items():
        yield SettingTold(f"adoption.{name}", iso(at), "", "settings.meaning.adoption")


def _none_of(name: str, keys: tuple[Key, ...]) -> Iterator[SettingTold]:
    """What could stand in a list that is empty."""
    yield SettingTold(name, "", "", f"settings.meaning.{name}")
    for key in keys:
        meaning = f"settings.meaning.{name}_{key.name}"
        yield SettingTold(f"{name}[].{key.name}", "", _shown(key.default), meaning)


def _table(
    name: str, table: object, keys: tuple[Key, ...], shown_as: str = ""
) -> Iterator[SettingTold]:
    values = {one.name: getattr(table, one.name) for one in fields(_record(table))}
    for key in keys:
        yield SettingTold(
            f"{shown_as or name}.{key.name}",
            _shown(values[key.name]),
            _shown(key.default),
            f"settings.meaning.{name}_{key.name}",
        )


def _record(value: object) -> Any:
    if not is_dataclass(value):
        raise TypeError(value)
    return value


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)
