"""The list of the triage desk: a small model of rows and the delegate that paints them."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ui.icons import pixmap
from ui.theme import Theme
from ui.triage.queue_rows import QueueRow
from ui.widgets.level_badge import paint_level

Index = QModelIndex | QPersistentModelIndex
ROW_HEIGHT, HEAD_HEIGHT, BADGE, ICON, BAR, PAD = 56, 24, 26, 15, 4, 14
RowRole = Qt.ItemDataRole.UserRole
INK = {token: token for token in ("warn", "danger", "text2", "unknown", "accent")}
SQUARE = 11


class QueueModel(QAbstractListModel):
    """The rows as they are; the same rows again change nothing."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._rows: tuple[QueueRow, ...] = ()

    @property
    def rows(self) -> tuple[QueueRow, ...]:
        return self._rows

    def show_rows(self, rows: Sequence[QueueRow]) -> None:
        told = tuple(rows)
        if told == self._rows:
            return
        if len(told) == len(self._rows):
            self._rows = told
            self.dataChanged.emit(self.index(0), self.index(len(told) - 1))
            return
        self.beginResetModel()
        self._rows = told
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        shown = self._rows[index.row()]
        if role == RowRole:
            return shown
        texts = (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.AccessibleTextRole,
            Qt.ItemDataRole.ToolTipRole,
        )
        return shown.spoken if role in texts else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if self._rows[index.row()].is_head:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class QueueDelegate(QStyledItemDelegate):
    """Paints heads of 24 and rows of 56 from tokens; no widget for a row."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        shown: QueueRow = index.data(RowRole)
        grown = self._theme.px("name") - 16
        return QSize(120, (HEAD_HEIGHT + grown) if shown.is_head else (ROW_HEIGHT + 2 * grown))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        shown: QueueRow = index.data(RowRole)
        box: QRect = option.rect  # pyright: ignore[reportAttributeAccessIssue] - the stubs lack the member
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if shown.is_head:
            self._paint_head(painter, box, shown)
        else:
            state: QStyle.StateFlag = option.state  # pyright: ignore[reportAttributeAccessIssue] - as above
            is_marked = shown.is_current or bool(state & QStyle.StateFlag.State_Selected)
            self._paint_row(painter, box, shown, is_marked=is_marked)
        painter.setPen(self._theme.color("line"))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        painter.restore()

    def _paint_head(self, painter: QPainter, box: QRect, shown: QueueRow) -> None:
        painter.fillRect(box, self._theme.color("sunken"))
        painter.setPen(self._theme.color("text2"))
        painter.setFont(self._theme.font("small"))
        words = box.adjusted(PAD, 0, -PAD, 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(words, Qt.AlignmentFlag.AlignLeft | middle, shown.name)
        painter.drawText(words, Qt.AlignmentFlag.AlignRight | middle, shown.count)

    def _paint_row(
        self, painter: QPainter, box: QRect, shown: QueueRow, *, is_marked: bool
    ) -> None:
        theme = self._theme
        painter.fillRect(box, theme.color("accentsoft" if is_marked else "surface"))
        if is_marked:
            painter.fillRect(QRect(box.x(), box.y(), BAR, box.height()), theme.color("accent"))
        inner = QRectF(box).adjusted(PAD, 6, -11, -6)
        taken = self._paint_right(painter, inner, shown)
        inner.setRight(inner.right() - taken)
        half = inner.height() / 2
        self._paint_name(painter, QRectF(inner.x(), inner.y(), inner.width(), half), shown)
        second = QRectF(inner.x(), inner.y() + half - 4, inner.width(), half)
        self._paint_line(painter, second, shown)

    def _paint_right(self, painter: QPainter, inner: QRectF, shown: QueueRow) -> float:
        """Badge over number at the right end; returns the width that both take."""
        painter.setFont(self._theme.bold("body"))
        width = QFontMetricsF(painter.font()).horizontalAdvance(shown.number)
        painter.setPen(self._theme.color("text"))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if shown.level is None:
            painter.drawText(inner, right, shown.number)
            return width + 6 if shown.number else 0
        top = inner.y() - 2 if shown.number else inner.center().y() - BADGE / 2
        badge = QRectF(inner.right() - BADGE, top, BADGE, BADGE)
        paint_level(painter, badge, shown.level, self._theme)
        lower = QRectF(inner.x(), inner.bottom() - 19, inner.width(), 20)
        painter.drawText(lower, right, shown.number)
        return max(width, BADGE) + 6

    def _paint_name(self, painter: QPainter, box: QRectF, shown: QueueRow) -> None:
        theme = self._theme
        painter.setFont(theme.font("body"))
        who = QFontMetricsF(painter.font()).horizontalAdvance(shown.who)
        bold = theme.bold("name")
        metrics = QFontMetricsF(bold)
        room = max(box.width() - who - 6, box.width() / 2)
        name = metrics.elidedText(shown.name, Qt.TextElideMode.ElideRight, room)
        painter.setFont(bold)
        painter.setPen(theme.color("text"))
        base = box.y() + box.height() - metrics.descent() + 2
        painter.drawText(QPointF(box.x(), base), name)
        painter.setFont(theme.font("body"))
        painter.setPen(theme.color("text2"))
        left = metrics.horizontalAdvance(name) + 6
        rest = QFontMetricsF(painter.font()).elidedText(
            shown.who, Qt.TextElideMode.ElideRight, box.width() - left
        )
        painter.drawText(QPointF(box.x() + left, base), rest)

    def _paint_line(self, painter: QPainter, box: QRectF, shown: QueueRow) -> None:
        theme = self._theme
        ink = theme.color(INK.get(shown.tone, "text2"))
        top = box.center().y() - ICON / 2 + 1
        ratio = painter.device().devicePixelRatioF() if painter.device() else 1.0
        painter.drawPixmap(QPointF(box.x(), top), pixmap(shown.icon, ink, ICON, ratio))
        room = box.adjusted(ICON + 5, 1, 0, 1)
        if shown.square:
            mark = QRectF(room.x(), round(room.center().y() - SQUARE / 2), SQUARE, SQUARE)
            painter.setPen(QPen(theme.color("text2"), 0.6))
            painter.setBrush(theme.color(shown.square))
            painter.drawRoundedRect(mark, 2, 2)
            room.setLeft(mark.right() + 5)
        painter.setFont(theme.font("small"))
        painter.setPen(ink)
        line = QFontMetricsF(painter.font()).elidedText(
            shown.line, Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, line)


class QueueList(QListView):
    """One list; Enter or a click takes the row."""

    def __init__(self, name: str, label: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.rows = QueueModel(self)
        self.setModel(self.rows)
        self.setItemDelegate(QueueDelegate(theme, self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.clicked.connect(self.activated)

    def show_rows(self, rows: Sequence[QueueRow]) -> None:
        """Other rows; the one that is marked stays marked and nothing moves under the finger."""
        marked = self.row_at(self.currentIndex())
        scrolled = self.verticalScrollBar().value()
        self.rows.show_rows(rows)
        if marked is None:
            return
        at = next((at for at, row in enumerate(rows) if row.key == marked.key), None)
        if at is not None and at != self.currentIndex().row():
            self.setCurrentIndex(self.rows.index(at))
        elif at is None:
            self.setCurrentIndex(QModelIndex())
        self.verticalScrollBar().setValue(scrolled)

    def row_at(self, index: QModelIndex) -> QueueRow | None:
        return index.data(RowRole) if index.isValid() else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.activated.emit(self.currentIndex())
            return
        super().keyPressEvent(event)

    def walk(self, by: int) -> None:
        """Mark the next row that is not a head."""
        at = self.currentIndex().row() if self.currentIndex().isValid() else (-1 if by > 0 else 0)
        at += by
        while 0 <= at < len(self.rows.rows):
            if not self.rows.rows[at].is_head:
                self.setCurrentIndex(self.rows.index(at))
                return
            at += by
