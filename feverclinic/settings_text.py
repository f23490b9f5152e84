"""Settings back into their file: whole or not at all, with nothing in it that the program does not know."""

import json
import os
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from feverclinic.errors import Unavailable
from feverclinic.settings import Settings, load_settings, read_text


def change_settings(settings: Settings, changes: Mapping[str, object]) -> Settings:
    """Write changed keys (`{"facility_name": …, "station.name": …}`) to the file; all others stay.

    What the environment or the command line set is not written. Raises Unavailable `settings.bad` for a
    value that may not stand there (the file is untouched then) or `settings.not_written`.
    """
    document = _document(settings.file)
    for name, value in changes.items():
        _put(document, name, value)
    text = settings_text(document)
    read_text(text, settings.file)
    write_whole(settings.file, text)
    written = load_settings(settings.file, settings.data_dir, {})
    return replace(written, database_url=written.database_url or settings.database_url)


def settings_text(document: Mapping[str, object]) -> str:
    """The document as TOML: plain keys first, then tables, then lists of tables."""
    plain: list[str] = []
    tables: list[str] = []
    for name, value in document.items():
        if isinstance(value, Mapping):
            tables += ["", f"[{name}]", *(f"{key} = {_value(one)}" for key, one in value.items())]
        elif isinstance(value, list) and value and all(isinstance(one, Mapping) for one in value):
            for table in value:
                tables += ["", f"[[{name}]]"]
                tables += [f"{key} = {_value(one)}" for key, one in table.items()]
        else:
            plain.append(f"{name} = {_value(value)}")
    return "\n".join([*plain, *tables]).lstrip("\n") + "\n"


def write_whole(path: Path, text: str) -> None:
    """Replace a file in one step, so that a power cut leaves the old one or the new one."""
    beside = path.with_name(f"{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with beside.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as failed:
        beside.unlink(missing_ok=True)
        raise Unavailable("settings.not_written", file=str(path), why=failed.strerror) from failed


def _put(document: dict[str, object], name: str, value: object) -> None:
    table, _, key = name.rpartition(".")
    if not table:
        document[key] = value
        return
    held = document.get(table)
    document[table] = {**(held if isinstance(held, Mapping) else {}), key: value}


def _document(path: Path) -> dict[str, object]:
    try:
        text = path.read_text("utf-8-sig")
    except FileNotFoundError:
        return {}
    read_text(text, path)
    return tomllib.loads(text, parse_float=Decimal)


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, Decimal)):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_value(one) for one in value) + "]"
    # A TOML basic string is a JSON string, but for DEL, which no key of ours may hold.
    return json.dumps(str(value), ensure_ascii=False)
