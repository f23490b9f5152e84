"""How long the temperature has been normal (REL-1 to REL-3): anchor, coverage, antipyretics."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from feverclinic.domain.case_facts import CaseFile
from feverclinic.domain.edition_rules import ReleaseRules
from feverclinic.domain.gates import Condition, Evidence, State
from feverclinic.domain.prescreening import JudgedReading
from feverclinic.domain.temperature_rules import TemperatureRules
from feverclinic.domain.thermometry import counts, judge_all

ONE_SECOND = timedelta(seconds=1)
TEMP_GAP, TEMP_ABNORMAL = "TEMP_GAP", "TEMP_ABNORMAL"
TOO_SHORT, ANTIPYRETIC = "TEMP_NOT_LONG_ENOUGH", "ANTIPYRETIC_24H"


@dataclass(frozen=True, slots=True)
class NormalTime:
    """`anchor` is the first normal reading after the last abnormal one, None while abnormal.

    `last_abnormal_at` also knows a fever of a device past its calibration (TEMP-12).
    """

    anchor: JudgedReading | None
    last_abnormal_at: datetime | None
    usable: tuple[JudgedReading, ...]
    is_abnormal_now: bool

    @property
    def anchor_at(self) -> datetime | None:
        return None if self.anchor is None else self.anchor.reading.measured_at


def normal_time(file: CaseFile, rules: TemperatureRules) -> NormalTime:
    """The readings of a case from the side of REL-1; of equal times the abnormal one is the later."""
    judged = [one for one in judge_all(file.readings, file.at, rules) if counts(one)]
    judged.sort(key=lambda one: (one.reading.measured_at, is_abnormal(one)))
    usable = tuple(one for one in judged if one.is_usable)
    abnormal = [one.reading.measured_at for one in judged if is_abnormal(one)]
    last_abnormal_at = abnormal[-1] if abnormal else None
    is_abnormal_now = bool(judged) and is_abnormal(judged[-1])
    begins = last_abnormal_at
    anchors = [one for one in usable if begins is None or one.reading.measured_at > begins]
    if begins is None and file.admitted_at is not None:
        admitted = file.admitted_at
        anchors = [one for one in anchors if one.reading.measured_at >= admitted]
    anchor = anchors[0] if anchors and not is_abnormal_now else None
    return NormalTime(anchor, last_abnormal_at, usable, is_abnormal_now)


def is_abnormal(one: JudgedReading) -> bool:
    return "FEVER" in one.flags


def temperature_condition(file: CaseFile, normal: NormalTime, rules: ReleaseRules) -> Condition:
    """T: normal long enough, measured often enough, without an antipyretic."""
    reasons = (
        *((TEMP_ABNORMAL,) if normal.is_abnormal_now else ()),
        *((TOO_SHORT,) if _is_too_short(file, normal, rules) else ()),
        *((TEMP_GAP,) if _has_gap(file, normal, rules) else ()),
        *((ANTIPYRETIC,) if _last_dose(file, rules) is not None else ()),
    )
    evidence = _evidence(normal)
    unknown_doses = file.antipyretics is None
    if not reasons and not unknown_doses:
        return Condition("T", State.MET, evidence=evidence)
    is_waiting = set(reasons) <= {TEMP_GAP}
    state = State.UNKNOWN if is_waiting else State.NOT_MET
    is_time = bool(reasons) and set(reasons) <= {TOO_SHORT, ANTIPYRETIC} and not unknown_doses
    told = reasons or ((ANTIPYRETIC,) if unknown_doses else ())
    return Condition(
        "T", state, told, _earliest(file, normal, rules) if is_time else None, evidence
    )


def opens_at(anchor_at: datetime, rules: ReleaseRules) -> datetime:
    """When the normal hours are over; «more than» is a second later (T-6, F-2)."""
    over = anchor_at + timedelta(hours=rules.normal_hours)
    return over + ONE_SECOND if rules.strictly else over


def _is_too_short(file: CaseFile, normal: NormalTime, rules: ReleaseRules) -> bool:
    anchor_at = normal.anchor_at
    return anchor_at is not None and file.at < opens_at(anchor_at, rules)


def _has_gap(file: CaseFile, normal: NormalTime, rules: ReleaseRules) -> bool:
    """REL-2: a hole in the measuring; who was never measured is one hole."""
    anchor_at = normal.anchor_at
    if anchor_at is None:
        return not normal.is_abnormal_now
    begins = max(anchor_at, file.at - timedelta(hours=rules.normal_hours))
    measured = [one.reading.measured_at for one in normal.usable]
    points = [begins, *(at for at in measured if at >= begins), file.at]
    longest = timedelta(hours=rules.gap_hours)
    return any(after - before > longest for before, after in pairwise(points))


def _last_dose(file: CaseFile, rules: ReleaseRules) -> datetime | None:
    """The latest antipyretic that still counts, the instant exactly so long ago included (F-5)."""
    since = file.at - timedelta(hours=rules.antipyretic_free_hours)
    doses = [one.taken_at for one in file.antipyretics or () if since <= one.taken_at <= file.at]
    return max(doses, default=None)


def _earliest(file: CaseFile, normal: NormalTime, rules: ReleaseRules) -> datetime | None:
    """When time alone would meet T, readings going on and staying normal (F-2)."""
    if normal.anchor_at is None:
        return None
    earliest = opens_at(normal.anchor_at, rules)
    dose = _last_dose(file, rules)
    if dose is not None:
        free_at = dose + timedelta(hours=rules.antipyretic_free_hours) + ONE_SECOND
        earliest = max(earliest, free_at)
    return earliest


def _evidence(normal: NormalTime) -> tuple[Evidence, ...]:
    """The anchor and the last reading; whoever has none shows none."""
    shown: Sequence[tuple[str, JudgedReading | None]] = (
        ("ANCHOR", normal.anchor),
        ("LAST_READING", normal.usable[-1] if normal.usable else None),
    )
    told = [
        Evidence(code, one.index, one.reading.measured_at, one.reading.raw_text)
        for code, one in shown
        if one is not None
    ]
    if normal.last_abnormal_at is not None:
        told.append(Evidence("LAST_ABNORMAL", None, normal.last_abnormal_at))
    return tuple(told)
