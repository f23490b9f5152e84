"""Slips on their way to paper: saved is not printed, and a jam stops nobody."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from feverclinic.domain.triage_rules import TriageRules
from feverclinic.domain.visits import Slip, VisitId
from feverclinic.errors import ClinicError
from feverclinic.services import triage
from feverclinic.services.papers import Letterhead, gather_slip, render_slip
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
        self._under_way: dict[int, Slip] = {}
        self._next: dict[int, Slip] = {}

    def use(self, press: Press) -> None:
        """Other words, another printer."""
        self._press = press

    def refresh(self) -> None:
        self._runner.do(self, lambda store: store.slips.waiting(), self._on_waiting)

    def print(self, slip: Slip) -> None:
        """Print one slip; the same slip is never sent twice at once.

        One that is asked for anew because its visit was decided again comes after the one under way.
        """
        under_way = self._under_way.get(slip.id)
        if under_way is not None:
            if slip.version > under_way.version:
                self._next[slip.id] = slip
            return
        self._under_way[slip.id] = slip
        self._runner.do(
            self,
            lambda store: gather_slip(
                store, slip.visit_id, slip.copy_no, self._rules, self._press.letterhead
            ),
            lambda record: self._bench.do(
                self,
                lambda: self._press.send(
                    render_slip(record, self._press.words, self._press.paper), self._press.printer
                ),
                lambda _: self._on_printed(slip),
                lambda error: self._on_failed(slip, error),
            ),
            lambda error: self._on_failed(slip, error),
        )

    def print_waiting(self) -> None:
        """Everything that is saved and not printed, oldest first."""
        self._runner.do(
            self,
            lambda store: store.slips.waiting(),
            lambda waiting: [self.print(slip) for slip in waiting],
        )

    def print_again(self, visit_id: VisitId) -> None:
        """One more printing, marked as a copy when the first one came out."""
        self._runner.do(self, lambda store: triage.slip_again(store, visit_id), self.print)

    def preview(self, visit_id: VisitId) -> None:
        """The slip as it would be printed, to be looked at in the program."""
        self._runner.do(
            self,
            lambda store: gather_slip(store, visit_id, 1, self._rules, self._press.letterhead),
            lambda record: self._bench.do(
                self,
                lambda: render_slip(record, self._press.words, self._press.paper),
                self.rendered.emit,
            ),
        )

    def _on_printed(self, slip: Slip) -> None:
        if not self._goes_on(slip):
            self._runner.do(
                self, lambda store: triage.slip_printed(store, slip), lambda _: self.refresh()
            )

    def _on_failed(self, slip: Slip, error: ClinicError) -> None:
        self.refused.emit(error)
        if not self._goes_on(slip):
            self._runner.do(
                self,
                lambda store: triage.slip_failed(store, slip, error.code),
                lambda _: self.refresh(),
            )

    def _goes_on(self, slip: Slip) -> bool:
        """One printing has ended; True when the slip of a later decision took its place."""
        del self._under_way[slip.id]
        later = self._next.pop(slip.id, None)
        if later is not None:
            self.print(later)
        return later is not None

    def _on_waiting(self, waiting: tuple[Slip, ...]) -> None:
        code = next((slip.problem for slip in waiting if slip.problem), "")
        self.changed.emit(len(waiting), self._why(code) if code else "")

    def _why(self, code: str) -> str:
        """The sentence of what kept the printer; the code itself where none was written."""
        words, key = self._press.words, f"error.{code}"
        return words.say(key, printer=self._press.printer) if words.knows(key) else code
