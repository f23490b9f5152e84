"""What a sheet asks, as data: fields with their kind and words, and how the answers are read.

A field's name is the member of the entry that it fills; an answer is text as typed or the code chosen.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, StrEnum

from feverclinic.domain.case_boards import CaseView, RoomCard
from feverclinic.domain.case_entries import Document, Entry
from feverclinic.domain.cases import EntryId
from feverclinic.domain.civil_time import local
from feverclinic.domain.edition_rules import EditionRules
from feverclinic.domain.emergency_plans import EmergencyPlan
from feverclinic.domain.readings import Reading
from feverclinic.wording import Wording
from ui.isolation.sheets.requests import Request
from ui.isolation.sheets.typed import Typed

Option = tuple[str, str]


class Kind(StrEnum):
    """How a field is answered.

    PICK takes a digit, LIST a digit or the arrows, TRUTH 1 0 9 Delete, FLAG the four keys of a result
    8 5 2 0, TICKS several by digit, TICK one box, CHIPS a truth for each of many names.
    """

    TEXT = "TEXT"
    LONG = "LONG"
    NUMBER = "NUMBER"
    DAY = "DAY"
    MOMENT = "MOMENT"
    TRUTH = "TRUTH"
    PICK = "PICK"
    LIST = "LIST"
    FLAG = "FLAG"
    TICKS = "TICKS"
    TICK = "TICK"
    CHIPS = "CHIPS"
    TOLD = "TOLD"


@dataclass(frozen=True, slots=True)
class Field:
    """One line of a sheet. TOLD is read, not answered; `hint` stands below until something is wrong."""

    name: str
    kind: Kind
    label: str
    options: tuple[Option, ...] = ()
    unit: str = ""
    hint: str = ""
    is_required: bool = False


@dataclass(frozen=True, slots=True)
class Filled:
    """What a sheet was filled with: entries for one act, or a request that is no entry of a case.

    `at` is when the fact was (None: now); `replaces` the entry that is corrected; `seen` the number of
    the last entry that stood on the desk when the sheet was opened, 0 where there is no case.
    """

    act: str
    documents: tuple[Document, ...] = ()
    request: Request | None = None
    at: datetime | None = None
    replaces: EntryId | None = None
    seen: int = 0


Read = Callable[[Typed], tuple[Document, ...] | Request]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one act asks, and how what was typed becomes its entries.

    Of each group of `needs` one must be answered. `at` is the field that says when the fact was.
    `is_grave` acts move or end something that cannot be taken back by a correction.
    """

    act: str
    title: str
    hint: str
    fields: tuple[Field, ...]
    read: Read
    needs: tuple[tuple[str, ...], ...] = ()
    start: Mapping[str, str] = field(default_factory=dict[str, str])
    at: str = ""
    replaces: EntryId | None = None
    is_grave: bool = False


@dataclass(frozen=True, slots=True)
class Occasion:
    """For what a sheet is opened. `entry` is what a result belongs to or a correction corrects.

    `sets` are the work-up sets with their items, `must` those of them that this case must have
    (section 3), `actor` the name of who sits here, `reading` the temperature that is to be declared
    void.
    """

    words: Wording
    now: datetime
    view: CaseView | None = None
    edition: EditionRules | None = None
    entry: Entry | None = None
    rooms: tuple[RoomCard, ...] = ()
    room: RoomCard | None = None
    plan: EmergencyPlan | None = None
    sets: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    must: frozenset[str] = frozenset()
    actor: str = ""
    reading: Reading | None = None

    def field(
        self,
        name: str,
        kind: Kind = Kind.TEXT,
        options: Iterable[Option] = (),
        *,
        unit: str = "",
        hint: str = "",
        is_required: bool = False,
    ) -> Field:
        """A field whose label is `sheet_field.<name>`."""
        label = self.words.say(f"sheet_field.{name}")
        return Field(name, kind, label, tuple(options), unit, hint, is_required)

    def truths(self, *names: str) -> tuple[Field, ...]:
        return tuple(self.field(name, Kind.TRUTH) for name in names)

    def texts(self, *names: str) -> tuple[Field, ...]:
        return tuple(self.field(name) for name in names)

    def options(self, family: str, members: Iterable[Enum | str]) -> tuple[Option, ...]:
        """The members with their words; one without words is shown as its code, never left out."""
        codes = [str(one.value) if isinstance(one, Enum) else one for one in members]
        keys = [(code, f"{family}.{code}") for code in codes]
        say, knows = self.words.say, self.words.knows
        return tuple((code, say(key) if knows(key) else code) for code, key in keys)

    def title(self, act: str) -> str:
        return self.words.say(f"sheet_title.{act}")

    def hint(self, act: str) -> str:
        return self.words.say(f"sheet_hint.{act}")

    def moment(self, at: datetime | None = None) -> str:
        """An instant as a field shows it; without one it is now."""
        return typed_moment(at or self.now)

    @property
    def seen(self) -> int:
        return self.view.book.case.last_seq if self.view is not None else 0


def typed_moment(at: datetime) -> str:
    """`2020-02-28 14:32` in the clinic's time, as Typed reads it again."""
    return f"{local(at):%Y-%m-%d %H:%M}"
