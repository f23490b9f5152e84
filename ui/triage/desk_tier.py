"""The second tier, before the patient leaves the desk: vital signs, signs of danger, drugs, pregnancy."""

from datetime import date

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from feverclinic.domain.history import Question
from feverclinic.domain.intake import Intake
from feverclinic.domain.people import Chronic
from feverclinic.domain.ternary import Ternary
from feverclinic.domain.vitals import Avpu
from feverclinic.wording import Wording
from ui.theme import Theme
from ui.triage.field_book import FieldBook
from ui.triage.sign_groups import ALL_SIGNS, may_be_pregnant, shown_signs, years_of
from ui.triage.telling import age_of, code_word, field_word
from ui.triage.tier import Tier, TierHead
from ui.widgets.answer_toggle import AnswerToggle
from ui.widgets.field_rows import field_rows
from ui.widgets.symptom_chips import SymptomChips
from ui.widgets.vital_field import ChoiceField, VitalField

# Label, unit and a sample of the widest usual value for each field of one line.
VITALS = (("spo2", "100"), ("rr", "20"), ("hr", "120"), ("bp", "128/80"))
MORE_VITALS = (("capillary_refill_s", "3"), ("pain", "10"), ("weight", "70.5"))
ASKED_ABOUT = tuple(question.value for question in tuple(Question)[:5])
DETAILS = ("last_exposure_on", "place_code", "contact_name")
SEGMENT, SEGMENT_NARROW = 58, 48


class DeskTier(Tier):
    """Vital signs first, for they can change the level; then what the rules ask besides."""

    def __init__(self, book: FieldBook, words: Wording, theme: Theme) -> None:
        say = words.say
        head = TierHead("desk", say("triage.tier.desk"), say("triage.tier.desk_hint"), theme)
        super().__init__(head, theme)
        self._words, self._book, self._theme = words, book, theme
        self._toggles: list[AnswerToggle] = []
        self._exposures: dict[str, QWidget] = {}
        self._lay_out_vitals()
        self._lay_out_signs()
        self._lay_out_drugs()
        self._lay_out_pregnancy()
        self._lay_out_chronic()
        self._lay_out_exposures()
        self.set_narrow(is_narrow=False)

    def _field(self, name: str, sample: str = "") -> VitalField:
        label = self._words.say(f"field.{name}")
        key = f"field.unit.{name}"
        unit = self._words.say(key) if self._words.knows(key) else ""
        field = VitalField(name, label, self._theme, unit=unit)
        field.setMinimumWidth(field.needed_width(sample))
        return field

    def _toggle(self, name: str) -> AnswerToggle:
        toggle = AnswerToggle(name, self._words.say(f"field.{name}"), self._words, self._theme)
        self._toggles.append(toggle)
        return toggle

    def _asked(self, toggle: QWidget, *beside: QWidget) -> QWidget:
        """A question with its toggle at the right, and fields that belong to its yes."""
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        label = QLabel(toggle.accessibleName())
        label.setWordWrap(True)
        line.addWidget(label, 1)
        for widget in beside:
            line.addWidget(widget)
        line.addWidget(toggle)
        return holder

    def _lay_out_vitals(self) -> None:
        fields = [self._field(name, sample) for name, sample in VITALS]
        levels = [(avpu.value, code_word(self._words, "avpu", avpu.value)) for avpu in Avpu]
        avpu = ChoiceField("avpu", self._words.say("field.avpu"), levels, self._theme)
        avpu.setMinimumWidth(146)
        self._book.add(*fields, avpu)
        names = [name for name, _ in VITALS]
        oxygen = self._toggle("on_oxygen")
        more = [self._field(name, sample) for name, sample in MORE_VITALS]
        self._book.add(oxygen, *more)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(field_rows(*fields, avpu))
        column.addWidget(self._book.note(*names, "avpu"))
        column.addSpacing(8)
        column.addWidget(self._asked(oxygen))
        column.addSpacing(8)
        column.addWidget(field_rows(*more))
        column.addWidget(self._book.note("on_oxygen", *(name for name, _ in MORE_VITALS)))
        self.add_row(self._words.say("triage.row.vitals"), column, gap=0)

    def _lay_out_signs(self) -> None:
        entries = [(f"signs.{code}", code_word(self._words, "sign", code)) for code in ALL_SIGNS]
        label = self._words.say("triage.row.signs")
        self.signs = SymptomChips(
            "signs", label, entries, self._theme, self._words.say("triage.row.rest")
        )
        self._book.add_chips(self.signs)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self.signs)
        column.addWidget(self._book.note("signs"))
        self.add_row(label, column)

    def _lay_out_drugs(self) -> None:
        antipyretic, antimicrobial = (
            self._toggle(name) for name in ("antipyretic_last_6h", "antimicrobial_last_7d")
        )
        self._taken_at = self._field("antipyretic_taken_at", "06:20")
        self._taken_at.setPlaceholderText("06:20")
        self._book.add(antipyretic, self._taken_at, antimicrobial)
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addWidget(self._asked(antipyretic))
        column.addWidget(self._taken_at)
        column.addWidget(self._asked(antimicrobial))
        column.addWidget(self._book.note("antipyretic_last_6h", "antipyretic_taken_at"))
        self.add_row(self._words.say("triage.row.drugs"), column)

    def _lay_out_pregnancy(self) -> None:
        pregnant = self._toggle("pregnant")
        self._weeks = self._field("gestation_weeks", "40")
        self._book.add(pregnant, self._weeks)
        self._pregnancy = QWidget()
        column = QVBoxLayout(self._pregnancy)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._asked(pregnant))
        column.addWidget(self._weeks)
        column.addWidget(self._book.note("pregnant", "gestation_weeks"))
        self.add_row("", self._pregnancy, gap=0)

    def _lay_out_chronic(self) -> None:
        codes = [code for code in Chronic if code not in (Chronic.PREGNANT, Chronic.NONE)]
        entries = [
            (f"chronic_conditions.{code.value}", code_word(self._words, "chronic", code.value))
            for code in codes
        ]
        label = self._words.say("triage.row.chronic")
        self.chronic = SymptomChips(
            "chronic_conditions", label, entries, self._theme, self._words.say("triage.row.rest")
        )
        self._book.add_chips(self.chronic)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self.chronic)
        column.addWidget(self._book.note("chronic_conditions"))
        self.add_row(label, column)

    def _lay_out_exposures(self) -> None:
        """Date, place and contact of each question that was answered with yes."""
        column = QVBoxLayout()
        column.setSpacing(0)
        for question in ASKED_ABOUT:
            details = (*DETAILS, "until") if question == Question.Q5.value else DETAILS
            fields = [
                VitalField(
                    f"{question}.{detail}", self._words.say(f"field.detail.{detail}"), self._theme
                )
                for detail in details
            ]
            for field in fields:
                field.setMinimumWidth(field.needed_width("2020-02-26"))
            holder = QWidget()
            inner = QVBoxLayout(holder)
            inner.setContentsMargins(0, 12, 0, 0)
            inner.setSpacing(4)
            inner.addWidget(QLabel(field_word(self._words, question)))
            inner.addWidget(field_rows(*fields))
            inner.addWidget(self._book.note(*(field.objectName() for field in fields)))
            self._book.add(*fields)
            self._exposures[question] = holder
            column.addWidget(holder)
        self.add_row("", column, gap=0)

    def set_narrow(self, *, is_narrow: bool) -> None:
        super().set_narrow(is_narrow=is_narrow)
        for toggle in getattr(self, "_toggles", ()):
            toggle.set_segment_width(SEGMENT_NARROW if is_narrow else SEGMENT)

    def show_intake(self, intake: Intake, today: date) -> None:
        """Show the rows that concern this person; an answer once given stays in sight."""
        yes = Ternary.YES.value
        years = years_of(age_of(intake, today))
        sex = intake.text("sex")
        is_pregnant = intake.text("pregnant") == yes
        names = shown_signs(sex, years, is_pregnant=is_pregnant)
        self.signs.show_only(frozenset(f"signs.{code}" for code in names))
        self._pregnancy.setVisible(may_be_pregnant(sex, years) or bool(intake.text("pregnant")))
        self._weeks.setVisible(is_pregnant)
        self._taken_at.setVisible(intake.text("antipyretic_last_6h") == yes)
        for question, holder in self._exposures.items():
            holder.setVisible(intake.text(question) == yes)
