"""Where a device is plugged in now: by name, by USB number, or by USB place (Linux, Windows, macOS)."""

import os
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from feverclinic.devices.port import FailureReason, PortFacts, PortFailure, listed_ports

ListPorts = Callable[[], tuple[PortFacts, ...]]

_USB = re.compile(
    r"usb:(?P<vid>[0-9A-Fa-f]{4}):(?P<pid>[0-9A-Fa-f]{4})(?::(?P<serial>[^@]+))?(?:@(?P<place>.+))?"
)


class OtherDevice(PortFailure):
    """The known device is away, and another one is plugged in under its old name."""


@dataclass(frozen=True, slots=True)
class Identity:
    """What stays the same when the system gives a plug another name.

    Vendor and product name only the adapter: the same CH340 sits in thermometers, card readers and
    scanners. The serial number tells two apart; where there is none, the USB place does.
    """

    vid: int
    pid: int
    serial_number: str = ""
    location: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A port to open now, and who is there when the system can tell."""

    url: str
    identity: Identity | None = None


@dataclass(frozen=True, slots=True)
class PlugChange:
    """What came and went between two looks at the list of ports."""

    came: tuple[PortFacts, ...]
    went: tuple[PortFacts, ...]


def identity_of(facts: PortFacts) -> Identity | None:
    """Who sits at a listed port; None for a port that is not on USB."""
    if facts.vid is None or facts.pid is None:
        return None
    return Identity(facts.vid, facts.pid, facts.serial_number, facts.location)


def locate(url: str, known: Identity | None, list_ports: ListPorts = listed_ports) -> Place:
    """Where to open a configured port now; PortFailure `missing` or `settings` when nowhere.

    `known` is who was there when it was last open: behind a bare system name (`/dev/ttyUSB0`,
    `COM3`) another device is refused and the known one is looked for under its new name. A symlink
    is the administrator's word for the place and is followed as it stands.
    """
    if url.startswith("usb:"):
        return _by_number(url, list_ports())
    if "://" in url or url.startswith("replay:"):
        return Place(url)
    ports = list_ports() if known is not None or not Path(url).is_symlink() else ()
    here = _listed(url, ports)
    identity = identity_of(here) if here is not None else None
    if known is None or Path(url).is_symlink() or _is_same(known, identity):
        return Place(url, identity)
    again = _find(known, ports)
    if again is not None:
        return Place(again.device, identity_of(again))
    if identity is None and Path(url).exists():
        return Place(url)
    if identity is not None:
        raise OtherDevice(FailureReason.MISSING, url)
    raise PortFailure(FailureReason.MISSING, url)


def plug_change(before: Iterable[PortFacts], after: Iterable[PortFacts]) -> PlugChange:
    """Compare two looks at the list; a page that shows ports looks again each second or two."""
    old, new = tuple(before), tuple(after)
    came = tuple(port for port in new if port not in old)
    return PlugChange(came, tuple(port for port in old if port not in new))


def _listed(url: str, ports: tuple[PortFacts, ...]) -> PortFacts | None:
    real = os.path.realpath(url)
    return next((port for port in ports if port.device in (url, real)), None)


def _is_same(known: Identity, there: Identity | None) -> bool:
    """Same adapter and number; without a number a device may have moved to another socket."""
    if there is None:
        return False
    return (known.vid, known.pid, known.serial_number) == (
        there.vid,
        there.pid,
        there.serial_number,
    )


def _find(known: Identity, ports: tuple[PortFacts, ...]) -> PortFacts | None:
    same = [port for port in ports if _is_same(known, identity_of(port))]
    if known.serial_number:
        return same[0] if len(same) == 1 else None
    return next((port for port in same if port.location == known.location), None)


def _by_number(url: str, ports: tuple[PortFacts, ...]) -> Place:
    asked = _USB.fullmatch(url)
    if asked is None:
        raise PortFailure(FailureReason.SETTINGS, url, "usb:VID:PID, usb:VID:PID:SERIAL or @PLACE")
    found = [
        port
        for port in ports
        if (port.vid, port.pid) == (int(asked["vid"], 16), int(asked["pid"], 16))
        and asked["serial"] in (None, port.serial_number)
        and asked["place"] in (None, port.location)
    ]
    if not found:
        raise PortFailure(FailureReason.MISSING, url)
    if len(found) > 1:
        places = ", ".join(f"{port.device} @{port.location}" for port in found)
        raise PortFailure(FailureReason.SETTINGS, url, f"more than one: {places}")
    return Place(found[0].device, identity_of(found[0]))
