"""The third tier, what the statutory card will ask for: closed until it is wanted."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from feverclinic.domain.history import Question
from feverclinic.domain.intake import Intake
from feverclinic.domain.outlook import Outlook
from feverclinic.wording import Wording
from ui.keys import key_for
from ui.theme import Theme
from ui.triage.field_book import FieldBook
from ui.triage.telling import SEPARATOR, codes_of, field_word
from ui.triage.tier import Tier, TierHead
from ui.widgets.answer_toggle import AnswerToggle
from ui.widgets.field_rows import field_rows
from ui.widgets.vital_field import ChoiceField, PickField, VitalField

MOST_COMPANIONS = 8
TEXTS = (
    ("onset_date", "2020-02-26"),
    ("first_symptom", "咳嗽两天"),
    ("employer", "齐鲁纺织第二分厂"),
    ("class_name", "三年级二班"),
    ("parent_name", "欧阳建国"),
    ("vaccination", "两剂"),
)
EMERGENCY = ("name", "phone", "relation")
SEGMENT, SEGMENT_NARROW = 58, 48


class CardTier(Tier):
    """Onset, work, family, companions; saving does not wait for any of it."""

    opened = Signal()

    def __init__(
        self, book: FieldBook, words: Wording, theme: Theme, countries: Sequence[tuple[str, str]]
    ) -> None:
        say = words.say
        self._summary = SEPARATOR.join(
            say(f"field.{name}") for name in ("onset_date", "occupation", "employer", "companions")
        )
        head = TierHead("card", say("triage.tier.card"), self._summary, theme, key_for("tier_card"))
        super().__init__(head, theme)
        self._words, self._book, self._theme = words, book, theme
        self._toggles: list[AnswerToggle] = []
        self._lay_out_texts(countries)
        self._lay_out_questions()
        self._lay_out_companions()
        self.body.hide()
        head.pressed.connect(self.toggle)
        self.set_narrow(is_narrow=False)

    @property
    def is_open(self) -> bool:
        return not self.body.isHidden()

    def toggle(self) -> None:
        self.body.setVisible(self.body.isHidden())
        if self.is_open:
            self.opened.emit()

    def open(self) -> None:
        self.body.show()

    def close_tier(self) -> None:
        self.body.hide()

    def _lay_out_texts(self, countries: Sequence[tuple[str, str]]) -> None:
        say, theme = self._words.say, self._theme
        fields: list[QWidget] = []
        for name, sample in TEXTS:
            field = VitalField(name, say(f"field.{name}"), theme)
            field.setMinimumWidth(field.needed_width(sample))
            fields.append(field)
        for name, table in (("occupation", "occupation"), ("arrival_mode", "arrival_mode")):
            choice = ChoiceField(name, say(f"field.{name}"), codes_of(self._words, table), theme)
            choice.setMinimumWidth(choice.needed_width())
            fields.append(choice)
        for name, entries in (
            ("nationality", countries),
            ("ethnic_group", codes_of(self._words, "ethnic")),
        ):
            pick = PickField(name, say(f"field.{name}"), entries, theme)
            pick.setMinimumWidth(pick.needed_width("维吾尔族 0000"))
            fields.append(pick)
        self._book.add(*fields)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(field_rows(*fields))
        column.addWidget(self._book.note(*(field.objectName() for field in fields)))
        self.add_row(say("triage.row.card"), column, gap=0)
        contact = [
            VitalField(f"emergency.{part}", say(f"field.companion.{part}"), theme)
            for part in EMERGENCY
        ]
        self._book.add(*contact)
        inner = QVBoxLayout()
        inner.setSpacing(0)
        inner.addWidget(field_rows(*contact))
        inner.addWidget(self._book.note("emergency"))
        self.add_row(say("triage.row.emergency"), inner)

    def _lay_out_questions(self) -> None:
        column = QVBoxLayout()
        column.setSpacing(4)
        names = [question.value for question in tuple(Question)[5:]]
        for name in (*names, "ordinary_inpatient"):
            toggle = AnswerToggle(name, field_word(self._words, name), self._words, self._theme)
            self._toggles.append(toggle)
            self._book.add(toggle)
            line = QHBoxLayout()
            label = QLabel(toggle.accessibleName())
            label.setWordWrap(True)
            line.addWidget(label, 1)
            line.addWidget(toggle)
            column.addLayout(line)
        column.addWidget(self._book.note(*names, "ordinary_inpatient"))
        self.add_row(self._words.say("triage.row.more_questions"), column)

    def _lay_out_companions(self) -> None:
        self._companions: list[QWidget] = []
        column = QVBoxLayout()
        column.setSpacing(6)
        for number in range(MOST_COMPANIONS):
            fields = [
                VitalField(
                    f"companions.{number}.{part}",
                    self._words.say(f"field.companion.{part}"),
                    self._theme,
                )
                for part in EMERGENCY
            ]
            self._book.add(*fields)
            row = field_rows(*fields)
            self._companions.append(row)
            column.addWidget(row)
        column.addWidget(self._book.note("companions"))
        self.add_row(self._words.say("field.companions"), column)

    def set_narrow(self, *, is_narrow: bool) -> None:
        super().set_narrow(is_narrow=is_narrow)
        for toggle in getattr(self, "_toggles", ()):
            toggle.set_segment_width(SEGMENT_NARROW if is_narrow else SEGMENT)

    def show_intake(self, intake: Intake, outlook: Outlook) -> None:
        """One companion row more than there are companions; the head says what is still open."""
        count = companion_count(intake)
        for number, row in enumerate(self._companions):
            row.setVisible(number <= count)
        onset = intake.text("onset_date")
        hint = self._summary
        if onset:
            hint = hint.replace(
                self._words.say("field.onset_date"),
                f"{self._words.say('field.onset_date')} {onset}",
                1,
            )
        self.head.show_hint(hint)
        later = len(outlook.later)
        if later:
            self.head.show_status(
                self._words.say("triage.tier.later", count=later), "pencil", "warn"
            )
        else:
            self.head.show_status(self._words.say("triage.tier.complete"), "check", "ok")

    def first_free_companion(self, intake: Intake) -> str:
        number = min(companion_count(intake), MOST_COMPANIONS - 1)
        return f"companions.{number}.name"


def companion_count(intake: Intake) -> int:
    """How many companions have anything written beside them."""
    numbers = {
        int(parts[1])
        for parts in (name.split(".") for name in intake.fields)
        if parts[0] == "companions" and len(parts) > 1 and parts[1].isdecimal()
    }
    return max(numbers, default=-1) + 1
