"""流行病学史询问表与承诺书: the questions with what was answered, a declaration, and who signs it."""

from feverclinic.domain.civil_time import local
from feverclinic.domain.history import Answer, Question, Symptom
from feverclinic.domain.ternary import NO, UNKNOWN, YES, Ternary
from feverclinic.reports.day_records import Declaration
from feverclinic.reports.figures import code128
from feverclinic.reports.form_lines import Piece, bar, draw_pieces, head, tick, write
from feverclinic.reports.list_sheet import MARGIN, PORTRAIT, ListPaper, cell, frame
from feverclinic.reports.paper import Align, Sheet, Type, press
from feverclinic.reports.person_words import PersonWords
from feverclinic.wording import Wording

ROOM = PORTRAIT[0] - 2 * MARGIN
ROW = 16.6
QUESTION, DETAIL = 92.0, 58.0
ANSWERS = ROOM - QUESTION - DETAIL


def render(paper: Declaration, wording: Wording) -> bytes:
    """One page of A4, blank or filled in."""
    say, sheet = wording.say, Sheet(PORTRAIT[0])
    title = say("papers.declaration.title")
    day = local(paper.entry.visit.arrived_at if paper.entry else paper.imprint.printed_at)
    period = say("papers.day", day=f"{day:%Y-%m-%d}") if paper.entry else say("papers.day_blank")
    listed = ListPaper(title, period, (), (), "", page=PORTRAIT)
    frame(sheet, listed, paper.imprint, wording, "1 / 1")
    top = _person(sheet, paper, wording)
    top = _questions(sheet, paper, wording, top + 2.0)
    top = _symptoms(sheet, paper, wording, top + 2.0)
    _promise(sheet, wording, top + 2.0)
    number = paper.entry.visit.visit_no if paper.entry else ""
    return press((sheet,), PORTRAIT[1], f"{title} {number}".strip(), paper.imprint.mark)


def _person(sheet: Sheet, paper: Declaration, wording: Wording) -> float:
    """Who it is, in two lines of cells; the visit's number as bars beside the date."""
    say, entry = wording.say, paper.entry
    words = PersonWords(wording, paper.places, paper.shows_identity)
    told = dict[str, str]()
    if entry is not None:
        person = entry.patient
        told = {
            "name": person.name,
            "person": words.person(person, entry.visit.arrived_at),
            "identity": words.identity(person),
            "phone": words.phone(person),
            "address": words.address(person),
            "employer": person.employer,
        }
        code128(sheet, entry.visit.visit_no, (PORTRAIT[0] - MARGIN - 50, 50), 17.6, 5.0)
    lines = (
        (("name", 50.0), ("person", 40.0), ("identity", 100.0)),
        (("phone", 50.0), ("address", 90.0), ("employer", 50.0)),
    )
    top = 25.0
    for line in lines:
        x = MARGIN
        for name, wide in line:
            label = say(f"papers.declaration.{name}")
            sheet.box(x, top, 17.0, 9.0, is_head=True)
            cell(sheet, (x, top, 17.0, 9.0), label)
            sheet.box(x + 17.0, top, wide - 17.0, 9.0)
            cell(
                sheet, (x + 17.0, top, wide - 17.0, 9.0), told.get(name, ""), is_bold=name == "name"
            )
            x += wide
        top += 9.0
    return top


def _questions(sheet: Sheet, paper: Declaration, wording: Wording, top: float) -> float:
    say = wording.say
    answers = paper.entry.visit.questions if paper.entry else {}
    y = bar(sheet, (MARGIN, top, ROOM), say("papers.declaration.questions"))
    x, first = MARGIN, y
    for question in Question:
        cell(
            sheet,
            (x, y, QUESTION, ROW),
            f"{question.value[1:]}. {say(f'question_full.{question.value}')}",
        )
        given = answers.get(question)
        answer = given.answer if given else None
        _answers(sheet, (x + QUESTION, y), answer, wording)
        detail = _detail(given, wording) if paper.entry else say("papers.declaration.detail_blank")
        cell(sheet, (x + QUESTION + ANSWERS, y, DETAIL, ROW), detail)
        y += ROW
        sheet.line((x, y), (x + ROOM, y))
    for edge in (0.0, QUESTION, QUESTION + ANSWERS, ROOM):
        sheet.line((x + edge, first), (x + edge, y))
    return y


def _answers(
    sheet: Sheet, place: tuple[float, float], answer: Ternary | None, wording: Wording
) -> None:
    x, y = place
    for row, one in enumerate((YES, NO, UNKNOWN)):
        piece = tick(wording.say(f"answer.{one.value}"), is_ticked=answer is one)
        draw_pieces(sheet, (piece,), (x + 3.0, y + 4.9 + row * 4.7, ANSWERS - 4), size=3.1)


def _detail(given: Answer | None, wording: Wording) -> str:
    """When, until when, where, with whom; that nobody asked is said."""
    if given is None:
        return wording.say("answer.NOT_ASKED")
    say, told = wording.say, list[str]()
    if given.last_exposure_on:
        told.append(say("papers.declaration.on", day=f"{given.last_exposure_on:%Y-%m-%d}"))
    if given.until:
        told.append(say("papers.declaration.until", day=f"{given.until:%Y-%m-%d}"))
    told += [text for text in (given.place_code, given.contact_name) if text]
    return "\n".join(told)


def _symptoms(sheet: Sheet, paper: Declaration, wording: Wording, top: float) -> float:
    say = wording.say
    told = paper.entry.visit.symptoms if paper.entry else {}
    y = bar(sheet, (MARGIN, top, ROOM), say("papers.declaration.symptoms"))
    has_fever = paper.entry is not None and paper.entry.is_fever
    fever = tick(say("paper.fever"), is_ticked=has_fever)
    pieces: list[Piece] = [
        fever,
        *(tick(say(f"symptom.{one.value}"), is_ticked=told.get(one) is YES) for one in Symptom),
    ]
    size, pitch = 3.1, 5.2
    bottom = draw_pieces(sheet, pieces, (MARGIN + 2, y + 4.6, ROOM - 4), size=size, pitch=pitch)
    sheet.box(MARGIN, top, ROOM, bottom + 2.4 - top)
    return bottom + 2.4


def _promise(sheet: Sheet, wording: Wording, top: float) -> None:
    """What is promised, and the lines to sign on, down to the foot."""
    say = wording.say
    y = bar(sheet, (MARGIN, top, ROOM), say("papers.declaration.promise"))
    text = say("papers.declaration.promise_text")
    y = sheet.paragraph(MARGIN + 2, y + 5.0, text, Type(3.3), ROOM - 4, 5.2) + 6.0
    signed = (
        (head(say("papers.declaration.patient")), write("", 52), write(say("papers.relation"), 28)),
        (write(say("papers.signed_at"), 42), write(say("papers.declaration.nurse"), 52)),
    )
    for line in signed:
        draw_pieces(sheet, line, (MARGIN + 2, y, ROOM - 4))
        y += 11.0
    sheet.box(MARGIN, top, ROOM, y - 6.0 - top)
    note = say("papers.declaration.note")
    kind = Type(3.0).fitting(note, ROOM, 2.0)
    sheet.text(PORTRAIT[0] / 2, y + 1.0, note, kind, Align.CENTRE)
