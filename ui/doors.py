"""The doors of the pages: what signing in, devices and administration may ask of the program."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from feverclinic.domain.people import Staff, StaffId
from feverclinic.errors import ClinicError, Unavailable
from feverclinic.settings import Settings
from feverclinic.settings_keys import DeviceSettings, ScannerSettings
from feverclinic.wording import Wording
from ui.admin.presenter import (
    AdminDoor,
    AdminFacts,
    Change,
    Fact,
    NewStaff,
    SettingRow,
    StaffAct,
)
from ui.bench import Bench
from ui.devices.presenter import ConfiguredDevice, DevicesDoor, PortRow, ProfileRow
from ui.devices.scanner_presenter import ConfiguredScanner, ScannersDoor
from ui.runner import Runner
from ui.settings_keeper import SettingsKeeper

if TYPE_CHECKING:
    from feverclinic.devices.events import DeviceConfig
    from feverclinic.devices.profiles import Profile
    from feverclinic.devices.scanner import ScannerConfig
    from feverclinic.storage.status import DatabaseState
    from feverclinic.storage.store import Store
    from feverclinic.storage.verifying import Verified

MEBIBYTE = 1 << 20
SHORT_HASH = 16

Then = Callable[[Any], object]
Failed = Callable[[ClinicError], object]


def configured(settings: Settings) -> tuple[ConfiguredDevice, ...]:
    return tuple(
        ConfiguredDevice(
            one.name, one.colour, one.profile, one.port, one.site, one.serial, one.calibration_due
        )
        for one in settings.devices
    )


def device_configs(settings: Settings) -> tuple[tuple[DeviceConfig, Profile], ...]:
    """Each configured thermometer with its profile; raises Unavailable `device.profile_unknown`."""
    from feverclinic.devices.events import DeviceConfig  # noqa: PLC0415 - pydantic, after the paint
    from feverclinic.devices.profiles import find_profile, load_profiles  # noqa: PLC0415 - as above
    from feverclinic.domain.readings import Site  # noqa: PLC0415 - as above

    profiles = load_profiles(settings.data_dir / "devices")
    return tuple(
        (
            DeviceConfig(
                one.name,
                one.colour,
                one.profile,
                one.port,
                Site(one.site) if one.site else None,
                one.serial,
                one.calibration_due,
            ),
            find_profile(profiles, one.profile),
        )
        for one in settings.devices
    )


def configured_scanners(settings: Settings) -> tuple[ConfiguredScanner, ...]:
    return tuple(
        ConfiguredScanner(one.name, one.port, one.baud, one.encoding) for one in settings.scanners
    )


def scanners_door(keeper: SettingsKeeper, restart: Callable[[], None]) -> ScannersDoor:
    """A change is written and the devices begin anew."""

    def change(
        scanners: tuple[ScannerSettings, ...], then: Callable[[], object], failed: Failed
    ) -> None:
        try:
            keeper.change(scanners=scanners)
        except Unavailable as error:
            failed(error)
            return
        restart()
        then()

    def save(scanner: ConfiguredScanner, then: Then, failed: Failed) -> None:
        kept = tuple(one for one in keeper.now.scanners if one.name != scanner.name)
        row = ScannerSettings(scanner.name, scanner.port, scanner.baud, scanner.encoding)
        change((*kept, row), lambda: then(scanner), failed)

    def remove(name: str, then: Then, failed: Failed) -> None:
        kept = tuple(one for one in keeper.now.scanners if one.name != name)
        change(kept, lambda: then(name), failed)

    return ScannersDoor(save, remove)


def scanner_configs(settings: Settings) -> tuple[ScannerConfig, ...]:
    """The scanners of the settings, as their links take them."""
    from feverclinic.devices.scanner import ScannerConfig  # noqa: PLC0415 - after the paint

    return tuple(
        ScannerConfig(one.name, one.port, one.baud, one.encoding) for one in settings.scanners
    )


def profile_rows(data_dir: Path, words: Wording) -> tuple[ProfileRow, ...]:
    """The models that the program speaks, with what the page tells of them."""
    from feverclinic.devices.profiles import load_profiles  # noqa: PLC0415 - pydantic, after the paint

    return tuple(_profile_row(one, words) for one in load_profiles(data_dir / "devices").values())


def _profile_row(profile: Profile, words: Wording) -> ProfileRow:
    say = words.say
    is_clinical = profile.device.clinical
    return ProfileRow(
        profile.id,
        profile.device.title,
        profile.device.site.value,
        (
            (say("devices.fact_line"), f"{profile.line.baud[0]} {profile.line.format}"),
            (say("devices.fact_offer"), profile.offer or say("devices.offers_nothing")),
            (say("devices.fact_version"), profile.version),
            (
                say("devices.fact_clinical"),
                say("devices.is_clinical" if is_clinical else "devices.is_not_clinical"),
            ),
        ),
    )


def devices_door(
    owner: QObject, bench: Bench, keeper: SettingsKeeper, restart: Callable[[], None]
) -> DevicesDoor:
    """Ports are listed on the bench; a change is written and the devices begin anew."""

    def find_ports(then: Then, failed: Failed) -> None:
        bench.do(owner, _port_rows, then, failed)

    def save(device: ConfiguredDevice, then: Then, failed: Failed) -> None:
        row = DeviceSettings(
            device.name.strip(),
            device.colour,
            device.profile,
            device.port.strip(),
            device.site,
            device.serial.strip(),
            device.calibration_due,
        )
        kept = tuple(one for one in keeper.now.devices if one.name != row.name)
        _change((*kept, row), lambda: then(device), failed)

    def remove(name: str, then: Then, failed: Failed) -> None:
        kept = tuple(one for one in keeper.now.devices if one.name != name)
        _change(kept, lambda: then(name), failed)

    def _change(
        devices: tuple[DeviceSettings, ...], then: Callable[[], object], failed: Failed
    ) -> None:
        try:
            keeper.change(devices=devices)
        except Unavailable as error:
            failed(error)
            return
        restart()
        then()

    return DevicesDoor(find_ports, save, remove)


def _port_rows() -> tuple[PortRow, ...]:
    from feverclinic.devices.port import listed_ports  # noqa: PLC0415 - pyserial, when it is asked for

    return tuple(
        PortRow(
            one.device,
            one.description,
            f"{one.vid:04X}:{one.pid:04X}" if one.vid is not None and one.pid is not None else "",
            one.serial_number,
            one.location,
        )
        for one in listed_ports()
    )


def admin_door(
    owner: QObject,
    runner: Runner,
    bench: Bench,
    keeper: SettingsKeeper,
    words: Wording,
    now: Callable[[], datetime],
) -> AdminDoor:
    """Staff and the state of the records on the records thread, a backup on the bench."""
    from feverclinic.services import admin  # noqa: PLC0415 - argon2 and storage, after the paint

    def list_staff(then: Then, failed: Failed) -> None:
        runner.do(owner, admin.staff_list, then, failed)

    def add_staff(asked: NewStaff, then: Then, failed: Failed) -> None:
        new = Staff(StaffId(0), asked.login, asked.name, asked.title, asked.role)
        runner.do(owner, lambda store: admin.add_staff(store, new, asked.password), then, failed)

    def database_state(then: Then, failed: Failed) -> None:
        runner.do(owner, admin.database_state, lambda state: then(_facts(state)), failed)

    def verify_audit(then: Then, failed: Failed) -> None:
        runner.do(
            owner, admin.check_audit, lambda found: then(_audit_sentence(found, words)), failed
        )

    def back_up(then: Then, failed: Failed) -> None:
        bench.do(
            owner,
            lambda: admin.back_up_now(keeper.now, now()),
            lambda path: then(words.say("database.backed_up", file=path)),
            failed,
        )

    def change(asked: Change, then: Then, failed: Failed) -> None:
        runner.do(owner, lambda store: _changed(store, asked), then, failed)

    return AdminDoor(list_staff, add_staff, database_state, verify_audit, back_up, change)


def _changed(store: Store, asked: Change) -> Staff:
    """The person after one act of administration."""
    from feverclinic.services import admin  # noqa: PLC0415 - argon2 and storage, after the paint

    person, text = asked.person, asked.text
    if asked.act is StaffAct.SET_ROLE:
        return admin.set_role(store, person.id, text, asked.reason)
    if asked.act is StaffAct.RESET_PASSWORD:
        return admin.reset_password(store, person.id, text)
    if asked.act is StaffAct.SET_BADGE:
        return admin.set_badge(store, person.id, text)
    if asked.act is StaffAct.RESET_PIN:
        return admin.reset_pin(store, person.id)
    return admin.set_active(store, person.id, asked.reason, is_active=not person.is_active)


def _facts(state: DatabaseState) -> tuple[Fact, ...]:
    return (
        Fact("admin.database_engine", state.server),
        Fact("admin.database_where", state.address),
        Fact("admin.database_revision", state.revision),
        Fact("admin.database_size", f"{state.size_bytes / MEBIBYTE:.1f} MiB"),
        Fact("admin.database_patients", str(state.patients)),
        Fact("admin.database_visits", str(state.visits)),
        Fact("admin.database_audit", str(state.lines)),
    )


def _audit_sentence(found: Verified, words: Wording) -> str:
    if found.broken:
        return words.say("database.audit_broken", lines=found.lines, count=len(found.broken))
    last = " ".join(head[:SHORT_HASH] for head in found.heads.values())
    return words.say("database.audit_whole", lines=found.lines, hash=last)


def admin_facts(settings: Settings, words: Wording, version: str) -> AdminFacts:
    """What the administration page shows and does not ask for again."""
    from feverclinic.services.admin import settings_told  # noqa: PLC0415 - after the paint
    from feverclinic.services.signing_in import roles  # noqa: PLC0415 - as above

    return AdminFacts(
        roles=tuple((role, words.say(f"role.{role}")) for role in roles()),
        settings=tuple(
            SettingRow(one.key, one.value, one.default, words.say(one.meaning))
            for one in settings_told(settings)
        ),
        settings_file=str(settings.file),
        about=(Fact("admin.about_version", version),),
        language=settings.language,
        theme=settings.theme,
        is_large=settings.large_type,
    )
