"""Staff: who may sign in here, and the form that adds somebody."""

from itertools import pairwise

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from feverclinic.domain.people import Staff
from feverclinic.wording import Wording
from ui.admin.person_sheet import PersonSheet
from ui.admin.presenter import Change, NewStaff
from ui.keys import key_for
from ui.theme import Theme, set_state
from ui.widgets.key_cap import KeyButton
from ui.widgets.labelled_field import LabelledField
from ui.widgets.pane import label, rule, scrolled, wrapped
from ui.widgets.table import fill_table, plain_table

COLUMNS = ("name", "title", "login", "role", "active")
USUAL_ROLE = "triage_nurse"
TEXT_FIELDS = ("name", "title", "login", "password")
FORM_WIDTH = 380


class StaffPage(QWidget):
    """The list left, the form right; both always there, so nothing pops up."""

    added = Signal(object)  # NewStaff
    asked = Signal(object)  # Change

    def __init__(self, theme: Theme, words: Wording, roles: tuple[tuple[str, str], ...]) -> None:
        super().__init__()
        self._words = words
        self._roles = dict(roles)
        heads = [words.say(f"admin.staff_{name}") for name in COLUMNS]
        self.table = plain_table("staffTable", words.say("admin.staff"), heads)
        self.fields = {name: self._field(name) for name in TEXT_FIELDS}
        self.role = QComboBox()
        self.role.setObjectName("staff.role")
        self.role.setAccessibleName(words.say("admin.staff_role"))
        for code, title in roles:
            self.role.addItem(title, code)
        self.answer = wrapped("", "small", name="staff.answer")
        self.add = KeyButton(
            theme,
            words.say("key.add_staff"),
            key_for("add_staff"),
            icon="user-plus",
            kind="primary",
        )
        self.add.setObjectName("staff.add")
        self.add.clicked.connect(self._on_add)
        order = (self.fields["name"], self.fields["title"], self.role)
        for field, following in (*pairwise(order), (self.fields["login"], self.fields["password"])):
            if isinstance(field, LabelledField):
                field.entered.connect(following.setFocus)
        self.fields["password"].entered.connect(self._on_add)
        # Most who are added triage; nobody becomes an administrator by not looking.
        self.role.setCurrentIndex(max(self.role.findData(USUAL_ROLE), 0))
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self.table, stretch=1)
        line.addWidget(rule(across=False))
        self._staff: tuple[Staff, ...] = ()
        self.person = PersonSheet(theme, words, roles)
        self.person.asked.connect(self.asked.emit)
        self.person.closed.connect(self.open_form)
        self._form = self._build_form()
        self._sides = QStackedWidget()
        self._sides.setFixedWidth(FORM_WIDTH)
        self._sides.addWidget(self._form)
        self._sides.addWidget(self.person)
        line.addWidget(self._sides)
        self.table.itemSelectionChanged.connect(self._on_chosen)
        self.table.cellActivated.connect(lambda _row, _column: self._enter_person())

    def _field(self, name: str) -> LabelledField:
        return LabelledField(
            f"staff.{name}",
            self._words.say(f"admin.staff_{name}"),
            self._words.say(f"admin.staff_{name}_why"),
            is_secret=name == "password",
            is_low=True,
        )

    def _build_form(self) -> QWidget:
        content = QWidget()
        lines = QVBoxLayout(content)
        lines.setContentsMargins(16, 12, 16, 12)
        lines.setSpacing(4)
        lines.addWidget(label(self._words.say("key.add_staff"), "name"))
        lines.addWidget(self.fields["name"])
        lines.addWidget(self.fields["title"])
        role = label(self._words.say("admin.staff_role"))
        role.setProperty("bold", "true")
        lines.addWidget(role)
        lines.addWidget(self.role)
        lines.addSpacing(8)
        lines.addWidget(self.fields["login"])
        lines.addWidget(self.fields["password"])
        lines.addWidget(self.answer)
        lines.addStretch()
        form = QWidget()
        form.setFixedWidth(FORM_WIDTH)
        whole = QVBoxLayout(form)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(scrolled(content), stretch=1)
        acts = QHBoxLayout()
        acts.setContentsMargins(16, 8, 16, 12)
        acts.addWidget(self.add)
        whole.addLayout(acts)
        return form

    def show_staff(self, staff: tuple[Staff, ...]) -> None:
        """Fill the list; a person who may not sign in any more is said to be so."""
        rows: list[tuple[str, ...]] = []
        for one in staff:
            active = self._words.say("admin.active" if one.is_active else "admin.inactive")
            role = self._roles.get(one.role, one.role)
            rows.append((one.name, one.title, one.login, role, active))
        self._staff = staff
        fill_table(self.table, rows)
        self._on_chosen()

    def open_form(self) -> None:
        """The form that adds somebody, in the place of the chosen person."""
        self.table.clearSelection()
        self._sides.setCurrentWidget(self._form)
        self.fields["name"].setFocus()

    def show_changed(self, change: Change, staff: Staff) -> None:
        """It has worked; the person as he is now."""
        self.person.show_person(staff)
        self.person.show_done(change)

    def _on_chosen(self) -> None:
        rows = self.table.selectionModel().selectedRows()
        if rows and rows[0].row() < len(self._staff):
            self.person.show_person(self._staff[rows[0].row()])
            self._sides.setCurrentWidget(self.person)

    def _enter_person(self) -> None:
        """Enter on a row: the keyboard goes to the person."""
        self._on_chosen()
        self.person.fields["badge"].setFocus()

    def _on_add(self) -> None:
        self.say("", is_wrong=False)
        for field in self.fields.values():
            field.set_error("")
        typed = {name: field.text() for name, field in self.fields.items()}
        self.added.emit(NewStaff(role=str(self.role.currentData() or ""), **typed))

    def show_wrong(self, wrong: dict[str, str]) -> None:
        for name, key in wrong.items():
            if name in self.fields:
                self.fields[name].set_error(self._words.say(key))
        first = next((name for name in TEXT_FIELDS if name in wrong), None)
        if first is not None:
            self.fields[first].setFocus()

    def show_added(self, staff: Staff) -> None:
        """Say that it worked and make room for the next person."""
        for field in self.fields.values():
            field.edit.clear()
        self.say(f"✓ {self._words.say('admin.staff_added', name=staff.name)}", is_wrong=False)
        self.fields["name"].setFocus()

    def say(self, sentence: str, *, is_wrong: bool) -> None:
        """Where the keyboard is: at the chosen person, or at the form."""
        if self._sides.currentWidget() is self.person:
            self.person.say(sentence, is_wrong=is_wrong)
            return
        self.answer.setText(sentence)
        set_state(self.answer, "tone", "danger" if is_wrong else "ok")
