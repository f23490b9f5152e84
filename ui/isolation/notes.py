"""What the program itself wrote into a case, in words: a clock behind, a recall, whom to tell."""

from collections.abc import Mapping

from feverclinic.domain.case_entries import Noted
from feverclinic.domain.recalling import RECALL_ENDED
from feverclinic.wording import Wording

# Facts that are codes, with the family of their words; any other fact is shown as it is.
FAMILIES: Mapping[str, str] = {"class": "class", "why": "recall_reason", "to": "told"}
ENDS: Mapping[str, str] = {"how": "recall_end"}
BETWEEN = " · "
# Told by the entry beside it, or a number that says nothing to anybody.
LEFT_OUT = frozenset({"case", "id", "entry", "kind", "what"})


def note_words(noted: Noted, words: Wording) -> str:
    """The sentence of a note with its facts; an unknown code is shown as it is, never left out."""
    key = f"note.{noted.code}"
    sentence = words.say(key) if words.knows(key) else noted.code
    families = {**FAMILIES, **(ENDS if noted.code == RECALL_ENDED else {})}
    facts = [
        _told(words, families.get(name, ""), text)
        for name, text in noted.facts.items()
        if name not in LEFT_OUT and text
    ]
    return BETWEEN.join((sentence, *facts))


def _told(words: Wording, family: str, code: str) -> str:
    key = f"{family}.{code}"
    return words.say(key) if family and words.knows(key) else code
