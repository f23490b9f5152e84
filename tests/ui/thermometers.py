"""Two thermometers at a desk whose cables lead nowhere, and ears that write down what they tell."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

from feverclinic.devices.codecs import Value
from feverclinic.devices.events import LinkChanged, LinkState, Sample
from feverclinic.domain.boards import ArmedFor
from feverclinic.domain.people import AgeUnit, Sex
from feverclinic.domain.readings import Reading, Site
from feverclinic.domain.visits import DraftId
from feverclinic.errors import ClinicError
from tests.builders import NOON
from tests.stories.workplace import Clock, a_gun
from ui.bench import Bench
from ui.desk_devices import DeskDevices, Holder

ZHANG = Holder(DraftId(1), "张建国", Sex.MALE, 41, AgeUnit.YEAR, "0018")
LI = Holder(DraftId(2), "李四", Sex.FEMALE, None, AgeUnit.YEAR, "")


class Heard:
    """What the desk devices told, in the order of telling."""

    def __init__(self, devices: DeskDevices) -> None:
        self.taken: list[tuple[Reading, DraftId]] = []
        self.unclaimed: list[Reading] = []
        self.held: list[ClinicError] = []
        self.armed: list[tuple[ArmedFor, ...]] = []
        self.now: list[tuple[str, int | None, str]] = []
        devices.taken.connect(lambda reading, draft_id: self.taken.append((reading, draft_id)))
        devices.unclaimed.connect(self.unclaimed.append)
        devices.held.connect(self.held.append)
        devices.armed_changed.connect(self.armed.append)
        devices.armed.connect(
            lambda armed, before: self.now.append((armed.device, armed.draft_id, before))
        )


@contextmanager
def two_thermometers(clock: Clock) -> Generator[DeskDevices]:
    """A blue and a green thermometer whose cables lead nowhere; events come by hand."""
    bench = Bench()
    made = DeskDevices(bench, 60, clock.now, clock.monotonic)
    made.start(
        [
            a_gun("/dev/nowhere-blue", "ascii-line"),
            a_gun("/dev/nowhere-green", "ascii-line", name="绿枪", colour="GREEN"),
        ]
    )
    yield made
    made.stop()
    bench.close()
    made.deleteLater()


def link(devices: DeskDevices, state: LinkState, name: str = "蓝枪", reason: str = "") -> None:
    devices._on_event(LinkChanged(name, state, NOON, 0.0, reason))


def a_sample(clock: Clock, text: str = "37.8", /, **differs: object) -> Sample:
    """One line of the blue thermometer, heard now."""
    sample = Sample(
        device="蓝枪",
        profile="ascii-line",
        profile_version="1",
        device_serial="",
        calibration_due=date(2020, 12, 31),
        site=Site.AXILLARY,
        values=(Value("body", text, "C"), Value("ambient", "25.1", "C")),
        offered="body",
        raw=b"T=37.8C",
        first_byte_at=clock.seconds,
        last_byte_at=clock.seconds,
        received_at=clock.wall,
    )
    return replace(sample, **differs)  # pyright: ignore[reportArgumentType] - fields of Sample
