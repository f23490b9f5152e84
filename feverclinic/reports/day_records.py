"""The papers of a day as records: what is printed, before anybody asks how it looks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from feverclinic.domain.comparisons import Comparison, Verdict
from feverclinic.domain.day_book import DayBook, DayEntry
from feverclinic.domain.day_figures import DayFigures
from feverclinic.domain.prescreening import Outcome
from feverclinic.domain.shifts import HandOver
from feverclinic.reports.imprint import Imprint


@dataclass(frozen=True, slots=True)
class RegisterPaper:
    """The day whole. `shows_identity` prints whole numbers, for whoever may read them."""

    book: DayBook
    imprint: Imprint
    places: Mapping[str, str] = field(default_factory=dict[str, str])
    shows_identity: bool = False


@dataclass(frozen=True, slots=True)
class TrackingPaper:
    """Everybody sent on a day. `minutes` is the limit of ISO-2 for the acknowledgement."""

    day: date
    entries: tuple[DayEntry, ...]
    minutes: int
    imprint: Imprint


@dataclass(frozen=True, slots=True)
class Declaration:
    """`entry` None is a blank form. `shows_identity` prints whole numbers, for whoever may read them."""

    imprint: Imprint
    entry: DayEntry | None = None
    places: Mapping[str, str] = field(default_factory=dict[str, str])
    shows_identity: bool = False


@dataclass(frozen=True, slots=True)
class FiguresPaper:
    """`minutes` is the limit of ISO-2, `limit_c` the fever limit as the rule file writes it."""

    figures: DayFigures
    imprint: Imprint
    minutes: int
    limit_c: str


@dataclass(frozen=True, slots=True)
class LogPaper:
    """`lines` are the comparisons of a month (`first` is its first day), each with its verdict."""

    first: date
    lines: tuple[tuple[Comparison, Verdict], ...]
    outside_in_a_row: int
    imprint: Imprint


@dataclass(frozen=True, slots=True)
class SheetRules:
    """The numbers of the rule set that stand in the printed table; temperatures as the file writes them.

    `red_signs` are codes of signs that mean level I, `resp_only` is where R alone leads (TRI-6).
    """

    limit_c: str
    recheck_from_c: str
    recheck_minutes: int
    antipyretic_hours: int
    red_signs: tuple[str, ...]
    refill_above_s: str
    red_hr_below: int
    red_hr_above: int
    resp_only: Outcome


@dataclass(frozen=True, slots=True)
class BlankSheets:
    """As many sheets as numbers, each a page of its own."""

    numbers: tuple[str, ...]
    rules: SheetRules
    imprint: Imprint


@dataclass(frozen=True, slots=True)
class Receipts:
    """The receipts of everybody on a tracking list, to be cut off and signed."""

    tracking: TrackingPaper


@dataclass(frozen=True, slots=True)
class HandOverPaper:
    """A hand-over that two people signed, once more on paper."""

    over: HandOver
    imprint: Imprint


DayPaper = (
    RegisterPaper
    | TrackingPaper
    | Receipts
    | Declaration
    | FiguresPaper
    | LogPaper
    | BlankSheets
    | HandOverPaper
)
