"""Settings of one work place: one TOML file, every key with its default, read once at start."""

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

from feverclinic.errors import Unavailable
from feverclinic.settings_keys import (
    DEVICE_KEYS,
    KEYS,
    PRINTER_KEYS,
    RULE_KEYS,
    SCANNER_KEYS,
    STATION_KEYS,
    TABLES,
    DeviceSettings,
    Key,
    PrinterSettings,
    RuleValue,
    ScannerSettings,
    StationSettings,
)

FILE_NAME = "settings.toml"
DATA_VARIABLE = "FEVERCLINIC_DATA"
DATABASE_VARIABLE = "FEVERCLINIC_DATABASE_URL"
LONGEST_FOUND = 80
# A date of adoption without an offset is civil time (T-1); the domain is not known down here.
CIVIL_TIME = timezone(timedelta(hours=8))


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings; `file` is where they stand or will stand, `database_url` empty is SQLite in `data_dir`.

    `adoption` says from when this hospital works by a rule set, by its id (0.4 of the rules).
    """

    file: Path
    data_dir: Path
    language: str
    theme: str
    large_type: bool
    facility_name: str
    facility_id: int
    county: str
    database_url: str
    armed_seconds: int
    thermometer_minutes: int
    lock_minutes: int
    pin_hours: int
    sound: bool
    patient_screen: str
    wedge: bool
    wedge_gap_ms: int
    station: StationSettings
    printer: PrinterSettings
    devices: tuple[DeviceSettings, ...] = ()
    scanners: tuple[ScannerSettings, ...] = ()
    rules: Mapping[str, RuleValue] = field(default_factory=dict[str, RuleValue])
    adoption: Mapping[str, datetime] = field(default_factory=dict[str, datetime])


class _Wrong(Exception):  # noqa: N818 - becomes Unavailable before anyone sees it
    def __init__(self, key: str, found: object, expected: str, *, is_known: bool = True) -> None:
        super().__init__(key)
        self.key, self.found, self.expected, self.is_known = key, found, expected, is_known


def default_data_dir() -> Path:
    """The user's data folder of this system."""
    from platformdirs import user_data_path  # noqa: PLC0415 - not needed when a folder is named

    return user_data_path("feverclinic", appauthor=False)


def load_settings(
    file: Path | None = None,
    data_dir: Path | None = None,
    environ: Mapping[str, str] | None = None,
) -> Settings:
    """Read the settings: command line before environment before file before default.

    Raises Unavailable `settings.bad` (file, line, key, found, expected), `settings.unknown_key`,
    `settings.not_toml`, `settings.missing` (only for a file that was named) or `settings.unreadable`.
    """
    variables = os.environ if environ is None else environ
    named = data_dir or (Path(variables[DATA_VARIABLE]) if variables.get(DATA_VARIABLE) else None)
    path = file or (named or default_data_dir()) / FILE_NAME
    text = _read_file(path, must_exist=file is not None)
    top = read_text(text, path)
    folder = named or (Path(str(top["data_dir"])) if top["data_dir"] else None)
    top["data_dir"] = (folder or default_data_dir()).expanduser()
    if variables.get(DATABASE_VARIABLE):
        top["database_url"] = _from_variable(variables[DATABASE_VARIABLE])
    return Settings(file=path, **top)  # pyright: ignore[reportArgumentType] - read key by key above


def read_text(text: str, path: Path) -> dict[str, object]:
    """The values of a settings text by the field names of Settings; a wrong key is refused with its line."""
    try:
        document = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as broken:
        found = re.search(r"line (\d+)", str(broken))
        line = int(found[1]) if found else text.count("\n") + 1
        raise Unavailable("settings.not_toml", file=str(path), line=line) from broken
    try:
        return _read_document(document)
    except _Wrong as wrong:
        raise Unavailable(
            "settings.bad" if wrong.is_known else "settings.unknown_key",
            file=str(path),
            line=line_of(text, wrong.key),
            key=wrong.key,
            found=(_as_written(wrong.found) if wrong.is_known else str(wrong.found))[
                :LONGEST_FOUND
            ],
            expected=wrong.expected,
        ) from wrong


def _as_written(value: object) -> str:
    """A value as TOML writes it: a 5 in quotation marks is not the number 5."""
    if isinstance(value, str):
        return f'"{value}"' if value else ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _read_document(document: Mapping[str, object]) -> dict[str, object]:
    plain = {name: value for name, value in document.items() if name not in TABLES}
    read = _read_table("", plain, KEYS, also=tuple(TABLES))
    station = _read_table("station", document.get("station", {}), STATION_KEYS)
    printer = _read_table("printer", document.get("printer", {}), PRINTER_KEYS)
    read["station"] = StationSettings(**station)  # pyright: ignore[reportArgumentType] - read by its keys
    read["printer"] = PrinterSettings(**printer)  # pyright: ignore[reportArgumentType] - read by its keys
    devices = _read_list("device", document.get("device", []), DEVICE_KEYS)
    read["devices"] = tuple(DeviceSettings(**one) for one in devices)  # pyright: ignore[reportArgumentType] - read by its keys
    scanners = _read_list("scanner", document.get("scanner", []), SCANNER_KEYS)
    read["scanners"] = tuple(ScannerSettings(**one) for one in scanners)  # pyright: ignore[reportArgumentType] - read by its keys
    read["rules"] = _read_rules(document.get("rules", {}))
    read["adoption"] = _read_adoption(document.get("adoption", {}))
    return read


def _read_table(
    prefix: str, table: object, keys: tuple[Key, ...], also: tuple[str, ...] = ()
) -> dict[str, object]:
    if not isinstance(table, dict):
        raise _Wrong(prefix, table, f"[{prefix}]")
    given: dict[str, object] = dict(table)
    known = {key.name for key in keys}
    for name in given:
        if name not in known:
            expected = ", ".join([*(key.name for key in keys), *also])
            raise _Wrong(_path(prefix, name), name, expected, is_known=False)
    return {key.name: _read_key(_path(prefix, key.name), given, key) for key in keys}


def _read_key(path: str, given: Mapping[str, object], key: Key) -> object:
    value = given.get(key.name, key.default)
    try:
        return key.read(value)
    except (ValueError, TypeError):
        found = "" if value is None else value
        raise _Wrong(path, found, key.expected) from None


def _read_list(name: str, tables: object, keys: tuple[Key, ...]) -> list[dict[str, object]]:
    """The tables of one list, each with a name of its own."""
    if not isinstance(tables, list):
        raise _Wrong(name, tables, f"[[{name}]]")
    listed: list[dict[str, object]] = []
    for index, table in enumerate(tables):
        read = _read_table(f"{name}.{index}", table, keys)
        if any(read["name"] == one["name"] for one in listed):
            raise _Wrong(f"{name}.{index}.name", read["name"], f"≠ [[{name}]] name")
        listed.append(read)
    return listed


def _read_rules(table: object) -> dict[str, RuleValue]:
    if not isinstance(table, dict):
        raise _Wrong("rules", table, "[rules]")
    read: dict[str, RuleValue] = {}
    for name, value in table.items():
        if name not in RULE_KEYS:
            raise _Wrong(f"rules.{name}", name, ", ".join(RULE_KEYS), is_known=False)
        if isinstance(value, list):
            read[name] = tuple(str(one) for one in value)
        elif isinstance(value, (str, int, Decimal)):
            read[name] = value
        else:
            raise _Wrong(f"rules.{name}", value, '37.3 | ">=" | "on"')
    return read


def _read_adoption(table: object) -> dict[str, datetime]:
    """A day is its first instant; whether it is early, or of no rule set, the rulebook knows."""
    if not isinstance(table, dict):
        raise _Wrong("adoption", table, "[adoption]")
    read: dict[str, datetime] = {}
    for name, value in table.items():
        if isinstance(value, datetime):
            read[name] = value if value.tzinfo else value.replace(tzinfo=CIVIL_TIME)
        elif isinstance(value, date):
            read[name] = datetime(value.year, value.month, value.day, tzinfo=CIVIL_TIME)
        else:
            raise _Wrong(f"adoption.{name}", value, "2020-03-05 | 2020-03-05T08:00:00")
    return read


def _path(prefix: str, name: str) -> str:
    return f"{prefix}.{name}" if prefix else name


def _read_file(path: Path, *, must_exist: bool) -> str:
    try:
        return path.read_text("utf-8-sig")
    except FileNotFoundError as missing:
        if must_exist:
            raise Unavailable("settings.missing", file=str(path)) from missing
        return ""
    except UnicodeDecodeError as broken:
        line = broken.object[: broken.start].count(b"\n") + 1
        raise Unavailable("settings.not_toml", file=str(path), line=line) from broken
    except OSError as denied:
        raise Unavailable("settings.unreadable", file=str(path), why=denied.strerror) from denied


def _from_variable(url: str) -> str:
    key = next(key for key in KEYS if key.name == "database_url")
    try:
        return str(key.read(url))
    except ValueError:
        raise Unavailable(
            "settings.bad_variable", name=DATABASE_VARIABLE, expected=key.expected
        ) from None


def line_of(text: str, key: str) -> int:
    """The line on which a dotted key of the file stands; its table's line, else the first."""
    *table, name = key.split(".")
    at, line_of_table, seen = "", 1, -1
    wanted = ".".join(table)
    for number, line in enumerate(text.splitlines(), start=1):
        header = re.fullmatch(r"\s*(\[{1,2})\s*([\w.-]+)\s*\]{1,2}\s*(#.*)?", line)
        if header:
            seen += header[1] == "[["
            at = f"{header[2]}.{seen}" if header[1] == "[[" else header[2]
            if at in (wanted, key):
                line_of_table = number
        elif at == wanted and re.match(rf"\s*[\"']?{re.escape(name)}[\"']?\s*[.=]", line):
            return number
    return line_of_table
