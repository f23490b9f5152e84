from dataclasses import replace
from datetime import timedelta

import pytest

from feverclinic.domain.prescreening import Outcome, Override, OverrideDuty, Prescreening
from feverclinic.domain.readings import Reading, Site
from feverclinic.domain.ternary import YES
from tests.domain.records import a_record, routed
from tests.domain.taken import MINUTE, NOON, SECOND, TODAY, a_reading

NURSE, DOCTOR = OverrideDuty.NURSE, OverrideDuty.DOCTOR
CONTACT = "CONTACT_REMEASUREMENT_REQUIRED"


def overridden(
    record: Prescreening,
    outcome: str,
    duty: OverrideDuty = DOCTOR,
    by: str = "李医生",
    reason: str = "复测正常",
    before: timedelta = timedelta(0),
) -> tuple[str, str | None, str | None]:
    """Result, whether it stands, and why not."""
    decision = Override(Outcome(outcome), by, duty, reason, NOON - before)
    found = routed(replace(record, override=decision))
    return found.result.value, found.override, found.override_reason


@pytest.mark.rule("TRI-8")
@pytest.mark.parametrize(
    "outcome",
    [
        "RESUS_ISOLATION",
        "RESUS",
        "FEVER_CLINIC_SINGLE_ROOM",
        "FEVER_CLINIC",
        "FEVER_CLINIC_SCREEN",
        "RESPIRATORY_CLINIC_MASKED",
        "HOLD_RECHECK",
        "GENERAL_OPD",
    ],
)
def test_a_nurse_raises_freely_and_may_confirm(outcome: str) -> None:
    assert overridden(a_record(), outcome, NURSE, by="", reason="") == (outcome, "ACCEPTED", None)


@pytest.mark.rule("TRI-6")
@pytest.mark.parametrize(
    ("outcome", "found"),
    [
        ("FEVER_CLINIC_SINGLE_ROOM", ("FEVER_CLINIC_SINGLE_ROOM", "ACCEPTED", None)),
        ("FEVER_CLINIC", ("FEVER_CLINIC", "ACCEPTED", None)),
        ("FEVER_CLINIC_SCREEN", ("FEVER_CLINIC", "REFUSED", "DOCTOR_REQUIRED")),
        ("GENERAL_OPD", ("FEVER_CLINIC", "REFUSED", "DOCTOR_REQUIRED")),
    ],
)
def test_a_nurse_does_not_lower(outcome: str, found: tuple[str, str, str | None]) -> None:
    assert overridden(a_record(symptoms=["COUGH"]), outcome, NURSE) == found


@pytest.mark.rule("TRI-6")
@pytest.mark.parametrize(
    ("by", "reason", "found"),
    [
        ("李医生", "慢性咳嗽", ("GENERAL_OPD", "ACCEPTED", None)),
        ("李医生", " ", ("FEVER_CLINIC", "REFUSED", "REASON_REQUIRED")),
        (" ", "慢性咳嗽", ("FEVER_CLINIC", "REFUSED", "DOCTOR_REQUIRED")),
        ("", "", ("FEVER_CLINIC", "REFUSED", "DOCTOR_REQUIRED")),
    ],
)
def test_a_doctor_lowers_with_name_and_reason(
    by: str, reason: str, found: tuple[str, str, str | None]
) -> None:
    record = a_record(symptoms=["COUGH"])

    assert overridden(record, "GENERAL_OPD", DOCTOR, by, reason) == found


EMERGENCY = a_record(signs=["STRIDOR"], typed="38.0")
EXPOSED_FEVER = a_record(typed="38.0", questions={"q2": YES})
FEVER = a_record(typed="38.0")


@pytest.mark.rule("TRI-1", "TRI-3", "TRI-4")
@pytest.mark.parametrize(
    ("record", "outcome", "kept"),
    [
        (EMERGENCY, "RESUS", "RESUS_ISOLATION"),
        (EXPOSED_FEVER, "FEVER_CLINIC", "FEVER_CLINIC_SINGLE_ROOM"),
        (FEVER, "GENERAL_OPD", "FEVER_CLINIC"),
    ],
    ids=["TRI-1", "TRI-3", "TRI-4"],
)
def test_a_fever_is_lowered_only_after_a_second_measurement_by_contact(
    record: Prescreening, outcome: str, kept: str
) -> None:
    again = replace(record, readings=(a_reading("38.0", before=9 * MINUTE), a_reading("36.5")))

    assert overridden(record, outcome) == (kept, "REFUSED", CONTACT)
    assert overridden(again, outcome) == (outcome, "ACCEPTED", None)


@pytest.mark.rule("TRI-2", "TRI-5", "TRI-6", "TRI-7")
@pytest.mark.parametrize(
    "record",
    [
        a_record(signs=["STRIDOR"]),
        a_record(questions={"q2": YES}),
        a_record(symptoms=["COUGH"]),
        a_record(typed="37.25"),
    ],
    ids=["TRI-2", "TRI-5", "TRI-6", "TRI-7"],
)
def test_the_other_rules_need_no_second_measurement(record: Prescreening) -> None:
    assert overridden(record, "GENERAL_OPD") == ("GENERAL_OPD", "ACCEPTED", None)


@pytest.mark.rule("TRI-4")
@pytest.mark.parametrize(
    ("second", "is_enough"),
    [
        (a_reading("36.5", before=MINUTE), True),
        (a_reading("36.5", before=9 * MINUTE), False),
        (a_reading("36.5", before=9 * MINUTE - SECOND), True),
        (a_reading("36.5", Site.FOREHEAD_NC), False),
        (a_reading("36.5", Site.UNKNOWN), False),
        (a_reading("33.9"), False),
        (a_reading("36.5", due=TODAY - timedelta(days=1)), False),
        (a_reading("36.5", before=-MINUTE), False),
    ],
)
def test_a_second_measurement_is_usable_by_contact_and_later(
    second: Reading, is_enough: bool
) -> None:
    record = replace(FEVER, readings=(a_reading("38.0", before=9 * MINUTE), second))

    found = overridden(record, "GENERAL_OPD")

    assert found[1:] == (("ACCEPTED", None) if is_enough else ("REFUSED", CONTACT))


@pytest.mark.rule("TRI-4", "TEMP-11")
def test_the_same_frame_sent_twice_is_no_second_measurement() -> None:
    first = a_reading("38.0", before=9 * MINUTE, serial="T1")
    second = a_reading("38.0", before=9 * MINUTE - SECOND, serial="T1")

    found = overridden(replace(FEVER, readings=(first, second)), "GENERAL_OPD")

    assert found == ("FEVER_CLINIC", "REFUSED", CONTACT)


@pytest.mark.rule("TRI-4")
@pytest.mark.parametrize(
    ("before", "reason"), [(MINUTE, None), (MINUTE + SECOND, CONTACT), (timedelta(0), None)]
)
def test_a_second_measurement_comes_before_the_decision(
    before: timedelta, reason: str | None
) -> None:
    readings = (a_reading("38.0", before=9 * MINUTE), a_reading("36.5", before=MINUTE))

    found = overridden(replace(FEVER, readings=readings), "GENERAL_OPD", before=before)

    assert found[2] == reason


@pytest.mark.rule("TRI-8")
def test_an_override_after_the_decision_is_not_known_yet() -> None:
    decision = Override(Outcome.RESUS, "李医生", DOCTOR, "", NOON + SECOND)

    found = routed(a_record(override=decision))

    assert (found.result.value, found.override) == ("GENERAL_OPD", None)
    assert found.advisories == ("LATER_FACTS_IGNORED",)


@pytest.mark.rule("TRI-8")
def test_what_was_computed_stands_beside_what_was_decided() -> None:
    decision = Override(Outcome.FEVER_CLINIC, "王护士", NURSE, "", NOON)

    found = routed(a_record(override=decision))

    assert (found.proposed.value, found.result.value) == ("GENERAL_OPD", "FEVER_CLINIC")
    assert found.reasons == ("TRI-8",)
