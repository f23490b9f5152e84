"""A gate in the words of paper: each condition, its evidence, what is missing, from when time meets it."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from feverclinic.domain.civil_time import local
from feverclinic.domain.gates import Condition, Evidence, Gate, State
from feverclinic.reports.case_flow import Block, TableRow, table
from feverclinic.reports.marks import Mark
from feverclinic.wording import Wording

MARKS = {State.MET: Mark.YES, State.NOT_MET: Mark.NO, State.UNKNOWN: Mark.UNKNOWN}
SHARES = (("state", 0.17), ("condition", 0.22), ("evidence", 0.34), ("missing", 0.27))
OPEN_SHARES = (("state", 0.17), ("condition", 0.3), ("evidence", 0.53))
# In which words the code and the value of a piece of evidence are told, the first that knows.
CODE_WORDS = ("sign.evidence", "work_up", "case_reason", "condition")
VALUE_WORDS = ("sampling", "class")
# What the exit gate calls CT is ordered as a CT of the chest.
ITEMS = {"CT": "CHEST_CT"}


def moment(at: datetime | None) -> str:
    """`2020-02-28 14:32`, "" for no instant."""
    return "" if at is None else f"{local(at):%Y-%m-%d %H:%M}"


def known_word(code: str, families: Iterable[str], wording: Wording) -> str:
    """The code in the first family that has a word for it; a code without words is shown as it is."""
    keys = (f"{family}.{code}" for family in families)
    return next((wording.say(key) for key in keys if wording.knows(key)), code)


def condition_words(code: str, wording: Wording) -> str:
    return known_word(code, ("condition",), wording)


def reason_words(codes: Sequence[str], wording: Wording) -> str:
    """Every reason, one a line."""
    return "\n".join(known_word(code, ("case_reason", "rule"), wording) for code in codes)


def evidence_words(evidence: Sequence[Evidence], wording: Wording) -> str:
    """Each piece on a line of its own: what, when, which value."""
    return "\n".join(_told(one, wording) for one in evidence)


def _told(one: Evidence, wording: Wording) -> str:
    what = known_word(ITEMS.get(one.code, one.code), CODE_WORDS, wording)
    value = known_word(one.value, VALUE_WORDS, wording) if one.value else ""
    return " ".join(part for part in (what, moment(one.at), value) if part)


def missing_words(condition: Condition, wording: Wording) -> str:
    """Why it is not met, and from when time alone would meet it; "" for one that is met."""
    if condition.state is State.MET:
        return ""
    told = reason_words(condition.reasons, wording)
    if condition.earliest_at is None:
        return told
    earliest = wording.say("case_papers.earliest", at=moment(condition.earliest_at))
    return f"{told}\n{earliest}".strip()


def conditions_table(
    conditions: Sequence[Condition], wording: Wording, *, is_open: bool = False
) -> Block:
    """Conditions in the order given, the state by sign and word; of an open gate nothing is missing."""
    say = wording.say
    shares = OPEN_SHARES if is_open else SHARES
    heads = [(say(f"case_papers.gate.{name}"), share) for name, share in shares]
    rows = [
        TableRow(
            (
                say(f"sign.state.{one.state.value}"),
                condition_words(one.code, wording),
                evidence_words(one.evidence, wording),
                missing_words(one, wording),
            )[: len(shares)],
            MARKS[one.state],
        )
        for one in conditions
    ]
    return table(heads, rows)


def in_order(gate: Gate) -> tuple[Condition, ...]:
    """What is not met first, then what is unknown, then what is met."""
    return (*gate.unmet, *(one for one in gate.conditions if one.state is State.MET))
