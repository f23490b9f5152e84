"""合并档案: two records of one person side by side, what will happen before it happens, and why."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHeaderView,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from feverclinic.domain.boards import PersonHit
from feverclinic.domain.case_boards import MergeSide, OpenCase
from feverclinic.domain.people import masked_id_no, masked_phone
from feverclinic.errors import ClinicError
from feverclinic.wording import Wording
from ui.isolation.merge_presenter import MergePresenter
from ui.isolation.sheets.whose import sex_and_age, sex_and_age_of
from ui.keys import key_for
from ui.notices import sentence_of
from ui.theme import Theme, set_state
from ui.widgets.key_cap import KeyButton
from ui.widgets.pane import Pane, label, row, rule, scrolled, surface, wrapped
from ui.widgets.search_box import SearchBox
from ui.widgets.table import fill_table, plain_table

COLUMNS = ("who", "birth", "id", "phone")
LINES = ("who", "birth", "id", "phone", "visits", "cases")
# On a low screen the list shows two hits and is walked.
LEAST_HITS, MOST_HITS = 82, 122


class MergePage(QWidget):
    """Keyboard first: find, Enter takes the one that stays, Enter again the other; F9 makes them one."""

    def __init__(
        self,
        theme: Theme,
        words: Wording,
        presenter: MergePresenter,
        now: Callable[[], datetime],
    ) -> None:
        super().__init__()
        self._theme, self._words = theme, words
        self._presenter, self._now = presenter, now
        say = words.say
        self.setObjectName("mergePage")
        self.setAccessibleName(say("merge.title"))
        self.search = SearchBox(theme, "merge.search", say("merge.search"), key_for("merge_find"))
        heads = [say(f"merge.{name}") for name in COLUMNS]
        self.table = plain_table("mergeHits", say("merge.hits"), heads)
        self.table.setMinimumHeight(LEAST_HITS)
        self.table.setMaximumHeight(MOST_HITS)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.sides = {name: _Side(words, name) for name in ("into", "merged")}
        self.will = wrapped(say("merge.choose"), "body", name="merge.will")
        self.reason = QLineEdit()
        self.reason.setObjectName("merge.reason")
        self.reason.setAccessibleName(say("merge.reason"))
        self.reason.setPlaceholderText(say("merge.reason_hint"))
        self.answer = wrapped("", "body", name="merge.answer")
        self.swap = KeyButton(
            theme, say("key.merge_swap"), key_for("merge_swap"), icon="arrow-right-left"
        )
        self.merge = KeyButton(
            theme, say("key.merge_do"), key_for("merge_do"), icon="users", kind="danger"
        )
        self.swap.setObjectName("merge.swap")
        self.merge.setObjectName("merge.do")
        self.setFocusProxy(self.search)
        self._lay_out()
        self._connect()
        self._on_found(presenter.hits)
        self._on_compared(presenter.into, presenter.other)

    def _lay_out(self) -> None:
        sides = QGridLayout()
        sides.setContentsMargins(0, 0, 0, 0)
        sides.setHorizontalSpacing(12)
        for column, side in enumerate(self.sides.values()):
            sides.addWidget(side, 0, column)
            sides.setColumnStretch(column, 1)
        told = QWidget()
        told.setAutoFillBackground(False)
        middle = QVBoxLayout(told)
        middle.setContentsMargins(16, 12, 16, 12)
        middle.setSpacing(12)
        middle.addLayout(sides)
        middle.addStretch()
        head = QVBoxLayout()
        head.setContentsMargins(16, 12, 16, 12)
        head.setSpacing(8)
        head.addWidget(self.search)
        head.addWidget(self.table)
        foot = QVBoxLayout()
        foot.setContentsMargins(16, 8, 16, 12)
        foot.setSpacing(8)
        foot.addWidget(self.will)
        foot.addWidget(label(self._words.say("merge.reason"), "small", "text2"))
        foot.addWidget(self.reason)
        foot.addWidget(self.answer)
        foot.addLayout(row(self.merge, self.swap, None))
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(rule())
        column.addWidget(scrolled(told), 1)
        column.addWidget(rule())
        column.addWidget(surface(foot))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(Pane(self._words.say("merge.title"), body))

    def _connect(self) -> None:
        presenter = self._presenter
        presenter.found.connect(self._on_found)
        presenter.compared.connect(self._on_compared)
        presenter.merged.connect(self._on_merged)
        presenter.refused.connect(self._on_refused)
        self.search.searched.connect(presenter.find)
        self.search.taken.connect(self._take)
        self.search.walked.connect(self._walk)
        self.search.left.connect(presenter.clear)
        self.table.cellActivated.connect(lambda *_: self._take())
        self.swap.clicked.connect(presenter.swap)
        self.merge.clicked.connect(self._merge)
        keys = {
            "merge_find": self.search.edit.setFocus,
            "merge_swap": presenter.swap,
            "merge_do": self._merge,
        }
        for act, run in keys.items():
            shortcut = QShortcut(QKeySequence(key_for(act)), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(run)

    # -- acts -----------------------------------------------------------------------------

    def _walk(self, step: int) -> None:
        place = self.table.currentRow() + step
        if 0 <= place < self.table.rowCount():
            self.table.setCurrentCell(place, 0)

    def _take(self) -> None:
        self._say("")
        self._presenter.take(self.table.currentRow())

    def _merge(self) -> None:
        if self._presenter.into is None or self._presenter.other is None:
            self._say(f"▲ {self._words.say('merge.choose')}")
            return
        if not self.reason.text().strip():
            self._say(f"▲ {self._words.say('error.record.reason_missing')}")
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._presenter.merge(self.reason.text())

    def _on_merged(self, into: MergeSide) -> None:
        self.reason.clear()
        self.search.clear()
        self.search.edit.setFocus()
        done = self._words.say("merge.done", name=into.patient.name)
        self._say(f"✓ {done}", is_wrong=False)

    def _on_refused(self, error: ClinicError) -> None:
        """What was typed and chosen stays."""
        self._say(f"▲ {sentence_of(error, self._words)}")

    def _say(self, sentence: str, *, is_wrong: bool = True) -> None:
        self.answer.setText(sentence)
        self.answer.setVisible(bool(sentence))
        set_state(self.answer, "tone", "danger" if is_wrong else "ok")

    # -- what is shown --------------------------------------------------------------------

    def _on_found(self, hits: tuple[PersonHit, ...]) -> None:
        fill_table(self.table, [self._cells(one) for one in hits])
        if hits:
            self.table.setCurrentCell(0, 0)

    def _cells(self, hit: PersonHit) -> tuple[str, str, str, str]:
        who = sex_and_age(hit.sex, hit.age, hit.age_unit, self._words)
        birth = hit.birth_date.isoformat() if hit.birth_date is not None else "—"
        return f"{hit.name} {who}", birth, hit.masked_id_no or "—", hit.masked_phone or "—"

    def _on_compared(self, into: MergeSide | None, merged: MergeSide | None) -> None:
        now = self._now()
        self.sides["into"].show_side(into, merged, now)
        self.sides["merged"].show_side(merged, into, now)
        self.swap.setEnabled(merged is not None)
        self.merge.setEnabled(into is not None and merged is not None)
        self.will.setText(self._foretold(into, merged))

    def _foretold(self, into: MergeSide | None, merged: MergeSide | None) -> str:
        """What will happen, said before it does."""
        say = self._words.say
        if into is None or merged is None:
            return say("merge.choose" if into is None else "merge.choose_other")
        facts = {"merged": merged.patient.name, "into": into.patient.name}
        lines = [say("merge.moves", visits=merged.visits, cases=merged.cases, **facts)]
        isolated = [one for one in (*into.open_cases, *merged.open_cases) if one.is_isolated]
        if isolated:
            lines.append(say("merge.isolated", count=len(isolated)))
        lines.append(say("merge.fills", **facts))
        return "\n".join(lines)


class _Side(QFrame):
    """One record; what differs from the other one is marked with ≠."""

    def __init__(self, words: Wording, name: str) -> None:
        super().__init__()
        self.setObjectName(f"merge.{name}")
        self.setProperty("pane", "sunken")
        self._words = words
        self.title = label(words.say(f"merge.{name}"), "small", "text2")
        self.values = {line: wrapped("—", name=f"merge.{name}.{line}") for line in LINES}
        grid = QGridLayout(self)
        grid.setContentsMargins(12, 8, 12, 12)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self.title, 0, 0, 1, 2)
        for place, (line, value) in enumerate(self.values.items(), start=1):
            head = label(words.say(f"merge.{line}"), "body", "text2")
            grid.addWidget(head, place, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(value, place, 1, Qt.AlignmentFlag.AlignTop)
        grid.setRowStretch(len(LINES) + 1, 1)

    def show_side(self, side: MergeSide | None, other: MergeSide | None, now: datetime) -> None:
        """This record, beside the other one if there is one."""
        mine, theirs = _told(side, now, self._words), _told(other, now, self._words)
        for line, value in self.values.items():
            is_other = (
                side is not None
                and other is not None
                and line in COLUMNS
                and mine[line] != theirs[line]
            )
            value.setText(f"≠ {mine[line]}" if is_other else mine[line])
            set_state(value, "tone", "warn" if is_other else "text")


def _told(side: MergeSide | None, now: datetime, words: Wording) -> dict[str, str]:
    if side is None:
        return dict.fromkeys(LINES, "—")
    patient = side.patient
    birth = patient.birth_date.isoformat() if patient.birth_date is not None else "—"
    cases = "\n".join(_case(one, words) for one in side.open_cases) or words.say("merge.no_case")
    return {
        "who": f"{patient.name} {sex_and_age_of(patient, now, words)}",
        "birth": birth,
        "id": masked_id_no(patient.id_no) or "—",
        "phone": masked_phone(patient.phone) or "—",
        "visits": str(side.visits),
        "cases": cases,
    }


def _case(one: OpenCase, words: Wording) -> str:
    parts = [one.visit_no, words.say(f"class.{one.case_class.value}")]
    if one.is_isolated:
        parts.append(words.say("merge.in_isolation"))
    if one.room:
        parts.append(one.room)
    return " · ".join(parts)
