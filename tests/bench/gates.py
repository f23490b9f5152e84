"""B8: every gate of a long case, as on opening it and after each entry; in processor time, all it takes."""

from dataclasses import replace
from time import thread_time

from feverclinic.domain.case_facts import CaseFile, Result
from feverclinic.domain.cases import CaseClass, Severity
from feverclinic.domain.clinic_exit import Core, CoreState, ExitRequest, clinic_exit
from feverclinic.domain.exclusion import exclusion
from feverclinic.domain.release import release
from feverclinic.domain.transfer import To, TransferRequest, transfer
from tests.bench.timing import Line, in_turn, middle_and_most, share
from tests.domain.case_files import DAY, EDITIONS, HOUR, NOON, edition, temperature
from tests.domain.ready_cases import measured, negative, releasable

ROUNDS, WARM_UP = 400, 40
MOST_S = 0.005
DAYS, READINGS_A_DAY, SAMPLES = 60, 4, 30
CORE = ExitRequest(dict.fromkeys(Core, CoreState.DONE))
TO_DEPARTMENT = TransferRequest(To.DEPARTMENT)


def measure() -> list[Line]:
    file = long_case()
    taken = in_turn(
        ROUNDS,
        WARM_UP,
        *(lambda one=one: _decide(file, one) for one in EDITIONS),
        clock=thread_time,
    )
    lines: list[Line] = []
    for name, seconds in zip(EDITIONS, taken, strict=True):
        what = f"{DAYS} days, {SAMPLES} samples: all gates by {name}"
        is_met = share(seconds, 0.95) <= MOST_S
        lines.append(Line("B8", what, middle_and_most(seconds), "p95 ≤ 5 ms", is_met))
    return lines


def long_case() -> CaseFile:
    """Sixty days in isolation: four readings a day, with a fever now and then, a sample every other day."""
    every = DAY / READINGS_A_DAY
    readings = tuple(
        measured("38.2" if place % 50 == 0 else "36.7", NOON - place * every)
        for place in range(1, DAYS * READINGS_A_DAY + 1)
    )
    samples = tuple(
        negative(place * 2 * DAY + HOUR, result=Result.POS if place % 7 == 3 else Result.NEG)
        for place in range(SAMPLES)
    )
    return releasable(
        readings=tuple(reversed(readings)),
        samples=samples,
        case_class=CaseClass.CONFIRMED,
        severity=Severity.ORDINARY,
        admitted_at=NOON - DAYS * DAY,
    )


def _decide(file: CaseFile, name: str) -> None:
    # As read from the records: nothing of the round before is known of it.
    file = replace(file, readings=(*file.readings,))
    rules, limits = edition(name), temperature()
    exclusion(file, rules)
    release(file, rules, limits)
    transfer(file, TO_DEPARTMENT, rules, limits)
    clinic_exit(file, CORE, rules, limits)
