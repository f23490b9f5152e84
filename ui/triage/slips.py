"""Slips on their way to paper: saved is not printed, and a jam stops nobody."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from feverclinic.domain.triage_rules import TriageRules
from feverclinic.domain.visits import Slip, VisitId
from feverclinic.errors import ClinicError
from feverclinic.services.papers import (
    Letterhead,
    TriageSlip,
    gather_slip,
    preview_slip,
    render_slip,
)
from feverclinic.services.slips import slip_again, slip_failed, slip_printed
from feverclinic.wording import Wording
from ui.bench import Bench
from ui.runner import Runner


@dataclass(frozen=True, slots=True)
class Press:
    """How this work place prints: the words, the paper, and the door to the printer."""

    words: Wording
    paper: str
    printer: str
    letterhead: Letterhead
    send: Callable[[bytes, str], None]


class SlipPress(QObject):
    """Renders and prints on the bench; what failed waits and says why."""

    changed = Signal(int, str)  # how many wait, and why in words ("" when the printer works)
    refused = Signal(object)  # ClinicError
    rendered = Signal(object)  # bytes of a PDF to be looked at
    _ended = Signal(object)  # Slip: printed, failed, or stopped by a bug

    def __init__(
        self,
        runner: Runner,
        bench: Bench,
        rules: TriageRules,
        press: Press,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._runner = runner
        self._bench = bench
        self._rules = rules
        self._press = press
        # In the order of printing; the first is under way.
        self._line: list[Slip] = []
        self._ended.connect(self._go_on, Qt.ConnectionType.QueuedConnection)

    def use(self, press: Press) -> None:
        """Other words, another printer."""
        self._press = press

    def refresh(self) -> None:
        self._runner.do(self, lambda store: store.slips.waiting(), self._on_waiting)

    def print(self, slip: Slip) -> None:
        """Print one slip after those that were asked for before; one that is in the line stays there.

        One that is asked for anew because its visit was decided again takes the last place.
        """
        same = [one for one in self._line if one.id == slip.id]
        if same and slip.version <= same[-1].version:
            return
        self._line = [*self._line[:1], *(one for one in self._line[1:] if one.id != slip.id), slip]
        if len(self._line) == 1:
            self._send(slip)

    def _send(self, slip: Slip) -> None:
        self._runner.do(
            self,
            lambda store: self._gather(store, slip),
            lambda record: self._bench.do(
                self,
                lambda: self._bring_out(record, slip),
                lambda _: self._on_printed(slip),
                lambda error: self._on_failed(slip, error),
            ),
            lambda error: self._on_failed(slip, error),
        )

    def _gather(self, store: Any, slip: Slip) -> TriageSlip:
        try:
            return gather_slip(
                store, slip.visit_id, slip.copy_no, self._rules, self._press.letterhead
            )
        except BaseException:
            self._ended.emit(slip)
            raise

    def _bring_out(self, record: TriageSlip, slip: Slip) -> None:
        press = self._press
        try:
            press.send(render_slip(record, press.words, press.paper), press.printer)
        finally:
            self._ended.emit(slip)

    def print_waiting(self) -> None:
        """Everything that is saved and not printed, oldest first."""
        self._runner.do(
            self,
            lambda store: store.slips.waiting(),
            lambda waiting: [self.print(slip) for slip in waiting],
        )

    def print_again(self, visit_id: VisitId) -> None:
        """One more printing, marked as a copy when the first one came out."""
        self._runner.do(self, lambda store: slip_again(store, visit_id), self.print)

    def preview(self, visit_id: VisitId) -> None:
        """The slip as it would be printed, to be looked at in the program."""
        self._runner.do(
            self,
            lambda store: preview_slip(store, visit_id, self._rules, self._press.letterhead),
            lambda record: self._bench.do(
                self,
                lambda: render_slip(record, self._press.words, self._press.paper),
                self.rendered.emit,
            ),
        )

    def _go_on(self, ended: Slip) -> None:
        """The next one, whatever became of the last."""
        self._line = [slip for slip in self._line if slip is not ended]
        if self._line:
            self._send(self._line[0])

    def _on_printed(self, slip: Slip) -> None:
        if self._is_the_last_word(slip):
            self._runner.do(self, lambda store: slip_printed(store, slip), lambda _: self.refresh())

    def _on_failed(self, slip: Slip, error: ClinicError) -> None:
        self.refused.emit(error)
        if self._is_the_last_word(slip):
            self._runner.do(
                self,
                lambda store: slip_failed(store, slip, error.code),
                lambda _: self.refresh(),
            )

    def _is_the_last_word(self, slip: Slip) -> bool:
        """Whether no later decision of the same visit comes after it."""
        return all(one.id != slip.id for one in self._line)

    def _on_waiting(self, waiting: tuple[Slip, ...]) -> None:
        code = next((slip.problem for slip in waiting if slip.problem), "")
        self.changed.emit(len(waiting), self._why(code) if code else "")

    def _why(self, code: str) -> str:
        """The sentence of what kept the printer; the code itself where none was written.

        Of facts only the printer is known any more (unnamed, it is the system's own); another place
        in the sentence stays empty.
        """
        words, key = self._press.words, f"error.{code}"
        if not words.knows(key):
            return code
        printer = self._press.printer or words.say("paper_preview.any_printer")
        return words.sentences[key].format_map(defaultdict(str, printer=printer))
