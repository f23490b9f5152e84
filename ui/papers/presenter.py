"""The papers page's thinking: which paper of which day, what goes to the printer, what waits there."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from PySide6.QtCore import QObject, Signal

from feverclinic.domain.intake import Intake, Problem
from feverclinic.domain.sheets import SheetState
from feverclinic.errors import ClinicError
from feverclinic.services.comparisons import LogLine, TypedComparison
from feverclinic.services.sheets import TypedSheet

Then = Callable[[Any], object]
Failed = Callable[[ClinicError], object]
MONTHS_HAVE = 31


class Paper(StrEnum):
    """The papers in the order of the list; the n-th is chosen by the digit n."""

    REGISTER = "REGISTER"
    TRACKING = "TRACKING"
    RECEIPTS = "RECEIPTS"
    DECLARATION = "DECLARATION"
    FIGURES = "FIGURES"
    COMPARISONS = "COMPARISONS"
    SHEETS = "SHEETS"
    HAND_OVER = "HAND_OVER"
    OBSERVED = "OBSERVED"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked at. `visit_no` belongs to the declaration: "" is a blank form."""

    paper: Paper
    day: date
    visit_no: str = ""
    shows_identity: bool = False


@dataclass(frozen=True, slots=True)
class Job:
    """A paper that is to come out; `problem` is why it has not, as an error."""

    title: str
    pdf: bytes = field(repr=False)
    problem: ClinicError | None = None


@dataclass(frozen=True, slots=True)
class PapersDoor:
    """What the program gives; each call comes home to `then` or `failed`.

    `gather` and `new_sheets` answer with the bytes of a PDF, `sheets_again` too; `sheets` with a
    Reconciliation, `enter` with an Intake, `log` with lines of the comparison log.
    """

    gather: Callable[[Asked, Then, Failed], None]
    send: Callable[[bytes, Then, Failed], None]
    sheets: Callable[[Then, Failed], None]
    new_sheets: Callable[[int, Then, Failed], None]
    sheets_again: Callable[[tuple[str, ...], Then, Failed], None]
    give_up: Callable[[str, SheetState, str, Then, Failed], None]
    enter: Callable[[TypedSheet, Then, Failed], None]
    log: Callable[[date, Then, Failed], None]
    compare: Callable[[TypedComparison, Then, Failed], None]


class PapersPresenter(QObject):
    """Looks again at what is shown when the records change, and never while nobody looks."""

    chosen = Signal(object)  # Asked
    rendered = Signal(object)  # bytes of a PDF; b"" while it is being made or cannot be
    asked_to_look = Signal(object)  # bytes: to be looked at large
    printed = Signal(str)  # the paper's title
    queue_changed = Signal(object)  # tuple[Job, ...] that wait
    sheets_listed = Signal(object)  # Reconciliation
    log_listed = Signal(object)  # tuple[LogLine, ...]
    compared = Signal(object)  # LogLine
    gave_up = Signal(str)  # the number
    wrong_fields = Signal(object)  # dict[field name, Problem]
    open_form = Signal(object)  # Intake: a sheet that is entered now
    refused = Signal(object)  # ClinicError

    def __init__(
        self,
        door: PapersDoor,
        today: Callable[[], date],
        title_of: Callable[[Paper], str],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._door = door
        self._today = today
        self._title_of = title_of
        self._asked = Asked(Paper.REGISTER, today())
        self._pdf = b""
        self._is_awake = False
        self._rounds = 0
        self._line: tuple[Job, ...] = ()
        self._is_sending = False

    @property
    def asked(self) -> Asked:
        return self._asked

    def today(self) -> date:
        return self._today()

    @property
    def waiting(self) -> tuple[Job, ...]:
        """What has not come out."""
        return self._line

    # -- looking --------------------------------------------------------------------------

    def wake(self) -> None:
        """Somebody looks at the page: what it shows is made now."""
        self._is_awake = True
        self.chosen.emit(self._asked)
        self.queue_changed.emit(self._line)
        self._look()

    def sleep(self) -> None:
        """Nobody looks. Whoever sits here next asks for whole numbers anew, under the own name."""
        self._is_awake = False
        if self._asked.shows_identity:
            self._asked = replace(self._asked, shows_identity=False)
            self._rounds += 1  # a paper that is still being made shows them too
            self._pdf = b""
            self.rendered.emit(b"")

    def refresh(self) -> None:
        """The records have changed."""
        if self._is_awake:
            self._look()

    def choose(self, paper: Paper) -> None:
        self._ask(replace(self._asked, paper=paper))

    def choose_nth(self, number: int) -> None:
        """The paper of a digit; a digit without a paper is nobody's."""
        papers = tuple(Paper)
        if 1 <= number <= len(papers):
            self.choose(papers[number - 1])

    def move(self, by: int) -> None:
        """So many days on or back, or months where the paper is one of a month; never after today."""
        day = self._asked.day
        if self._asked.paper is Paper.COMPARISONS:
            first = day.replace(day=1)
            step = timedelta(days=MONTHS_HAVE if by > 0 else -1)
            moved = (first + step).replace(day=1)
        else:
            moved = day + timedelta(days=by)
        self._ask(replace(self._asked, day=min(moved, self._today())))

    def go_to(self, day: date) -> None:
        self._ask(replace(self._asked, day=min(day, self._today())))

    def go_to_today(self) -> None:
        self.go_to(self._today())

    def show_identity(self, *, whole: bool) -> None:
        """Whole numbers: whoever prints them is known to the audit."""
        self._ask(replace(self._asked, shows_identity=whole))

    def take_visit(self, visit_no: str) -> None:
        """The visit whose declaration is wanted; "" is a blank one."""
        self._ask(replace(self._asked, visit_no=visit_no.strip()))

    def _ask(self, asked: Asked) -> None:
        if asked != self._asked:
            self._asked = asked
            self.chosen.emit(asked)
            if self._is_awake:
                self._look()

    def _look(self) -> None:
        """Only the latest answer is shown: days go by faster than papers are made."""
        self._rounds += 1
        asked, this = self._asked, self._rounds
        self._pdf = b""
        if asked.paper is Paper.SHEETS:
            self._door.sheets(self.sheets_listed.emit, self.refused.emit)
            return
        if asked.paper is Paper.COMPARISONS:
            self._door.log(asked.day, self.log_listed.emit, self.refused.emit)

        def made(pdf: bytes) -> None:
            if this == self._rounds:
                self._pdf = pdf
                self.rendered.emit(pdf)

        def failed(error: ClinicError) -> None:
            if this == self._rounds:
                self.rendered.emit(b"")
                self.refused.emit(error)

        self._door.gather(asked, made, failed)

    def look_large(self) -> None:
        """The paper in the window of its own, to be read, printed or kept as a file."""
        if self._pdf:
            self.asked_to_look.emit(self._pdf)

    # -- printing -------------------------------------------------------------------------

    def print(self) -> None:
        """What is shown goes to the printer, the very same bytes."""
        if self._pdf:
            title, paper = self._title_of(self._asked.paper), self._asked.paper
            # The last hand-over is of no day that was chosen.
            told = title if paper is Paper.HAND_OVER else f"{title} {self._asked.day}"
            self._put(Job(told, self._pdf))

    def print_sheets(self, count: int) -> None:
        """Give out new numbers and print them; a printer that fails keeps the batch waiting."""
        self._door.new_sheets(count, self._put_sheets, self.refused.emit)

    def print_sheets_again(self, numbers: tuple[str, ...]) -> None:
        self._door.sheets_again(numbers, self._put_sheets, self.refused.emit)

    def print_waiting(self) -> None:
        """Everything that has not come out, the oldest first."""
        self._line = tuple(replace(job, problem=None) if job.problem else job for job in self._line)
        self.queue_changed.emit(self._line)
        self._send_next()

    def _put_sheets(self, pdf: bytes) -> None:
        self._put(Job(self._title_of(Paper.SHEETS), pdf))

    def _put(self, job: Job) -> None:
        self._line = (*self._line, job)
        self.queue_changed.emit(self._line)
        self._send_next()

    def _send_next(self) -> None:
        """One after the other; one that failed stands in nobody's way."""
        if self._is_sending:
            return
        job = next((one for one in self._line if one.problem is None), None)
        if job is None:
            return
        self._is_sending = True
        self._door.send(job.pdf, lambda _: self._came_out(job), lambda no: self._stuck(job, no))

    def _came_out(self, job: Job) -> None:
        self._is_sending = False
        self._line = tuple(one for one in self._line if one is not job)
        self.queue_changed.emit(self._line)
        self.printed.emit(job.title)
        self._send_next()

    def _stuck(self, job: Job, error: ClinicError) -> None:
        self._is_sending = False
        self._line = tuple(replace(one, problem=error) if one is job else one for one in self._line)
        self.queue_changed.emit(self._line)
        self.refused.emit(error)
        self._send_next()

    # -- sheets and comparisons -----------------------------------------------------------

    def give_up(self, number: str, state: SheetState, reason: str) -> None:
        """A sheet that is spoiled or missing, with the reason."""
        self._door.give_up(
            number, state, reason, lambda _: self.gave_up.emit(number), self.refused.emit
        )

    def enter(self, typed: TypedSheet) -> None:
        """The form of a paper sheet; what was typed stays until the form is open."""
        self._door.enter(typed, self._on_entered, self._on_wrong)

    def compare(self, typed: TypedComparison) -> None:
        """One line more in the log."""
        self._door.compare(typed, self._on_compared, self._on_wrong)

    def _on_entered(self, intake: Intake) -> None:
        self.open_form.emit(intake)

    def _on_compared(self, line: LogLine) -> None:
        self.compared.emit(line)

    def _on_wrong(self, error: ClinicError) -> None:
        """Problems go to their fields; a refusal of the whole is one sentence."""
        problems = error.facts.get("problems")
        if isinstance(problems, tuple):
            found = [one for one in problems if isinstance(one, Problem)]  # pyright: ignore[reportUnknownVariableType] - facts are objects
            self.wrong_fields.emit({one.where: one for one in reversed(found)})
        self.refused.emit(error)
