"""One person of the staff: role, password, badge, PIN, and whether the sign-in is on."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from feverclinic.domain.people import Staff
from feverclinic.wording import Wording
from ui.admin.presenter import Change, StaffAct
from ui.theme import Theme, set_state
from ui.widgets.key_cap import KeyButton
from ui.widgets.labelled_field import LabelledField
from ui.widgets.pane import label, rule, scrolled, wrapped

SHEET_WIDTH = 380
ICONS = {
    StaffAct.SET_ROLE: "users",
    StaffAct.RESET_PASSWORD: "lock",
    StaffAct.SET_BADGE: "id-card",
    StaffAct.RESET_PIN: "key-round",
    StaffAct.SET_ACTIVE: "power",
}


class PersonSheet(QWidget):
    """Each act has its own button; a role and the sign-in ask for a reason."""

    asked = Signal(object)  # Change
    closed = Signal()

    def __init__(self, theme: Theme, words: Wording, roles: tuple[tuple[str, str], ...]) -> None:
        super().__init__()
        self._words = words
        self._person: Staff | None = None
        self.setObjectName("personSheet")
        self.setFixedWidth(SHEET_WIDTH)
        self.title = label("", "name", name="person.name")
        self.state = wrapped("", "small", "text2", name="person.state")
        self.answer = wrapped("", "small", name="person.answer")
        self.fields = {name: self._field(name) for name in ("reason", "password", "badge")}
        self.role = QComboBox()
        self.role.setObjectName("person.role")
        self.role.setAccessibleName(words.say("admin.staff_role"))
        for code, title in roles:
            self.role.addItem(title, code)
        self.buttons = {act: self._button(theme, act) for act in StaffAct}
        close = KeyButton(theme, words.say("key.add_staff"), icon="user-plus", kind="quiet")
        close.setObjectName("person.close")
        close.clicked.connect(self.closed.emit)
        self._lay_out(close)
        self.fields["badge"].entered.connect(lambda: self._ask(StaffAct.SET_BADGE))
        self.fields["password"].entered.connect(lambda: self._ask(StaffAct.RESET_PASSWORD))

    def _field(self, name: str) -> LabelledField:
        return LabelledField(
            f"person.{name}",
            self._words.say(f"admin.person_{name}"),
            self._words.say(f"admin.person_{name}_why"),
            is_secret=name == "password",
            is_low=True,
        )

    def _button(self, theme: Theme, act: StaffAct) -> KeyButton:
        button = KeyButton(theme, self._words.say(f"admin.act_{act.value}"), icon=ICONS[act])
        button.setObjectName(f"person.{act.value}")
        button.clicked.connect(lambda: self._ask(act))
        return button

    def _lay_out(self, close: QWidget) -> None:
        content = QWidget()
        lines = QVBoxLayout(content)
        lines.setContentsMargins(16, 12, 16, 12)
        lines.setSpacing(4)
        parts: list[QWidget] = [
            *(self.title, self.state, self.answer, rule()),
            *(self.fields["badge"], self.buttons[StaffAct.SET_BADGE]),
            *(self.buttons[StaffAct.RESET_PIN], rule()),
            *(self.fields["password"], self.buttons[StaffAct.RESET_PASSWORD], rule()),
            *(self.fields["reason"], self.role, self.buttons[StaffAct.SET_ROLE]),
            *(self.buttons[StaffAct.SET_ACTIVE], rule(), close),
        ]
        for part in parts:
            lines.addWidget(part)
        lines.addStretch()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolled(content))

    @property
    def person(self) -> Staff | None:
        return self._person

    def show_person(self, person: Staff) -> None:
        """This person; what was typed for another one is gone."""
        if self._person is None or self._person.id != person.id:
            for field in self.fields.values():
                field.edit.clear()
            self.answer.clear()
        self._person = person
        words = self._words
        self.title.setText(person.name)
        told = [
            person.login,
            words.say("admin.has_pin" if person.has_pin else "admin.no_pin"),
            words.say("admin.has_badge" if person.has_badge else "admin.no_badge"),
            words.say("admin.active" if person.is_active else "admin.inactive"),
        ]
        self.state.setText(" · ".join(told))
        self.role.setCurrentIndex(max(self.role.findData(person.role), 0))
        turn = "off" if person.is_active else "on"
        button = self.buttons[StaffAct.SET_ACTIVE]
        button.setText(words.say(f"admin.switch_{turn}"))
        button.setAccessibleName(button.text())
        self.buttons[StaffAct.RESET_PIN].setEnabled(person.has_pin)

    def say(self, sentence: str, *, is_wrong: bool) -> None:
        self.answer.setText(sentence)
        set_state(self.answer, "tone", "danger" if is_wrong else "ok")

    def show_done(self, change: Change) -> None:
        """It has worked: what was typed for it is gone."""
        for field in self.fields.values():
            field.edit.clear()
        facts = {"name": change.person.name}
        self.say(f"✓ {self._words.say(f'admin.done_{change.act.value}', **facts)}", is_wrong=False)

    def _ask(self, act: StaffAct) -> None:
        if self._person is None:
            return
        texts = {
            StaffAct.SET_ROLE: str(self.role.currentData()),
            StaffAct.RESET_PASSWORD: self.fields["password"].text(),
            StaffAct.SET_BADGE: self.fields["badge"].text(),
        }
        reason = self.fields["reason"].text()
        self.asked.emit(Change(act, self._person, texts.get(act, ""), reason))
