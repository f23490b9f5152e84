"""The first-run page of a bare computer: where this is, and who administers it."""

from itertools import pairwise

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from feverclinic.errors import ClinicError
from feverclinic.wording import Wording
from ui.notices import sentence_of
from ui.sign_in.presenter import FirstRun, SignInPresenter
from ui.theme import Theme
from ui.widgets.key_cap import KeyButton
from ui.widgets.labelled_field import LabelledField
from ui.widgets.page_alone import PageAlone
from ui.widgets.pane import label, surface, wrapped

CARD_WIDTH = 820
# Field, row, column, in the order of the keyboard: the place, the person, the password.
PLACES = (
    ("facility_name", 0, 0),
    ("station_name", 0, 1),
    ("name", 1, 0),
    ("login", 1, 1),
    ("password", 2, 0),
    ("password_again", 2, 1),
)


class FirstRunPage(QWidget):
    """Each field says in one sentence what it is for; what is wrong is said in the same line."""

    language_chosen = Signal(str)
    theme_chosen = Signal(str)

    def __init__(
        self,
        theme: Theme,
        words: Wording,
        presenter: SignInPresenter,
        station_name: str = "",
        facility_name: str = "",
    ) -> None:
        super().__init__()
        self._words = words
        self._presenter = presenter
        self.setObjectName("firstRunPage")
        self.setAccessibleName(words.say("signin.first_title"))
        self.fields = {name: self._field(name) for name, _row, _column in PLACES}
        self.fields["station_name"].edit.setText(station_name)
        self.fields["facility_name"].edit.setText(facility_name)
        self.refusal = wrapped("", "small", "danger", name="firstRun.refusal")
        self.refusal.setFixedHeight(20)
        self.button = KeyButton(
            theme, words.say("signin.first_make"), "Enter", icon="user-plus", kind="primary"
        )
        self.button.setObjectName("firstRun.make")
        alone = PageAlone(theme, words, "firstRunAlone", self._card())
        alone.language_chosen.connect(self.language_chosen.emit)
        alone.theme_chosen.connect(self.theme_chosen.emit)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(alone)
        empty = [name for name, _row, _column in PLACES if not self.fields[name].text()]
        self.setFocusProxy(self.fields[empty[0] if empty else PLACES[0][0]])
        self._connect()

    def _field(self, name: str) -> LabelledField:
        is_secret = name.startswith("password")
        return LabelledField(
            f"firstRun.{name}",
            self._words.say(f"signin.{name}"),
            self._words.say(f"signin.{name}_why"),
            caps_hint=self._words.say("signin.caps_lock") if is_secret else "",
            is_secret=is_secret,
        )

    def _card(self) -> QWidget:
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(8)
        for name, row, column in PLACES:
            grid.addWidget(self.fields[name], row, column)
        lines = QVBoxLayout()
        lines.setContentsMargins(24, 24, 24, 16)
        lines.setSpacing(8)
        lines.addWidget(label(self._words.say("signin.first_title"), "banner"))
        lines.addWidget(wrapped(self._words.say("signin.first_why"), "body", "text2"))
        lines.addSpacing(8)
        lines.addLayout(grid)
        lines.addWidget(self.button)
        lines.addWidget(self.refusal)
        card = surface(lines, "card")
        card.setFixedWidth(CARD_WIDTH)
        return card

    def _connect(self) -> None:
        order = [self.fields[name] for name, _row, _column in PLACES]
        for field, following in pairwise(order):
            field.entered.connect(following.setFocus)
            QWidget.setTabOrder(field.edit, following.edit)
        QWidget.setTabOrder(order[-1].edit, self.button)
        order[-1].entered.connect(self._make)
        self.button.clicked.connect(self._make)
        self._presenter.wrong_fields.connect(self._on_wrong)
        self._presenter.refused.connect(self._on_refused)
        self._presenter.waiting_changed.connect(self._on_waiting)

    def _make(self) -> None:
        self.refusal.clear()
        for field in self.fields.values():
            field.set_error("")
        typed = {name: field.text() for name, field in self.fields.items()}
        self._presenter.make_administrator(FirstRun(**typed))

    def _on_wrong(self, wrong: dict[str, str]) -> None:
        for name, key in wrong.items():
            self.fields[name].set_error(self._words.say(key))
        first = next(name for name, _row, _column in PLACES if name in wrong)
        self.fields[first].setFocus()

    def _on_refused(self, error: ClinicError) -> None:
        self.refusal.setText(f"▲ {sentence_of(error, self._words)}")

    def _on_waiting(self, is_waiting: bool) -> None:  # noqa: FBT001 - a signal carries it
        self.button.setEnabled(not is_waiting)
        key = "signin.waiting" if is_waiting else "signin.first_make"
        self.button.setText(self._words.say(key))
