"""换班 and the lock: who may take over, a digit and a PIN; nothing of any patient stands here."""

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from feverclinic.domain.people import Colleague
from feverclinic.errors import ClinicError
from feverclinic.wording import Wording
from ui.keys import key_for
from ui.notices import sentence_of
from ui.shift.presenter import ShiftPresenter
from ui.theme import Theme, set_state
from ui.widgets.key_cap import KeyButton
from ui.widgets.labelled_field import LabelledField
from ui.widgets.page_alone import PageAlone
from ui.widgets.pane import column, label, row, rule, surface, wrapped

CARD_WIDTH, LIST_WIDTH = 820, 360
REFUSAL_PX = 44


class Mode(StrEnum):
    """`SWITCH`: whoever sits there may go back; `LOCKED`: only a sign-in opens; `VACANT`: nobody sits."""

    SWITCH = "SWITCH"
    LOCKED = "LOCKED"
    VACANT = "VACANT"


@dataclass(frozen=True, slots=True)
class Cover:
    """What the page tells of the seat: place, who sat there last, and since when it is covered."""

    mode: Mode
    place: str
    actor: str = ""
    since: str = ""


class SwitchPage(QWidget):
    """Digits choose, Enter takes over; a badge works wherever the keyboard is."""

    language_chosen = Signal(str)
    theme_chosen = Signal(str)
    back = Signal()
    hand_over_asked = Signal()
    own_asked = Signal()

    def __init__(
        self, theme: Theme, words: Wording, presenter: ShiftPresenter, cover: Cover
    ) -> None:
        super().__init__()
        self._theme = theme
        self._words = words
        self._presenter = presenter
        self._cover = cover
        self._colleagues: tuple[Colleague, ...] = ()
        self.rows: list[KeyButton] = []
        self.setObjectName("switchPage")
        self.setAccessibleName(words.say(f"shift.title_{cover.mode.value}"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.login = LabelledField(
            "switch.login",
            words.say("signin.login"),
            words.say("shift.login_hint"),
            is_low=True,
        )
        self.secret = LabelledField(
            "switch.secret",
            words.say("shift.secret"),
            words.say("shift.secret_hint"),
            caps_hint=words.say("signin.caps_lock"),
            is_secret=True,
            is_low=True,
        )
        self.refusal = wrapped("", "small", "danger", name="switch.refusal")
        self.refusal.setFixedHeight(REFUSAL_PX)
        self.button = KeyButton(
            theme, words.say("shift.take_over"), "Enter", icon="log-in", kind="primary"
        )
        self.button.setObjectName("switch.enter")
        self.alarms = wrapped("", "body", "danger", name="switch.alarms")
        self._people = QVBoxLayout()
        alone = PageAlone(theme, words, "switchAlone", self._card())
        alone.language_chosen.connect(self.language_chosen.emit)
        alone.theme_chosen.connect(self.theme_chosen.emit)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(alone)
        self._connect()
        self.show_colleagues(presenter.colleagues)

    def _card(self) -> QWidget:
        words, cover = self._words, self._cover
        self._people.setSpacing(6)
        listed = QWidget()
        listed.setFixedWidth(LIST_WIDTH)
        listed.setLayout(
            column(label(words.say("shift.people"), "name"), self._people, None, gap=8)
        )
        form = column(
            self.login,
            self.secret,
            self.button,
            wrapped(words.say("shift.badge_hint"), "small", "text2"),
            self.refusal,
            None,
            gap=8,
        )
        told = words.say(
            f"shift.told_{cover.mode.value}", place=cover.place, name=cover.actor, at=cover.since
        )
        lines = column(
            label(words.say(f"shift.title_{cover.mode.value}"), "banner"),
            wrapped(told, "body", "text2", name="switch.told"),
            self.alarms,
            row(listed, rule(across=False), form, gap=24),
            gap=8,
        )
        if cover.mode is Mode.SWITCH:
            lines.addWidget(rule())
            lines.addLayout(self._acts())
        lines.setContentsMargins(24, 24, 24, 16)
        card = surface(lines, "card")
        card.setFixedWidth(CARD_WIDTH)
        return card

    def _acts(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(8)
        for place, (act, icon, run) in enumerate(
            (
                ("hand_over", "arrow-right-left", self.hand_over_asked.emit),
                ("leave_station", "log-out", self._presenter.leave),
                ("own_secrets", "key-round", self.own_asked.emit),
                ("back", "arrow-left", self.back.emit),
            )
        ):
            button = KeyButton(self._theme, self._words.say(f"key.{act}"), key_for(act), icon=icon)
            button.setObjectName(f"switch.{act}")
            button.clicked.connect(run)
            shortcut = QShortcut(QKeySequence(key_for(act)), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(run)
            grid.addWidget(button, 0, place)
        return grid

    def _connect(self) -> None:
        self.login.entered.connect(self.secret.setFocus)
        self.secret.entered.connect(self._enter)
        self.button.clicked.connect(self._enter)
        self._presenter.listed.connect(self.show_colleagues)
        self._presenter.refused.connect(self._on_refused)
        self._presenter.waiting_changed.connect(self._on_waiting)

    def show_colleagues(self, colleagues: tuple[Colleague, ...]) -> None:
        """One row a person with the digit that chooses it, and whether PIN or password is asked."""
        if colleagues == self._colleagues and self.rows:
            return
        self._colleagues = colleagues
        while self._people.count():
            item = self._people.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.deleteLater()
        self.rows = []
        for number, one in enumerate(colleagues, start=1):
            said = self._words.say("shift.with_pin" if one.is_quick else "shift.with_password")
            button = KeyButton(self._theme, f"{one.name}   {said}", str(number), icon="user")
            button.setObjectName(f"switch.person.{number}")
            button.clicked.connect(lambda _=False, at=number: self.choose(at))
            self._people.addWidget(button)
            self.rows.append(button)
        if not colleagues:
            self._people.addWidget(wrapped(self._words.say("shift.nobody_listed"), "body", "text2"))

    def choose(self, number: int) -> None:
        """The person of that digit; the keyboard goes to the PIN."""
        if not 1 <= number <= len(self._colleagues):
            return
        for place, button in enumerate(self.rows, start=1):
            set_state(button, "state", "chosen" if place == number else "")
        self.login.edit.setText(self._colleagues[number - 1].login)
        self.secret.edit.clear()
        self.refusal.clear()
        self.secret.setFocus()

    def take_badge(self, code: str) -> None:
        """A badge was scanned, wherever the keyboard is."""
        self.refusal.clear()
        self._presenter.take_badge(code)

    def show_alarms(self, count: int) -> None:
        """How many alarms call for somebody at once; names do not stand on a covered desk."""
        self.alarms.setText(self._words.say("shift.alarms", count=count) if count else "")
        self.alarms.setVisible(bool(count))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A digit chooses wherever no field takes it."""
        text = event.text()
        if len(text) == 1 and text in "123456789":
            self.choose(int(text))
        else:
            super().keyPressEvent(event)

    def _enter(self) -> None:
        self.refusal.clear()
        self._presenter.sit_down(self.login.text(), self.secret.text())

    def _on_refused(self, error: ClinicError) -> None:
        self.refusal.setText(f"▲ {sentence_of(error, self._words)}")
        self.secret.edit.clear()
        (self.secret if self.login.text() else self.login).setFocus()

    def _on_waiting(self, is_waiting: bool) -> None:  # noqa: FBT001 - a signal carries it
        self.button.setEnabled(not is_waiting)
        self.button.setText(self._words.say("signin.waiting" if is_waiting else "shift.take_over"))
