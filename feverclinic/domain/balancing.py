"""The balance of a shift: the register of arrivals against what became of everybody, one by one.

The register is one witness; visits, forms and counted people are the other. Where the two differ
somebody has got lost, and the line says who.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from feverclinic.domain.arrivals import ArrivalEnd
from feverclinic.domain.civil_time import local, local_day, to_second
from feverclinic.domain.people import PatientId
from feverclinic.domain.prescreening import Outcome
from feverclinic.domain.shifts import Balance, BalanceLine
from feverclinic.domain.visits import ENDED, DraftId, Stage, VisitId
from feverclinic.domain.waiting import SENT

COUNTED, WAITING = "COUNTED", "WAITING"
NAMELESS = "—"
ENDS = (ArrivalEnd.LEFT, ArrivalEnd.REFUSED, ArrivalEnd.DID_NOT_ARRIVE, ArrivalEnd.NOT_A_PATIENT)
RESUSCITATED = frozenset({Outcome.RESUS_ISOLATION, Outcome.RESUS})
# The order in which the lines of the balance stand.
LINES = (COUNTED, *(one.value for one in reversed(Outcome)), *(one.value for one in ENDS), WAITING)


@dataclass(frozen=True, slots=True)
class Arrived:
    """One line of the register."""

    id: DraftId
    name: str
    began_at: datetime
    end: ArrivalEnd | None = None
    ended_at: datetime | None = None
    visit_id: VisitId | None = None


@dataclass(frozen=True, slots=True)
class Routed:
    """One visit, with when it is to be measured again.

    `sent_at` is when it was first decided to send him (ISO-2), where he was decided upon again.
    """

    id: VisitId
    patient_id: PatientId
    name: str
    visit_no: str
    stage: Stage
    outcome: Outcome | None
    saved_at: datetime
    received_at: datetime | None = None
    recheck_at: datetime | None = None
    sent_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """One open form; `visit_id` is set where a saved visit was opened again."""

    id: DraftId
    name: str
    began_at: datetime
    visit_id: VisitId | None = None
    thermometer: str = ""


@dataclass(frozen=True, slots=True)
class Counted:
    """One person who was counted (TRI-8), with the line of the register that he has."""

    arrival_id: DraftId | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Witnesses:
    """All that is known of a shift; `arrivals` may begin long before it."""

    since: datetime
    arrivals: tuple[Arrived, ...] = ()
    visits: tuple[Routed, ...] = ()
    forms: tuple[Form, ...] = ()
    counted: tuple[Counted, ...] = ()


@dataclass(frozen=True, slots=True)
class Claimed:
    """What else waits at the desk for somebody, each by its name."""

    tray: tuple[str, ...] = ()
    armed: tuple[str, ...] = ()
    unprinted: tuple[str, ...] = ()
    alarms: tuple[str, ...] = ()


def balance_of(seen: Witnesses, rest: Claimed, now: datetime, not_arrived_minutes: int) -> Balance:
    """The balance at an instant; whoever was sent is late after `not_arrived_minutes` (ISO-2)."""
    late_after = timedelta(minutes=not_arrived_minutes)
    scope = [one for one in seen.arrivals if is_of_shift(one, seen.since)]
    visits = _visits_of(scope, seen)
    odd = [*_lost(scope, visits, seen), *_unfinished(visits, seen.forms, now, late_after)]
    return Balance(
        len(scope),
        tuple(_lines(scope, visits, seen)),
        _grouped(odd),
        # Whoever is not done with the desk belongs to it, in whichever shift he came.
        _grouped([*_open(seen.visits, seen.forms), *_waiting_things(rest)]),
    )


def is_of_shift(arrived: Arrived, since: datetime) -> bool:
    """Whoever came in the shift, and whoever was waiting when it began."""
    return (
        arrived.began_at >= since
        or arrived.end is None
        or (arrived.ended_at is not None and arrived.ended_at >= since)
    )


def _visits_of(scope: Sequence[Arrived], seen: Witnesses) -> list[Routed]:
    """Visits of the shift's arrivals, and those saved in it that no line of the register knows."""
    mine = {one.visit_id for one in scope}
    known = {one.visit_id for one in seen.arrivals}
    return [
        visit
        for visit in seen.visits
        if visit.id in mine or (visit.saved_at >= seen.since and visit.id not in known)
    ]


def _lines(
    scope: Sequence[Arrived], visits: Sequence[Routed], seen: Witnesses
) -> Iterator[BalanceLine]:
    """What became of everybody, from the visits, the forms and the counted people themselves."""
    found: list[tuple[str, str]] = [(COUNTED, "") for _ in seen.counted]
    found += [(_end_of(visit), _named(visit.name, visit.saved_at)) for visit in visits]
    found += [
        (one.end.value, _named(one.name, one.began_at))
        for one in scope
        if one.end is not None and one.end in ENDS
    ]
    found += [
        (WAITING, _named(form.name, form.began_at)) for form in seen.forms if form.visit_id is None
    ]
    for code in LINES:
        people = [name for what, name in found if what == code]
        if people:
            is_named = code in {WAITING, *(one.value for one in ENDS)}
            yield BalanceLine(code, len(people), tuple(people) if is_named else ())


def _end_of(visit: Routed) -> str:
    if visit.stage in ENDED:
        return visit.stage.value
    return (visit.outcome or Outcome.GENERAL_OPD).value


def _lost(
    scope: Sequence[Arrived], visits: Sequence[Routed], seen: Witnesses
) -> Iterator[tuple[str, str]]:
    """Where the two witnesses differ: somebody stands on one side only."""
    forms = {form.id for form in seen.forms}
    saved = {visit.id for visit in seen.visits}
    known_forms = {one.id for one in seen.arrivals}
    known_visits = {one.visit_id for one in seen.arrivals}
    for one in scope:
        if one.end is None and one.id not in forms:
            yield "FORM_GONE", _named(one.name, one.began_at)
        if one.end is ArrivalEnd.VISIT and one.visit_id not in saved:
            yield "VISIT_GONE", _named(one.name, one.began_at)
    for form in seen.forms:
        if form.visit_id is None and form.id not in known_forms:
            yield "FORM_UNKNOWN", _named(form.name, form.began_at)
    for visit in visits:
        if visit.id not in known_visits:
            yield "VISIT_UNKNOWN", _named(visit.name, visit.saved_at)
    yield from _lost_counts(scope, seen)


def _lost_counts(scope: Sequence[Arrived], seen: Witnesses) -> Iterator[tuple[str, str]]:
    """Counted people have no name: the time of day says who it was."""
    passed = {one.id for one in scope if one.end is ArrivalEnd.COUNTED}
    counted = {one.arrival_id for one in seen.counted}
    for one in scope:
        if one.end is ArrivalEnd.COUNTED and one.id not in counted:
            yield "COUNT_GONE", _clock(one.began_at)
    yield from (
        ("COUNT_UNKNOWN", _clock(one.at)) for one in seen.counted if one.arrival_id not in passed
    )


def _unfinished(
    visits: Sequence[Routed], forms: Sequence[Form], now: datetime, late_after: timedelta
) -> Iterator[tuple[str, str]]:
    """Known to both, and not done: nobody measured again, nobody received, not completed, twice."""
    by_id = {visit.id: visit for visit in visits}
    for visit in visits:
        if is_to_measure(visit) and visit.recheck_at is not None and visit.recheck_at <= now:
            yield "NOT_MEASURED", _named(visit.name, visit.saved_at)
        until = (visit.sent_at or visit.saved_at) + late_after
        if is_on_the_way(visit) and to_second(now) > to_second(until):
            yield "NOT_RECEIVED", _named(visit.name, visit.saved_at)
    for form in forms:
        visit = by_id.get(form.visit_id) if form.visit_id is not None else None
        if visit is not None and visit.outcome in RESUSCITATED:
            yield "INCOMPLETE", _named(visit.name, visit.saved_at)
    yield from _twice(visits)


def _twice(visits: Sequence[Routed]) -> Iterator[tuple[str, str]]:
    """One person with two visits of one day, both going on: one of them may be somebody else's."""
    first: dict[tuple[PatientId, object], Routed] = {}
    for visit in sorted(visits, key=lambda one: one.saved_at):
        if visit.stage in ENDED:
            continue
        key = (visit.patient_id, local_day(visit.saved_at))
        if key in first:
            yield "TWICE", f"{_named(visit.name, visit.saved_at)} {visit.visit_no}"
        first.setdefault(key, visit)


def is_on_the_way(visit: Routed) -> bool:
    """Sent to the fever clinic and not received there (ISO-2)."""
    is_going = visit.stage in {Stage.TRIAGED, Stage.ON_THE_WAY}
    return is_going and visit.outcome in SENT and visit.received_at is None


def is_to_measure(visit: Routed) -> bool:
    """Held at the desk until the second measurement (TEMP-5)."""
    is_held = visit.outcome is Outcome.HOLD_RECHECK and visit.stage is Stage.TRIAGED
    return is_held and visit.recheck_at is not None


def _open(visits: Sequence[Routed], forms: Sequence[Form]) -> Iterator[tuple[str, str]]:
    """Whoever is not done with this desk."""
    for form in forms:
        yield "FORM", _named(form.name, form.began_at)
        if form.thermometer:
            yield "UNDER_ARM", f"{_named(form.name, form.began_at)} · {form.thermometer}"
    for visit in visits:
        if is_to_measure(visit):
            assert visit.recheck_at is not None
            yield "RECHECK", f"{_named(visit.name, visit.saved_at)} {_clock(visit.recheck_at)}"
        if is_on_the_way(visit):
            yield "ON_THE_WAY", _named(visit.name, visit.saved_at)


def _waiting_things(rest: Claimed) -> Iterator[tuple[str, str]]:
    for code, names in (
        ("TRAY", rest.tray),
        ("ARMED", rest.armed),
        ("UNPRINTED", rest.unprinted),
        ("ALARM", rest.alarms),
    ):
        yield from ((code, name) for name in names)


def _grouped(found: Iterable[tuple[str, str]]) -> tuple[BalanceLine, ...]:
    groups: dict[str, list[str]] = {}
    for code, name in found:
        groups.setdefault(code, []).append(name)
    return tuple(BalanceLine(code, len(names), tuple(names)) for code, names in groups.items())


def _named(name: str, at: datetime) -> str:
    """The name with the time of day: two people of one name are two, and one without is «—»."""
    return f"{' '.join(name.split()) or NAMELESS} {_clock(at)}"


def _clock(at: datetime) -> str:
    return f"{local(at):%H:%M}"
