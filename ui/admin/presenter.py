"""The administration page's thinking: staff, settings, the state of the records, the look."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from PySide6.QtCore import QObject, Signal

from feverclinic.domain.people import Duty, Staff
from feverclinic.errors import ClinicError, Refused

SHORTEST_PASSWORD = 8

Then = Callable[[Any], object]
Failed = Callable[[ClinicError], object]


@dataclass(frozen=True, slots=True)
class SettingRow:
    """One key as `feverclinic settings` prints it."""

    key: str
    value: str
    default: str
    meaning: str


@dataclass(frozen=True, slots=True)
class NewStaff:
    """Somebody to be added; the first password is changed by its owner."""

    name: str
    title: str
    login: str
    role: str
    password: str


class StaffAct(StrEnum):
    """What is done to a person; the words are `admin.act_<act>` and, when done, `admin.done_<act>`."""

    SET_ROLE = "SET_ROLE"
    RESET_PASSWORD = "RESET_PASSWORD"  # noqa: S105 - an act
    SET_BADGE = "SET_BADGE"
    RESET_PIN = "RESET_PIN"
    SET_ACTIVE = "SET_ACTIVE"


@dataclass(frozen=True, slots=True)
class Change:
    """One act on one person: `text` is the role, the password or the badge's code.

    `SET_ACTIVE` switches to the other state than the person is in.
    """

    act: StaffAct
    person: Staff
    text: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the records' state or of the program itself: a wording key and its value."""

    key: str
    value: str


@dataclass(frozen=True, slots=True)
class AdminFacts:
    """What does not change while the page is open; `roles` are codes with their words."""

    roles: tuple[tuple[str, str], ...]
    settings: tuple[SettingRow, ...]
    settings_file: str
    about: tuple[Fact, ...]
    language: str
    theme: str
    is_large: bool = False


@dataclass(frozen=True, slots=True)
class AdminDoor:
    """What the program gives; each call comes home to `then` or `failed`.

    `list_staff` answers with a tuple of Staff, `database_state` with a tuple of Fact, `verify_audit`
    and `back_up` with one sentence, `change` with the Staff as it is then.
    """

    list_staff: Callable[[Then, Failed], None]
    add_staff: Callable[[NewStaff, Then, Failed], None]
    database_state: Callable[[Then, Failed], None]
    verify_audit: Callable[[Then, Failed], None]
    back_up: Callable[[Then, Failed], None]
    change: Callable[[Change, Then, Failed], None]


def check_new_staff(asked: NewStaff) -> dict[str, str]:
    """What is wrong by field name, as wording keys; none is an empty dict."""
    wrong = {
        name: "admin.wrong_empty"
        for name in ("name", "login", "role", "password")
        if not getattr(asked, name).strip()
    }
    if "password" not in wrong and len(asked.password) < SHORTEST_PASSWORD:
        wrong["password"] = "admin.wrong_password_short"  # noqa: S105 - a wording key
    return wrong


PAGES: dict[str, frozenset[Duty]] = {
    "staff": frozenset({Duty.MANAGE_STAFF}),
    "settings": frozenset({Duty.MANAGE_SYSTEM}),
    "database": frozenset({Duty.MANAGE_SYSTEM, Duty.READ_AUDIT}),
}


class AdminPresenter(QObject):
    """Asks for each list again when it was changed here; shows the pages of who sits here."""

    allowed = Signal(object)  # frozenset[Duty]
    person_changed = Signal(object, object)  # Change, Staff

    staff_listed = Signal(object)  # tuple[Staff, ...]
    staff_added = Signal(object)  # Staff
    wrong_fields = Signal(object)  # dict[field name, wording key]
    database_told = Signal(object)  # tuple[Fact, ...]
    answered = Signal(str)  # a sentence of the check or the backup
    refused = Signal(object)  # ClinicError
    look_chosen = Signal(str, str, bool)  # language, theme, large type: the window is rebuilt

    def __init__(self, door: AdminDoor, facts: AdminFacts, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._door = door
        self.facts = facts
        self.duties = frozenset(Duty)

    def allow(self, duties: frozenset[Duty]) -> None:
        """Who sits here now may do this."""
        self.duties = duties
        self.allowed.emit(duties)
        self.refresh()

    def may_see(self, page: str) -> bool:
        """Whether a page is for who sits here; the look and the version are for everybody."""
        return page not in PAGES or bool(self.duties & PAGES[page])

    def refresh(self) -> None:
        """Look at the staff and at the records again, as far as who sits here may."""
        if self.may_see("staff"):
            self._door.list_staff(self.staff_listed.emit, self.refused.emit)
        if self.may_see("database"):
            self._door.database_state(self.database_told.emit, self.refused.emit)

    def change(self, change: Change) -> None:
        """Do it to the person; what was typed stays until it has worked."""
        if change.act is StaffAct.RESET_PASSWORD and len(change.text) < SHORTEST_PASSWORD:
            self.refused.emit(Refused("password.too_short", least=SHORTEST_PASSWORD))
            return
        self._door.change(change, lambda staff: self._on_changed(change, staff), self.refused.emit)

    def _on_changed(self, change: Change, staff: Staff) -> None:
        self.person_changed.emit(change, staff)
        self._door.list_staff(self.staff_listed.emit, self.refused.emit)

    def add_staff(self, asked: NewStaff) -> None:
        """Add a person; what was typed stays in the form until it has worked."""
        wrong = check_new_staff(asked)
        if wrong:
            self.wrong_fields.emit(wrong)
            return
        self._door.add_staff(asked, self._on_added, self.refused.emit)

    def verify_audit(self) -> None:
        """Check the chain of the audit lines."""
        self._door.verify_audit(self.answered.emit, self.refused.emit)

    def back_up(self) -> None:
        """Make a backup now."""
        self._door.back_up(self.answered.emit, self.refused.emit)

    def choose_language(self, language: str) -> None:
        self.look_chosen.emit(language, self.facts.theme, self.facts.is_large)

    def choose_theme(self, theme: str) -> None:
        self.look_chosen.emit(self.facts.language, theme, self.facts.is_large)

    def choose_size(self, size: str) -> None:
        """`large` or `usual`."""
        self.look_chosen.emit(self.facts.language, self.facts.theme, size == "large")

    def _on_added(self, staff: Staff) -> None:
        self.staff_added.emit(staff)
        self._door.list_staff(self.staff_listed.emit, self.refused.emit)
