"""A rule trial (product, build 10): changed rules over the people of the last days, with no record changed."""

from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest
from sqlalchemy import text

from feverclinic.commands.decide_routing import RoutingInput
from feverclinic.domain.cases import CaseClass
from feverclinic.domain.prescreening import Prescreening
from feverclinic.domain.trial import Changed, Trial
from feverclinic.errors import Refused, Unavailable
from feverclinic.services.editions import CaseRules
from feverclinic.services.rule_trial import keep_trial, kept_trials, run_trial, sides_of
from tests.case_builders import DOCTOR, OFFICER
from tests.engines import Clinic
from tests.services.forms import Save
from tests.services.ward import CASE_RULES, Ward

TRIAGE, SIX = "triage.toml", "covid-dt-6.toml"


@pytest.fixture
def ward(clinic: Clinic, save: Save) -> Ward:
    return Ward(clinic, save)


@pytest.fixture
def changed(tmp_path: Path) -> Callable[[str, str, str], Path]:
    """A shipped rule file with one thing written differently."""

    def change(name: str, before: str, after: str) -> Path:
        shipped = files("resources").joinpath("rules", name).read_text("utf-8")
        assert shipped.count(before) == 1
        path = tmp_path / name
        path.write_text(shipped.replace(before, after), "utf-8")
        return path

    return change


def to_record(inputs: object) -> Prescreening:
    return RoutingInput.model_validate(inputs).to_record()


def trial_of(ward: Ward, path: Path, days: int = 14, **more: object) -> Trial:
    sides = sides_of(path, CASE_RULES)
    found = ward.do(run_trial, sides, days, to_record, actor=OFFICER, **more)
    assert found is not None
    return found


def test_a_higher_threshold_sends_somebody_elsewhere(
    ward: Ward, changed: Callable[[str, str, str], Path]
) -> None:
    ward.visit("37.4", q2="NO")

    trial = trial_of(
        ward, changed(TRIAGE, "fever_threshold_c = 37.30", "fever_threshold_c = 37.50")
    )

    (row,) = (one for one in trial.rows if one.changed is Changed.ROUTED)
    assert (row.before.result, row.before.reasons) == ("FEVER_CLINIC", ("TRI-4",))
    assert (row.after.result, row.after.reasons) == ("HOLD_RECHECK", ("TRI-7",))
    assert (row.who.visit_no, row.who.name) == ("20200225-0001", "张建国")
    assert (trial.looked_at, trial.days, trial.before) == (1, 14, trial.after)


def test_a_changed_edition_classes_and_holds_somebody_differently(
    ward: Ward, changed: Callable[[str, str, str], Path]
) -> None:
    case_id = ward.case()
    assert ward.suspect(case_id).case.case_class is CaseClass.SUSPECTED

    trial = trial_of(ward, changed(SIX, "criteria_at_least = 2", "criteria_at_least = 3"))

    by_kind = {row.changed: row for row in trial.rows}
    assert set(by_kind) == {Changed.CLASSED}
    assert by_kind[Changed.CLASSED].before.result == "SUSPECTED"
    assert by_kind[Changed.CLASSED].after.result == "UNDETERMINED"


def test_a_longer_time_without_fever_releases_somebody_later(
    ward: Ward, changed: Callable[[str, str, str], Path]
) -> None:
    case_id = ward.case()
    ward.confirm(case_id)
    ward.later(1)
    ward.recover(case_id)

    same = changed(SIX, "normal_hours = 72", "normal_hours = 95")
    assert trial_of(ward, same).count(Changed.RELEASED) == 0
    later = trial_of(ward, changed(SIX, "normal_hours = 72", "normal_hours = 97"))

    (row,) = (one for one in later.rows if one.changed is Changed.RELEASED)
    assert (row.before.result, row.after.result) == ("YES", "NO")
    assert row.after.reasons == ("TEMP_NOT_LONG_ENOUGH", "SIGNOFF_MISSING")


def test_a_trial_changes_no_record_and_is_kept_with_its_table(
    ward: Ward, clinic: Clinic, changed: Callable[[str, str, str], Path]
) -> None:
    case_id = ward.case()
    ward.suspect(case_id)
    before = ward.book(case_id)
    path = changed(SIX, "criteria_at_least = 2", "criteria_at_least = 3")

    trial = trial_of(ward, path)
    ward.do(keep_trial, trial, path.name, actor=OFFICER)

    assert ward.book(case_id) == before
    (kept,) = ward.do(kept_trials, actor=OFFICER)
    assert [(one.changed, one.before, one.after) for one in kept.rows] == [
        (one.changed, one.before, one.after) for one in trial.rows
    ]
    assert all(one.who.file is None and one.who.record is None for one in kept.rows)
    with clinic.engine.connect() as connection:
        told = connection.execute(text("select file_name, days from rule_trials")).one()
    assert tuple(told) == (SIX, 14)


def test_only_visits_of_the_asked_days_are_looked_at(
    ward: Ward, changed: Callable[[str, str, str], Path]
) -> None:
    ward.visit("37.4", q2="NO")
    path = changed(TRIAGE, "fever_threshold_c = 37.30", "fever_threshold_c = 37.50")

    ward.later(hours=23)
    assert trial_of(ward, path, days=1).looked_at == 1
    ward.later(hours=2)
    assert trial_of(ward, path, days=1).looked_at == 0


def test_a_trial_tells_how_far_it_is_and_can_be_stopped(
    ward: Ward, changed: Callable[[str, str, str], Path]
) -> None:
    ward.visit()
    ward.visit()
    path = changed(SIX, "criteria_at_least = 2", "criteria_at_least = 3")
    told: list[tuple[int, int]] = []

    trial_of(ward, path, went_on=lambda done, of: told.append((done, of)))
    assert told == [(0, 2), (1, 2), (2, 2)]

    stopped = ward.do(
        run_trial,
        sides_of(path, CASE_RULES),
        14,
        to_record,
        actor=OFFICER,
        is_cancelled=lambda: True,
    )
    assert stopped is None


@pytest.mark.parametrize("days", [0, 61])
def test_a_trial_looks_at_one_to_sixty_days(
    ward: Ward, changed: Callable[[str, str, str], Path], days: int
) -> None:
    path = changed(SIX, "criteria_at_least = 2", "criteria_at_least = 3")

    with pytest.raises(Refused, match=r"trial\.wrong_days"):
        trial_of(ward, path, days)
    assert trial_of(ward, path, 1).looked_at == 0
    assert trial_of(ward, path, 60).looked_at == 0


def test_a_doctor_tries_no_rules(ward: Ward, changed: Callable[[str, str, str], Path]) -> None:
    path = changed(SIX, "criteria_at_least = 2", "criteria_at_least = 3")

    with pytest.raises(Refused):
        ward.do(run_trial, sides_of(path, CASE_RULES), 14, to_record, actor=DOCTOR)


def test_a_file_that_changes_nothing_or_is_damaged_is_refused(
    tmp_path: Path, changed: Callable[[str, str, str], Path]
) -> None:
    same = tmp_path / "same.toml"
    same.write_text(files("resources").joinpath("rules", SIX).read_text("utf-8"), "utf-8")
    rules: CaseRules = CASE_RULES

    with pytest.raises(Refused, match=r"trial\.nothing_changed"):
        sides_of(same, rules)
    with pytest.raises(Unavailable) as damaged:
        sides_of(changed(SIX, "normal_hours = 72", "normal_hours = often"), rules)
    assert damaged.value.facts["line"] == 122
