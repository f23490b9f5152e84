"""A reading belongs to whoever it was taken for, whatever form is open and whatever the cable does."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from feverclinic.devices.twin import PtyLine, TcpLine
from feverclinic.domain.boards import QueueEntry
from feverclinic.domain.intake import Draft
from tests.builders import a_reading
from tests.stories.workplace import WorkPlace, a_gun

FRAME = bytes.fromhex("A4 03 07 07 61 0D DE 09 42 0E 42 9C")  # body 36.50
LINE = bytes.fromhex("54 3D 33 36 2E 37 43 0D 0A")  # T=36.7C
FEVER_LINE = bytes.fromhex("54 3D 33 37 2E 38 43 0D 0A")  # T=37.8C


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[PtyLine]:
    line = PtyLine(tmp_path / "gun")
    yield line
    line.unplug()


@pytest.fixture
def server() -> Iterator[TcpLine]:
    line = TcpLine()
    yield line
    line.unplug()


def listen(qtbot: QtBot, place: WorkPlace, line: PtyLine | TcpLine, profile: str) -> None:
    place.devices.start([a_gun(line.where, profile)])
    qtbot.waitUntil(lambda: place.devices.has_live)


def link_of(place: WorkPlace) -> str:
    return place.devices.states[0].link


def drafts_of(qtbot: QtBot, place: WorkPlace) -> dict[str, Draft]:
    """The drafts on disk by name, when all that was asked for is done."""
    with qtbot.waitSignal(place.runner.rested):
        place.desk.refresh()
    with place.clinic.work() as store:
        return {draft.intake.text("name"): draft for draft in store.drafts.of_station("GATE")}


def entry_of(qtbot: QtBot, place: WorkPlace, name: str) -> QueueEntry:
    with qtbot.waitSignal(place.desk.queue_changed) as caught:
        place.desk.refresh()
    assert caught.args is not None
    return next(entry for entry in caught.args[0] if entry.name == name)


def test_a_reading_armed_for_one_patient_goes_there_while_another_is_open(
    qtbot: QtBot, live_place: WorkPlace, terminal: PtyLine
) -> None:
    place = live_place
    listen(qtbot, place, terminal, "gy-614v3")
    place.desk.set_field("name", "张建国")
    place.desk.arm()
    place.desk.new_form()
    place.desk.set_field("name", "李四")

    with qtbot.waitSignal(place.devices.taken):
        terminal.send(FRAME)

    drafts = drafts_of(qtbot, place)
    assert [one.raw_text for one in drafts["张建国"].intake.readings] == ["36.50"]
    assert place.desk.intake.text("name") == "李四"
    assert place.desk.intake.readings == ()

    with qtbot.waitSignal(place.desk.opened):
        place.desk.open_entry(entry_of(qtbot, place, "张建国"))
    assert [one.raw_text for one in place.desk.intake.readings] == ["36.50"]


def test_a_reading_that_comes_while_its_form_is_being_opened_is_in_it(
    qtbot: QtBot, place: WorkPlace
) -> None:
    place.desk.set_field("name", "张建国")
    place.desk.set_aside()
    entry = entry_of(qtbot, place, "张建国")
    assert entry.draft_id is not None

    place.desk.open_entry(entry)
    place.devices.taken.emit(a_reading("37.8"), entry.draft_id)
    qtbot.waitUntil(lambda: bool(place.desk.intake.readings))
    place.desk.set_field("phone", "13900005512")
    place.desk.keep()

    draft = drafts_of(qtbot, place)["张建国"]
    assert [one.raw_text for one in draft.intake.readings] == ["37.8"]


def test_a_reading_that_nobody_armed_waits_in_the_tray_and_is_given_by_hand(
    qtbot: QtBot, live_place: WorkPlace, terminal: PtyLine
) -> None:
    place = live_place
    listen(qtbot, place, terminal, "gy-614v3")
    with qtbot.waitSignal(
        place.desk.tray_changed, check_params_cb=lambda tray: len(tray) == 1
    ) as shown:
        terminal.send(FRAME)
    assert shown.args is not None
    (waiting,) = shown.args[0]
    assert waiting.reading.raw_text == "36.50"
    place.fill()

    with qtbot.waitSignal(place.desk.opened):
        place.desk.assign(waiting.reading.id)
    with qtbot.waitSignal(place.desk.slips_changed):
        place.desk.save_and_print()

    (visit,) = place.visits
    with place.clinic.work() as store:
        (reading,) = store.readings.of_visit(visit.id)
        tray = store.readings.unclaimed("GATE")
    assert (reading.id, reading.assigned_by_hand) == (waiting.reading.id, True)
    assert tray == ()


def test_a_thermometer_that_comes_back_behind_another_name_still_measures_for_the_same_person(
    qtbot: QtBot, live_place: WorkPlace, terminal: PtyLine
) -> None:
    place = live_place
    listen(qtbot, place, terminal, "ascii-line")
    place.desk.set_field("name", "张建国")
    place.desk.arm()
    before = terminal.name

    terminal.unplug()
    qtbot.waitUntil(lambda: link_of(place) == "WAITING")
    other = PtyLine()
    terminal.plug()
    qtbot.waitUntil(lambda: link_of(place) == "LISTENING")
    with qtbot.waitSignal(place.devices.taken):
        terminal.send(LINE + FEVER_LINE)

    assert terminal.name != before
    assert [one.raw_text for one in place.desk.intake.readings] == ["37.8"]
    other.unplug()


def test_a_thermometer_on_the_network_is_unplugged_and_heard_again(
    qtbot: QtBot, live_place: WorkPlace, server: TcpLine
) -> None:
    place = live_place
    listen(qtbot, place, server, "gy-614v3")
    assert server.wait_for_guest(10)
    place.desk.set_field("name", "张建国")

    server.unplug()
    qtbot.waitUntil(lambda: link_of(place) == "WAITING")
    with qtbot.waitSignal(place.desk.refused) as refused:
        place.desk.arm()
    server.plug()
    qtbot.waitUntil(lambda: link_of(place) == "LISTENING")
    assert server.wait_for_guest(10)
    place.desk.arm()
    with qtbot.waitSignal(place.devices.taken):
        server.send(FRAME)

    assert refused.args is not None
    assert refused.args[0].code == "device.none_ready"
    assert [one.raw_text for one in place.desk.intake.readings] == ["36.50"]
