"""留观登记本: whoever was isolated on a day, gathered from the cases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from feverclinic.domain.case_book import valid_entries
from feverclinic.domain.case_facts import SampleKind
from feverclinic.domain.case_samples import taken_samples
from feverclinic.domain.civil_time import CHINA, local_day
from feverclinic.domain.leaving_entries import Left
from feverclinic.domain.people import Duty
from feverclinic.domain.thermometry import celsius_text, judge_all
from feverclinic.domain.work_up_entries import ImageRead, LabReported
from feverclinic.reports.case_records import ObservedLine, ObservedPaper
from feverclinic.reports.imprint import Imprint
from feverclinic.services.case_papers import must_print
from feverclinic.services.case_reading import read_case
from feverclinic.services.day_papers import places_of
from feverclinic.services.rooms import called

if TYPE_CHECKING:
    from datetime import date

    from feverclinic.domain.case_boards import CaseBook
    from feverclinic.domain.prescreening import JudgedReading
    from feverclinic.services.editions import CaseRules
    from feverclinic.services.papers import Letterhead
    from feverclinic.storage.store import Store

FEVER = "FEVER"


def observation_register(
    store: Store, day: date, rules: CaseRules, head: Letterhead, *, shows_identity: bool = False
) -> ObservedPaper:
    """Everybody isolated at any time of the day. Whole numbers need READ_IDENTITY and are audited."""
    must_print(store)
    if shows_identity:
        store.actor.must(Duty.READ_IDENTITY)
        number = int(f"{day:%Y%m%d}")
        store.audit.note("READ", "observation_register", number, {"identity": "whole"})
    first = datetime(day.year, day.month, day.day, tzinfo=CHINA).astimezone(UTC)
    ids = store.case_papers.observed(first, first + timedelta(days=1))
    lines = tuple(_line(store, read_case(store, one), day, rules) for one in ids)
    edition = rules.edition(store.now).id
    imprint = Imprint(head.facility, head.station, store.actor.name, store.now, edition, head.mark)
    return ObservedPaper(day, lines, imprint, places_of(day), shows_identity)


def _line(store: Store, book: CaseBook, day: date, rules: CaseRules) -> ObservedLine:
    case = book.case
    entries = valid_entries(book)
    lefts = [(one, one.document) for one in entries if isinstance(one.document, Left)]
    gone = [pair for pair in lefts if pair[1].way is case.way_out]
    left = gone[-1] if gone else None
    highest = _highest(book, day, store.now, rules)
    doctors = [one.by_name for one in entries]
    return ObservedLine(
        case=case,
        visit=book.visit,
        patient=book.patient,
        case_class=case.case_class,
        room=_room(store, book),
        from_at=case.isolation_started_at,
        to_at=left[0].entered_at if left else None,
        highest=celsius_text(highest.reading) if highest else "",
        is_fever=highest is not None and FEVER in highest.flags,
        results=_results(book),
        way=left[1].way if left else None,
        to=left[1].to if left else "",
        doctor=doctors[0] if doctors else "",
    )


def _room(store: Store, book: CaseBook) -> str:
    """Where he lies, else where he lay last."""
    stays = store.stays.of_case(book.case.id)
    return called(store.rooms.get(stays[-1].room_id)) if stays else ""


def _highest(book: CaseBook, day: date, now: datetime, rules: CaseRules) -> JudgedReading | None:
    """The highest usable reading of the day."""
    judged = judge_all(book.readings, now, rules.temperature)
    of_day = [one for one in judged if one.is_usable and local_day(one.reading.measured_at) == day]
    return max(of_day, key=lambda one: one.reading.celsius, default=None)


def _results(book: CaseBook) -> tuple[tuple[str, str], ...]:
    """The last NAT, CRP and image, each as an item and the key of its result in words."""
    entries = valid_entries(book)
    found: dict[str, str] = {}
    for one in taken_samples(entries):
        if one.sample.kind is SampleKind.NAT and one.sample.result is not None:
            found["NAT"] = f"sample_result.{one.sample.result.value}"
    for entry in entries:
        told = entry.document
        if isinstance(told, LabReported) and told.item == "CRP":
            found["CRP"] = f"lab_flag.{told.flag.value}"
        elif isinstance(told, ImageRead) and told.image.features is not None:
            found["CHEST_CT"] = f"features.{told.image.features.value}"
    return tuple(found.items())
