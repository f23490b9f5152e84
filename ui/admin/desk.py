"""The administration page: staff, settings, records, look, about."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFormLayout,
    QHeaderView,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from feverclinic.domain.people import Duty, Staff
from feverclinic.errors import ClinicError
from feverclinic.wording import LANGUAGES, Wording
from ui.admin.presenter import AdminPresenter, Fact
from ui.admin.staff_page import StaffPage
from ui.keys import key_for
from ui.notices import sentence_of
from ui.theme import THEMES, Theme, set_state
from ui.widgets.key_cap import KeyButton
from ui.widgets.look_switch import OWN_NAMES, Segments
from ui.widgets.pane import Pane, column, label, row, scrolled, wrapped
from ui.widgets.table import fill_table, plain_table

SETTING_COLUMNS = ("key", "value", "default", "meaning")


class AdminDesk(QWidget):
    """Each tab is one subject; a refusal is said on the tab where it happened."""

    def __init__(self, theme: Theme, words: Wording, presenter: AdminPresenter) -> None:
        super().__init__()
        self._theme = theme
        self._words = words
        self._presenter = presenter
        self.setObjectName("adminDesk")
        self.staff = StaffPage(theme, words, presenter.facts.roles)
        self.answer = wrapped("", "body", name="admin.answer")
        self._records = QFormLayout()
        self._database = self._database_page()
        self.tabs = QTabWidget()
        self.tabs.setObjectName("adminTabs")
        self.tabs.setAccessibleName(words.say("admin.title"))
        self._pages = (
            ("staff", self.staff),
            ("look", self._look_page()),
            ("settings", self._settings_page()),
            ("database", self._database),
            ("about", self._about_page()),
        )
        for name, page in self._pages:
            self.tabs.addTab(page, words.say(f"admin.{name}"))
        line = QVBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(Pane(words.say("admin.title"), self.tabs))
        self.setFocusProxy(self.tabs)
        self._connect()

    def _connect(self) -> None:
        presenter = self._presenter
        presenter.staff_listed.connect(self.staff.show_staff)
        presenter.staff_added.connect(self._on_added)
        presenter.wrong_fields.connect(self.staff.show_wrong)
        presenter.database_told.connect(self._on_database)
        presenter.answered.connect(self._on_answered)
        presenter.refused.connect(self._on_refused)
        presenter.allowed.connect(self._on_allowed)
        presenter.person_changed.connect(self.staff.show_changed)
        self.staff.asked.connect(presenter.change)
        self.staff.added.connect(presenter.add_staff)
        for act, run in (
            ("add_staff", self._open_staff),
            ("check_database", self._check_database),
        ):
            shortcut = QShortcut(QKeySequence(key_for(act)), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(run)

    def _on_allowed(self, duties: frozenset[Duty]) -> None:
        """Pages and acts of who sits here; the others are not there."""
        for index, (name, _page) in enumerate(self._pages):
            self.tabs.setTabVisible(index, self._presenter.may_see(name))
        self._verify.setVisible(Duty.READ_AUDIT in duties)
        self._back_up.setVisible(Duty.MANAGE_SYSTEM in duties)
        self.answer.clear()

    def _check_database(self) -> None:
        """F5 from any page: the answer stands on the page of the database."""
        if not self._presenter.may_see("database"):
            return
        self.tabs.setCurrentWidget(self._database)
        self._presenter.verify_audit()

    def _open_staff(self) -> None:
        if not self._presenter.may_see("staff"):
            return
        self.staff.open_form()
        self.tabs.setCurrentWidget(self.staff)
        self.staff.fields["name"].setFocus()

    def _look_page(self) -> QWidget:
        facts, words = self._presenter.facts, self._words
        languages = {code: OWN_NAMES[code] for code in LANGUAGES}
        themes = {name: words.say(f"theme.{name}") for name in THEMES}
        sizes = {"usual": words.say("theme.usual_type"), "large": words.say("theme.large_type")}
        size = "large" if facts.is_large else "usual"
        form = QFormLayout()
        form.setContentsMargins(16, 16, 16, 16)
        form.setHorizontalSpacing(24)
        form.setVerticalSpacing(16)
        for name, title, choices, chosen, tell in (
            ("admin.language", "language", languages, facts.language, "choose_language"),
            ("admin.theme", "theme", themes, facts.theme, "choose_theme"),
            ("admin.size", "large_type", sizes, size, "choose_size"),
        ):
            segments = Segments(name, words.say(f"theme.{title}"), choices, chosen)
            segments.chosen.connect(getattr(self._presenter, tell))
            form.addRow(label(words.say(f"theme.{title}"), "body", "text2"), segments)
        form.addRow(wrapped(words.say("admin.look_why"), "small", "text3"))
        page = QWidget()
        page.setLayout(form)
        return page

    def _settings_page(self) -> QWidget:
        facts, words = self._presenter.facts, self._words
        heads = [words.say(f"admin.set_{name}") for name in SETTING_COLUMNS]
        table = plain_table("settingsTable", words.say("admin.settings"), heads)
        rows = [[getattr(one, name) for name in SETTING_COLUMNS] for one in facts.settings]
        fill_table(table, rows)
        header = table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(len(SETTING_COLUMNS) - 1, QHeaderView.ResizeMode.Stretch)
        header.setMaximumSectionSize(280)
        where = wrapped(
            words.say("admin.settings_where", file=facts.settings_file), "small", "text2"
        )
        where.setContentsMargins(16, 8, 16, 8)
        page = QWidget()
        page.setLayout(column(where, table, gap=0))
        return page

    def _database_page(self) -> QWidget:
        words = self._words
        self._verify = check = KeyButton(
            self._theme, words.say("admin.verify"), key_for("check_database"), icon="shield-check"
        )
        check.setObjectName("admin.verify")
        check.clicked.connect(self._presenter.verify_audit)
        self._back_up = backup = KeyButton(
            self._theme, words.say("admin.back_up"), icon="hard-drive"
        )
        backup.setObjectName("admin.backUp")
        backup.clicked.connect(self._presenter.back_up)
        self._records.setHorizontalSpacing(24)
        self._records.setVerticalSpacing(8)
        lines = column(self._records, 12, row(check, backup, None), self.answer, None, gap=8)
        lines.setContentsMargins(16, 16, 16, 16)
        page = QWidget()
        page.setLayout(lines)
        return page

    def _about_page(self) -> QWidget:
        form = QFormLayout()
        form.setContentsMargins(16, 16, 16, 16)
        form.setHorizontalSpacing(24)
        for fact in self._presenter.facts.about:
            form.addRow(label(self._words.say(fact.key), "body", "text2"), wrapped(fact.value))
        page = QWidget()
        page.setLayout(form)
        return scrolled(page)

    def _on_added(self, staff: Staff) -> None:
        self.staff.show_added(staff)

    def _on_database(self, facts: tuple[Fact, ...]) -> None:
        while self._records.rowCount():
            self._records.removeRow(0)
        for fact in facts:
            self._records.addRow(
                label(self._words.say(fact.key), "body", "text2"), wrapped(fact.value)
            )

    def _on_answered(self, sentence: str) -> None:
        self.answer.setText(f"✓ {sentence}")
        set_state(self.answer, "tone", "ok")

    def _on_refused(self, error: ClinicError) -> None:
        said = f"▲ {sentence_of(error, self._words)}"
        if self.tabs.currentWidget() is self.staff:
            self.staff.say(said, is_wrong=True)
        else:
            self.answer.setText(said)
            set_state(self.answer, "tone", "danger")
