"""旅居史: where somebody stayed in the last 14 days, by township and date; zones are read by day."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from feverclinic.domain.intake import Intake
from feverclinic.domain.ternary import Ternary
from feverclinic.wording import Wording
from ui.theme import Theme
from ui.triage.field_book import FieldBook
from ui.widgets.field_rows import field_rows
from ui.widgets.key_cap import KeyButton
from ui.widgets.vital_field import PickField, VitalField

MOST_STAYS = 6
PARTS = ("township_code", "from", "to")
REMOVE_WIDTH = 72
ASKED_WITH = (Ternary.YES.value, Ternary.UNKNOWN.value)


class StayRows(QWidget):
    """One row more than there are stays, under the question about them; a row can be taken out."""

    removed = Signal(object)  # the changes of fields that take a row out

    def __init__(
        self, book: FieldBook, words: Wording, theme: Theme, townships: Sequence[tuple[str, str]]
    ) -> None:
        super().__init__()
        self.setObjectName("stays")
        self.setAccessibleName(words.say("field.stays"))
        self._words, self._book, self._theme = words, book, theme
        self._fields: Mapping[str, str] = {}
        self._rows: list[QWidget] = []
        self._removes: list[KeyButton] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 0, 4)
        column.setSpacing(6)
        for number in range(MOST_STAYS):
            row = self._row(number, townships)
            self._rows.append(row)
            column.addWidget(row)
        column.addWidget(book.note("stays"))
        self.hide()

    def _row(self, number: int, townships: Sequence[tuple[str, str]]) -> QWidget:
        say = self._words.say
        start = f"stays.{number}"
        place = PickField(
            f"{start}.township_code", say("field.stay.township_code"), townships, self._theme
        )
        place.setMinimumWidth(place.needed_width("张店区 和平街道"))
        days = [
            VitalField(f"{start}.{part}", say(f"field.stay.{part}"), self._theme)
            for part in PARTS[1:]
        ]
        for day in days:
            day.setMinimumWidth(day.needed_width("2020-02-26"))
        days[0].setPlaceholderText(say("triage.row.day_hint"))
        self._book.add(place, *days)
        remove = KeyButton(self._theme, say("triage.row.remove_stay"))
        remove.setObjectName(f"{start}.remove")
        remove.setProperty("least", "true")
        remove.setFixedWidth(REMOVE_WIDTH)
        remove.clicked.connect(lambda _checked=False, at=number: self._remove(at))
        self._removes.append(remove)
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(field_rows(place, *days), 1)
        line.addWidget(remove)
        return holder

    def show_intake(self, intake: Intake) -> None:
        """Rows while the question is a yes or unknown, and wherever something was written."""
        self._fields = intake.fields
        count = stay_count(intake.fields)
        self.setVisible(intake.text("q1") in ASKED_WITH or count > 0)
        for number, row in enumerate(self._rows):
            row.setVisible(number <= count)
            self._removes[number].setEnabled(number < count)

    def _remove(self, number: int) -> None:
        """The rows below move up; the keyboard stays in the row of that place."""
        changes = without_stay(self._fields, number)
        self._book.focus(f"stays.{number}.{PARTS[0]}")
        self.removed.emit(changes)


def stay_count(fields: Mapping[str, str]) -> int:
    """How many rows are taken, counted to the last that has anything written in it."""
    numbers = [
        number
        for number in range(MOST_STAYS)
        if any(fields.get(f"stays.{number}.{part}", "") for part in PARTS)
    ]
    return max(numbers, default=-1) + 1


def without_stay(fields: Mapping[str, str], number: int) -> dict[str, str]:
    """The changes that take a row out: each below moves up by one, the last becomes empty."""
    return {
        f"stays.{at}.{part}": fields.get(f"stays.{at + 1}.{part}", "")
        for at in range(number, max(stay_count(fields), number + 1))
        for part in PARTS
    }
