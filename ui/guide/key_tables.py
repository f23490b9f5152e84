"""Every key of the program in columns, those of the desk that was open first."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from feverclinic.wording import Wording
from ui.keys import EVERYWHERE, KEYS, Key
from ui.widgets.key_cap import KeyCap
from ui.widgets.pane import column, label, row, scrolled

COLUMNS = 2


def keys_page(where: str, words: Wording) -> QWidget:
    """`where` is the desk whose keys come first."""
    places = [where, EVERYWHERE, *(key.where for key in KEYS)]
    ordered = [place for place in dict.fromkeys(places) if any(k.where == place for k in KEYS)]
    stacks = [column(gap=24) for _place in range(COLUMNS)]
    for index, place in enumerate(ordered):
        group = _group(place, [key for key in KEYS if key.where == place], words)
        # The desk's own keys are the longest list and have the first column to themselves.
        stacks[0 if index == 0 else 1 + (index - 1) % (COLUMNS - 1)].addLayout(group)
    for stack in stacks:
        stack.addStretch()
    content = QWidget()
    content.setLayout(row(*stacks, gap=32))
    content.setContentsMargins(16, 16, 16, 16)
    return scrolled(content)


def _group(place: str, keys: list[Key], words: Wording) -> QVBoxLayout:
    lines = column(label(words.say(f"key_where.{place}"), "name"), gap=6)
    for key in keys:
        said = label(words.say(f"key.{key.act}"))
        said.setObjectName(f"helpKey.{key.act}")
        cap = KeyCap(key.sequence)
        cap.setMinimumWidth(52)
        lines.addLayout(row(cap, said, None, gap=12))
    return lines
