"""The lists of the scenes: who waits for what at a busy desk, who is on the way; invented people."""

from dataclasses import replace

from feverclinic.domain.boards import ArmedFor, QueueEntry
from feverclinic.domain.people import AgeUnit, Sex
from feverclinic.domain.prescreening import Outcome
from feverclinic.domain.visits import DraftId, SlipState, Stage, VisitId
from feverclinic.domain.vitals import Level
from feverclinic.domain.waiting import OnTheWay
from ui.triage.scene_presenter import OWN, minutes

BLUE, GREEN, YELLOW = "蓝枪", "绿枪", "黄枪"
SINGLE, CLINIC = Outcome.FEVER_CLINIC_SINGLE_ROOM, Outcome.FEVER_CLINIC
MEMBER = DraftId(13)


def queued(name: str, sex: Sex, age: int, ago: float, temperature: str = "") -> QueueEntry:
    return QueueEntry(name, sex, age, AgeUnit.YEAR, minutes(ago), temperature)


def routed(
    entry: QueueEntry, visit: int, stage: Stage, outcome: Outcome, level: Level
) -> QueueEntry:
    return replace(
        entry,
        visit_id=VisitId(visit),
        stage=stage,
        outcome=outcome,
        level=level,
        slip=SlipState.PRINTED,
    )


def _late() -> QueueEntry:
    entry = queued("王秀兰", Sex.FEMALE, 67, 40, "38.6")
    sent = routed(entry, 1, Stage.ON_THE_WAY, SINGLE, Level.III)
    return replace(sent, guide="李护士", arrive_by=minutes(3))


def _going() -> QueueEntry:
    entry = queued("陈子昂", Sex.MALE, 8, 12, "39.1")
    sent = routed(entry, 3, Stage.ON_THE_WAY, CLINIC, Level.III)
    return replace(sent, guide="赵护士", arrive_by=minutes(-6))


def busy_queue() -> tuple[QueueEntry, ...]:
    """Under the arm, armed, announced, again, a family, one late on the way, and the routed."""
    family = {"family_id": 7, "is_family": True}
    return (
        _late(),
        replace(
            queued("李明轩", Sex.MALE, 29, 5),
            draft_id=DraftId(2),
            under_arm_label="YELLOW",
            under_arm_due_at=minutes(-3.2),
        ),
        replace(
            queued("孙桂英", Sex.FEMALE, 72, 30, "37.2"),
            draft_id=DraftId(1),
            recheck_at=minutes(-8),
        ),
        replace(
            queued("", Sex.MALE, 58, 2),
            draft_id=DraftId(12),
            expected_at=minutes(-13),
            level=Level.II,
        ),
        replace(
            queued("赵晓燕", Sex.FEMALE, 34, 11), draft_id=DraftId(3), open_questions=3, **family
        ),
        replace(queued("赵小满", Sex.MALE, 6, 10), draft_id=MEMBER, **family),
        _going(),
        replace(
            routed(queued("周建军", Sex.MALE, 54, 61, "38.0"), 9, Stage.ARRIVED, CLINIC, Level.III),
            wait_until=minutes(2),
        ),
        routed(
            queued("阿依古丽·买买提", Sex.FEMALE, 26, 45, "36.5"),
            2,
            Stage.TRIAGED,
            Outcome.GENERAL_OPD,
            Level.IV,
        ),
        routed(queued("吴敏", Sex.FEMALE, 31, 66, "37.6"), 10, Stage.ARRIVED, CLINIC, Level.III),
        routed(queued("郑秀云", Sex.FEMALE, 78, 74, "38.9"), 11, Stage.ARRIVED, SINGLE, Level.II),
        routed(queued("冯一凡", Sex.MALE, 23, 80, "37.4"), 12, Stage.ARRIVED, CLINIC, Level.III),
    )


def busy_going() -> tuple[OnTheWay, ...]:
    return tuple(_on_the_way(entry) for entry in (_late(), _going()))


def _on_the_way(entry: QueueEntry) -> OnTheWay:
    assert entry.visit_id is not None
    assert entry.arrive_by is not None
    assert entry.outcome is not None
    return OnTheWay(
        entry.visit_id,
        f"20200228-{entry.visit_id:04d}",
        "T1",
        entry.name,
        entry.sex,
        entry.age,
        entry.age_unit,
        entry.outcome,
        entry.level,
        Stage.ON_THE_WAY,
        entry.guide,
        entry.since,
        entry.since,
        entry.arrive_by,
    )


def two_armed() -> tuple[ArmedFor, ...]:
    """One for the child of the family, one for the open form."""
    return (
        ArmedFor(
            GREEN, "GREEN", "FOREHEAD_NC", "赵小满", Sex.MALE, 6, AgeUnit.YEAR, "", 17, MEMBER
        ),
        ArmedFor(
            BLUE, "BLUE", "FOREHEAD_NC", "周玉芳", Sex.FEMALE, 63, AgeUnit.YEAR, "4426", 24, OWN
        ),
    )


def refused_queue() -> tuple[QueueEntry, ...]:
    """Rows that wait at a desk where everything went wrong."""
    fever, none = Outcome.FEVER_CLINIC, Outcome.GENERAL_OPD
    printed = (
        routed(queued("胡志强", Sex.MALE, 44, 50, "38.2"), 4, Stage.TRIAGED, fever, Level.III),
        routed(queued("何秋月", Sex.FEMALE, 30, 55, "36.6"), 5, Stage.TRIAGED, none, Level.IV),
    )
    return (
        replace(
            queued("刘洋", Sex.MALE, 35, 60, "37.25"), draft_id=DraftId(4), recheck_at=minutes(3)
        ),
        replace(
            queued("马文静", Sex.FEMALE, 27, 20),
            draft_id=DraftId(5),
            under_arm_label="YELLOW",
            under_arm_due_at=minutes(0.4),
        ),
        replace(queued("赵小满", Sex.MALE, 6, 10), draft_id=MEMBER),
        replace(queued("吴桐", Sex.MALE, 19, 48), draft_id=DraftId(6)),
        replace(queued("冯春梅", Sex.FEMALE, 55, 41), draft_id=DraftId(7)),
        *(replace(entry, slip=SlipState.FAILED) for entry in printed),
        replace(queued("郑海涛", Sex.MALE, 51, 36), draft_id=DraftId(8)),
    )
