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

from feverclinic.domain.arrivals import ArrivalEnd
from feverclinic.domain.civil_time import CHINA, local, local_day
from feverclinic.domain.families import with_family
from feverclinic.domain.intake import Draft, Intake
from feverclinic.domain.intake_reading import Surroundings
from feverclinic.domain.people import Staff, StaffId
from feverclinic.domain.prescreening import Outcome
from feverclinic.domain.readings import Site
from feverclinic.domain.triage_rules import TriageRules
from feverclinic.domain.visits import DraftId, Stage, VisitId
from feverclinic.domain.vitals import Level
from feverclinic.domain.waiting import SENT, ReceivedVia, announced, hand_out
from feverclinic.services import arrivals, sending, shifts, slips, triage
from feverclinic.services.demo_staff import demo_staff
from feverclinic.services.demo_ward import WARD, DemoWard
from feverclinic.services.editions import CaseRules
from feverclinic.services.invented import PEOPLE, Invented, invented_people
from feverclinic.services.invented_forms import Case, Frame, a_case, a_form, a_reading, answers
from feverclinic.services.quick_screening import count_passed
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
    *("fever", "well", "resus", "well", "cough", "masked", "heart", "downgraded", "well"),
    *("contact", "fever", "cough"),
)
TODAY_EVERY, TODAY_LAST = 6.5, 8
OF_TODAY = len(TODAY) + 3
SEEN_TODAY = ("nurse", "nurse2", "doctor")
LEFT_AT, REFUSED_AT = 11, 14
COUNTED = 18
# Of this day, by their place in TODAY: how far the doctor is with them.
WITH_DOCTOR = {2: 3, 5: 1, 10: 2}
GROWN_UP, SEEN_AFTER = 20, 8
GUIDE, RECEIVER, LABEL, ARM_MINUTES = "陈护工", "赵护士", "YELLOW", 5


@dataclass(frozen=True, slots=True)
class DemoFacts:
    """What the demo stands on; `frame` gives the bytes that a thermometer sends for a number."""

    rules: TriageRules
    surroundings: Surroundings
    unknown_name: str
    frame: Frame
    case_rules: CaseRules
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
        self._ward_events: list[list[_Event]] = []
        self._families: dict[str, int] = {}
        self._ward = DemoWard(facts.case_rules, facts.frame, now, self._on_the_ward)
        self._fill_ward(Random(facts.seed))  # noqa: S311 - as above
        self._this_day()
        self._days = tuple(self._earlier_days())

    def open(self, at: Moment) -> None:
        """The staff, and this day up to now: all that the desk shows."""
        self._staff_comes(at)
        with at(self._staff["nurse"], self._opens()) as store:
            shifts.begin(store, store.actor)
        self._tell(at, self._events)

    @property
    def ward(self) -> tuple[Callable[[Moment], None], ...]:
        """The isolation ward: its rooms, one person after the other, then today's fevers; after `open`."""
        return tuple(partial(self._tell_day, piece) for piece in self._ward_events)

    @property
    def earlier_days(self) -> tuple[Callable[[Moment], None], ...]:
        """The weeks before, oldest day first; each piece is a transaction of a moment."""
        return tuple(partial(self._tell_day, day) for day in self._days)

    def _opens(self) -> datetime:
        """When the shift of this day begins: as the clinic opens, before the first who comes."""
        opens = _at_opening(local(self.now))
        first = min(event.moment for event in self._events)
        return min(opens, first - A_MINUTE * 2)

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
                store.staff.note_password(self._staff[login])

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
        opens = _at_opening(day)
        step = timedelta(hours=CLOSES_AT - OPENS_AT) / (count + 1)
        for place in range(1, count + 1):
            yield opens + step * place + timedelta(seconds=self.chance.randrange(600))

    def _comes(self, person: Invented, kind: str, moment: datetime) -> list[VisitId]:
        """Saved and printed, and after some minutes taken in where the way led.

        The list that comes back holds the visit once it has been sent to the fever clinic.
        """
        case, minutes = a_case(kind, self.chance), self.chance.randint(3, 6)
        sent, others = list[VisitId](), list[VisitId]()
        is_today = local_day(moment) == local_day(self.now)

        def comes(store: Store) -> None:
            saved = self._save(store, person, case)
            if saved.told.outcome in SENT:
                sending.send(store, saved.visit.id, GUIDE)
                sent.append(saved.visit.id)
            elif saved.told.outcome is not Outcome.HOLD_RECHECK and (
                is_today or saved.told.level is not Level.IV
            ):
                others.append(saved.visit.id)

        def arrives(store: Store) -> None:
            for visit_id in sent:
                sending.receive(store, visit_id, RECEIVER, ReceivedVia.PHONE)
            for visit_id in others:
                triage.mark_arrived(store, visit_id)

        self._happens(moment, comes)
        self._happens(moment + A_MINUTE * minutes, arrives)
        return sent

    def _happens(
        self, moment: datetime, work: Callable[[Store], object], login: str = "nurse"
    ) -> None:
        self._events.append(_Event(moment, login, work))

    def _save(self, store: Store, person: Invented, case: Case) -> triage.SavedVisit:
        """A whole form saved, and its slip on paper."""
        saved = self._saved(store, self._form(store, person, case))
        slips.slip_printed(store, saved.slip)
        return saved

    def _saved(self, store: Store, intake: Intake) -> triage.SavedVisit:
        facts = self.facts
        return triage.save_prescreening(
            store, intake, None, facts.rules, facts.surroundings, facts.unknown_name
        )

    def _form(self, store: Store, person: Invented, case: Case) -> Intake:
        """The form of somebody, with the family where there is one."""
        intake = a_form(person, case, store.now, self.facts.frame)
        if not person.family:
            return intake
        return with_family(intake, self._families.setdefault(person.family, store.new_id()))

    # -- this day -------------------------------------------------------------------------

    def _this_day(self) -> None:
        coming = iter(self._today)
        for place, kind in enumerate(TODAY):
            person, moment = next(coming), self._ago(_minutes_ago(place))
            if place == LEFT_AT:
                self._ends(person, kind, moment, Stage.LEFT, "等候时间长，自行离开")
            elif place == REFUSED_AT:
                self._ends(person, kind, moment, Stage.REFUSED, "拒绝排查，已劝说并告知风险")
            else:
                sent = self._comes(person, kind, moment)
                if place in WITH_DOCTOR:
                    self._is_seen(place, sent)
        for place in range(COUNTED):
            self._counted(self._ago(_minutes_ago(place % len(TODAY)) - 1 - place // len(TODAY)))
        self._happens(self._ago(33), self._asked_the_way)
        self._still_here(*coming)

    def _is_seen(self, place: int, sent: list[VisitId]) -> None:
        self._ward_events.append([])
        self._ward.is_seen(_minutes_ago(place) - SEEN_AFTER, lambda: sent[0], WITH_DOCTOR[place])

    # -- the isolation ward ---------------------------------------------------------------

    def _on_the_ward(self, moment: datetime, work: Callable[[Store], object], login: str) -> None:
        self._ward_events[-1].append(_Event(moment.astimezone(CHINA), login, work))

    def _fill_ward(self, chance: Random) -> None:
        """Grown people of the other days came some days ago and lie there since."""
        day = local_day(self.now)
        grown = [one for one in self._others[:-3] if one.years_on(day) >= GROWN_UP][: len(WARD)]
        self._others = tuple(one for one in self._others if one not in grown)
        self._ward_events.append([])
        self._ward.set_up()
        for person, one in zip(grown, WARD, strict=True):
            self._ward_events.append([])
            visits = list[VisitId]()
            came = self.now - timedelta(hours=one.hours)
            self._on_the_ward(came, partial(self._taken_in, person, chance, visits), "nurse")
            self._ward.lies(one, partial(visits.__getitem__, 0))

    def _taken_in(
        self, person: Invented, chance: Random, visits: list[VisitId], store: Store
    ) -> None:
        saved = self._save(store, person, a_case("contact", chance))
        sending.send(store, saved.visit.id, GUIDE)
        sending.receive(store, saved.visit.id, RECEIVER, ReceivedVia.DESK)
        visits.append(saved.visit.id)

    def _ago(self, minutes: float) -> datetime:
        return (self.now - A_MINUTE * minutes).astimezone(CHINA)

    def _ends(
        self, person: Invented, kind: str, moment: datetime, stage: Stage, reason: str
    ) -> None:
        case = a_case(kind, self.chance)

        def ends(store: Store) -> None:
            saved = self._save(store, person, case)
            triage.end_visit(store, saved.visit.id, stage, reason)

        self._happens(moment, ends)

    def _counted(self, moment: datetime) -> None:
        """Ten seconds and no name: whoever is well passes and is counted."""
        case, age = a_case("well", self.chance), self.chance.randint(18, 60)

        def counted(store: Store) -> None:
            begun = store.now - timedelta(seconds=12)
            reading = a_reading(case.numbers[0], begun, False, self.facts.frame)  # noqa: FBT003
            asked = {**answers(case, store.now), "sex": "1", "age": str(age)}
            intake, form = Intake(begun, asked, (reading,)), DraftId(store.new_id())
            facts = self.facts
            count_passed(store, intake, form, facts.rules, facts.surroundings)

        self._happens(moment, counted)

    def _asked_the_way(self, store: Store) -> None:
        form, intake = DraftId(store.new_id()), Intake(store.now, {"mask": "SURGICAL"})
        arrivals.end_form(store, form, intake, ArrivalEnd.NOT_A_PATIENT, "只来问路")

    def _still_here(self, guided: Invented, young: Invented, last: Invented) -> None:
        """Who is on the way, waits to be measured again, or has a form that is not done."""
        fever, well = a_case("fever", self.chance), a_case("well", self.chance)
        half, armed, expected = self._others[-1], self._others[-2], self._others[-3]
        self._happens(self._ago(12.5), lambda store: self._set_aside(store, half, well))
        self._happens(self._ago(6), self._unclaimed)
        self._happens(self._ago(5), lambda store: self._announced(store, expected))
        self._happens(self._ago(4), lambda store: self._on_the_way(store, guided, fever))
        self._happens(self._ago(3), lambda store: self._under_arm(store, armed))
        hold = Case(("37.24",))
        self._happens(self._ago(2), lambda store: self._save(store, young, hold))
        self._happens(self._ago(1), lambda store: self._not_printed(store, last, well))

    def _on_the_way(self, store: Store, person: Invented, case: Case) -> None:
        """Sent some minutes ago and not received yet."""
        sending.send(store, self._save(store, person, case).visit.id, GUIDE)

    def _not_printed(self, store: Store, person: Invented, case: Case) -> None:
        saved = self._saved(store, self._form(store, person, case))
        slips.slip_failed(store, saved.slip, "printer.jammed")

    def _set_aside(self, store: Store, person: Invented, case: Case) -> None:
        """Half asked: two questions are open, the rest waits."""
        asked = answers(case, store.now)
        kept = {name: text for name, text in asked.items() if name not in ("q4", "q5")}
        reading = a_reading(case.numbers[0], store.now - A_MINUTE, False, self.facts.frame)  # noqa: FBT003
        self._keep(store, Intake(store.now - A_MINUTE * 2, _named(person) | kept, (reading,)))

    def _under_arm(self, store: Store, person: Invented) -> None:
        intake = Intake(store.now - A_MINUTE, _named(person) | {"symptoms.CHILLS": "YES"})
        self._keep(store, hand_out(intake, LABEL, Site.AXILLARY, store.now, ARM_MINUTES))

    def _announced(self, store: Store, person: Invented) -> None:
        """An ambulance brings somebody of whom little is known yet."""
        told = {"sex": person.fields["sex"], "symptoms.SHORTNESS_OF_BREATH": "YES"}
        intake = announced(Intake(store.now, told), self.now + A_MINUTE * 12, "120 急救中心")
        arrivals.announce(store, DraftId(store.new_id()), intake)

    def _keep(self, store: Store, intake: Intake) -> None:
        form, station = DraftId(store.new_id()), store.station.code
        triage.keep_draft(store, Draft(form, station, intake, store.now, is_set_aside=True))

    def _unclaimed(self, store: Store) -> None:
        """Somebody squeezed the trigger and nobody had been armed."""
        store.readings.add(a_reading("38.16", store.now, False, self.facts.frame))  # noqa: FBT003


def _named(person: Invented) -> dict[str, str]:
    return {name: person.fields[name] for name in ("name", "sex", "birth_date")}


def _at_opening(day: datetime) -> datetime:
    """The instant at which the clinic opens on a day of its own clock."""
    return day.replace(hour=OPENS_AT, minute=0, second=0, microsecond=0)


def _minutes_ago(place: int) -> float:
    """When the person at that place of TODAY came."""
    return TODAY_LAST + TODAY_EVERY * (len(TODAY) - 1 - place)
