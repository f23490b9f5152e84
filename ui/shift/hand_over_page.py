"""交班: the balance left, the note and both signatures right; F9 signs."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from feverclinic.domain.people import Proof
from feverclinic.domain.shifts import HandOver
from feverclinic.errors import ClinicError
from feverclinic.wording import Wording
from ui.keys import key_for
from ui.notices import sentence_of
from ui.shift.balance_view import balance_view
from ui.shift.presenter import ShiftPresenter
from ui.theme import Theme
from ui.widgets.key_cap import KeyButton
from ui.widgets.labelled_field import LabelledField
from ui.widgets.page_alone import PageAlone
from ui.widgets.pane import Pane, column, label, row, scrolled, wrapped

SIGN_WIDTH = 400
NOTE_PX = 72
NOTE_CODES = frozenset({"shift.note_missing", "shift.note_too_long"})
REFUSAL_PX = 44


class HandOverPage(QWidget):
    """Whoever leaves signs with the own PIN or password, whoever comes too, or with a badge."""

    language_chosen = Signal(str)
    theme_chosen = Signal(str)
    back = Signal()

    def __init__(
        self, theme: Theme, words: Wording, presenter: ShiftPresenter, giver: tuple[str, str]
    ) -> None:
        """`giver` is login and name of who sits there."""
        super().__init__()
        self._theme = theme
        self._words = words
        self._presenter = presenter
        self._giver = giver
        self.setObjectName("handOverPage")
        self.setAccessibleName(words.say("key.hand_over"))
        self._shown = QVBoxLayout()
        self._shown.setContentsMargins(0, 0, 0, 0)
        self.note = QPlainTextEdit()
        self.note.setObjectName("handOver.note")
        self.note.setAccessibleName(words.say("shift.note"))
        self.note.setPlaceholderText(words.say("shift.note_hint"))
        self.note.setTabChangesFocus(True)
        self.note.setFixedHeight(NOTE_PX)
        self.fields = {
            "giver": self._secret("giver"),
            "taker_login": LabelledField(
                "handOver.taker_login",
                words.say("shift.taker_login"),
                self._people_hint(),
                is_low=True,
            ),
            "taker": self._secret("taker"),
        }
        self.refusal = wrapped("", "small", "danger", name="handOver.refusal")
        self.refusal.setFixedHeight(REFUSAL_PX)
        alone = PageAlone(theme, words, "handOverAlone", self._panes(), is_whole=True)
        alone.language_chosen.connect(self.language_chosen.emit)
        alone.theme_chosen.connect(self.theme_chosen.emit)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(alone)
        self.setFocusProxy(self.fields["giver"])
        self._connect()

    def _secret(self, who: str) -> LabelledField:
        return LabelledField(
            f"handOver.{who}",
            self._words.say(f"shift.{who}_secret", name=self._giver[1]),
            self._words.say(f"shift.{who}_secret_hint"),
            is_secret=True,
            is_low=True,
        )

    def _people_hint(self) -> str:
        """Who may sign by a digit: `1 李护士 · 2 王护士`."""
        others = [one for one in self._presenter.colleagues if one.login != self._giver[0]]
        listed = " · ".join(f"{number} {one.name}" for number, one in enumerate(others, start=1))
        return listed or self._words.say("shift.login_hint")

    def _panes(self) -> QWidget:
        words = self._words
        shown = QWidget()
        shown.setLayout(self._shown)
        signing = QWidget()
        signing.setFixedWidth(SIGN_WIDTH)
        acts = row(
            self._act("back", "arrow-left", self.back.emit),
            self._act("preview_sheet", "printer", self._show_paper),
            None,
        )
        fields = column(
            label(words.say("shift.note"), "body"),
            self.note,
            *(4, self.fields["giver"], self.fields["taker_login"], self.fields["taker"], None),
            gap=6,
        )
        fields.setContentsMargins(0, 0, 8, 0)
        asked = QWidget()
        asked.setLayout(fields)
        sign = self._act("sign_hand_over", "check", self._sign, "primary")
        lines = column(scrolled(asked), sign, self.refusal, acts, gap=6)
        lines.setContentsMargins(16, 12, 16, 12)
        signing.setLayout(lines)
        panes = QWidget()
        line = QHBoxLayout(panes)
        line.setContentsMargins(0, 8, 0, 0)
        line.setSpacing(12)
        line.addWidget(Pane(words.say("shift.balance"), shown), 1)
        line.addWidget(Pane(words.say("shift.signatures"), signing))
        return panes

    def _act(self, act: str, icon: str, run: object, look: str = "usual") -> KeyButton:
        button = KeyButton(
            self._theme, self._words.say(f"key.{act}"), key_for(act), icon=icon, kind=look
        )
        button.setObjectName(f"handOver.{act}")
        button.clicked.connect(run)
        shortcut = QShortcut(QKeySequence(key_for(act)), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(run)
        return button

    def _connect(self) -> None:
        fields = self.fields
        fields["giver"].entered.connect(fields["taker_login"].setFocus)
        fields["taker_login"].entered.connect(fields["taker"].setFocus)
        fields["taker"].entered.connect(self._sign)
        self._presenter.looked_over.connect(self.show_over)
        self._presenter.refused.connect(self._on_refused)

    def show_over(self, over: HandOver) -> None:
        """The balance as it stands now."""
        while self._shown.count():
            item = self._shown.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.deleteLater()
        self._shown.addWidget(scrolled(balance_view(over.balance, self._words)))

    def take_badge(self, code: str) -> None:
        """Whoever comes signs with the badge; whoever leaves has typed the own secret before."""
        self._presenter.hand_over(self._from_giver(), Proof(badge=code), self.note.toPlainText())

    def _from_giver(self) -> Proof:
        return Proof(self._giver[0], self.fields["giver"].text())

    def _sign(self) -> None:
        self.refusal.clear()
        taker = Proof(self._taker_login(), self.fields["taker"].text())
        self._presenter.hand_over(self._from_giver(), taker, self.note.toPlainText())

    def _taker_login(self) -> str:
        """What was typed, or the login of the listed person whose digit was typed."""
        typed = self.fields["taker_login"].text().strip()
        others = [one for one in self._presenter.colleagues if one.login != self._giver[0]]
        if len(typed) == 1 and typed.isdecimal() and 1 <= int(typed) <= len(others):
            return others[int(typed) - 1].login
        return typed

    def _show_paper(self) -> None:
        self._presenter.show_paper(self.note.toPlainText())

    def _on_refused(self, error: ClinicError) -> None:
        self.refusal.setText(f"▲ {sentence_of(error, self._words)}")
        if error.code in NOTE_CODES:
            self.note.setFocus()
            return
        if error.code == "shift.same_person":
            self.fields["taker_login"].setFocus()
            return
        is_givers = error.code == "shift.giver_missing" or error.facts.get("side") == "giver"
        wrong = "giver" if is_givers else "taker"
        self.fields[wrong].edit.clear()
        is_nobody = wrong == "taker" and not self._taker_login()
        self.fields["taker_login" if is_nobody else wrong].setFocus()
