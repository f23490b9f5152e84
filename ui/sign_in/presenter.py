"""Who sits here: the first administrator of a bare computer, and signing in after that."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal

from feverclinic.errors import ClinicError

SHORTEST_PASSWORD = 8
LOGIN_SHAPE = re.compile(r"[A-Za-z0-9._-]{2,32}")

Then = Callable[[Any], object]
Failed = Callable[[ClinicError], object]


@dataclass(frozen=True, slots=True)
class FirstRun:
    """What the first-run page asks; the password is kept by nobody but its hash."""

    facility_name: str
    station_name: str
    name: str
    login: str
    password: str
    password_again: str


@dataclass(frozen=True, slots=True)
class SignInDoor:
    """What the program gives: both run on the records thread and come home to `then` or `failed`.

    `then` gets a Staff. `sign_in` raises by `failed` for a wrong password and for a lock.
    """

    sign_in: Callable[[str, str, Then, Failed], None]
    make_administrator: Callable[[FirstRun, Then, Failed], None]


def check_first_run(asked: FirstRun) -> dict[str, str]:
    """What is wrong by field name, as wording keys; none is an empty dict."""
    wrong = {
        name: "signin.wrong_empty"
        for name in ("facility_name", "station_name", "name", "login", "password")
        if not getattr(asked, name).strip()
    }
    if "login" not in wrong and not LOGIN_SHAPE.fullmatch(asked.login.strip()):
        wrong["login"] = "signin.wrong_login"
    if "password" not in wrong and len(asked.password) < SHORTEST_PASSWORD:
        wrong["password"] = "signin.wrong_password_short"  # noqa: S105 - a wording key
    if "password" not in wrong and asked.password != asked.password_again:
        wrong["password_again"] = "signin.wrong_password_differs"  # noqa: S105 - a wording key
    return wrong


class SignInPresenter(QObject):
    """Remembers nothing of what was typed."""

    signed_in = Signal(object)  # Staff
    wrong_fields = Signal(object)  # dict[field name, wording key]
    refused = Signal(object)  # ClinicError
    waiting_changed = Signal(bool)

    def __init__(self, door: SignInDoor, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._door = door
        self._is_waiting = False

    @property
    def is_waiting(self) -> bool:
        return self._is_waiting

    def sign_in(self, login: str, password: str) -> None:
        """Try once; while an attempt is under way another one is not begun."""
        wrong = {
            name: "signin.wrong_empty"
            for name, text in (("login", login.strip()), ("password", password))
            if not text
        }
        if wrong or self._is_waiting:
            self._say_wrong(wrong)
            return
        self._set_waiting(is_waiting=True)
        self._door.sign_in(login.strip(), password, self._on_in, self._on_refused)

    def make_administrator(self, asked: FirstRun) -> None:
        """Make the first administrator and sign in as that person."""
        wrong = check_first_run(asked)
        if wrong or self._is_waiting:
            self._say_wrong(wrong)
            return
        self._set_waiting(is_waiting=True)
        self._door.make_administrator(asked, self._on_in, self._on_refused)

    def _say_wrong(self, wrong: dict[str, str]) -> None:
        if wrong:
            self.wrong_fields.emit(wrong)

    def _on_in(self, staff: object) -> None:
        self._set_waiting(is_waiting=False)
        self.signed_in.emit(staff)

    def _on_refused(self, error: ClinicError) -> None:
        self._set_waiting(is_waiting=False)
        self.refused.emit(error)

    def _set_waiting(self, *, is_waiting: bool) -> None:
        self._is_waiting = is_waiting
        self.waiting_changed.emit(is_waiting)
