"""A thermometer end to end: simulated device, real terminal or TCP, pyserial, station, events."""

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from feverclinic.devices.events import (
    DeviceConfig,
    DeviceEvent,
    LinkChanged,
    LinkState,
    Notice,
    Sample,
)
from feverclinic.devices.port import (
    FailureReason,
    MemoryPort,
    Port,
    PortFacts,
    PortFailure,
    open_port,
)
from feverclinic.devices.profiles import Profile
from feverclinic.devices.script import Actor
from feverclinic.devices.station import Station, station_for
from feverclinic.devices.twin import PtyLine, TcpLine, play
from feverclinic.errors import Unavailable
from tests.devices.streams import (
    ASCII_LINE,
    CONTRACT_614V3,
    GY_614V3,
    GY_MCU90614,
    MANUAL_90614,
    PROFILES,
    line,
)

NOON = datetime(2020, 2, 25, 4, 0, tzinfo=UTC)
PATIENCE_S = 20.0
GUN = PortFacts("/dev/ttyUSB0", "CP2102", 0x10C4, 0xEA60, "0001", "1-1.2")
OTHER = PortFacts("/dev/ttyUSB0", "CP2102", 0x10C4, 0xEA60, "0002", "1-1.2")
MOVED = PortFacts("/dev/ttyUSB1", "CP2102", 0x10C4, 0xEA60, "0001", "1-1.4")


class Journal:
    """All events of a station, and a way to wait for the next one that matters."""

    def __init__(self) -> None:
        self.events: list[DeviceEvent] = []
        self.threads: set[str] = set()
        self._came = threading.Condition()

    def __call__(self, event: DeviceEvent) -> None:
        with self._came:
            self.events.append(event)
            self.threads.add(threading.current_thread().name)
            self._came.notify_all()

    def wait_for(self, is_there: Callable[["Journal"], object]) -> None:
        with self._came:
            assert self._came.wait_for(lambda: is_there(self), PATIENCE_S), self.events

    def wait_for_state(self, *states: LinkState) -> None:
        """Until these states came one after another, whatever came before or between."""
        self.wait_for(lambda journal: _in_order(journal.states, states))

    @property
    def states(self) -> list[LinkState]:
        return [event.state for event in self.events if isinstance(event, LinkChanged)]

    @property
    def reasons(self) -> list[str]:
        return [event.reason for event in self.events if isinstance(event, LinkChanged)]

    @property
    def bodies(self) -> list[str]:
        offered = [event.offered_value for event in self.events if isinstance(event, Sample)]
        return [value.text for value in offered if value is not None]

    @property
    def codes(self) -> list[str]:
        return [event.code for event in self.events if isinstance(event, Notice)]


def _in_order(came: list[LinkState], asked: tuple[LinkState, ...]) -> bool:
    left = iter(came)
    return all(state in left for state in asked)


class Desk:
    """Builds stations that share one journal and are stopped at the end of the test."""

    def __init__(self) -> None:
        self.journal = Journal()
        self._stations: list[Station] = []

    def started(self, port: str, profile: Profile = GY_614V3) -> Station:
        config = DeviceConfig("蓝枪", "BLUE", profile.id, port)
        station = Station(
            config, profile, self.journal, lambda: NOON, back_off_s=(0.01,), list_ports=tuple
        )
        self._stations.append(station)
        station.start()
        return station

    def stop(self) -> None:
        for station in self._stations:
            station.stop(PATIENCE_S)


@pytest.fixture
def desk() -> Iterator[Desk]:
    one = Desk()
    yield one
    one.stop()


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[PtyLine]:
    one = PtyLine(tmp_path / "gun")
    yield one
    one.unplug()


@pytest.mark.rule("TEMP-1")
def test_bytes_of_a_terminal_become_a_sample_on_the_stations_own_thread(
    desk: Desk, terminal: PtyLine
) -> None:
    desk.started(terminal.where)
    desk.journal.wait_for_state(LinkState.OPENING, LinkState.LISTENING)

    terminal.send(CONTRACT_614V3)
    desk.journal.wait_for_state(LinkState.LIVE)

    (sample,) = [event for event in desk.journal.events if isinstance(event, Sample)]
    assert (sample.raw, sample.received_at) == (CONTRACT_614V3, NOON)
    assert desk.journal.bodies == ["36.50"]
    assert desk.journal.threads == {"thermometer 蓝枪"}


def test_a_station_that_is_stopped_says_closed_and_lets_the_port_go(
    desk: Desk, terminal: PtyLine
) -> None:
    station = desk.started(terminal.where)
    desk.journal.wait_for_state(LinkState.LISTENING)

    station.stop(PATIENCE_S)

    assert desk.journal.states[-1] is LinkState.CLOSED
    open_port(terminal.where).close()


def test_a_device_plugged_in_again_behind_another_name_goes_on(
    desk: Desk, terminal: PtyLine
) -> None:
    desk.started(terminal.where)
    desk.journal.wait_for_state(LinkState.LISTENING)
    terminal.send(CONTRACT_614V3)
    desk.journal.wait_for_state(LinkState.LIVE)

    terminal.unplug()
    desk.journal.wait_for_state(LinkState.LOST, LinkState.WAITING)
    terminal.plug()
    desk.journal.wait_for_state(LinkState.WAITING, LinkState.OPENING, LinkState.LISTENING)
    terminal.send(CONTRACT_614V3)

    desk.journal.wait_for_state(LinkState.LOST, LinkState.LISTENING, LinkState.LIVE)
    desk.journal.wait_for(lambda journal: journal.bodies == ["36.50", "36.50"])
    assert "gone" in desk.journal.reasons


def test_a_device_that_is_not_plugged_in_yet_is_waited_for(desk: Desk, tmp_path: Path) -> None:
    desk.started(str(tmp_path / "gun"))
    desk.journal.wait_for_state(LinkState.WAITING)

    terminal = PtyLine(tmp_path / "gun")
    desk.journal.wait_for_state(LinkState.WAITING, LinkState.LISTENING)

    assert "missing" in desk.journal.reasons
    terminal.unplug()


def test_a_port_that_another_program_uses_blocks_until_it_is_free(
    desk: Desk, terminal: PtyLine
) -> None:
    other = open_port(terminal.where)

    desk.started(terminal.where)
    desk.journal.wait_for_state(LinkState.BLOCKED)
    other.close()
    desk.journal.wait_for_state(LinkState.BLOCKED, LinkState.LISTENING)

    assert desk.journal.reasons[:2] == ["", "busy"]


def test_a_wrong_port_setting_blocks_until_the_user_tries_again(desk: Desk, tmp_path: Path) -> None:
    wrong = tmp_path / "gun"
    wrong.write_text("no port")
    station = desk.started(str(wrong))
    desk.journal.wait_for_state(LinkState.BLOCKED)

    wrong.unlink()
    terminal = PtyLine(wrong)
    station.retry()

    desk.journal.wait_for_state(LinkState.BLOCKED, LinkState.LISTENING)
    terminal.unplug()


def test_a_thermometer_on_tcp_is_heard_unplugged_and_heard_again(desk: Desk) -> None:
    server = TcpLine()
    desk.started(server.where, GY_MCU90614)
    desk.journal.wait_for_state(LinkState.LISTENING)
    assert server.wait_for_guest(PATIENCE_S)
    server.send(MANUAL_90614)
    desk.journal.wait_for_state(LinkState.LIVE)

    server.unplug()
    desk.journal.wait_for_state(LinkState.LOST, LinkState.WAITING)
    server.plug()
    desk.journal.wait_for_state(LinkState.WAITING, LinkState.LISTENING)

    samples = [event for event in desk.journal.events if isinstance(event, Sample)]
    assert [sample.raw for sample in samples] == [MANUAL_90614]
    assert desk.journal.bodies == []
    server.unplug()


def test_a_megabyte_of_noise_is_survived_and_the_next_reading_told(
    desk: Desk, terminal: PtyLine
) -> None:
    station = desk.started(terminal.where)
    desk.journal.wait_for_state(LinkState.LISTENING)

    play(terminal, Actor(GY_614V3).acts("flood 1000000; send 00000000000000"), lambda _: False)
    terminal.send(CONTRACT_614V3)

    desk.journal.wait_for(lambda journal: journal.bodies[-1:] == ["36.50"])
    assert station.counts.bytes_heard == 1_000_019
    assert len(desk.journal.events) < 50


def test_a_rush_of_frames_is_read_whole_and_told_in_few_words(
    desk: Desk, terminal: PtyLine
) -> None:
    station = desk.started(terminal.where)
    desk.journal.wait_for_state(LinkState.LISTENING)

    play(terminal, Actor(GY_614V3).acts("5000 good"), lambda _: False)
    desk.journal.wait_for(lambda _: station.counts.readings == 5000)

    assert station.counts.rejected == 0
    assert len(desk.journal.bodies) < 500


def test_words_of_a_line_thermometer_are_notices(desk: Desk, terminal: PtyLine) -> None:
    desk.started(terminal.where, ASCII_LINE)
    desk.journal.wait_for_state(LinkState.LISTENING)

    terminal.send(line("LO") + line("HI") + line("Err"))

    desk.journal.wait_for(lambda journal: journal.codes == ["LOW", "HIGH", "ERROR"])


def test_a_carriage_return_alone_ends_a_line_soon(desk: Desk, terminal: PtyLine) -> None:
    desk.started(terminal.where, ASCII_LINE)
    desk.journal.wait_for_state(LinkState.LISTENING)

    terminal.send(line("T=36.7C", "\r"))

    desk.journal.wait_for(lambda journal: journal.bodies == ["36.7"])


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
