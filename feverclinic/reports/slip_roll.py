"""The triage slip on an 80 mm roll: the order of the A5 slip in one column, the QR code below."""

from feverclinic.reports.figures import code128, level_shape, qr
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
from feverclinic.reports.slip_record import SlipWords

WIDTH = 80.0
PAGE = Span(4.0, 72.0)  # what the usual 80 mm printer reaches
DENSITY = Density(3.4, 5.0, 3.6)
BODY = Type(3.4)
SMALL = Type(SMALLEST)
PITCH = 4.9
LABEL = 16.0
NAME_SIZES = (6.6, 5.6, 4.6)
BARCODE = (56.0, 10.0)
QR_SIZE = 28.875  # 21 modules of 11 dots
DOT = 0.125  # of the usual printer, 203 dots an inch
TEAR_OFF = 6.0
NOTE_GAP = 0.8


def draw(words: SlipWords, title: str) -> bytes:
    """One strip, as long as its words."""
    sheet = Sheet(WIDTH)
    top = _header(sheet, words)
    top = _destination(sheet, words, top)
    top = _level(sheet, words, top)
    top = _who(sheet, words, top)
    top = _measured(sheet, words, top)
    top = _body(sheet, words, top)
    top = _foot(sheet, words, top)
    return press((sheet,), round(top + TEAR_OFF, 1), title, words.mark)


def _middle(sheet: Sheet, baseline: float, words: str, kind: Type) -> float:
    """Centred lines; returns the baseline of the last one."""
    for line in kind.lines(words, PAGE.width):
        sheet.text(PAGE.x + PAGE.width / 2, baseline, line, kind, Align.CENTRE)
        baseline += kind.size * 1.25
    return baseline - kind.size * 1.25


def _header(sheet: Sheet, words: SlipWords) -> float:
    baseline = 5.0
    for tag in words.tags:
        sheet.box(PAGE.x, baseline - 1, PAGE.width, 5.4, thickness=0.5)
        _middle(sheet, baseline + 2.9, tag, Type(3.4, bold=True))
        baseline += 6.6
    baseline = _middle(sheet, baseline + 3.6, words.facility, Type(4.6, bold=True))
    sheet.text(PAGE.x, baseline + 5.4, words.title, BODY)
    sheet.text(PAGE.end, baseline + 5.4, words.number, BODY, Align.RIGHT)
    sheet.line((PAGE.x, baseline + 7.4), (PAGE.end, baseline + 7.4), 0.5)
    return baseline + 9.4


def _destination(sheet: Sheet, words: SlipWords, top: float) -> float:
    left, room = PAGE.x + 3, PAGE.width - 6
    sheet.text(left, top + 6.0, words.go_to, Type(3.8))
    place, note = Type(10.0, bold=True, is_black=True), Type(5.6, bold=True)
    whole = place.width(words.place) + note.width(words.note)
    share = max(0.6, min(1.0, (room - NOTE_GAP) / whole))
    place, note = place.at(place.size * share), note.at(note.size * share)
    rows = flow((Item(words.place, place), Item(words.note, note)), room, NOTE_GAP)
    baseline = draw_flow(sheet, rows, (left, top + 7.6 + place.size), place.size * 1.1, NOTE_GAP)
    way = Type(3.8)
    baseline = sheet.paragraph(left, baseline + 6.4, words.way, way, room, 4.9)
    bottom = baseline - 2.4
    sheet.box(PAGE.x, top, PAGE.width, bottom - top, thickness=FRAME)
    return bottom


def _level(sheet: Sheet, words: SlipWords, top: float) -> float:
    """The level stands in its own box under the route, shape left, words right."""
    tall = 17.0
    sheet.box(PAGE.x, top, PAGE.width, tall, thickness=FRAME)
    level_shape(sheet, words.level, (PAGE.x + 12.0, top + tall / 2), 10.5)
    left, room = PAGE.x + 23.0, PAGE.width - 25.0
    name = Type(5.4, bold=True).fitting(words.level_name, room, SMALLEST)
    sheet.text(left, top + 8.0, words.level_name, name)
    wait = Type(3.8).fitting(words.wait, room, SMALLEST)
    sheet.text(left, top + 13.4, words.wait, wait)
    return top + tall + 1.5


def _who(sheet: Sheet, words: SlipWords, top: float) -> float:
    name, person = Type(NAME_SIZES[0], bold=True), Type(4.4)
    for size in NAME_SIZES:
        name = name.at(size)
        if name.width(words.name) + 5 + person.width(words.person) <= PAGE.width:
            break
    baseline = top + name.size
    if name.width(words.name) + 5 + person.width(words.person) <= PAGE.width:
        end = sheet.text(PAGE.x, baseline, words.name, name)
        sheet.text(end + 5, baseline, words.person, person)
        baseline += 5.6
    else:
        pitch = name.size * 1.2
        baseline = sheet.paragraph(PAGE.x, baseline, words.name, name, PAGE.width, pitch)
        sheet.text(PAGE.x, baseline, words.person, person)
        baseline += 5.4
    if words.missing:
        kind = Type(SMALLEST, bold=True)
        baseline = sheet.paragraph(PAGE.x, baseline, words.missing, kind, PAGE.width, 4.2)
    rows = flow(tuple(Item(one, BODY) for one in words.identity), PAGE.width)
    baseline = draw_flow(sheet, rows, (PAGE.x, baseline), PITCH)
    wide, high = BARCODE
    span = (PAGE.x + (PAGE.width - wide) / 2, wide)
    code128(sheet, words.visit_no, span, baseline + 3, high, DOT)
    middle = PAGE.x + PAGE.width / 2
    sheet.text(middle, baseline + high + 6.8, words.visit_no, SMALL, Align.CENTRE, 0.7)
    return baseline + high + 9.4


def _measured(sheet: Sheet, words: SlipWords, top: float) -> float:
    main = Item(words.temperature, Type(5.0, bold=True))
    table = (
        ("temperature", (main, *(Item(one, BODY) for one in words.readings))),
        ("vitals", tuple(Item(one, BODY) for one in words.vitals)),
        ("symptoms", tuple(Item(one, BODY) for one in words.symptoms)),
        ("mask", (Item(words.mask, BODY),)),
    )
    for head, items in table:
        high = 7.6 if head == "temperature" else 6.4
        top = _row(sheet, top, words.heads[head], items, high)
    return top


def _row(sheet: Sheet, top: float, head: str, items: tuple[Item, ...], height: float) -> float:
    rows = flow(items, PAGE.width - LABEL - 3)
    tall = height + (len(rows) - 1) * PITCH
    sheet.box(PAGE.x, top, LABEL, tall, is_head=True)
    sheet.box(PAGE.x + LABEL, top, PAGE.width - LABEL, tall)
    label = Type(3.2).fitting(head, LABEL - 2, 2.4)
    sheet.text(PAGE.x + 1.2, top + height / 2 + 1.2, head, label)
    draw_flow(sheet, rows, (PAGE.x + LABEL + 1.5, top + height / 2 + 1.4), PITCH)
    return top + tall


def _body(sheet: Sheet, words: SlipWords, top: float) -> float:
    heads, lead, gap = words.heads, DENSITY.lead, DENSITY.gap
    top += 3.0
    section(sheet, PAGE, top, heads["reasons"], DENSITY)
    baseline = top + lead
    for line in (words.decision, *words.reasons):
        baseline = reason(sheet, line, PAGE, baseline, DENSITY)
    top = baseline - DENSITY.pitch + gap
    if words.work_up:
        section(sheet, PAGE, top, heads["work_up"], DENSITY)
        rows = flow(ticks(words.work_up, DENSITY), PAGE.width)
        top = draw_flow(sheet, rows, (PAGE.x, top + lead), DENSITY.pitch) + gap
    section(sheet, PAGE, top, heads["please"], DENSITY)
    baseline = sheet.paragraph(
        PAGE.x, top + lead, words.advice, DENSITY.type, PAGE.width, DENSITY.pitch * 0.92
    )
    top = baseline - DENSITY.pitch * 0.92 + gap
    section(sheet, PAGE, top, heads["for_the_room"], DENSITY)
    for head in ("seen_at", "doctor"):
        top = _row(sheet, top + (5.6 if head == "seen_at" else 0.0), heads[head], (), 7.6)
    return top


def _foot(sheet: Sheet, words: SlipWords, top: float) -> float:
    """The QR code, then who, where, when, by which rules and which print."""
    left = round((PAGE.x + (PAGE.width - QR_SIZE) / 2) / DOT) * DOT
    qr(sheet, words.visit_no, left, round((top + 5.0) / DOT) * DOT, QR_SIZE)
    top += QR_SIZE + 9.0
    sheet.line((PAGE.x, top), (PAGE.end, top), EDGE)
    baseline = sheet.paragraph(PAGE.x, top + 4.4, words.foot_left, SMALL, PAGE.width, 4.2)
    baseline = sheet.paragraph(PAGE.x, baseline, words.rules, SMALL, PAGE.width, 4.2)
    baseline = sheet.paragraph(PAGE.x, baseline, words.print_no, SMALL, PAGE.width, 4.2)
    return baseline - 4.2
