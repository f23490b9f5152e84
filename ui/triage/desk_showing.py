"""What the presenter says, on the panes: the form, its outlook, the tiles, the list, the tray."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from feverclinic.domain.boards import ArmedFor, DayCounts, DeviceState, QueueEntry, Saved, Unclaimed
from feverclinic.domain.civil_time import local
from feverclinic.domain.intake import Intake
from feverclinic.domain.outlook import Outlook
from feverclinic.domain.quick_screening import QuickScreen
from feverclinic.domain.returning import ReturnVisit
from feverclinic.domain.waiting import OnTheWay, expected, under_arm
from feverclinic.wording import Wording
from ui.triage.form_pane import FormPane
from ui.triage.news import news, return_words
from ui.triage.queue_pane import QueuePane
from ui.triage.queue_rows import Part, current_row, passed_rows, rows
from ui.triage.refusals import Refusals
from ui.triage.route_pane import RoutePane
from ui.triage.telling import TileScene, clock, code_word, tiles
from ui.triage.waiting_rows import Moment, due_at, entry_of, is_late, under_arm_tile

if TYPE_CHECKING:
    # The pictures bring a presenter of their own; at run time the desk needs neither's module.
    from ui.triage.presenter import TriagePresenter
    from ui.triage.scene_presenter import ScenePresenter

A_SECOND, A_MINUTE = 1000, 60


@dataclass(frozen=True, slots=True)
class Panes:
    """The three panes of the desk, and what tells them what is wrong."""

    queue: QueuePane
    form: FormPane
    route: RoutePane
    refusals: Refusals


class DeskShowing(QObject):
    """Keeps what was said last, so that a pane can be shown anew; decides nothing."""

    said = Signal(str, str)  # kind ok | warning | error, sentence

    def __init__(
        self,
        presenter: "TriagePresenter | ScenePresenter",
        panes: Panes,
        words: Wording,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._presenter, self._words = presenter, words
        self.queue, self.form, self.route = panes.queue, panes.form, panes.route
        self.refusals = panes.refusals
        self._entries: tuple[QueueEntry, ...] = ()
        self._devices: tuple[DeviceState, ...] = ()
        self._tray: tuple[Unclaimed, ...] = ()
        self._armed: tuple[ArmedFor, ...] = ()
        self._going: tuple[OnTheWay, ...] = ()
        self._passed: tuple[QuickScreen, ...] = ()
        self._returned: ReturnVisit | None = None
        self._due: frozenset[tuple[object, ...]] = frozenset()
        self._shown_form: tuple[object, object] = (None, None)
        self._readings = 0
        self._shown: Outlook | None = None
        # "3 seconds ago" is only true for a second; the timer runs while such a word is in sight.
        self._tick = QTimer(self)
        self._tick.setInterval(A_SECOND)
        self._tick.timeout.connect(self._on_second)
        presenter.opened.connect(self.on_opened)
        presenter.outlook_changed.connect(self._on_outlook)
        presenter.queue_changed.connect(self._on_queue)
        presenter.devices_changed.connect(self._on_devices)
        presenter.armed_changed.connect(self._on_armed)
        presenter.armed.connect(self._on_armed_now)
        presenter.tray_changed.connect(self._on_tray)
        presenter.on_the_way_changed.connect(self._on_the_way)
        presenter.passed_changed.connect(self._on_passed)
        presenter.returned.connect(self._on_returned)
        presenter.happened.connect(self._on_happened)
        presenter.saved.connect(self._on_saved)

    @property
    def has_devices(self) -> bool:
        return bool(self._devices)

    @property
    def armed(self) -> ArmedFor | None:
        """The thermometer that waits for the open form."""
        own = self._presenter.draft_id
        return next((one for one in self._armed if one.draft_id == own), None)

    @property
    def guides(self) -> tuple[str, ...]:
        """Who walked patients over today, the latest first."""
        rows = (*self._going, *self._entries)
        return tuple(dict.fromkeys(row.guide for row in rows if row.guide))

    @property
    def own_entry(self) -> QueueEntry | None:
        """The row of the open form or visit, as the list knows it."""
        draft_id, visit_id = self._presenter.draft_id, self._presenter.intake.visit_id
        return next(
            (
                entry
                for entry in self._entries
                if entry.draft_id == draft_id
                or (visit_id is not None and entry.visit_id == visit_id)
            ),
            None,
        )

    @property
    def tray(self) -> tuple[Unclaimed, ...]:
        return self._tray

    def on_opened(self, intake: Intake) -> None:
        """Another form, or the same one filled in from a card, a record or a reading by hand."""
        is_same = self._shown_form == (intake.arrived_at, intake.visit_id)
        self._shown_form = (intake.arrived_at, intake.visit_id)
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
            held = under_arm(intake)
            if held is not None and held.due_at <= self._presenter.now():
                self.form.now.manual.take_back()
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
        self.route.show_pass(may_pass=self._presenter.may_pass)
        self.refusals.show(outlook)
        self._show_note()
        self._show_tiles()
        self.show_queue()

    def _limit(self) -> str:
        return str(self._presenter.rules.temperature.fever_threshold_c.normalize())

    def missing(self) -> tuple[str, ...]:
        outlook = self._presenter.outlook
        return (*outlook.open_questions, *outlook.missing, *outlook.checks, *outlook.later)

    def _moment(self) -> Moment:
        armed = {one.draft_id: one for one in self._armed if one.draft_id is not None}
        return Moment(self._presenter.now(), armed)

    def show_queue(self) -> None:
        moment, part = self._moment(), self.queue.part
        intake = self._presenter.intake
        own = [
            entry
            for entry in self._entries
            if entry.since == intake.arrived_at
            and (entry.visit_id == intake.visit_id or entry.draft_id is not None)
        ]
        others = [entry for entry in self._entries if entry not in own]
        saved = next((entry for entry in own if entry.visit_id is not None), self.own_entry)
        current = current_row(intake, self._presenter.outlook, self._words, moment, saved)
        if part is Part.PASSED:
            self.queue.show_rows(passed_rows(self._passed, self._words))
        elif part is Part.ON_THE_WAY:
            going = tuple(entry_of(one) for one in self._going)
            self.queue.show_rows(rows(going, None, part, self._words, moment))
        else:
            shown_entries = others if part is Part.TODAY else self._entries
            self.queue.show_rows(rows(shown_entries, current, part, self._words, moment))

    def _show_tiles(self) -> None:
        presenter = self._presenter
        now = presenter.now()
        intake = presenter.intake
        scene = TileScene(
            intake=intake,
            temperature=presenter.outlook.temperature,
            armed=self.armed,
            tray=self._tray,
            devices=self._devices,
            limit_c=self._limit(),
            now=now,
            not_measured=intake.text("not_measured_reason"),
            under_arm=under_arm_tile(intake, now, self._words),
        )
        self.form.now.show_tiles(tiles(scene, self._words), is_armed=self.armed is not None)
        ages = [(now - reading.measured_at).total_seconds() for reading in intake.readings]
        if any(0 <= age < A_MINUTE for age in ages) or self._counts_seconds(now):
            self._tick.start()
        else:
            self._tick.stop()

    def _counts_seconds(self, now: datetime) -> bool:
        """Whether a timer runs through its last minute."""
        held = under_arm(self._presenter.intake)
        times = [due_at(entry) for entry in (*self._entries, *map(entry_of, self._going))]
        if held is not None:
            times.append(held.due_at)
        return any(at is not None and 0 <= (at - now).total_seconds() < A_MINUTE for at in times)

    def _on_second(self) -> None:
        """Words that count seconds; a timer that has run out puts its row first."""
        now = self._presenter.now()
        due = frozenset(
            (entry.draft_id, entry.visit_id)
            for entry in self._entries
            if (at := due_at(entry)) is not None and at <= now
        )
        if due - self._due:
            self._presenter.refresh()
        self._due = due
        self._show_tiles()
        self.show_queue()

    def _on_queue(self, entries: tuple[QueueEntry, ...], counts: DayCounts) -> None:
        self._entries = entries
        self.queue.show_counts(counts, len(self._late()))
        if self.queue.part is Part.PASSED:
            self._presenter.show_passed()
        self._show_tiles()
        self.show_queue()

    def _on_the_way(self, going: tuple[OnTheWay, ...]) -> None:
        self._going = going

    def _late(self) -> list[OnTheWay]:
        now = self._presenter.now()
        return [one for one in self._going if is_late(entry_of(one), now)]

    def _on_passed(self, passed: tuple[QuickScreen, ...]) -> None:
        self._passed = passed[::-1]
        self.show_queue()

    def _on_returned(self, returned: ReturnVisit | None) -> None:
        self._returned = returned
        self._show_note()

    def _show_note(self) -> None:
        """What is quietly said under the name: the last visit, or what an ambulance announced."""
        intake, words = self._presenter.intake, self._words
        due = expected(intake)
        if due is not None:
            said = intake.text("announced_said") or "—"
            note = words.say("triage_day.announced_note", time=clock(due), said=said)
            self.form.banner.show_note(note, "warn")
        else:
            back = self._returned
            told = return_words(back, words) if back else ""
            is_sought = back is not None and back.looked_for is not None
            self.form.banner.show_note(told, "danger" if is_sought else "text2")

    def _on_happened(self, what: str, facts: Mapping[str, object]) -> None:
        self.said.emit("ok", news(what, facts, self._words))

    def _on_devices(self, devices: tuple[DeviceState, ...]) -> None:
        self._devices = devices
        self._show_tiles()

    def _on_armed(self, armed: tuple[ArmedFor, ...]) -> None:
        self._armed = armed
        self._show_tiles()
        self.show_queue()

    def _on_armed_now(self, armed: ArmedFor, before: str) -> None:
        """Which thermometer it is, for several may be out; and from whom it was taken over."""
        unnamed = self._words.say("triage.unnamed")
        facts = {"device": armed.device, "name": armed.name or unnamed}
        if before:
            said = self._words.say("triage_day.said.taken_over", before=before, **facts)
            self.said.emit("warning", said)
        elif len(self._devices) > 1:
            self.said.emit("ok", self._words.say("triage_day.said.armed", **facts))

    def _on_tray(self, tray: tuple[Unclaimed, ...]) -> None:
        self._tray = tray
        self.queue.show_tray(tray)
        self._show_tiles()
        self.show_queue()

    def _on_saved(self, saved: Saved) -> None:
        outcome = code_word(self._words, "outcome", saved.outcome.value)
        facts: Mapping[str, str] = {
            "name": saved.name or self._words.say("triage.unnamed"),
            "outcome": outcome,
            "visit_no": saved.visit_no,
        }
        self.said.emit("ok", self._words.say("triage.said.saved", **facts))
