"""Scanners on a serial line: whole codes and nothing else, however bytes come and lines break."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feverclinic.devices.events import LinkState, Notice
from feverclinic.devices.link import Link
from feverclinic.devices.scanner import (
    Heard,
    Scanned,
    ScannerConfig,
    ScannerEar,
    ScannerEvent,
    scanner_link,
)
from feverclinic.devices.script import Actor, Send
from feverclinic.devices.twin import PtyLine
from feverclinic.errors import Unavailable
from tests.devices.journal import NOON, PATIENCE_S, Gathered
from tests.devices.streams import ASCII_LINE

CARD = "370399199001011231"
CONFIG = ScannerConfig("扫码枪", "/dev/ttyACM0")
GM65_DONE = bytes.fromhex("02000001003331")
GM72_YES, GM72_NO = bytes.fromhex("04D00000FF2C"), bytes.fromhex("05D1000006FF24")


def an_ear(encoding: str = "gbk") -> ScannerEar:
    return ScannerEar(ScannerConfig("扫码枪", "/dev/ttyACM0", 9600, encoding), lambda: NOON)


def texts(heard: tuple[Heard, ...]) -> list[str]:
    return [one.text if isinstance(one, Scanned) else one.code for one in heard]


@pytest.mark.parametrize("end", [b"\r", b"\n", b"\r\n", b"\t"], ids=["CR", "LF", "CRLF", "TAB"])
def test_a_code_ends_with_any_suffix_a_scanner_may_be_set_to(end: bytes) -> None:
    heard = an_ear().hear(CARD.encode() + end, 0.0)

    assert heard == (Scanned("扫码枪", CARD, NOON, 0.0),)


def test_a_code_without_a_suffix_ends_with_silence_and_not_before() -> None:
    ear = an_ear()

    first = ear.hear(CARD.encode(), 1.0)
    too_soon = ear.hear(b"", 1.07)
    later = ear.hear(b"", 1.08)

    assert (first, too_soon) == ((), ())
    assert texts(later) == [CARD]
    assert ear.wants_look_at is None


def test_bytes_that_were_fetched_late_still_belong_to_their_code() -> None:
    ear = an_ear()
    ear.hear(CARD[:7].encode(), 1.0)

    heard = ear.hear(CARD[7:].encode() + b"\r", 1.5)

    assert texts(heard) == [CARD]


def test_a_code_that_lies_under_the_scanner_is_one_scan() -> None:
    ear = an_ear()

    heard = [texts(ear.hear(CARD.encode() + b"\r", at)) for at in (0.0, 0.3, 1.7, 3.3)]

    assert heard == [[CARD], [], [], [CARD]]


def test_another_code_between_makes_the_first_one_new_again() -> None:
    ear = an_ear()

    heard = [texts(ear.hear(code + b"\r", at)) for code, at in ((b"AAAAAA", 0.0), (b"B", 0.2))]
    again = texts(ear.hear(b"AAAAAA\r", 0.4))

    assert (heard, again) == ([["AAAAAA"], ["B"]], ["AAAAAA"])


@pytest.mark.parametrize("answer", [GM65_DONE, GM72_YES, GM72_NO], ids=["GM65", "GM72", "GM72no"])
def test_an_answer_to_a_setting_is_no_code_and_spoils_none(answer: bytes) -> None:
    ear = an_ear()

    alone = ear.hear(answer, 0.0) + ear.hear(b"", 0.2)
    before_a_code = ear.hear(answer + answer + CARD.encode() + b"\r", 1.0)

    assert alone == ()
    assert texts(before_a_code) == [CARD]


def test_chinese_is_read_in_utf_8_and_in_the_scanners_own_encoding() -> None:
    name = "张三·买买提"

    assert texts(an_ear().hear(name.encode("utf-8") + b"\r", 0.0)) == [name]
    assert texts(an_ear("gbk").hear(name.encode("gbk") + b"\r", 0.0)) == [name]
    assert texts(an_ear("utf-8").hear(name.encode("gbk") + b"\r", 0.0)) == ["NOT_TEXT"]


def test_control_characters_are_refused_but_for_the_group_separator() -> None:
    ear = an_ear()

    assert texts(ear.hear(b"37039\x0019900101\r", 0.0)) == ["NOT_TEXT"]
    assert texts(ear.hear(b"37039\x7f19900101\r", 1.0)) == ["NOT_TEXT"]
    assert texts(ear.hear(b"\x1d010690\x1d17250101\r", 2.0)) == ["\x1d010690\x1d17250101"]


def test_a_flood_without_an_end_is_one_notice_and_the_next_code_is_read() -> None:
    ear = an_ear()

    flood = ear.hear(b"7" * 100_000 + b"\r", 0.0)
    after = ear.hear(CARD.encode() + b"\r", 1.0)

    assert texts(flood) == ["TOO_LONG"]
    assert texts(after) == [CARD]


def test_a_notice_does_not_hold_what_was_scanned() -> None:
    (notice,) = an_ear().hear(b"370399\x00199001011231\r", 0.0)

    assert notice == Notice("扫码枪", "NOT_TEXT", NOON, 0.0)


def test_half_a_code_before_the_plug_was_pulled_is_never_told() -> None:
    ear = an_ear()
    ear.hear(CARD[:9].encode(), 0.0)

    assert ear.close(0.5) == ()
    assert ear.hear(b"\r", 0.6) == ()


@given(
    st.lists(st.text("0123456789ABCXYZ-", min_size=1, max_size=30), max_size=6, unique=True),
    st.sampled_from([b"\r", b"\n", b"\r\n", b"\t"]),
    st.data(),
)
def test_the_same_codes_come_out_however_the_bytes_are_cut(
    codes: list[str], end: bytes, data: st.DataObject
) -> None:
    stream = b"".join(code.encode() + end for code in codes)
    cuts = sorted(data.draw(st.sets(st.integers(0, len(stream)), max_size=8)))
    ear = an_ear()

    pieces = [stream[a:b] for a, b in zip([0, *cuts], [*cuts, len(stream)], strict=True)]
    heard = [one for at, piece in enumerate(pieces) for one in ear.hear(piece, at * 0.05)]

    assert texts(tuple(heard)) == codes


@given(st.binary(max_size=300))
def test_no_bytes_at_all_can_break_the_ear(noise: bytes) -> None:
    ear = an_ear()

    ear.hear(noise, 0.0)
    ear.hear(b"", 1.0)
    heard = ear.hear(b"\r" + CARD.encode() + b"\r", 5.0)

    assert texts(heard)[-1:] == [CARD]


def test_a_script_scans_codes_as_a_scanner_sends_them() -> None:
    acts = Actor(ASCII_LINE).acts(f"scan {CARD}; silence 2; scan GATE-20200225-001")

    sent = b"".join(act.data for act in acts if isinstance(act, Send))

    assert texts(an_ear().hear(sent, 0.0)) == [CARD, "GATE-20200225-001"]


def test_a_script_that_scans_nothing_is_refused() -> None:
    with pytest.raises(Unavailable, match="script_bad"):
        Actor(ASCII_LINE).acts("scan")


# -- end to end, over a real terminal ------------------------------------------------------------


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[PtyLine]:
    one = PtyLine(tmp_path / "scanner")
    yield one
    one.unplug()


@pytest.fixture
def journal() -> Gathered[ScannerEvent]:
    return Gathered()


@pytest.fixture
def link(terminal: PtyLine, journal: Gathered[ScannerEvent]) -> Iterator[Link[Heard]]:
    config = ScannerConfig("扫码枪", terminal.where)
    one = scanner_link(config, journal, lambda: NOON, back_off_s=(0.01,))
    one.start()
    journal.wait_for_state(LinkState.LISTENING)
    yield one
    one.stop(PATIENCE_S)


def scanned(journal: Gathered[ScannerEvent]) -> list[str]:
    return [event.text for event in journal.events if isinstance(event, Scanned)]


@pytest.mark.usefixtures("link")
def test_a_code_of_a_real_terminal_is_told_with_and_without_a_suffix(
    terminal: PtyLine, journal: Gathered[ScannerEvent]
) -> None:
    terminal.send(CARD.encode() + b"\r\n")
    journal.wait_for(lambda one: len(scanned(one)) == 1)

    terminal.send(b"20200225-0007")
    journal.wait_for(lambda one: len(scanned(one)) == 2)

    assert scanned(journal) == [CARD, "20200225-0007"]
    assert journal.states[-1] is LinkState.LIVE


@pytest.mark.usefixtures("link")
def test_a_scanner_that_is_unplugged_in_the_middle_of_a_code_reads_on_when_it_is_back(
    terminal: PtyLine, journal: Gathered[ScannerEvent]
) -> None:
    terminal.send(b"37039919")
    terminal.unplug()
    journal.wait_for_state(LinkState.LOST, LinkState.WAITING)

    terminal.plug()
    journal.wait_for_state(LinkState.LOST, LinkState.LISTENING)
    terminal.send(CARD.encode() + b"\r")
    journal.wait_for(scanned)

    assert scanned(journal) == [CARD]


def test_a_port_that_is_not_there_waits_for_it(tmp_path: Path) -> None:
    journal: Gathered[ScannerEvent] = Gathered()
    config = ScannerConfig("扫码枪", str(tmp_path / "nothing"))
    one = scanner_link(config, journal, lambda: NOON, back_off_s=(0.01,))
    one.start()

    journal.wait_for_state(LinkState.WAITING)
    one.stop(PATIENCE_S)

    assert "missing" in journal.reasons
    assert one.state is LinkState.CLOSED
