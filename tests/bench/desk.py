"""A desk that saves: the product's own service on a database, one new patient after the other."""

from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from sqlalchemy import Engine

from feverclinic.domain.intake import Draft, Intake
from feverclinic.domain.intake_reading import Surroundings
from feverclinic.domain.visits import DraftId
from feverclinic.services.codes import known_areas
from feverclinic.services.rulebook import triage_rules
from feverclinic.services.triage import keep_draft, save_prescreening
from feverclinic.storage.engine import is_sqlite, open_engine
from feverclinic.storage.store import transaction
from feverclinic.storage.upgrade import upgrade
from feverclinic.storage.work import USUAL, Way, ids_of
from tests.bench.people import GATE, NOON, NURSE, a_form

RULES = triage_rules()
SURROUNDINGS = Surroundings(known_areas(), ())


@dataclass(slots=True)
class Desk:
    """`first` is the number of the first person who is not in the database yet."""

    engine: Engine
    first: int = 0
    _waiting: list[tuple[Intake, DraftId]] = field(default_factory=list[tuple[Intake, DraftId]])

    def prepare(self, forms: int) -> None:
        """Forms typed to their end, their drafts on disk as the desk keeps them."""
        with transaction(self.engine, NURSE, NOON, GATE) as store:
            for number in count(self.first):
                if len(self._waiting) >= forms:
                    self.first = number
                    return
                draft = Draft(DraftId(store.new_id()), GATE.code, a_form(number), NOON)
                keep_draft(store, draft)
                self._waiting.append((draft.intake, draft.id))

    def save(self) -> None:
        """What F9 does on the records thread: checks, decision, rows, audit, search keys, slip."""
        intake, draft_id = self._waiting.pop()
        # On a server each piece of work leaves its key, so that it is known again.
        way = USUAL if is_sqlite(self.engine) else Way(ids_of(GATE.number).next())
        with transaction(self.engine, NURSE, NOON, GATE, way) as store:
            save_prescreening(store, intake, draft_id, RULES, SURROUNDINGS, "{visit_no}")


def sqlite_desk(file: Path, first: int = 0) -> Desk:
    return desk_at(f"sqlite:///{file}", file.parent, first)


def desk_at(url: str, folder: Path, first: int = 0) -> Desk:
    engine = open_engine(url)
    upgrade(engine, folder, NOON)
    return Desk(engine, first)
