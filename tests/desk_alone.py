"""A desk with its own records beside a real server, without a window: what it does on its records thread."""

import tempfile
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

from feverclinic.domain.intake import Intake
from feverclinic.domain.people import Staff, Station
from feverclinic.domain.visits import DraftId
from feverclinic.errors import Unavailable
from feverclinic.services.delivering import Progress, deliver_all, deliver_some
from feverclinic.services.triage import SavedVisit, save_prescreening
from feverclinic.storage.desk_file import open_desk
from feverclinic.storage.engine import open_engine
from feverclinic.storage.journal import Entry
from feverclinic.storage.line import Line
from feverclinic.storage.store import Store
from feverclinic.storage.work import ids_of
from tests.builders import GATE, NOON, NURSE, WELL
from tests.cut_line import CutLine, cut_line
from tests.stories.workplace import RULES, SURROUNDINGS, UNKNOWN_NAME

_T = TypeVar("_T")


def a_form(at: datetime = NOON, **differs: str) -> Intake:
    """The man who is well, with keywords for what differs; without a number nobody is known by it."""
    named = {name.replace("__", "."): text for name, text in differs.items()}
    return Intake(at, {**WELL, "not_measured_reason": "REFUSED", **named})


@dataclass
class DeskAlone:
    """One station with its data folder; `cable` leads to the server."""

    folder: Path
    cable: CutLine
    station: Station = GATE
    now: datetime = NOON
    actor: Staff = NURSE
    line: Line = field(init=False)

    def __post_init__(self) -> None:
        self.start()

    def start(self) -> None:
        """The program begins on this folder: on the server when it can be reached."""
        server = open_engine(self.cable.url)
        self.line = Line(server, open_desk(self.folder, self.now), self.station)
        try:
            deliver_all(self.line, self.now)
        except Unavailable:
            self.line.go_offline()

    def end(self) -> None:
        self.line.close()

    def start_again(self) -> None:
        self.end()
        self.start()

    def do(self, work: Callable[[Store], _T]) -> _T:
        """As the runner does it: once, and once more on the desk when the server went."""
        self.now += timedelta(seconds=1)
        key = ids_of(self.station.number).next()
        try:
            with self.line.work(self.actor, self.now, key) as store:
                done = work(store)
        except Unavailable as away:
            if not self.line.lost(away):
                raise
            with self.line.work(self.actor, self.now, key) as store:
                done = work(store)
        try:
            self.line.follow()
        except Unavailable as away:
            self.line.lost(away)
        return done

    def save(self, form: Intake, draft_id: int = 0) -> SavedVisit:
        return self.do(
            lambda store: save_prescreening(
                store, form, DraftId(draft_id) or None, RULES, SURROUNDINGS, UNKNOWN_NAME
            )
        )

    def deliver(self) -> list[Progress]:
        """All rounds until nothing waits."""
        rounds = [deliver_some(self.line, self.now)]
        while not rounds[-1].is_done:
            rounds.append(deliver_some(self.line, self.now))
        return rounds

    @property
    def waiting(self) -> int:
        return self.line.state().waiting

    @property
    def refused(self) -> tuple[Entry, ...]:
        return self.line.state().refused


@contextmanager
def a_desk(url: str, folder: Path, station: Station = GATE) -> Generator[DeskAlone]:
    """A desk on a line of its own; the socket stands in a folder with a short name."""
    with tempfile.TemporaryDirectory(prefix="cut") as short, cut_line(url, Path(short)) as cable:
        desk = DeskAlone(folder / f"desk-{station.code}", cable, station)
        try:
            yield desk
        finally:
            desk.end()
