"""Language and theme at hand: whoever cannot read the screen must be able to change it first."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from feverclinic.wording import LANGUAGES, Wording
from ui.theme import THEMES, set_state

# Each language is called by its own name, for those who read no other.
OWN_NAMES = {"zh_CN": "中文", "en": "English"}
LEAST_WIDTH = 72


class Segments(QWidget):
    """Joined buttons of which exactly one is chosen; the arrows walk, Space chooses."""

    chosen = Signal(str)

    def __init__(self, name: str, title: str, choices: dict[str, str], chosen: str = "") -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setProperty("focusGroup", "true")
        self._buttons: dict[str, QPushButton] = {}
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        last = len(choices) - 1
        for place, (code, words) in enumerate(choices.items()):
            button = QPushButton(words)
            button.setObjectName(f"{name}.{code}")
            button.setAccessibleName(f"{title} {words}")
            button.setCheckable(True)
            button.setProperty("kind", "segment")
            button.setProperty(
                "at", "first" if place == 0 else "last" if place == last else "middle"
            )
            needed = button.fontMetrics().horizontalAdvance(words) + 28
            button.setMinimumWidth(max(LEAST_WIDTH, needed))
            button.clicked.connect(lambda _checked=False, code=code: self._on_clicked(code))
            self._group.addButton(button)
            self._buttons[code] = button
            row.addWidget(button)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.choose(chosen)

    @property
    def code(self) -> str:
        """The chosen code, "" while none is."""
        return next((code for code, button in self._buttons.items() if button.isChecked()), "")

    def choose(self, code: str) -> None:
        """Show a choice without telling anybody."""
        for other, button in self._buttons.items():
            button.setChecked(other == code)
            set_state(button, "state", "chosen" if other == code else "")

    def _on_clicked(self, code: str) -> None:
        self.choose(code)
        self.chosen.emit(code)


class LookSwitch(QWidget):
    """Both switches beside each other."""

    language_chosen = Signal(str)
    theme_chosen = Signal(str)

    def __init__(self, words: Wording, theme_name: str) -> None:
        super().__init__()
        themes = {name: words.say(f"theme.{name}") for name in THEMES}
        languages = {code: OWN_NAMES[code] for code in LANGUAGES}
        language = Segments("language", words.say("theme.language"), languages, words.language)
        theme = Segments("theme", words.say("theme.theme"), themes, theme_name)
        language.chosen.connect(self.language_chosen.emit)
        theme.chosen.connect(self.theme_chosen.emit)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(language)
        row.addWidget(theme)
