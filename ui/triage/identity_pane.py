"""Who it is: opens under the banner by a click, by typing there, or where a field of it is wrong."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from feverclinic.domain.people import AgeUnit, Sex
from feverclinic.wording import Wording
from ui.theme import Theme
from ui.triage.field_book import FieldBook
from ui.triage.telling import codes_of
from ui.widgets.choice_row import Choice, ChoiceRow
from ui.widgets.field_rows import field_rows
from ui.widgets.vital_field import ChoiceField, PickField, VitalField

NAMES = (
    "name",
    "id_type",
    "id_no",
    "no_id_reason",
    "sex",
    "birth_date",
    "age",
    "age_unit",
    "phone",
    "township_code",
    "address.text",
)


class IdentityPane(QFrame):
    """Name, number, sex, age, phone, address: a number that is read answers what stands after it."""

    left = Signal()

    def __init__(
        self,
        book: FieldBook,
        words: Wording,
        theme: Theme,
        townships: Sequence[tuple[str, str]],
    ) -> None:
        super().__init__()
        self.setObjectName("identity")
        self.setProperty("pane", "sunken")
        self._words, self._theme = words, theme
        say = words.say
        self.name = self._text("name", "欧阳·买买提")
        sexes = (Sex.MALE, Sex.FEMALE, Sex.UNKNOWN)
        sex = ChoiceRow(
            "sex",
            say("field.sex"),
            [Choice(code.value, say(f"triage.sex.{code.value}")) for code in sexes],
            theme,
        )
        sex.set_segment_width(44)
        units = [(unit.value, say(f"age_unit.{unit.value}")) for unit in AgeUnit]
        unit = ChoiceField("age_unit", say("field.age_unit"), units, theme)
        unit.setMinimumWidth(unit.needed_width())
        unit.setFixedWidth(unit.needed_width())
        kinds = ChoiceField("id_type", say("field.id_type"), codes_of(words, "id_type"), theme)
        kinds.setMinimumWidth(150)
        reasons = codes_of(words, "no_id_reason")
        reason = ChoiceField("no_id_reason", say("field.no_id_reason"), reasons, theme)
        reason.setMinimumWidth(150)
        places = PickField("township_code", say("field.township_code"), townships, theme)
        places.setMinimumWidth(places.needed_width("张店区和平街道"))
        self._fields: list[QWidget] = [
            self.name,
            kinds,
            self._text("id_no", "37039919780601001X"),
            reason,
            sex,
            self._text("birth_date", "1978-06-01"),
            self._text("age", "120"),
            unit,
            self._text("phone", "13900000000"),
            places,
            self._text("address.text", "和平小区 8 号楼"),
        ]
        book.add(*self._fields)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 8)
        column.setSpacing(0)
        column.addWidget(field_rows(*self._fields))
        column.addWidget(book.note(*NAMES))
        self._column = column
        self.hide()

    def _text(self, name: str, sample: str) -> VitalField:
        field = VitalField(name, self._words.say(f"field.{name}"), self._theme)
        field.setMinimumWidth(field.needed_width(sample))
        return field

    def set_narrow(self, *, is_narrow: bool) -> None:
        side = 12 if is_narrow else 16
        self._column.setContentsMargins(side, 8, side, 8)

    @property
    def last(self) -> str:
        """The field after which Enter leaves the pane."""
        return NAMES[-1]

    def open(self) -> None:
        self.show()

    def holds(self, name: str) -> bool:
        return name in NAMES

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
