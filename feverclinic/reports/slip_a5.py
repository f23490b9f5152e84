"""The triage slip on A5: where to go first, then who, what was measured, why, and what to do."""

from dataclasses import replace

from feverclinic.reports.figures import code128, level_shape, qr
from feverclinic.reports.marks import Mark
from feverclinic.reports.paper import EDGE, FRAME, Align, Sheet, Type, press
from feverclinic.reports.slip_parts import (
    SMALLEST,
    Density,
    Item,
    Span,
    draw_flow,
    flow,
    reason,
    section,
    ticks,
)
from feverclinic.reports.slip_record import Line, SlipWords

WIDTH, HEIGHT = 148.0, 210.0
PAGE = Span(9.0, 130.0)
DENSITIES = (
    Density(3.67, 6.0, 4.9),
    Density(3.4, 5.2, 3.6),
    Density(3.2, 4.6, 3.0, columns=2),
    Density(3.0, 4.1, 2.2, columns=2),
)
BODY_ENDS = 195.0
FOOT = 196.8
LABEL = 22.0
BODY = Type(3.67)
BOLD = Type(3.67, bold=True)
SMALL = Type(SMALLEST)
LEVEL_BOX = 28.3
WHO = Span(PAGE.x, 99.0)
NAME_SIZES = (7.3, 6.2, 5.2)
NAME_LINES = ((4.6, 2), (3.4, 3))
QR_SIZE = 28.0
BARCODE = (60.0, 9.3)
ROW_MARGIN = 2.4
BESIDE_MASK = Span(PAGE.x, 79.0)
MASK_ROOM = 25.0


def draw(words: SlipWords, title: str) -> bytes:
    """One page; the closer the lines, the more reasons there are.

    More reasons than a page holds go on to a second one, and the first says so.
    """
    for density in DENSITIES:
        sheet, bottom = _first_page(words, density)
        if bottom <= BODY_ENDS:
            return press((sheet,), HEIGHT, title, words.mark)
    return press(_two_pages(words), HEIGHT, title, words.mark)


def _first_page(words: SlipWords, density: Density) -> tuple[Sheet, float]:
    """The page and where its body ends."""
    sheet = Sheet(WIDTH)
    _header(sheet, words)
    _destination(sheet, words)
    _level(sheet, words)
    _who(sheet, words)
    bottom = _body(sheet, words, _measured(sheet, words, density), density)
    _foot(sheet, words)
    return sheet, bottom


def _two_pages(words: SlipWords) -> tuple[Sheet, Sheet]:
    """As many reasons as the first page holds, the others overleaf."""
    count = len(words.reasons)
    more = Line(Mark.NOTICE, words.overleaf, "")
    first = Sheet(WIDTH)
    while count:
        count -= 1
        shown = replace(words, reasons=(*words.reasons[:count], more))
        first, bottom = _first_page(shown, DENSITIES[-1])
        if bottom <= BODY_ENDS:
            break
    return first, _second_page(replace(words, reasons=words.reasons[count:]))


def _second_page(words: SlipWords) -> Sheet:
    """The reasons left over, under the same head and name."""
    sheet = Sheet(WIDTH)
    for density in DENSITIES:
        sheet = Sheet(WIDTH)
        _header(sheet, words)
        top = sheet.paragraph(PAGE.x, 25.0, words.name, Type(4.6, bold=True), PAGE.width, 5.4)
        _foot(sheet, words)
        if _reasons(sheet, words, top, density) <= BODY_ENDS:
            break
    return sheet


def _header(sheet: Sheet, words: SlipWords) -> None:
    room = PAGE.width - BODY.width(words.number) - BODY.width(words.title) - 8
    facility = Type(5.0, bold=True).fitting(words.facility, room, 2.0)
    end = sheet.text(PAGE.x, 13.9, words.facility, facility)
    sheet.text(end + 2.5, 14.1, words.title, BODY)
    sheet.text(PAGE.end, 14.1, words.number, BODY, Align.RIGHT)
    sheet.line((PAGE.x, 17.5), (PAGE.end, 17.5), 0.5)
    right = PAGE.end
    for tag in reversed(words.tags):
        kind = Type(3.2, bold=True)
        wide = kind.width(tag) + 3
        sheet.box(right - wide, 5.0, wide, 4.9, thickness=0.5)
        sheet.text(right - wide / 2, 8.6, tag, kind, Align.CENTRE)
        right -= wide + 2


def _destination(sheet: Sheet, words: SlipWords) -> None:
    sheet.box(PAGE.x + FRAME / 2, 21.5, PAGE.width - FRAME, 31.0, thickness=FRAME)
    left, room = 13.3, PAGE.width - LEVEL_BOX - 6
    sheet.text(left, 28.5, words.go_to, Type(4.0))
    place, note = Type(11.0, bold=True, is_black=True), Type(6.4, bold=True)
    # A Latin word needs its blank before the bracket; between ideographs the bracket brings one.
    gap = 2.2 if words.note and words.place.isascii() else 0.0
    share = min(1.0, room / (place.width(words.place) + gap + note.width(words.note)))
    place, note = place.at(place.size * share), note.at(note.size * share)
    end = sheet.text(left, 40.9, words.place, place)
    sheet.text(end + gap * share, 40.9, words.note, note)
    way = Type(4.33).fitting(words.way, room, 3.6)
    rows = way.lines(words.way, room)
    baseline = 48.0 if len(rows) == 1 else 46.2
    sheet.paragraph(left, baseline, words.way, way, room, way.size * 1.15)


def _level(sheet: Sheet, words: SlipWords) -> None:
    edge = PAGE.end - LEVEL_BOX
    middle, room = PAGE.end - LEVEL_BOX / 2, LEVEL_BOX - 3
    sheet.line((edge, 21.5), (edge, 52.5), FRAME)
    level_shape(sheet, words.level, (middle, 31.6), 12.8)
    name = Type(4.33, bold=True)
    if name.width(words.level_name) > room:
        name = name.at(3.6)
    rows = name.lines(words.level_name, room)
    baseline = 45.0 if len(rows) == 1 else 43.2
    for row in rows:
        sheet.text(middle, baseline, row, name, Align.CENTRE)
        baseline += 3.6
    wait = Type(3.2).fitting(words.wait, room, 2.6)
    sheet.text(middle, 50.3, words.wait, wait, Align.CENTRE)


def _who(sheet: Sheet, words: SlipWords) -> None:
    identity = words.identity
    person = Type(5.0)
    for size in NAME_SIZES:
        name = Type(size, bold=True)
        if name.width(words.name) + 7.5 + person.width(words.person) <= WHO.width:
            end = sheet.text(WHO.x, 63.4, words.name, name)
            sheet.text(end + 7.5, 63.4, words.person, person)
            break
    else:
        identity = (words.person, *identity)
        _long_name(sheet, words.name)
    told = "　".join(identity)  # an ideographic blank, one character wide
    sheet.text(WHO.x, 69.8, told, BODY.fitting(told, WHO.width, 2.4))
    code128(sheet, words.visit_no, (WHO.x, BARCODE[0]), 73.0, BARCODE[1])
    sheet.text(WHO.x, 86.5, words.visit_no, SMALL, spacing=0.75)
    qr(sheet, words.visit_no, PAGE.end - QR_SIZE, 57.8, QR_SIZE)


def _long_name(sheet: Sheet, name: str) -> None:
    """A name of up to forty characters stands whole, in two or three lines."""
    kind, most = Type(NAME_LINES[0][0], bold=True), NAME_LINES[0][1]
    if len(kind.lines(name, WHO.width)) > most:
        kind, most = kind.at(NAME_LINES[1][0]), NAME_LINES[1][1]
    while len(kind.lines(name, WHO.width)) > most:
        kind = kind.at(kind.size * 0.95)
    rows = len(kind.lines(name, WHO.width))
    pitch = kind.size * 1.15
    sheet.paragraph(WHO.x, 65.0 - (rows - 1) * pitch, name, kind, WHO.width, pitch)


def _measured(sheet: Sheet, words: SlipWords, density: Density) -> float:
    """Temperature, vital signs, symptoms and mask as a table; returns its lower edge."""
    heads, top, kind = words.heads, 90.5, density.type
    main = Item(words.temperature, Type(5.33, bold=True))
    readings = (main, *(Item(one, kind) for one in words.readings))
    vitals = tuple(Item(one, kind) for one in words.vitals)
    symptoms = tuple(Item(one, kind) for one in words.symptoms)
    top = _row(sheet, top, (heads["temperature"], readings), density, more=2.0)
    top = _row(sheet, top, (heads["vitals"], vitals), density)
    mask = kind.fitting(words.mask, MASK_ROOM, SMALLEST)
    is_long = len(flow(symptoms, BESIDE_MASK.width - LABEL - 4)) > 1
    if is_long or mask.width(words.mask) > MASK_ROOM:
        top = _row(sheet, top, (heads["symptoms"], symptoms), density)
        return _row(sheet, top, (heads["mask"], (Item(words.mask, kind),)), density)
    _row(sheet, top, (heads["symptoms"], symptoms), density, span=BESIDE_MASK)
    rest = Span(BESIDE_MASK.end, PAGE.width - BESIDE_MASK.width)
    return _row(sheet, top, (heads["mask"], (Item(words.mask, mask),)), density, span=rest)


def _row(
    sheet: Sheet,
    top: float,
    content: tuple[str, tuple[Item, ...]],
    density: Density,
    *,
    more: float = 0.0,
    span: Span = PAGE,
) -> float:
    """A row with its grey head; it grows with the lines its words need."""
    head, items = content
    pitch = density.pitch * 0.9
    height = pitch + ROW_MARGIN + more
    rows = flow(items, span.width - LABEL - 4)
    tall = height + (len(rows) - 1) * pitch
    sheet.box(span.x, top, LABEL, tall, is_head=True)
    sheet.box(span.x + LABEL, top, span.width - LABEL, tall)
    label = Type(3.33).fitting(head, LABEL - 3, SMALLEST)
    sheet.text(span.x + 2.2, top + tall / 2 + 1.3, head, label)
    first = top + height / 2 + (1.7 if more else 1.4)
    draw_flow(sheet, rows, (span.x + LABEL + 2.2, first), pitch)
    return top + tall


def _body(sheet: Sheet, words: SlipWords, top: float, density: Density) -> float:
    """Reasons, tests, advice and the lines for the room; returns where they end."""
    heads, lead = words.heads, density.lead
    top += density.gap * 0.7
    baseline = _reasons(sheet, words, top, density)
    if words.work_up:
        top = baseline + density.gap
        section(sheet, PAGE, top, heads["work_up"], density)
        rows = flow(ticks(words.work_up, density), PAGE.width, 4.3)
        baseline = draw_flow(sheet, rows, (PAGE.x, top + lead), density.pitch, 4.3)
    top = baseline + density.gap
    section(sheet, PAGE, top, heads["please"], density)
    told = density.type.lines(words.advice, PAGE.width)
    sheet.paragraph(PAGE.x, top + lead, words.advice, density.type, PAGE.width, density.pitch * 0.9)
    top += lead + (len(told) - 1) * density.pitch * 0.9 + density.gap
    section(sheet, PAGE, top, heads["for_the_room"], density)
    return _for_the_room(sheet, words, top + density.pitch, density)


def _reasons(sheet: Sheet, words: SlipWords, top: float, density: Density) -> float:
    """The deciding rule beside the head, then one line a reason; returns the last baseline."""
    end = section(sheet, PAGE, top, words.heads["reasons"], density)
    baseline = top + 3.7 * density.head.size / 3.67
    sheet.text(PAGE.end, baseline, words.decision.rule, SMALL, Align.RIGHT)
    room = PAGE.end - end - SMALL.width(words.decision.rule) - 6
    decided = Type(3.33).fitting(words.decision.sentence, room, 2.6)
    sheet.text(end + 3.0, baseline, words.decision.sentence, decided)
    if not words.reasons:
        return baseline
    first = top + density.lead
    wide = (PAGE.width - 5.0 * (density.columns - 1)) / density.columns
    half = -(-len(words.reasons) // density.columns)
    lowest = first
    for column in range(density.columns):
        baseline = first
        span = Span(PAGE.x + column * (wide + 5.0), wide)
        for line in words.reasons[column * half : (column + 1) * half]:
            baseline = reason(sheet, line, span, baseline, density)
        lowest = max(lowest, baseline - density.pitch)
    return lowest


def _for_the_room(sheet: Sheet, words: SlipWords, top: float, density: Density) -> float:
    """Two cells that the receiving room fills in by hand."""
    tall = 7.5 if density.columns == 1 else 6.5
    halves = (Span(PAGE.x, 60.3), Span(PAGE.x + 60.3, PAGE.width - 60.3))
    for span, head in zip(halves, ("seen_at", "doctor"), strict=True):
        sheet.box(span.x, top, LABEL, tall, is_head=True)
        sheet.box(span.x + LABEL, top, span.width - LABEL, tall)
        label = Type(3.33).fitting(words.heads[head], LABEL - 3, SMALLEST)
        sheet.text(span.x + 2.2, top + tall / 2 + 1.25, words.heads[head], label)
    return top + tall


def _foot(sheet: Sheet, words: SlipWords) -> None:
    sheet.line((PAGE.x, FOOT), (PAGE.end, FOOT), EDGE)
    left, right = words.foot_left, words.foot_right
    baseline = 202.2
    if SMALL.width(left) + SMALL.width(right) + 4 > PAGE.width:
        sheet.text(PAGE.x, 200.6, left, SMALL.fitting(left, PAGE.width, 2.0))
        sheet.text(PAGE.end, 204.4, right, SMALL.fitting(right, PAGE.width, 2.0), Align.RIGHT)
    else:
        sheet.text(PAGE.x, baseline, left, SMALL)
        sheet.text(PAGE.end, baseline, right, SMALL, Align.RIGHT)
    if words.missing:
        kind = Type(SMALLEST, bold=True).fitting(words.missing, WHO.width, 2.0)
        sheet.text(WHO.x, 56.0, words.missing, kind)
