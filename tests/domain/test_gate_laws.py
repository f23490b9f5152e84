"""Laws of the gates of exclusion and release: for any case, and by every edition."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feverclinic.domain.case_facts import (
    CaseFile,
    Compared,
    Features,
    Result,
    Sample,
    SampleKind,
    Signature,
    Specimen,
)
from feverclinic.domain.cases import CaseClass, Severity
from feverclinic.domain.exclusion import exclusion
from feverclinic.domain.gates import Gate, State
from feverclinic.domain.release import release
from feverclinic.domain.ternary import NO, UNKNOWN, YES
from tests.domain.case_files import (
    DAY,
    EDITIONS,
    HOUR,
    NOON,
    an_image,
    antibodies,
    edition,
    temperature,
)
from tests.domain.ready_cases import (
    DOCTOR,
    EXPERT,
    OFFICER,
    SECOND,
    dose,
    measured,
    negative,
    releasable,
)

editions = st.sampled_from(EDITIONS)
# Spans around the limits of the rules, to the second.
spans = st.one_of(
    st.sampled_from([24, 16, 72, 48, 28 * 24]).flatmap(
        lambda hours: st.integers(-1, 1).map(lambda off: hours * HOUR + off * SECOND)
    ),
    st.integers(0, 120).map(lambda hours: hours * HOUR),
)
temperatures = st.sampled_from(["36.5", "36.9", "37.29", "37.3", "38.4"])
results = st.sampled_from([Result.NEG, Result.NEG, Result.NEG, *Result, None])
readings = st.lists(st.builds(lambda text, ago: measured(text, NOON - ago), temperatures, spans))
samples = st.lists(
    st.builds(
        lambda ago, result, specimen: negative(ago, result=result, specimen=specimen),
        spans,
        results,
        st.sampled_from([Specimen.SPUTUM, Specimen.SPUTUM, Specimen.STOOL]),
    ),
    max_size=6,
)
signatures = st.lists(
    st.sampled_from([DOCTOR, EXPERT, OFFICER, replace(EXPERT, by="D1")]), unique=True
)
truths = st.sampled_from([YES, YES, NO, UNKNOWN])
doses = st.one_of(
    st.none(),
    st.lists(st.builds(dose, spans), max_size=2).map(tuple),
    st.just(()),
)


@st.composite
def case_files(draw: st.DrawFn) -> CaseFile:
    """A case with anything in it; about a third of them are near to being let through."""
    known: dict[str, Any] = {}
    if draw(st.booleans()):
        known = {
            "readings": tuple(draw(readings)),
            "samples": tuple(draw(samples)),
            "antipyretics": draw(doses),
        }
    known["case_class"] = draw(
        st.sampled_from([CaseClass.CONFIRMED, CaseClass.CONFIRMED, *CaseClass])
    )
    known["severity"] = draw(st.sampled_from([None, *Severity]))
    known["observation_from"] = draw(
        st.one_of(st.none(), st.integers(10, 20).map(lambda days: date(2020, 2, 26) - days * DAY))
    )
    known["signatures"] = tuple(draw(signatures))
    known["respiratory_improved"] = draw(truths)
    known["close_contact"] = draw(truths)
    known["onset_date"] = date(2020, 2, 10)
    if draw(st.booleans()):
        known["samples"] = (
            *known.get("samples", releasable().samples),
            antibodies(Result.NEG, draw(st.sampled_from([Result.NEG, Result.POS, Result.IND]))),
        )
    return releasable(**known)


def gates(file: CaseFile, name: str) -> tuple[Gate, Gate]:
    rules = edition(name)
    return exclusion(file, rules), release(file, rules, temperature())


@given(case_files(), editions)
def test_a_gate_is_open_only_when_every_condition_is_met_and_no_reason_stands(
    file: CaseFile, name: str
) -> None:
    for gate in gates(file, name):
        shut = gate.reasons or any(one.state is not State.MET for one in gate.conditions)

        assert not (gate.is_open and shut)
        assert gate.is_open == (gate.result in ("PASS", "EXCLUDED"))


@given(case_files(), editions)
def test_the_reasons_of_a_gate_are_those_of_its_conditions_in_their_order(
    file: CaseFile, name: str
) -> None:
    for gate in gates(file, name):
        told = [reason for one in gate.conditions for reason in one.reasons]
        of_class = ["CLASS_HAS_NO_RELEASE"] if "CLASS_HAS_NO_RELEASE" in gate.reasons else []

        assert gate.result == "NEEDS_CONSULT" or list(gate.reasons) == [*of_class, *told]


@given(case_files(), editions)
def test_same_case_same_gate(file: CaseFile, name: str) -> None:
    assert gates(file, name) == gates(file, name)


@pytest.mark.rule("REL-1")
@given(case_files(), editions, spans)
def test_a_fever_more_never_opens_a_gate(file: CaseFile, name: str, ago: timedelta) -> None:
    warmer = replace(file, readings=(*file.readings, measured("38.5", NOON - ago)))
    before, after = gates(file, name), gates(warmer, name)

    assert not (after[1].is_open and not before[1].is_open)
    assert after[0].is_open == before[0].is_open


@pytest.mark.rule("REL-1")
@given(case_files(), editions)
def test_a_fever_now_shuts_every_gate_that_asks_for_the_temperature(
    file: CaseFile, name: str
) -> None:
    _, gate = gates(replace(file, readings=(*file.readings, measured("37.3", NOON))), name)

    assert not (gate.is_open and gate.condition("T"))


@pytest.mark.rule("T-9")
@given(
    case_files(),
    editions,
    st.sampled_from(
        [
            {"respiratory_improved": UNKNOWN},
            {"antipyretics": None},
            {"readings": ()},
            {"samples": ()},
            {"imaging": ()},
            {"signatures": ()},
            {"observation_from": None},
            {"condition_better": UNKNOWN, "oral_drugs_possible": UNKNOWN},
            {"imaging": (an_image(Features.EQUIVOCAL, compared=Compared.NOT_DONE),)},
        ]
    ),
)
def test_to_know_less_never_opens_a_gate(file: CaseFile, name: str, less: dict[str, Any]) -> None:
    """Less known about samples may hide a positive, so what is taken away there is everything."""
    before, after = gates(file, name), gates(replace(file, **less), name)

    assert not (after[0].is_open and not before[0].is_open)
    assert not (after[1].is_open and not before[1].is_open)


@pytest.mark.rule("EXC-2", "EXC-3")
@given(case_files(), editions, spans, st.sampled_from(Specimen), st.sampled_from(SampleKind))
def test_a_rejected_sample_never_matters(
    file: CaseFile, name: str, ago: timedelta, specimen: Specimen, kind: SampleKind
) -> None:
    rejected = negative(ago, result=Result.INV, specimen=specimen, kind=kind)
    more = replace(file, samples=(*file.samples, rejected))

    assert gates(more, name) == gates(file, name)


@pytest.mark.rule("F-7")
@given(case_files(), editions, st.sampled_from(Specimen))
def test_a_positive_now_shuts_every_gate_that_asks_for_samples(
    file: CaseFile, name: str, specimen: Specimen
) -> None:
    positive = negative(timedelta(0), result=Result.POS, specimen=specimen)
    for gate in gates(replace(file, samples=(*file.samples, positive)), name):
        assert not (gate.is_open and gate.condition("N"))


@given(case_files(), editions, st.randoms(use_true_random=False))
def test_the_order_of_the_lists_never_matters(file: CaseFile, name: str, chance: Any) -> None:
    mixed = replace(
        file,
        samples=tuple(_shuffled(chance, file.samples)),
        readings=tuple(_shuffled(chance, file.readings)),
        signatures=tuple(_shuffled(chance, file.signatures)),
    )
    for one, other in zip(gates(file, name), gates(mixed, name), strict=True):
        assert (one.result, one.reasons, one.earliest_at) == (
            other.result,
            other.reasons,
            other.earliest_at,
        )


def _shuffled(chance: Any, facts: tuple[Any, ...]) -> list[Any]:
    found = list(facts)
    chance.shuffle(found)
    return found


@pytest.mark.rule("F-1")
@given(case_files(), editions, spans)
def test_readings_and_signatures_of_another_person_do_not_help(
    file: CaseFile, name: str, ago: timedelta
) -> None:
    """One name under both offices is one signature, however often it signs."""
    alone: tuple[Signature, ...] = tuple(replace(one, by="D1") for one in file.signatures)
    for gate in gates(replace(file, signatures=(*alone, *alone), at=NOON + ago), name):
        assert not gate.is_open


def waiting(since: timedelta, drug: timedelta | None) -> CaseFile:
    """Normal since `since` and measured every eight hours, a dose so long ago: only time is missing."""
    anchor = NOON - since
    every = [anchor + place * 8 * HOUR for place in range(int(since / (8 * HOUR)) + 1)]
    better = an_image(
        Features.ABSENT, compared=Compared.IMPROVED, read_by="R1", done_at=anchor - HOUR + SECOND
    )
    return releasable(
        readings=(
            measured("38.0", anchor - HOUR),
            *(measured("36.6", at) for at in every),
            measured("36.6", NOON),
        ),
        antipyretics=() if drug is None else (dose(drug),),
        imaging=(better,),
    )


@pytest.mark.rule("REL-1", "REL-3", "F-2")
@given(spans, st.one_of(st.none(), spans), editions)
def test_a_gate_that_waits_for_time_opens_at_its_instant_and_not_a_second_before(
    since: timedelta, drug: timedelta | None, name: str
) -> None:
    file = waiting(since, drug)
    gate = release(file, edition(name), temperature())
    earliest = gate.earliest_at

    assert gate.is_open == (earliest is None)
    for at, is_open in ((earliest, True), (earliest and earliest - SECOND, False)):
        if at is not None and at >= NOON:
            assert _later(file, name, at).is_open is is_open


def _later(file: CaseFile, name: str, at: datetime) -> Gate:
    """The gate at a later instant, with normal readings every eight hours until then."""
    count = int((at - NOON) / (8 * HOUR)) + 1
    going_on = [measured("36.6", NOON + place * 8 * HOUR) for place in range(count)]
    readings = (*file.readings, *going_on, measured("36.6", at))
    return release(replace(file, at=at, readings=readings), edition(name), temperature())


def test_the_samples_of_a_law_hold_both_kinds_of_gate() -> None:
    """The builder of these cases begins with one whom every gate lets through."""
    samples: tuple[Sample, ...] = releasable().samples

    assert [gate.is_open for gate in gates(releasable(), "covid-dt-6")] == [True, True]
    assert len(samples) == 2
