"""What may stand in the settings: each key with its default and what it may be; the tables as records."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

# Keys of contract 0.3 that a hospital may set for good; their types are checked by the rulebook.
RULE_KEYS = (
    *("fever_threshold_c", "fever_comparator", "resp_only_route", "cbc_join"),
    *("antipyretic_free_hours", "elder_delta_c", "sari_unexplained", "imaging_max_age_days"),
    *("pass_hours", "max_escort", "max_escort_exception", "min_spacing_h", "min_overlap_min"),
    *("recheck_min", "clear_after_min", "replace_min_hours", "absence_hours", "am", "pm"),
    *("nat_window_hours", "daily_report_due", "red_pair_fever_headache"),
    "isolated_low_rate_uptriage",
)
RuleValue = str | int | bool | Decimal | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StationSettings:
    """The work place: `code` in records and visit numbers' scope, `number` 0–1023 within keys."""

    code: str
    number: int
    name: str


@dataclass(frozen=True, slots=True)
class PrinterSettings:
    """`name` empty is the system's default printer; `paper` is A5 or ROLL80 (80 mm roll)."""

    name: str
    paper: str


@dataclass(frozen=True, slots=True)
class DeviceSettings:
    """One thermometer: the colour of its label, its profile, its port; `site` empty is the profile's."""

    name: str
    colour: str
    profile: str
    port: str
    site: str
    serial: str
    calibration_due: date | None


@dataclass(frozen=True, slots=True)
class ScannerSettings:
    """A barcode scanner on a serial line; `encoding` is tried after UTF-8 (devices.md 6)."""

    name: str
    port: str
    baud: int
    encoding: str


@dataclass(frozen=True, slots=True)
class Key:
    """One key: `default` None is required; `expected` says in signs what may stand there."""

    name: str
    default: object
    expected: str
    read: Callable[[object], object]


def _choice(name: str, default: str | None, *choices: str) -> Key:
    def read(value: object) -> object:
        if value not in choices:
            raise ValueError
        return value

    return Key(name, default, " | ".join(f'"{choice}"' for choice in choices), read)


def _text(
    name: str, default: str | None, pattern: str = r"[^\x00-\x1f\x7f]{0,200}", shape: str = '"…"'
) -> Key:
    def read(value: object) -> object:
        if not isinstance(value, str) or not re.fullmatch(pattern, value):
            raise ValueError
        return value

    return Key(name, default, shape, read)


def _whole(name: str, default: int, least: int, most: int) -> Key:
    def read(value: object) -> object:
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise ValueError
        return value

    return Key(name, default, f"{least}–{most}", read)


def _read_switch(value: object) -> object:
    if not isinstance(value, bool):
        raise TypeError
    return value


def _read_day(value: object) -> object:
    # A TOML date-time is a date too, but it is no day.
    if value == "" or (isinstance(value, date) and type(value) is date):
        return value or None
    raise ValueError


SITES = ("AXILLARY", "ORAL", "RECTAL", "TYMPANIC", "FOREHEAD_NC", "WRIST_NC", "TEMPORAL", "CORE")
KEYS = (
    _choice("language", "zh_CN", "zh_CN", "en"),
    _choice("theme", "light", "light", "dark", "high-contrast"),
    Key("large_type", False, "true | false", _read_switch),  # noqa: FBT003 - a default, not a flag
    _text("facility_name", ""),
    _whole("facility_id", 1, 1, 32767),
    _text("county", "370303", r"\d{6}", '"370303"'),
    _text("database_url", "", r"|(sqlite|postgresql)(\+psycopg)?://.*", '"" | "postgresql://…"'),
    _text("data_dir", ""),
    _whole("armed_seconds", 60, 5, 600),
    _whole("thermometer_minutes", 5, 1, 30),
    _whole("lock_minutes", 10, 0, 240),
    _whole("pin_hours", 14, 1, 24),
    Key("sound", True, "true | false", _read_switch),  # noqa: FBT003 - as above
    _choice("patient_screen", "auto", "auto", "off"),
    Key("wedge", True, "true | false", _read_switch),  # noqa: FBT003 - as above
    _whole("wedge_gap_ms", 50, 10, 200),
)
STATION_KEYS = (
    _text("code", "GATE", r"[A-Z0-9_-]{1,16}", "A-Z 0-9 - _ (1–16)"),
    _whole("number", 1, 0, 1023),
    _text("name", "预检分诊 1 号点", r"[^\x00-\x1f\x7f]{1,60}", '"…" (1–60)'),
)
PRINTER_KEYS = (_text("name", ""), _choice("paper", "A5", "A5", "ROLL80"))
DEVICE_KEYS = (
    _text("name", None, r"[^\x00-\x1f\x7f]{1,40}", '"…" (1–40)'),
    _choice("colour", None, "BLUE", "GREEN", "YELLOW"),
    _text("profile", None, r"[a-z0-9-]{1,60}", '"gy-614v3"'),
    _text("port", None, r"[^\x00-\x1f\x7f]{1,200}", '"/dev/ttyUSB0" | "COM3" | "socket://…"'),
    _choice("site", "", "", *SITES),
    _text("serial", "", r"[^\x00-\x1f\x7f]{0,60}"),
    Key("calibration_due", "", "2020-12-31", _read_day),
)
SCANNER_KEYS = (
    _text("name", None, r"[^\x00-\x1f\x7f]{1,40}", '"…" (1–40)'),
    _text("port", None, r"[^\x00-\x1f\x7f]{1,200}", '"/dev/ttyACM0" | "COM4" | "socket://…"'),
    _whole("baud", 9600, 1200, 921600),
    _choice("encoding", "gbk", "gbk", "utf-8"),
)
TABLES = {
    "station": STATION_KEYS,
    "printer": PRINTER_KEYS,
    "device": DEVICE_KEYS,
    "scanner": SCANNER_KEYS,
    "rules": (),
    "adoption": (),
}
