"""Topic `follow-up` (contract 2.12, FUP-1 to FUP-5)."""

from datetime import date, datetime

from pydantic import BaseModel, Field

from feverclinic.commands.case_inputs import CaseFileInput
from feverclinic.commands.field_types import Day
from feverclinic.commands.problems import BadInput, Problem
from feverclinic.commands.shared_inputs import Strict, is_later, to_reading
from feverclinic.commands.topics import (
    LATER_FACTS_IGNORED,
    Desk,
    InstantOut,
    Topic,
    TopicOutput,
)
from feverclinic.domain.civil_time import CHINA, local_day
from feverclinic.domain.follow_up import follow_up
from feverclinic.domain.history import Symptom


class VisitInput(Strict):
    """A revisit."""

    on: Day


class SymptomSince(Strict):
    """A symptom since the discharge."""

    on: Day
    code: Symptom


class FollowUpInput(CaseFileInput):
    """The day of discharge with what came after it."""

    discharged_on: Day  # pyright: ignore[reportIncompatibleVariableOverride, reportGeneralTypeIssues] - required here
    visits: list[VisitInput] = Field(default_factory=list[VisitInput])
    symptoms_since: list[SymptomSince] = Field(default_factory=list[SymptomSince])


class RevisitOut(BaseModel):
    """One revisit of FUP-2."""

    week: int
    window_from: date
    window_to: date
    due_on: date
    status: str


class FollowUpOutput(TopicOutput):
    """The answer of 2.12."""

    monitoring_from: date | None
    monitoring_to: date | None
    monitoring_ends_at: InstantOut | None
    isolation: bool
    revisits: tuple[RevisitOut, ...]


def decide(given: FollowUpInput, desk: Desk) -> FollowUpOutput:
    """Where the follow-up stands as of `at`, by the edition of the day of discharge (FUP-5)."""
    day = given.discharged_on
    if day > local_day(given.at):
        earliest = {"latest": local_day(given.at).isoformat()}
        raise BadInput([Problem("/discharged_on", "ORDER", day.isoformat(), "day_by", earliest)])
    discharged_at = datetime(day.year, day.month, day.day, tzinfo=CHINA)
    readings = tuple(to_reading(one) for one in given.readings or ())
    visits = tuple(one.on for one in given.visits)
    since = tuple((one.on, one.code) for one in given.symptoms_since)
    found = follow_up(
        given.at,
        day,
        visits,
        readings,
        since,
        desk.edition(given.model_copy(update={"at": discharged_at})),
        desk.triage(given).temperature,
    )
    has_later = given.has_later_facts or is_later(given.at, *visits, *(on for on, _ in since))
    ignored = (LATER_FACTS_IGNORED,) if has_later else ()
    return FollowUpOutput(
        id=given.id,
        result=found.result,
        reasons=found.reasons,
        advisories=(*found.advisories, *ignored),
        rule_set=found.rule_set,
        evaluated_at=given.at,
        evidence=found.reasons,
        monitoring_from=found.monitoring_from,
        monitoring_to=found.monitoring_to,
        monitoring_ends_at=found.monitoring_ends_at,
        isolation=found.isolation,
        revisits=tuple(
            RevisitOut(
                week=one.week,
                window_from=one.window_from,
                window_to=one.window_to,
                due_on=one.due_on,
                status=one.status,
            )
            for one in found.revisits
        ),
    )


TOPIC = Topic("follow-up", FollowUpInput, decide, FollowUpOutput)
