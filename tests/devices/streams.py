"""Bytes of thermometers for the tests, as manuals and the contract print them, and how to feed them."""

from collections.abc import Iterable

from feverclinic.devices.hunter import Heard, HeardInvalid, HeardReading, HeardStatus, Hunter
from feverclinic.devices.profiles import Profile, load_profiles

PROFILES = load_profiles()
GY_MCU90614 = PROFILES["gy-mcu90614"]
GY_614V3 = PROFILES["gy-614v3"]
ASCII_LINE = PROFILES["ascii-line"]

MANUAL_90614 = bytes.fromhex("5A5A45040C780D19A7")
CONTRACT_90614 = bytes.fromhex("5A5A45040E6A09C442")
CONTRACT_614V3 = bytes.fromhex("A4030707610DDE09420E429C")
ANGLE_MODULE = bytes.fromhex("5A5A450601020304050614")
MOTION_MODULE = bytes.fromhex("A40308120000000000000000000000000000000000 00C1")


def heard(profile: Profile, *pieces: bytes) -> tuple[Heard, ...]:
    """Everything that a profile hears in pieces of a stream."""
    hunter = Hunter(profile.wire)
    told = [one for piece in pieces for one in hunter.feed(piece, 0.0)]
    return (*told, *hunter.finish())


def words(events: Iterable[Heard]) -> list[str]:
    """Events in a short form: `36.90 25.00`, `LOW`, `CHECK:5A5A`."""
    return [_word(one) for one in events]


def _word(one: Heard) -> str:
    match one:
        case HeardReading():
            return " ".join(value.text for value in one.values)
        case HeardStatus():
            return one.code
        case HeardInvalid():
            return f"{one.reason}:{one.raw.hex().upper()}"


def line(text: str, end: str = "\r\n", encoding: str = "utf-8") -> bytes:
    return (text + end).encode(encoding)


def bytewise(data: bytes) -> list[bytes]:
    return [data[place : place + 1] for place in range(len(data))]
