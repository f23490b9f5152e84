"""The balance on a page: what adds up, who does not, and what nobody has claimed."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from feverclinic.domain.prescreening import Outcome
from feverclinic.domain.shifts import Balance, BalanceLine
from feverclinic.wording import Wording
from ui.widgets.pane import label, rule, wrapped

REMEDIES = {"odd": "odd_remedy", "unclaimed": "unclaimed_remedy"}
OUTCOMES = frozenset(one.value for one in Outcome)


def word_of(line: BalanceLine, words: Wording) -> str:
    """The word of a line of the balance; a route is called as everywhere."""
    family = "outcome" if line.code in OUTCOMES else "balance"
    return words.say(f"{family}.{line.code}")


def people_of(line: BalanceLine, words: Wording) -> tuple[str, ...]:
    """Who it is, in words."""

    def label_of(code: str) -> str:
        key = f"triage_day.label.{code}"
        return words.say(key) if words.knows(key) else code

    return line.people_in_words(label_of, words.say("triage.unnamed"))


def balance_view(balance: Balance, words: Wording) -> QWidget:
    """The whole balance, the sum first, the persons who do not add up next."""
    content = QWidget()
    content.setObjectName("balance")
    lines = QVBoxLayout(content)
    lines.setContentsMargins(16, 12, 16, 12)
    lines.setSpacing(8)
    lines.addWidget(_verdict(balance, words))
    lines.addLayout(_sum(balance, words))
    if balance.odd:
        lines.addWidget(rule())
        lines.addWidget(label(words.say("shift.odd"), "name"))
        lines.addLayout(named_lines(balance.odd, words, "odd", "danger"))
    lines.addWidget(rule())
    lines.addWidget(label(words.say("shift.unclaimed", count=balance.left_over), "name"))
    if balance.unclaimed:
        lines.addLayout(named_lines(balance.unclaimed, words, "unclaimed", "warn"))
    else:
        lines.addWidget(label(f"✓ {words.say('shift.nothing_unclaimed')}", "body", "ok"))
    lines.addStretch()
    return content


def _verdict(balance: Balance, words: Wording) -> QWidget:
    if balance.closes:
        said, tone = f"✓ {words.say('shift.closes', screened=balance.screened)}", "ok"
    elif balance.screened == balance.total:
        odd = sum(line.count for line in balance.odd)
        said, tone = (
            f"▲ {words.say('shift.not_done', screened=balance.screened, odd=odd)}",
            "danger",
        )
    else:
        facts = {"screened": balance.screened, "total": balance.total}
        said, tone = f"▲ {words.say('shift.differs_by', **facts)}", "danger"
    return wrapped(said, "title", tone, name="balance.verdict")


def _sum(balance: Balance, words: Wording) -> QGridLayout:
    """Each line with its number, and behind it the names where the line has some."""
    grid = _grid()
    for place, line in enumerate(balance.lines):
        count = label(str(line.count), "name")
        count.setAlignment(Qt.AlignmentFlag.AlignRight)
        grid.addWidget(label(word_of(line, words), "body", "text2"), place, 0)
        grid.addWidget(count, place, 1)
        grid.addWidget(wrapped("、".join(people_of(line, words)), "small", "text2"), place, 2)
    return grid


def named_lines(
    found: Iterable[BalanceLine], words: Wording, family: str, tone: str
) -> QGridLayout:
    """What it is and what helps, with everybody whom it concerns by name."""
    grid = _grid()
    for place, line in enumerate(found):
        count = label(str(line.count), "name")
        count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        said = QVBoxLayout()
        said.setSpacing(2)
        people = wrapped(
            "\n".join(people_of(line, words)), "body", "", name=f"{family}.{line.code}"
        )
        people.setProperty("bold", "true")
        said.addWidget(people)
        said.addWidget(wrapped(words.say(f"{REMEDIES[family]}.{line.code}"), "small", "text2"))
        word = wrapped(f"▲ {words.say(f'{family}.{line.code}')}", "body", tone)
        word.setAlignment(Qt.AlignmentFlag.AlignTop)
        grid.addWidget(word, place, 0)
        grid.addWidget(count, place, 1)
        grid.addLayout(said, place, 2)
    return grid


def _grid() -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(6)
    grid.setColumnMinimumWidth(0, 190)
    grid.setColumnMinimumWidth(1, 36)
    grid.setColumnStretch(2, 1)
    return grid
