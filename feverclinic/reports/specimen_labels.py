"""标本标签, 50 × 30 mm: the tube's number as bars, whose it is, what it is, when it was taken."""

from feverclinic.domain.civil_time import local
from feverclinic.reports.case_records import LabelSheet, TubeLabel
from feverclinic.reports.figures import code128
from feverclinic.reports.paper import EDGE, Align, Sheet, Type, press
from feverclinic.wording import Wording

WIDTH, HEIGHT = 50.0, 30.0
MARGIN = 2.0
QUIET = 4.0
"""White on both sides of the bars: a scanner needs it."""
DOT = 25.4 / 203
"""Of a label printer: bars begin on its dots."""
ACROSS, DOWN = 4, 9
PAPER = (210.0, 297.0)


def render(paper: LabelSheet, wording: Wording) -> bytes:
    """One label a page, or thirty-six of them on A4 with lines to cut along."""
    title = wording.say("case_papers.title.LABELS")
    mark = paper.imprint.mark
    if not paper.is_sheet:
        sheets: list[Sheet] = []
        for label in paper.labels:
            sheet = Sheet(WIDTH)
            _draw(sheet, label, (0.0, 0.0), wording)
            sheets.append(sheet)
        return press(tuple(sheets), HEIGHT, title, mark)
    a_page = ACROSS * DOWN
    groups = [paper.labels[at : at + a_page] for at in range(0, len(paper.labels), a_page)]
    return press(tuple(_page(group, wording) for group in groups), PAPER[1], title, mark)


def _page(labels: tuple[TubeLabel, ...], wording: Wording) -> Sheet:
    sheet = Sheet(PAPER[0])
    left, top = (PAPER[0] - ACROSS * WIDTH) / 2, (PAPER[1] - DOWN * HEIGHT) / 2
    for place, label in enumerate(labels):
        x, y = left + place % ACROSS * WIDTH, top + place // ACROSS * HEIGHT
        sheet.box(x, y, WIDTH, HEIGHT, thickness=EDGE)
        _draw(sheet, label, (x, y), wording)
    return sheet


def _draw(sheet: Sheet, label: TubeLabel, place: tuple[float, float], wording: Wording) -> None:
    say, (x, y) = wording.say, place
    left, right = x + MARGIN, x + WIDTH - MARGIN
    room = WIDTH - 2 * MARGIN
    age = "" if label.age is None else f"{label.age}{say(f'age_unit.{label.age_unit}')}"
    person = f"{say(f'sex_short.{label.sex}')} {age}".strip()
    side = Type(3.0)
    name = Type(4.2, bold=True).fitting(label.name, room - side.width(person) - 2, 2.0)
    sheet.text(left, y + 5.4, label.name, name)
    sheet.text(right, y + 5.4, person, side, Align.RIGHT)
    code128(sheet, label.tube_no, (x + QUIET, WIDTH - 2 * QUIET), y + 7.0, 8.6, DOT)
    number = Type(3.4, bold=True)
    sheet.text(
        x + WIDTH / 2,
        y + 19.0,
        label.tube_no,
        number.fitting(label.tube_no, room, 2.0),
        Align.CENTRE,
    )
    kind = say(f"sample_kind.{label.kind}")
    what = kind if label.specimen is None else f"{kind} · {say(f'specimen.{label.specimen}')}"
    sheet.text(left, y + 23.4, what, side.fitting(what, room, 2.0))
    at = f"{local(label.collected_at):%m-%d %H:%M}"
    sheet.text(left, y + 27.6, label.visit_no, side)
    sheet.text(right, y + 27.6, at, side, Align.RIGHT)
