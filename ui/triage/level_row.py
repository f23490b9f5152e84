"""`[Ⅲ] Ⅲ 级 急症 / 30 分钟内接诊 [改判…]`: the level with its word and its wait."""

from PySide6.QtGui import QFont, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from feverclinic.domain.vitals import Level
from feverclinic.wording import Wording
from ui.theme import Theme, set_state
from ui.triage.telling import code_word
from ui.widgets.key_cap import KeyButton
from ui.widgets.level_badge import PANEL, LevelBadge
from ui.widgets.pane import label

GAP, HEIGHT, BUTTON_LINE = 10, 60, 46
ROLES = ("banner", "title", "name", "body")


class LevelRow(QWidget):
    """Where the words of a language leave no room, the button takes a line of its own."""

    def __init__(self, words: Wording, theme: Theme) -> None:
        super().__init__()
        self._words, self._theme = words, theme
        self.badge = LevelBadge(theme, words, PANEL)
        self.badge.setObjectName("level")
        self._word = label("", "level", name="levelWord")
        self._wait = label("", "small", "text2", name="levelWait")
        self.change = KeyButton(theme, words.say("triage.route.override"))
        self.change.setObjectName("override.open")
        self.change.setProperty("least", "true")
        self.change.setMinimumWidth(self.change.sizeHint().width() - 10)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addStretch()
        self._word.setFixedHeight(self._word.fontMetrics().capHeight() + 2 * theme.px("micro"))
        texts.addWidget(self._word)
        texts.addWidget(self._wait)
        texts.addStretch()
        self._grid = QGridLayout(self)
        self._grid.setHorizontalSpacing(GAP)
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnStretch(1, 1)
        self._grid.addWidget(self.badge, 0, 0)
        self._grid.addLayout(texts, 0, 1)
        self._is_split: bool | None = None
        self._side = 16
        self._settle()

    def set_narrow(self, *, is_narrow: bool) -> None:
        self._side = 12 if is_narrow else 16
        self._settle()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._settle()

    def _title(self, level: Level) -> str:
        word = code_word(self._words, "level_word", level.value)
        return f"{code_word(self._words, 'level', level.value)} {word}"

    def _widest(self, role: str) -> int:
        metrics = QFontMetrics(self._theme.font(role, QFont.Weight.Bold))
        return max(metrics.horizontalAdvance(self._title(level)) for level in Level)

    def _settle(self) -> None:
        room = self.width() - 2 * self._side - PANEL - GAP
        button = self.change.minimumWidth() + GAP
        is_split = self._widest("banner") + button > room
        beside = room if is_split else room - button
        role = next((role for role in ROLES if self._widest(role) <= beside), ROLES[-1])
        set_state(self._word, "role", role)
        self._grid.setContentsMargins(self._side, 0, self._side, 8 if is_split else 0)
        grown = 2 * (self._theme.px("title") - 18)
        self.setFixedHeight(HEIGHT + grown + (BUTTON_LINE + grown if is_split else 0))
        if is_split != self._is_split:
            self._is_split = is_split
            self._grid.removeWidget(self.change)
            if is_split:
                self._grid.addWidget(self.change, 1, 0, 1, 2)
            else:
                self._grid.addWidget(self.change, 0, 2)

    def show_level(self, level: Level, minutes: int | None) -> None:
        self.badge.show_level(level)
        self._word.setText(self._title(level))
        wait = "" if minutes is None else self._words.say(f"level_wait.{level}", minutes=minutes)
        self._wait.setText(wait)
