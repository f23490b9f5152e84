"""Where a device is plugged in: the same one under a new name, and never another under the old."""

from pathlib import Path

import pytest

from feverclinic.devices.finder import Identity, OtherDevice, Place, locate, plug_change
from feverclinic.devices.port import FailureReason, PortFacts, PortFailure

GUN = PortFacts("/dev/ttyUSB0", "CP2102", 0x10C4, 0xEA60, "0001", "1-1.2")
MOVED_GUN = PortFacts("/dev/ttyUSB1", "CP2102", 0x10C4, 0xEA60, "0001", "1-1.4")
OTHER_GUN = PortFacts("/dev/ttyUSB0", "CP2102", 0x10C4, 0xEA60, "0002", "1-1.2")
PLAIN = PortFacts("/dev/ttyUSB0", "CH340", 0x1A86, 0x7523, "", "1-1.2")
PLAIN_AS_1 = PortFacts("/dev/ttyUSB1", "CH340", 0x1A86, 0x7523, "", "1-1.2")
PLAIN_ELSEWHERE = PortFacts("/dev/ttyUSB1", "CH340", 0x1A86, 0x7523, "", "1-1.4")
GUN_ID = Identity(0x10C4, 0xEA60, "0001", "1-1.2")
PLAIN_ID = Identity(0x1A86, 0x7523, "", "1-1.2")


def place(url: str, known: Identity | None, *ports: PortFacts) -> str:
    return locate(url, known, lambda: ports).url


def refusal(url: str, known: Identity | None, *ports: PortFacts) -> PortFailure:
    with pytest.raises(PortFailure) as refused:
        locate(url, known, lambda: ports)
    return refused.value


def test_the_first_look_takes_the_name_and_learns_who_is_there() -> None:
    assert locate("/dev/ttyUSB0", None, lambda: (GUN,)) == Place("/dev/ttyUSB0", GUN_ID)


def test_a_device_with_a_number_is_found_under_another_name() -> None:
    assert place("/dev/ttyUSB0", GUN_ID, MOVED_GUN) == "/dev/ttyUSB1"


def test_a_device_without_a_number_is_found_by_its_socket() -> None:
    assert place("/dev/ttyUSB0", PLAIN_ID, PLAIN_AS_1) == "/dev/ttyUSB1"


def test_a_like_adapter_in_another_socket_is_not_taken_for_it() -> None:
    assert refusal("/dev/ttyUSB0", PLAIN_ID, PLAIN_ELSEWHERE).reason is FailureReason.MISSING


def test_another_device_under_the_old_name_is_refused() -> None:
    refused = refusal("/dev/ttyUSB0", GUN_ID, OTHER_GUN)

    assert isinstance(refused, OtherDevice)
    assert refused.reason is FailureReason.MISSING


def test_the_known_device_wins_over_another_one_under_its_old_name() -> None:
    assert place("/dev/ttyUSB0", GUN_ID, OTHER_GUN, MOVED_GUN) == "/dev/ttyUSB1"


def test_a_symbolic_link_is_followed_as_it_stands(tmp_path: Path) -> None:
    link = tmp_path / "thermometer"
    link.symlink_to("/dev/ttyUSB7")

    assert place(str(link), GUN_ID, OTHER_GUN) == str(link)


def test_a_network_address_is_its_own_place() -> None:
    assert place("socket://10.0.0.7:4001", GUN_ID) == "socket://10.0.0.7:4001"


def test_a_device_is_named_by_its_usb_number() -> None:
    assert place("usb:10C4:EA60:0001", None, PLAIN, MOVED_GUN) == "/dev/ttyUSB1"
    assert place("usb:1a86:7523@1-1.4", None, PLAIN, PLAIN_ELSEWHERE) == "/dev/ttyUSB1"


def test_a_usb_number_that_is_not_plugged_in_is_missing() -> None:
    assert refusal("usb:10C4:EA60:0009", None, GUN).reason is FailureReason.MISSING


def test_two_devices_of_one_usb_number_need_a_closer_word() -> None:
    refused = refusal("usb:1A86:7523", None, PLAIN, PLAIN_ELSEWHERE)

    assert refused.reason is FailureReason.SETTINGS
    assert "/dev/ttyUSB0 @1-1.2" in str(refused.facts["detail"])


def test_a_usb_number_that_is_none_is_a_wrong_setting() -> None:
    assert refusal("usb:CH340", None).reason is FailureReason.SETTINGS


def test_two_looks_tell_what_came_and_what_went() -> None:
    change = plug_change([GUN], [PLAIN_ELSEWHERE])

    assert (change.came, change.went) == ((PLAIN_ELSEWHERE,), (GUN,))
