"""A thermometer speaks, the nurse presses F4 and F9, and the paper says why the patient goes where."""

import os
import tty
from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from feverclinic.domain.prescreening import Outcome
from feverclinic.domain.readings import Site, Source
from tests.stories.conftest import a_window
from tests.stories.workplace import WorkPlace, a_gun

# The frame of the register table and of contract 3, and the line of an ASCII thermometer.
PUBLISHED_FRAME = bytes.fromhex("A4 03 07 07 61 0D DE 09 42 0E 42 9C")
LINE = bytes.fromhex("54 3D 33 36 2E 37 43 0D 0A")  # T=36.7C: the first line only shows who talks
FEVER_LINE = bytes.fromhex("54 3D 33 37 2E 38 43 0D 0A")  # T=37.8C


@dataclass(frozen=True)
class Measured:
    """What a thermometer sends, and what the clinic makes of it."""

    profile: str
    before: bytes
    shown_before: str
    sent: bytes
    number: str
    site: Site
    outcome: Outcome
    on_paper: tuple[str, ...]


A_FEVER = Measured(
    "ascii-line",
    LINE,
    "36.7",
    FEVER_LINE,
    "37.8",
    Site.AXILLARY,
    Outcome.FEVER_CLINIC,
    ("张建国", "37.8", "发热诊室", "TEMP-2", "TRI-4"),
)
NO_FEVER = Measured(
    "gy-614v3",
    b"",
    "",
    PUBLISHED_FRAME,
    "36.50",
    Site.FOREHEAD_NC,
    Outcome.GENERAL_OPD,
    ("张建国", "36.50", "普通门诊", "TRI-8"),
)


@pytest.mark.rule("TEMP-1", "TEMP-2", "TEMP-3", "TRI-4", "TRI-8")
@pytest.mark.parametrize("measured", [A_FEVER, NO_FEVER], ids=["a fever", "no fever"])
def test_bytes_of_a_thermometer_become_a_route_on_paper(
    qtbot: QtBot, qapp: QApplication, live_place: WorkPlace, measured: Measured
) -> None:
    place = live_place
    master, slave = os.openpty()
    tty.setraw(slave)
    window = a_window(qtbot, qapp, place)
    place.devices.start([a_gun(os.ttyname(slave), measured.profile, site=measured.site)])
    qtbot.waitUntil(lambda: place.devices.has_live)
    os.write(master, measured.before)
    qtbot.waitUntil(lambda: place.devices.states[0].last_value == measured.shown_before)
    place.fill()

    with qtbot.waitSignal(place.desk.armed_changed) as armed:
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_F4)
    with qtbot.waitSignal(place.devices.taken):
        os.write(master, measured.sent)
    with qtbot.waitSignal(place.desk.slips_changed):
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_F9)

    assert armed.args is not None
    (holder,) = armed.args[0]
    assert (holder.name, holder.age, holder.id_tail) == ("张建国", 41, "0018")
    (visit,) = place.visits
    with place.clinic.work() as store:
        (reading,) = store.readings.of_visit(visit.id)
    assert (reading.raw_text, reading.site) == (measured.number, measured.site)
    assert reading.raw_bytes.rstrip(b"\r\n") == measured.sent.rstrip(b"\r\n")
    assert reading.source is Source.SERIAL
    assert (reading.device_name, reading.profile) == ("蓝枪", measured.profile)
    assert reading.operator == "张护士"
    assert visit.outcome is measured.outcome
    (paper,) = place.printer.papers
    assert [word for word in (*measured.on_paper, visit.visit_no) if word not in paper] == []
    place.devices.stop()
    os.close(master)
    os.close(slave)
