"""The acts that ask first: each opens its sheet, and hands the answers to the presenter."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget

from feverclinic.domain.arrivals import ArrivalEnd
from feverclinic.domain.civil_time import local
from feverclinic.domain.readings import ReadingId
from feverclinic.domain.visits import Stage
from feverclinic.domain.waiting import ReceivedVia, expected, under_arm
from feverclinic.errors import ClinicError
from feverclinic.wording import Wording
from ui.notices import sentence_of
from ui.triage import asks
from ui.triage.ask_sheet import Ask
from ui.triage.desk_showing import DeskShowing
from ui.triage.form_pane import FormPane
from ui.triage.route_pane import RoutePane
from ui.triage.telling import codes_of
from ui.triage.waiting_acts import Announcement
from ui.triage.waiting_rows import label_word

if TYPE_CHECKING:
    # The pictures bring a presenter of their own; at run time the desk needs neither's module.
    from ui.triage.presenter import TriagePresenter
    from ui.triage.scene_presenter import ScenePresenter

MOST_MINUTES = 600


class AskActs(QObject):
    """A sheet stays open until its act is done; what refuses the act is said in it."""

    def __init__(
        self,
        presenter: "TriagePresenter | ScenePresenter",
        form: FormPane,
        route: RoutePane,
        showing: DeskShowing,
        words: Wording,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._presenter, self._words, self._showing = presenter, words, showing
        self._form, self._route = form, route
        self._before: QWidget | None = None
        self._nobodys: tuple[ReadingId, str] | None = None
        self._acts: dict[str, Callable[[Mapping[str, str]], None]] = {
            asks.END: self._end,
            asks.SEND: self._send,
            asks.RECEIVE: self._receive,
            asks.HAND_OUT: self._hand_out,
            asks.ANNOUNCE: self._announce,
            asks.UNDO: self._undo,
            asks.VOID: self._void,
        }
        route.ask.taken.connect(lambda kind, answers: self._acts[kind](answers))
        route.ask.left.connect(self.leave)
        presenter.happened.connect(lambda _what, _facts: self._done())
        presenter.refused.connect(self._on_refused)

    # -- the sheets -----------------------------------------------------------------------

    def end(self) -> None:
        if not self._presenter.intake.is_empty:
            is_saved = self._presenter.intake.visit_id is not None
            self._open(asks.end_ask(self._words, is_saved=is_saved))

    def send(self) -> None:
        self._open(asks.send_ask(self._words, self._showing.guides))

    def receive(self) -> None:
        """Whoever was announced is here; a patient on the way has arrived."""
        if expected(self._presenter.intake) is not None:
            self._presenter.is_here()
            return
        entry = self._showing.own_entry
        is_late_comer = entry is not None and entry.stage is Stage.DID_NOT_ARRIVE
        self._open(asks.receive_ask(self._words, is_late_comer=is_late_comer))

    def hand_out(self) -> None:
        """Shift+F4: give one, or take back the one that this patient has."""
        if under_arm(self._presenter.intake) is not None:
            self._form.now.manual.take_back()
        else:
            self._open(asks.hand_out_ask(self._words, self._presenter.thermometer_minutes))

    def announce(self) -> None:
        self._open(asks.announce_ask(self._words))

    def undo(self) -> None:
        self._open(asks.undo_ask(self._words))

    def void(self) -> None:
        """Shift+F7: the reading that F10 would give away is nobody's."""
        reading = self._showing.tray[0].reading if self._showing.tray else None
        if reading is None or reading.id is None:
            return
        told = f"{reading.raw_text} {reading.device_name} {local(reading.measured_at):%H:%M}"
        self._nobodys = (reading.id, told)
        self._open(asks.void_ask(self._words, told))

    def _open(self, ask: Ask) -> None:
        held = QApplication.focusWidget()
        if held is not None and not self._route.ask.isAncestorOf(held):
            self._before = held
        self._route.leave_override()
        self._route.open_ask(ask)

    def leave(self) -> None:
        """Esc: everything is as it was, the keyboard too."""
        self._route.leave_ask()
        before, self._before = self._before, None
        if before is not None and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)

    def _done(self) -> None:
        if self._route.is_asking:
            held = QApplication.focusWidget()
            is_inside = held is not None and self._route.ask.isAncestorOf(held)
            self._route.leave_ask()
            if is_inside and self._before is not None and self._before.isVisible():
                self._before.setFocus(Qt.FocusReason.OtherFocusReason)
            self._before = None

    def _on_refused(self, error: ClinicError) -> None:
        if self._route.is_asking:
            self._route.ask.refuse(sentence_of(error, self._words))

    # -- the answers ----------------------------------------------------------------------

    def _end(self, answers: Mapping[str, str]) -> None:
        end = ArrivalEnd(answers["end"])
        reason = answers["why"]
        if answers["reason"]:
            said = self._words.say(f"triage_day.reason.{answers['reason']}")
            reason = f"{said} {reason}".strip()
        if self._presenter.intake.visit_id is not None:
            self._presenter.end_visit(asks.STAGES[end], reason)
        else:
            self._presenter.end_form(end, reason)

    def _send(self, answers: Mapping[str, str]) -> None:
        self._presenter.send(answers["guide"] or answers.get("recent", ""))

    def _receive(self, answers: Mapping[str, str]) -> None:
        via = ReceivedVia(answers["via"])
        self._presenter.receive(answers["by"], via, answers.get("reason", ""))

    def _hand_out(self, answers: Mapping[str, str]) -> None:
        codes = {word: code for code, word in codes_of(self._words, asks.LABELS)}
        label = codes.get(answers["other"], answers["other"]) or answers["label"]
        self._presenter.hand_out(label, label_word(label, self._words))

    def _announce(self, answers: Mapping[str, str]) -> None:
        typed = answers["more"] or answers["minutes"]
        if not (typed.isascii() and typed.isdecimal() and 0 < int(typed) <= MOST_MINUTES):
            said = self._words.say("triage_day.ask.announce.wrong_minutes", most=MOST_MINUTES)
            self._route.ask.refuse(said)
            return
        told = Announcement(int(typed), answers["name"], answers["said"], answers["by"])
        self._presenter.announce(told)

    def _undo(self, answers: Mapping[str, str]) -> None:
        reason = answers["other"] or self._words.say(f"triage_day.undo.{answers['reason']}")
        self._presenter.undo_last_count(reason)

    def _void(self, answers: Mapping[str, str]) -> None:
        """The one that was asked about, whatever came to the tray meanwhile."""
        assert self._nobodys is not None
        reading_id, told = self._nobodys
        reason = answers["other"] or self._words.say(f"triage_day.void.{answers['reason']}")
        self._presenter.void_reading(reading_id, told, reason)
