"""The truth about who may leave, worked out anew from the raw tables, by edition 6, without the program's rules.

Nothing of feverclinic is imported here: what the program decides is checked by somebody else's hands.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import Any

from sqlalchemy import Connection, text

HOUR = timedelta(hours=1)
HELD = {
    *("CONFIRMED", "CLINICALLY_DIAGNOSED", "ASYMPTOMATIC"),
    *("POSITIVE_REVIEW", "SUSPECTED", "UNDETERMINED"),
}
STRICTER_FIRST = (
    *("CONFIRMED", "CLINICALLY_DIAGNOSED", "ASYMPTOMATIC", "POSITIVE_REVIEW"),
    *("SUSPECTED", "UNDETERMINED", "NOT_SUSPECTED", "EXCLUDED"),
)
FACTS = {
    *("CRITERIA", "SAMPLE", "RESULT", "BLOOD_COUNT", "LAB", "IMAGE", "DOSE", "PROGRESS"),
    *("MEASURED", "CLASS", "CONSULTATION", "INFECTIVITY_REVIEW", "VOID"),
}
ENDING = {"EXCLUDED", "RELEASED", "CLINIC_EXIT", "DEPARTMENT", "DESIGNATED_SITE", "DECEASED"}
FEVER = Fraction(373, 10)


@dataclass(frozen=True)
class Line:
    """One raw entry of a case."""

    id: int
    seq: int
    kind: str
    told: dict[str, Any]
    at: datetime
    entered_at: datetime
    entered_by: int
    replaces: int | None


def instant(value: Any) -> datetime:
    """An instant of a row or of a document."""
    found = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def lines_of(connection: Connection, case_id: int) -> list[Line]:
    asked = text("SELECT * FROM case_entries WHERE case_id = :case_id ORDER BY seq")
    return [
        Line(
            row["id"],
            row["seq"],
            row["kind"],
            json.loads(row["document"]),
            instant(row["at"]),
            instant(row["entered_at"]),
            row["entered_by"],
            row["replaces"],
        )
        for row in connection.execute(asked, {"case_id": case_id}).mappings()
    ]


def before(lines: Sequence[Line], left: Line) -> list[Line]:
    """What stood when the act was decided: its own class and the program's notes are not of it."""
    earlier = [one for one in lines if one.seq < left.seq]
    while earlier and earlier[-1].entered_at == left.entered_at:
        last = earlier[-1]
        is_own = last.kind == "CLASS" and last.told["case_class"] == "EXCLUDED"
        if not is_own and last.kind != "NOTE":
            break
        earlier.pop()
    return earlier


def valid(lines: Sequence[Line]) -> list[Line]:
    void = {
        one.told["what_id"] for one in lines if one.kind == "VOID" and one.told["what"] == "ENTRY"
    }
    replaced = {one.replaces for one in lines if one.replaces is not None and one.id not in void}
    return [one for one in lines if one.id not in void and one.id not in replaced]


def class_of(lines: Sequence[Line]) -> str:
    classes = [one.told["case_class"] for one in lines if one.kind == "CLASS"]
    return classes[-1] if classes else "NOT_SUSPECTED"


def why_not(connection: Connection, case_id: int, left: Line) -> list[str]:
    """Every reason for which this act must not have been; empty when it was right."""
    lines = before(lines_of(connection, case_id), left)
    way, told = left.told["way"], valid(lines)
    readings = readings_of(connection, case_id, lines)
    if way == "DECEASED":
        return []
    if is_away(lines):
        return ["he was away"]
    if way == "EXCLUDED":
        return excluded(lines, told)
    if way == "RELEASED":
        return released(lines, told, readings, left.entered_at)
    if way == "DEPARTMENT":
        held = class_of(lines) in HELD
        by_class = (
            excluded(lines, told)
            if class_of(lines) in ("SUSPECTED", "UNDETERMINED")
            else released(lines, told, readings, left.entered_at)
        )
        return by_class if held else []
    if way == "DESIGNATED_SITE":
        return transported(lines, told)
    assert way == "CLINIC_EXIT", way
    return cleared(lines, told, readings)


def is_away(lines: Sequence[Line]) -> bool:
    state = False
    for one in lines:
        if one.kind == "LEFT":
            state = one.told["way"] == "LEFT_WITHOUT_LEAVE"
        elif one.kind == "RETURNED":
            state = False
    return state


def excluded(lines: Sequence[Line], told: Sequence[Line]) -> list[str]:
    is_suspicion = class_of(lines) in ("SUSPECTED", "UNDETERMINED")
    return [
        *([] if is_suspicion else [f"{class_of(lines)} is no suspicion"]),
        *([] if has_pair(told) else ["no two negatives a day apart"]),
        *([] if is_signed(lines, "EXCLUSION") else ["not signed by two"]),
    ]


def released(
    lines: Sequence[Line],
    told: Sequence[Line],
    readings: Sequence[tuple[datetime, Fraction]],
    at: datetime,
) -> list[str]:
    course = [one for one in told if one.kind == "PROGRESS"]
    is_better = course and max(course, key=_by_time).told["respiratory_improved"] == "YES"
    is_ill = class_of(lines) in ("CONFIRMED", "CLINICALLY_DIAGNOSED", "ASYMPTOMATIC")
    asks_all = class_of(lines) != "ASYMPTOMATIC"
    return [
        *([] if is_ill else [f"{class_of(lines)} has no release"]),
        *([] if has_pair(told) else ["no two negatives a day apart"]),
        *([] if is_signed(lines, "RELEASE") else ["not signed by two"]),
        *([] if not asks_all or is_quiet(told, readings, at) else ["no three quiet days"]),
        *([] if not asks_all or is_better else ["no better breathing"]),
        *([] if not asks_all or is_image_better(told, readings) else ["no better image"]),
    ]


def cleared(
    lines: Sequence[Line], told: Sequence[Line], readings: Sequence[tuple[datetime, Fraction]]
) -> list[str]:
    kinds = {one.kind for one in told}
    items = {one.told["item"] for one in told if one.kind == "LAB"}
    refused = {
        one.told["item"] for one in told if one.kind == "REFUSAL" and one.told["note_by"].strip()
    }
    return [
        *([f"{class_of(lines)} is held"] if class_of(lines) in HELD else []),
        *([] if readings else ["no temperature"]),
        *([] if "DISPOSITION" in kinds else ["no disposition"]),
        *([] if "BLOOD_COUNT" in kinds or "CBC" in refused else ["no blood count"]),
        *([] if "IMAGE" in kinds or "CHEST_CT" in refused else ["no image"]),
        *([] if "CRP" in items | refused else ["no CRP"]),
    ]


def transported(lines: Sequence[Line], told: Sequence[Line]) -> list[str]:
    records = [one.told for one in told if one.kind == "TRANSPORT"]
    if not records:
        return ["no transport record"]
    last = records[-1]
    asked = ("dedicated_ambulance", "closed_route", "receiver_confirmed")
    kept = [one for one in told if one.kind == "CONSULTATION"]
    is_suspect = class_of(lines) == "SUSPECTED"
    return [
        *[f"{name} is {last[name]}" for name in asked if last[name] != "YES"],
        *([] if class_of(lines) in HELD - {"UNDETERMINED"} else ["nobody for a designated site"]),
        *([] if not is_suspect or kept else ["no consultation"]),
    ]


def is_signed(lines: Sequence[Line], gate: str) -> bool:
    """Two people, the attending doctor and another office, after the last fact."""
    facts_until = max((one.seq for one in lines if one.kind in FACTS), default=0)
    signed = [
        (one.entered_by, one.told["role"])
        for one in lines
        if one.kind == "SIGNATURE" and one.told["gate"] == gate and one.seq > facts_until
    ]
    return any(
        first_role == "ATTENDING_DOCTOR"
        and second_role in ("EXPERT_GROUP", "INFECTION_CONTROL")
        and first != second
        for first, first_role in signed
        for second, second_role in signed
    )


def has_pair(told: Sequence[Line]) -> bool:
    """Two negatives a day apart, nothing positive, doubtful or still unknown from the first one on."""
    results: dict[int, str] = {}
    for one in told:
        if one.kind == "RESULT":
            results[one.told["of"]] = one.told["result"]
    taken = [one for one in told if one.kind == "SAMPLE" and one.told["kind"] == "NAT"]
    found = sorted(
        (
            instant(one.told["collected_at"]),
            results.get(one.id, results.get(one.replaces or 0, "?")),
        )
        for one in taken
    )
    samples = [(at, result) for at, result in found if result != "INV"]
    negatives = [at for at, result in samples if result == "NEG"]
    return any(
        last - first >= 24 * HOUR and all(result == "NEG" for at, result in samples if at >= first)
        for first in negatives
        for last in negatives
    )


def readings_of(
    connection: Connection, case_id: int, lines: Sequence[Line]
) -> list[tuple[datetime, Fraction]]:
    """The readings of the visit that were not declared void, in their order."""
    void = {
        one.told["what_id"] for one in lines if one.kind == "VOID" and one.told["what"] == "READING"
    }
    asked = text(
        "SELECT r.id, r.celsius, r.measured_at FROM readings r JOIN cases c ON c.visit_id = r.visit_id"
        " WHERE c.id = :case_id ORDER BY r.measured_at"
    )
    rows = connection.execute(asked, {"case_id": case_id})
    return [(instant(row.measured_at), Fraction(row.celsius)) for row in rows if row.id not in void]


def is_quiet(
    told: Sequence[Line], readings: Sequence[tuple[datetime, Fraction]], at: datetime
) -> bool:
    """72 hours below 37.3 with no gap above 16 hours, and a day without an antipyretic."""
    normal_since: list[datetime] = []
    for measured_at, celsius in readings:
        if measured_at > at:
            continue
        normal_since = [] if celsius >= FEVER else [*normal_since, measured_at]
    doses = [one.told["taken_at"] for one in told if one.kind == "DOSE"]
    is_free = bool(doses) and all(
        taken is None or at - instant(taken) > 24 * HOUR for taken in doses
    )
    if not normal_since or at - normal_since[0] < 72 * HOUR:
        return False
    begins = max(normal_since[0], at - 72 * HOUR)
    marks = [*(max(one, begins) for one in normal_since), at]
    return is_free and all(later - earlier <= 16 * HOUR for earlier, later in pairwise(marks))


def is_image_better(told: Sequence[Line], readings: Sequence[tuple[datetime, Fraction]]) -> bool:
    fevers = [measured_at for measured_at, celsius in readings if celsius >= FEVER]
    after = max(fevers, default=datetime.min.replace(tzinfo=UTC))
    return any(
        one.told["image"]["compared"] == "IMPROVED"
        and one.told["image"]["read_by"]
        and instant(one.told["image"]["done_at"]) > after
        for one in told
        if one.kind == "IMAGE"
    )


def _by_time(line: Line) -> tuple[datetime, int]:
    return line.at, line.seq


def wrong_classes(lines: Sequence[Line]) -> list[str]:
    """Every class that became milder without its right: only an act of its own clears a suspicion.

    What one positive sample left open may go back to a suspicion when the experts have met (CLS-9).
    """
    wrong: list[str] = []
    in_force, since, was_suspected = "NOT_SUSPECTED", 0, False
    for place, one in enumerate(lines):
        if one.kind != "CLASS":
            continue
        new = one.told["case_class"]
        is_milder = STRICTER_FIRST.index(new) > STRICTER_FIRST.index(in_force)
        met = any(line.kind == "CONSULTATION" for line in lines if since < line.seq < one.seq)
        by_experts = (in_force, new) == ("POSITIVE_REVIEW", "SUSPECTED") and met
        is_free = not was_suspected and one.told["by_doctor"]
        if new == "EXCLUDED":
            following = [later.told.get("way") for later in lines[place:] if later.kind == "LEFT"]
            if following[:1] not in (["EXCLUDED"], ["DEPARTMENT"]):
                wrong.append(f"EXCLUDED without its act at {one.seq}")
        elif is_milder and since and in_force != "EXCLUDED" and not (is_free or by_experts):
            wrong.append(f"{in_force} became {new} at {one.seq}")
        is_suspicion = STRICTER_FIRST.index(new) <= STRICTER_FIRST.index("SUSPECTED")
        was_suspected = was_suspected or is_suspicion
        in_force, since = new, one.seq
    return wrong
