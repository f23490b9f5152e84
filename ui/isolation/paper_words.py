"""A paper of a case in a line of words: its title, of what it tells, whose it is."""

from collections import defaultdict

from feverclinic.domain.case_papers import PaperAsked, Printing
from feverclinic.domain.civil_time import local
from feverclinic.services.case_papers import Offered
from feverclinic.wording import Wording


def title_words(asked: PaperAsked, words: Wording) -> str:
    """`条件核查单 · 解除隔离`."""
    title = words.say(f"case_papers.title.{asked.kind.value}")
    if asked.gate is None:
        return title
    return f"{title} · {words.say(f'case_papers.gate_kind.{asked.gate.value}')}"


def offered_words(one: Offered, words: Wording) -> str:
    """What tells it apart from others of its kind: what it is about, and when that was."""
    key = f"work_up.{one.about}"
    about = words.say(key) if one.about and words.knows(key) else one.about
    at = f"{local(one.at):%m-%d %H:%M}" if one.at else ""
    return " ".join(part for part in (about, at) if part)


def printing_words(printing: Printing, words: Wording) -> str:
    """`解除隔离证明 何建平`."""
    return f"{title_words(printing.asked, words)} {printing.name}".strip()


def problem_words(printing: Printing, words: Wording) -> str:
    """What keeps it from paper; the code itself where none was written, "" for what only waits.

    Of facts only whose paper it is is known any more; another place in the sentence stays empty.
    """
    if not printing.problem:
        return ""
    key = f"error.{printing.problem}"
    if not words.knows(key):
        return printing.problem
    printer = words.say("paper_preview.any_printer")
    facts = defaultdict(str, printer=printer, name=printing.name)
    return words.sentences[key].format_map(facts)
