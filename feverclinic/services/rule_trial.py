"""The trial of a changed rule file over the people of the last days; it changes no record."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from feverclinic.domain.case_book import case_file_of
from feverclinic.domain.civil_time import local_day
from feverclinic.domain.people import Duty
from feverclinic.domain.rulesets import HOME_DISEASE
from feverclinic.domain.trial import Rulings, Trial, Tried, tried
from feverclinic.errors import Refused
from feverclinic.services.case_reading import book_of
from feverclinic.services.editions import with_keys
from feverclinic.services.rulebook import load_rules, overridden

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from pathlib import Path

    from feverclinic.domain.case_facts import CaseFile
    from feverclinic.domain.edition_rules import EditionRules
    from feverclinic.domain.prescreening import Prescreening
    from feverclinic.domain.triage_rules import TriageRules
    from feverclinic.domain.trial import TrialRow
    from feverclinic.domain.visits import Visit
    from feverclinic.services.editions import CaseRules
    from feverclinic.storage.store import Store

MOST_DAYS = 60


@dataclass(frozen=True, slots=True)
class Sides:
    """The rules in force and those of a file: of all editions only the one that the file holds differs."""

    before: CaseRules
    after: CaseRules
    edition: EditionRules | None

    @property
    def tried_id(self) -> str:
        """What is on trial, by its id."""
        return self.edition.id if self.edition else self.after.rules.triage.id

    def rulings(self, at: datetime, disease: str) -> tuple[Rulings, Rulings]:
        """Both sides for a case at an instant: a tried edition decides whatever its dates are."""
        before = self.before.edition(at, disease)
        after = self.after.edition(at, disease)
        if self.edition is not None and self.edition.disease == disease:
            after = self.edition
        return (
            Rulings(_triage(self.before), before),
            Rulings(_triage(self.after), after),
        )


def sides_of(path: Path, rules: CaseRules) -> Sides:
    """The two sides of a trial; raises Unavailable `rules.*` with file and line for a bad file.

    Raises Refused `trial.nothing_changed` for a file that holds nothing which a trial compares.
    """
    after = load_rules(path)
    changed = [one for name, one in after.editions.items() if rules.rules.editions.get(name) != one]
    if not changed and after.triage == rules.rules.triage:
        raise Refused("trial.nothing_changed", file=path.name)
    edition = with_keys(changed[0], rules.overrides) if changed else None
    return Sides(rules, replace(rules, rules=after), edition)


def run_trial(
    store: Store,
    sides: Sides,
    days: int,
    to_record: Callable[[Mapping[str, object]], Prescreening],
    *,
    went_on: Callable[[int, int], object] = lambda _done, _of: None,
    is_cancelled: Callable[[], bool] = lambda: False,
) -> Trial | None:
    """Who of the last `days` days would have been treated differently; None when it was cancelled.

    Every visit is routed again with the input of `decide routing` that was kept with its decision
    (`to_record` reads it); every case is classed, and its gate tried, with what was known when its
    isolation ended, or now. Raises Refused for another duty than TRY_RULES and for a wrong `days`.
    """
    store.actor.must(Duty.TRY_RULES)
    if not 1 <= days <= MOST_DAYS:
        raise Refused("trial.wrong_days", most=MOST_DAYS)
    visits = store.rule_trials.visits_since(store.now - timedelta(days=days))
    rows: list[TrialRow] = []
    for done, visit in enumerate(visits):
        if is_cancelled():
            return None
        went_on(done, len(visits))
        rows += _rows_of(store, visit, sides, to_record)
    went_on(len(visits), len(visits))
    in_force = sides.rulings(store.now, sides.edition.disease if sides.edition else HOME_DISEASE)
    edition = in_force[0].edition
    before = sides.before.rules.triage.id
    if sides.edition is not None and edition is not None:
        before = edition.id
    return Trial(before, sides.tried_id, days, len(visits), tuple(rows), store.now)


def keep_trial(store: Store, trial: Trial, file_name: str) -> None:
    """Keep what was run, under the name of who is signed in."""
    store.actor.must(Duty.TRY_RULES)
    store.rule_trials.add(_told(trial), file_name)


def kept_trials(store: Store) -> tuple[Trial, ...]:
    """The last trials with their tables, the latest first."""
    store.actor.must(Duty.TRY_RULES)
    return store.rule_trials.latest()


def _told(trial: Trial) -> Trial:
    """The table without the facts that it came from, which stand in the records."""
    rows = tuple(replace(row, who=replace(row.who, record=None, file=None)) for row in trial.rows)
    return replace(trial, rows=rows)


def _rows_of(
    store: Store,
    visit: Visit,
    sides: Sides,
    to_record: Callable[[Mapping[str, object]], Prescreening],
) -> tuple[TrialRow, ...]:
    assessment = store.assessments.latest(visit.id)
    patient = store.patients.get(visit.patient_id)
    file, disease, at = _file_of(store, visit)
    age, unit = patient.age_text_parts(local_day(visit.arrived_at)) or (None, patient.age_unit)
    who = Tried(
        visit_no=visit.visit_no,
        name=patient.name,
        at=visit.arrived_at,
        sex=patient.sex,
        age=age,
        age_unit=unit,
        record=to_record(assessment.inputs) if assessment else None,
        file=file,
    )
    if file is None:
        return tried(who, Rulings(_triage(sides.before)), Rulings(_triage(sides.after)))
    return tried(who, *sides.rulings(at, disease))


def _file_of(store: Store, visit: Visit) -> tuple[CaseFile | None, str, datetime]:
    """What was known of the case when its isolation ended, or is known now."""
    case = store.cases.find_by_visit(visit.id)
    if case is None:
        return None, HOME_DISEASE, visit.arrived_at
    at = case.isolation_ended_at or store.now
    return case_file_of(book_of(store, case), at), case.disease, at


def _triage(rules: CaseRules) -> TriageRules:
    return overridden(rules.rules.triage, rules.overrides)
