"""F1: the page of the desk, read, searched and left by the keyboard."""

from datetime import datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from feverclinic.domain.civil_time import CHINA
from feverclinic.services.guide import PAGES
from feverclinic.wording import wording
from ui.guide.reader import Reader
from ui.help_page import HelpPage
from ui.main_window import MainWindow
from ui.theme import apply_theme, load_theme

AT = datetime(2020, 2, 28, 14, 31, 7, tzinfo=CHINA)


class Form(QWidget):
    """A desk, or a page alone, with one field."""

    def __init__(self) -> None:
        super().__init__()
        self.field = QLineEdit(self)
        self.setFocusProxy(self.field)


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication) -> MainWindow:
    apply_theme(qapp, load_theme("light"))
    made = MainWindow(load_theme("light"), wording("zh_CN"), lambda: AT)
    qtbot.addWidget(made)
    for key in ("triage", "papers", "alarms", "devices", "settings"):
        made.add_desk(key, f"shell.desk_{key if key != 'alarms' else 'triage'}", "bell", Form())
    made.resize(1366, 768)
    made.show()
    qtbot.waitExposed(made)
    return made


def press(*keys: Qt.Key) -> None:
    for key in keys:
        held = QApplication.focusWidget()
        assert held is not None
        QTest.keyClick(held, key)


def listed(page: HelpPage) -> list[str]:
    items = [page.pages.item(place) for place in range(page.pages.count())]
    return [str(item.data(Qt.ItemDataRole.UserRole)) for item in items if not item.isHidden()]


@pytest.mark.parametrize(
    ("desk", "page"),
    [
        ("triage", "triage"),
        ("papers", "papers"),
        ("alarms", "alarms"),
        ("devices", "devices"),
        ("settings", "admin"),
    ],
)
def test_f1_opens_the_page_of_the_open_desk(window: MainWindow, desk: str, page: str) -> None:
    window.open_desk(desk)

    press(Qt.Key.Key_F1)

    assert window.help.open_name == page
    assert window.help.reader.isVisible()


def test_esc_gives_the_keyboard_back_to_the_field_where_it_was(window: MainWindow) -> None:
    held = QApplication.focusWidget()

    press(Qt.Key.Key_F1, Qt.Key.Key_Escape)

    assert isinstance(held, QLineEdit)
    assert QApplication.focusWidget() is held


def test_arrows_read_on_and_turn_the_pages(window: MainWindow) -> None:
    press(Qt.Key.Key_F1)
    bar = window.help.reader.verticalScrollBar()

    press(Qt.Key.Key_Down)
    scrolled = bar.value()
    press(Qt.Key.Key_PageDown)
    further = bar.value()
    press(Qt.Key.Key_Left)

    assert 0 < scrolled < further
    assert window.help.open_name == "first"


def test_behind_the_last_page_the_keys_come_and_the_arrows_go_on(window: MainWindow) -> None:
    window.open_desk("settings")
    press(Qt.Key.Key_F1, Qt.Key.Key_Right)
    keys = window.help.open_name

    press(Qt.Key.Key_Up)
    before = window.help.open_name
    press(Qt.Key.Key_Return)

    assert keys == "keys"
    assert before == PAGES[-1]
    assert isinstance(QApplication.focusWidget(), Reader)


def test_the_pages_stand_in_their_order_with_keys_and_notices_behind(window: MainWindow) -> None:
    press(Qt.Key.Key_F1)

    assert listed(window.help) == [*PAGES, "keys", "notices"]


def test_a_search_leaves_the_pages_with_the_word_and_marks_it(window: MainWindow) -> None:
    press(Qt.Key.Key_F1, Qt.Key.Key_F3)
    window.help.search.edit.setText("9001")
    window.help.search.searched.emit("9001")
    press(Qt.Key.Key_Return)

    assert listed(window.help) == ["offline"]
    assert window.help.open_name == "offline"
    assert window.help.reader.textCursor().selectedText() == "9001"
    assert isinstance(QApplication.focusWidget(), Reader)


def test_a_word_that_is_nowhere_leaves_no_page_and_esc_brings_them_back(window: MainWindow) -> None:
    press(Qt.Key.Key_F1, Qt.Key.Key_F3)
    window.help.search.edit.setText("没有这个词")
    window.help.search.searched.emit("没有这个词")
    nothing = listed(window.help)

    press(Qt.Key.Key_Escape)

    assert nothing == []
    assert len(listed(window.help)) == len(PAGES) + 2
    assert window.open_key == "help"


def test_a_locked_desk_has_the_guide_too_and_no_notices(window: MainWindow) -> None:
    locked = Form()
    window.show_page(locked)

    press(Qt.Key.Key_F1)
    page = window.findChild(HelpPage, "help", Qt.FindChildOption.FindChildrenRecursively)
    held = QApplication.focusWidget()
    assert isinstance(held, Reader)
    names = listed(next(one for one in window.findChildren(HelpPage) if one.isAncestorOf(held)))
    was_alone = window.has_page_alone
    press(Qt.Key.Key_F1)

    assert page is not None
    assert names == [*PAGES, "keys"]
    assert was_alone
    assert QApplication.focusWidget() is locked.field


def test_signing_in_meanwhile_is_not_undone_by_leaving_the_guide(window: MainWindow) -> None:
    window.show_page(Form())
    press(Qt.Key.Key_F1)
    (page,) = window.findChildren(HelpPage)

    window.show_shell()
    page.closed.emit()

    assert not window.has_page_alone
