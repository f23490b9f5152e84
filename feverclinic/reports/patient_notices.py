"""What a patient takes home or signs: 离院告知书 and 拒绝检查/留观告知书."""

from feverclinic.reports.case_flow import (
    Block,
    Fact,
    SignLine,
    facts,
    framed,
    paragraph,
    points,
    section,
    signatures,
)
from feverclinic.reports.case_frame import render_case_paper
from feverclinic.reports.case_records import LeaveNotice, RefusalNotice
from feverclinic.reports.gate_words import known_word, moment
from feverclinic.wording import Wording

HOME = ("measure", "wear", "rest", "again", "worse", "report")
RISKS = ("late", "others", "gate", "ask")
STAY = "OBSERVATION"


def render_leave(paper: LeaveNotice, wording: Wording) -> bytes:
    """Where to, from what the fever came, what to look out for at home."""
    say, disposed = wording.say, paper.disposed
    cause = ""
    if paper.cause is not None:
        code = paper.cause.icd
        named = paper.cause.cause or known_word(code.replace(".", "_"), ("icd",), wording)
        cause = f"{named} ({code})" if code else named
    blocks: list[Block] = [
        facts(
            (
                (
                    Fact(say("case_papers.case_class"), say(f"class.{paper.case_class}")),
                    Fact(
                        say("case_papers.disposition"),
                        known_word(disposed.to, ("disposition",), wording),
                        is_bold=True,
                    ),
                ),
                (Fact(say("case_papers.cause"), cause or say("case_papers.no_cause"), 1.0),),
                (Fact(say("case_papers.advice"), disposed.advice, 1.0),),
            ),
            least=9.0,
        ),
        section(say("case_papers.home.what")),
        points([say(f"case_papers.home.{name}", limit=paper.limit_c) for name in HOME]),
        section(say("case_papers.statement")),
        paragraph(say("case_papers.home.told")),
        signatures(
            (
                SignLine(say("case_papers.patient")),
                SignLine(say("case_papers.relation"), has_time=False),
                SignLine(say("case_papers.doctor_signs"), paper.disposed_by),
                SignLine(say("case_papers.nurse")),
            ),
            say("case_papers.when"),
        ),
    ]
    return render_case_paper(paper.head, say("case_papers.title.LEAVE"), blocks, wording)


def render_refusal(paper: RefusalNotice, wording: Wording) -> bytes:
    """What is refused, what that means, and that it was explained."""
    say, refused = wording.say, paper.refusal
    item = known_word(refused.item, ("work_up",), wording)
    is_stay = refused.item == STAY
    said = say("case_papers.refusal.stay" if is_stay else "case_papers.refusal.item", item=item)
    blocks: list[Block] = [
        framed(said, 4.6),
        facts(
            (
                (
                    Fact(say("case_papers.refused_at"), moment(paper.at)),
                    Fact(say("case_papers.noted_by"), refused.note_by),
                ),
                (Fact(say("case_papers.reason_given"), refused.reason, 1.0),),
            ),
            least=10.0,
        ),
        section(say("case_papers.refusal.means")),
        points([say(f"case_papers.refusal.{name}") for name in RISKS]),
        section(say("case_papers.statement")),
        paragraph(say("case_papers.refusal.told")),
        signatures(
            (
                SignLine(say("case_papers.patient")),
                SignLine(say("case_papers.relation"), has_time=False),
                SignLine(say("case_papers.doctor_signs"), refused.note_by),
                SignLine(say("case_papers.witness")),
            ),
            say("case_papers.when"),
        ),
    ]
    return render_case_paper(paper.head, say("case_papers.title.REFUSAL"), blocks, wording)
