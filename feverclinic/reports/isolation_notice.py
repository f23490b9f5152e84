"""隔离留观告知书: why somebody stays, what he may and may not do, what ends it; signed by both sides."""

from feverclinic.reports.case_flow import (
    Block,
    Fact,
    SignLine,
    facts,
    paragraph,
    points,
    section,
    signatures,
    ticks,
)
from feverclinic.reports.case_frame import render_case_paper
from feverclinic.reports.case_records import IsolationNotice
from feverclinic.reports.gate_words import condition_words, known_word, moment
from feverclinic.reports.person_words import PersonWords
from feverclinic.wording import Wording

SENTENCES = ("room", "mask", "visits", "results", "call", "leave")


def render(paper: IsolationNotice, wording: Wording) -> bytes:
    say, head = wording.say, paper.head
    words = PersonWords(wording, head.places, head.shows_identity)
    reasons = "\n".join(
        known_word(one, ("case_reason", "rule"), wording) for one in paper.classification.reasons
    )
    blocks: list[Block] = [
        facts(
            (
                (
                    Fact(say("case_papers.case_class"), say(f"class.{paper.case_class}")),
                    Fact(say("case_papers.since"), moment(head.case.isolation_started_at)),
                ),
                (
                    Fact(say("case_papers.room"), head.room),
                    Fact(say("case_papers.doctor"), paper.doctor),
                ),
                (Fact(say("case_papers.address"), words.address(head.patient), 1.0),),
                (Fact(say("case_papers.why"), reasons, 1.0),),
            )
        ),
        section(say("case_papers.notice.what")),
        points([say(f"case_papers.notice.{name}") for name in SENTENCES]),
    ]
    if paper.gate is not None:
        blocks.append(section(say("case_papers.notice.ends")))
        blocks.append(paragraph(say("case_papers.notice.ends_by", rules=paper.gate.rule_set)))
        named = [condition_words(one.code, wording) for one in paper.gate.conditions]
        blocks.append(ticks([(name, False) for name in named]))
    blocks += [
        section(say("case_papers.statement")),
        paragraph(say("case_papers.notice.told")),
        signatures(
            (
                SignLine(say("case_papers.patient")),
                SignLine(say("case_papers.relation"), has_time=False),
                SignLine(say("case_papers.teller"), paper.doctor),
                SignLine(say("case_papers.nurse")),
            ),
            say("case_papers.when"),
        ),
    ]
    return render_case_paper(head, say("case_papers.title.NOTICE"), blocks, wording)
