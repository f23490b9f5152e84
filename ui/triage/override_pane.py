"""Two small sheets inside the right pane: another route by a person, and the end of a visit."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from feverclinic.domain.prescreening import Outcome, OverrideDuty
from feverclinic.domain.visits import Stage
from feverclinic.wording import Wording
from ui.theme import Theme, set_state
from ui.triage.field_book import reveal
from ui.widgets.choice_row import Choice, ChoiceRow
from ui.widgets.key_cap import KeyButton
from ui.widgets.pane import label, wrapped
from ui.widgets.vital_field import ChoiceField, VitalField

ENDS = (Stage.LEFT, Stage.REFUSED, Stage.DID_NOT_ARRIVE)


class OverridePane(QFrame):
    """改判: where to instead, who decides with which duty, and why; the rules may still refuse it."""

    decided = Signal(object, str, object, str)  # Outcome, by, OverrideDuty, reason
    left = Signal()

    def __init__(self, words: Wording, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("override")
        self._words = words
        say = words.say
        outcomes = [(code.value, say(f"outcome.{code.value}")) for code in Outcome]
        self.outcome = ChoiceField("override.outcome", "", outcomes, theme)
        self.outcome.setAccessibleName(say("field.override.outcome"))
        duties = [
            Choice(duty.value, say(f"triage.override.duty.{duty.value}")) for duty in OverrideDuty
        ]
        self.duty = ChoiceRow("override.duty", say("field.override.duty"), duties, theme)
        self.duty.set_segment_width(72)
        self.by = VitalField("override.by", say("field.override.by"), theme)
        self.reason = VitalField("override.reason", say("field.override.reason"), theme)
        self.note = wrapped("", "small", "danger", name="override.note")
        self.note.hide()
        take = KeyButton(theme, say("triage.override.take"))
        take.setObjectName("override.take")
        take.clicked.connect(self._on_take)
        leave = KeyButton(theme, say("triage.override.leave"))
        leave.setObjectName("override.leave")
        leave.clicked.connect(self.left)
        acts = QHBoxLayout()
        acts.setSpacing(8)
        acts.addWidget(take, 1)
        acts.addWidget(leave, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        heading = label(say("triage.override.head"), "body")
        heading.setProperty("bold", "true")
        column.addWidget(heading)
        column.addWidget(wrapped(say("triage.override.hint"), "small", "text2"))
        for widget in (self.outcome, self.duty, self.by, self.reason, self.note):
            column.addWidget(widget)
        column.addLayout(acts)
        column.addStretch()
        order = (self.outcome, self.duty, self.by, self.reason)
        for at, widget in enumerate(order[:-1]):
            widget.moved_on.connect(
                lambda at=at: order[at + 1].setFocus(Qt.FocusReason.TabFocusReason)
            )
        self.reason.moved_on.connect(self._on_take)

    def open_for(self, outcome: Outcome | None) -> None:
        self.outcome.show_text(outcome.value if outcome else "")
        self.note.hide()
        self.outcome.setFocus(Qt.FocusReason.TabFocusReason)

    def refuse(self, reason: str) -> None:
        """The rules do not allow it: why, with everything typed still there."""
        key = f"override.{reason}"
        told = self._words.say(key) if self._words.knows(key) else reason
        self.note.setText(self._words.say("triage.route.not_overridden", reason=told))
        self.note.show()
        self.duty.setFocus(Qt.FocusReason.TabFocusReason)

    def _on_take(self) -> None:
        """All four are asked for; the sentence says which one is missing, and nothing is cleared."""
        for widget in (self.outcome, self.duty, self.by, self.reason):
            if not widget.text().strip():
                word = widget.accessibleName()
                self.note.setText(self._words.say("triage.override.missing", field=word))
                self.note.show()
                widget.setFocus(Qt.FocusReason.TabFocusReason)
                return
        outcome, duty = Outcome(self.outcome.text()), OverrideDuty(self.duty.text())
        self.decided.emit(outcome, self.by.text().strip(), duty, self.reason.text().strip())


class VisitActs(QFrame):
    """What can become of a saved visit: arrived, left, refused, did not arrive; and its slip again."""

    arrived = Signal()
    ended = Signal(object, str)  # Stage, reason
    print_again = Signal()
    previewed = Signal()

    def __init__(self, words: Wording, theme: Theme) -> None:
        super().__init__()
        self._words = words
        self._asked: Stage | None = None
        say = words.say
        arrived = self._button("visit.arrived", say("stage.ARRIVED"), theme, icon="check")
        arrived.clicked.connect(self.arrived)
        again = self._button(
            "visit.print_again", say("triage.visit.print_again"), theme, icon="printer"
        )
        again.clicked.connect(self.print_again)
        preview = self._button("visit.preview", say("triage.visit.preview"), theme, icon="eye")
        preview.clicked.connect(self.previewed)
        self._saved_only = (arrived, again)
        self.first = arrived
        ends = QHBoxLayout()
        ends.setSpacing(6)
        self._ends = {}
        for stage in ENDS:
            button = self._button(f"visit.{stage.value}", say(f"triage.visit.{stage.value}"), theme)
            button.clicked.connect(lambda _checked=False, at=stage: self._ask(at))
            self._ends[stage] = button
            ends.addWidget(button, 1)
        self.reason = VitalField("visit.reason", say("field.visit.reason"), theme)
        self.reason.moved_on.connect(self._on_reason)
        self.reason.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        upper = QHBoxLayout()
        upper.setSpacing(6)
        upper.addWidget(arrived, 1)
        upper.addWidget(preview, 1)
        column.addLayout(upper)
        column.addWidget(again)
        column.addLayout(ends)
        column.addWidget(self.reason)

    @staticmethod
    def _button(name: str, words: str, theme: Theme, *, icon: str = "") -> KeyButton:
        button = KeyButton(theme, words, icon=icon)
        button.setObjectName(name)
        button.setProperty("least", "true")
        return button

    def show_saved(self, *, is_saved: bool) -> None:
        for button in self._saved_only:
            button.setVisible(is_saved)

    def _ask(self, stage: Stage) -> None:
        """An end asks once more: its reason, confirmed with Enter."""
        self._asked = stage
        for at, button in self._ends.items():
            set_state(button, "state", "chosen" if at is stage else "")
        self.reason.setPlaceholderText(self._words.say("triage.visit.confirm"))
        self.reason.show()
        self.reason.setFocus(Qt.FocusReason.TabFocusReason)
        reveal(self.reason)

    @property
    def asks(self) -> bool:
        """Whether an end waits for its reason."""
        return self._asked is not None

    def _on_reason(self) -> None:
        if self._asked is not None:
            self.ended.emit(self._asked, self.reason.text().strip())
            self.clear()

    def clear(self) -> None:
        self._asked = None
        self.reason.show_text("")
        self.reason.hide()
        for button in self._ends.values():
            set_state(button, "state", "")
