"""Writing the settings of a work place: the whole file anew, or the old one stays."""

import json
import os
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import date
from decimal import Decimal
from pathlib import Path

from feverclinic.errors import Unavailable
from feverclinic.settings import Settings, read_text
from feverclinic.settings_keys import KEYS, DeviceSettings, ScannerSettings

# Where a value of the environment or of the command line must not become the file's own.
NOT_WRITTEN = frozenset({"data_dir", "database_url"})


def settings_text(settings: Settings, kept: Mapping[str, object]) -> str:
    """The settings as TOML; `kept` are the values of the file for keys that come from elsewhere."""
    return "\n".join(_lines(settings, kept)) + "\n"


def save_settings(settings: Settings) -> None:
    """Replace the settings file in one step; raises Unavailable `settings.not_saved`."""
    folder = settings.file.parent
    try:
        before = settings.file.read_text("utf-8-sig") if settings.file.exists() else ""
        kept = read_text(before, settings.file)
        folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".settings-", dir=folder)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(settings_text(settings, kept))
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(settings.file)
    except OSError as failed:
        raise Unavailable(
            "settings.not_saved", file=str(settings.file), why=failed.strerror or ""
        ) from failed


def _lines(settings: Settings, kept: Mapping[str, object]) -> Iterator[str]:
    for key in KEYS:
        if key.name not in NOT_WRITTEN:
            yield f"{key.name} = {_value(getattr(settings, key.name))}"
        elif kept.get(key.name):
            yield f"{key.name} = {_value(kept[key.name])}"
    yield from _table("station", settings.station)
    yield from _table("printer", settings.printer)
    for device in settings.devices:
        yield from _listed("device", device)
    for scanner in settings.scanners:
        yield from _listed("scanner", scanner)
    if settings.rules:
        yield "\n[rules]"
        yield from (f"{name} = {_value(value)}" for name, value in settings.rules.items())
    if settings.adoption:
        yield "\n[adoption]"
        yield from (
            f"{json.dumps(name)} = {at.isoformat()}" for name, at in settings.adoption.items()
        )


def _table(name: str, table: object) -> Iterator[str]:
    yield f"\n[{name}]"
    for one in fields(table):  # pyright: ignore[reportArgumentType] - the tables of Settings are records
        yield f"{one.name} = {_value(getattr(table, one.name))}"


def _listed(name: str, table: DeviceSettings | ScannerSettings) -> Iterator[str]:
    yield f"\n[[{name}]]"
    for one in fields(table):
        value = getattr(table, one.name)
        if value not in ("", None):
            yield f"{one.name} = {_value(value)}"


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, Decimal)):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return "[" + ", ".join(_value(one) for one in value) + "]"
    return json.dumps(str(value), ensure_ascii=False)
