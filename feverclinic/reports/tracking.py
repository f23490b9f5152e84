"""发热病人追踪记录: whoever was sent to the fever clinic and whether he came, with receipts to be signed."""

from feverclinic.domain.civil_time import local
from feverclinic.domain.day_book import DayEntry
from feverclinic.domain.visits import ENDED
from feverclinic.reports.day_records import TrackingPaper
from feverclinic.reports.figures import code128
from feverclinic.reports.list_sheet import (
    MARGIN,
    PORTRAIT,
    SMALL,
    Column,
    ListPaper,
    cell,
    render_list,
)
from feverclinic.reports.paper import Align, Sheet, Type, press
from feverclinic.reports.person_words import PersonWords, clock
from feverclinic.wording import Wording

COLUMNS: tuple[tuple[str, float], ...] = (
    ("no", 9.0),
    ("visit_no", 31.0),
    ("name", 26.0),
    ("person", 15.0),
    ("phone", 26.0),
    ("temperature", 18.0),
    ("route", 22.0),
    ("sent", 15.0),
    ("guide", 18.0),
    ("deadline", 15.0),
    ("received", 17.0),
    ("via", 15.0),
    ("state", 25.0),
    ("signature", 25.0),
)
RECEIPTS_A_PAGE = 4
STRIP = PORTRAIT[1] / RECEIPTS_A_PAGE
DASH, GAP = 2.0, 1.6


def render(paper: TrackingPaper, wording: Wording) -> bytes:
    """The list, A4 across; who is late is marked by a sign and by words."""
    say = wording.say
    late = frozenset(
        place
        for place, entry in enumerate(paper.entries)
        if entry.is_late(paper.minutes, paper.imprint.printed_at)
    )
    listed = ListPaper(
        title=say("papers.tracking.title"),
        period=say("papers.day", day=f"{paper.day:%Y-%m-%d}"),
        columns=tuple(
            Column(say(f"papers.tracking.{name}"), wide, Align.LEFT, name == "name")
            for name, wide in COLUMNS
        ),
        rows=tuple(
            _row(number, entry, paper, wording)
            for number, entry in enumerate(paper.entries, start=1)
        ),
        empty=say("papers.tracking.empty"),
        facts=say(
            "papers.tracking.facts",
            sent=len(paper.entries),
            received=sum(entry.received_at is not None for entry in paper.entries),
            late=len(late),
        ),
        below=(say("papers.tracking.below", minutes=paper.minutes),),
        strong_rows=late,
    )
    return render_list(listed, paper.imprint, wording)


def _row(number: int, entry: DayEntry, paper: TrackingPaper, wording: Wording) -> tuple[str, ...]:
    words, visit = PersonWords(wording, {}), entry.visit
    via = f"papers.via.{visit.received_via}"
    at = visit.arrived_at
    return (
        str(number),
        visit.visit_no,
        entry.patient.name,
        words.person(entry.patient, at),
        words.phone(entry.patient),
        words.temperature(entry),
        words.route(entry),
        clock(visit.sent_at or entry.sending_began_at, at),
        visit.guide,
        clock(entry.deadline(paper.minutes), at),
        clock(entry.received_at, at),
        wording.say(via) if visit.received_via and wording.knows(via) else visit.received_via,
        _state(entry, paper, wording),
        visit.received_by,
    )


def _state(entry: DayEntry, paper: TrackingPaper, wording: Wording) -> str:
    """On time, late by so many minutes, not there yet, or how the visit ended."""
    say, visit, now = wording.say, entry.visit, paper.imprint.printed_at
    deadline, received = entry.deadline(paper.minutes), entry.received_at
    if received is None and visit.stage in ENDED:
        return say(f"stage.{visit.stage.value}")
    if not entry.is_late(paper.minutes, now):
        return say("papers.tracking.on_time" if received else "papers.tracking.on_the_way")
    late = -(-int(((received or now) - deadline).total_seconds()) // 60)
    key = "papers.tracking.late" if received else "papers.tracking.not_there"
    return f"▲ {say(key, minutes=late)}"


def render_receipts(paper: TrackingPaper, wording: Wording) -> bytes:
    """Four receipts on A4, to be cut off: signed at the fever clinic and brought back to the desk."""
    entries = paper.entries
    groups = [
        entries[at : at + RECEIPTS_A_PAGE] for at in range(0, len(entries), RECEIPTS_A_PAGE)
    ] or [()]
    sheets: list[Sheet] = []
    for group in groups:
        sheet = Sheet(PORTRAIT[0])
        for place in range(1, RECEIPTS_A_PAGE):
            _cut(sheet, place * STRIP)
        for place, entry in enumerate(group):
            _receipt(sheet, place * STRIP - 2.6, entry, paper, wording)
        if not group:
            told = wording.say("papers.tracking.empty")
            sheet.text(PORTRAIT[0] / 2, STRIP / 2, told, Type(4.0), Align.CENTRE)
        sheets.append(sheet)
    title = f"{wording.say('papers.receipt.title')} {paper.day:%Y-%m-%d}"
    return press(tuple(sheets), PORTRAIT[1], title, paper.imprint.mark)


def _cut(sheet: Sheet, y: float) -> None:
    x = MARGIN
    while x < PORTRAIT[0] - MARGIN:
        sheet.line((x, y), (x + DASH, y))
        x += DASH + GAP


def _receipt(
    sheet: Sheet, top: float, entry: DayEntry, paper: TrackingPaper, wording: Wording
) -> None:
    say, words, visit = wording.say, PersonWords(wording, {}), entry.visit
    left, right = MARGIN + 2, PORTRAIT[0] - MARGIN - 2
    title = say("papers.receipt.title")
    sheet.text(left, top + 12.0, title, Type(5.4, bold=True))
    room = right - left - Type(5.4, bold=True).width(title) - 6
    place = f"{paper.imprint.facility} · {paper.imprint.station}"
    sheet.text(right, top + 12.0, place, Type(3.4).fitting(place, room, 2.0), Align.RIGHT)
    sheet.line((left, top + 15.0), (right, top + 15.0), 0.5)
    name = Type(5.2, bold=True).fitting(entry.patient.name, 88, 1.8)
    sheet.text(left, top + 22.4, entry.patient.name, name)
    person = words.person(entry.patient, visit.arrived_at)
    sheet.text(left + 90, top + 22.2, person, Type(3.8))
    code128(sheet, visit.visit_no, (right - 52, 52), top + 17.0, 8.0)
    sheet.text(right - 26, top + 28.6, visit.visit_no, SMALL, Align.CENTRE)
    sent = visit.sent_at or entry.sending_began_at
    facts = (
        ("route", words.route(entry)),
        ("sent", f"{local(sent):%Y-%m-%d %H:%M}"),
        ("guide", visit.guide or "—"),
        ("deadline", clock(entry.deadline(paper.minutes), sent)),
    )
    x = left
    for name, told in facts:
        sheet.text(x, top + 33.6, say(f"papers.receipt.{name}"), SMALL)
        cell(sheet, (x - 1.2, top + 34.4, 44, 7), told, is_bold=True)
        x += 46
    third = (right - left) / 3
    for at, name in enumerate(("received_at", "received_by", "signature")):
        x = left + at * third
        sheet.box(x, top + 44.0, third, 7.0, is_head=True)
        sheet.text(
            x + third / 2, top + 48.8, say(f"papers.receipt.{name}"), Type(3.3), Align.CENTRE
        )
        sheet.box(x, top + 51.0, third, 12.0)
    told = say("papers.receipt.back")
    sheet.text(left, top + 68.6, told, SMALL.fitting(told, right - left - 2, 2.0))
