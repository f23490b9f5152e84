"""The strip over every page of the demo: that it is one, the first steps, and how to sign in."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLayout, QPushButton, QWidget

from feverclinic.wording import Wording
from ui.demo.steps import FirstSteps, Step
from ui.icons import icon, pixmap
from ui.main_window import MainWindow
from ui.theme import Theme, set_state
from ui.widgets.pane import label

HEIGHT, ICON = 32, 14
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
        self._line = line
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
        for part in (self._mark, self._words):
            part.ensurePolished()
        self._line.invalidate()
        self._words.setAccessibleName(f"{self._place} {self._words.text()} {state}")


class Ribbon(QFrame):
    """One line, dressed for one window; the steps themselves outlive it."""

    def __init__(
        self, theme: Theme, words: Wording, steps: FirstSteps, secrets: tuple[str, str]
    ) -> None:
        super().__init__()
        say = words.say
        self._words, self._steps = words, steps
        self._is_alone = self._is_heard = False
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
        self.sign_in = label(secrets[0], "small", name="demo.secrets")
        self.pin = label(secrets[1], "small", name="demo.pin")
        self.pin.setToolTip(secrets[0])
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
        self._line = line = QHBoxLayout(self)
        line.setContentsMargins(12, 0, 10, 0)
        line.setSpacing(14)
        # A window is as narrow as it is; what has no room gives way.
        line.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        line.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(self._about)
        line.addStretch()
        for one in self._labels.values():
            line.addWidget(one)
        line.addWidget(self.done)
        line.addWidget(self.close_steps)
        line.addStretch()
        line.addWidget(self.sign_in)
        line.addWidget(self.pin)

    def show_alone(self, is_alone: bool) -> None:  # noqa: FBT001 - what has come about
        """A page without the desks: nobody takes steps there, somebody wants to sign in."""
        self._is_alone = is_alone
        self._show_steps()

    def _show_steps(self) -> None:
        """After the first patient the line says so; put away, it says only that this is a demo."""
        steps = self._steps
        is_shown = not steps.is_put_away and not self._is_alone
        is_done = steps.saved > 0
        at = STEPS.index(steps.step)
        for step, one in self._labels.items():
            place = STEPS.index(step)
            one.show_state("done" if place < at else "next" if place == at else "later")
        self.done.setText(self._words.say("demo.done", count=steps.saved))
        wanted: list[QWidget] = [self.mark, self._about, self.sign_in]
        if is_shown:
            wanted += [self.close_steps]
            wanted += [self.done] if is_done else self._labels.values()
        shown = self._with_room(wanted, STEPS[:at])
        for one in self._parts():
            one.setVisible(one in shown)

    def _with_room(self, wanted: list[QWidget], done: Sequence[Step]) -> list[QWidget]:
        """What there is room for: the least needed goes first, the steps that are done last."""
        shown = list(wanted)
        giving_way = [self._about, self.sign_in, *(self._labels[step] for step in done), self.pin]
        for one in giving_way:
            if self._width_of(shown) <= self.width():
                break
            if one in shown:
                shown.remove(one)
            if one is self.sign_in:
                shown.append(self.pin)
        return shown

    def _parts(self) -> tuple[QWidget, ...]:
        ends = (self.done, self.close_steps, self.sign_in, self.pin)
        return (self.mark, self._about, *self._labels.values(), *ends)

    def _width_of(self, parts: Sequence[QWidget]) -> int:
        for one in parts:
            one.ensurePolished()
        margins = self._line.contentsMargins()
        gaps = self._line.spacing() * (len(parts) + 1)
        return (
            sum(one.sizeHint().width() for one in parts) + gaps + margins.left() + margins.right()
        )

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        window = self.window()
        if isinstance(window, MainWindow) and not self._is_heard:
            self._is_heard = True
            window.alone_changed.connect(self.show_alone)
            self.show_alone(window.has_page_alone)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_steps()
