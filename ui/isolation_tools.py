"""The tools of isolation at this work place: rooms and plans are set up, a rule file is tried.

A door: it knows the records and the bench. A trial reads in a transaction of its own on the bench,
so that nobody waits for it.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QObject, Signal

from feverclinic.domain.case_boards import CaseView, RoomCard
from feverclinic.domain.cases import CaseId
from feverclinic.domain.civil_time import local
from feverclinic.domain.people import Duty, Staff
from feverclinic.domain.trial import Trial
from feverclinic.errors import ClinicError, Unavailable
from feverclinic.services import (
    case_boards,
    case_view,
    emergency_plans,
    joint_consultation,
    rooms,
    signing_off,
)
from feverclinic.services.adoption import hospital_rules
from feverclinic.services.papers import Letterhead
from feverclinic.wording import Wording
from ui.bench import Bench
from ui.isolation.set_up_page import SetUpPage
from ui.isolation.set_up_presenter import SetUpDoor, SetUpPresenter
from ui.isolation.sheets.fields import Filled
from ui.isolation.sheets.requests import PlanAsked, PlanEnded, RoomSetUp
from ui.isolation.sheets.shelf import Shelf
from ui.isolation.sheets.shelf_file import ShelfFile
from ui.isolation.sign_page import SignPage
from ui.isolation.sign_presenter import JointSignature, SignDoor, SignPresenter, ToSign, Waiting
from ui.isolation_after import AfterAtDesk
from ui.isolation_merging import MergingAtDesk
from ui.main_window import MainWindow
from ui.opening import Records, station_of
from ui.runner import Runner
from ui.settings_keeper import SettingsKeeper
from ui.theme import Theme
from ui.trial.desk import TrialDesk
from ui.trial.presenter import TrialDoor, TrialPresenter

if TYPE_CHECKING:
    from collections.abc import Mapping

    from feverclinic.domain.prescreening import Prescreening
    from feverclinic.services.editions import CaseRules
    from feverclinic.storage.store import Store

Then = Callable[[Any], object]
Failed = Callable[[ClinicError], object]
EXPORTS, SHELF = "exports", "after-sheets.json"


@dataclass(frozen=True, slots=True)
class ToolPlace:
    """What the tools stand on. `read` opens a transaction that only looks, for a thread of the bench.

    `folder` is where tables are kept as files; `send` takes a PDF to the printer; `shelf` keeps what
    was typed for whoever has left and not taken.
    """

    runner: Runner
    bench: Bench
    rules: Callable[[], CaseRules]
    read: Callable[[Staff], AbstractContextManager[Store]]
    now: Callable[[], datetime]
    words: Callable[[], Wording]
    letterhead: Callable[[], Letterhead]
    folder: Path
    send: Callable[[bytes], None]
    shelf: Shelf = field(default_factory=Shelf)


class IsolationTools(QObject):
    """Presenters live with the program, pages with a window; whom the window shows which is its own."""

    refused = Signal(object)  # ClinicError that no page takes

    def __init__(self, place: ToolPlace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._place = place
        self._name = ""
        self.set_up = SetUpPresenter(SetUpDoor(self._rooms, self._plans, self._take), self)
        self.trial = TrialPresenter(TrialDoor(self._start, self._save, self._send), self)
        self.sign = SignPresenter(
            SignDoor(self._listed, self._look, self._sign, self._sign_joint), self
        )
        self.after = AfterAtDesk(place.runner, place.rules, place.now, place.shelf, self)
        self.merging = MergingAtDesk(place.runner, place.rules, place.now, self)
        self._window: MainWindow | None = None
        place.runner.changed.connect(self.set_up.on_changed)
        place.runner.changed.connect(self.sign.on_changed)
        self.sign.listed.connect(self._show_count)

    def dress(self, window: MainWindow, theme: Theme, words: Wording) -> None:
        """The pages of a new window, with their entries in the rail."""
        self._window = window
        sign = SignPage(theme, words, self.sign, self._place.now)
        window.add_desk("sign", "sign.rail", "pencil", sign)
        self.after.dress(window, theme, words)
        set_up = self.set_up_page(theme, words)
        window.add_desk("set_up", "set_up.rail", "door-closed", set_up, is_tool=True)
        self.merging.dress(window, theme, words)
        trial = self.trial_page(theme, words)
        window.add_desk("trial", "trial_page.rail", "play", trial, is_tool=True)
        self._show_count(self.sign.asked)

    def set_up_page(self, theme: Theme, words: Wording) -> SetUpPage:
        return SetUpPage(theme, words, self.set_up, self._place.now)

    def trial_page(self, theme: Theme, words: Wording) -> TrialDesk:
        return TrialDesk(theme, words, self.trial)

    def allow(self, duties: frozenset[Duty]) -> None:
        """Whoever sits here now may do this; his own list of signatures, nobody else's case."""
        self.set_up.allow(duties)
        self.sign.seat("")
        self.after.seat()
        self.merging.seat()

    def _show_count(self, asked: tuple[Waiting, ...]) -> None:
        if self._window is not None:
            self._window.set_count("sign", len(asked))

    # -- signatures -----------------------------------------------------------------------

    def _listed(self, then: Then, failed: Failed) -> None:
        def work(store: Store) -> tuple[str, tuple[Waiting, ...]]:
            asked = case_boards.asked_to_sign(store, self._place.rules())
            return store.actor.name, (*asked, *joint_consultation.joints_to_sign(store))

        def home(found: tuple[str, tuple[Waiting, ...]]) -> None:
            self._name, asked = found
            self.sign.name_signer(self._name)
            then(asked)

        self._place.runner.do(self, work, home, failed)

    def _look(self, case_id: CaseId, then: Then, failed: Failed) -> None:
        def work(store: Store) -> CaseView:
            return case_view.view_case(store, case_id, self._place.rules())

        self._place.runner.do(self, work, then, failed)

    def _sign(self, one: ToSign, then: Then, failed: Failed) -> None:
        def work(store: Store) -> object:
            rules = self._place.rules()
            return signing_off.sign(store, one.case_id, one.gate, one.role, rules, one.seen)

        self._place.runner.do(self, work, then, failed)

    def _sign_joint(self, one: JointSignature, then: Then, failed: Failed) -> None:
        def work(store: Store) -> object:
            rules = self._place.rules()
            return joint_consultation.sign_joint(store, one.case_id, one.entry_id, rules, one.seen)

        self._place.runner.do(self, work, then, failed)

    # -- rooms and plans ------------------------------------------------------------------

    def _rooms(self, then: Then, failed: Failed) -> None:
        def work(store: Store) -> tuple[RoomCard, ...]:
            return case_boards.room_cards(store, self._place.rules())

        self._place.runner.do(self, work, then, failed)

    def _plans(self, then: Then, failed: Failed) -> None:
        self._place.runner.do(self, emergency_plans.all_plans, then, failed)

    def _take(self, filled: Filled, then: Then, failed: Failed) -> None:
        asked = filled.request
        self._place.runner.do(self, lambda store: _set_up(store, asked), then, failed)

    # -- a trial --------------------------------------------------------------------------

    def _start(
        self,
        path: str,
        days: int,
        went_on: Callable[[int, int], object],
        then: Callable[[Trial | None], object],
        failed: Failed,
    ) -> Callable[[], object]:
        place, stop = self._place, Event()

        def work(actor: Staff) -> Trial | None:
            from feverclinic.services.rule_trial import run_trial, sides_of  # noqa: PLC0415 - pydantic, after the paint

            file = Path(path).expanduser()
            if not file.is_file():
                raise Unavailable("trial_page.unreadable", file=path)
            sides = sides_of(file, place.rules())
            with place.read(actor) as store:
                return run_trial(
                    store, sides, days, _to_record, went_on=tell, is_cancelled=stop.is_set
                )

        def tell(done: int, of: int) -> None:
            place.bench.post(self, (done, of), lambda news: went_on(*news))

        def ended(trial: Trial | None) -> None:
            then(trial)
            if trial is not None:
                self._keep(trial, Path(path).name)

        def begin(actor: Staff) -> None:
            place.bench.do(self, lambda: work(actor), ended, failed)

        place.runner.do(self, lambda store: store.actor, begin, failed)
        return stop.set

    def _keep(self, trial: Trial, file_name: str) -> None:
        """Every trial is kept under the name of who ran it."""
        from feverclinic.services.rule_trial import keep_trial  # noqa: PLC0415 - as above

        self._place.runner.do(
            self, lambda store: keep_trial(store, trial, file_name), failed=self.refused.emit
        )

    def _save(self, trial: Trial, then: Callable[[str], object], failed: Failed) -> None:
        words, folder, now = self._place.words(), self._place.folder, self._place.now()

        def work() -> str:
            from feverclinic.reports.rule_trial import table_text  # noqa: PLC0415 - reportlab, when it is needed

            path = folder / f"rule-trial-{local(now):%Y%m%d-%H%M%S}.csv"
            try:
                folder.mkdir(parents=True, exist_ok=True)
                path.write_text(table_text(trial, words), "utf-8", newline="")
            except OSError as denied:
                reason = denied.strerror or str(denied)
                raise Unavailable("trial_page.not_kept", file=str(path), why=reason) from denied
            return str(path)

        self._place.bench.do(self, work, then, failed)

    def _send(self, trial: Trial, then: Then, failed: Failed) -> None:
        place, words, name = self._place, self._place.words(), self._name
        head, now = place.letterhead(), place.now()

        def work() -> None:
            from feverclinic.reports.imprint import Imprint  # noqa: PLC0415 - as above
            from feverclinic.reports.rule_trial import render  # noqa: PLC0415 - as above

            imprint = Imprint(head.facility, head.station, name, now, mark=head.mark)
            place.send(render(trial, imprint, words))

        place.bench.do(self, work, then, failed)


def _set_up(store: Store, asked: object) -> object:
    """What a sheet of the set-up asks, as its service does it."""
    if isinstance(asked, PlanAsked):
        return emergency_plans.make_plan(
            store, asked.item, asked.reason, asked.substitute, asked.valid_to, asked.name
        )
    if isinstance(asked, PlanEnded):
        return emergency_plans.withdraw_plan(store, asked.plan_id, asked.reason)
    assert isinstance(asked, RoomSetUp)
    plan = rooms.RoomPlan(
        asked.code,
        asked.name,
        asked.beds,
        is_negative_pressure=asked.is_negative_pressure,
        is_buffer=asked.is_buffer,
    )
    if asked.room_id is None:
        return rooms.add_room(store, plan)
    return rooms.change_room(store, asked.room_id, plan)


def _to_record(inputs: Mapping[str, object]) -> Prescreening:
    """The input of a decision that was kept, as the domain decides it."""
    from feverclinic.commands.decide_routing import RoutingInput  # noqa: PLC0415 - as above

    return RoutingInput.model_validate(inputs).to_record()


class At(Protocol):
    """What of the house the tools stand on."""

    @property
    def runner(self) -> Runner: ...
    @property
    def bench(self) -> Bench: ...
    @property
    def records(self) -> Records: ...
    @property
    def keeper(self) -> SettingsKeeper: ...
    @property
    def now(self) -> Callable[[], datetime]: ...


def tools_at(
    house: At,
    words: Callable[[], Wording],
    letterhead: Callable[[], Letterhead],
    send: Callable[[bytes], None],
    parent: QObject,
) -> IsolationTools:
    """The tools of this work place; the rules are those of the hospital's settings."""
    settings = house.keeper.now
    place = ToolPlace(
        house.runner,
        house.bench,
        lambda: hospital_rules(house.keeper.now),
        lambda actor: _reading(house, actor),
        house.now,
        words,
        letterhead,
        settings.data_dir / EXPORTS,
        send,
        ShelfFile(settings.data_dir / SHELF).shelf(),
    )
    return IsolationTools(place, parent)


def _reading(house: At, actor: Staff) -> AbstractContextManager[Store]:
    """A transaction that only looks, on the hospital's records or, while they are away, the desk's."""
    from feverclinic.storage.store import reading  # noqa: PLC0415 - loaded with the records

    line = house.records.line
    engine = house.records.engine if line is None or line.is_online else line.desk
    return reading(engine, actor, house.now(), station_of(house.keeper.now))
