"""Over the paper: its day, and what else it needs to know."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout

from feverclinic.domain.intake_fields import narrow, read_day
from feverclinic.wording import Wording
from ui.keys import key_for
from ui.papers.presenter import Asked, Paper
from ui.theme import Theme
from ui.widgets.key_cap import KeyButton
from ui.widgets.text_field import TextField

FIELD = 158
HAS_IDENTITY = (Paper.REGISTER, Paper.DECLARATION, Paper.OBSERVED)
WITHOUT_A_DAY = (Paper.SHEETS, Paper.HAND_OVER)


class AskRow(QFrame):
    """A day is typed, or walked to by keys; a day to come is today."""

    moved = Signal(int)
    day_typed = Signal(object)  # date
    today_asked = Signal()
    visit_typed = Signal(str)
    identity_asked = Signal(bool)

    def __init__(self, theme: Theme, words: Wording, today: Callable[[], date]) -> None:
        super().__init__()
        self.setProperty("pane", "sunken")
        self._words = words
        self._today = today
        say = words.say
        self.day = TextField("papers.day", say("papers_page.day"))
        self.day.setFixedWidth(FIELD)
        self.visit = TextField("papers.visit", say("papers_page.visit"))
        self.visit.setFixedWidth(FIELD + 60)
        self.visit.setToolTip(say("papers_page.visit_why"))
        self.identity = QCheckBox(say("papers_page.identity"))
        self.identity.setObjectName("papers.identity")
        line = QHBoxLayout(self)
        line.setContentsMargins(16, 8, 16, 8)
        line.setSpacing(8)
        for act, by, icon in (
            ("day_before", -1, "chevron-left"),
            ("day_after", 1, "chevron-right"),
        ):
            button = KeyButton(theme, "", key_for(act), icon=icon)
            button.setObjectName(f"papers.{act}")
            button.setAccessibleName(say(f"key.{act}"))
            button.setToolTip(f"{say(f'key.{act}')}  {key_for(act)}")
            button.clicked.connect(lambda _checked=False, step=by: self.moved.emit(step))
            line.addWidget(button)
            if by < 0:
                line.addWidget(self.day)
        self.today = KeyButton(theme, say("key.day_today"), key_for("day_today"))
        self.today.setObjectName("papers.day_today")
        self.today.clicked.connect(self.today_asked.emit)
        line.addWidget(self.today)
        line.addSpacing(8)
        line.addWidget(self.visit)
        line.addWidget(self.identity)
        line.addStretch()
        self.day.edit.returnPressed.connect(self._on_day)
        self.visit.edit.returnPressed.connect(lambda: self.visit_typed.emit(self.visit.text()))
        self.identity.toggled.connect(self.identity_asked.emit)

    def show_asked(self, asked: Asked) -> None:
        """What is shown now; a paper of a month shows its month."""
        is_month = asked.paper is Paper.COMPARISONS
        self.day.set_error()
        self.day.set_text(f"{asked.day:%Y-%m}" if is_month else asked.day.isoformat())
        self.visit.set_text(asked.visit_no)
        self.visit.setVisible(asked.paper is Paper.DECLARATION)
        self.identity.setVisible(asked.paper in HAS_IDENTITY)
        self.identity.setChecked(asked.shows_identity)
        self.setVisible(asked.paper not in WITHOUT_A_DAY)

    def _on_day(self) -> None:
        text = narrow(self.day.text())
        is_month = text.count("-") == 1 and len(text) == len("2020-02")
        found = read_day(f"{text}-01" if is_month else text, self._today())
        if found is None:
            self.day.set_error(self._words.say("problem.date"))
        else:
            self.day_typed.emit(found)
