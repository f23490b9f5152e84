"""What has to be said of a case before anything is done with it."""

from dataclasses import replace
from typing import Any

import pytest

from feverclinic.domain.case_entries import Document, Noted
from feverclinic.domain.case_warnings import case_warnings, is_explained
from feverclinic.domain.cases import CaseClass, WayOut
from feverclinic.domain.clinical_entries import Caused, Disposed
from feverclinic.domain.decisions import Classification
from feverclinic.services.case_writing import classified
from feverclinic.services.editions import CaseRules
from feverclinic.services.rulebook import load_rules
from tests.builders import NOON
from tests.case_builders import a_book, a_case

RULES = CaseRules(load_rules())
CAUSE = Caused("流感", "J11.100")


def found(*documents: Document, **differs: Any) -> tuple[str, ...]:
    """The warnings of a case whose class is what the rules say, unless it differs."""
    book = a_book(*documents, case=a_case(case_class=CaseClass.NOT_SUSPECTED))
    classification: Classification = replace(
        classified(book, RULES, NOON), result=CaseClass.NOT_SUSPECTED, by_edition={}
    )
    decided = {name: value for name, value in differs.items() if name in ("result", "by_edition")}
    case = {name: value for name, value in differs.items() if name not in decided}
    book = replace(book, case=replace(book.case, **case))
    return case_warnings(book, replace(classification, **decided))


def test_nothing_is_said_of_a_quiet_case() -> None:
    assert found() == ()


@pytest.mark.rule("TRF-3", "REL-11")
def test_where_he_is_stands_first() -> None:
    recall = Noted("RECALL", {"why": "LATE_POSITIVE"})

    assert found(is_away=True, way_out=WayOut.LEFT_WITHOUT_LEAVE) == ("AWAY",)
    assert found(way_out=WayOut.LIFE_SAVING) == ("ELSEWHERE",)
    assert found(recall, way_out=WayOut.CLINIC_EXIT) == ("RECALLED",)
    assert found(recall, Noted("RECALL_ENDED"), way_out=WayOut.CLINIC_EXIT) == ()
    assert found(Noted("CAME_FROM"), Noted("CLOCK_BEHIND")) == ("HERE_AGAIN", "CLOCK_BEHIND")


@pytest.mark.rule("CLS-11")
def test_two_editions_that_disagree_are_told_and_two_that_agree_are_not() -> None:
    held, well = CaseClass.UNDETERMINED, CaseClass.NOT_SUSPECTED

    assert found(by_edition={"covid-dt-6": held, "covid-dt-7": well}) == ("TWO_EDITIONS",)
    assert found(by_edition={"covid-dt-6": well, "covid-dt-7": well}) == ()


def test_rules_that_say_less_than_the_class_in_force_are_told() -> None:
    suspect, doubt = CaseClass.SUSPECTED, CaseClass.UNDETERMINED

    assert found(case_class=suspect, result=doubt) == ("RULES_SAY_LESS",)
    assert found(case_class=suspect, result=suspect) == ()
    assert found(case_class=suspect, result=CaseClass.CONFIRMED) == ()


@pytest.mark.rule("WORK-6")
@pytest.mark.parametrize("case_class", CaseClass)
def test_a_fever_is_explained_by_a_cause_and_a_class_that_holds_nobody(
    case_class: CaseClass,
) -> None:
    is_free = case_class in (CaseClass.NOT_SUSPECTED, CaseClass.EXCLUDED)

    assert is_explained(a_book(CAUSE).entries, case_class) is is_free
    assert not is_explained(a_book().entries, case_class)


@pytest.mark.rule("WORK-6")
def test_whoever_is_sent_on_without_a_cause_is_told() -> None:
    assert found(Disposed("HOME")) == ("UNEXPLAINED",)
    assert found(Disposed("HOME"), CAUSE) == ()
    assert found(CAUSE) == ()
