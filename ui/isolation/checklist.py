"""The conditions of a gate as somebody who signs reads them: state, evidence, what is missing, from when."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from feverclinic.domain.civil_time import local
from feverclinic.domain.gates import Condition, Evidence, Gate, State
from feverclinic.wording import Wording
from ui.icons import pixmap
from ui.theme import Theme
from ui.widgets.pane import label, row, wrapped

STATE_WIDTH, ICON = 92, 18
LOOKS = {
    State.MET: ("check", "ok"),
    State.NOT_MET: ("x", "danger"),
    State.UNKNOWN: ("question", "unknown"),
}
# In which words the code and the value of a piece of evidence are told, the first that knows.
CODE_WORDS = ("sign.evidence", "work_up", "case_reason", "condition")
VALUE_WORDS = ("sampling", "class")
# What the exit gate calls CT is ordered as a CT of the chest.
ITEMS = {"CT": "CHEST_CT"}
SURFACES = {State.MET: "surface", State.NOT_MET: "shut", State.UNKNOWN: "unsure"}


def condition_word(code: str, words: Wording) -> str:
    """The condition in words; a code without words is shown as it is, never left out."""
    key = f"condition.{code}"
    return words.say(key) if words.knows(key) else code


def reason_word(code: str, words: Wording) -> str:
    key = f"case_reason.{code}"
    return words.say(key) if words.knows(key) else code


def evidence_words(evidence: Sequence[Evidence], words: Wording) -> str:
    """What, when and which value: `核酸 02-27 14:32 阴性 · 末次异常 02-26 08:00`."""
    return " · ".join(_told(one, words) for one in evidence)


def _told(one: Evidence, words: Wording) -> str:
    at = f"{local(one.at):%m-%d %H:%M}" if one.at is not None else ""
    what = _known_word(ITEMS.get(one.code, one.code), CODE_WORDS, words)
    value = _known_word(one.value, VALUE_WORDS, words) if one.value else ""
    return " ".join(part for part in (what, at, value) if part)


def _known_word(code: str, families: Sequence[str], words: Wording) -> str:
    """The code in the first family that has a word for it; a code without words is shown as it is."""
    keys = (f"{family}.{code}" for family in families)
    return next((words.say(key) for key in keys if words.knows(key)), code)


def missing_words(condition: Condition, words: Wording) -> str:
    """Why it is not met, and from when time alone would meet it."""
    if condition.state is State.MET:
        return ""
    parts = [reason_word(code, words) for code in condition.reasons]
    if condition.earliest_at is not None:
        earliest = f"{local(condition.earliest_at):%m-%d %H:%M}"
        parts.append(words.say("sign.earliest", at=earliest))
    return " · ".join(parts)


class ConditionRow(QFrame):
    """✓ ✗ ? with its word at the left; the condition, its evidence and what is missing at the right."""

    def __init__(self, condition: Condition, words: Wording, theme: Theme) -> None:
        super().__init__()
        self.setObjectName(f"condition.{condition.code}")
        self.setProperty("pane", SURFACES[condition.state])
        icon, tone = LOOKS[condition.state]
        state_word = words.say(f"sign.state.{condition.state.value}")
        picture = QLabel()
        picture.setPixmap(pixmap(icon, theme.color(tone), ICON))
        state = label(state_word, "body", tone)
        state.setProperty("bold", "true")
        head = wrapped(condition_word(condition.code, words))
        head.setProperty("bold", "true")
        lines = [head]
        evidence = evidence_words(condition.evidence, words)
        missing = missing_words(condition, words)
        if evidence:
            lines.append(wrapped(evidence, "small", "text2"))
        if missing:
            lines.append(wrapped(missing, "small", tone))
        self.setAccessibleName(" ".join(part.text() for part in (state, *lines)))
        grid = QGridLayout(self)
        grid.setContentsMargins(16, 8, 16, 8)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(2)
        grid.setColumnMinimumWidth(0, STATE_WIDTH)
        grid.setColumnStretch(1, 1)
        grid.addLayout(row(picture, state, None, gap=6), 0, 0, Qt.AlignmentFlag.AlignTop)
        for at, line in enumerate(lines):
            grid.addWidget(line, at, 1)


class Checklist(QWidget):
    """What is not met and what is unknown first; the three counts above."""

    def __init__(self, words: Wording, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("checklist")
        self._words, self._theme = words, theme
        self._counts = wrapped("", "name", name="checklist.counts")
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        counts = row(self._counts)
        counts.setContentsMargins(16, 10, 16, 10)
        column.addLayout(counts)
        column.addLayout(self._rows)
        column.addStretch()

    def show_gate(self, gate: Gate | None) -> None:
        """Another gate, or none."""
        while (item := self._rows.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        if gate is None:
            self._counts.setText("")
            return
        states = [one.state for one in gate.conditions]
        say = self._words.say
        self._counts.setText(
            "   ".join(
                f"{sign} {states.count(state)} {say(f'sign.state.{state.value}')}"
                for sign, state in zip("✓✗?", State, strict=True)
            )
        )
        met = [one for one in gate.conditions if one.state is State.MET]
        for condition in (*gate.unmet, *met):
            self._rows.addWidget(ConditionRow(condition, self._words, self._theme))
