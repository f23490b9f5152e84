from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from feverclinic.domain.history import Antipyretic, ReportedFever, Symptom
from feverclinic.domain.people import Person
from feverclinic.domain.prescreening import Prescreening
from feverclinic.domain.readings import Reading
from feverclinic.domain.ternary import NO, UNKNOWN, YES, Ternary
from feverclinic.domain.triage import route, work_up
from feverclinic.domain.vitals import Level
from tests.domain.records import RULES, a_record, born, routed, symptoms_of, way
from tests.domain.taken import HOUR, MINUTE, NOON, SECOND, TODAY, a_reading

EXPOSED = {"q2": YES}


@pytest.mark.rule("TRI-1", "TRI-2", "TRI-3", "TRI-4", "TRI-5", "TRI-6", "TRI-8")
@pytest.mark.parametrize(
    ("signs", "typed", "symptoms", "questions", "found"),
    [
        (["STRIDOR"], "38.0", [], {}, ("RESUS_ISOLATION", ("TRI-1", "TRI-4"))),
        (["STRIDOR"], "36.5", ["COUGH"], {}, ("RESUS_ISOLATION", ("TRI-1", "TRI-6"))),
        (["STRIDOR"], "36.5", [], EXPOSED, ("RESUS_ISOLATION", ("TRI-1", "TRI-5"))),
        (["STRIDOR"], "38.0", ["COUGH"], EXPOSED, ("RESUS_ISOLATION", ("TRI-1", "TRI-3"))),
        (["STRIDOR"], None, [], {}, ("RESUS_ISOLATION", ("TRI-1", "TRI-7"))),
        (["STRIDOR"], "36.5", [], {}, ("RESUS", ("TRI-2",))),
        (["STRIDOR"], "37.25", [], {}, ("RESUS", ("TRI-2", "TRI-7"))),
        ([], "38.0", [], EXPOSED, ("FEVER_CLINIC_SINGLE_ROOM", ("TRI-3",))),
        ([], "36.5", ["COUGH"], EXPOSED, ("FEVER_CLINIC_SINGLE_ROOM", ("TRI-3",))),
        ([], "38.0", [], {}, ("FEVER_CLINIC", ("TRI-4",))),
        ([], "38.0", ["COUGH"], {}, ("FEVER_CLINIC", ("TRI-4",))),
        ([], "36.5", [], EXPOSED, ("FEVER_CLINIC_SCREEN", ("TRI-5",))),
        ([], "36.5", ["COUGH"], {}, ("FEVER_CLINIC", ("TRI-6",))),
        ([], "36.5", ["HEADACHE"], {}, ("GENERAL_OPD", ("TRI-8",))),
        ([], "36.5", [], {}, ("GENERAL_OPD", ("TRI-8",))),
    ],
)
def test_emergency_fever_symptom_and_exposure_lead_to_their_place(
    signs: list[str],
    typed: str | None,
    symptoms: list[str],
    questions: dict[str, Ternary],
    found: tuple[str, tuple[str, ...]],
) -> None:
    record = a_record(signs=signs, typed=typed, symptoms=symptoms, questions=questions)

    assert way(record) == found


@pytest.mark.rule("TRI-5", "TRI-7")
def test_the_example_of_an_unknown_answer_near_the_threshold() -> None:
    record = a_record(typed=a_reading("37.25", before=2 * MINUTE), questions={"q3": UNKNOWN})

    found = routed(record)

    assert (found.result.value, found.reasons) == ("FEVER_CLINIC_SCREEN", ("TRI-5", "TRI-7"))
    assert found.advisories == ("RECHECK",)
    assert found.facts == {"EM": NO, "F": NO, "R": NO, "E": UNKNOWN}
    assert (found.evidence, found.acuity, found.tags) == (("Q3_UNKNOWN",), Level.III, ())
    assert found.proposed.value == "FEVER_CLINIC_SCREEN"
    assert (found.override, found.override_reason, found.undecided) == (None, None, ())


@pytest.mark.rule("TRI-6")
@pytest.mark.parametrize(
    "symptom",
    [
        "COUGH",
        "SPUTUM",
        "SORE_THROAT",
        "NASAL_CONGESTION",
        "RUNNY_NOSE",
        "SHORTNESS_OF_BREATH",
        "CHEST_TIGHTNESS",
        "FATIGUE",
        "MYALGIA",
        "DIARRHOEA",
        "SMELL_TASTE_LOSS",
        "CONJUNCTIVITIS",
    ],
)
def test_each_symptom_of_the_two_groups_routes(symptom: str) -> None:
    found = routed(a_record(symptoms=[symptom]))

    assert (found.reasons, found.evidence, found.facts["R"]) == (("TRI-6",), (symptom,), YES)


@pytest.mark.rule("TRI-8")
@pytest.mark.parametrize("symptom", ["HEADACHE", "NAUSEA_VOMITING", "ANOREXIA", "RASH", "CHILLS"])
def test_unspecific_symptoms_do_not_route(symptom: str) -> None:
    assert way(a_record(symptoms=[symptom])) == ("GENERAL_OPD", ("TRI-8",))


@pytest.mark.rule("TRI-6")
def test_a_symptom_that_nobody_asked_for_counts_as_present() -> None:
    symptoms = {key: one for key, one in symptoms_of([]).items() if key is not Symptom.COUGH}

    found = routed(replace(a_record(), symptoms=symptoms))

    assert (found.reasons, found.evidence, found.facts["R"]) == (("TRI-6",), (), UNKNOWN)


@pytest.mark.rule("TRI-6")
@pytest.mark.parametrize(
    ("key", "outcome"),
    [
        ("FEVER_CLINIC", "FEVER_CLINIC"),
        ("RESPIRATORY_CLINIC_MASKED", "RESPIRATORY_CLINIC_MASKED"),
    ],
)
def test_a_hospital_chooses_where_symptoms_alone_lead(key: str, outcome: str) -> None:
    assert way(a_record(symptoms=["COUGH"]), resp_only_route=key) == (outcome, ("TRI-6",))
    assert way(a_record(typed="38.0"), resp_only_route=key)[0] == "FEVER_CLINIC"


@pytest.mark.rule("TRI-4", "TEMP-10")
@pytest.mark.parametrize(
    ("days", "celsius", "found", "tags"),
    [
        (0, "37.3", ("FEVER_CLINIC", ("TRI-4",)), ("HISTORY",)),
        (14, "37.3", ("FEVER_CLINIC", ("TRI-4",)), ("HISTORY",)),
        (15, "38.5", ("GENERAL_OPD", ("TRI-8",)), ()),
        (1, "37.29", ("GENERAL_OPD", ("TRI-8",)), ()),
    ],
)
def test_a_fever_measured_at_home_counts_as_fever(
    days: int, celsius: str, found: tuple[str, tuple[str, ...]], tags: tuple[str, ...]
) -> None:
    fever = ReportedFever(celsius, Fraction(celsius), TODAY - timedelta(days=days))

    record = a_record(self_reported_fever=fever)

    assert way(record) == found
    assert routed(record).tags == tags
    assert routed(record).evidence == (("F_HISTORY",) if tags else ())


@pytest.mark.rule("TRI-4", "TRI-7")
def test_an_unknown_fever_at_home_counts_as_fever_with_or_without_a_reading() -> None:
    measured = routed(a_record(self_reported_fever=UNKNOWN))
    unmeasured = routed(a_record(typed=None, self_reported_fever=UNKNOWN))

    assert (measured.reasons, measured.facts["F"]) == (("TRI-4",), UNKNOWN)
    assert (unmeasured.reasons, unmeasured.facts["F"]) == (("TRI-4", "TRI-7"), UNKNOWN)
    assert (measured.evidence, measured.tags) == ((), ())


@pytest.mark.rule("TRI-4")
@pytest.mark.parametrize(
    ("birth_date", "baseline", "reasons"),
    [
        ("1955-02-25", "36.0", ("TRI-4",)),
        ("1955-02-25", "36.01", ("TRI-8",)),
        ("1955-02-26", "36.0", ("TRI-8",)),
    ],
)
def test_a_rise_above_the_baseline_of_an_old_person_counts_as_fever(
    birth_date: str, baseline: str, reasons: tuple[str, ...]
) -> None:
    record = a_record(person=born(birth_date), typed="37.1", baseline_c=Decimal(baseline))

    found = routed(record)

    assert found.reasons == reasons
    assert found.evidence == (("F_ELDER_RISE",) if reasons == ("TRI-4",) else ())
    assert found.tags == (("ELDER_RISE",) if reasons == ("TRI-4",) else ())


@pytest.mark.rule("TRI-4")
def test_a_rise_counts_while_nobody_knows_whether_the_person_is_old() -> None:
    record = a_record(person=Person(), typed="37.1", baseline_c=Decimal("36.0"))

    found = routed(record)

    assert (found.reasons, found.facts["F"]) == (("TRI-4",), UNKNOWN)


@pytest.mark.rule("TRI-7")
@pytest.mark.parametrize(
    ("readings", "found"),
    [
        ((), ("HOLD_RECHECK", ("TRI-7",))),
        ((a_reading("37.20"),), ("HOLD_RECHECK", ("TRI-7",))),
        ((a_reading("37.19"),), ("GENERAL_OPD", ("TRI-8",))),
        (
            (a_reading("37.20", before=6 * MINUTE), a_reading("37.1", before=MINUTE)),
            ("GENERAL_OPD", ("TRI-8",)),
        ),
        (
            (a_reading("37.20", before=5 * MINUTE), a_reading("37.1", before=SECOND)),
            ("HOLD_RECHECK", ("TRI-7",)),
        ),
        ((a_reading("33.9"),), ("HOLD_RECHECK", ("TRI-7",))),
        ((a_reading("43.1"),), ("HOLD_RECHECK", ("TRI-7",))),
        ((a_reading("36.5", due=TODAY - timedelta(days=1)),), ("HOLD_RECHECK", ("TRI-7",))),
        ((a_reading("38.5", due=TODAY - timedelta(days=1)),), ("FEVER_CLINIC", ("TRI-4",))),
        ((a_reading("33.9"), a_reading("36.5")), ("GENERAL_OPD", ("TRI-8",))),
    ],
)
def test_who_was_not_measured_well_waits_apart(
    readings: tuple[Reading, ...], found: tuple[str, tuple[str, ...]]
) -> None:
    assert way(replace(a_record(), readings=readings)) == found


@pytest.mark.rule("TRI-7", "TEMP-9")
@pytest.mark.parametrize(
    ("hours_before", "reasons"),
    [(6 * HOUR, ("TRI-7",)), (6 * HOUR + SECOND, ("TRI-8",)), (HOUR, ("TRI-7",))],
)
def test_a_normal_reading_under_an_antipyretic_does_not_clear(
    hours_before: timedelta, reasons: tuple[str, ...]
) -> None:
    reading = a_reading("36.5", before=timedelta(0))

    record = a_record(typed=reading, antipyretics=(Antipyretic(NOON - hours_before),))

    assert way(record)[1] == reasons


@pytest.mark.rule("TRI-4", "TRI-7")
@pytest.mark.parametrize(
    ("typed", "answer", "reasons", "advisories"),
    [
        ("36.5", YES, ("TRI-7",), ("MASKED_FEVER_POSSIBLE",)),
        ("36.5", UNKNOWN, ("TRI-7",), ("MASKED_FEVER_POSSIBLE",)),
        ("36.5", NO, ("TRI-8",), ()),
        ("38.0", UNKNOWN, ("TRI-4", "TRI-7"), ("MASKED_FEVER_POSSIBLE",)),
    ],
)
def test_an_antipyretic_that_nobody_knows_of_counts_as_taken(
    typed: str, answer: Ternary, reasons: tuple[str, ...], advisories: tuple[str, ...]
) -> None:
    found = routed(a_record(typed=typed, antipyretic_last_6h=answer))

    assert (found.reasons, found.advisories) == (reasons, advisories)


@pytest.mark.rule("TRI-6", "ACU-10")
def test_a_sign_of_old_age_counts_as_a_symptom() -> None:
    old, young = born("1955-02-25"), born("1955-02-26")

    found = routed(a_record(person=old, signs=["FALL"]))

    assert (found.reasons, found.evidence) == (("TRI-6",), ("ELDER_SIGN",))
    assert found.acuity is Level.II
    assert way(a_record(person=young, signs=["FALL"]))[1] == ("TRI-8",)
    assert way(a_record(person=old, vitals={"spo2": None}))[1] == ("TRI-6",)


@pytest.mark.rule("ACU-13", "TRI-3", "TRI-4", "TRI-5", "TRI-6")
@pytest.mark.parametrize(
    ("record", "level", "minutes"),
    [
        (a_record(questions=EXPOSED), Level.III, 30),
        (a_record(typed=None, self_reported_fever=UNKNOWN), Level.III, 30),
        (a_record(typed="37.25"), Level.IV, 60),
        (a_record(), Level.IV, 60),
        (a_record(questions=EXPOSED, vitals={"rr": 31}), Level.II, 10),
        (a_record(questions=EXPOSED, acuity=Level.IV), Level.IV, 60),
        (a_record(acuity=Level.II), Level.II, 10),
        (a_record(vitals={"rr": 31}, acuity=Level.III), Level.III, 30),
    ],
    ids=["exposed", "history", "hold", "well", "worse", "confirmed", "raised", "lowered"],
)
def test_who_goes_to_the_fever_clinic_is_level_three_unless_the_nurse_confirmed_another(
    record: Prescreening, level: Level, minutes: int
) -> None:
    found = routed(record)

    assert (found.acuity, found.acuity_detail.wait_limit_minutes) == (level, minutes)


@pytest.mark.rule("ACU-13")
def test_level_three_by_route_keeps_only_the_lines_that_could_still_raise_it() -> None:
    found = routed(replace(a_record(questions=EXPOSED), symptoms={}))
    unmeasured = routed(a_record(questions=EXPOSED, vitals={"rr": None}))

    assert (found.undecided, found.acuity_detail.advisories) == ((), ())
    assert unmeasured.undecided == ("ACU-3",)
    assert unmeasured.acuity_detail.advisories == ("VITALS_MISSING",)


@pytest.mark.rule("TRI-1", "TRI-2")
def test_a_confirmed_level_one_is_an_emergency_and_a_known_sign_is_not_confirmed_away() -> None:
    raised = routed(a_record(acuity=Level.I))
    kept = routed(a_record(signs=["STRIDOR"], acuity=Level.IV))

    assert (raised.reasons, raised.facts["EM"], raised.evidence) == (("TRI-2",), YES, ())
    assert (kept.reasons, kept.acuity, kept.evidence) == (("TRI-2",), Level.I, ("ACU-1",))


@pytest.mark.rule("TRI-8")
def test_an_emergency_that_is_not_known_to_be_one_is_told_and_does_not_route() -> None:
    record = replace(a_record(), signs={})

    open_signs, confirmed = routed(record), routed(replace(record, acuity=Level.IV))

    assert (open_signs.reasons, open_signs.facts["EM"]) == (("TRI-8",), UNKNOWN)
    assert open_signs.undecided == ("ACU-1",)
    assert (confirmed.facts["EM"], confirmed.undecided) == (NO, ())


@pytest.mark.rule("TRI-1")
def test_evidence_is_told_in_one_order() -> None:
    record = a_record(
        person=born("1950-01-01"),
        typed="38.5",
        baseline_c=Decimal("36.5"),
        self_reported_fever=ReportedFever("38.0", Fraction(38), TODAY),
        signs=["STRIDOR", "FALL"],
        symptoms=["FATIGUE", "COUGH", "HEADACHE"],
        questions={"q5": YES, "q1": UNKNOWN},
    )

    assert routed(record).evidence == (
        "ACU-1",
        "F_MEASURED",
        "F_HISTORY",
        "F_ELDER_RISE",
        "COUGH",
        "FATIGUE",
        "ELDER_SIGN",
        "Q1_UNKNOWN",
        "Q5_YES",
    )
    assert routed(record).tags == ("HISTORY", "ELDER_RISE")


@pytest.mark.rule("TRI-8")
@pytest.mark.parametrize(
    ("answer", "tags"), [(YES, ("POSSIBLE_EXPOSURE",)), (NO, ()), (UNKNOWN, ())]
)
def test_a_new_ordinary_inpatient_is_marked_as_possibly_exposed(
    answer: Ternary, tags: tuple[str, ...]
) -> None:
    assert routed(a_record(ordinary_inpatient=answer)).tags == tags


@pytest.mark.rule("TRI-4")
def test_readings_after_the_decision_are_left_out() -> None:
    record = replace(a_record(), readings=(a_reading("36.5"), a_reading("38.5", before=-MINUTE)))

    found = routed(record)

    assert (found.reasons, found.advisories) == (("TRI-8",), ("LATER_FACTS_IGNORED",))


@pytest.mark.rule("TRI-7")
def test_fractions_of_a_second_are_cut() -> None:
    late = a_reading("36.5", before=timedelta(milliseconds=-999))

    found = routed(a_record(typed=late))

    assert (found.reasons, found.advisories) == (("TRI-8",), ())


@pytest.mark.parametrize(
    ("record", "tests"),
    [
        (a_record(), ()),
        (a_record(typed="37.25"), ()),
        (a_record(signs=["STRIDOR"]), ()),
        (a_record(typed="38.0"), ("CBC", "CRP", "CHEST_CT", "SPO2", "FLU_ANTIGEN", "OBSERVATION")),
        (a_record(questions=EXPOSED), ("CBC", "CRP", "CHEST_CT", "SPO2", "NAT")),
        (a_record(questions={"q5": YES}), ("CBC", "CRP", "CHEST_CT", "SPO2", "NAT")),
        (
            a_record(typed="38.0", questions=EXPOSED),
            ("CBC", "CRP", "CHEST_CT", "SPO2", "NAT", "FLU_ANTIGEN", "OBSERVATION"),
        ),
    ],
    ids=["general", "hold", "resus", "fever", "exposed", "contact", "both"],
)
def test_each_place_has_its_tests(record: Prescreening, tests: tuple[str, ...]) -> None:
    assert work_up(route(record, RULES), RULES) == tests
