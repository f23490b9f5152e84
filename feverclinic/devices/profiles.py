"""Device profiles: one TOML file a model, checked when it is read and proved by its own vectors."""

import re
import tomllib
from collections.abc import Iterable
from decimal import Decimal
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from feverclinic.devices.codecs import NUMBER_TYPES, Codec, FieldPlace, FixedCodec, named
from feverclinic.devices.hunter import Heard, HeardInvalid, HeardReading, HeardStatus, Hunter
from feverclinic.devices.lines import LineCodec, StatusWords
from feverclinic.domain.readings import Site
from feverclinic.errors import Unavailable


def _read_hex(text: object) -> object:
    return bytes.fromhex(text) if isinstance(text, str) else text


def _read_decimal(text: object) -> object:
    if not isinstance(text, str):
        raise ValueError("a number stands here as text, such as '0.01', to stay exact")  # noqa: TRY004 - pydantic turns only ValueError into a problem of the file
    return text


def _read_pattern(text: object) -> object:
    return re.compile(text, re.IGNORECASE) if isinstance(text, str) else text


Bytes = Annotated[bytes, BeforeValidator(_read_hex)]
Exact = Annotated[Decimal, BeforeValidator(_read_decimal)]
Pattern = Annotated[re.Pattern[str], BeforeValidator(_read_pattern)]
Range = tuple[Exact, Exact]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class DeviceTable(_Table):
    """What the model is. `talks`: by itself all the time, or once a measurement."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    title: str
    version: str
    kind: Literal["thermometer"]
    clinical: bool
    site: Site
    reference_site: str
    talks: Literal["continuously", "once"]
    sources: tuple[str, ...]


class LineTable(_Table):
    """The serial line; `format` is data bits, parity, stop bits (`8N1`)."""

    baud: Annotated[tuple[int, ...], Field(min_length=1)]
    format: Annotated[str, Field(pattern=r"^[78][NEO][12]$")]


class TimingTable(_Table):
    """Milliseconds between two bytes of a frame; seconds until silence and until a value is old."""

    interbyte_ms: Annotated[int, Field(gt=0)]
    quiet_s: Annotated[int, Field(gt=0)]
    max_age_s: Annotated[int, Field(gt=0)]


class FixedTable(_Table):
    """Shape `fixed`: header, type bytes, length in bytes, check byte last."""

    shape: Literal["fixed"]
    header: Bytes
    type: Bytes
    length: Annotated[int, Field(gt=1, le=64)]
    check: Literal["sum8", "none"]


class StatusTable(_Table):
    """Words instead of a number; `example` is what a simulated device says."""

    pattern: Pattern
    code: Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9_]*$")]
    example: str


class LinesTable(_Table):
    """Shape `line`: text lines; patterns with groups named as the fields and `…_unit`."""

    shape: Literal["line"]
    max_length: Annotated[int, Field(gt=0, le=512)]
    encodings: Annotated[tuple[Literal["ascii", "utf-8", "gbk"], ...], Field(min_length=1)]
    decimal_mark: Literal[".", ","]
    unit: Literal["required", "optional"]
    opening: Pattern
    patterns: Annotated[tuple[Pattern, ...], Field(min_length=1)]
    template: str
    statuses: tuple[StatusTable, ...] = ()

    @property
    def check(self) -> Literal["none"]:
        """A line of text has no check: the link is live only after two good frames."""
        return "none"


class FieldTable(_Table):
    """A number of the frame. `none`: numbers as sent that mean «no value»."""

    at: Annotated[int, Field(ge=0)] | None = None
    type: Literal["u8", "i8", "u16be", "i16be", "u16le", "i16le"] | None = None
    scale: Exact | None = None
    unit: Literal["C", "F", "K", ""] = ""
    none: tuple[Exact, ...] = ()


class LimitsTable(_Table):
    """When a reading is held: fields out of range or missing, one value longer than `frozen_s`."""

    require: tuple[str, ...] = ()
    ranges: dict[str, Range] = {}
    frozen_s: Annotated[int, Field(gt=0)] | None = None


class VectorTable(_Table):
    """Bytes from a manual or a capture and what they say; exactly one of the three."""

    bytes: Bytes
    source: str
    reading: dict[str, str] | None = None
    status: str = ""
    invalid: str = ""


class Profile(_Table):
    """A model of device as its file describes it."""

    device: DeviceTable
    line: LineTable
    timing: TimingTable
    codec: Annotated[FixedTable | LinesTable, Field(discriminator="shape")]
    fields: Annotated[dict[str, FieldTable], Field(min_length=1)]
    offer: str
    limits: LimitsTable
    vectors: Annotated[tuple[VectorTable, ...], Field(min_length=1)]

    @property
    def id(self) -> str:
        return self.device.id

    @property
    def version(self) -> str:
        return self.device.version

    @property
    def talks_continuously(self) -> bool:
        return self.device.talks == "continuously"

    @property
    def frames_until_live(self) -> int:
        """Good frames until the link counts as live: two where no check byte speaks for a frame."""
        return 2 if self.codec.check == "none" else 1

    @cached_property
    def wire(self) -> Codec:
        """The codec that this profile describes."""
        if isinstance(self.codec, FixedTable):
            return _fixed_codec(self.codec, self.fields)
        return _line_codec(self.codec, self.fields)

    @model_validator(mode="after")
    def _names_agree(self) -> Self:
        named_elsewhere = {*self.limits.require, *self.limits.ranges}
        if self.offer:
            named_elsewhere.add(self.offer)
        unknown = sorted(named_elsewhere - set(self.fields))
        if unknown:
            raise ValueError(f"{', '.join(unknown)}: no such field")
        if isinstance(self.codec, FixedTable):
            _check_places(self.codec, self.fields)
        return self

    def offered(self, names: Iterable[str]) -> str | None:
        """The field that may become a patient's temperature; a surface value never is (F-19)."""
        return self.offer if self.offer and self.offer in names else None


def _check_places(codec: FixedTable, fields: dict[str, FieldTable]) -> None:
    for name, field in fields.items():
        if field.at is None or field.type is None or field.scale is None:
            raise ValueError(f"field {name} needs at, type and scale")
        end = _place(name, field).end
        if end > codec.length - (codec.check != "none"):
            raise ValueError(f"field {name} ends behind the frame")


def _place(name: str, field: FieldTable) -> FieldPlace:
    assert field.at is not None
    assert field.type in NUMBER_TYPES
    assert field.scale is not None
    reserved = frozenset(int(number) for number in field.none)
    return FieldPlace(name, field.at, field.type, field.scale, field.unit, reserved)


def _fixed_codec(table: FixedTable, fields: dict[str, FieldTable]) -> FixedCodec:
    places = tuple(_place(name, field) for name, field in fields.items())
    return FixedCodec(table.header, table.type, table.length, places, table.check != "none")


def _line_codec(table: LinesTable, fields: dict[str, FieldTable]) -> LineCodec:
    return LineCodec(
        max_length=table.max_length,
        encodings=table.encodings,
        opening=table.opening,
        patterns=table.patterns,
        statuses=tuple(StatusWords(status.pattern, status.code) for status in table.statuses),
        decimal_mark=table.decimal_mark,
        needs_unit=table.unit == "required",
        reserved={name: frozenset(field.none) for name, field in fields.items()},
        template=table.template,
    )


def read_profile(text: str, file: str) -> Profile:
    """Check and prove one profile; anything wrong is Unavailable `device.profile_bad` with its line."""
    try:
        profile = Profile.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as wrong:
        line = re.search(r"line (\d+)", str(wrong))
        raise _bad(file, int(line[1]) if line else 1, "", str(wrong)) from wrong
    except ValidationError as wrong:
        # A misspelt key is missing as well: the one that stands there is the one to correct.
        problem = min(wrong.errors(), key=lambda error: error["type"] != "extra_forbidden")
        place = _place_in_file(problem["loc"])
        key = ".".join(str(part) for part in place)
        raise _bad(file, _line_of(text, place), key, problem["msg"]) from wrong
    except ValueError as wrong:
        raise _bad(file, 1, "", str(wrong)) from wrong
    _prove(profile, text, file)
    return profile


def _bad(file: str, line: int, key: str, problem: str) -> Unavailable:
    return Unavailable("device.profile_bad", file=file, line=line, key=key, problem=problem)


def _place_in_file(place: tuple[int | str, ...]) -> tuple[int | str, ...]:
    """Without the name of the shape, which the checker puts behind `codec` but no file holds."""
    return place[:1] + place[2:] if place[:1] == ("codec",) else place


def _line_of(text: str, place: tuple[int | str, ...]) -> int:
    """The line of a key: the last name of the path that stands as a key, inside its table."""
    names = [part for part in place if isinstance(part, str)]
    lines = text.splitlines()
    start = 0
    for depth, name in enumerate(names):
        heads = (rf"\s*\[\[?{re.escape('.'.join(names[: depth + 1]))}\]\]?", rf"\s*{name}\s*=")
        for number in range(start, len(lines)):
            if any(re.match(head, lines[number]) for head in heads):
                start = number
                break
    return start + 1


def _prove(profile: Profile, text: str, file: str) -> None:
    """Run the vectors of a profile through its codec."""
    for index, vector in enumerate(profile.vectors):
        hunter = Hunter(profile.wire)
        heard = (*hunter.feed(vector.bytes, 0.0), *hunter.finish())
        if len(heard) == 1 and _agrees(heard[0], vector):
            continue
        starts = [n for n, line in enumerate(text.splitlines(), 1) if line.strip() == "[[vectors]]"]
        line = starts[index] if index < len(starts) else 1
        raise _bad(
            file, line, "vectors", f"the bytes {vector.bytes.hex(' ').upper()} say otherwise"
        )


def _agrees(heard: Heard, vector: VectorTable) -> bool:
    match heard:
        case HeardReading():
            return vector.reading is not None and named(heard.values) == vector.reading
        case HeardStatus():
            return heard.code == vector.status
        case HeardInvalid():
            return heard.reason == vector.invalid


def load_profiles(folder: Path | None = None) -> dict[str, Profile]:
    """All profiles by id: those shipped, and those that a hospital put into its own folder.

    A file with an error is Unavailable `device.profile_bad` (facts file, line, key, problem); the
    same id in two files is Unavailable `device.profile_twice`.
    """
    shipped = files("resources").joinpath("devices").iterdir()
    texts = {entry.name: entry.read_text("utf-8") for entry in shipped}
    if folder is not None and folder.is_dir():
        texts |= {str(path): path.read_text("utf-8") for path in sorted(folder.glob("*.toml"))}
    profiles: dict[str, Profile] = {}
    for file, text in sorted(texts.items()):
        if not file.endswith(".toml"):
            continue
        profile = read_profile(text, file)
        if profile.id in profiles:
            raise Unavailable("device.profile_twice", profile=profile.id, file=file)
        profiles[profile.id] = profile
    return profiles


def find_profile(profiles: dict[str, Profile], profile_id: str) -> Profile:
    """The profile of an id; an unknown one is Unavailable `device.profile_unknown`."""
    try:
        return profiles[profile_id]
    except KeyError as unknown:
        known = ", ".join(sorted(profiles))
        raise Unavailable("device.profile_unknown", profile=profile_id, known=known) from unknown
