"""规则试运行: a rule file, some days, and the table of those who would have been treated differently."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QProgressBar,
    QStackedWidget,
    QWidget,
)

from feverclinic.domain.civil_time import local
from feverclinic.domain.trial import Changed, Trial, TrialRow, Verdict
from feverclinic.errors import ClinicError
from feverclinic.wording import Wording
from ui.keys import key_for
from ui.notices import sentence_of
from ui.theme import Grid, Theme, set_state
from ui.trial.presenter import TrialPresenter
from ui.widgets.digit_choice import DigitChoice
from ui.widgets.empty_state import EmptyState
from ui.widgets.key_cap import KeyButton
from ui.widgets.labelled_field import LabelledField
from ui.widgets.pane import Pane, column, label, row, rule, surface, wrapped
from ui.widgets.patient_banner import ElidedLabel
from ui.widgets.table import fill_table, plain_table

COLUMNS = ("who", "at", "changed", "before", "after")
BEFORE, AFTER, AT = 3, 4, 1
# In which words the result and the reasons of a change are told.
FAMILIES = {
    Changed.CLASSED: "class",
    Changed.HELD: "trial_page.held",
    Changed.RELEASED: "trial_page.released",
    Changed.ROUTED: "outcome",
}
REASONS = {
    Changed.CLASSED: ("case_reason",),
    Changed.HELD: ("case_reason",),
    Changed.RELEASED: ("case_reason",),
    Changed.ROUTED: ("rule", "case_reason"),
}
ALL, SIDE_WIDTH, LOW_WIDTH = "ALL", 360, 300


class TrialDesk(QWidget):
    """Nothing here changes a record; a trial can be stopped and begun again."""

    def __init__(self, theme: Theme, words: Wording, presenter: TrialPresenter) -> None:
        super().__init__()
        self._theme, self._words, self._presenter = theme, words, presenter
        self._shown: tuple[TrialRow, ...] = ()
        self.setObjectName("trialDesk")
        self.setAccessibleName(words.say("trial_page.title"))
        self.path = self._field("path")
        self.days = self._field("days")
        self.days.edit.setText("14")
        self.choose = self._button("trial_choose", "folder-open")
        self.run = self._button("trial_run", "play", kind="primary")
        self.stop = self._button("trial_stop", "x")
        self.save = self._button("trial_save", "download")
        self.send = self._button("trial_print", "printer")
        self.progress = QProgressBar()
        self.progress.setObjectName("trial.progress")
        self.progress.setAccessibleName(words.say("trial_page.progress"))
        self.answer = wrapped("", "body", name="trial.answer")
        self.filter = DigitChoice(
            "trial.filter",
            words.say("trial_page.filter"),
            [(code, words.say(f"trial_page.changed.{code}")) for code in (ALL, *Changed)],
            theme,
        )
        heads = [words.say(f"trial_page.col_{name}") for name in COLUMNS]
        self.table = plain_table("trialTable", words.say("trial_page.title"), heads)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        for one in (BEFORE, AFTER):
            header.setSectionResizeMode(one, QHeaderView.ResizeMode.Stretch)
        self.count = ElidedLabel("body", theme)
        self.count.setObjectName("trial.count")
        self.before = wrapped("", "body", name="trial.before")
        self.after = wrapped("", "body", name="trial.after")
        self._pages = QStackedWidget()
        self._empty = EmptyState(theme, "list-checks", words.say("trial_page.empty"))
        self._same = EmptyState(theme, "circle-check", words.say("trial_page.same"))
        for page in (self._empty, self._same, self.table):
            self._pages.addWidget(page)
        self.setFocusProxy(self.path)
        self._lay_out()
        self._connect()
        self._show_running(is_running=presenter.is_running)
        self._show_outcome(presenter.outcome)

    def _field(self, name: str) -> LabelledField:
        say = self._words.say
        return LabelledField(
            f"trial.{name}", say(f"trial_page.{name}"), say(f"trial_page.{name}_why"), is_low=False
        )

    def _button(self, act: str, icon: str, *, kind: str = "usual") -> KeyButton:
        button = KeyButton(
            self._theme, self._words.say(f"key.{act}"), key_for(act), icon=icon, kind=kind
        )
        button.setObjectName(f"trial.{act}")
        return button

    def _lay_out(self) -> None:
        say = self._words.say
        asked = column(
            self.path, self.choose, self.days, self.run, self.progress, self.stop, 8, self.answer
        )
        asked.setContentsMargins(16, 12, 16, 12)
        asked.addStretch()
        self._side = surface(asked)
        body = column(self._found_head(), self._pages, self._found_foot(), gap=0)
        body.setStretch(1, 1)
        holder = QWidget()
        holder.setLayout(body)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self._side)
        line.addWidget(rule(across=False))
        line.addWidget(Pane(say("trial_page.result"), holder, beside=self.count), 1)

    def _found_head(self) -> QWidget:
        """Which of those who differ are listed."""
        chosen = row(self.filter)
        chosen.setContentsMargins(16, 8, 16, 8)
        self._head = QWidget()
        self._head.setLayout(column(chosen, rule(), gap=0))
        return self._head

    def _found_foot(self) -> QWidget:
        """Both reasons of the chosen one, and what can be done with the whole table."""
        both = row(gap=24)
        both.setContentsMargins(16, 8, 16, 8)
        for title, words in (("col_before", self.before), ("col_after", self.after)):
            head = label(self._words.say(f"trial_page.{title}"), "small", "text2")
            both.addLayout(column(head, words, None, gap=2), 1)
        acts = row(self.save, self.send, None)
        acts.setContentsMargins(16, 8, 16, 8)
        self._foot = QWidget()
        self._foot.setLayout(column(rule(), both, rule(), acts, gap=0))
        return self._foot

    def _connect(self) -> None:
        presenter = self._presenter
        presenter.began.connect(lambda: self._show_running(is_running=True))
        presenter.went_on.connect(self._on_progress)
        presenter.ended.connect(self._on_ended)
        presenter.wrong.connect(self._on_wrong)
        presenter.kept.connect(lambda path: self._tell("ok", "kept", path=path))
        presenter.sent.connect(lambda: self._tell("ok", "sent"))
        presenter.refused.connect(self._on_refused)
        self.filter.changed.connect(lambda _code: self._show_lines())
        self.table.currentCellChanged.connect(lambda place, *_: self._show_reasons(place))
        for act, button, press in (
            ("trial_choose", self.choose, self._choose),
            ("trial_run", self.run, self._run),
            ("trial_stop", self.stop, presenter.cancel),
            ("trial_save", self.save, presenter.save),
            ("trial_print", self.send, presenter.send),
        ):
            button.clicked.connect(press)
            shortcut = QShortcut(QKeySequence(key_for(act)), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(press)
        self.path.entered.connect(self.days.setFocus)
        self.days.entered.connect(self._run)

    # -- acts -----------------------------------------------------------------------------

    def _choose(self) -> None:
        """The system's own window for files, which does not block this one."""
        dialog = QFileDialog(self, self._words.say("key.trial_choose"), "", "TOML (*.toml)")
        dialog.setObjectName("trial.dialog")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.path.edit.setText)
        dialog.open()

    def _run(self) -> None:
        self._presenter.start(self.path.text(), self.days.text())

    def _on_wrong(self, wrong: dict[str, str]) -> None:
        for name, field in (("path", self.path), ("days", self.days)):
            key = wrong.get(name, "")
            field.set_error(self._words.say(key) if key else "")
        if wrong:
            (self.path if "path" in wrong else self.days).setFocus()

    # -- what is shown --------------------------------------------------------------------

    def _show_running(self, *, is_running: bool) -> None:
        self.progress.setVisible(is_running)
        self.stop.setVisible(is_running)
        self.run.setEnabled(not is_running)
        if is_running:
            self.progress.setRange(0, 0)
            self.answer.clear()

    def _on_progress(self, done: int, of: int) -> None:
        self.progress.setRange(0, max(of, 1))
        self.progress.setValue(done)
        self.progress.setFormat(self._words.say("trial_page.looked_at", done=done, of=of))

    def _on_ended(self, outcome: Trial | None) -> None:
        self._show_running(is_running=False)
        if outcome is None:
            self._tell("text2", "stopped")
            return
        self._tell("ok", "ended", count=len(outcome.rows), of=outcome.looked_at)
        self._show_outcome(outcome)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_refused(self, error: ClinicError) -> None:
        self.answer.setText(f"▲ {sentence_of(error, self._words)}")
        set_state(self.answer, "tone", "danger")

    def _tell(self, tone: str, key: str, **facts: object) -> None:
        sign = "✓ " if tone == "ok" else ""
        self.answer.setText(f"{sign}{self._words.say(f'trial_page.{key}', **facts)}")
        set_state(self.answer, "tone", tone)

    def _show_outcome(self, outcome: Trial | None) -> None:
        for found in (self._head, self._foot):
            found.setVisible(outcome is not None)
        if outcome is None:
            self._pages.setCurrentWidget(self._empty)
            return
        say = self._words.say
        told = [say("trial_page.rules", before=outcome.before, after=outcome.after)]
        told += [f"{say(f'trial_page.changed.{one}')} {outcome.count(one)}" for one in Changed]
        self.count.show_words(" · ".join(told))
        self.filter.show_text(ALL)
        self._show_lines()

    def _show_lines(self) -> None:
        outcome = self._presenter.outcome
        if outcome is None:
            return
        wanted = self.filter.text() or ALL
        self._shown = tuple(one for one in outcome.rows if wanted in (ALL, one.changed.value))
        fill_table(self.table, [self._cells(one) for one in self._shown])
        self._pages.setCurrentWidget(self.table if self._shown else self._same)
        if self._shown:
            self.table.setCurrentCell(0, 0)
        self._show_reasons(0)

    def _cells(self, one: TrialRow) -> tuple[str, ...]:
        say = self._words.say
        return (
            f"{one.who.name} · {one.who.visit_no[-4:]}",
            f"{local(one.who.at):%m-%d %H:%M}",
            say(f"trial_page.changed.{one.changed.value}"),
            self._told(one.changed, one.before),
            self._told(one.changed, one.after),
        )

    def _told(self, changed: Changed, said: Verdict) -> str:
        key = f"{FAMILIES[changed]}.{said.result}"
        return self._words.say(key) if self._words.knows(key) else said.result

    def _show_reasons(self, place: int) -> None:
        """Both reasons of the chosen person beside each other."""
        one = self._shown[place] if 0 <= place < len(self._shown) else None
        self.before.setText(self._with_reasons(one.changed, one.before) if one else "")
        self.after.setText(self._with_reasons(one.changed, one.after) if one else "")

    def _with_reasons(self, changed: Changed, said: Verdict) -> str:
        families = REASONS[changed]
        lines = [self._told(changed, said)]
        for code in said.reasons:
            known = (f"{family}.{code}" for family in families)
            key = next((one for one in known if self._words.knows(one)), "")
            lines.append(f"– {self._words.say(key) if key else code}")
        return "\n".join(lines)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._presenter.is_running:
            self._presenter.cancel()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_narrow = self._theme.grid_of_desk(self.width()) is Grid.NARROW
        self._side.setFixedWidth(LOW_WIDTH if is_narrow else SIDE_WIDTH)
        self.table.setColumnHidden(AT, is_narrow)
