"""转运记录 (TRF-6): from here to the designated site, or a blank form of it."""

from feverclinic.domain.leaving_entries import Transport
from feverclinic.domain.ternary import UNKNOWN, Ternary
from feverclinic.reports.case_flow import Block, Fact, SignLine, facts, section, signatures
from feverclinic.reports.case_frame import render_case_paper
from feverclinic.reports.case_records import TransferPaper
from feverclinic.reports.gate_words import known_word, moment
from feverclinic.reports.person_words import PersonWords
from feverclinic.wording import Wording

LEAST = 9.5


def render(paper: TransferPaper, wording: Wording) -> bytes:
    """What is not recorded yet stays room to write."""
    say, head = wording.say, paper.head
    told = paper.entry.document if paper.entry else Transport("", "")
    assert isinstance(told, Transport)

    def fact(name: str, value: str, share: float = 0.5) -> Fact:
        return Fact(say(f"case_papers.{name}"), value, share)

    def truth(value: Ternary) -> str:
        return "" if value is UNKNOWN else say(f"answer.{value}")

    words = PersonWords(wording, head.places, head.shows_identity)
    site = known_word(told.site_class, ("destination",), wording) if told.site_class else ""
    joint = say("paper.list_joint")
    start = f"{head.imprint.facility} {head.room}".strip()
    blocks: list[Block] = [
        section(say("case_papers.transfer.who")),
        facts(
            (
                (
                    fact("case_class", say(f"class.{paper.case_class}")),
                    fact("since", moment(head.case.isolation_started_at)),
                ),
                (fact("address", words.address(head.patient), 1.0),),
                (fact("from_where", start, 1.0),),
                (fact("to_where", told.to), fact("site_class", site)),
                (fact("reason", told.reason, 1.0),),
                (fact("condition", told.condition, 1.0),),
            ),
            least=LEAST,
        ),
        section(say("case_papers.transfer.how")),
        facts(
            (
                (fact("vehicle", told.vehicle), fact("crew", joint.join(told.crew))),
                (
                    fact("dedicated", truth(told.dedicated_ambulance)),
                    fact("closed", truth(told.closed_route)),
                ),
                (fact("oxygen", told.oxygen), fact("ppe", told.ppe)),
                (
                    fact("receiver", told.receiver),
                    fact("confirmed", truth(told.receiver_confirmed)),
                ),
                (fact("documents", told.documents, 1.0),),
            ),
            least=LEAST,
        ),
        section(say("case_papers.transfer.done")),
        facts(
            (
                (
                    fact("departed", moment(told.departed_at)),
                    fact("arrived", moment(told.arrived_at)),
                ),
                (
                    fact("handed_to", told.handed_to),
                    fact("disinfected", moment(told.vehicle_disinfected_at)),
                ),
                (fact("disinfected_by", told.vehicle_disinfected_by, 1.0),),
            ),
            least=LEAST,
        ),
        section(say("case_papers.signatures")),
        signatures(
            (
                SignLine(say("case_papers.sender")),
                SignLine(say("case_papers.escort")),
                SignLine(say("case_papers.taker")),
                SignLine(say("case_papers.driver")),
            ),
            say("case_papers.when"),
        ),
    ]
    return render_case_paper(head, say("case_papers.title.TRANSFER"), blocks, wording)
