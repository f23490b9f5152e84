"""The conditions at the right: the gate by tab, three counts, evidence, two signatures, the act."""

from collections.abc import Callable
from datetime import datetime
from itertools import pairwise

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QStackedLayout, QTabBar, QVBoxLayout, QWidget

from feverclinic.domain.case_boards import CaseView
from feverclinic.domain.case_facts import Role
from feverclinic.domain.civil_time import local
from feverclinic.domain.gates import Gate, GateKind
from feverclinic.domain.leaving_entries import Signed
from feverclinic.wording import Wording
from ui.isolation.checklist import Checklist
from ui.keys import key_for
from ui.theme import Theme, set_state
from ui.widgets.empty_state import EmptyState
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.key_cap import KeyButton
from ui.widgets.pane import row, rule, scrolled, wrapped

MARGINS = 32
SIGNOFF = "SIGNOFF"
SIGNED_GATES = (GateKind.EXCLUSION, GateKind.RELEASE)
FIRST = Role.ATTENDING_DOCTOR
SECOND = (Role.EXPERT_GROUP, Role.INFECTION_CONTROL)


class SignatureBox(QFrame):
    """One of the two signatures: whose office, who signed when, or 待签 with the way to ask."""

    asked = Signal(object)  # Role

    def __init__(self, roles: tuple[Role, ...], theme: Theme, words: Wording) -> None:
        super().__init__()
        self._roles, self._words = roles, words
        self.is_brief = False
        self.setProperty("box", "signature")
        self.who = wrapped("", "body")
        self.who.setProperty("bold", "true")
        self.state = wrapped("", "small", "text2")
        self.buttons = [
            KeyButton(theme, words.say("isolation.ask", role=words.say(f"sign.role.{one.value}")))
            for one in roles
        ]
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 6, 10, 6)
        column.setSpacing(2)
        column.addWidget(self.who)
        column.addWidget(self.state)
        asks = FlowLayout(gap=6)
        column.addLayout(asks)
        for role, button in zip(roles, self.buttons, strict=True):
            button.setObjectName(f"ask.{role.value}")
            button.setProperty("slim", "true")
            button.clicked.connect(lambda _=False, one=role: self.asked.emit(one))
            asks.addWidget(button)

    def show_signed(
        self, signed: Signed | None, at: datetime | None, *, asked: bool, may: bool
    ) -> None:
        """Signed by whom and when; or who was asked; or what has to be met before."""
        say = self._words.say
        role = " / ".join(say(f"sign.role.{one.value}") for one in self._roles)
        if signed is not None:
            self.who.setText(f"{signed.name} {signed.title}".strip())
            when = f"{local(at):%m-%d %H:%M}" if at is not None else ""
            self.state.setText(f"✓ {say('isolation.signed', at=when)}")
            set_state(self.state, "tone", "ok")
        else:
            self.who.setText(f"{role} · {say('isolation.unsigned')}")
            self.state.setText(say("isolation.asked" if asked else "isolation.first_meet"))
            set_state(self.state, "tone", "text2")
        may_ask = signed is None and may and not asked
        is_plain = signed is None and not asked
        self.state.setVisible(not may_ask and not (is_plain and self.is_brief))
        self.setToolTip(self.state.text() if is_plain and self.is_brief else "")
        for button in self.buttons:
            button.setVisible(may_ask)
        set_state(self, "state", "signed" if signed is not None else "open")


class GatePane(QFrame):
    """The act is never hidden: it is dashed with a lock and says how many conditions are open."""

    gate_chosen = Signal(object)  # GateKind
    asked = Signal(object)  # Role
    act_asked = Signal()
    print_asked = Signal()
    not_excluded = Signal()

    def __init__(self, theme: Theme, words: Wording, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._theme, self._words, self._now = theme, words, now
        self.setObjectName("gatePane")
        self.setProperty("pane", "surface")
        self._kinds: tuple[GateKind, ...] = ()
        self._is_narrow = False
        self.tabs = QTabBar()
        self.tabs.setObjectName("gateTabs")
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName(words.say("isolation.gates"))
        self.checklist = Checklist(words, theme)
        self.rule_set = wrapped("", "micro", "text3", name="gate.rule_set")
        self.first = SignatureBox((FIRST,), theme, words)
        self.second = SignatureBox(SECOND, theme, words)
        self.nobody = EmptyState(theme, "lock", words.say("isolation.gates_empty"))
        self.own = wrapped(words.say("isolation.own_sign_in"), "micro", "text3")
        self.act = KeyButton(theme, "", key_for("gate_act"), icon="lock", kind="primary")
        self.act.setObjectName("gate.act")
        self.print = KeyButton(
            theme, words.say("isolation.print"), key_for("gate_print"), icon="printer"
        )
        self.print.setObjectName("gate.print")
        self.stays = KeyButton(
            theme, words.say("isolation.not_excluded"), key_for("case_consultation")
        )
        self.stays.setObjectName("gate.stays")
        for button in (self.act, self.print, self.stays):
            button.setProperty("tight", "true")
        self._lay_out()
        self.set_narrow(is_narrow=False)
        asks = (*self.first.buttons, *self.second.buttons)
        stops = (self.tabs, *asks, self.act, self.print, self.stays)
        for one, following in pairwise(stops):  # as they stand from above
            self.setTabOrder(one, following)
        self.tabs.currentChanged.connect(self._on_tab)
        for box in (self.first, self.second):
            box.asked.connect(self.asked)
        self.act.clicked.connect(self.act_asked)
        self.print.clicked.connect(self.print_asked)
        self.stays.clicked.connect(self.not_excluded)
        self.setFocusProxy(self.act)

    def _lay_out(self) -> None:
        head = row(self.tabs, None)
        head.setContentsMargins(8, 0, 8, 0)
        boxes = QGridLayout()
        boxes.setContentsMargins(0, 0, 0, 0)
        boxes.setSpacing(8)
        self._boxes = boxes
        self._others = QGridLayout()
        self._others.setSpacing(6)
        foot = QVBoxLayout()
        foot.setContentsMargins(12, 8, 12, 10)
        foot.setSpacing(6)
        foot.addWidget(self.rule_set)
        foot.addLayout(boxes)
        foot.addWidget(self.own)
        foot.addWidget(self.act)
        foot.addLayout(self._others)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(rule())
        column.addWidget(scrolled(self.checklist), 1)
        column.addWidget(rule())
        column.addLayout(foot)
        self._stack = QStackedLayout(self)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._stack.addWidget(self.nobody)
        self._stack.addWidget(whole)

    # -- what is shown --------------------------------------------------------------------

    def show_view(self, view: CaseView | None, kind: GateKind, kinds: tuple[GateKind, ...]) -> None:
        """The gates of a case, one of them open."""
        self._stack.setCurrentIndex(0 if view is None else 1)
        self._show_tabs(kinds, kind)
        gate = None if view is None else view.gates.get(kind)
        self.checklist.show_gate(gate)
        has_signatures = view is not None and kind in SIGNED_GATES and gate is not None
        self.first.setVisible(has_signatures)
        self.second.setVisible(has_signatures)
        self.own.setVisible(has_signatures and not self._is_narrow)
        self.stays.setVisible(kind is GateKind.EXCLUSION)
        self.print.setEnabled(gate is not None)
        if view is None or gate is None:
            self.rule_set.setText("")
            self._show_act(None, kind)
            return
        at = f"{local(gate.evaluated_at):%m-%d %H:%M}"
        told = self._words.say("isolation.rule_set", rules=gate.rule_set, at=at)
        if gate.earliest_at is not None:
            earliest = f"{local(gate.earliest_at):%m-%d %H:%M}"
            told = f"{told} · {self._words.say('sign.earliest', at=earliest)}"
        self.rule_set.setText(told)
        if has_signatures:
            self._show_signatures(view, gate, kind)
        self._show_act(gate, kind)

    def _show_tabs(self, kinds: tuple[GateKind, ...], kind: GateKind) -> None:
        self.tabs.blockSignals(True)  # noqa: FBT003 - Qt's own
        if kinds != self._kinds:
            while self.tabs.count():
                self.tabs.removeTab(0)
            for one in kinds:
                self.tabs.addTab(self._words.say(f"isolation.gate.{one.value}"))
            self._kinds = kinds
        if kind in kinds:
            self.tabs.setCurrentIndex(kinds.index(kind))
        self.tabs.blockSignals(False)  # noqa: FBT003 - as above

    def _show_signatures(self, view: CaseView, gate: Gate, kind: GateKind) -> None:
        signed = view.signed.get(kind, ())
        asked = view.asked.get(kind, ())
        may = all(one.code == SIGNOFF for one in gate.unmet)
        times = {one.by: one.signed_at for one in view.file.signatures}
        for box, roles in ((self.first, (FIRST,)), (self.second, SECOND)):
            by = next((one for one in signed if one.role in roles), None)
            at = times.get(by.name) if by is not None else None
            box.show_signed(by, at, asked=any(one in roles for one in asked), may=may)

    def _show_act(self, gate: Gate | None, kind: GateKind) -> None:
        say = self._words.say
        word = say(f"isolation.act.{kind.value}")
        is_open = gate is not None and gate.is_open
        count = len(gate.unmet) if gate is not None else 0
        told = word if is_open else say("isolation.locked", act=word, count=count)
        self.act.setText(told)
        self.act.setAccessibleName(told)
        self.act.set_locked(locked=not is_open)

    def set_narrow(self, *, is_narrow: bool) -> None:
        """The two boxes, and the two other acts, below each other where the pane is narrow."""
        self._is_narrow = is_narrow
        self.own.setVisible(self.first.isVisibleTo(self) and not is_narrow)
        is_short = is_narrow and self._theme.is_large
        self.first.is_brief = self.second.is_brief = is_short
        self.rule_set.setVisible(not is_short)
        self.act.set_key("" if is_short else key_for("gate_act"))
        self._boxes.addWidget(self.first, 0, 0)
        asks = max(
            one.sizeHint().width() for box in (self.first, self.second) for one in box.buttons
        )
        is_stacked = is_narrow or 2 * (asks + MARGINS) > self.width()
        self._boxes.addWidget(self.second, *((1, 0) if is_stacked else (0, 1)))
        wanted = self.print.sizeHint().width() + self.stays.sizeHint().width() + MARGINS
        is_tall = is_narrow and wanted > self.width()
        self._others.addWidget(self.print, 0, 0)
        self._others.addWidget(self.stays, *((1, 0) if is_tall else (0, 1)))

    def _on_tab(self, place: int) -> None:
        if 0 <= place < len(self._kinds):
            self.gate_chosen.emit(self._kinds[place])
