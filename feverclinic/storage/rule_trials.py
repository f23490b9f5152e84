"""Rule trials as they were run, and the visits that one looks at; a trial is never edited."""

from datetime import datetime

from sqlalchemy import select

from feverclinic.domain.trial import Trial
from feverclinic.domain.visits import Visit
from feverclinic.storage.case_tables import TriedRuleRow
from feverclinic.storage.documents import Written, read_document, write_document
from feverclinic.storage.ready import add_rows
from feverclinic.storage.tables import VisitRow, table_of
from feverclinic.storage.visits import visit_of
from feverclinic.storage.work import Work

TRIALS, VISITS = table_of(TriedRuleRow), table_of(VisitRow)


class RuleTrials:
    def __init__(self, work: Work) -> None:
        self._work = work

    def visits_since(self, at: datetime) -> tuple[Visit, ...]:
        """All visits of this house that arrived at `at` or later, the first arrived first."""
        mine = VISITS.c.facility_id == self._work.station.facility_id
        asked = select(VISITS).where(mine, VISITS.c.arrived_at >= at)
        rows = self._work.connection.execute(asked.order_by(VISITS.c.arrived_at, VISITS.c.id))
        return tuple(visit_of(row) for row in rows.mappings())

    def add(self, trial: Trial, file_name: str) -> None:
        """Keep a trial with its table, under the name of who ran it."""
        work = self._work
        trial_id = work.new_id()
        row = {
            "id": trial_id,
            "facility_id": work.station.facility_id,
            "at": trial.ran_at or work.now,
            "by": work.actor.name,
            "file_name": file_name,
            "rule_set": trial.after,
            "days": trial.days,
            "document": Written(write_document(trial)),
        }
        add_rows(work.connection, TRIALS, [row])
        told = {"file_name": file_name, "rule_set": trial.after, "days": trial.days}
        work.audit.note("ADDED", "rule_trial", trial_id, told | {"differ": len(trial.rows)})

    def latest(self, most: int = 20) -> tuple[Trial, ...]:
        """The last trials, the latest first."""
        mine = TRIALS.c.facility_id == self._work.station.facility_id
        asked = select(TRIALS.c.document).where(mine).order_by(TRIALS.c.id.desc()).limit(most)
        texts = self._work.connection.execute(asked).scalars()
        return tuple(read_document(Trial, text) for text in texts)
