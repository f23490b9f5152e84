"""The papers page at this work place: its presenter lives with the program, its page with a window."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QObject, Signal

from feverclinic.domain.civil_time import local_day
from feverclinic.domain.intake import Intake
from feverclinic.domain.triage_rules import TriageRules
from feverclinic.services.papers import Letterhead
from feverclinic.wording import Wording
from ui.bench import Bench
from ui.paper_doors import CaseRules, PaperDoors, as_published
from ui.papers.desk import PapersDesk
from ui.papers.page_view import Images
from ui.papers.presenter import Paper, PapersPresenter
from ui.printing import page_images
from ui.runner import Runner
from ui.theme import Theme


@dataclass(frozen=True, slots=True)
class PaperPlace:
    """What the page stands on; `send` takes a PDF to the printer of the settings."""

    runner: Runner
    bench: Bench
    rules: TriageRules
    now: Callable[[], datetime]
    words: Callable[[], Wording]
    letterhead: Callable[[], Letterhead]
    send: Callable[[bytes], None]
    case_rules: Callable[[], CaseRules] = as_published


class PapersAtDesk(QObject):
    """Builds the page for each window; what waits for the printer outlives it."""

    open_form = Signal(object)  # Intake: a paper sheet that is entered now
    asked_to_look = Signal(object)  # bytes of a PDF

    def __init__(self, place: PaperPlace, parent: QObject) -> None:
        super().__init__(parent)
        self._place = place
        self._page: PapersDesk | None = None
        doors = PaperDoors(
            self,
            place.runner,
            place.bench,
            place.rules,
            place.words,
            place.letterhead,
            place.send,
            case_rules=place.case_rules,
        )
        self.presenter = PapersPresenter(
            doors.door(), lambda: local_day(place.now()), self._title, self
        )
        self.presenter.open_form.connect(self._on_form)
        self.presenter.asked_to_look.connect(self.asked_to_look)
        place.runner.changed.connect(self.presenter.refresh)

    def page(self, theme: Theme, words: Wording) -> PapersDesk:
        """The widgets of a new window."""
        self._page = PapersDesk(self.presenter, words, theme, self._draw)
        return self._page

    def enter_sheet(self, number: str) -> None:
        """A sheet was scanned: the page has its number and waits for the times."""
        if self._page is not None:
            self._page.enter_sheet(number)

    def _on_form(self, intake: Intake) -> None:
        self.open_form.emit(intake)

    def _title(self, paper: Paper) -> str:
        return self._place.words().say(f"papers_page.title.{paper.value}")

    def _draw(self, pdf: bytes, dpi: float, then: Callable[[Images], object]) -> None:
        owner = self._page or self
        self._place.bench.do(owner, lambda: page_images(pdf, dpi), then)
