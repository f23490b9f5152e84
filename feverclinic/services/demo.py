"""The clinic of the demo: staff, some weeks of invented patients, and this day up to now.

Everything goes through the services of the desk, each thing at its own instant; nothing is written
by hand, so that audit, search and balance are those of a real clinic. The same seed and day give
the same clinic.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from random import Random

from feverclinic.domain.civil_time import CHINA, local, local_day
from feverclinic.domain.intake import Draft, Intake
from feverclinic.domain.intake_reading import Surroundings
from feverclinic.domain.people import Staff, StaffId
from feverclinic.domain.prescreening import Outcome
from feverclinic.domain.triage_rules import TriageRules
from feverclinic.domain.visits import DraftId, Stage
from feverclinic.services import slips, triage
from feverclinic.services.demo_staff import demo_staff
from feverclinic.services.invented import PEOPLE, Invented, invented_people
from feverclinic.services.invented_forms import Case, Frame, a_case, a_form, a_reading, answers
from feverclinic.services.signing_in import hash_of, with_duties
from feverclinic.storage.chronicle import Moment
from feverclinic.storage.store import Store

SEED = 20200225
OPENS_AT, CLOSES_AT = 8, 17
A_MINUTE = timedelta(minutes=1)
HISTORY_DAYS = 21
# Of a hundred people who come: most are well, one in three has something.
USUAL = (
    *(("well",) * 52 + ("cough",) * 18 + ("fever",) * 14 + ("exposed",) * 6 + ("contact",) * 5),
    *("hold", "resus", "heart", "masked", "downgraded"),
)
COMES_AGAIN = 0.07
# This day, in the order in which people came; the last one eight minutes ago.
TODAY = (
    *("well", "well", "fever", "cough", "well", "contact", "well", "exposed", "cough", "well"),
    *("fever", "well", "resus", "well", "cough", "masked", "fever", "well", "heart", "contact"),
    *("downgraded", "cough"),
)
TODAY_EVERY, TODAY_LAST = 6.5, 8
OF_TODAY = len(TODAY) + 3
SEEN_TODAY = ("nurse", "nurse2", "doctor")
LEFT_AT, REFUSED_AT = 11, 14
WENT_OVER = frozenset(
    {
        *(Outcome.RESUS_ISOLATION, Outcome.RESUS, Outcome.FEVER_CLINIC_SINGLE_ROOM),
        *(Outcome.FEVER_CLINIC, Outcome.FEVER_CLINIC_SCREEN),
    }
)


@dataclass(frozen=True, slots=True)
class DemoFacts:
    """What the demo stands on; `frame` gives the bytes that a thermometer sends for a number."""

    rules: TriageRules
    surroundings: Surroundings
    unknown_name: str
    frame: Frame
    seed: int = SEED


@dataclass(frozen=True, slots=True)
class _Event:
    """Something that somebody did at an instant."""

    moment: datetime
    login: str
    work: Callable[[Store], object]


class DemoClinic:
    """The clinic as it is told: `open` what this day needs, then `earlier_day` by day."""

    def __init__(self, facts: DemoFacts, now: datetime) -> None:
        self.facts, self.now = facts, now
        # A repeatable clinic, no secret.
        self.chance = Random(facts.seed)  # noqa: S311
        people = invented_people(local_day(now), self.chance, PEOPLE)
        # Rare names and families come on this day, where everybody sees them.
        self._today, self._others = people[:OF_TODAY], people[OF_TODAY:]
        self._staff: dict[str, Staff] = {}
        self._events: list[_Event] = []
        self._this_day()
        self._days = tuple(self._earlier_days())

    def open(self, at: Moment) -> None:
        """The staff, and this day up to now: all that the desk shows."""
        self._staff_comes(at)
        self._tell(at, self._events)

    @property
    def earlier_days(self) -> tuple[Callable[[Moment], None], ...]:
        """The weeks before, oldest day first; each piece is a transaction of a moment."""
        return tuple(partial(self._tell_day, day) for day in self._days)

    def _tell_day(self, events: Sequence[_Event], at: Moment) -> None:
        self._tell(at, events)

    def _tell(self, at: Moment, events: Sequence[_Event]) -> None:
        for event in sorted(events, key=lambda one: one.moment):
            with at(self._staff[event.login], event.moment) as store:
                event.work(store)

    def _staff_comes(self, at: Moment) -> None:
        """One hash for all: a demo must not take half a minute of a processor to open."""
        listed = demo_staff()
        password, pin = hash_of(listed.password), hash_of(listed.pin)
        first = self.now - timedelta(days=HISTORY_DAYS + 1)
        with at(listed.people[0], first) as store:
            for one in listed.people:
                person = Staff(StaffId(store.new_id()), one.login, one.name, one.title, one.role)
                added = store.staff.set_pin(store.staff.add(person, password), pin)
                self._staff[one.login] = with_duties(added)
        for place, login in enumerate(SEEN_TODAY):
            # They signed in by password today, so that a digit and the PIN change the person.
            with at(self._staff[login], self.now - A_MINUTE * (130 + place)) as store:
                store.staff.note_sign_in(self._staff[login])

    # -- the weeks before -----------------------------------------------------------------

    def _earlier_days(self) -> Iterator[tuple[_Event, ...]]:
        each, spare = divmod(len(self._others), HISTORY_DAYS)
        coming, seen = iter(self._others), list[Invented]()
        for ago in range(HISTORY_DAYS, 0, -1):
            self._events, kept = [], self._events
            for moment in self._moments(ago, each + (ago <= spare)):
                person = next(coming)
                if seen and self.chance.random() < COMES_AGAIN:
                    again = self.chance.choice(seen)
                    self._comes(again, self.chance.choice(USUAL), moment + A_MINUTE * 2)
                seen.append(person)
                self._comes(person, self.chance.choice(USUAL), moment)
            day, self._events = tuple(self._events), kept
            yield day

    def _moments(self, days_ago: int, count: int) -> Iterator[datetime]:
        """So many instants of a working day, in order and well apart."""
        day = local(self.now) - timedelta(days=days_ago)
        opens = day.replace(hour=OPENS_AT, minute=0, second=0, microsecond=0)
        step = timedelta(hours=CLOSES_AT - OPENS_AT) / (count + 1)
        for place in range(1, count + 1):
            yield opens + step * place + timedelta(seconds=self.chance.randrange(600))

    def _comes(self, person: Invented, kind: str, moment: datetime) -> None:
        case = a_case(kind, self.chance)
        self._happens(moment, lambda store: self._save(store, person, case))

    def _happens(
        self, moment: datetime, work: Callable[[Store], object], login: str = "nurse"
    ) -> None:
        self._events.append(_Event(moment, login, work))

    def _save(
        self, store: Store, person: Invented, case: Case, *, is_printed: bool = True
    ) -> triage.SavedVisit:
        """Saved, printed, and whoever was sent to the fever clinic has arrived there."""
        saved = self._saved(store, a_form(person, case, store.now, self.facts.frame))
        if is_printed:
            slips.slip_printed(store, saved.slip)
        if saved.told.outcome in WENT_OVER:
            triage.mark_arrived(store, saved.visit.id)
        return saved

    def _saved(
        self, store: Store, intake: Intake, draft_id: DraftId | None = None
    ) -> triage.SavedVisit:
        facts = self.facts
        return triage.save_prescreening(
            store, intake, draft_id, facts.rules, facts.surroundings, facts.unknown_name
        )

    # -- this day -------------------------------------------------------------------------

    def _this_day(self) -> None:
        coming = iter(self._today)
        for place, kind in enumerate(TODAY):
            ago = TODAY_LAST + TODAY_EVERY * (len(TODAY) - 1 - place)
            person, moment = next(coming), self._ago(ago)
            if place == LEFT_AT:
                self._ends(person, kind, moment, Stage.LEFT, "等候时间长，自行离开")
            elif place == REFUSED_AT:
                self._ends(person, kind, moment, Stage.REFUSED, "拒绝到发热门诊排查，已劝说并告知")
            else:
                self._comes(person, kind, moment)
        self._still_here(*coming)

    def _ago(self, minutes: float) -> datetime:
        return (self.now - A_MINUTE * minutes).astimezone(CHINA)

    def _ends(
        self, person: Invented, kind: str, moment: datetime, stage: Stage, reason: str
    ) -> None:
        case = a_case(kind, self.chance)

        def ends(store: Store) -> None:
            saved = self._saved(store, a_form(person, case, store.now, self.facts.frame))
            slips.slip_printed(store, saved.slip)
            triage.end_visit(store, saved.visit.id, stage, reason)

        self._happens(moment, ends)

    def _still_here(self, old: Invented, young: Invented, last: Invented) -> None:
        """Who is on the way, waits to be measured again, or has a form that is not done."""
        fever, well = a_case("fever", self.chance), a_case("well", self.chance)
        self._happens(self._ago(12.5), lambda store: self._set_aside(store, self._others[-1], well))
        self._happens(self._ago(6), self._unclaimed)
        self._happens(self._ago(4), lambda store: self._on_the_way(store, old, fever))
        hold = Case(("37.24",))
        self._happens(self._ago(2), lambda store: self._save(store, young, hold))
        self._happens(self._ago(1), lambda store: self._not_printed(store, last, well))

    def _on_the_way(self, store: Store, person: Invented, case: Case) -> None:
        """Sent some minutes ago and not received yet."""
        saved = self._saved(store, a_form(person, case, store.now, self.facts.frame))
        slips.slip_printed(store, saved.slip)

    def _not_printed(self, store: Store, person: Invented, case: Case) -> None:
        saved = self._save(store, person, case, is_printed=False)
        slips.slip_failed(store, saved.slip, "printer.jammed")

    def _set_aside(self, store: Store, person: Invented, case: Case) -> None:
        """Half asked: the last two questions and the name stand, the rest waits."""
        asked = answers(case, store.now)
        kept = {name: text for name, text in asked.items() if name not in ("q4", "q5")}
        named = {name: person.fields[name] for name in ("name", "sex", "birth_date")}
        reading = a_reading(case.numbers[0], store.now - A_MINUTE, False, self.facts.frame)  # noqa: FBT003
        intake = Intake(store.now - A_MINUTE * 2, {**named, **kept}, (reading,))
        draft_id = DraftId(store.new_id())
        station = store.station.code
        triage.keep_draft(store, Draft(draft_id, station, intake, store.now, is_set_aside=True))

    def _unclaimed(self, store: Store) -> None:
        """Somebody squeezed the trigger and nobody had been armed."""
        store.readings.add(a_reading("38.16", store.now, False, self.facts.frame))  # noqa: FBT003
