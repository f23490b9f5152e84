"""Where each reading is: with whom, or in the tray; looked up in the records and in the open form."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import text

from feverclinic.domain.intake import Intake
from feverclinic.domain.readings import Reading
from feverclinic.domain.visits import DraftId
from tests.engines import Clinic

TRAY = DraftId(0)
READINGS = text("SELECT id, raw_text, visit_id, quick_id, assigned_by_hand FROM readings")
VISITS = text("SELECT visit_id, id FROM arrivals WHERE visit_id IS NOT NULL")
COUNTED = text("SELECT id, arrival_id FROM quick_screens")


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """One place of one reading. `person` is the form with which somebody came, or `TRAY`."""

    raw_text: str
    person: DraftId
    by_hand: bool


def readings_of(clinic: Clinic, open_id: DraftId, open_form: Intake) -> tuple[Whereabouts, ...]:
    """Every reading with everybody who has it; the open form stands in the place of its draft."""
    with clinic.engine.connect() as connection:
        rows = connection.execute(READINGS).all()
        visits = {row[0]: DraftId(row[1]) for row in connection.execute(VISITS)}
        counted = {row[0]: DraftId(row[1]) for row in connection.execute(COUNTED)}
    with clinic.work() as store:
        kept = {draft.id: draft.intake for draft in store.drafts.of_station("GATE")}
    forms = [
        (visits[intake.visit_id] if intake.visit_id else form, intake.readings)
        for form, intake in ({**kept, open_id: open_form}).items()
    ]
    held = {reading.id for _, readings in forms for reading in readings}
    found = {one for form, readings in forms for one in _in_form(form, readings)}
    for row in rows:
        owner = visits[row.visit_id] if row.visit_id else None
        if owner is None and row.quick_id:
            owner = counted.get(row.quick_id, DraftId(row.quick_id))
        if owner is not None or row.id not in held:
            found.add(Whereabouts(row.raw_text, owner or TRAY, bool(row.assigned_by_hand)))
    return tuple(found)


def _in_form(form: DraftId, readings: Iterable[Reading]) -> Iterable[Whereabouts]:
    return (Whereabouts(one.raw_text, form, one.assigned_by_hand) for one in readings)
