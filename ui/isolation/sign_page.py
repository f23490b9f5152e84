"""「待我签」: what waits for the own signature; the case's conditions with their evidence; F10 signs."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QHeaderView, QStackedWidget, QVBoxLayout, QWidget

from feverclinic.domain.case_boards import CaseView, JointToSign
from feverclinic.domain.civil_time import local
from feverclinic.domain.gates import Condition
from feverclinic.errors import ClinicError, Stale
from feverclinic.wording import Wording
from ui.isolation.checklist import Checklist, condition_word
from ui.isolation.joint_record import JointRecord
from ui.isolation.sheets.whose import sex_and_age, whose
from ui.isolation.sign_presenter import SignPresenter, Waiting
from ui.keys import key_for
from ui.notices import sentence_of
from ui.theme import Grid, Theme, set_state
from ui.widgets.empty_state import EmptyState
from ui.widgets.key_cap import KeyButton
from ui.widgets.pane import Pane, label, rule, scrolled, wrapped
from ui.widgets.patient_banner import PatientBanner
from ui.widgets.table import fill_table, plain_table

COLUMNS = ("who", "gate", "role", "asked_at")
LIST_WIDTH = {Grid.NARROW: 380, Grid.USUAL: 520, Grid.WIDE: 640}
WHO, ROLE, ASKED_AT = 0, 2, 3
GATE, RECORD = 0, 1


class SignPage(QWidget):
    """Nobody signs at a stranger's keyboard: the button names who is signed in here."""

    def __init__(
        self,
        theme: Theme,
        words: Wording,
        presenter: SignPresenter,
        now: Callable[[], datetime],
    ) -> None:
        super().__init__()
        self._theme, self._words = theme, words
        self._presenter, self._now = presenter, now
        self.setObjectName("signPage")
        self.setAccessibleName(words.say("sign.title"))
        heads = [words.say(f"sign.col_{name}") for name in COLUMNS]
        self.table = plain_table("signTable", words.say("sign.title"), heads)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(WHO, QHeaderView.ResizeMode.Stretch)
        self.count = label("", "body", "text2", name="sign.count")
        self._list = QStackedWidget()
        self._list.addWidget(EmptyState(theme, "clipboard-check", words.say("sign.none")))
        self._list.addWidget(self.table)
        self.banner = PatientBanner(theme)
        self.banner.setCursor(Qt.CursorShape.ArrowCursor)
        self.asked = wrapped("", "small", "text2", name="sign.asked")
        self.checklist = Checklist(words, theme)
        self.record = JointRecord(words)
        self._what = QStackedWidget()
        self._what.addWidget(scrolled(self.checklist))
        self._what.addWidget(scrolled(self.record))
        self.answer = wrapped("", "body", name="sign.answer")
        self.sign = KeyButton(
            theme, words.say("key.sign_case"), key_for("sign_case"), icon="pencil", kind="primary"
        )
        self.sign.setObjectName("sign.sign")
        self._case = QStackedWidget()
        self._case.addWidget(EmptyState(theme, "list-checks", words.say("sign.choose")))
        self._case.addWidget(self._case_pane())
        self.setFocusProxy(self.table)
        self._lay_out()
        self._connect()
        self._on_listed(presenter.asked)

    def _case_pane(self) -> QWidget:
        foot = QVBoxLayout()
        foot.setContentsMargins(16, 8, 16, 12)
        foot.setSpacing(8)
        foot.addWidget(self.asked)
        foot.addWidget(self.answer)
        foot.addWidget(self.sign)
        pane = QFrame()
        pane.setProperty("pane", "surface")
        column = QVBoxLayout(pane)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banner)
        column.addWidget(rule())
        column.addWidget(self._what, 1)
        column.addWidget(rule())
        column.addLayout(foot)
        return pane

    def _lay_out(self) -> None:
        self._left = Pane(self._words.say("sign.title"), self._list, beside=self.count)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self._left)
        line.addWidget(rule(across=False))
        line.addWidget(self._case, 1)

    def _connect(self) -> None:
        presenter = self._presenter
        presenter.listed.connect(self._on_listed)
        presenter.shown.connect(self._on_shown)
        presenter.signed.connect(self._on_signed)
        presenter.refused.connect(self._on_refused)
        self.table.currentCellChanged.connect(lambda place, *_: self._on_row(place))
        self.sign.clicked.connect(presenter.sign)
        shortcut = QShortcut(QKeySequence(key_for("sign_case")), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(presenter.sign)

    def _on_row(self, place: int) -> None:
        self._say("")
        self._presenter.choose(place)

    # -- what is shown --------------------------------------------------------------------

    def _on_listed(self, asked: tuple[Waiting, ...]) -> None:
        chosen = self._presenter.chosen
        self.table.blockSignals(True)  # noqa: FBT003 - Qt's own
        fill_table(self.table, [self._cells(one) for one in asked])
        place = asked.index(chosen) if chosen in asked else 0
        self.table.setCurrentCell(place, 0)
        self.table.blockSignals(False)  # noqa: FBT003 - as above
        self.count.setText(self._words.say("sign.count", count=len(asked)))
        self._list.setCurrentIndex(1 if asked else 0)
        if asked and chosen is None:  # what was said of the one before stays
            self._presenter.choose(0)

    def _cells(self, one: Waiting) -> tuple[str, str, str, str]:
        who = f"{one.name} {sex_and_age(one.sex, one.age, one.age_unit, self._words)}"
        if isinstance(one, JointToSign):
            at, by = one.record.held_at, one.recorded_by
        else:
            at, by = one.asked_at, one.asked_by
        return (
            f"{who} · {one.visit_no[-4:]}",
            self._subject(one),
            self._office(one),
            f"{local(at):%m-%d %H:%M} {by}",
        )

    def _subject(self, one: Waiting) -> str:
        """What is signed: the gate, or the record of a joint consultation."""
        if isinstance(one, JointToSign):
            return self._words.say("sign.joint")
        return self._words.say(f"sign.gate.{one.gate.value}")

    def _office(self, one: Waiting) -> str:
        """As whom: the office, or one of the two medicines."""
        if isinstance(one, JointToSign):
            return self._words.say(f"sign.side.{one.side}")
        return self._words.say(f"sign.role.{one.role.value}")

    def _on_shown(self, view: CaseView | None) -> None:
        one = self._presenter.chosen
        self._case.setCurrentIndex(0 if view is None or one is None else 1)
        if view is None or one is None:
            return
        self.banner.show_person(whose(view, self._now(), self._words))
        if isinstance(one, JointToSign):
            self.record.show_record(one.record)
            self._what.setCurrentIndex(RECORD)
            self._tell_asked(one, one.record.signed_by)
        else:
            self.checklist.show_gate(self._presenter.gate)
            self._what.setCurrentIndex(GATE)
            signed = view.signed.get(one.gate, ())
            self._tell_asked(one, tuple(f"{by.name} {by.title}".strip() for by in signed))
        self._show_sign()

    def _tell_asked(self, one: Waiting, signed: tuple[str, ...]) -> None:
        say = self._words.say
        facts = {
            "gate": self._subject(one),
            "role": self._office(one),
            "by": one.recorded_by if isinstance(one, JointToSign) else one.asked_by,
            "signed": "、".join(signed) or say("sign.nobody"),
        }
        is_record = isinstance(one, JointToSign)
        self.asked.setText(say("sign.joint_asked" if is_record else "sign.asked", **facts))

    def _show_sign(self) -> None:
        say, is_open = self._words.say, self._presenter.may_sign
        self.sign.setText(
            say("sign.sign", name=self._presenter.name)
            if is_open
            else say("sign.locked", count=self._presenter.open_count)
        )
        self.sign.setAccessibleName(self.sign.text())
        self.sign.set_locked(locked=not is_open)

    def _on_signed(self, one: Waiting) -> None:
        done = self._words.say("sign.done", name=one.name, gate=self._subject(one))
        self._say(f"✓ {done}", is_wrong=False)

    def _on_refused(self, error: ClinicError) -> None:
        """A refusal names the conditions that are open; whoever was slower is told to look again."""
        sentence = sentence_of(error, self._words)
        conditions = error.facts.get("conditions", ())
        named = [
            condition_word(one.code, self._words)
            for one in (conditions if isinstance(conditions, tuple) else ())
            if isinstance(one, Condition)
        ]
        if named:
            sentence = f"{sentence} {'、'.join(named)}"
        if isinstance(error, Stale):
            sentence = f"{sentence} {self._words.say('sign.look_again')}"
        self._say(f"▲ {sentence}")

    def _say(self, sentence: str, *, is_wrong: bool = True) -> None:
        self.answer.setText(sentence)
        self.answer.setVisible(bool(sentence))
        set_state(self.answer, "tone", "danger" if is_wrong else "ok")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        grid = self._theme.grid_of_desk(self.width())
        self._left.setFixedWidth(LIST_WIDTH[grid])
        for column in (ROLE, ASKED_AT):  # both are told beside the case
            self.table.setColumnHidden(column, grid is Grid.NARROW)
        self.banner.set_narrow(is_narrow=grid is Grid.NARROW)
