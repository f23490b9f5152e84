"""Every act of the isolation desk that asks first, with the sheet that it opens."""

from collections.abc import Callable, Mapping

from ui.isolation.sheets import (
    after,
    classing,
    consultations,
    course,
    exposure,
    leaving,
    reading,
    results,
    rooms,
)
from ui.isolation.sheets import work_up as work
from ui.isolation.sheets.fields import Occasion, Sheet

SHEETS: Mapping[str, Callable[[Occasion], Sheet]] = {
    work.ORDER: work.order_sheet,
    work.REFUSE: work.refuse_sheet,
    work.SAMPLE: work.sample_sheet,
    results.RESULT: results.result_sheet,
    work.LAB: work.lab_sheet,
    work.BLOOD_COUNT: work.blood_count_sheet,
    work.IMAGE: work.image_sheet,
    course.CRITERIA: course.criteria_sheet,
    course.PROGRESS: course.progress_sheet,
    course.MEASURED: course.measured_sheet,
    course.DOSE: course.dose_sheet,
    reading.READING: reading.reading_sheet,
    exposure.EXPOSURE: exposure.exposure_sheet,
    course.INFECTIVITY: course.infectivity_sheet,
    course.REASON: course.reason_sheet,
    classing.CLASS: classing.class_sheet,
    classing.DISPOSITION: classing.disposition_sheet,
    consultations.CONSULTATION: consultations.consultation_sheet,
    consultations.JOINT: consultations.joint_sheet,
    leaving.TRANSPORT: leaving.transport_sheet,
    leaving.DEPARTMENT: leaving.department_sheet,
    leaving.LIFE_SAVING: leaving.life_saving_sheet,
    leaving.DEATH: leaving.death_sheet,
    leaving.AWAY: leaving.away_sheet,
    leaving.BACK: leaving.back_sheet,
    after.CALL: after.call_sheet,
    after.FOLLOW_UP: after.follow_up_sheet,
    after.VOID: after.void_sheet,
    after.VOID_READING: after.void_reading_sheet,
    after.NOTICE: after.notice_sheet,
    after.FOLLOW_END: after.follow_end_sheet,
    after.RECALL: after.recall_sheet,
    after.RECALL_END: after.recall_end_sheet,
    leaving.PLACE: leaving.place_sheet,
    rooms.ROOM: rooms.room_sheet,
    rooms.ROOM_SET_UP: rooms.room_set_up_sheet,
    rooms.PLAN: rooms.plan_sheet,
    rooms.PLAN_END: rooms.plan_end_sheet,
}
# Opened for one entry: the taking of a sample, an earlier result, what is to be void.
FOR_AN_ENTRY = frozenset({results.RESULT, after.VOID})
# Opened without a case.
WITHOUT_A_CASE = frozenset({rooms.ROOM_SET_UP, rooms.PLAN, rooms.PLAN_END})


def sheet_for(act: str, asked: Occasion) -> Sheet:
    """The sheet of an act; an unknown act is a KeyError."""
    return SHEETS[act](asked)
