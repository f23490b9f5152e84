"""What keeps somebody at the desk, or is left behind when the window closes: each by its name."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from feverclinic.domain.shifts import Balance
from feverclinic.wording import Wording
from ui.keys import key_for
from ui.shift.balance_view import named_lines
from ui.theme import Theme
from ui.widgets.key_cap import KeyButton
from ui.widgets.page_alone import PageAlone
from ui.widgets.pane import column, label, row, rule, scrolled, surface, wrapped

CARD_WIDTH = 820
LIST_PX = 340


class LeavePage(QWidget):
    """The list with what helps; back to the desk, hand over, or close all the same."""

    language_chosen = Signal(str)
    theme_chosen = Signal(str)
    back = Signal()
    hand_over_asked = Signal()
    close_asked = Signal()

    def __init__(
        self, theme: Theme, words: Wording, balance: Balance, *, is_closing: bool = False
    ) -> None:
        super().__init__()
        self._theme = theme
        self._words = words
        self.setObjectName("leavePage")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        kind = "closing" if is_closing else "leaving"
        self.setAccessibleName(words.say(f"shift.{kind}_title", count=balance.left_over))
        alone = PageAlone(theme, words, "leaveAlone", self._card(balance, kind))
        alone.language_chosen.connect(self.language_chosen.emit)
        alone.theme_chosen.connect(self.theme_chosen.emit)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(alone)

    def _card(self, balance: Balance, kind: str) -> QWidget:
        words = self._words
        content = QWidget()
        lines = QVBoxLayout(content)
        lines.setContentsMargins(0, 0, 8, 0)
        lines.addLayout(named_lines(balance.unclaimed, words, "unclaimed", "warn"))
        lines.addStretch()
        listed = scrolled(content)
        listed.setMinimumHeight(LIST_PX)
        acts = [
            ("back", "arrow-left", self.back.emit, "usual"),
            ("hand_over", "arrow-right-left", self.hand_over_asked.emit, "primary"),
        ]
        if kind == "closing":
            acts.append(("close_anyway", "power", self.close_asked.emit, "danger"))
        buttons: list[QWidget] = []
        for act, icon, run, look in acts:
            button = KeyButton(
                self._theme, words.say(f"key.{act}"), key_for(act), icon=icon, kind=look
            )
            button.setObjectName(f"leave.{act}")
            button.clicked.connect(run)
            shortcut = QShortcut(QKeySequence(key_for(act)), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(run)
            buttons.append(button)
        card_lines = column(
            label(words.say(f"shift.{kind}_title", count=balance.left_over), "banner"),
            wrapped(words.say(f"shift.{kind}_why"), "body", "text2"),
            rule(),
            listed,
            rule(),
            row(*buttons, None),
            gap=8,
        )
        card_lines.setContentsMargins(24, 24, 24, 16)
        card = surface(card_lines, "card")
        card.setFixedWidth(CARD_WIDTH)
        return card
