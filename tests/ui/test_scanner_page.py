"""Scanners on the devices page: listed with their links, added, changed, removed, tried, explained."""

from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from feverclinic.domain.boards import DeviceState
from feverclinic.domain.scans import Scan, ScanKind
from feverclinic.errors import Unavailable
from feverclinic.wording import wording
from tests.builders import NOON
from ui.devices.desk import DevicesDesk
from ui.devices.presenter import DevicesDoor, DevicesPresenter
from ui.devices.scanner_presenter import (
    ConfiguredScanner,
    Failed,
    ScannersDoor,
    ScannersPresenter,
    Then,
)
from ui.theme import load_theme

SCANNER = ConfiguredScanner("预检台", "/dev/ttyACM0", 115200, "utf-8")


@dataclass
class Page:
    """The page, its thinking, and what reached the settings."""

    written: list[ConfiguredScanner] = field(default_factory=list[ConfiguredScanner])
    removed: list[str] = field(default_factory=list[str])
    trouble: str = ""

    def __post_init__(self) -> None:
        def save(scanner: ConfiguredScanner, then: Then, failed: Failed) -> None:
            if self.trouble:
                failed(Unavailable(self.trouble, file="settings.toml", why="disk full"))
                return
            self.written.append(scanner)
            then(scanner)

        def remove(name: str, then: Then, _failed: Failed) -> None:
            self.removed.append(name)
            then(name)

        def nothing(*_asked: object) -> None:
            """Ports and thermometers are not asked for here."""

        door = DevicesDoor(nothing, nothing, nothing)
        self.presenter = ScannersPresenter(ScannersDoor(save, remove), 50)
        self.devices = DevicesPresenter(door, (), lambda: NOON)
        self.desk = DevicesDesk(load_theme("light"), wording("zh_CN"), self.devices, self.presenter)

    @property
    def rows(self) -> list[str]:
        listed = self.desk.scanners.rows
        return [listed.item(at).text() for at in range(listed.count())]


@pytest.fixture
def page(qtbot: QtBot) -> Page:
    one = Page()
    qtbot.addWidget(one.desk)
    one.desk.show()
    return one


def test_the_keyboard_is_listed_also_where_no_scanner_is_configured(page: Page) -> None:
    assert page.rows == ["键盘口扫码枪\n自动识别，按键间隔不超过 50 毫秒"]


def test_a_scanner_is_listed_with_its_port_and_its_link(page: Page) -> None:
    page.presenter.show_scanners((SCANNER,))
    page.presenter.show_states((DeviceState("预检台", "", "WAITING"),))

    assert page.rows[0] == "预检台 · /dev/ttyACM0\n等待设备接回"


def test_a_new_scanner_is_written_with_its_speed_and_encoding(qtbot: QtBot, page: Page) -> None:
    qtbot.mouseClick(page.desk.scanners.add, Qt.MouseButton.LeftButton)
    form = page.desk.scanner_form
    form.name.setText(" 预检台 ")
    form.port.setEditText("/dev/ttyACM0")
    form.baud.setCurrentText("115200")
    form.encoding.setCurrentText("UTF-8")

    qtbot.mouseClick(form.save, Qt.MouseButton.LeftButton)

    assert page.written == [SCANNER]
    assert len(page.rows) == 2


def test_a_scanner_without_a_port_is_refused_in_words_and_what_was_typed_stays(
    qtbot: QtBot, page: Page
) -> None:
    qtbot.mouseClick(page.desk.scanners.add, Qt.MouseButton.LeftButton)
    form = page.desk.scanner_form
    form.name.setText("预检台")

    qtbot.mouseClick(form.save, Qt.MouseButton.LeftButton)

    assert form.refusal.text() == "▲ 「端口」不能空着"
    assert (form.name.text(), page.written) == ("预检台", [])


def test_settings_that_cannot_be_written_are_said_at_the_form(qtbot: QtBot, page: Page) -> None:
    page.trouble = "settings.not_saved"
    qtbot.mouseClick(page.desk.scanners.add, Qt.MouseButton.LeftButton)
    page.desk.scanner_form.name.setText("预检台")
    page.desk.scanner_form.port.setEditText("/dev/ttyACM0")

    qtbot.mouseClick(page.desk.scanner_form.save, Qt.MouseButton.LeftButton)

    assert page.desk.scanner_form.refusal.text().startswith("▲ ")
    assert "disk full" in page.desk.scanner_form.refusal.text()


def test_removing_asks_once_more_on_the_button_itself(qtbot: QtBot, page: Page) -> None:
    page.presenter.show_scanners((SCANNER,))
    page.desk.scanners.rows.itemActivated.emit(page.desk.scanners.rows.item(0))
    remove = page.desk.scanner_form.remove

    qtbot.mouseClick(remove, Qt.MouseButton.LeftButton)
    after_one = list(page.removed)
    qtbot.mouseClick(remove, Qt.MouseButton.LeftButton)

    assert (after_one, page.removed) == ([], ["预检台"])


def test_a_trial_says_kind_and_length_and_never_the_code(page: Page) -> None:
    page.presenter.show_trial(Scan(ScanKind.CITIZEN_ID, "370399199001011231", 18))

    assert page.desk.scanners.trial.text() == "试扫成功：身份证号，校验正确，18 个字符。"


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_every_kind_of_code_has_a_word_for_its_trial(language: str) -> None:
    words = wording(language)

    assert [kind for kind in ScanKind if not words.knows(f"scanners.kind.{kind}")] == []


def test_the_keyboard_s_row_leads_to_the_steps_of_the_serial_mode(page: Page) -> None:
    page.desk.scanners.rows.itemActivated.emit(page.desk.scanners.rows.item(0))

    assert page.desk.scanner_guide.isVisible()
