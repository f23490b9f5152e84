"""预检分诊: builds the three panes and connects them with the presenter; it decides nothing."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QWidget

from feverclinic.domain.boards import ArmedFor, DayCounts, DeviceState, QueueEntry, Saved, Unclaimed
from feverclinic.domain.civil_time import local
from feverclinic.domain.intake import Intake
from feverclinic.domain.outlook import Outlook
from feverclinic.domain.people import PatientId
from feverclinic.domain.prescreening import Outcome, OverrideDuty
from feverclinic.domain.readings import ReadingId
from feverclinic.wording import Wording
from ui.keys import key_for
from ui.theme import Grid, Theme
from ui.triage.form_pane import FormPane, Places
from ui.triage.queue_pane import QueuePane
from ui.triage.queue_rows import current_row, rows
from ui.triage.refusals import Refusals
from ui.triage.route_pane import RoutePane
from ui.triage.telling import TileScene, clock, code_word, tiles
from ui.widgets.pane import rule

if TYPE_CHECKING:
    # The pictures bring a presenter of their own; at run time the desk needs neither's module.
    from ui.triage.presenter import TriagePresenter
    from ui.triage.scene_presenter import ScenePresenter

LIST_WIDTH = {Grid.NARROW: 196, Grid.USUAL: 256, Grid.WIDE: 320}
ROUTE_WIDTH = {Grid.NARROW: 252, Grid.USUAL: 316, Grid.WIDE: 400}
REFUSED = "REFUSED"
OVERRIDE_FIELDS = tuple(f"override.{part}" for part in ("outcome", "by", "duty", "reason"))
A_SECOND, A_MINUTE = 1000, 60


class TriageDesk(QFrame):
    """One screen, keyboard first. `said` carries what belongs into the notice line."""

    said = Signal(str, str)  # kind ok | warning | error, sentence

    def __init__(
        self,
        presenter: "TriagePresenter | ScenePresenter",
        words: Wording,
        theme: Theme,
        places: Places | None = None,
    ) -> None:
        super().__init__()
        self.setObjectName("triageDesk")
        self.setAccessibleName(words.say("triage.title"))
        self.setProperty("pane", "bg")
        self._presenter, self._words, self._theme = presenter, words, theme
        self._entries: tuple[QueueEntry, ...] = ()
        self._devices: tuple[DeviceState, ...] = ()
        self._tray: tuple[Unclaimed, ...] = ()
        self._armed: ArmedFor | None = None
        self._grid: Grid | None = None
        self._form: tuple[object, object] = (None, None)
        self._readings = 0
        self._shown: Outlook | None = None
        self.queue = QueuePane(words, theme)
        self.form = FormPane(words, theme, places or Places())
        self.route = RoutePane(words, theme)
        self.refusals = Refusals(self.form, words, self)
        self.refusals.said.connect(lambda sentence: self.said.emit("error", sentence))
        # "3 seconds ago" is only true for a second; the timer runs while such a word is in sight.
        self._tick = QTimer(self)
        self._tick.setInterval(A_SECOND)
        self._tick.timeout.connect(self._show_tiles)
        self._lay_out()
        self._connect_presenter()
        self._connect_panes()
        self._connect_keys()
        self.setFocusProxy(self.form.now.questions[0].toggle)
        self._on_opened(presenter.intake)

    def _lay_out(self) -> None:
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self.queue)
        line.addWidget(rule(across=False))
        line.addWidget(self.form, 1)
        line.addWidget(rule(across=False))
        line.addWidget(self.route)
        self._apply(Grid.USUAL)

    def _connect_presenter(self) -> None:
        presenter = self._presenter
        presenter.opened.connect(self._on_opened)
        presenter.outlook_changed.connect(self._on_outlook)
        presenter.queue_changed.connect(self._on_queue)
        presenter.devices_changed.connect(self._on_devices)
        presenter.armed_changed.connect(self._on_armed)
        presenter.tray_changed.connect(self._on_tray)
        presenter.found.connect(self.queue.show_hits)
        presenter.likenesses_changed.connect(self.form.likenesses.show_likenesses)
        presenter.saved.connect(self._on_saved)
        presenter.problems_shown.connect(self.refusals.refuse)
        presenter.slips_changed.connect(self.route.show_slips)

    def _connect_panes(self) -> None:
        presenter, form, route = self._presenter, self.form, self.route
        form.book.edited.connect(presenter.set_field)
        form.book.edited_many.connect(presenter.set_fields)
        form.book.left_last.connect(lambda: route.save.setFocus(Qt.FocusReason.TabFocusReason))
        form.companions_pressed.connect(self._on_companions)
        form.refused.next_pressed.connect(self.refusals.go_on)
        form.likenesses.same.connect(self._on_same)
        form.likenesses.not_same.connect(presenter.not_the_same)
        form.now.measure_pressed.connect(self._on_measure)
        form.now.disarm_pressed.connect(presenter.disarm)
        form.now.assign_pressed.connect(self._on_assign)
        form.now.tile_pressed.connect(self._on_tile)
        form.now.manual.number.changed.connect(presenter.temperature_typed)
        form.now.manual.reading_typed.connect(presenter.add_manual_reading)
        form.now.manual.not_measured.connect(presenter.cannot_measure)
        self.queue.entry_taken.connect(presenter.open_entry)
        self.queue.person_taken.connect(self._on_person)
        self.queue.reading_taken.connect(presenter.assign)
        self.queue.searched.connect(presenter.search)
        self.queue.part_chosen.connect(lambda _part: self._show_queue())
        route.asked.connect(form.go_to)
        route.resuscitated.connect(presenter.resuscitate)
        route.level.change.clicked.connect(lambda: route.open_override(presenter.outlook))
        route.override.decided.connect(self._on_override)
        route.save.clicked.connect(presenter.save_and_print)
        route.set_aside.clicked.connect(self._on_set_aside)
        route.next.clicked.connect(presenter.new_form)
        route.acts.arrived.connect(self._on_arrived)
        route.acts.ended.connect(presenter.end_visit)
        route.acts.print_again.connect(self._on_print_again)
        route.acts.previewed.connect(presenter.preview_slip)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._on_focus)

    def _connect_keys(self) -> None:
        presenter, form = self._presenter, self.form
        acts = {
            "next_patient": presenter.new_form,
            "find": lambda: self.queue.search.setFocus(Qt.FocusReason.ShortcutFocusReason),
            "measure": self._on_measure,
            "print_queue": presenter.print_waiting,
            "companions": self._on_companions,
            "next_error": self.refusals.go_on,
            "set_aside": self._on_set_aside,
            "save_and_print": presenter.save_and_print,
            "assign": self._on_assign,
            "resuscitate": self.route.ask_resuscitate,
            "back": self._on_back,
            "column_list": self.queue.take_focus,
            "column_form": lambda: form.go_to_tier(1, self._missing()),
            "column_route": self.route.take_focus,
            "likeness": form.likenesses.take_focus,
            "tier_now": lambda: form.go_to_tier(1, self._missing()),
            "tier_desk": lambda: form.go_to_tier(2, self._missing()),
            "tier_card": lambda: form.go_to_tier(3, self._missing()),
        }
        for act, does in acts.items():
            shortcut = QShortcut(QKeySequence(key_for(act)), self)
            shortcut.setObjectName(f"key.{act}")
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.setAutoRepeat(False)  # a key held down is one act
            shortcut.activated.connect(does)

    # -- what the presenter says --------------------------------------------------------------

    def _on_opened(self, intake: Intake) -> None:
        """Another form, or the same one filled in from a card, a record or a reading by hand."""
        is_same = self._form == (intake.arrived_at, intake.visit_id)
        self._form = (intake.arrived_at, intake.visit_id)
        self.form.book.show_fields(intake.fields)
        if is_same:
            if len(intake.readings) > self._readings:
                self._forget_typed_temperature()
        else:
            self.refusals.forget()
            self.form.likenesses.show_likenesses(())
            self.route.leave_override()
            self.route.acts.clear()
            self.form.clear_for_next(intake.text("temperature"))
        self._readings = len(intake.readings)
        if self._shown is not self._presenter.outlook:
            self._show(self._presenter.outlook)

    def _forget_typed_temperature(self) -> None:
        """What was typed by hand has become a reading; its field is free again."""
        if not self._presenter.intake.text("temperature"):
            self.form.now.manual.clear()

    def _on_outlook(self, outlook: Outlook) -> None:
        self.form.book.show_fields(self._presenter.intake.fields, except_focused=True)
        self._show(outlook)

    def _show(self, outlook: Outlook) -> None:
        self._shown = outlook
        intake = self._presenter.intake
        now = self._presenter.now()
        self.form.show_intake(intake, outlook, local(now).date())
        ordered = tuple(sorted(outlook.open_questions, key=self.form.book.order))
        outlook = replace(outlook, open_questions=ordered)
        self.route.show_outlook(outlook, intake, self._presenter.rules.id, self._limit())
        self.refusals.show(outlook)
        self._show_tiles()
        self._show_queue()

    def _limit(self) -> str:
        return str(self._presenter.rules.temperature.fever_threshold_c.normalize())

    def _missing(self) -> tuple[str, ...]:
        outlook = self._presenter.outlook
        return (*outlook.open_questions, *outlook.missing, *outlook.checks, *outlook.later)

    def _show_queue(self) -> None:
        now = self._presenter.now()
        intake = self._presenter.intake
        own = [
            entry
            for entry in self._entries
            if entry.since == intake.arrived_at
            and (entry.visit_id == intake.visit_id or entry.draft_id is not None)
        ]
        others = [entry for entry in self._entries if entry not in own]
        saved = next((entry for entry in own if entry.visit_id is not None), None)
        current = current_row(intake, self._presenter.outlook, self._words, now, saved)
        part = self.queue.part
        shown_entries = others if part.value == "today" else self._entries
        self.queue.show_rows(rows(shown_entries, current, part, self._words, now))

    def _show_tiles(self) -> None:
        presenter = self._presenter
        now = presenter.now()
        intake = presenter.intake
        scene = TileScene(
            intake=intake,
            temperature=presenter.outlook.temperature,
            armed=self._armed,
            tray=self._tray,
            devices=self._devices,
            limit_c=self._limit(),
            now=now,
            not_measured=intake.text("not_measured_reason"),
        )
        self.form.now.show_tiles(tiles(scene, self._words), is_armed=self._armed is not None)
        ages = [(now - reading.measured_at).total_seconds() for reading in intake.readings]
        if any(0 <= age < A_MINUTE for age in ages):
            self._tick.start()
        else:
            self._tick.stop()

    def _on_queue(self, entries: tuple[QueueEntry, ...], counts: DayCounts) -> None:
        self._entries = entries
        self.queue.show_counts(counts)
        self._show_queue()

    def _on_devices(self, devices: tuple[DeviceState, ...]) -> None:
        self._devices = devices
        self._show_tiles()

    def _on_armed(self, armed: ArmedFor | None) -> None:
        self._armed = armed
        self._show_tiles()

    def _on_tray(self, tray: tuple[Unclaimed, ...]) -> None:
        self._tray = tray
        self.queue.show_tray(tray)
        self._show_tiles()
        self._show_queue()

    def _on_saved(self, saved: Saved) -> None:
        outcome = code_word(self._words, "outcome", saved.outcome.value)
        facts: Mapping[str, str] = {
            "time": clock(self._presenter.now()),
            "name": saved.name or self._words.say("triage.unnamed"),
            "outcome": outcome,
            "visit_no": saved.visit_no,
        }
        self.said.emit("ok", self._words.say("triage.said.saved", **facts))

    # -- what the nurse does ------------------------------------------------------------------

    def _on_measure(self) -> None:
        """F4: arm; with no thermometer at the desk the number is typed."""
        if self._devices:
            self._presenter.arm()
        else:
            self.form.now.manual.open()

    def _on_tile(self, state: str) -> None:
        if state == "unclaimed":
            self._on_assign()
        elif state in ("empty", "not_measured"):
            self._on_measure()

    def _on_assign(self) -> None:
        if self._tray:
            reading_id: ReadingId | None = self._tray[0].reading.id
            if reading_id is not None:
                self._presenter.assign(reading_id)

    def _on_person(self, patient_id: PatientId) -> None:
        """Found by the search: the questions are what is left to ask."""
        self.form.likenesses.show_likenesses(())
        self._presenter.open_person(patient_id)
        self.form.go_to_tier(1, self._missing())

    def _on_same(self, patient_id: PatientId) -> None:
        self.form.likenesses.show_likenesses(())
        self._presenter.use_patient(patient_id)
        self.form.go_to_tier(2, self._missing())

    def _on_set_aside(self) -> None:
        """F8: what was said of this form is no longer so; that it waits in the list is."""
        intake = self._presenter.intake
        self._presenter.set_aside()
        if not intake.is_empty:
            name = intake.text("name") or self._words.say("triage.unnamed")
            self.said.emit("ok", self._words.say("triage.said.set_aside", name=name))

    def _on_companions(self) -> None:
        self.form.go_to(self.form.card.first_free_companion(self._presenter.intake))

    def _on_override(self, outcome: Outcome, by: str, duty: OverrideDuty, reason: str) -> None:
        """A change that the rules refuse is said in the sheet, and leaves nothing in the form."""
        self._presenter.override(outcome, by, duty, reason)
        routing = self._presenter.outlook.routing
        if routing is not None and routing.override == REFUSED:
            self.route.override.refuse(routing.override_reason or "")
            self._presenter.set_fields(dict.fromkeys(OVERRIDE_FIELDS, ""))
        else:
            self.route.leave_override()
            self.route.save.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_arrived(self) -> None:
        visit_id = self._presenter.intake.visit_id
        if visit_id is not None:
            self._presenter.mark_arrived(visit_id)

    def _on_print_again(self) -> None:
        visit_id = self._presenter.intake.visit_id
        if visit_id is not None:
            self._presenter.print_again(visit_id)

    def _on_back(self) -> None:
        """Esc, one step: the innermost open thing closes."""
        form = self.form
        if self.route.resuscitate.asks:
            self.route.resuscitate.forget()
        elif self.route.is_overriding:
            self.route.leave_override()
        elif self.route.acts.asks:
            self.route.acts.clear()
            self.route.take_focus()
        elif self.queue.is_searching:
            self.queue.leave_search()
        elif not form.now.manual.isHidden():
            form.now.manual.close_pane()
        elif self._armed is not None:
            self._presenter.disarm()
        elif not form.identity.isHidden():
            form.identity.hide()
        elif form.card.is_open:
            form.card.close_tier()

    def _on_focus(self, _old: QWidget | None, new: QWidget | None) -> None:
        self.form.now.mark_focus(new)
        if new is not self.route.resuscitate and self.route.resuscitate.asks:
            self.route.resuscitate.forget()
        if new is not None and self.form.isAncestorOf(new):
            self.refusals.show(self._presenter.outlook)

    # -- its place on the screen --------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        grid = self._theme.grid_of_desk(event.size().width())
        if grid is not self._grid:
            self._apply(grid)

    def _apply(self, grid: Grid) -> None:
        self._grid = grid
        is_narrow = grid is Grid.NARROW
        self.queue.setFixedWidth(LIST_WIDTH[grid])
        self.route.setFixedWidth(ROUTE_WIDTH[grid])
        for pane in (self.queue, self.form, self.route):
            pane.set_narrow(is_narrow=is_narrow)

    def minimumSizeHint(self) -> QSize:
        return QSize(960, 600)
