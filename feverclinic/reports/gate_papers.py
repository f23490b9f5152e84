"""What a gate says on paper: the certificate of the act it let through, and the checklist at any time."""

from feverclinic.domain.cases import WayOut
from feverclinic.domain.civil_time import local
from feverclinic.domain.gates import State
from feverclinic.reports.case_flow import (
    Block,
    Fact,
    SignLine,
    facts,
    framed,
    paragraph,
    section,
    signatures,
)
from feverclinic.reports.case_frame import render_case_paper
from feverclinic.reports.case_records import Certificate, Checklist
from feverclinic.reports.gate_words import conditions_table, in_order, known_word, moment
from feverclinic.wording import Wording

TITLES = {WayOut.RELEASED: "RELEASE", WayOut.EXCLUDED: "EXCLUSION"}


def render_certificate(paper: Certificate, wording: Wording) -> bytes:
    """解除隔离证明 or 排除疑似证明, with the rule set and the evidence of every condition."""
    say, head, kind = wording.say, paper.head, TITLES[paper.way]
    said = say(
        f"case_papers.certified.{kind}",
        name=head.patient.name,
        at=f"{local(paper.left_at):%Y-%m-%d %H:%M}",
    )
    signed = [say("case_papers.signed_here", name=name) for name in paper.signed_by]
    disease = known_word(head.case.disease, ("case_papers.disease",), wording)
    blocks: list[Block] = [
        framed(said),
        facts(
            (
                (
                    Fact(say("case_papers.isolated_from"), moment(paper.isolated_from)),
                    Fact(say("case_papers.ended_at"), moment(paper.left_at)),
                ),
                (
                    Fact(say("case_papers.disease_label"), disease),
                    Fact(say("case_papers.rules"), paper.gate.rule_set),
                ),
            )
        ),
        section(say("case_papers.evidence")),
        conditions_table(paper.gate.conditions, wording, is_open=True),
        paragraph(say("case_papers.evaluated", at=moment(paper.gate.evaluated_at))),
        section(say("case_papers.signatures")),
        signatures(
            (
                *(SignLine(say("case_papers.signer"), signed=one) for one in signed),
                SignLine(say("case_papers.seal")),
            ),
            say("case_papers.when"),
        ),
        paragraph(say(f"case_papers.after.{kind}")),
    ]
    return render_case_paper(head, say(f"case_papers.title.{kind}"), blocks, wording)


def render_checklist(paper: Checklist, wording: Wording) -> bytes:
    """条件核查单: what is not met first; what the gate says now stands above."""
    say, gate = wording.say, paper.gate
    states = [one.state for one in gate.conditions]
    counts = "　".join(
        f"{say(f'sign.state.{state.value}')} {states.count(state)}" for state in State
    )
    said = say("case_papers.open" if gate.is_open else "case_papers.shut")
    named = say(f"case_papers.gate_kind.{gate.kind.value}")
    earliest = moment(gate.earliest_at) or say("case_papers.not_by_time")
    blocks: list[Block] = [
        framed(say("case_papers.verdict", gate=named, said=said)),
        facts(
            (
                (
                    Fact(say("case_papers.case_class"), say(f"class.{paper.case_class}")),
                    Fact(say("case_papers.rules"), gate.rule_set),
                ),
                (
                    Fact(say("case_papers.evaluated_at"), moment(gate.evaluated_at)),
                    Fact(say("case_papers.counts"), counts),
                ),
                *(
                    ()
                    if gate.is_open
                    else ((Fact(say("case_papers.earliest_label"), earliest, 1.0),),)
                ),
            )
        ),
        section(say("case_papers.conditions")),
        conditions_table(in_order(gate), wording),
    ]
    if gate.advisories:
        told = [known_word(one, ("advisory",), wording) for one in gate.advisories]
        blocks.append(section(say("case_papers.advisories")))
        blocks += [paragraph(f"! {one}") for one in told]
    blocks.append(paragraph(say("case_papers.checklist_note")))
    return render_case_paper(paper.head, say("case_papers.title.CHECKLIST"), blocks, wording)
