"""One's own password and PIN: the password of now, and what is to be."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from feverclinic.errors import ClinicError
from feverclinic.wording import Wording
from ui.keys import key_for
from ui.notices import sentence_of
from ui.shift.presenter import ShiftPresenter
from ui.theme import Theme, set_state
from ui.widgets.key_cap import KeyButton
from ui.widgets.labelled_field import LabelledField
from ui.widgets.page_alone import PageAlone
from ui.widgets.pane import column, label, row, surface, wrapped

CARD_WIDTH = 820
# Field, row, column in the order of the keyboard.
PLACES = (
    ("now", 0, 0),
    ("pin", 1, 0),
    ("pin_again", 1, 1),
    ("password", 2, 0),
    ("password_again", 2, 1),
)


class OwnPage(QWidget):
    """Enter in the last field of a pair changes that pair; the other one stays as it is."""

    language_chosen = Signal(str)
    theme_chosen = Signal(str)
    back = Signal()

    def __init__(self, theme: Theme, words: Wording, presenter: ShiftPresenter, name: str) -> None:
        super().__init__()
        self._theme = theme
        self._words = words
        self._presenter = presenter
        self.setObjectName("ownPage")
        self.setAccessibleName(words.say("key.own_secrets"))
        self.fields = {field: self._field(field) for field, _, _ in PLACES}
        self.answer = wrapped("", "body", name="own.answer")
        alone = PageAlone(theme, words, "ownAlone", self._card(name))
        alone.language_chosen.connect(self.language_chosen.emit)
        alone.theme_chosen.connect(self.theme_chosen.emit)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(alone)
        self.setFocusProxy(self.fields["now"])
        self._connect()

    def _field(self, name: str) -> LabelledField:
        return LabelledField(
            f"own.{name}",
            self._words.say(f"shift.own_{name}"),
            self._words.say(f"shift.own_{name}_why"),
            is_secret=True,
        )

    def _card(self, name: str) -> QWidget:
        words = self._words
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(8)
        for field, line, place in PLACES:
            grid.addWidget(self.fields[field], line, place)
        buttons: list[QWidget] = []
        for act, icon, run in (
            ("set_pin", "key-round", self._set_pin),
            ("change_password", "lock", self._change_password),
            ("back", "arrow-left", self.back.emit),
        ):
            button = KeyButton(self._theme, words.say(f"key.{act}"), key_for(act), icon=icon)
            button.setObjectName(f"own.{act}")
            button.clicked.connect(run)
            shortcut = QShortcut(QKeySequence(key_for(act)), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(run)
            buttons.append(button)
        lines = column(
            label(words.say("key.own_secrets"), "banner"),
            label(name, "body", "text2"),
            grid,
            self.answer,
            row(*buttons, None),
            gap=8,
        )
        lines.setContentsMargins(24, 24, 24, 16)
        card = surface(lines, "card")
        card.setFixedWidth(CARD_WIDTH)
        return card

    def _connect(self) -> None:
        fields = self.fields
        fields["now"].entered.connect(fields["pin"].setFocus)
        fields["pin"].entered.connect(fields["pin_again"].setFocus)
        fields["pin_again"].entered.connect(self._set_pin)
        fields["password"].entered.connect(fields["password_again"].setFocus)
        fields["password_again"].entered.connect(self._change_password)
        self._presenter.own_changed.connect(self._on_changed)
        self._presenter.refused.connect(self._on_refused)

    def _set_pin(self) -> None:
        told = (self.fields[name].text() for name in ("now", "pin", "pin_again"))
        self._presenter.set_pin(*told)

    def _change_password(self) -> None:
        told = (self.fields[name].text() for name in ("now", "password", "password_again"))
        self._presenter.change_password(*told)

    def _on_changed(self, told: str) -> None:
        for field in self.fields.values():
            field.edit.clear()
        self.answer.setText(f"✓ {self._words.say(told)}")
        set_state(self.answer, "tone", "ok")
        self.fields["now"].setFocus()

    def _on_refused(self, error: ClinicError) -> None:
        self.answer.setText(f"▲ {sentence_of(error, self._words)}")
        set_state(self.answer, "tone", "danger")
