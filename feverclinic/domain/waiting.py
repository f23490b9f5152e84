"""What waits at the desk with a time of its own: thermometers, ambulances, people on the way."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import takewhile

from feverclinic.domain.boards import QueueEntry
from feverclinic.domain.civil_time import iso, to_second
from feverclinic.domain.intake import Draft, Intake
from feverclinic.domain.people import AgeUnit, Sex
from feverclinic.domain.prescreening import Outcome, Prescreening, Routing
from feverclinic.domain.readings import Site
from feverclinic.domain.temperature_rules import TemperatureRules
from feverclinic.domain.visits import ENDED, ArrivalMode, Assessment, DraftId, Stage, VisitId
from feverclinic.domain.vitals import Level
from feverclinic.errors import Refused

# Sent to the fever clinic (ISO-2): TRI-1 and TRI-3 to TRI-6. The respiratory clinic, to which a
# setting may send TRI-6 instead, gives no receipt.
SENT = frozenset(
    {
        *(Outcome.RESUS_ISOLATION, Outcome.FEVER_CLINIC_SINGLE_ROOM),
        *(Outcome.FEVER_CLINIC, Outcome.FEVER_CLINIC_SCREEN),
    }
)
# Isolation begins with these (ISO-2): TRI-1 and TRI-3.
MUST_ISOLATE = frozenset({Outcome.RESUS_ISOLATION, Outcome.FEVER_CLINIC_SINGLE_ROOM})
UNDER_ARM = "under_arm."
EXPECTED, ANNOUNCED_BY = "expected_at", "announced_by"


class ReceivedVia(StrEnum):
    """How the place that takes a patient said so: at a desk, by telephone, on the slip."""

    DESK = "DESK"
    PHONE = "PHONE"
    PAPER = "PAPER"


@dataclass(frozen=True, slots=True)
class UnderArm:
    """A thermometer without a cable that one person has: its label, where it is, until when."""

    label: str
    site: Site
    out_at: datetime
    due_at: datetime


@dataclass(frozen=True, slots=True)
class OnTheWay:
    """One patient sent to the fever clinic and not received there yet (ISO-2).

    `arrive_by` is the limit, itself still on time (T-2); `isolate_by` is that of the isolation of
    TRI-1 and TRI-3. `decisions` is how often it was decided where he goes. Whoever was entered from
    a sheet afterwards went long ago: his receipt is still to be written down, nobody waits for him.
    """

    visit_id: VisitId
    visit_no: str
    station: str
    name: str
    sex: Sex
    age: int | None
    age_unit: AgeUnit
    outcome: Outcome
    level: Level | None
    stage: Stage
    guide: str
    sent_at: datetime | None
    decided_at: datetime
    arrive_by: datetime
    isolate_by: datetime | None = None
    is_late: bool = False
    decisions: int = 1
    is_from_paper: bool = False


def first_sent_at(latest_first: Iterable[Assessment]) -> datetime | None:
    """When a patient was sent (ISO-2): deciding again that he goes there does not put it off.

    None for whoever is not sent there by the decision that holds.
    """
    sending = takewhile(lambda one: one.routing.result in SENT, latest_first)
    return min((one.decided_at for one in sending), default=None)


def measure_again_at(
    record: Prescreening, decided: Routing, rules: TemperatureRules
) -> datetime | None:
    """When whoever is held (TRI-7) is measured again; None for whoever goes on.

    TEMP-5 says its own time. Where an antipyretic may hide a fever (TEMP-9) it is the end of its
    hours, counted from the decision when nobody knows when it was taken; without a reading that
    counts it is now.
    """
    if decided.temperature.recheck_at is not None or decided.result is not Outcome.HOLD_RECHECK:
        return decided.temperature.recheck_at
    if "MASKED_FEVER_POSSIBLE" not in decided.temperature.advisories:
        return record.at
    taken = [dose.taken_at for dose in record.antipyretics or () if dose.taken_at <= record.at]
    return max(taken, default=record.at) + timedelta(hours=rules.antipyretic_hours)


def hand_out(intake: Intake, label: str, site: Site, now: datetime, minutes: int) -> Intake:
    """The form of a person who has the thermometer `label` for `minutes`; a second one replaces it."""
    due = now + timedelta(minutes=minutes)
    told = {"label": label.strip(), "site": site.value, "out_at": iso(now), "due_at": iso(due)}
    return intake.with_fields({f"{UNDER_ARM}{name}": text for name, text in told.items()})


def taken_back(intake: Intake) -> Intake:
    """The form after the thermometer was taken back."""
    kept = {name: text for name, text in intake.fields.items() if not name.startswith(UNDER_ARM)}
    return replace(intake, fields=kept)


def under_arm(intake: Intake) -> UnderArm | None:
    """The thermometer that this person has, if any."""
    label = intake.text(f"{UNDER_ARM}label")
    out_at, due_at = (_instant(intake.text(f"{UNDER_ARM}{name}")) for name in ("out_at", "due_at"))
    if not label or out_at is None or due_at is None:
        return None
    told = intake.text(f"{UNDER_ARM}site")
    site = next((one for one in Site if one.value == told), Site.AXILLARY)
    return UnderArm(label, site, out_at, due_at)


def labels_out(drafts: Iterable[Draft]) -> Mapping[str, Draft]:
    """The labels that are out, each with the form of who has it."""
    held = ((under_arm(draft.intake), draft) for draft in drafts)
    return {one.label: draft for one, draft in held if one is not None}


def must_be_free(label: str, drafts: Iterable[Draft], for_form: DraftId | None) -> None:
    """Raise Refused `thermometer.already_out` when somebody else has the thermometer `label`."""
    if not label.strip():
        raise Refused("thermometer.label_missing")
    holder = labels_out(drafts).get(label.strip())
    if holder is not None and holder.id != for_form:
        who = " ".join(holder.intake.text("name").split()) or "?"
        raise Refused("thermometer.already_out", label=label.strip(), who=who, id=holder.id)


def announced(intake: Intake, expected_at: datetime, by: str = "") -> Intake:
    """The form of somebody who is not here yet; `by` is who announced him."""
    told = {EXPECTED: iso(expected_at), ANNOUNCED_BY: by.strip()}
    if not intake.text("arrival_mode"):
        told["arrival_mode"] = ArrivalMode.AMBULANCE.value
    return intake.with_fields(told)


def has_come(intake: Intake, now: datetime) -> Intake:
    """The form of an announced person who is here now: he arrived now, not when he was announced."""
    return replace(intake.with_field(EXPECTED, ""), arrived_at=now)


def expected(intake: Intake) -> datetime | None:
    """When an announced person is expected; None for whoever is here."""
    return _instant(intake.text(EXPECTED))


def _instant(text: str) -> datetime | None:
    """An instant as `iso` writes it; None for anything else, or without its offset."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo is not None else None


def due_at(entry: QueueEntry) -> datetime | None:
    """The next moment at which a row wants a hand; None for one that waits without a time.

    Whoever is on the way wants one only after his limit.
    """
    times = [entry.under_arm_due_at, entry.expected_at]
    if entry.stage not in ENDED:
        times.append(entry.recheck_at)
    return min((time for time in times if time is not None), default=None)


def is_due(entry: QueueEntry, now: datetime) -> bool:
    """Whether somebody must act on this row now; a limit of arrival is itself still on time (T-2)."""
    due = due_at(entry)
    is_late = entry.arrive_by is not None and to_second(now) > to_second(entry.arrive_by)
    return is_late or (due is not None and due <= now)


def in_order(entries: Sequence[QueueEntry], now: datetime) -> tuple[QueueEntry, ...]:
    """Rows to act on first, then those that wait by their time, then open forms, then the routed.

    Within each group the longest due stands first; rows without a time keep their order.
    """
    far = datetime.max.replace(tzinfo=now.tzinfo)

    def place(entry: QueueEntry) -> tuple[int, datetime]:
        due = due_at(entry)
        if is_due(entry, now):
            return 0, min(time for time in (due, entry.arrive_by) if time is not None)
        if due is not None:
            return 1, due
        return (2, far) if entry.visit_id is None else (3, far)

    return tuple(sorted(entries, key=place))
