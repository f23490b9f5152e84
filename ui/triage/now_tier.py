"""The first tier, ten seconds: temperature, exposure, symptoms, mask, health code."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from feverclinic.domain.history import ROUTING_QUESTIONS, Question, Symptom
from feverclinic.domain.intake import Intake
from feverclinic.domain.prescreening import HealthCode
from feverclinic.domain.ternary import Ternary
from feverclinic.domain.visits import Mask
from feverclinic.wording import Wording
from ui.keys import key_for
from ui.theme import Theme, set_state
from ui.triage.field_book import FieldBook
from ui.triage.manual_pane import ManualPane
from ui.triage.stay_rows import StayRows
from ui.triage.telling import code_word, field_word
from ui.triage.tier import Tier, TierHead
from ui.widgets.answer_toggle import AnswerToggle
from ui.widgets.choice_row import Choice, ChoiceRow
from ui.widgets.field_rows import field_rows
from ui.widgets.flow_layout import flow
from ui.widgets.key_cap import KeyButton
from ui.widgets.symptom_chips import SymptomChips
from ui.widgets.temperature_tile import TemperatureTile, TileFacts
from ui.widgets.vital_field import VitalField

SHOWN_TILES = 2
SPARE = 18  # what a button can give of its padding where room is short
SEGMENT, SEGMENT_NARROW = 58, 48
PADDING, PADDING_NARROW = 9, 6
WIDEST_BUTTON = 200


class QuestionRow(QWidget):
    """A question and its toggle; the one that has the keyboard is bold."""

    def __init__(self, name: str, words: Wording, theme: Theme) -> None:
        super().__init__()
        asked = field_word(words, name)
        self.toggle = AnswerToggle(name, asked, words, theme)
        full = f"question_full.{name}"
        self.setToolTip(words.say(full) if words.knows(full) else asked)
        self._label = QLabel(asked)
        self._label.setProperty("role", "body")
        self._label.setWordWrap(True)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(self._label, 1)
        line.addWidget(self.toggle)

    def mark(self, *, is_focused: bool) -> None:
        set_state(self._label, "bold", "true" if is_focused else "false")


class NowTier(Tier):
    """Whoever passes the desk is asked this; the rest can wait."""

    measure_pressed = Signal()
    assign_pressed = Signal()
    disarm_pressed = Signal()
    tile_pressed = Signal(str)  # the state of the tile that was pressed
    all_clear_pressed = Signal()  # = anywhere but among the symptoms

    def __init__(
        self,
        book: FieldBook,
        words: Wording,
        theme: Theme,
        townships: Sequence[tuple[str, str]] = (),
    ) -> None:
        head = TierHead(
            "now", words.say("triage.tier.now"), words.say("triage.tier.now_hint"), theme
        )
        super().__init__(head, theme)
        self._words, self._book = words, book
        self._tiles = [TemperatureTile(f"tile.{at}", theme) for at in range(SHOWN_TILES)]
        for tile in self._tiles:
            tile.pressed.connect(lambda at=tile: self.tile_pressed.emit(at.facts.state))
            policy = tile.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            tile.setSizePolicy(policy)
        self._all_facts: tuple[TileFacts, ...] = ()
        self._earlier = QPushButton()
        self._earlier.setObjectName("tile.earlier")
        self._earlier.setAccessibleName(words.say("triage.tile.latest"))
        self._earlier.setProperty("kind", "quiet")
        self._earlier.setProperty("least", "true")
        self._earlier.setCheckable(True)
        self._earlier.toggled.connect(lambda _on: self._show_tiles())
        self._earlier.hide()
        self.measure = KeyButton(theme, "", "")
        self.measure.setObjectName("measure")
        self.measure.clicked.connect(self._on_measure)
        self._measure_act = "measure"
        self._measure_look = ("", "")
        self._is_narrow = False
        self.cannot = KeyButton(theme, words.say("triage.tile.cannot"), "")
        self.cannot.setObjectName("cannot_measure")
        self.cannot.setProperty("least", "true")
        self.cannot.setMinimumWidth(self.cannot.sizeHint().width() - SPARE)
        self.manual = ManualPane(words, theme)
        self.cannot.clicked.connect(self.manual.toggle)
        self.questions = [
            QuestionRow(question.value, words, theme) for question in ROUTING_QUESTIONS
        ]
        self._lay_out_tiles()
        self._lay_out_questions(townships)
        self._lay_out_symptoms(theme)
        self._lay_out_codes(theme)
        self.set_narrow(is_narrow=False)

    def _lay_out_tiles(self) -> None:
        # The age as it is seen: without it nobody passes, for children and the old are asked more.
        self.age = VitalField("age_seen", self._words.say("field.age"), self._theme)
        self.age.changed.connect(lambda text: self._book.edited.emit("age", text))
        self.age.setMaximumWidth(WIDEST_BUTTON)
        buttons = QVBoxLayout()
        buttons.setSpacing(6)
        buttons.addStretch()
        for widget in (self.measure, self.cannot, self.age):
            buttons.addWidget(widget)
        buttons.addStretch()
        line = QHBoxLayout()
        line.setSpacing(10)
        for tile in self._tiles:
            line.addWidget(tile, 5)
        line.addLayout(buttons, 2)
        line.addStretch()
        for button in (self.measure, self.cannot):
            button.setMaximumWidth(WIDEST_BUTTON)
        self._tile_line = line
        whole = QVBoxLayout()
        whole.setSpacing(0)
        whole.addLayout(line)
        whole.addWidget(self._earlier, 0, Qt.AlignmentFlag.AlignLeft)
        whole.addWidget(self._book.note("temperature", "not_measured_reason", "manual"))
        whole.addWidget(self.manual)
        self._book.add_place("temperature", self.measure)
        self.manual.number.changed.connect(lambda text: self._book.edited.emit("temperature", text))
        self._book.add_place("not_measured_reason", self.manual.cause)
        self.add_row(self._words.say("triage.row.temperature"), whole, gap=0)

    def _lay_out_questions(self, townships: Sequence[tuple[str, str]]) -> None:
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for row in self.questions:
            column.addWidget(row)
            column.addWidget(self._book.note(row.toggle.objectName()))
            self._book.add(row.toggle)
            if row.toggle.objectName() == Question.Q1.value:
                self.stays = StayRows(self._book, self._words, self._theme, townships)
                column.addWidget(self.stays)
        self.add_row(
            self._words.say("triage.row.exposure"),
            column,
            gap=10,
            below=self._words.say("triage.row.exposure_days"),
        )

    def _lay_out_symptoms(self, theme: Theme) -> None:
        entries = [("self_reported_fever", self._words.say("triage.row.fever"))]
        entries += [
            (f"symptoms.{symptom.value}", code_word(self._words, "symptom", symptom.value))
            for symptom in Symptom
        ]
        label = self._words.say("triage.row.symptoms")
        self.symptoms = SymptomChips(
            "symptoms", label, entries, theme, self._words.say("triage.row.rest")
        )
        self._book.add_chips(self.symptoms)
        number, day = (
            VitalField(
                f"self_reported_fever.{part}",
                self._words.say(f"field.home_fever.{part}"),
                theme,
                unit=unit,
            )
            for part, unit in (("raw_text", "℃"), ("measured_on", ""))
        )
        day.setPlaceholderText(self._words.say("triage.row.day_hint"))
        self.fever_details = field_rows(number, day)
        self.fever_details.hide()
        self._book.add(number, day)
        column = QVBoxLayout()
        column.setSpacing(6)
        column.addWidget(self.symptoms)
        column.addWidget(self.fever_details)
        column.addWidget(self._book.note("symptoms", "self_reported_fever"))
        self.add_row(label, column, gap=13)

    def _lay_out_codes(self, theme: Theme) -> None:
        say = self._words.say
        worn = (Mask.SURGICAL, Mask.N95_NO_VALVE, Mask.N95_VALVE, Mask.CLOTH)
        choices = [Choice(mask.value, say(f"triage.mask.{mask.value}")) for mask in worn]
        choices.append(Choice(Mask.NONE.value, say("triage.mask.NONE"), "yes"))
        mask = ChoiceRow("mask", say("field.mask"), choices, theme)
        given = ChoiceRow(
            "mask_given",
            say("field.mask_given"),
            [Choice(Ternary.YES.value, say("triage.mask.given"))],
            theme,
        )
        tones = {HealthCode.YELLOW: "yes", HealthCode.RED: "yes"}
        codes = [
            Choice(code.value, say(f"triage.health_code.{code.value}"), tones.get(code, "chosen"))
            for code in HealthCode
        ]
        health = ChoiceRow(
            "health_code",
            say("field.health_code"),
            [*codes, Choice("", say("answer.NOT_ASKED"), "unasked")],
            theme,
        )
        self._codes = (mask, given, health)
        self._book.add(mask, given, health)
        first = _beside(mask, given)
        second = _labelled(say("triage.row.health_code"), health)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(flow(first, second, gap=10))
        column.addWidget(self._book.note("mask", "health_code"))
        self.add_row(say("field.mask"), column, gap=14)

    def set_narrow(self, *, is_narrow: bool) -> None:
        super().set_narrow(is_narrow=is_narrow)
        if not hasattr(self, "questions"):
            return
        for row in self.questions:
            row.toggle.set_segment_width(SEGMENT_NARROW if is_narrow else SEGMENT)
        for codes in self._codes:
            codes.set_segment_width(0, PADDING_NARROW if is_narrow else PADDING)
        for tile in self._tiles:
            tile.set_narrow(is_narrow=is_narrow)
        self._tile_line.setSpacing(8 if is_narrow else 10)
        self._is_narrow = is_narrow
        self._set_measure(self._measure_act)

    def show_tiles(self, facts: Sequence[TileFacts], *, is_armed: bool) -> None:
        """The last two tiles; earlier ones behind the «n earlier» button."""
        self._all_facts = tuple(facts)
        has_unclaimed = any(fact.state == "unclaimed" for fact in facts)
        if has_unclaimed and is_armed:
            self._set_measure("assign")
        else:
            self._set_measure("disarm" if is_armed else "measure")
        self._show_tiles()

    def _show_tiles(self) -> None:
        hidden = len(self._all_facts) - SHOWN_TILES
        self._earlier.setVisible(hidden > 0)
        if hidden > 0:
            key = "triage.tile.latest" if self._earlier.isChecked() else "triage.tile.earlier"
            self._earlier.setText(self._words.say(key, count=hidden))
            self._earlier.setAccessibleName(self._earlier.text())
        first = 0 if hidden <= 0 or self._earlier.isChecked() else hidden
        shown = self._all_facts[first : first + SHOWN_TILES]
        for at, tile in enumerate(self._tiles):
            tile.setVisible(at < len(shown))
            if at < len(shown):
                tile.show_facts(shown[at])

    def _set_measure(self, act: str) -> None:
        self._measure_act = act
        keys = {"measure": "measure", "assign": "assign", "disarm": "back"}
        icons = {"measure": "thermometer", "assign": "", "disarm": "x"}
        word = self._words.say(f"triage.tile.act_{act}")
        icon = "" if self._is_narrow else icons[act]
        if (word, icon) != self._measure_look:
            self._measure_look = (word, icon)
            self.measure.setText(word)
            self.measure.setAccessibleName(word)
            self.measure.set_key(key_for(keys[act]))
            self.measure.set_icon(icon)
            self.measure.setMinimumWidth(self.measure.sizeHint().width() - SPARE)

    def _on_measure(self) -> None:
        acts = {
            "measure": self.measure_pressed,
            "assign": self.assign_pressed,
            "disarm": self.disarm_pressed,
        }
        acts[self._measure_act].emit()

    def show_intake(self, intake: Intake) -> None:
        """What depends on the answers: places of a stay, details of a fever measured at home."""
        self.stays.show_intake(intake)
        # Also under the keyboard: the age of whoever was counted must not stand in the next form.
        self.age.show_text(intake.text("age"))
        self.fever_details.setVisible(intake.text("self_reported_fever") == Ternary.YES.value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What no field of the tier has taken: = says no to everything that was not asked yet."""
        if event.key() == Qt.Key.Key_Equal and not event.isAutoRepeat():
            self.all_clear_pressed.emit()
        else:
            super().keyPressEvent(event)

    def mark_focus(self, focused: QWidget | None) -> None:
        for row in self.questions:
            row.mark(is_focused=focused is row.toggle)


def _beside(*widgets: QWidget) -> QWidget:
    holder = QWidget()
    line = QHBoxLayout(holder)
    line.setContentsMargins(0, 0, 12, 0)
    line.setSpacing(6)
    for widget in widgets:
        line.addWidget(widget)
    return holder


def _labelled(words: str, widget: QWidget) -> QWidget:
    label = QLabel(words)
    label.setProperty("role", "side")
    label.setProperty("tone", "text2")
    return _beside(label, widget)
