"""The frame of a paper of a case: whose paper, whose case, which printing, page of how many."""

from collections.abc import Sequence
from dataclasses import dataclass

from feverclinic.domain.civil_time import local
from feverclinic.reports.case_flow import Block, Measure, Strip, pages
from feverclinic.reports.case_records import CaseHead
from feverclinic.reports.figures import code128, qr
from feverclinic.reports.paper import EDGE, FRAME, Align, Sheet, Type, press
from feverclinic.reports.person_words import PersonWords
from feverclinic.wording import Wording

SIZES = (4.0, 3.8, 3.6, 3.4, 3.2, 3.0)
SPREAD = 3.4
"""The size of what does not fit one page at the smallest size either."""
FOOT = 9.0
HEAD = 17.5
WHO = 27.0
NAME_SIZES = ((6.2, 1), (5.0, 1), (4.2, 2), (3.4, 3), (3.0, 3))
SMALL = Type(3.0)


@dataclass(frozen=True, slots=True)
class Page:
    """A paper's size in mm with its margin."""

    width: float
    height: float
    margin: float

    @property
    def room(self) -> float:
        return self.width - 2 * self.margin


A4 = Page(210.0, 297.0, 15.0)
A5 = Page(148.0, 210.0, 9.0)


def render_case_paper(
    head: CaseHead, title: str, blocks: Sequence[Block], wording: Wording, page: Page = A4
) -> bytes:
    """One page where the letters may be small enough for it, else as many as are needed."""
    filled = _filled(blocks, page)
    sheets: list[Sheet] = []
    for number, strips in enumerate(filled, start=1):
        sheet = Sheet(page.width)
        frame = _Frame(sheet, head, title, wording, page)
        top = frame.draw(number, len(filled))
        for strip in strips:
            strip.draw(sheet, page.margin, top)
            top += strip.height
        sheets.append(sheet)
    return press(tuple(sheets), page.height, f"{title} {head.visit.visit_no}", head.imprint.mark)


def _filled(blocks: Sequence[Block], page: Page) -> tuple[tuple[Strip, ...], ...]:
    """The largest size at which all stands on one page."""
    first = page.height - FOOT - HEAD - WHO - 6
    later = page.height - FOOT - HEAD - 16
    for size in SIZES:
        strips = [strip for block in blocks for strip in block(Measure(page.room, size))]
        if sum(strip.height for strip in strips) <= first:
            return (tuple(strips),)
    strips = [strip for block in blocks for strip in block(Measure(page.room, SPREAD))]
    return pages(strips, first, later)


class _Frame:
    """Head, person and foot of one page."""

    def __init__(
        self, sheet: Sheet, head: CaseHead, title: str, wording: Wording, page: Page
    ) -> None:
        self.sheet, self.head, self.title = sheet, head, title
        self.say, self.page = wording.say, page
        self.words = PersonWords(wording, head.places, head.shows_identity)
        self.left, self.right = page.margin, page.width - page.margin

    def draw(self, number: int, count: int) -> float:
        """Returns where the body begins."""
        self._head()
        self._foot(number, count)
        return self._who() if number == 1 else self._who_again()

    def _head(self) -> None:
        sheet, page, head = self.sheet, self.page, self.head
        title = Type(6.4, bold=True).fitting(self.title, page.room * 0.56, 3.6)
        half = (page.room - title.width(self.title)) / 2 - 3
        facility = head.imprint.facility
        sheet.text(self.left, 13.0, facility, Type(4.2, bold=True).fitting(facility, half, 2.0))
        sheet.text(page.width / 2, 13.2, self.title, title, Align.CENTRE)
        station = head.imprint.station
        sheet.text(self.right, 13.0, station, Type(3.6).fitting(station, half, 2.0), Align.RIGHT)
        sheet.line((self.left, 16.0), (self.right, 16.0), 0.5)
        if head.copy_no > 1:
            told = self.say("paper.copy_of", copy_no=head.copy_no)
            kind = Type(3.2, bold=True)
            wide = kind.width(told) + 3
            sheet.box(self.right - wide, 3.4, wide, 4.9, thickness=0.5)
            sheet.text(self.right - wide / 2, 7.0, told, kind, Align.CENTRE)

    def _who(self) -> float:
        """Name, person and numbers at the left, the codes of the visit at the right."""
        sheet, head, top = self.sheet, self.head, HEAD + 1.2
        sheet.box(self.left, top, self.page.room, WHO, thickness=FRAME)
        code = 20.0
        bars = 46.0 if self.page is A4 else 32.0
        qr(sheet, head.visit.visit_no, self.right - code - 3, top + 3.4, code)
        x = self.right - code - 8 - bars
        code128(sheet, head.visit.visit_no, (x, bars), top + 4.0, 9.0)
        number = head.visit.visit_no
        sheet.text(x + bars / 2, top + 17.0, number, Type(3.8, bold=True), Align.CENTRE)
        told = self.say("case_papers.visit_no")
        sheet.text(x + bars / 2, top + 21.4, told, SMALL, Align.CENTRE)
        self._person(x - self.left - 6, top)
        return top + WHO + 1.4

    def _person(self, room: float, top: float) -> None:
        sheet, head, left = self.sheet, self.head, self.left + 3
        name = head.patient.name or self.say("paper.name_unknown")
        kind, rows = _name(name, room)
        baseline = top + 2.2 + kind.size
        for row in rows:
            sheet.text(left, baseline, row, kind)
            baseline += kind.size * 1.2
        patient, at = head.patient, head.visit.arrived_at
        told = (
            "  ".join(part for part in (self.words.person(patient, at), head.room) if part),
            self.words.identity(patient),
            self.words.phone(patient),
        )
        step = min(4.8, (WHO - 2.4 - (baseline - kind.size * 1.2 - top)) / len(told))
        baseline += step - kind.size * 1.2
        for row in told:
            sheet.text(left, baseline, row, Type(3.4).fitting(row, room, 2.4))
            baseline += step

    def _who_again(self) -> float:
        """A later page says whose it is in one line."""
        head, sheet = self.head, self.sheet
        number = Type(3.6)
        room = self.page.room - number.width(head.visit.visit_no) - 6
        kind = Type(4.6, bold=True).fitting(head.patient.name, room, 2.2)
        sheet.text(self.left, 22.4, head.patient.name, kind)
        sheet.text(self.right, 22.4, head.visit.visit_no, number, Align.RIGHT)
        return 26.0

    def _foot(self, number: int, count: int) -> None:
        sheet, high, imprint = self.sheet, self.page.height, self.head.imprint
        at = f"{local(imprint.printed_at):%Y-%m-%d %H:%M}"
        parts = [self.say("papers.printed", name=imprint.printed_by, time=at)]
        if imprint.rules:
            parts.append(self.say("paper.rules", rule_set=imprint.rules))
        parts.append(self.say("paper.print_no", copy_no=self.head.copy_no))
        told = " · ".join(parts)
        page = self.say("papers.page", page=f"{number} / {count}")
        sheet.line((self.left, high - FOOT), (self.right, high - FOOT), EDGE)
        room = self.page.room - SMALL.width(page) - 5
        sheet.text(self.left, high - FOOT + 4.2, told, SMALL.fitting(told, room, 1.8))
        sheet.text(self.right, high - FOOT + 4.2, page, SMALL, Align.RIGHT)


def _name(name: str, room: float) -> tuple[Type, tuple[str, ...]]:
    """The largest size whose lines hold the name; at the smallest it is cut with its last line."""
    for size, most in NAME_SIZES:
        kind = Type(size, bold=True)
        rows = kind.lines(name, room)
        if len(rows) <= most:
            return kind, rows
    kind = Type(NAME_SIZES[-1][0], bold=True)
    rows = kind.lines(name, room)
    return kind, (*rows[:2], f"{rows[2][:-1]}…")
