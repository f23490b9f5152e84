"""What the nurse does: each key and button of the triage desk, and what follows from it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

from feverclinic.domain.people import PatientId
from feverclinic.domain.prescreening import Outcome, OverrideDuty
from feverclinic.domain.readings import ReadingId
from feverclinic.domain.visits import DraftId, Mask
from feverclinic.wording import Wording
from ui.keys import key_for
from ui.triage.ask_acts import AskActs
from ui.triage.desk_showing import DeskShowing, Panes
from ui.triage.queue_rows import Part

if TYPE_CHECKING:
    # The pictures bring a presenter of their own; at run time the desk needs neither's module.
    from ui.triage.presenter import TriagePresenter
    from ui.triage.scene_presenter import ScenePresenter

REFUSED = "REFUSED"
OVERRIDE_FIELDS = tuple(f"override.{part}" for part in ("outcome", "by", "duty", "reason"))


class DeskActs(QObject):
    """Connects the panes and keys with the presenter."""

    said = Signal(str, str)  # kind ok | warning | error, sentence

    def __init__(
        self,
        presenter: "TriagePresenter | ScenePresenter",
        panes: Panes,
        showing: DeskShowing,
        words: Wording,
        desk: QWidget,
    ) -> None:
        super().__init__(desk)
        self._presenter, self._words, self._showing = presenter, words, showing
        self.queue, self.form, self.route = panes.queue, panes.form, panes.route
        self.refusals = panes.refusals
        presenter.found.connect(self.queue.show_hits)
        presenter.likenesses_changed.connect(self.form.likenesses.show_likenesses)
        presenter.problems_shown.connect(self.refusals.refuse)
        presenter.slips_changed.connect(self.route.show_slips)
        self._quick_form: DraftId | None = None
        self.asks = AskActs(presenter, self.form, self.route, showing, words, self)
        self._connect_panes()
        self._connect_keys(desk)

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
        self.queue.part_chosen.connect(self._on_part)
        route.asked.connect(form.go_to)
        route.resuscitated.connect(presenter.resuscitate)
        route.level.change.clicked.connect(lambda: route.open_override(presenter.outlook))
        route.override.decided.connect(self._on_override)
        route.save.clicked.connect(self._on_save)
        route.all_clear.clicked.connect(self._on_all_clear)
        form.now.all_clear_pressed.connect(self._on_all_clear)
        form.book.edited.connect(self._on_edited)
        form.now.age.moved_on.connect(lambda: form.go_to_tier(1, self._showing.missing()))
        route.set_aside.clicked.connect(self._on_set_aside)
        route.next.clicked.connect(presenter.new_form)
        route.acts.arrived.connect(self._on_arrived)
        route.acts.ended.connect(presenter.end_visit)
        route.acts.print_again.connect(self._on_print_again)
        route.acts.previewed.connect(presenter.preview_slip)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._on_focus)

    def _connect_keys(self, desk: QWidget) -> None:
        presenter, form = self._presenter, self.form
        acts = {
            "next_patient": presenter.new_form,
            "find": lambda: self.queue.search.setFocus(Qt.FocusReason.ShortcutFocusReason),
            "measure": self._on_measure,
            "print_queue": presenter.print_waiting,
            "companions": self._on_companions,
            "next_error": self.refusals.go_on,
            "set_aside": self._on_set_aside,
            "save_and_print": self._on_save,
            "announce": self.asks.announce,
            "hand_out": self.asks.hand_out,
            "next_member": presenter.next_member,
            "end_form": self.asks.end,
            "send": self.asks.send,
            "receive": self.asks.receive,
            "undo_count": self.asks.undo,
            "void_reading": self.asks.void,
            "on_the_way": self._on_the_way,
            "assign": self._on_assign,
            "resuscitate": self.route.ask_resuscitate,
            "back": self._on_back,
            "column_list": self.queue.take_focus,
            "column_form": lambda: form.go_to_tier(1, self._showing.missing()),
            "column_route": self.route.take_focus,
            "likeness": form.likenesses.take_focus,
            "tier_now": lambda: form.go_to_tier(1, self._showing.missing()),
            "tier_desk": lambda: form.go_to_tier(2, self._showing.missing()),
            "tier_card": lambda: form.go_to_tier(3, self._showing.missing()),
        }
        for act, does in acts.items():
            shortcut = QShortcut(QKeySequence(key_for(act)), desk)
            shortcut.setObjectName(f"key.{act}")
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.setAutoRepeat(False)  # a key held down is one act
            shortcut.activated.connect(does)
            button = self.route.more.buttons.get(act)
            if button is not None:
                button.clicked.connect(lambda _checked=False, does=does: does())

    def _on_measure(self) -> None:
        """F4: arm; with no thermometer at the desk the number is typed."""
        if self._showing.has_devices:
            self._presenter.arm()
        else:
            self.form.now.manual.open()

    def _on_tile(self, state: str) -> None:
        if state == "unclaimed":
            self._on_assign()
        elif state == "under_arm":
            self.form.now.manual.take_back()
        elif state in ("empty", "not_measured"):
            self._on_measure()

    def _on_save(self) -> None:
        """F9: whoever passes is counted, everybody else is saved and printed."""
        if self._presenter.may_pass:
            self._presenter.count_passed()
        else:
            self._presenter.save_and_print()

    def _on_all_clear(self) -> None:
        """«全部否»; mask, code and age are looked at and not asked, one key after the other."""
        self._presenter.all_clear()
        self._quick_form = self._presenter.draft_id
        self.form.go_to("mask")

    def _on_edited(self, name: str, text: str) -> None:
        """After «全部否» each answer leads on by itself."""
        if self._quick_form != self._presenter.draft_id or not text:
            return
        if name == "mask":
            self.form.go_to("mask_given" if text == Mask.NONE.value else "health_code")
        elif name == "mask_given":
            self.form.go_to("health_code")
        elif name == "health_code":
            self.form.now.age.setFocus(Qt.FocusReason.TabFocusReason)

    def _on_part(self, part: Part) -> None:
        if part is Part.PASSED:
            self._presenter.show_passed()
        self._showing.show_queue()

    def _on_the_way(self) -> None:
        """Alt+5: who is on the way, and back to the day's list."""
        is_shown = self.queue.part is Part.ON_THE_WAY
        self.queue.choose(Part.TODAY if is_shown else Part.ON_THE_WAY)
        self.queue.take_focus()

    def _on_assign(self) -> None:
        if self._showing.tray:
            reading_id: ReadingId | None = self._showing.tray[0].reading.id
            if reading_id is not None:
                self._presenter.assign(reading_id)

    def _on_person(self, patient_id: PatientId) -> None:
        """Found by the search: the questions are what is left to ask."""
        self.form.likenesses.show_likenesses(())
        self._presenter.open_person(patient_id)
        self.form.go_to_tier(1, self._showing.missing())

    def _on_same(self, patient_id: PatientId) -> None:
        self.form.likenesses.show_likenesses(())
        self._presenter.use_patient(patient_id)
        self.form.go_to_tier(2, self._showing.missing())

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
        elif self.route.is_asking:
            self.asks.leave()
        elif self.route.is_overriding:
            self.route.leave_override()
        elif self.route.acts.asks:
            self.route.acts.clear()
            self.route.take_focus()
        elif self.queue.is_searching:
            self.queue.leave_search()
        elif not form.now.manual.isHidden():
            form.now.manual.close_pane()
        elif self._showing.armed is not None:
            self._presenter.disarm()
        elif not form.identity.isHidden():
            form.identity.hide()
        elif form.card.is_open:
            form.card.close_tier()

    def _on_focus(self, old: QWidget | None, new: QWidget | None) -> None:
        self._catch_the_keyboard(old, new)
        self.form.now.mark_focus(new)
        if new is not self.route.resuscitate and self.route.resuscitate.asks:
            self.route.resuscitate.forget()
        if new is not None and self.form.isAncestorOf(new):
            self.refusals.show(self._presenter.outlook)

    def _catch_the_keyboard(self, old: QWidget | None, new: QWidget | None) -> None:
        """A sheet that closes under the fingers leaves the keyboard in the form.

        Left alone it falls on the next button, «全部否», and one more Enter answers every question.
        """
        if old is None or new is None or self.form.isAncestorOf(new):
            return
        if self.form.isAncestorOf(old) and not old.isVisibleTo(self.form):
            outlook = self._presenter.outlook
            self.form.go_to_tier(1, (*outlook.missing, *outlook.open_questions))
