"""检查申请单: what was ordered by set, and what stands in the hospital's system already, on A5."""

from feverclinic.reports.case_flow import Block, SignLine, room_to_write, section, signatures, ticks
from feverclinic.reports.case_frame import A5, render_case_paper
from feverclinic.reports.case_records import Ordered, WorkUpOrder
from feverclinic.reports.gate_words import known_word, moment
from feverclinic.wording import Wording


def render(paper: WorkUpOrder, wording: Wording) -> bytes:
    """One page; a ticked box is ordered here, and the head of a set says so where HIS has it."""
    say = wording.say
    blocks: list[Block] = []
    for order in paper.orders:
        blocks.append(section(_head(order, wording)))
        blocks.append(
            ticks([(known_word(item, ("work_up",), wording), True) for item in order.items])
        )
    blocks.append(room_to_write(say("case_papers.order.note"), 15.0))
    doctor = paper.orders[-1].by if paper.orders else ""
    lines = (
        SignLine(say("case_papers.order.doctor"), doctor),
        SignLine(say("case_papers.order.collector")),
    )
    blocks.append(signatures(lines, say("case_papers.when")))
    return render_case_paper(paper.head, say("case_papers.title.ORDER"), blocks, wording, A5)


def _head(order: Ordered, wording: Wording) -> str:
    named = known_word(order.work_up_set, ("work_up_set",), wording)
    where = wording.say("case_papers.order.in_his" if order.in_his else "case_papers.order.here")
    parts = (named, moment(order.at), order.by, where)
    return " · ".join(part for part in parts if part)
