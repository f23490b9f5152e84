"""Ports on real descriptors: what comes in, and one of five reasons when nothing can."""

import errno
import os
import threading
import tty
from collections.abc import Iterator
from pathlib import Path

import pytest
import serial

from feverclinic.devices.port import (
    DescriptorPort,
    FailureReason,
    MemoryPort,
    Port,
    PortFailure,
    TimedPort,
    open_port,
    reason_of,
)


class Terminal:
    """A pseudo terminal: `master` is the device's end."""

    def __init__(self) -> None:
        self.master, self.slave = os.openpty()
        tty.setraw(self.slave)
        self.name = os.ttyname(self.slave)

        self._is_plugged = True

    def unplug(self) -> None:
        if self._is_plugged:
            self._is_plugged = False
            os.close(self.master)
            os.close(self.slave)


@pytest.fixture
def terminal() -> Iterator[Terminal]:
    one = Terminal()
    yield one
    one.unplug()


def failure(url: str, line_format: str = "8N1") -> FailureReason:
    with pytest.raises(PortFailure) as failed:
        open_port(url, line_format=line_format)
    assert failed.value.code == f"device.{failed.value.reason}"
    assert failed.value.facts["port"] == url
    return failed.value.reason


def read_all(port: Port, size: int) -> bytes:
    data = b""
    while len(data) < size:
        data += port.read(10.0)
    return data


def test_bytes_of_the_device_are_read(terminal: Terminal) -> None:
    port = open_port(terminal.name)

    os.write(terminal.master, b"T=36.7C\r\n")

    assert read_all(port, 9) == b"T=36.7C\r\n"
    port.close()


def test_bytes_of_ours_reach_the_device(terminal: Terminal) -> None:
    port = open_port(terminal.name)

    port.write(b"\xa5\x45\xea")

    assert os.read(terminal.master, 10) == b"\xa5\x45\xea"
    port.close()


def test_a_waiting_read_ends_when_it_is_woken(terminal: Terminal) -> None:
    port = open_port(terminal.name)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(port.read(None)))
    reader.start()

    port.wake()
    reader.join(10)

    assert read == [b""]
    port.close()


def test_a_port_that_was_closed_may_still_be_woken(terminal: Terminal) -> None:
    port = open_port(terminal.name)
    port.close()

    port.wake()


def test_an_unplugged_device_is_gone(terminal: Terminal) -> None:
    port = open_port(terminal.name)
    terminal.unplug()

    with pytest.raises(PortFailure) as lost:
        port.read(10.0)

    assert lost.value.reason is FailureReason.GONE
    port.close()


def test_writing_to_an_unplugged_device_is_gone(terminal: Terminal) -> None:
    port = open_port(terminal.name)
    terminal.unplug()

    with pytest.raises(PortFailure) as lost:
        port.write(b"\xa5\x45\xea")

    assert lost.value.reason is FailureReason.GONE
    port.close()


def test_a_port_has_one_owner(terminal: Terminal) -> None:
    port = open_port(terminal.name)

    assert failure(terminal.name) is FailureReason.BUSY

    port.close()
    open_port(terminal.name).close()


def test_a_port_that_is_not_there_is_missing() -> None:
    assert failure("/dev/ttyUSB99") is FailureReason.MISSING


def test_a_file_that_is_no_port_is_a_wrong_setting(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")

    assert failure(str(tmp_path / "file")) is FailureReason.SETTINGS


@pytest.mark.parametrize("url", ["", "socket://nowhere", "foo://x", "socket://127.0.0.1:99999"])
def test_an_address_that_is_none_is_a_wrong_setting(url: str) -> None:
    assert failure(url) is FailureReason.SETTINGS


def test_nobody_behind_a_network_port_is_missing() -> None:
    assert failure("socket://127.0.0.1:1") is FailureReason.MISSING


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (PermissionError(errno.EACCES, "denied"), FailureReason.DENIED),
        (serial.SerialException(errno.EACCES, "could not open port"), FailureReason.DENIED),
        (serial.SerialException(errno.EBUSY, "could not open port"), FailureReason.BUSY),
        (serial.SerialException(errno.ENXIO, "could not open port"), FailureReason.MISSING),
        (
            serial.SerialException("could not open port 'COM3': PermissionError(13, 'Access')"),
            FailureReason.BUSY,
        ),
        (
            serial.SerialException("could not open port 'COM9': FileNotFoundError(2, 'The')"),
            FailureReason.MISSING,
        ),
        (ValueError("Not a valid baudrate"), FailureReason.SETTINGS),
    ],
)
def test_each_way_to_fail_has_its_reason(error: Exception, reason: FailureReason) -> None:
    assert reason_of(error) is reason


def test_a_port_without_descriptor_is_read_as_well() -> None:
    port = open_port("loop://")

    port.write(b"T=36.7C\r\n")

    assert isinstance(port, TimedPort)
    assert read_all(port, 9) == b"T=36.7C\r\n"
    assert port.read(0.0) == b""
    port.wake()
    assert port.read(None) == b""
    port.close()


def test_a_pseudo_terminal_is_waited_for_by_its_descriptor(terminal: Terminal) -> None:
    port = open_port(terminal.name)

    assert isinstance(port, DescriptorPort)
    assert port.read(0.0) == b""
    port.close()


def test_a_recording_is_played_in_its_order_and_ends_as_gone(tmp_path: Path) -> None:
    recording = tmp_path / "gun.txt"
    recording.write_text("# gy-614v3\n0.0 < A403\n0.0 > A545EA\n0.01 < 0707\n", "utf-8")
    port = open_port(f"replay:{recording}")

    assert read_all(port, 4) == bytes.fromhex("A4030707")
    with pytest.raises(PortFailure) as ended:
        port.read(None)
    assert ended.value.reason is FailureReason.GONE


@pytest.mark.parametrize(
    ("text", "reason"),
    [("0.0 < XY\n", FailureReason.SETTINGS), ("zero < 00\n", FailureReason.SETTINGS)],
)
def test_a_damaged_recording_is_a_wrong_setting(
    tmp_path: Path, text: str, reason: FailureReason
) -> None:
    (tmp_path / "gun.txt").write_text(text)

    assert failure(f"replay:{tmp_path / 'gun.txt'}") is reason


def test_a_recording_that_is_not_there_is_missing() -> None:
    assert failure("replay:/nowhere/gun.txt") is FailureReason.MISSING


def test_a_port_in_memory_gives_what_was_put_and_then_is_lost() -> None:
    port = MemoryPort()
    port.put(b"a")
    port.lose()

    assert port.read(None) == b"a"
    with pytest.raises(PortFailure):
        port.read(None)
