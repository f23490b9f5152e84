"""Records of consultations: the hospital's experts (CLS-7), and both medicines together (4.4)."""

from feverclinic.domain.clinical_entries import Consulted, JointConsulted
from feverclinic.domain.ternary import Ternary
from feverclinic.reports.case_flow import (
    Block,
    Fact,
    SignLine,
    facts,
    paragraph,
    section,
    signatures,
)
from feverclinic.reports.case_frame import render_case_paper
from feverclinic.reports.case_records import ConsultationPaper, JointPaper
from feverclinic.reports.gate_words import known_word, moment
from feverclinic.wording import Wording

INPUTS = ("E", "C1", "C2", "C3", "M")
TALL = 16.0


def render(paper: ConsultationPaper, wording: Wording) -> bytes:
    """院内专家组会诊意见: who met, on which criteria, whether the suspicion stays."""
    say, told = wording.say, paper.entry.document
    assert isinstance(told, Consulted)
    found = paper.classification
    joint = say("paper.list_joint")
    inputs = joint.join(
        f"{say(f'case_reason.{name}')} {say(f'answer.{found.inputs[name]}')}"
        for name in INPUTS
        if name in found.inputs
    )
    reasons = joint.join(known_word(one, ("case_reason", "rule"), wording) for one in found.reasons)
    blocks: list[Block] = [
        facts(
            (
                (
                    Fact(say("case_papers.ended_at"), moment(told.ended_at)),
                    Fact(say("case_papers.place"), _place(told.place, wording, told.is_remote)),
                ),
                (
                    Fact(say("case_papers.case_class"), say(f"class.{paper.case_class}")),
                    Fact(say("case_papers.severity"), say(f"severity.{paper.grade.result}")),
                ),
                (Fact(say("case_papers.experts"), joint.join(told.experts), 1.0),),
                (Fact(say("case_papers.criteria"), inputs, 1.0),),
                (
                    Fact(
                        say("case_papers.computed"),
                        f"{say(f'class.{found.result}')}\n{reasons}",
                        1.0,
                    ),
                ),
            )
        ),
        section(say("case_papers.conclusion")),
        paragraph(say(f"case_papers.keeps.{told.keeps}"), is_bold=True),
        facts(((Fact(say("case_papers.opinion"), told.opinion, 1.0),),), least=40.0),
        section(say("case_papers.signatures")),
        signatures(
            [SignLine(say("case_papers.expert"), name) for name in told.experts],
            say("case_papers.when"),
        ),
    ]
    return render_case_paper(paper.head, say("case_papers.title.CONSULTATION"), blocks, wording)


def render_joint(paper: JointPaper, wording: Wording) -> bytes:
    """中西医联合会诊记录: both sides sign; whoever signed under the own sign-in stands there by name."""
    say, told = wording.say, paper.entry.document
    assert isinstance(told, JointConsulted)
    joint = say("paper.list_joint")
    checked = say(f"answer.{Ternary.YES if told.contraindications_checked else Ternary.NO}")
    next_on = f"{told.next_on:%Y-%m-%d}" if told.next_on else ""
    blocks: list[Block] = [
        facts(
            (
                (
                    Fact(say("case_papers.held_at"), moment(told.held_at)),
                    Fact(say("case_papers.place"), _place(told.place, wording, told.is_remote)),
                ),
                (
                    Fact(say("case_papers.case_class"), say(f"class.{paper.case_class}")),
                    Fact(say("case_papers.severity"), say(f"severity.{paper.grade.result}")),
                ),
                (Fact(say("case_papers.western"), joint.join(told.western_experts), 1.0),),
                (Fact(say("case_papers.tcm"), joint.join(told.tcm_experts), 1.0),),
            )
        ),
        section(say("case_papers.tcm_found")),
        facts(
            (
                (Fact(say("case_papers.four"), told.four_examinations, 1.0),),
                (
                    Fact(say("case_papers.tongue"), told.tongue),
                    Fact(say("case_papers.pulse"), told.pulse),
                ),
                (Fact(say("case_papers.syndrome"), told.syndrome, 1.0),),
                (Fact(say("case_papers.formula"), told.formula, 1.0),),
                (
                    Fact(say("case_papers.injections"), told.injections),
                    Fact(say("case_papers.contraindications"), checked),
                ),
            ),
            least=9.0,
        ),
        section(say("case_papers.conclusion")),
        facts(((Fact(say("case_papers.opinion"), told.opinion, 1.0),),), least=TALL),
        facts(((Fact(say("case_papers.next_on"), next_on, 1.0),),)),
        section(say("case_papers.signatures")),
        *_sides(told, wording),
    ]
    return render_case_paper(paper.head, say("case_papers.title.JOINT"), blocks, wording)


def _sides(told: JointConsulted, wording: Wording) -> tuple[Block, ...]:
    """A line for each expert; the name stands on it once he has signed in the program."""
    sides = {"western": told.western_experts, "tcm": told.tcm_experts}
    lines: list[SignLine] = []
    for side, names in sides.items():
        label = wording.say(f"case_papers.{side}")
        for name in names:
            is_signed = name in told.signed_by
            signed = wording.say("case_papers.signed_here", name=name) if is_signed else ""
            lines.append(SignLine(label, name, signed))
    return (signatures(lines, wording.say("case_papers.when")),)


def _place(place: str, wording: Wording, is_remote: bool) -> str:  # noqa: FBT001 - one of two words
    remote = wording.say("case_papers.remote") if is_remote else ""
    return " · ".join(part for part in (place, remote) if part)
