"""The triage slip as PDF bytes: the same record in the same language gives the same bytes."""

from typing import Literal

from feverclinic.reports import slip_a5, slip_roll
from feverclinic.reports.slip_record import TriageSlip
from feverclinic.reports.slip_words import words_of
from feverclinic.wording import Wording

__all__ = ["Paper", "TriageSlip", "render"]

Paper = Literal["A5", "ROLL80"]


def render(slip: TriageSlip, wording: Wording, paper: Paper = "A5") -> bytes:
    """One page of A5, or one strip of an 80 mm roll as long as its words; one PDF file in bytes.

    Codes carry the visit number and nothing else; the file's title names no person.
    """
    words = words_of(slip, wording)
    draw = slip_roll.draw if paper == "ROLL80" else slip_a5.draw
    return draw(words, f"{words.title} {words.visit_no}")
