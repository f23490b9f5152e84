"""The record of a joint consultation to be read before it is signed: who, what was found, what was advised."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from feverclinic.domain.civil_time import local
from feverclinic.domain.clinical_entries import JointConsulted
from feverclinic.wording import Wording
from ui.widgets.pane import label, wrapped

FOUND = ("four_examinations", "tongue", "pulse", "syndrome", "formula", "injections")
BETWEEN = "、"
VALUES = 1


class JointRecord(QWidget):
    """What was written down, each under the label of its sheet; what is empty is left out."""

    def __init__(self, words: Wording) -> None:
        super().__init__()
        self.setObjectName("jointRecord")
        self.setAutoFillBackground(False)
        self._words = words
        self._lines = QGridLayout(self)
        self._lines.setContentsMargins(16, 12, 16, 12)
        self._lines.setHorizontalSpacing(16)
        self._lines.setVerticalSpacing(8)
        self._lines.setColumnStretch(VALUES, 1)

    def show_record(self, record: JointConsulted) -> None:
        """Show this record in place of the one before."""
        while (item := self._lines.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        told = [(name, text) for name, text in _told(record, self._words) if text]
        for line, (name, text) in enumerate(told):
            head = label(self._words.say(f"sheet_field.{name}"), "body", "text2")
            value = wrapped(text, name=f"joint.{name}")
            self._put(head, line, 0)
            self._put(value, line, VALUES)
        self._lines.setRowStretch(len(told), 1)
        self.setAccessibleName("\n".join(f"{name} {text}" for name, text in self.spoken(record)))

    def spoken(self, record: JointConsulted) -> tuple[tuple[str, str], ...]:
        """The lines with their labels."""
        say = self._words.say
        told = _told(record, self._words)
        return tuple((say(f"sheet_field.{name}"), text) for name, text in told if text)

    def _put(self, part: QLabel, line: int, column: int) -> None:
        self._lines.addWidget(part, line, column, Qt.AlignmentFlag.AlignTop)


def _told(record: JointConsulted, words: Wording) -> tuple[tuple[str, str], ...]:
    say = words.say
    found = tuple((name, str(getattr(record, name))) for name in FOUND)
    return (
        ("held_at", f"{local(record.held_at):%Y-%m-%d %H:%M}"),
        ("place", record.place),
        ("is_remote", say("sheet.remote") if record.is_remote else ""),
        ("western_experts", BETWEEN.join(record.western_experts)),
        ("tcm_experts", BETWEEN.join(record.tcm_experts)),
        *found,
        ("contraindications_checked", _checked(record, words)),
        ("opinion", record.opinion),
        ("next_on", record.next_on.isoformat() if record.next_on is not None else ""),
    )


def _checked(record: JointConsulted, words: Wording) -> str:
    return words.say("sheet.checked") if record.contraindications_checked else ""
