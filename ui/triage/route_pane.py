"""The right pane: route, level, reasons, what to do now, and the acts that never change place."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from feverclinic.domain.intake import Intake
from feverclinic.domain.outlook import Outlook
from feverclinic.domain.vitals import Level
from feverclinic.wording import Wording
from ui.keys import key_for
from ui.theme import Theme
from ui.triage.ask_sheet import Ask, AskSheet
from ui.triage.evidence import (
    Line,
    advice_lines,
    evidence_lines,
    known_lines,
    question_lines,
    turn_sentence,
)
from ui.triage.level_row import LevelRow
from ui.triage.more_acts import MoreActs
from ui.triage.override_pane import OverridePane, VisitActs
from ui.triage.route_head import RouteHead
from ui.triage.route_parts import Section, TagSection
from ui.triage.telling import code_word
from ui.widgets.key_cap import KeyButton
from ui.widgets.pane import rule, scrolled, wrapped

NEXT_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ResuscitateButton(KeyButton):
    """F11 asks once more: the second press, or Enter, sends; Esc or leaving takes it back."""

    confirmed = Signal()

    def __init__(self, words: Wording, theme: Theme) -> None:
        super().__init__(
            theme,
            words.say("triage.route.resuscitate"),
            key_for("resuscitate"),
            icon="ambulance",
            kind="danger",
        )
        self.setObjectName("resuscitate")
        self._words = words
        self._asks = False
        self.clicked.connect(self.ask_or_send)

    @property
    def asks(self) -> bool:
        return self._asks

    def ask(self) -> None:
        self._asks = True
        self.setText(self._words.say("triage.route.resuscitate_confirm"))
        self.set_key("Enter")
        self.setAccessibleName(self.text())
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def forget(self) -> None:
        self._asks = False
        self.setText(self._words.say("triage.route.resuscitate"))
        self.set_key(key_for("resuscitate"))
        self.setAccessibleName(self.text())

    def ask_or_send(self) -> None:
        if self._asks:
            self.forget()
            self.confirmed.emit()
        else:
            self.ask()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.isAutoRepeat():
            return  # a key held down is one act
        if event.key() in NEXT_KEYS:
            self.ask_or_send()
        elif event.key() == Qt.Key.Key_Escape and self._asks:
            self.forget()
        else:
            super().keyPressEvent(event)


class RoutePane(QFrame):
    """Renders an outlook; decides nothing."""

    asked = Signal(str)
    resuscitated = Signal()

    def __init__(self, words: Wording, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("routePane")
        self.setProperty("pane", "surface")
        self._words, self._theme = words, theme
        say = words.say
        self.head = RouteHead(words, theme)
        self.level = LevelRow(words, theme)
        self._level_line = rule()
        self.questions = Section("questions", say("triage.route.questions"), theme)
        self.questions.pressed.connect(self.asked)
        self.evidence = Section("evidence", say("triage.route.evidence"), theme)
        self.at_least = wrapped("", "small", "text2", name="atLeast")
        self.resuscitate = ResuscitateButton(words, theme)
        self.resuscitate.confirmed.connect(self.resuscitated)
        self.evidence.add(self.at_least)
        self.evidence.add(self.resuscitate)
        self.advice = Section("advice", say("triage.route.advice"), theme)
        self.checks = Section("checks", say("triage.route.checks"), theme)
        self.checks.pressed.connect(self.asked)
        self.work_up = TagSection(
            "work_up", say("triage.route.work_up"), say("triage.route.work_up_where"), theme
        )
        self.turns = Section("turns", say("triage.route.turns"), theme)
        self._turns = wrapped("", "table", name="turnWords")
        self._turns.setTextFormat(Qt.TextFormat.RichText)
        self.turns.add(self._turns)
        self.printer = Section("printer", say("triage.route.printer"), theme)
        self.visit = Section("visit", say("triage.route.visit"), theme)
        self.acts = VisitActs(words, theme)
        self.visit.add(self.acts)
        self.more = MoreActs(words, theme)
        self.override = OverridePane(words, theme)
        self.ask = AskSheet(words, theme)
        self.all_clear = KeyButton(theme, say("triage_day.act.all_clear"), key_for("others_none"))
        self.all_clear.setObjectName("all_clear")
        self.all_clear.setProperty("least", "true")
        self.questions.add(self.all_clear)
        self._may_pass = False
        self._side = 16
        self._lay_out()

    def _lay_out(self) -> None:
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for section in self._sections():
            column.addWidget(section)
            section.hide()
        self.more.show()
        column.addStretch()
        self._stack = QStackedWidget()
        self._middle = scrolled(middle)
        self._middle.verticalScrollBar().rangeChanged.connect(
            lambda _low, _high: self._keep_width()
        )
        self._override_area = scrolled(self.override)
        self._stack.addWidget(self._middle)
        self._stack.addWidget(self._override_area)
        self._ask_area = scrolled(self.ask)
        self._stack.addWidget(self._ask_area)
        self._stack.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.override.left.connect(self.leave_override)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.head)
        whole.addWidget(self.level)
        whole.addWidget(self._level_line)
        whole.addWidget(self._stack, 1)
        whole.addWidget(rule())
        whole.addWidget(self._bottom())

    def _sections(self) -> tuple[Section, ...]:
        return (
            self.questions,
            self.evidence,
            self.advice,
            self.checks,
            self.work_up,
            self.turns,
            self.printer,
            self.visit,
            self.more,
        )

    def _bottom(self) -> QWidget:
        """The acts: their place is the same on every screen and in every state."""
        say, theme = self._words.say, self._theme
        bottom = QFrame()
        bottom.setProperty("pane", "sunken")
        self.save = KeyButton(
            theme, say("triage.act.save"), key_for("save_and_print"), icon="printer", kind="primary"
        )
        self.save.setObjectName("save_and_print")
        self.save.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_aside = KeyButton(theme, say("triage.act.set_aside"), key_for("set_aside"))
        self.set_aside.setObjectName("set_aside")
        self.next = KeyButton(theme, say("triage.act.next"), key_for("next_patient"))
        self.next.setObjectName("next_patient")
        self._bottom_column = QVBoxLayout(bottom)
        self._bottom_column.setSpacing(8)
        self._bottom_column.addWidget(self.save)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.set_aside, 1)
        row.addWidget(self.next, 1)
        self._bottom_column.addLayout(row)
        return bottom

    def set_narrow(self, *, is_narrow: bool) -> None:
        side = 12 if is_narrow else 16
        self._bottom_column.setContentsMargins(side, 8 if is_narrow else 10, side, 12)
        self.head.set_narrow(is_narrow=is_narrow)
        self.level.set_narrow(is_narrow=is_narrow)
        self._side = side
        self._keep_width()

    def _keep_width(self) -> None:
        """The scroll bar takes its room from the margin, so that nothing moves when it comes."""
        bar = self._middle.verticalScrollBar()
        taken = bar.sizeHint().width() if bar.maximum() > 0 else 0
        for section in self._sections():
            section.set_sides(self._side, max(self._side - taken, 0))

    def show_outlook(self, outlook: Outlook, intake: Intake, rule_set: str, limit_c: str) -> None:
        """Show what stands or what is still open; called at every key, so equal parts stay."""
        routing, words = outlook.routing, self._words
        history_c = intake.text("self_reported_fever.raw_text")
        open_names = outlook.open_questions
        self.head.show_route(routing.result if routing else None, len(open_names), rule_set)
        self.level.setVisible(routing is not None)
        self._level_line.setVisible(routing is not None)
        self.questions.show_lines(question_lines(open_names, words) if routing is None else ())
        if routing is not None:
            self.level.show_level(routing.acuity, _minutes(outlook, routing.acuity))
            lines = evidence_lines(routing, words, limit_c, history_c)
            self.evidence.set_title(words.say("triage.route.evidence"))
            self.evidence.show_lines(lines, words.say("triage.route.count", count=len(lines)))
        else:
            self.evidence.set_title(words.say("triage.route.known"))
            self.evidence.show_lines(known_lines(outlook, words, limit_c, history_c))
        self._show_urgency(outlook, is_started=not intake.is_empty)
        self.advice.show_lines(advice_lines(outlook, words))
        self.checks.show_lines(question_lines(outlook.checks, words))
        self.work_up.show_tags(
            [(code, code_word(words, "work_up", code)) for code in outlook.work_up]
        )
        self._turns.setText("<br>".join(turn_sentence(turn, words) for turn in outlook.turns))
        self.turns.setVisible(bool(outlook.turns))
        self.visit.setVisible(intake.visit_id is not None)
        self.more.show_saved(is_saved=intake.visit_id is not None)
        self.acts.show_saved(is_saved=intake.visit_id is not None)
        self.save.set_locked(locked=routing is None)

    def _show_urgency(self, outlook: Outlook, *, is_started: bool) -> None:
        """«At least level Ⅱ» while questions are open, and the short way to the resus room."""
        level = outlook.acuity.result
        is_urgent = level in (Level.I, Level.II)
        is_shown = outlook.routing is None and is_started and is_urgent
        self.at_least.setVisible(is_shown)
        self.resuscitate.setVisible(is_shown or self.resuscitate.asks)
        self.evidence.setVisible(not self.evidence.isHidden() or not self.resuscitate.isHidden())
        words = self._words
        self.at_least.setText(
            words.say("triage.route.at_least", level=code_word(words, "level", level.value))
        )

    def ask_resuscitate(self) -> None:
        """F11 from anywhere: the act comes into sight and waits for its Enter."""
        self.leave_override()
        self.evidence.show()
        self.resuscitate.show()
        self._middle.ensureWidgetVisible(self.resuscitate)
        self.resuscitate.ask()

    def show_slips(self, waiting: int, problem: str) -> None:
        """Saved is not printed: how many wait, why, and that triage goes on."""
        if not waiting and not problem:
            self.printer.show_lines(())
            return
        key = "triage.route.slips_problem" if problem else "triage.route.slips"
        said = self._words.say(key, problem=problem, count=waiting)
        hint = self._words.say("triage.route.slips_hint", key=key_for("print_queue"))
        tone = "danger" if problem else "warn"
        lines = (
            Line("printer", tone, said, is_bold=True, ink=tone),
            Line("", "", hint, ink="text2"),
        )
        self.printer.show_lines(lines)

    def open_override(self, outlook: Outlook) -> None:
        self._stack.setCurrentWidget(self._override_area)
        self.override.open_for(outlook.routing.result if outlook.routing else None)

    def open_ask(self, ask: Ask) -> None:
        """Ask in the middle of the pane what an act needs to know; the acts stay in their place."""
        self._stack.setCurrentWidget(self._ask_area)
        self.ask.open_for(ask)

    def leave_ask(self) -> None:
        self.ask.forget()
        if self._stack.currentWidget() is self._ask_area:
            self._stack.setCurrentWidget(self._middle)

    @property
    def is_asking(self) -> bool:
        return self._stack.currentWidget() is self._ask_area

    def show_pass(self, *, may_pass: bool) -> None:
        """Whoever passes is counted by the same key that saves everybody else."""
        if may_pass == self._may_pass:
            return
        self._may_pass = may_pass
        key, icon = ("triage_day.act.pass", "check") if may_pass else ("triage.act.save", "printer")
        said = self._words.say(key)
        self.save.setText(said)
        self.save.setAccessibleName(said)
        self.save.set_icon(icon)

    def leave_override(self) -> None:
        self._stack.setCurrentWidget(self._middle)

    @property
    def is_overriding(self) -> bool:
        return self._stack.currentWidget() is self._override_area

    def take_focus(self) -> None:
        """Alt+3: the first act of a saved visit, else the change of the route, else the save."""
        wanted = (self.acts.first, self.level.change, self.save)
        seen = next((act for act in wanted if act.isVisible() and act.isEnabled()), self.save)
        self._middle.ensureWidgetVisible(seen)
        seen.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def acts_of(self) -> tuple[KeyButton, ...]:
        return self.save, self.set_aside, self.next


def _minutes(outlook: Outlook, level: Level) -> int | None:
    """The wait limit that the rules gave for the level in force; None when they gave another's."""
    detail = outlook.routing.acuity_detail if outlook.routing else outlook.acuity
    return detail.wait_limit_minutes if detail.result is level else None
