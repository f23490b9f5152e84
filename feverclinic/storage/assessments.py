"""Assessments: decisions as they were made, each with all that led to it; a later one supersedes."""

import hashlib
from datetime import datetime

from sqlalchemy import RowMapping, select

from feverclinic.domain.boards import Topic
from feverclinic.domain.visits import Assessment, VisitId
from feverclinic.storage.columns import columns_of, record_of
from feverclinic.storage.documents import Written, write_document
from feverclinic.storage.ready import add_rows
from feverclinic.storage.tables import AssessmentRow, table_of
from feverclinic.storage.work import Work

ASSESSMENTS = table_of(AssessmentRow)


def assessment_of(row: RowMapping) -> Assessment:
    return record_of(Assessment, row, {})


class Assessments:
    def __init__(self, work: Work) -> None:
        self._work = work

    def add(self, assessment: Assessment, again_at: datetime | None = None) -> Assessment:
        """Keep a decision (T-10); its audit line holds its fingerprint, so that it cannot be changed unseen.

        `again_at` is when to measure again where that is not the time of TEMP-5 (TEMP-9, TRI-7).
        """
        work = self._work
        temperature = assessment.routing.temperature
        effective = temperature.effective
        inputs, routing = _documents(assessment)
        values = {
            **columns_of(assessment, {}),
            "inputs": inputs,
            "routing": routing,
            "facility_id": work.station.facility_id,
            "temperature": effective.raw_text if effective else "",
            "recheck_at": temperature.recheck_at or again_at,
            "is_masked_fever": temperature.recheck_at is None
            and again_at is not None
            and "MASKED_FEVER_POSSIBLE" in temperature.advisories,
        }
        add_rows(work.connection, ASSESSMENTS, [values])
        work.audit.note(
            "ADDED",
            "assessment",
            assessment.id,
            _summary(assessment, fingerprint(assessment, inputs, routing)),
        )
        work.touched.add(Topic.VISITS)
        return assessment

    def latest(self, visit_id: VisitId) -> Assessment | None:
        """The decision that holds, if there is one."""
        newest = self._of(visit_id, 1)
        return newest[0] if newest else None

    def of_visit(self, visit_id: VisitId) -> tuple[Assessment, ...]:
        """All decisions of a visit, the latest first."""
        return self._of(visit_id)

    def _of(self, visit_id: VisitId, limit: int | None = None) -> tuple[Assessment, ...]:
        asked = (
            select(ASSESSMENTS)
            .where(ASSESSMENTS.c.visit_id == visit_id)
            .order_by(ASSESSMENTS.c.id.desc())
            .limit(limit)
        )
        rows = self._work.connection.execute(asked).mappings()
        return tuple(assessment_of(row) for row in rows)


def _documents(assessment: Assessment) -> tuple[Written, Written]:
    """All that led to the decision, and the decision, as they are kept."""
    return (
        Written(write_document(assessment.inputs)),
        Written(write_document(assessment.routing)),
    )


def fingerprint(assessment: Assessment, inputs: str, routing: str) -> str:
    """SHA-256 of the whole decision, over its documents as they are kept."""
    facts = (
        *(assessment.id, assessment.visit_id, assessment.decided_at, assessment.decided_by),
        *(assessment.rule_set, inputs, routing),
    )
    return hashlib.sha256(write_document(facts).encode("utf-8")).hexdigest()


def _summary(assessment: Assessment, sha256: str) -> dict[str, object]:
    routing = assessment.routing
    return {
        "visit_id": assessment.visit_id,
        "rule_set": assessment.rule_set,
        "outcome": routing.result,
        "level": routing.acuity,
        "sha256": sha256,
    }
