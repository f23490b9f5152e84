from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from feverclinic.domain.case_facts import (
    Compared,
    Features,
    Imaging,
    Result,
    Role,
    Signature,
)
from feverclinic.domain.cases import CaseClass, Severity
from feverclinic.domain.gates import Gate, State
from feverclinic.domain.release import release
from feverclinic.domain.ternary import NO, UNKNOWN, YES, Ternary
from tests.domain.case_files import (
    DAY,
    EDITIONS,
    HERE,
    HOUR,
    NOON,
    an_image,
    edition,
    temperature,
)
from tests.domain.ready_cases import (
    DOCTOR,
    EXPERT,
    OFFICER,
    SECOND,
    TWO_NEGATIVES,
    dose,
    measured,
    negative,
    positive,
    quiet,
    releasable,
    released,
)

ASYMPTOMATIC = CaseClass.ASYMPTOMATIC
OBSERVING = tuple(one for one in EDITIONS if one not in ("covid-dt-9", "covid-dt-10"))
WITH_IMAGE = tuple(one for one in EDITIONS if one != "covid-dt-5")
ASKED = {
    "covid-dt-5": ["T", "R", "N", "SIGNOFF"],
    "covid-dt-5r": ["T", "R", "I", "N", "SIGNOFF"],
    "covid-dt-6": ["T", "R", "I", "N", "SIGNOFF"],
    "covid-dt-7": ["T", "R", "I", "N", "SIGNOFF"],
    "covid-dt-8": ["T", "R", "I", "N", "SIGNOFF"],
    "covid-dt-8r": ["T", "R", "I", "N", "SIGNOFF"],
    "covid-dt-9": ["T", "R", "I", "N", "SIGNOFF"],
    "covid-dt-10": ["T", "R", "I", "SIGNOFF"],
}
OF_ASYMPTOMATIC = {name: ["OBSERVATION", "N", "SIGNOFF"] for name in OBSERVING} | {
    "covid-dt-9": ["N", "SIGNOFF"],
    "covid-dt-10": ["T", "R", "I", "SIGNOFF"],
}


def codes(gate: Gate) -> list[str]:
    return [one.code for one in gate.conditions]


# -- what each edition asks --------------------------------------------------------------------


@pytest.mark.rule("REL-1", "REL-4")
@pytest.mark.parametrize("name", EDITIONS)
@pytest.mark.parametrize("case_class", [CaseClass.CONFIRMED, CaseClass.CLINICALLY_DIAGNOSED])
def test_a_case_for_whom_all_is_met_is_released(name: str, case_class: CaseClass) -> None:
    gate = released(name, case_class=case_class)

    assert (gate.result, gate.reasons, gate.is_open) == ("PASS", (), True)
    assert codes(gate) == ASKED[name]
    assert {one.state for one in gate.conditions} == {State.MET}


@pytest.mark.rule("CLS-8", "F-12")
@pytest.mark.parametrize("name", EDITIONS)
def test_an_asymptomatic_carrier_is_asked_less(name: str) -> None:
    gate = released(name, case_class=ASYMPTOMATIC, observation_from=date(2020, 2, 1))

    assert codes(gate) == OF_ASYMPTOMATIC[name]
    assert gate.result == "PASS"


@pytest.mark.rule("REL-6")
@pytest.mark.parametrize(
    ("severity", "asked"),
    [
        (Severity.MILD, ["N", "SIGNOFF"]),
        (Severity.ORDINARY, ASKED["covid-dt-9"]),
        (Severity.SEVERE, ASKED["covid-dt-9"]),
        (Severity.CRITICAL, ASKED["covid-dt-9"]),
        (Severity.UNGRADED, ASKED["covid-dt-9"]),
        (None, ASKED["covid-dt-9"]),
    ],
)
def test_in_edition_9_only_a_mild_case_is_asked_for_its_samples_alone(
    severity: Severity | None, asked: list[str]
) -> None:
    assert codes(released("covid-dt-9", severity=severity)) == asked


@pytest.mark.rule("F-12")
@pytest.mark.parametrize("name", EDITIONS)
@pytest.mark.parametrize(
    "case_class",
    [CaseClass.SUSPECTED, CaseClass.UNDETERMINED, CaseClass.POSITIVE_REVIEW, None],
)
def test_other_classes_have_no_release(name: str, case_class: CaseClass | None) -> None:
    gate = released(name, case_class=case_class)

    assert (gate.result, gate.reasons) == ("FAIL", ("CLASS_HAS_NO_RELEASE",))
    assert (gate.conditions, gate.earliest_at, gate.is_open) == ((), None, False)


# -- R -----------------------------------------------------------------------------------------


@pytest.mark.rule("REL-10", "T-9")
@pytest.mark.parametrize(("improved", "state"), [(NO, State.NOT_MET), (UNKNOWN, State.UNKNOWN)])
def test_the_airways_have_improved_by_the_doctors_entry(improved: Ternary, state: State) -> None:
    gate = released(respiratory_improved=improved)
    condition = gate.condition("R")

    assert condition is not None
    assert (condition.state, gate.reasons) == (state, ("RESP_NOT_IMPROVED",))
    assert gate.result == "FAIL"


@pytest.mark.rule("F-12")
@pytest.mark.parametrize(
    ("differs", "told"),
    [
        ({"condition_better": NO}, ("NOT_STABLE",)),
        ({"condition_better": UNKNOWN}, ("NOT_STABLE",)),
        ({"vital_signs_stable": NO}, ("NOT_STABLE",)),
        ({"vital_signs_stable": UNKNOWN}, ("NOT_STABLE",)),
        ({"oral_drugs_possible": NO}, ("ORAL_DRUGS_NOT_POSSIBLE",)),
        ({"oral_drugs_possible": UNKNOWN}, ("ORAL_DRUGS_NOT_POSSIBLE",)),
        ({"complication_needs_care": YES}, ("COMPLICATION",)),
        ({"complication_needs_care": UNKNOWN}, ("COMPLICATION",)),
        ({"respiratory_improved": UNKNOWN}, ()),
    ],
)
def test_edition_10_asks_for_the_course_as_a_whole(
    differs: dict[str, Ternary], told: tuple[str, ...]
) -> None:
    assert released("covid-dt-10", **differs).reasons == told


# -- I (REL-7) ---------------------------------------------------------------------------------


def image(**differs: object) -> Imaging:
    usual: dict[str, object] = {
        "compared": Compared.IMPROVED,
        "read_by": "R1",
        "done_at": NOON - DAY,
    }
    return an_image(Features.ABSENT, **(usual | differs))


@pytest.mark.rule("REL-7")
@pytest.mark.parametrize(
    ("images", "told"),
    [
        ((), ("IMG_MISSING",)),
        ((image(compared=None),), ("IMG_MISSING",)),
        ((image(compared=Compared.NOT_DONE),), ("IMG_MISSING",)),
        ((image(read_by=" "),), ("IMG_MISSING",)),
        ((image(compared=Compared.NOT_IMPROVED),), ("IMG_NOT_IMPROVED",)),
        ((image(compared=Compared.NOT_IMPROVED, done_at=NOON - 2 * DAY), image()), ()),
        (
            (image(), image(compared=Compared.NOT_IMPROVED, done_at=NOON - HOUR)),
            ("IMG_NOT_IMPROVED",),
        ),
    ],
)
def test_the_latest_image_is_better_than_an_earlier_one_and_read_by_somebody(
    images: tuple[Imaging, ...], told: tuple[str, ...]
) -> None:
    assert released(imaging=images).reasons == told


@pytest.mark.rule("REL-7")
@pytest.mark.parametrize("name", WITH_IMAGE)
@pytest.mark.parametrize(
    ("done_at", "told"),
    [(NOON - 84 * HOUR, ("IMG_MISSING",)), (NOON - 84 * HOUR + SECOND, ())],
)
def test_the_image_is_of_after_the_last_fever(
    name: str, done_at: datetime, told: tuple[str, ...]
) -> None:
    assert released(name, imaging=(image(done_at=done_at),)).reasons == told


@pytest.mark.rule("REL-7")
@pytest.mark.parametrize("name", WITH_IMAGE)
@pytest.mark.parametrize(("age", "told"), [(7 * DAY, ()), (7 * DAY + SECOND, ("IMAGE_OLD",))])
def test_an_image_older_than_a_week_is_told_and_refuses_nothing(
    name: str, age: timedelta, told: tuple[str, ...]
) -> None:
    readings = quiet()[1:]
    gate = released(name, readings=readings, imaging=(image(done_at=NOON - age),))

    assert (gate.result, gate.advisories) == ("PASS", told)


def test_edition_5_asks_for_no_image() -> None:
    gate = released("covid-dt-5", imaging=(image(done_at=NOON - 30 * DAY),))

    assert (gate.result, gate.advisories) == ("PASS", ())


@pytest.mark.rule("REL-7", "TEMP-12")
def test_a_fever_of_a_device_past_its_calibration_ages_the_image_as_well() -> None:
    fever = measured("38.0", NOON - 80 * HOUR, calibration_due=date(2020, 1, 1))
    gate = released(readings=(fever, *quiet()[1:]), imaging=(image(done_at=NOON - 80 * HOUR),))

    assert gate.reasons == ("IMG_MISSING",)


# -- observation (CLS-8, T-5) ------------------------------------------------------------------


def observed(name: str, at: datetime, begun: date | None) -> Gate:
    """An asymptomatic carrier with a pair of negatives, at this instant."""
    shift = at - NOON
    samples = tuple(replace(one, collected_at=one.collected_at + shift) for one in TWO_NEGATIVES)
    file = releasable(
        at=at, case_class=ASYMPTOMATIC, observation_from=begun, samples=samples, readings=()
    )
    return release(file, edition(name), temperature())


@pytest.mark.rule("CLS-8", "T-5", "OQ-11")
@pytest.mark.parametrize("name", OBSERVING)
@pytest.mark.parametrize(
    ("begun", "lifted_at"),
    [
        (date(2020, 2, 15), datetime(2020, 3, 1, tzinfo=HERE)),
        (date(2021, 2, 15), datetime(2021, 3, 2, tzinfo=HERE)),
        (date(2020, 3, 1), datetime(2020, 3, 16, tzinfo=HERE)),
    ],
)
def test_the_fourteenth_day_after_is_the_last_one_observed(
    name: str, begun: date, lifted_at: datetime
) -> None:
    before, after = observed(name, lifted_at - SECOND, begun), observed(name, lifted_at, begun)

    assert (before.result, before.reasons) == ("FAIL", ("OBSERVATION_NOT_OVER",))
    assert before.earliest_at == lifted_at
    assert after.result == "PASS"


@pytest.mark.rule("T-9")
def test_an_observation_that_began_on_no_known_day_is_not_over() -> None:
    gate = observed("covid-dt-6", NOON, None)

    assert (gate.reasons, gate.earliest_at) == (("OBSERVATION_NOT_OVER",), None)
    assert gate.conditions[0].state is State.UNKNOWN


# -- signatures (REL-9) ------------------------------------------------------------------------


@pytest.mark.rule("REL-9")
@pytest.mark.parametrize("name", EDITIONS)
@pytest.mark.parametrize("second", [EXPERT, OFFICER])
def test_the_doctor_and_a_second_person_sign(name: str, second: Signature) -> None:
    assert released(name, signatures=(DOCTOR, second)).result == "PASS"


@pytest.mark.rule("REL-9")
@pytest.mark.parametrize("name", EDITIONS)
@pytest.mark.parametrize(
    "signatures",
    [(DOCTOR,), (EXPERT, OFFICER), (DOCTOR, replace(EXPERT, by="D1")), ()],
    ids=["doctor", "no-doctor", "one-person", "none"],
)
def test_one_person_is_not_two(name: str, signatures: tuple[Signature, ...]) -> None:
    gate = released(name, signatures=signatures)

    assert (gate.result, gate.reasons) == ("INCOMPLETE", ("SIGNOFF_MISSING",))


# -- all together ------------------------------------------------------------------------------


@pytest.mark.rule("REL-10")
def test_all_reasons_are_told_in_the_order_of_the_rules() -> None:
    gate = released(
        readings=(measured("38.0", NOON - 40 * HOUR), measured("36.6", NOON - 30 * HOUR)),
        antipyretics=(dose(HOUR),),
        respiratory_improved=NO,
        imaging=(image(compared=Compared.NOT_IMPROVED),),
        samples=(positive(HOUR),),
        signatures=(),
    )

    assert gate.reasons == (
        *("TEMP_NOT_LONG_ENOUGH", "TEMP_GAP", "ANTIPYRETIC_24H", "RESP_NOT_IMPROVED"),
        *("IMG_NOT_IMPROVED", "NAT_BROKEN", "SIGNOFF_MISSING"),
    )
    assert (gate.result, gate.earliest_at) == ("FAIL", None)


@pytest.mark.rule("REL-10")
def test_what_only_waits_leaves_it_incomplete() -> None:
    gate = released(
        readings=quiet(NOON - 17 * HOUR),
        imaging=(),
        samples=(*TWO_NEGATIVES, negative(HOUR, result=Result.PENDING)),
        signatures=(),
    )

    assert gate.reasons == ("TEMP_GAP", "IMG_MISSING", "NAT_PENDING", "SIGNOFF_MISSING")
    assert gate.result == "INCOMPLETE"


@pytest.mark.rule("F-2")
def test_time_alone_opens_no_gate_that_lacks_a_signature() -> None:
    gate = released(antipyretics=(dose(HOUR),), signatures=(DOCTOR,))
    condition = gate.condition("T")

    assert condition is not None
    assert (condition.earliest_at, gate.earliest_at) == (NOON + 23 * HOUR + SECOND, None)


def test_each_condition_shows_what_carried_it() -> None:
    gate = released()
    shown = {
        one.code: [(fact.code, fact.index, fact.value) for fact in one.evidence]
        for one in gate.conditions
    }

    assert shown["I"] == [("IMAGE", 0, "R1")]
    assert shown["N"] == [
        ("SAMPLE", 0, "NEGATIVE"),
        ("SAMPLE", 1, "NEGATIVE"),
    ]
    assert shown["SIGNOFF"] == [
        ("SIGNED_ATTENDING_DOCTOR", 0, "D1"),
        ("SIGNED_EXPERT_GROUP", 1, "X1"),
    ]


def test_a_head_nurse_signs_no_release() -> None:
    nurse = replace(EXPERT, role=Role.HEAD_NURSE)

    assert released(signatures=(DOCTOR, nurse)).reasons == ("SIGNOFF_MISSING",)


@pytest.mark.parametrize("name", EDITIONS)
def test_numbers_that_an_edition_does_not_ask_are_those_of_the_others(name: str) -> None:
    """A row that is added to one of them later finds the number that the rules print."""
    rules, exclusion = edition(name).release, edition(name).exclusion

    assert (rules.observation_days, rules.imaging_max_age_days) == (14, 7)
    assert (exclusion.antibody_after_days, exclusion.card_revision_hours) == (7, 24)
