"""The devices page: what is configured, what it says, which ports are there."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from feverclinic.domain.boards import DeviceState
from feverclinic.domain.civil_time import CHINA
from feverclinic.errors import ClinicError, Unavailable
from feverclinic.wording import wording
from ui.devices.desk import DevicesDesk
from ui.devices.presenter import (
    ConfiguredDevice,
    DevicesDoor,
    DevicesPresenter,
    PortRow,
    ProfileRow,
    calibration,
)
from ui.devices.scanner_presenter import ScannersDoor, ScannersPresenter
from ui.theme import apply_theme, load_theme

AT = datetime(2020, 2, 28, 14, 32, tzinfo=CHINA)
TODAY = date(2020, 2, 28)
PROFILES = (ProfileRow("gy-614v3", "GY-614V3", "FOREHEAD_NC", (("Baud", "9600 8N1"),)),)
BLUE = ConfiguredDevice("蓝枪", "BLUE", "gy-614v3", "/dev/ttyUSB0", "", "S-1", date(2020, 12, 31))
PORTS = (PortRow("/dev/ttyUSB0", "USB Serial", "1A86:7523"), PortRow("/dev/ttyACM0"))


@dataclass
class Program:
    """The other side of the door."""

    saved: list[ConfiguredDevice] = field(default_factory=list[ConfiguredDevice])
    removed: list[str] = field(default_factory=list[str])
    searches: int = 0
    refusal: ClinicError | None = None

    def door(self) -> DevicesDoor:
        return DevicesDoor(self._find, self._save, self._remove)

    def _find(self, then: Callable[[object], object], _failed: object) -> None:
        self.searches += 1
        then(PORTS)

    def _save(
        self,
        device: ConfiguredDevice,
        then: Callable[[object], object],
        failed: Callable[[ClinicError], object],
    ) -> None:
        if self.refusal is not None:
            failed(self.refusal)
            return
        self.saved.append(device)
        then(device)

    def _remove(self, name: str, then: Callable[[object], object], _failed: object) -> None:
        self.removed.append(name)
        then(name)


def no_scanners() -> ScannersPresenter:
    """A page whose scanners nobody asks for."""
    return ScannersPresenter(ScannersDoor(lambda *_: None, lambda *_: None), 50)


@pytest.fixture
def program() -> Program:
    return Program()


@pytest.fixture
def presenter(qapp: QApplication, program: Program) -> DevicesPresenter:
    return DevicesPresenter(program.door(), PROFILES, lambda: AT)


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication, presenter: DevicesPresenter) -> DevicesDesk:
    apply_theme(qapp, load_theme("light"))
    made = DevicesDesk(load_theme("light"), wording("zh_CN"), presenter, no_scanners())
    qtbot.addWidget(made)
    made.resize(1302, 686)
    made.show()
    return made


def _row(desk: DevicesDesk, place: int) -> str:
    return desk.list.rows.item(place).text()


@pytest.mark.parametrize(
    ("due", "said"),
    [
        (None, ("none", 0)),
        (date(2020, 3, 30), ("good", 31)),
        (date(2020, 3, 29), ("soon", 30)),
        (date(2020, 2, 28), ("soon", 0)),
        (date(2020, 2, 27), ("over", 1)),
    ],
    ids=["not recorded", "31 days", "30 days", "today", "yesterday"],
)
def test_calibration_is_soon_for_thirty_days_and_over_after_its_day(
    due: date | None, said: tuple[str, int]
) -> None:
    assert calibration(ConfiguredDevice("蓝枪", calibration_due=due), TODAY) == said


def test_without_a_thermometer_the_page_says_what_to_do(desk: DevicesDesk) -> None:
    sentence = desk.findChild(QLabel, "emptySentence")

    assert sentence is not None
    assert "手工录入体温" in sentence.text()


def test_a_configured_thermometer_is_listed_with_its_label_in_words(
    desk: DevicesDesk, presenter: DevicesPresenter
) -> None:
    presenter.show_devices((BLUE,))

    assert _row(desk, 0) == "蓝枪 · 蓝\n未启动"


def test_a_value_is_shown_digit_for_digit_as_it_came(
    desk: DevicesDesk, presenter: DevicesPresenter
) -> None:
    presenter.show_devices((BLUE,))

    presenter.show_states((DeviceState("蓝枪", "BLUE", "no_such_link", last_value="36.70"),))

    assert _row(desk, 0) == "蓝枪 · 蓝\nno_such_link · 36.70"
    assert desk.sheet.value.text() == "36.70"


def test_a_state_that_comes_keeps_the_chosen_row(
    desk: DevicesDesk, presenter: DevicesPresenter
) -> None:
    presenter.show_devices((BLUE, ConfiguredDevice("绿枪", "GREEN", "gy-614v3", "COM3")))
    desk.list.choose("绿枪")

    presenter.show_states((DeviceState("蓝枪", "BLUE", "LOST"),))

    assert desk.list.chosen_name == "绿枪"


def test_an_overdue_calibration_is_said_in_words(
    desk: DevicesDesk, presenter: DevicesPresenter
) -> None:
    presenter.show_devices((ConfiguredDevice("蓝枪", calibration_due=date(2020, 2, 18)),))

    said = desk.sheet.findChild(QLabel, "device.calibration")
    assert said is not None
    assert said.text() == "✗ 已过期 10 天（2020-02-18）"


def test_f3_looks_for_ports(
    qtbot: QtBot, desk: DevicesDesk, program: Program, presenter: DevicesPresenter
) -> None:
    qtbot.keyClick(desk, Qt.Key.Key_F3)

    assert program.searches == 1
    assert desk.ports.table.rowCount() == 2


def test_adding_offers_the_ports_that_are_there(desk: DevicesDesk) -> None:
    desk.open_form()

    offered = [desk.form.port.itemText(place) for place in range(desk.form.port.count())]
    assert offered == ["/dev/ttyUSB0", "/dev/ttyACM0"]


def test_a_new_thermometer_is_saved_as_typed(
    qtbot: QtBot, desk: DevicesDesk, program: Program
) -> None:
    desk.open_form()
    desk.form.name.setText("蓝枪")
    desk.form.set_port("/dev/ttyUSB0")
    desk.form.serial.setText("S-1")
    desk.form.calibration_due.setText("2020-12-31")

    qtbot.mouseClick(desk.form.save, Qt.MouseButton.LeftButton)

    assert program.saved == [BLUE]
    assert desk.list.chosen_name == "蓝枪"


@pytest.mark.parametrize("typed", ["31.12.2020", "2020-02-30", "soon"])
def test_a_date_that_is_none_is_refused_in_words_and_stays(
    qtbot: QtBot, desk: DevicesDesk, program: Program, typed: str
) -> None:
    desk.open_form()
    desk.form.calibration_due.setText(typed)

    qtbot.mouseClick(desk.form.save, Qt.MouseButton.LeftButton)

    assert program.saved == []
    assert typed in desk.form.refusal.text()
    assert desk.form.calibration_due.text() == typed


def test_a_thermometer_without_a_name_is_refused_in_words(
    qtbot: QtBot, desk: DevicesDesk, program: Program
) -> None:
    desk.open_form()

    qtbot.mouseClick(desk.form.save, Qt.MouseButton.LeftButton)

    assert program.saved == []
    assert desk.form.refusal.text() == "▲ 「名称」不能空着"


def test_a_port_that_is_refused_keeps_what_was_typed(
    qtbot: QtBot, desk: DevicesDesk, program: Program
) -> None:
    program.refusal = Unavailable("nobody.wrote_this", port="/dev/ttyUSB9")
    desk.open_form()
    desk.form.name.setText("蓝枪")
    desk.form.set_port("/dev/ttyUSB9")

    qtbot.mouseClick(desk.form.save, Qt.MouseButton.LeftButton)

    assert "nobody.wrote_this" in desk.form.refusal.text()
    assert desk.form.port.currentText() == "/dev/ttyUSB9"


def test_removing_asks_once_more_on_its_button(
    qtbot: QtBot, desk: DevicesDesk, presenter: DevicesPresenter, program: Program
) -> None:
    presenter.show_devices((BLUE,))

    qtbot.mouseClick(desk.sheet.remove, Qt.MouseButton.LeftButton)
    after_one = list(program.removed)
    qtbot.mouseClick(desk.sheet.remove, Qt.MouseButton.LeftButton)

    assert after_one == []
    assert program.removed == ["蓝枪"]
    assert presenter.devices == ()


def test_esc_leaves_the_form(qtbot: QtBot, desk: DevicesDesk, presenter: DevicesPresenter) -> None:
    presenter.show_devices((BLUE,))
    desk.open_form()

    qtbot.keyClick(desk.form.name, Qt.Key.Key_Escape)

    assert desk.sheet.isVisible()


def test_what_comes_for_a_closed_page_is_dropped(
    qtbot: QtBot, qapp: QApplication, presenter: DevicesPresenter, program: Program
) -> None:
    closed = DevicesDesk(load_theme("light"), wording("zh_CN"), presenter, no_scanners())
    with qtbot.waitSignal(closed.destroyed):
        closed.deleteLater()

    presenter.show_devices((BLUE,))
    presenter.find_ports()

    assert presenter.devices == (BLUE,)
    assert program.searches == 1


def test_what_to_do_about_a_lost_thermometer_stands_in_words(
    desk: DevicesDesk, presenter: DevicesPresenter
) -> None:
    presenter.show_devices((BLUE,))

    presenter.show_states((DeviceState("蓝枪", "BLUE", "LOST", note="device.remedy.gone"),))

    told = [one.text() for one in desk.sheet.findChildren(QLabel)]
    assert "检查插头和电源；接回后自动恢复，不需要重启程序。" in told
