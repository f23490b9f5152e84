"""A thermometer end to end: simulated device, real terminal or TCP, pyserial, station, events."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from feverclinic.devices.events import (
    DeviceConfig,
    LinkState,
    Sample,
)
from feverclinic.devices.port import (
    open_port,
)
from feverclinic.devices.profiles import Profile
from feverclinic.devices.script import Actor
from feverclinic.devices.station import Station
from feverclinic.devices.twin import PtyLine, TcpLine, play
from tests.devices.journal import NOON, PATIENCE_S, Journal
from tests.devices.streams import (
    ASCII_LINE,
    CONTRACT_614V3,
    GY_614V3,
    GY_MCU90614,
    MANUAL_90614,
    line,
)


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
