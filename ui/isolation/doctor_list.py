"""The doctor's list: one column for each stage, each with its number; rows are painted by one delegate."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from PySide6.QtCore import (
    QModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from feverclinic.domain.case_boards import DoctorRow
from feverclinic.domain.cases import Column
from feverclinic.wording import Wording
from ui.isolation.telling import A_DAY, ColumnLook, RowWords, row_words
from ui.isolation.told_rows import Index, ToldRows
from ui.theme import Theme
from ui.widgets.level_badge import paint_level
from ui.widgets.pane import label, row, rule

ROW, BADGE, BAR, PADDING = 42, 22, 4, 10
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
LOOKS = {
    Column.WAITING: ColumnLook("clock", "1"),
    Column.EXAMINED: ColumnLook("microscope", "2"),
    Column.RESULTS: ColumnLook("droplet", "3"),
    Column.MAY_LEAVE: ColumnLook("walking", "4"),
    Column.OBSERVED: ColumnLook("bed", "5"),
}


class RowPainter(QStyledItemDelegate):
    """Level, name, sex and age; what it waits for; how long. A late one is bold and red, with ▲."""

    def __init__(self, theme: Theme, model: ToldRows[DoctorRow, RowWords]) -> None:
        super().__init__()
        self._theme, self._model = theme, model

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002 - Qt's
        return QSize(160, ROW if not self._theme.is_large else ROW + 10)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        told, theme = self._model.told[index.row()], self._theme
        box = QRectF(option.rect)  # pyright: ignore[reportAttributeAccessIssue] - Qt's own member
        painter.save()
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)  # pyright: ignore[reportAttributeAccessIssue] - as above
        painter.fillRect(box, theme.color("accentsoft" if is_chosen else "surface"))
        if is_chosen:
            painter.fillRect(
                QRectF(box.left(), box.top(), BAR, box.height()), theme.color("accent")
            )
        painter.fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), theme.color("line"))
        left = box.left() + PADDING
        if told.level is not None:
            badge = QRectF(left, box.center().y() - BADGE / 2, BADGE, BADGE)
            paint_level(painter, badge, told.level, theme)
        left += BADGE + 8
        right = self._right(painter, box, told)
        left = self._name(painter, QRectF(left, box.top(), right - left, box.height()), told)
        self._line(painter, QRectF(left, box.top(), right - left, box.height()), told)
        painter.restore()

    def _right(self, painter: QPainter, box: QRectF, told: RowWords) -> float:
        font = self._theme.bold("table")
        painter.setFont(font)
        painter.setPen(self._theme.color(told.tone))
        width = QFontMetricsF(font).horizontalAdvance(told.right) + 2
        right = box.right() - PADDING
        where = QRectF(right - width, box.top(), width, box.height())
        painter.drawText(
            where, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, told.right
        )
        return right - width - 8

    def _name(self, painter: QPainter, box: QRectF, told: RowWords) -> float:
        """The name and who it is; the name gives way to nothing but the time."""
        name_font, who_font = self._theme.bold("name"), self._theme.font("small")
        name, who = QFontMetricsF(name_font), QFontMetricsF(who_font)
        shown = name.elidedText(told.title, Qt.TextElideMode.ElideRight, box.width())
        painter.setFont(name_font)
        painter.setPen(self._theme.color("text"))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, shown)
        left = box.left() + name.horizontalAdvance(shown) + 6
        room = box.right() - left
        if room > who.horizontalAdvance(told.who):
            painter.setFont(who_font)
            painter.setPen(self._theme.color("text2"))
            where = QRectF(left, box.top(), room, box.height())
            painter.drawText(where, Qt.AlignmentFlag.AlignVCenter, told.who)
            left += who.horizontalAdvance(told.who) + 12
        return left

    def _line(self, painter: QPainter, box: QRectF, told: RowWords) -> None:
        font = self._theme.font("small")
        shown = QFontMetricsF(font).elidedText(
            told.line, Qt.TextElideMode.ElideRight, max(box.width(), 0)
        )
        painter.setFont(font)
        painter.setPen(self._theme.color(told.line_tone))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(box, flags, shown)


class PeopleList(QListView):
    """Rows to walk by the arrows; Enter opens the one that is chosen, a click only chooses."""

    opened = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER and self.currentIndex().isValid():
            if not event.isAutoRepeat():
                self.opened.emit()
        else:
            super().keyPressEvent(event)


class ColumnList(QFrame):
    """One column: its head with icon, word, number and key; its rows below, or what belongs here."""

    chosen = Signal(object)  # DoctorRow
    opened = Signal(object)  # DoctorRow, by Enter

    def __init__(self, column: Column, theme: Theme, words: Wording) -> None:
        super().__init__()
        self.column = column
        self._words = words
        look = LOOKS[column]
        self.setProperty("pane", "surface")
        self.title = label(words.say(f"column.{column.value}"), "body")
        self.title.setProperty("bold", "true")
        self.count = label("0", "title", name=f"column.{column.value}.count")
        self.longest = label("", "small", "text2")
        head = QFrame()
        head.setProperty("pane", "sunken")
        line = row(look.picture(theme), self.title, self.count, None, self.longest)
        line.setContentsMargins(PADDING, 4, PADDING, 4)
        head.setLayout(line)
        head.setFixedHeight(38 if not theme.is_large else 46)
        self.model = ToldRows(partial(row_words, words=words))
        self.list = PeopleList()
        self.list.setObjectName(f"column.{column.value}")
        self.list.setAccessibleName(words.say(f"column.{column.value}"))
        self.list.setModel(self.model)
        self.list.setItemDelegate(RowPainter(theme, self.model))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusProxy(self.list)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(head)
        whole.addWidget(rule())
        whole.addWidget(self.list, 1)
        self.list.selectionModel().currentChanged.connect(self._on_current)
        self.list.clicked.connect(self._on_current)
        self.list.opened.connect(lambda: self.opened.emit(self.current))

    def show_rows(self, rows: Sequence[DoctorRow], now: datetime) -> None:
        """The rows as they are now; whoever was chosen stays chosen."""
        before = self.current
        self.list.selectionModel().blockSignals(True)  # noqa: FBT003 - Qt's own
        self.model.show_rows(rows, now)
        if before is not None:
            self.mark(before.visit_id)
        self.list.selectionModel().blockSignals(False)  # noqa: FBT003 - as above
        self.count.setText(str(len(rows)))
        oldest = min((one.since for one in rows), default=None)
        self.longest.setText("" if oldest is None else self._waited(now - oldest))

    def _waited(self, span: timedelta) -> str:
        minutes = max(0, int(span.total_seconds()) // 60)
        if minutes >= A_DAY:
            return self._words.say("isolation.longest_days", days=minutes // A_DAY)
        return self._words.say("isolation.longest", minutes=minutes)

    @property
    def current(self) -> DoctorRow | None:
        index = self.list.currentIndex()
        return self.model.rows[index.row()] if index.isValid() else None

    def mark(self, visit_id: object) -> None:
        """Show whose case is open, without choosing him anew."""
        for place, one in enumerate(self.model.rows):
            if one.visit_id == visit_id:
                self.list.setCurrentIndex(self.model.index(place))
                return
        self.list.setCurrentIndex(QModelIndex())

    def start(self) -> None:
        """The keyboard comes here; the first row is chosen where none was."""
        self.list.setFocus()
        if self.current is None and self.model.rows:
            self.list.setCurrentIndex(self.model.index(0))

    def _on_current(self, index: Index, _before: Index | None = None) -> None:
        if index.isValid():
            self.chosen.emit(self.model.rows[index.row()])


class DoctorList(QWidget):
    """The five columns side by side."""

    chosen = Signal(object)  # DoctorRow
    opened = Signal(object)  # DoctorRow, by Enter

    def __init__(self, theme: Theme, words: Wording) -> None:
        super().__init__()
        self.setObjectName("doctorList")
        self.columns = {one: ColumnList(one, theme, words) for one in Column}
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        self._rules: list[QFrame] = []
        for place, one in enumerate(self.columns.values()):
            if place:
                self._rules.append(rule(across=False))
                line.addWidget(self._rules[-1])
            line.addWidget(one, 1)
            one.chosen.connect(self.chosen)
            one.opened.connect(self.opened)

    def show_rows(self, rows: Sequence[DoctorRow], now: datetime) -> None:
        for column, shown in self.columns.items():
            shown.show_rows([one for one in rows if one.column is column], now)

    def show_only(self, column: Column | None) -> None:
        """One column alone where there is no room for five; None shows them all."""
        for one, shown in self.columns.items():
            shown.setVisible(column is None or one is column)
        for line in self._rules:
            line.setVisible(column is None)

    def mark(self, visit_id: object) -> None:
        for shown in self.columns.values():
            shown.list.selectionModel().blockSignals(True)  # noqa: FBT003 - Qt's own
            shown.mark(visit_id)
            shown.list.selectionModel().blockSignals(False)  # noqa: FBT003 - as above
            shown.list.viewport().update()
