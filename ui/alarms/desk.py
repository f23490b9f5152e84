"""The page of alarms: what runs, by urgency; beside it what to do; below it the count of the week."""

from collections.abc import Callable
from datetime import date, datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QIcon, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QStackedWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from feverclinic.domain.alarm_events import WeekRow
from feverclinic.wording import Wording
from ui.alarms.detail_pane import WIDTH, DetailPane
from ui.alarms.presenter import AlarmsPresenter, OpenAlarm
from ui.alarms.telling import AlarmRow, alarm_row
from ui.alarms.week_pane import WeekPane
from ui.icons import pixmap
from ui.keys import key_for
from ui.theme import Grid, Theme
from ui.widgets.empty_state import EmptyState
from ui.widgets.pane import Pane, label, rule
from ui.widgets.table import fill_table, plain_table

COLUMNS = ("state", "what", "who", "due", "left", "acted")
STATE, WHAT, ACTED = 0, 1, 5
KEY = int(Qt.ItemDataRole.UserRole)
SIGN = 18


class AlarmsDesk(QWidget):
    """Enter goes there; the chosen row stays chosen while it is there."""

    sound_tried = Signal(str)

    def __init__(
        self,
        theme: Theme,
        words: Wording,
        presenter: AlarmsPresenter,
        now: Callable[[], datetime],
    ) -> None:
        super().__init__()
        self._theme, self._words = theme, words
        self._presenter, self._now = presenter, now
        self._alarms: tuple[OpenAlarm, ...] = ()
        self.setObjectName("alarmsDesk")
        self.setAccessibleName(words.say("alarms.title"))
        heads = [words.say(f"alarms.col_{name}") for name in COLUMNS]
        self.table = plain_table("alarmTable", words.say("alarms.open_head"), heads)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(WHAT, QHeaderView.ResizeMode.Stretch)
        self.count = label("", "body", "text2", name="alarmCount")
        self._pages = QStackedWidget()
        self._pages.addWidget(EmptyState(theme, "circle-check", words.say("alarms.none")))
        self._pages.addWidget(self.table)
        self.detail = DetailPane(theme, words)
        self.week = WeekPane(theme, words)
        self.setFocusProxy(self.table)
        self._lay_out()
        self._connect()
        self._on_changed(presenter.alarms)

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(
            Pane(self._words.say("alarms.open_head"), self._pages, beside=self.count), stretch=3
        )
        left.addWidget(rule())
        left.addWidget(self.week, stretch=2)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addLayout(left, stretch=1)
        line.addWidget(rule(across=False))
        line.addWidget(self.detail)

    def _connect(self) -> None:
        presenter = self._presenter
        presenter.changed.connect(self._on_changed)
        presenter.week_changed.connect(self._on_week)
        self.table.itemSelectionChanged.connect(self._show_detail)
        self.table.cellDoubleClicked.connect(lambda *_: self._go())
        self.detail.went.connect(self._go)
        self.detail.acknowledged.connect(lambda: presenter.acknowledge(self.chosen))
        self.detail.tried.connect(self.sound_tried.emit)
        self.week.moved.connect(presenter.show_week)
        for act, run in (
            ("alarm_go", self._go),
            ("alarm_known", lambda: presenter.acknowledge(self.chosen)),
            ("try_act_now", self.detail.try_act.click),
            ("try_refused", self.detail.try_refused.click),
            ("week_back", lambda: presenter.show_week(-1)),
            ("week_forward", lambda: presenter.show_week(1)),
        ):
            where = self.table if act == "alarm_go" else self
            for sequence in ("Return", "Enter") if act == "alarm_go" else (key_for(act),):
                shortcut = QShortcut(QKeySequence(sequence), where)
                shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
                shortcut.activated.connect(run)

    @property
    def chosen(self) -> str:
        """The key of the chosen row, "" when there is none."""
        cell = self.table.item(self.table.currentRow(), STATE)
        return str(cell.data(KEY)) if isinstance(cell, QTableWidgetItem) else ""

    def choose(self, alarm_id: str) -> None:
        """Choose the most urgent row of an alarm: where a chip of the top line leads."""
        place = [one.running.clock.alarm.id for one in self._alarms]
        if alarm_id in place:
            self.table.selectRow(place.index(alarm_id))

    def show_sound(self, sentence: str, *, is_silent: bool) -> None:
        self.detail.show_sound(sentence, is_silent=is_silent)

    def _go(self) -> None:
        if self.chosen:
            self._presenter.go(self.chosen)

    # -- what is shown --------------------------------------------------------------------

    def _on_changed(self, alarms: tuple[OpenAlarm, ...]) -> None:
        # While somebody looks nothing moves under the finger; whoever comes finds the most urgent.
        kept, now = self.chosen if self.isVisible() else "", self._now()
        self._alarms = alarms
        rows = [alarm_row(one, now, self._words) for one in alarms]
        self.table.blockSignals(True)  # noqa: FBT003 - Qt's own
        fill_table(self.table, [one.cells for one in rows])
        for place, one in enumerate(rows):
            self._dress(place, one)
        keys = [one.key for one in rows]
        if rows:
            self.table.selectRow(keys.index(kept) if kept in keys else 0)
        self.table.blockSignals(False)  # noqa: FBT003 - as above
        self.count.setText(self._words.say("alarms.count", count=len(rows)))
        self._pages.setCurrentIndex(1 if rows else 0)
        self._show_detail()

    def _dress(self, place: int, one: AlarmRow) -> None:
        """The sign beside its word, and what is urgent in bold."""
        ink = self._theme.color(one.tone)
        for column in range(len(COLUMNS)):
            cell = self.table.item(place, column)
            if not isinstance(cell, QTableWidgetItem):
                continue
            if one.is_strong:
                cell.setFont(self._theme.bold("table"))
            if column == STATE:
                cell.setIcon(_sign(one.icon, ink))
                cell.setForeground(ink)
                cell.setData(KEY, one.key)

    def _show_detail(self) -> None:
        chosen = self.chosen
        one = next((alarm for alarm in self._alarms if alarm.key == chosen), None)
        self.detail.show_alarm(one, self._now())

    def _on_week(self, monday: date, rows: tuple[WeekRow, ...]) -> None:
        self.week.show_week(monday, rows, is_last=self._presenter.is_this_week)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.table.selectRow(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where room is short the row says less: who goes stands beside it anyway."""
        super().resizeEvent(event)
        is_narrow = self._theme.grid_of_desk(self.width()) is Grid.NARROW
        self.detail.setFixedWidth(WIDTH["narrow" if is_narrow else "usual"])
        self.table.setColumnHidden(ACTED, is_narrow)


def _sign(name: str, ink: QColor) -> QIcon:
    """The sign in its own colour, in the chosen row too: Qt would wash it out."""
    made = QIcon()
    for mode in (QIcon.Mode.Normal, QIcon.Mode.Selected):
        made.addPixmap(pixmap(name, ink, SIGN), mode)
    return made
