"""空白预检单: a numbered intake sheet by which a nurse decides without a computer, rule by rule."""

from feverclinic.domain.history import ROUTING_QUESTIONS, Symptom
from feverclinic.domain.people import Sex
from feverclinic.domain.prescreening import HealthCode, Outcome
from feverclinic.domain.readings import Site
from feverclinic.domain.ternary import NO, UNKNOWN, YES
from feverclinic.domain.visits import Mask
from feverclinic.domain.vitals import Avpu, Level
from feverclinic.reports.day_records import BlankSheets, SheetRules
from feverclinic.reports.figures import code128
from feverclinic.reports.form_lines import Piece, bar, draw_pieces, head, tick, write
from feverclinic.reports.list_sheet import MARGIN, PORTRAIT, SMALL, cell
from feverclinic.reports.paper import Align, Sheet, Type, press
from feverclinic.wording import Wording

ROOM = PORTRAIT[0] - 2 * MARGIN
LEFT, INNER = MARGIN + 2.0, ROOM - 4.0
SITES = (Site.AXILLARY, Site.FOREHEAD_NC, Site.TYMPANIC, Site.ORAL, Site.RECTAL)
QUESTION_ROW, RULE_ROW = 8.6, 6.8
ANSWERS = 56.0
SIZE, PITCH = 3.1, 5.6


def render(paper: BlankSheets, wording: Wording) -> bytes:
    """One A4 page a number, all in one file."""
    sheets = tuple(_page(number, paper, wording) for number in paper.numbers)
    title = wording.say("papers.sheet.title")
    first, last = paper.numbers[0], paper.numbers[-1]
    return press(sheets, PORTRAIT[1], f"{title} {first} – {last}", paper.imprint.mark)


def _page(number: str, paper: BlankSheets, wording: Wording) -> Sheet:
    sheet = Sheet(PORTRAIT[0])
    _head(sheet, number, paper, wording)
    top = _person(sheet, wording, 30.0)
    top = _now(sheet, paper.rules, wording, top + 1.6)
    top = _questions(sheet, wording, top + 1.6)
    top = _desk(sheet, paper.rules, wording, top + 1.6)
    top = _table(sheet, paper.rules, wording, top + 1.6)
    _decision(sheet, wording, top + 1.6)
    sheet.line((MARGIN, PORTRAIT[1] - 8), (PORTRAIT[0] - MARGIN, PORTRAIT[1] - 8))
    foot = paper.imprint.foot(wording)
    sheet.text(MARGIN, PORTRAIT[1] - 3.8, foot, SMALL.fitting(foot, 120, 1.8))
    sheet.text(PORTRAIT[0] - MARGIN, PORTRAIT[1] - 3.8, number, SMALL, Align.RIGHT)
    return sheet


def _head(sheet: Sheet, number: str, paper: BlankSheets, wording: Wording) -> None:
    say, right = wording.say, PORTRAIT[0] - MARGIN
    title = say("papers.sheet.title")
    sheet.text(MARGIN, 14.6, title, Type(6.4, bold=True))
    place = f"{paper.imprint.facility} · {paper.imprint.station}"
    sheet.text(MARGIN, 20.4, place, Type(3.4).fitting(place, 110, 1.8))
    told = say("papers.sheet.how")
    sheet.text(MARGIN, 26.0, told, SMALL.fitting(told, 120, 2.0))
    code128(sheet, number, (right - 62, 62), 8.0, 11.0)
    sheet.text(right - 31, 24.4, number, Type(4.2, bold=True), Align.CENTRE)


def _part(sheet: Sheet, top: float, words: str, lines: tuple[tuple[Piece, ...], ...]) -> float:
    """A head with lines of pieces under it, in a box; returns the bottom."""
    y = bar(sheet, (MARGIN, top, ROOM), words) + 4.8
    for line in lines:
        y = draw_pieces(sheet, line, (LEFT, y, INNER), size=SIZE, pitch=PITCH) + PITCH
    bottom = y - PITCH + 2.4
    sheet.box(MARGIN, top, ROOM, bottom - top)
    return bottom


def _person(sheet: Sheet, wording: Wording, top: float) -> float:
    say = wording.say
    sexes = [tick(say(f"sex_short.{one.value}")) for one in (Sex.MALE, Sex.FEMALE)]
    return _part(
        sheet,
        top,
        say("papers.sheet.person"),
        (
            (
                write(say("papers.sheet.day"), 24),
                write(say("papers.sheet.arrived"), 18),
                write(say("papers.sheet.name"), 40),
                *sexes,
                write(say("papers.sheet.age"), 14),
            ),
            (
                write(say("papers.sheet.identity"), 56),
                write(say("papers.sheet.phone"), 40),
                write(say("papers.sheet.guardian"), 26),
            ),
            (write(say("papers.sheet.address"), 158),),
        ),
    )


def _now(sheet: Sheet, rules: SheetRules, wording: Wording, top: float) -> float:
    """Temperature, symptoms, mask and code: what decides at the door."""
    say = wording.say
    sites = [tick(say(f"site.{one.value}")) for one in SITES]
    answers = [tick(say(f"answer.{one.value}")) for one in (YES, NO, UNKNOWN)]
    symptoms = [tick(say(f"symptom.{one.value}")) for one in Symptom]
    masks = [tick(say(f"mask.{one.value}")) for one in Mask]
    codes = [tick(say(f"health_code.{one.value}")) for one in HealthCode]
    return _part(
        sheet,
        top,
        say("papers.sheet.now", limit=rules.limit_c),
        (
            (
                head(say("papers.sheet.first")),
                write("", 16),
                Piece("℃"),
                *sites,
                write(say("papers.sheet.at"), 16),
                write(say("papers.sheet.thermometer"), 18),
            ),
            (
                head(say("papers.sheet.second")),
                write("", 16),
                Piece("℃"),
                *sites,
                write(say("papers.sheet.at"), 16),
            ),
            (head(say("papers.sheet.reported")), *answers, write("", 12), Piece("℃")),
            (
                head(say("papers.sheet.antipyretic", hours=rules.antipyretic_hours)),
                *answers,
                write(say("papers.sheet.at"), 16),
            ),
            (head(say("papers.sheet.symptoms")), *symptoms, tick(say("paper.no_symptoms"))),
            (head(say("papers.sheet.mask")), *masks),
            (head(say("papers.sheet.health_code")), *codes),
        ),
    )


def _questions(sheet: Sheet, wording: Wording, top: float) -> float:
    """Q1 to Q5 as they are read out, with boxes for the answer."""
    say = wording.say
    y = bar(sheet, (MARGIN, top, ROOM), say("papers.sheet.questions"))
    for question in ROUTING_QUESTIONS:
        told = f"{question.value[1:]}. {say(f'question_full.{question.value}')}"
        cell(sheet, (MARGIN, y, ROOM - ANSWERS, QUESTION_ROW), told)
        answers = [tick(say(f"answer.{one.value}")) for one in (YES, NO, UNKNOWN)]
        place = (MARGIN + ROOM - ANSWERS + 3, y + QUESTION_ROW / 2 + 1.2, ANSWERS - 3)
        draw_pieces(sheet, answers, place, size=SIZE)
        y += QUESTION_ROW
        sheet.line((MARGIN, y), (MARGIN + ROOM, y))
    sheet.box(MARGIN, top, ROOM, y - top)
    return y


def _desk(sheet: Sheet, rules: SheetRules, wording: Wording, top: float) -> float:
    """Vital signs and the signs that mean level I at once."""
    say = wording.say
    states = [tick(say(f"avpu.{one.value}")) for one in Avpu]
    signs = [tick(say(f"sign.{code}")) for code in rules.red_signs]
    also = say(
        "papers.sheet.red_also",
        refill=rules.refill_above_s,
        slow=rules.red_hr_below,
        fast=rules.red_hr_above,
    )
    return _part(
        sheet,
        top,
        say("papers.sheet.desk"),
        (
            (
                write("SpO₂", 10),
                Piece("%"),
                write("R", 10),
                write("P", 10),
                write("BP", 16),
                *states,
            ),
            (head(say("papers.sheet.red")), *signs),
            (tick(also),),
        ),
    )


def _table(sheet: Sheet, rules: SheetRules, wording: Wording, top: float) -> float:
    """The printed rules, first match wins; the nurse ticks the line that holds."""
    say = wording.say
    y = bar(sheet, (MARGIN, top, ROOM), say("papers.sheet.table", limit=rules.limit_c))
    first = y
    recheck = say(
        "papers.sheet.recheck",
        low=rules.recheck_from_c,
        high=rules.limit_c,
        minutes=rules.recheck_minutes,
        hours=rules.antipyretic_hours,
    )
    lines = (
        ("TRI-1", say("papers.sheet.tri_1"), Outcome.RESUS_ISOLATION),
        ("TRI-2", say("papers.sheet.tri_2"), Outcome.RESUS),
        ("TRI-3", say("papers.sheet.tri_3"), Outcome.FEVER_CLINIC_SINGLE_ROOM),
        ("TRI-4", say("papers.sheet.tri_4"), Outcome.FEVER_CLINIC),
        ("TRI-5", say("papers.sheet.tri_5"), Outcome.FEVER_CLINIC_SCREEN),
        ("TRI-6", say("papers.sheet.tri_6"), rules.resp_only),
        ("TRI-7", recheck, Outcome.HOLD_RECHECK),
        ("TRI-8", say("papers.sheet.tri_8"), Outcome.GENERAL_OPD),
    )
    for rule, told, outcome in lines:
        cell(sheet, (MARGIN, y, 16.0, RULE_ROW), rule)
        cell(sheet, (MARGIN + 16.0, y, ROOM - 76.0, RULE_ROW), told)
        place = (MARGIN + ROOM - 58.0, y + RULE_ROW / 2 + 1.2, 56.0)
        draw_pieces(sheet, (tick(say(f"outcome.{outcome.value}")),), place, size=3.4)
        y += RULE_ROW
        sheet.line((MARGIN, y), (MARGIN + ROOM, y))
    for edge in (0.0, 16.0, ROOM - 60.0, ROOM):
        sheet.line((MARGIN + edge, first), (MARGIN + edge, y))
    return y


def _decision(sheet: Sheet, wording: Wording, top: float) -> None:
    say = wording.say
    levels = [tick(say(f"level.{one.value}")) for one in Level]
    _part(
        sheet,
        top,
        say("papers.sheet.decision"),
        (
            (
                head(say("papers.sheet.level")),
                *levels,
                write(say("papers.sheet.decided"), 18),
                write(say("papers.sheet.nurse"), 34),
            ),
            (
                write(say("papers.sheet.guide"), 26),
                write(say("papers.sheet.received"), 18),
                write(say("papers.sheet.received_by"), 26),
                write(say("papers.sheet.entered"), 40),
            ),
        ),
    )
