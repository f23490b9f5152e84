"""What holds of every case: unknown is never less than what it may turn out to be."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feverclinic.domain.case_facts import CaseFile, Features, Flag, Result, Sample, SampleKind
from feverclinic.domain.cases import CaseClass
from feverclinic.domain.classification import classify
from feverclinic.domain.history import Symptom
from feverclinic.domain.people import Person
from feverclinic.domain.severity import grade
from feverclinic.domain.ternary import NO, UNKNOWN, YES, Ternary
from feverclinic.domain.vitals import Vitals
from feverclinic.wording import LANGUAGES, wording
from tests.domain.case_files import (
    DAY,
    EDITIONS,
    HUBEI,
    NOON,
    a_count,
    a_file,
    a_nat,
    an_image,
    antibodies,
    classed,
    edition,
    temperature,
)

INPUTS = ("e", "c1", "c2", "c3", "m")
TERNARY = st.sampled_from((YES, NO, UNKNOWN))
NAMES = st.sampled_from(EDITIONS)
REGIONS = st.sampled_from(("370300", HUBEI))
RESULTS = st.sampled_from(list(Result))


@st.composite
def nats(draw: st.DrawFn) -> Sample:
    at = NOON - draw(st.integers(0, 20)) * DAY
    kind = draw(st.sampled_from([one for one in SampleKind if one is not SampleKind.ANTIBODY]))
    return a_nat(draw(RESULTS), kind=kind, collected_at=at)


@st.composite
def antibody_samples(draw: st.DrawFn) -> Sample:
    at = NOON - draw(st.integers(0, 20)) * DAY
    known = st.sampled_from([one for one in Result if one is not Result.INV])
    return antibodies(draw(known), draw(known), collected_at=at)


@st.composite
def files(draw: st.DrawFn) -> CaseFile:
    """A case of which anything may be known or not."""
    person = Person(
        age=draw(st.none() | st.integers(0, 90)),
        vaccinated=draw(TERNARY),
        earlier_infection=draw(TERNARY),
    )
    flags = st.sampled_from(list(Flag))
    return a_file(
        person=person,
        region=draw(REGIONS),
        case_class=draw(st.none() | st.sampled_from(list(CaseClass))),
        symptoms=draw(st.dictionaries(st.sampled_from(list(Symptom)), TERNARY)),
        self_reported_fever=draw(TERNARY),
        samples=tuple(draw(st.lists(nats() | antibody_samples(), max_size=4))),
        imaging=tuple(
            an_image(one, pneumonia=draw(TERNARY))
            for one in draw(st.lists(st.sampled_from(list(Features)), max_size=2))
        ),
        blood_counts=tuple(
            a_count(*pair) for pair in draw(st.lists(st.tuples(flags, flags), max_size=2))
        ),
        vitals=Vitals(
            rr=draw(st.none() | st.integers(8, 70)),
            spo2=draw(st.none() | st.integers(80, 100)),
            on_oxygen=draw(TERNARY),
        ),
        given=draw(st.dictionaries(st.sampled_from(INPUTS), TERNARY)),
        close_contact=draw(TERNARY),
    )


@pytest.mark.rule("CLS-5", "T-9")
@given(
    known=st.fixed_dictionaries(dict.fromkeys(INPUTS, TERNARY)),
    answers=st.fixed_dictionaries(dict.fromkeys(INPUTS, st.sampled_from((YES, NO)))),
    asked=st.sampled_from(INPUTS),
    name=NAMES,
    region=REGIONS,
)
def test_answering_an_unknown_never_leaves_what_was_held_possible(
    known: dict[str, Ternary],
    answers: dict[str, Ternary],
    asked: str,
    name: str,
    region: str,
) -> None:
    before = classed(a_file(given=known, region=region), name)
    given_more = known | ({asked: answers[asked]} if known[asked] is UNKNOWN else {})
    after = classed(a_file(given=given_more, region=region), name)

    assert before.low <= after.low
    assert after.low <= after.high
    assert after.high <= before.high
    assert before.n_low <= after.n_low <= after.n_high <= before.n_high


@given(
    known=st.fixed_dictionaries(dict.fromkeys(INPUTS, st.sampled_from((YES, NO)))),
    more=st.sampled_from(INPUTS),
    name=NAMES,
    region=REGIONS,
)
def test_more_evidence_never_gives_a_less_strict_class(
    known: dict[str, Ternary], more: str, name: str, region: str
) -> None:
    before = classed(a_file(given=known, region=region), name)
    after = classed(a_file(given=known | {more: YES}, region=region), name)

    assert after.result.rank >= before.result.rank


@given(file=files(), name=NAMES)
def test_a_positive_nat_never_gives_a_less_strict_class(file: CaseFile, name: str) -> None:
    before = classed(file, name)
    after = classed(replace(file, samples=(*file.samples, a_nat())), name)

    assert after.result.rank >= before.result.rank
    assert after.isolation_required is YES


@pytest.mark.rule("CLS-10")
@given(file=files(), name=NAMES)
def test_a_negative_or_rejected_sample_changes_nothing(file: CaseFile, name: str) -> None:
    for result in (Result.NEG, Result.INV):
        more = replace(file, samples=(*file.samples, a_nat(result)))
        assert classed(more, name).result is classed(file, name).result


@given(file=files(), name=NAMES)
def test_the_order_of_samples_in_the_file_never_matters(file: CaseFile, name: str) -> None:
    backwards = replace(file, samples=file.samples[::-1])

    assert classed(backwards, name) == classed(file, name)


@pytest.mark.rule("CLS-11")
@given(file=files(), now=NAMES, before=NAMES)
def test_a_changed_edition_isolates_if_either_does(file: CaseFile, now: str, before: str) -> None:
    found = classify(file, edition(now), temperature(), edition(before))

    either = (classed(file, now), classed(file, before))
    isolated = any(one.isolation_required is YES for one in either)
    assert found.isolation_required is (YES if isolated else NO)
    assert found.result is classed(file, now).result


@given(file=files(), name=NAMES)
def test_the_class_is_one_that_the_edition_knows(file: CaseFile, name: str) -> None:
    found = classed(file, name)

    assert found.result is not CaseClass.EXCLUDED
    assert (found.isolation_required is NO) is (found.result is CaseClass.NOT_SUSPECTED)
    if name == "covid-dt-10":
        assert found.result is not CaseClass.SUSPECTED
    if found.result is CaseClass.CLINICALLY_DIAGNOSED:
        assert (name in ("covid-dt-5", "covid-dt-5r"), file.region) == (True, HUBEI)


@pytest.mark.parametrize("language", LANGUAGES)
@given(file=files(), name=NAMES)
def test_whatever_is_told_of_a_case_has_words(language: str, file: CaseFile, name: str) -> None:
    words = wording(language)
    found, severity = classed(file, name), grade(file, edition(name))

    told = {
        f"class.{found.result.value}",
        f"severity.{severity.result.value}",
        *(f"case_reason.{code}" for code in (*found.reasons, *found.missing)),
        *(f"case_reason.{code}" for code in (*severity.reasons, *severity.early_warning)),
        *(f"advisory.{code}" for code in (*found.advisories, *severity.advisories)),
        *(f"tag.{code}" for code in found.tags),
    }
    assert {key for key in told if not words.knows(key)} == set()
