"""The ten-second screening: whoever passes is counted with the decision and the reading, not typed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NewType

from feverclinic.domain.intake import Intake
from feverclinic.domain.intake_reading import ROUTE_FIELDS
from feverclinic.domain.outlook import Outlook
from feverclinic.domain.people import StaffId
from feverclinic.domain.prescreening import Outcome, Routing
from feverclinic.domain.ternary import NO, YES
from feverclinic.domain.visits import DraftId, Mask
from feverclinic.domain.vitals import Level

QuickScreenId = NewType("QuickScreenId", int)

# Who somebody is. Sex and age say it of nobody, and a rule may need them (ACU-10).
IDENTITY = frozenset(
    {
        *("name", "id_no", "no_id_reason", "birth_date", "parent_name", "phone", "address.text"),
        *("employer", "class_name", "emergency.name", "emergency.phone", "emergency.relation"),
    }
)
# What belongs to a person although it is no answer: he is waited for, or he came with somebody.
HELD_BY = ("under_arm.", "companions.", "expected_at", "family_id", "sheet_no", "override.")
# Advice that asks for one more act before anybody may go on.
ASKING = frozenset(
    {
        *("RECHECK", "MASKED_FEVER_POSSIBLE", "CHECK_MENINGISM", "LOW_RATE_CHECK"),
        *("DECLARATION_NEEDED", "LATER_FACTS_IGNORED"),
    }
)
# What the nurse asks in one sentence; the mask and the health code are looked at, not asked.
ASKED = tuple(name for name in ROUTE_FIELDS if name != "health_code")
NOW_FIELDS = (*ROUTE_FIELDS, "mask")


@dataclass(frozen=True, slots=True)
class QuickScreen:
    """One person who passed (TRI-8): no name, but all that the decision stood on (T-10).

    `inputs` are those of `feverclinic decide routing`; `arrival_id` is the form that was counted.
    A wrong one is voided with a reason, never edited.
    """

    id: QuickScreenId
    station: str
    at: datetime
    by: StaffId
    rule_set: str
    inputs: Mapping[str, object]
    outcome: Outcome
    temperature: str = ""
    voided_at: datetime | None = None
    void_reason: str = ""
    arrival_id: DraftId | None = None


def all_clear(intake: Intake) -> Intake:
    """«全部否»: every question, symptom, home fever and antipyretic not yet asked is answered NO.

    What was answered stays. Mask and health code are never made up, nor age or vital signs.
    """
    return intake.with_fields({name: NO.value for name in ASKED if not intake.text(name)})


def may_pass(intake: Intake, outlook: Outlook) -> bool:
    """Whether this person may be counted instead of typed: TRI-8, level IV, nothing left to ask."""
    return not why_not(intake, outlook)


def why_not(intake: Intake, outlook: Outlook) -> str:
    """What keeps a person from being counted, the plainest first; empty when nothing does.

    `identity`, `asked`, `wrong`, `temperature`, `route`, `advice` or `mask`.
    """
    checks = (
        ("identity", _is_somebody(intake)),
        ("asked", any(not intake.text(name) for name in NOW_FIELDS)),
        ("wrong", any(not problem.is_warning for problem in outlook.problems)),
        ("temperature", not _is_plainly_normal(outlook)),
        ("route", not _goes_on(outlook.routing)),
        ("advice", _asks_for_more(outlook)),
        ("mask", _has_no_mask(intake)),
    )
    return next((code for code, holds in checks if holds), "")


def _is_somebody(intake: Intake) -> bool:
    is_known = intake.patient_id is not None or intake.visit_id is not None
    return is_known or any(
        name in IDENTITY or name.startswith(HELD_BY) for name, text in intake.fields.items() if text
    )


def _is_plainly_normal(outlook: Outlook) -> bool:
    temperature = outlook.temperature
    return (
        temperature.result == "NO_FEVER"
        and temperature.effective is not None
        and temperature.recheck_at is None
    )


def _goes_on(routing: Routing | None) -> bool:
    return (
        routing is not None
        and routing.result is Outcome.GENERAL_OPD
        and routing.acuity is Level.IV
        and routing.override is None
    )


def _asks_for_more(outlook: Outlook) -> bool:
    given = {*outlook.temperature.advisories, *outlook.acuity.advisories}
    if outlook.routing is not None:
        given |= {*outlook.routing.advisories}
    return bool(outlook.checks) or not ASKING.isdisjoint(given)


def _has_no_mask(intake: Intake) -> bool:
    is_without = intake.text("mask") == Mask.NONE.value
    return is_without and intake.text("mask_given") != YES.value
