"""Required work-up (WORK-1 to WORK-4): who is asked for what, what is open, how two targets are read."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feverclinic.domain.case_facts import CaseFile, Result
from feverclinic.domain.cases import CaseClass, Severity
from feverclinic.domain.civil_time import CHINA
from feverclinic.domain.ternary import NO, UNKNOWN, YES, Ternary
from feverclinic.domain.work_up import WorkUpRules, proposed, still_open, two_targets
from feverclinic.services.rulebook import load_rules

RULES = load_rules()
WORK_UP = RULES.work_up
CUT_OFF = Decimal(38)


def asked(at: datetime, rule_set: str = "covid-dt-6", **differs: object) -> list[str]:
    """Ids of the sets that must be done."""
    file = CaseFile(**({"at": at, "close_contact": NO} | differs))  # pyright: ignore[reportArgumentType] - keywords
    sets = proposed(file, RULES.editions[rule_set], WORK_UP)
    return [one.id for one in sets if one.is_mandatory]


def at(month: int, day: int, hour: int = 9, minute: int = 0, second: int = 0) -> datetime:
    return datetime(2020, month, day, hour, minute, second, tzinfo=CHINA)


def test_the_numbers_of_the_work_up_are_those_of_the_rules() -> None:
    assert WORK_UP.id == "work-up-1"
    assert WORK_UP.times.order_minutes == 15
    assert WORK_UP.times.result_minutes == {"CBC": 30, "CRP": 30, "CHEST_CT": 60, "NAT": 360}


def test_everybody_has_the_core() -> None:
    sets = proposed(CaseFile(at(2, 25)), RULES.editions["covid-dt-6"], WORK_UP)

    assert (sets[0].id, sets[0].items) == ("F-core", ("CBC", "CRP", "CHEST_CT", "SPO2"))


def test_from_may_2020_every_patient_of_the_clinic_has_a_nucleic_acid_test() -> None:
    usual = {"case_class": CaseClass.NOT_SUSPECTED, "rule_set": "covid-dt-7"}

    assert asked(at(4, 30, 23, 59, 59), **usual) == ["F-core"]  # pyright: ignore[reportArgumentType] - keywords
    assert asked(at(5, 1, 0), **usual) == ["F-core", "F-NAT"]  # pyright: ignore[reportArgumentType] - keywords


@pytest.mark.parametrize(
    ("case_class", "sets"),
    [
        (CaseClass.NOT_SUSPECTED, ["F-core"]),
        (CaseClass.UNDETERMINED, ["F-core", "F-NAT", "F-resp"]),
        (CaseClass.SUSPECTED, ["F-core", "F-NAT", "F-resp"]),
    ],
)
def test_before_may_2020_the_class_decides(case_class: CaseClass, sets: list[str]) -> None:
    assert asked(at(2, 25), case_class=case_class) == sets


@pytest.mark.parametrize(("contact", "is_tested"), [(YES, True), (UNKNOWN, True), (NO, False)])
def test_a_close_contact_is_tested_whatever_the_class(contact: Ternary, *, is_tested: bool) -> None:
    sets = asked(at(2, 25), case_class=CaseClass.NOT_SUSPECTED, close_contact=contact)

    assert ("F-NAT" in sets) is is_tested


@pytest.mark.rule("EXC-4")
def test_antibodies_are_asked_from_the_seventh_day_where_the_edition_asks() -> None:
    suspect = {"case_class": CaseClass.SUSPECTED, "onset_date": date(2020, 3, 5)}

    assert "F-sero" not in asked(at(3, 11, 23, 59, 59), "covid-dt-7", **suspect)
    assert "F-sero" in asked(at(3, 12, 0), "covid-dt-7", **suspect)
    assert "F-sero" not in asked(at(3, 12, 0), "covid-dt-6", **suspect)
    assert "F-sero" in asked(at(3, 12, 0), "covid-dt-7", case_class=CaseClass.SUSPECTED)


@pytest.mark.parametrize(
    ("severity", "is_asked"),
    [
        (Severity.MILD, False),
        (Severity.ORDINARY, False),
        (Severity.SEVERE, True),
        (Severity.CRITICAL, True),
    ],
)
def test_the_wider_set_is_asked_of_the_severe(severity: Severity, *, is_asked: bool) -> None:
    assert ("F-ext" in asked(at(2, 25), severity=severity)) is is_asked


def test_local_diseases_are_left_to_the_doctor_and_stand_last() -> None:
    sets = proposed(CaseFile(at(2, 25)), RULES.editions["covid-dt-6"], WORK_UP)

    assert (sets[-1].id, sets[-1].is_mandatory) == ("F-epi", False)


def test_open_is_what_must_be_done_and_is_neither_done_nor_refused() -> None:
    file = CaseFile(at(2, 25), case_class=CaseClass.SUSPECTED, close_contact=NO)
    sets = proposed(file, RULES.editions["covid-dt-6"], WORK_UP)

    left = still_open(sets, frozenset({"CBC", "CRP", "NAT"}), frozenset({"CHEST_CT"}))

    assert left == ("SPO2", "FLU_ANTIGEN", "RESP_PANEL")


@pytest.mark.rule("WORK-4")
@pytest.mark.parametrize(
    ("n_ct", "orf_ct", "earlier_single", "result"),
    [
        ("30", "31", False, Result.POS),
        ("37.99", "37.99", False, Result.POS),
        ("30", None, False, Result.IND),
        (None, "30", False, Result.IND),
        ("37.99", "38", False, Result.IND),
        ("30", None, True, Result.POS),
        ("38", "38", True, Result.NEG),
        (None, None, True, Result.NEG),
    ],
)
def test_two_targets_make_positive_one_is_grey_and_positive_the_second_time(
    n_ct: str | None, orf_ct: str | None, *, earlier_single: bool, result: Result
) -> None:
    n, orf = (None if one is None else Decimal(one) for one in (n_ct, orf_ct))

    assert two_targets(n, orf, CUT_OFF, WORK_UP, earlier_single=earlier_single) is result


@pytest.mark.rule("WORK-4")
def test_a_kit_that_says_otherwise_leaves_the_second_single_target_grey() -> None:
    cautious = WorkUpRules(WORK_UP.id, WORK_UP.times, again_is_positive=False, sets=WORK_UP.sets)

    found = two_targets(Decimal(30), None, CUT_OFF, cautious, earlier_single=True)

    assert found is Result.IND


cts = st.none() | st.decimals(min_value=10, max_value=45, places=2)


@given(cts, cts, st.booleans())
def test_the_two_targets_weigh_the_same(
    n: Decimal | None, orf: Decimal | None, again: bool
) -> None:
    one = two_targets(n, orf, CUT_OFF, WORK_UP, earlier_single=again)

    assert one is two_targets(orf, n, CUT_OFF, WORK_UP, earlier_single=again)
