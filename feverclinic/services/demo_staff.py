"""Who works in the demo, from resources/demo/staff.toml."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from feverclinic.domain.people import Staff, StaffId


@dataclass(frozen=True, slots=True)
class DemoStaff:
    """Names of the house; `people` without keys and duties; one password and one PIN for all."""

    facility: str
    station: str
    password: str
    pin: str
    people: tuple[Staff, ...]


@cache
def demo_staff() -> DemoStaff:
    """The staff; the first one is the nurse who sits there when the demo opens."""
    text = files("resources").joinpath("demo", "staff.toml").read_text("utf-8")
    told = tomllib.loads(text)
    people = tuple(
        Staff(StaffId(0), one["login"], one["name"], one["title"], one["role"])
        for one in told["staff"]
    )
    return DemoStaff(told["facility"], told["station"], told["password"], told["pin"], people)
