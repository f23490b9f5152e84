"""是 / 否 / 不详 / 未问: the answer to one question, with «not yet asked» as a state of its own."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from feverclinic.domain.ternary import Ternary
from feverclinic.wording import Wording
from ui.theme import Theme
from ui.widgets.choice_row import Choice, ChoiceRow


class AnswerToggle(ChoiceRow):
    """Four joined segments; `1` yes, `0` no, `9` unknown, Delete not asked."""

    def __init__(
        self, name: str, label: str, words: Wording, theme: Theme, parent: QWidget | None = None
    ) -> None:
        choices = (
            Choice(Ternary.YES.value, words.say("answer.YES"), "yes", Qt.Key.Key_1),
            Choice(Ternary.NO.value, words.say("answer.NO"), "no", Qt.Key.Key_0),
            Choice(Ternary.UNKNOWN.value, words.say("answer.UNKNOWN"), "unknown", Qt.Key.Key_9),
            Choice("", words.say("answer.NOT_ASKED"), "unasked"),
        )
        super().__init__(name, label, choices, theme, parent)
