"""Signing in and the first run: wrong answers in words, nothing typed kept for the next person."""

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from feverclinic.domain.people import Staff, StaffId
from feverclinic.errors import ClinicError, Refused
from feverclinic.wording import wording
from ui.sign_in.first_run import FirstRunPage
from ui.sign_in.page import SignInPage
from ui.sign_in.presenter import FirstRun, SignInDoor, SignInPresenter, check_first_run
from ui.theme import apply_theme, load_theme
from ui.widgets.look_switch import LookSwitch

NURSE = Staff(StaffId(2), "n0102", "张护士")
GOOD = FirstRun(
    "某市中心医院", "预检分诊 1 号点", "周立", "admin", "correct horse", "correct horse"
)


@dataclass
class Hospital:
    """The other side of the door: it keeps what was asked and answers when it is told to."""

    asked: list[object] = field(default_factory=list[object])
    then: Callable[[object], object] | None = None
    failed: Callable[[ClinicError], object] | None = None

    def door(self) -> SignInDoor:
        return SignInDoor(
            lambda login, password, then, failed: self._take((login, password), then, failed),
            self._take,
        )

    def _take(
        self,
        asked: object,
        then: Callable[[object], object],
        failed: Callable[[ClinicError], object],
    ) -> None:
        self.asked.append(asked)
        self.then, self.failed = then, failed

    def lets_in(self) -> None:
        assert self.then is not None
        self.then(NURSE)

    def refuses(self, code: str) -> None:
        assert self.failed is not None
        self.failed(Refused(code))


@pytest.fixture
def hospital() -> Hospital:
    return Hospital()


@pytest.fixture
def page(qtbot: QtBot, qapp: QApplication, hospital: Hospital) -> SignInPage:
    apply_theme(qapp, load_theme("light"))
    presenter = SignInPresenter(hospital.door())
    made = SignInPage(load_theme("light"), wording("zh_CN"), presenter, "预检分诊 1 号点")
    presenter.setParent(made)
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def first(qtbot: QtBot, qapp: QApplication, hospital: Hospital) -> FirstRunPage:
    apply_theme(qapp, load_theme("light"))
    presenter = SignInPresenter(hospital.door())
    made = FirstRunPage(load_theme("light"), wording("zh_CN"), presenter, "预检分诊 1 号点")
    presenter.setParent(made)
    qtbot.addWidget(made)
    made.show()
    return made


def _type(qtbot: QtBot, page: SignInPage, login: str, password: str) -> None:
    qtbot.keyClicks(page.login.edit, login)
    qtbot.keyClick(page.login.edit, Qt.Key.Key_Return)
    qtbot.keyClicks(page.password.edit, password)
    qtbot.keyClick(page.password.edit, Qt.Key.Key_Return)


def test_enter_goes_from_login_to_password_to_the_desk(
    qtbot: QtBot, page: SignInPage, hospital: Hospital
) -> None:
    _type(qtbot, page, "n0102", "secret 12")

    assert hospital.asked == [("n0102", "secret 12")]


def test_the_password_is_never_shown(page: SignInPage) -> None:
    assert page.password.edit.echoMode() is QLineEdit.EchoMode.Password


def test_while_an_answer_is_awaited_a_second_try_is_not_begun(
    qtbot: QtBot, page: SignInPage, hospital: Hospital
) -> None:
    _type(qtbot, page, "n0102", "secret 12")

    qtbot.keyClick(page.password.edit, Qt.Key.Key_Return)

    assert len(hospital.asked) == 1
    assert page.button.text() == "正在核对…"


def test_a_wrong_password_is_said_and_only_the_password_is_emptied(
    qtbot: QtBot, page: SignInPage, hospital: Hospital
) -> None:
    _type(qtbot, page, "n0102", "secret 12")

    hospital.refuses("nobody.wrote_this")

    assert "nobody.wrote_this" in page.refusal.text()
    assert page.login.text() == "n0102"
    assert page.password.text() == ""
    assert page.button.text() == "登录"


def test_who_has_signed_in_leaves_nothing_for_the_next(
    qtbot: QtBot, page: SignInPage, hospital: Hospital
) -> None:
    _type(qtbot, page, "n0102", "secret 12")

    hospital.lets_in()

    assert (page.login.text(), page.password.text()) == ("", "")


def test_an_empty_field_is_said_below_it(
    qtbot: QtBot, page: SignInPage, hospital: Hospital
) -> None:
    qtbot.mouseClick(page.button, Qt.MouseButton.LeftButton)

    assert hospital.asked == []
    assert page.login.below.text() == "▲ 此处不能空着"
    assert page.login.edit.accessibleDescription() == "此处不能空着"


def test_an_error_goes_when_its_field_is_typed_in(qtbot: QtBot, page: SignInPage) -> None:
    qtbot.mouseClick(page.button, Qt.MouseButton.LeftButton)

    qtbot.keyClicks(page.login.edit, "n")

    assert page.login.below.text() == "医院发给您的登录名，多为工号"


def test_caps_lock_is_said_and_taken_back(qtbot: QtBot, page: SignInPage) -> None:
    with_lock = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, "A")
    without = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, "a")

    QApplication.sendEvent(page.password.edit, with_lock)
    said = page.password.below.text()
    QApplication.sendEvent(page.password.edit, without)

    assert said == "▲ 大写锁定已打开"
    assert page.password.below.text() == "连续输错 5 次，账号锁定 15 分钟"


def test_language_and_theme_can_be_changed_before_signing_in(
    qtbot: QtBot, page: SignInPage
) -> None:
    switch = page.findChild(LookSwitch)
    assert switch is not None

    with qtbot.waitSignal(page.language_chosen) as language:
        switch.language_chosen.emit("en")
    with qtbot.waitSignal(page.theme_chosen) as theme:
        switch.theme_chosen.emit("dark")

    assert (language.args, theme.args) == (["en"], ["dark"])


def test_a_first_run_that_is_complete_has_nothing_wrong() -> None:
    assert check_first_run(GOOD) == {}


@pytest.mark.parametrize(
    ("asked", "wrong"),
    [
        (FirstRun("", "", "", "", "", ""), {"facility_name", "station_name", "name"}),
        (FirstRun("院", "点", "周立", "周", "12345678", "12345678"), {"login"}),
        (FirstRun("院", "点", "周立", "admin", "1234567", "1234567"), {"password"}),
        (FirstRun("院", "点", "周立", "admin", "12345678", "12345679"), {"password_again"}),
        (FirstRun("院", "  ", "周立", "admin", "12345678", "12345678"), {"station_name"}),
    ],
    ids=["all empty", "login of one Chinese letter", "seven characters", "differs", "blanks"],
)
def test_each_wrong_answer_is_found(asked: FirstRun, wrong: set[str]) -> None:
    assert wrong <= set(check_first_run(asked))


def test_a_password_of_eight_characters_is_long_enough() -> None:
    assert check_first_run(FirstRun("院", "点", "周立", "admin", "12345678", "12345678")) == {}


def test_the_first_run_page_makes_the_administrator(
    qtbot: QtBot, first: FirstRunPage, hospital: Hospital
) -> None:
    typed = {
        "facility_name": "某市中心医院",
        "name": "周立",
        "login": "admin",
        "password": "correct horse",
        "password_again": "correct horse",
    }
    for name, text in typed.items():
        first.fields[name].edit.setText(text)

    qtbot.keyClick(first.fields["password_again"].edit, Qt.Key.Key_Return)

    assert hospital.asked == [GOOD]


def test_what_is_wrong_in_the_first_run_is_said_at_its_field_and_nothing_is_lost(
    qtbot: QtBot, first: FirstRunPage, hospital: Hospital
) -> None:
    first.fields["name"].edit.setText("周立")
    first.fields["password"].edit.setText("short")

    qtbot.mouseClick(first.button, Qt.MouseButton.LeftButton)

    assert hospital.asked == []
    assert first.fields["password"].below.text() == "▲ 密码至少 8 位，请再加长"
    assert first.fields["name"].text() == "周立"
    assert first.fields["password"].text() == "short"


def test_each_field_of_the_first_run_says_what_it_is_for(first: FirstRunPage) -> None:
    assert all(field.below.text() for field in first.fields.values())


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_the_first_run_fits_the_smallest_screen(
    qtbot: QtBot, qapp: QApplication, hospital: Hospital, language: str
) -> None:
    apply_theme(qapp, load_theme("light"))
    presenter = SignInPresenter(hospital.door())
    made = FirstRunPage(load_theme("light"), wording(language), presenter)
    presenter.setParent(made)
    qtbot.addWidget(made)

    assert made.minimumSizeHint().width() <= 1024
    assert made.minimumSizeHint().height() <= 696
