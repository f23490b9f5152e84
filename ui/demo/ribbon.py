"""The strip over every page of the demo: that it is one, the first steps, and how to sign in."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from feverclinic.wording import Wording
from ui.demo.steps import FirstSteps, Step
from ui.icons import icon, pixmap
from ui.theme import Theme, set_state
from ui.widgets.pane import label

HEIGHT, ICON, NARROW_BELOW = 32, 14, 1280
STEPS = tuple(Step)


class _StepLabel(QWidget):
    """`② 1 是 0 否`: done with a tick, the one that comes next in a box, the others plain."""

    def __init__(self, theme: Theme, step: Step, place: int, words: Wording) -> None:
        super().__init__()
        self._theme, self._place = theme, place
        self._mark = QLabel(str(place))
        self._mark.setProperty("role", "small")
        self._words = label(words.say(f"demo.step.{step.value}"), "small")
        self._words.setObjectName(f"demo.step.{step.value}")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(5)
        line.addWidget(self._mark)
        line.addWidget(self._words)

    def show_state(self, state: str) -> None:
        """`done`, `next` or `later`."""
        if state == "done":
            self._mark.setPixmap(pixmap("check", self._theme.color("onrailsel"), ICON))
        else:
            self._mark.setText(str(self._place))
        set_state(self._words, "step", state)
        set_state(self._mark, "step", state)
        self._words.setAccessibleName(f"{self._place} {self._words.text()} {state}")


class Ribbon(QFrame):
    """One line, dressed for one window; the steps themselves outlive it."""

    def __init__(self, theme: Theme, words: Wording, steps: FirstSteps, secrets: str) -> None:
        super().__init__()
        say = words.say
        self._words, self._steps = words, steps
        self.setObjectName("demoRibbon")
        self.setAccessibleName(f"{say('demo.mark')} {say('demo.about')}")
        self.setProperty("pane", "demo")
        self.setFixedHeight(HEIGHT + theme.px("small") - 13)
        self.mark = label(say("demo.mark"), "small", name="demo.mark")
        self.mark.setProperty("tag", "demo")
        self._about = label(say("demo.about"), "small", name="demo.about")
        self._labels = {
            step: _StepLabel(theme, step, 1 + STEPS.index(step), words) for step in STEPS
        }
        self.done = label("", "small", name="demo.done")
        self._secrets = label(secrets, "small", name="demo.secrets")
        self._secrets.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.close_steps = QPushButton()
        self.close_steps.setObjectName("demo.close_steps")
        self.close_steps.setProperty("kind", "demo")
        self.close_steps.setIcon(icon("x", theme.color("onrailsel"), ICON))
        self.close_steps.setToolTip(say("demo.put_away"))
        self.close_steps.setAccessibleName(say("demo.put_away"))
        self.close_steps.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.close_steps.clicked.connect(steps.put_away)
        self._lay_out()
        steps.changed.connect(self._show_steps)
        self._show_steps()

    def _lay_out(self) -> None:
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 0, 8, 0)
        line.setSpacing(14)
        line.addWidget(self.mark)
        line.addWidget(self._about)
        line.addStretch()
        for one in self._labels.values():
            line.addWidget(one)
        line.addWidget(self.done)
        line.addWidget(self.close_steps)
        line.addStretch()
        line.addWidget(self._secrets)

    def _show_steps(self) -> None:
        """After the first patient the line says so; put away, it says only that this is a demo."""
        steps = self._steps
        is_done = steps.saved > 0
        is_shown = not steps.is_put_away
        at = STEPS.index(steps.step)
        for step, one in self._labels.items():
            place = STEPS.index(step)
            one.setVisible(is_shown and not is_done)
            one.show_state("done" if place < at else "next" if place == at else "later")
        self.done.setText(self._words.say("demo.done", count=steps.saved))
        self.done.setVisible(is_shown and is_done)
        self.close_steps.setVisible(is_shown)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._about.setVisible(self.width() >= NARROW_BELOW)
