"""A station one step at a time: a port in memory and a clock that is set by hand."""

import pytest

from feverclinic.devices.events import DeviceConfig, LinkChanged, LinkState
from feverclinic.devices.port import FailureReason, MemoryPort, Port, PortFacts, PortFailure
from feverclinic.devices.profiles import Profile
from feverclinic.devices.station import Station, station_for
from feverclinic.errors import Unavailable
from tests.devices.journal import NOON, Journal
from tests.devices.streams import CONTRACT_614V3, GY_614V3, PROFILES

GUN = PortFacts("/dev/ttyUSB0", "CP2102", 0x10C4, 0xEA60, "0001", "1-1.2")
OTHER = PortFacts("/dev/ttyUSB0", "CP2102", 0x10C4, 0xEA60, "0002", "1-1.2")
MOVED = PortFacts("/dev/ttyUSB1", "CP2102", 0x10C4, 0xEA60, "0001", "1-1.4")


class Clock:
    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


class Bench:
    """A station without a thread, a port in memory, a clock set by hand."""

    def __init__(self, port: str = "/dev/ttyUSB0", profile: Profile = GY_614V3) -> None:
        self.clock = Clock()
        self.journal = Journal()
        self.ports: list[MemoryPort] = []
        self.opened: list[tuple[str, int]] = []
        self.listed: tuple[PortFacts, ...] = ()
        self.failure: FailureReason | None = None
        config = DeviceConfig("蓝枪", "BLUE", profile.id, port)
        self.station = Station(
            config,
            profile,
            self.journal,
            lambda: NOON,
            clock=self.clock,
            open_port=self._open,
            list_ports=lambda: self.listed,
        )

    def _open(self, url: str, *, baud: int, line_format: str) -> Port:
        assert line_format == "8N1"
        self.opened.append((url, baud))
        if self.failure is not None:
            raise PortFailure(self.failure, url)
        self.ports.append(MemoryPort(url))
        return self.ports[-1]

    def at(self, seconds: float, data: bytes = b"") -> None:
        """Let this second come, with bytes on the line, and one step of the station."""
        self.clock.seconds = seconds
        if data:
            self.ports[-1].put(data)
        self.station.poll_once()


def test_a_silent_thermometer_is_quiet_after_its_quiet_time() -> None:
    bench = Bench()
    bench.at(0.0)
    bench.at(1.0, CONTRACT_614V3)

    bench.at(3.99)
    before = bench.station.state
    bench.at(4.0)

    assert (before, bench.station.state) == (LinkState.LIVE, LinkState.QUIET)
    bench.at(5.0, CONTRACT_614V3)
    assert bench.journal.states == [
        LinkState.OPENING,
        LinkState.LISTENING,
        LinkState.LIVE,
        LinkState.QUIET,
        LinkState.LIVE,
    ]


def test_the_pauses_between_two_tries_grow_to_five_seconds() -> None:
    bench = Bench()
    bench.failure = FailureReason.MISSING

    tries = [0.0, 0.5, 1.5, 3.5, 7.5, 12.5, 17.5]
    counted: list[int] = []
    for moment in tries:
        bench.at(moment - 0.01)
        bench.at(moment)
        counted.append(len(bench.opened))

    assert counted == [1, 2, 3, 4, 5, 6, 7]
    assert bench.journal.states == [LinkState.OPENING, LinkState.WAITING]


def test_a_port_without_permission_waits_for_the_user() -> None:
    bench = Bench()
    bench.failure = FailureReason.DENIED
    bench.at(0.0)
    bench.at(60.0)

    assert bench.journal.states == [LinkState.OPENING, LinkState.BLOCKED]
    assert len(bench.opened) == 1

    bench.failure = None
    bench.station.retry()
    bench.at(61.0)
    assert bench.station.state is LinkState.LISTENING


def test_a_gun_moved_to_another_socket_is_opened_under_its_new_name() -> None:
    bench = Bench()
    bench.listed = (GUN,)
    bench.at(0.0)
    bench.ports[-1].lose()
    bench.at(1.0)

    bench.listed = (MOVED,)
    bench.at(2.0)

    assert [url for url, _ in bench.opened] == ["/dev/ttyUSB0", "/dev/ttyUSB1"]
    last = bench.journal.events[-1]
    assert isinstance(last, LinkChanged)
    assert last.port == "/dev/ttyUSB1"


def test_another_gun_in_the_old_place_is_told_and_not_opened_until_the_user_says_so() -> None:
    bench = Bench()
    bench.listed = (GUN,)
    bench.at(0.0)
    bench.ports[-1].lose()
    bench.at(1.0)

    bench.listed = (OTHER,)
    bench.at(2.0)
    bench.at(4.0)

    assert bench.journal.codes == ["OTHER_DEVICE_ON_PORT"]
    assert len(bench.opened) == 1
    bench.station.retry()
    bench.at(5.0)
    assert len(bench.opened) == 2


def test_a_speed_that_gives_no_frame_is_changed_by_listening_only() -> None:
    bench = Bench()
    bench.at(0.0)
    bench.at(1.0, b"\x00" * 16)
    bench.at(2.0, b"\x00" * 16)
    bench.at(7.0, b"\x00" * 16)
    bench.at(8.0, b"")

    assert bench.opened == [("/dev/ttyUSB0", 9600), ("/dev/ttyUSB0", 115200)]
    assert "NO_VALID_FRAME" in bench.journal.codes
    assert bytes(bench.ports[0].written) == b""


def test_a_speed_in_the_settings_is_kept() -> None:
    bench = Bench("/dev/ttyUSB0?baud=115200")
    bench.at(0.0)
    bench.at(1.0, b"\x00" * 16)
    bench.at(2.0, b"\x00" * 16)
    bench.at(9.0, b"\x00" * 16)
    bench.at(10.0)

    assert bench.opened == [("/dev/ttyUSB0", 115200)]


def test_a_speed_that_is_no_number_is_a_wrong_setting() -> None:
    bench = Bench("/dev/ttyUSB0?baud=fast")
    bench.at(0.0)

    assert bench.journal.reasons == ["", "settings"]


def test_a_thermometer_of_an_unknown_model_is_refused_with_the_known_ones() -> None:
    config = DeviceConfig("蓝枪", "BLUE", "gy-999", "/dev/ttyUSB0")

    with pytest.raises(Unavailable, match=r"device\.profile_unknown"):
        station_for(config, PROFILES, Journal(), lambda: NOON)
