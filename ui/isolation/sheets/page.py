"""A sheet over the desk: whose it is, what it asks, what is wrong; nothing typed is ever lost."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from feverclinic.domain.case_boards import CaseView
from feverclinic.domain.case_entries import Entry
from feverclinic.domain.civil_time import local
from feverclinic.wording import Wording
from ui.isolation.sheets.fields import Filled, Sheet
from ui.isolation.sheets.form import SheetForm
from ui.isolation.sheets.shelf import Shelf
from ui.isolation.sheets.typed import Typed
from ui.isolation.sheets.whose import whose
from ui.keys import key_for
from ui.theme import Theme, set_state
from ui.widgets.key_cap import KeyButton
from ui.widgets.pane import label, row, rule, scrolled, wrapped
from ui.widgets.patient_banner import PatientBanner

NARROW_BELOW = 700
TAKE_KEYS = ("Ctrl+Return", "Ctrl+Enter")


class SheetPage(QFrame):
    """One sheet at a time; another act opens another one, and what was typed in the first is kept.

    `taken` carries a Filled; the desk answers with `done`, `refuse` or `show_changed`.
    """

    taken = Signal(object)  # Filled
    left = Signal()

    def __init__(self, theme: Theme, words: Wording, shelf: Shelf | None = None) -> None:
        super().__init__()
        self.setObjectName("sheet")
        self.setProperty("pane", "surface")
        self._theme, self._words = theme, words
        self._shelf = shelf or Shelf()
        self._sheet: Sheet | None = None
        self._whose, self._seen = "", 0
        self._opened_at: datetime | None = None
        self._is_under_way = False
        self.banner = PatientBanner(theme)
        self.banner.setCursor(Qt.CursorShape.ArrowCursor)
        self.title = label("", "title", name="sheet.title")
        self.hint = wrapped("", "small", "text2", name="sheet.hint")
        self.news = wrapped("", "small", "info", name="sheet.news")
        self.note = wrapped("", "body", "danger", name="sheet.note")
        self.note.setProperty("bold", "true")
        self.form: SheetForm | None = None
        self._area = scrolled(QWidget())
        self.take = self._button("sheet.take", "sheet.take", key_for("sheet_take"), "primary")
        self.clear = self._button("sheet.clear", "sheet.clear", key_for("sheet_clear"), "quiet")
        self.leave = self._button("sheet.leave", "sheet.leave", "Esc", "usual")
        self._lay_out()
        self._connect()

    def _button(self, name: str, key: str, cap: str, kind: str) -> KeyButton:
        button = KeyButton(self._theme, self._words.say(key), cap, kind=kind)
        button.setObjectName(name)
        return button

    def _lay_out(self) -> None:
        head = QVBoxLayout()
        head.setContentsMargins(16, 12, 16, 8)
        head.setSpacing(4)
        for part in (self.title, self.hint, self.news):
            head.addWidget(part)
        foot = QVBoxLayout()
        foot.setContentsMargins(16, 8, 16, 12)
        foot.setSpacing(8)
        foot.addWidget(self.note)
        acts = row(self.leave, None, self.clear)
        foot.addWidget(self.take)
        foot.addLayout(acts)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.banner)
        self._under_banner = rule()
        whole.addWidget(self._under_banner)
        whole.addLayout(head)
        whole.addWidget(self._area, 1)
        whole.addWidget(rule())
        whole.addLayout(foot)

    def _connect(self) -> None:
        self.take.clicked.connect(self._on_take)
        self.leave.clicked.connect(self.left)
        self.clear.clicked.connect(self._on_clear)
        for sequence in TAKE_KEYS:
            self._shortcut(sequence, self._on_take)
        self._shortcut(key_for("sheet_clear"), self._on_clear)

    def _shortcut(self, sequence: str, run: object) -> None:
        shortcut = QShortcut(QKeySequence(sequence), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(run)

    # -- opening --------------------------------------------------------------------------

    @property
    def act(self) -> str:
        """The act whose sheet is open, "" for none."""
        return self._sheet.act if self._sheet is not None else ""

    def open_for(self, sheet: Sheet, now: datetime, view: CaseView | None = None) -> None:
        """Show a sheet; what was typed in it before and not saved is there again."""
        self._sheet, self._is_under_way = sheet, False
        self._seen = view.book.case.last_seq if view is not None else 0
        self._whose = str(view.book.case.id) if view is not None else ""
        self._opened_at = now
        self._show_banner(view, now)
        self.title.setText(sheet.title)
        self.setAccessibleName(sheet.title)
        self.hint.setText(sheet.hint)
        self._say("")
        self._tell("")
        self._name_act(sheet)
        self._show_form(sheet)
        assert self.form is not None
        self.form.start()

    def _name_act(self, sheet: Sheet) -> None:
        """An act that cannot be taken back by a correction is named on its button."""
        say = self._words.say
        word = say("sheet.confirm", act=sheet.title) if sheet.is_grave else say("sheet.take")
        set_state(self.take, "kind", "danger" if sheet.is_grave else "primary")
        self.take.setText(word)
        self.take.setAccessibleName(word)
        self.take.updateGeometry()

    def _show_banner(self, view: CaseView | None, now: datetime) -> None:
        self.banner.setVisible(view is not None)
        self._under_banner.setVisible(view is not None)
        if view is not None:
            self.banner.show_person(whose(view, now, self._words))

    def _show_form(self, sheet: Sheet) -> None:
        self.form = form = SheetForm(sheet, self._words, self._theme)
        kept = self._shelf.find(self._key)
        if kept is not None:
            form.show_answers(kept)
            self._tell(self._words.say("sheet.restored"))
        self.clear.setVisible(kept is not None)
        form.edited.connect(self._on_edited)
        form.done.connect(self._on_take)
        form.reached.connect(self._area.ensureWidgetVisible)
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(16, 8, 16, 8)
        column.addWidget(form)
        old = self._area.takeWidget()
        self._area.setWidget(holder)
        holder.setAutoFillBackground(False)
        old.deleteLater()

    @property
    def _key(self) -> tuple[str, str]:
        sheet = self._sheet
        assert sheet is not None
        suffix = f".{sheet.replaces}" if sheet.replaces is not None else ""
        return f"{sheet.act}{suffix}", self._whose

    # -- answers --------------------------------------------------------------------------

    def _on_edited(self) -> None:
        assert self.form is not None
        self._shelf.keep(self._key, self.form.answers())
        self.clear.setVisible(True)
        self._say("")

    def _on_clear(self) -> None:
        """Empty on purpose: the sheet is as if it had just been opened."""
        if self._sheet is None:
            return
        self._shelf.forget(self._key)
        self._say("")
        self._tell("")
        self._show_form(self._sheet)
        assert self.form is not None
        self.form.start()

    def _on_take(self) -> None:
        """Read all fields; one Enter held down is one act."""
        sheet, form = self._sheet, self.form
        if sheet is None or form is None or self._is_under_way or self._opened_at is None:
            return
        typed = Typed(form.answers(), self._now())
        typed.ask_for(sheet.needs)
        made = sheet.read(typed)
        at = typed.moment(sheet.at) if sheet.at else None
        count = form.show_problems(typed.problems)
        if count:
            self._say(self._words.say("sheet.wrong", count=count))
            return
        self._is_under_way = True
        self._say("")
        documents = made if isinstance(made, tuple) else ()
        request = None if isinstance(made, tuple) else made
        self.taken.emit(Filled(sheet.act, documents, request, at, sheet.replaces, self._seen))

    def _now(self) -> datetime:
        """Now; the desk keeps it going by `pass_minute`."""
        assert self._opened_at is not None
        return self._opened_at

    def pass_minute(self, now: datetime) -> None:
        """The clock goes on while somebody types."""
        if self._opened_at is not None:
            self._opened_at = max(now, self._opened_at)

    # -- what became of it ----------------------------------------------------------------

    def done(self) -> None:
        """It was saved: what was typed is history now."""
        if self._sheet is not None:
            self._shelf.forget(self._key)
        self._sheet, self._is_under_way = None, False

    def refuse(self, sentence: str) -> None:
        """Why it cannot be done; all that was typed stays and is kept."""
        self._is_under_way = False
        if self.form is not None and self._sheet is not None:
            self._shelf.keep(self._key, self.form.answers())
        self._say(sentence)

    def show_changed(self, view: CaseView, entries: Sequence[Entry]) -> None:
        """Another desk was faster: what it wrote stands here; saving again is after having seen it."""
        self._seen = view.book.case.last_seq
        say = self._words.say
        lines = [
            say(
                "sheet.changed_line",
                at=f"{local(one.entered_at):%H:%M}",
                by=one.by_name,
                kind=say(f"entry_kind.{one.kind}"),
            )
            for one in entries
        ]
        self.refuse("\n".join((say("sheet.changed"), *lines)))

    def _say(self, sentence: str) -> None:
        self.note.setText(f"▲ {sentence}" if sentence else "")
        self.note.setVisible(bool(sentence))

    def _tell(self, sentence: str) -> None:
        self.news.setText(sentence)
        self.news.setVisible(bool(sentence))

    # -- keys and room --------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.banner.set_narrow(is_narrow=self.width() < NARROW_BELOW)
