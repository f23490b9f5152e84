"""The rooms as a board of cards: state, who lies there, class and day, what is due next."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from PySide6.QtCore import (
    QEvent,
    QObject,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import (
    QListView,
    QStackedWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from feverclinic.domain.case_boards import RoomCard
from feverclinic.wording import Wording
from ui.icons import paint_icon
from ui.isolation.telling import PersonWords, RoomWords, room_words
from ui.isolation.told_rows import Index, ToldRows
from ui.theme import Theme
from ui.widgets.empty_state import EmptyState

BAR, PADDING, GAP, RADIUS = 6, 10, 8, 6
USUAL_WIDTH, HEIGHT, MOST_HEIGHT, LARGE_HEIGHT = 180, 138, 170, 172
# The view keeps room for its scroll bar, also while it has none.
SPARE, BAR_ROOM = 4, 16
ICON, FOOT = 14, 26


class CardPainter(QStyledItemDelegate):
    """A bar of the state at the left; free and kept rooms are dashed."""

    def __init__(self, theme: Theme, model: ToldRows[RoomCard, RoomWords]) -> None:
        super().__init__()
        self._theme, self._model = theme, model
        self.size = QSize(USUAL_WIDTH, HEIGHT)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002 - Qt's
        return self.size

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        told, theme = self._model.told[index.row()], self._theme
        whole = QRectF(option.rect)  # pyright: ignore[reportAttributeAccessIssue] - Qt's own member
        box = whole.adjusted(GAP / 2, GAP / 2, -GAP / 2, -GAP / 2)
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)  # pyright: ignore[reportAttributeAccessIssue] - as above
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._frame(painter, box, told, is_chosen=is_chosen)
        inside = box.adjusted(BAR + PADDING, 6, -PADDING, -4)
        self._head(painter, inside, told)
        top = inside.top() + self._height("body") + 2
        if told.people:
            each = (inside.bottom() - FOOT - top) / len(told.people)
            for place, one in enumerate(told.people):
                where = QRectF(inside.left(), top + each * place, inside.width(), each)
                self._person(painter, where, one, is_brief=len(told.people) > 1)
        elif told.note:
            where = QRectF(inside.left(), top, inside.width(), inside.bottom() - FOOT - top)
            painter.setFont(theme.font("small"))
            painter.setPen(theme.color("text2"))
            painter.drawText(where, Qt.TextFlag.TextWordWrap, told.note)
        self._foot(painter, inside, told)
        painter.restore()

    def _height(self, role: str) -> float:
        return QFontMetricsF(self._theme.font(role)).height()

    def _frame(self, painter: QPainter, box: QRectF, told: RoomWords, *, is_chosen: bool) -> None:
        theme = self._theme
        path = QPainterPath()
        path.addRoundedRect(box, RADIUS, RADIUS)
        fill = "accentsoft" if is_chosen else "warnsoft" if told.is_warm else "surface"
        painter.fillPath(path, theme.color(fill))
        painter.save()
        painter.setClipPath(path)
        painter.fillRect(QRectF(box.left(), box.top(), BAR, box.height()), theme.color(told.bar))
        painter.restore()
        style = Qt.PenStyle.DashLine if told.is_dashed else Qt.PenStyle.SolidLine
        edge = "accent" if is_chosen else told.bar if told.is_dashed else "line"
        painter.setPen(QPen(theme.color(edge), 2 if is_chosen else 1, style))
        painter.drawPath(path)

    def _head(self, painter: QPainter, box: QRectF, told: RoomWords) -> None:
        theme = self._theme
        height = self._height("body")
        small = QFontMetricsF(theme.font("small"))
        width = small.horizontalAdvance(told.state)
        right = QRectF(box.right() - width, box.top(), width, height)
        self._text(painter, right, told.state, theme.font("small"), "text2")
        icon = QRectF(right.left() - ICON - 4, box.top() + (height - ICON) / 2, ICON, ICON)
        paint_icon(painter, told.icon, theme.color("text2"), icon)
        left = QRectF(box.left(), box.top(), icon.left() - box.left() - 4, height)
        self._text(painter, left, told.title, theme.bold("body"), "text")

    def _person(self, painter: QPainter, box: QRectF, one: PersonWords, *, is_brief: bool) -> None:
        theme, line = self._theme, self._height("name")
        name = QFontMetricsF(theme.bold("name"))
        self._text(
            painter,
            QRectF(box.left(), box.top(), box.width(), line),
            one.name,
            theme.bold("name"),
            "text",
        )
        used = min(name.horizontalAdvance(one.name) + 6, box.width())
        who = QRectF(box.left() + used, box.top(), box.width() - used, line)
        self._text(painter, who, one.who, theme.font("small"), "text2")
        top = box.top() + line
        small = self._height("small")
        used = self._tag(painter, box.left(), top, one)
        day = QRectF(box.left() + used + 6, top, box.width() - used - 6, small + 2)
        self._text(painter, day, one.day, theme.font("small"), "text2")
        if not is_brief:
            reading = QRectF(box.left(), top + small + 5, box.width(), self._height("body"))
            self._text(painter, reading, one.reading, theme.font("body"), one.reading_tone)

    def _tag(self, painter: QPainter, left: float, top: float, one: PersonWords) -> float:
        """The class: a word in a frame of its tone."""
        theme = self._theme
        font = theme.bold("micro")
        metrics = QFontMetricsF(font)
        box = QRectF(left, top + 1, metrics.horizontalAdvance(one.tag) + 10, metrics.height() + 2)
        painter.setPen(QPen(theme.color(one.tag_tone), 1))
        painter.drawRoundedRect(box, 3, 3)
        painter.setFont(font)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, one.tag)
        return box.width()

    def _foot(self, painter: QPainter, box: QRectF, told: RoomWords) -> None:
        theme = self._theme
        top = box.bottom() - FOOT
        painter.fillRect(QRectF(box.left(), top, box.width(), 1), theme.color("line"))
        where = QRectF(box.left(), top + 1, box.width(), FOOT)
        is_loud = told.foot_tone == "danger"
        font = theme.bold("small") if is_loud else theme.font("small")
        self._text(painter, where, told.foot, font, told.foot_tone)

    def _text(self, painter: QPainter, box: QRectF, words: str, font: QFont, tone: str) -> None:
        painter.setFont(font)
        painter.setPen(self._theme.color(tone))
        shown = QFontMetricsF(font).elidedText(words, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)


class RoomBoard(QWidget):
    """Arrows walk the cards; Enter opens whoever lies there, Shift+F2 the acts of the room."""

    chosen = Signal(object)  # RoomCard
    set_up_asked = Signal()

    def __init__(self, theme: Theme, words: Wording) -> None:
        super().__init__()
        self._theme, self._words = theme, words
        self.setObjectName("roomBoard")
        self.model = ToldRows(partial(room_words, words=words))
        self._painter = CardPainter(theme, self.model)
        self.list = QListView()
        self.list.setObjectName("rooms")
        self.list.setAccessibleName(words.say("isolation.rooms"))
        self.list.setViewMode(QListView.ViewMode.IconMode)
        self.list.setMovement(QListView.Movement.Static)
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.setUniformItemSizes(True)
        self.list.setModel(self.model)
        self.list.setItemDelegate(self._painter)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.empty = EmptyState(theme, "bed", words.say("isolation.no_rooms"))
        self._stack = QStackedWidget()
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.list)
        self.setFocusProxy(self.list)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self.list.viewport().installEventFilter(self)
        self.list.selectionModel().currentChanged.connect(self._on_current)
        self.list.activated.connect(self._on_current)

    def show_cards(self, cards: Sequence[RoomCard], now: datetime) -> None:
        """The rooms as they are now; the chosen one stays chosen."""
        before = self.current
        self.list.selectionModel().blockSignals(True)  # noqa: FBT003 - Qt's own
        self.model.show_rows(cards, now)
        for place, one in enumerate(cards):
            if before is not None and one.room.id == before.room.id:
                self.list.setCurrentIndex(self.model.index(place))
        self.list.selectionModel().blockSignals(False)  # noqa: FBT003 - as above
        self._stack.setCurrentIndex(1 if cards else 0)
        self._fit()

    @property
    def current(self) -> RoomCard | None:
        index = self.list.currentIndex()
        return self.model.rows[index.row()] if index.isValid() else None

    def mark_case(self, case_id: object) -> None:
        """The room of whose case is open."""
        self.list.selectionModel().blockSignals(True)  # noqa: FBT003 - Qt's own
        for place, card in enumerate(self.model.rows):
            if any(one.stay.case_id == case_id for one in card.people):
                self.list.setCurrentIndex(self.model.index(place))
        self.list.selectionModel().blockSignals(False)  # noqa: FBT003 - as above
        self.list.viewport().update()

    def start(self) -> None:
        self.list.setFocus()
        if self.current is None and self.model.rows:
            self.list.setCurrentIndex(self.model.index(0))

    def _on_current(self, index: Index, _before: Index | None = None) -> None:
        if index.isValid():
            self.chosen.emit(self.model.rows[index.row()])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The room for the cards is known when the view has it."""
        if watched is self.list.viewport() and event.type() is QEvent.Type.Resize:
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        """As many cards side by side as fit, all of one width."""
        room = self.list.viewport().size()
        usual = USUAL_WIDTH + (40 if self._theme.is_large else 0)
        count = max(1, round(room.width() / usual))
        lines = -(-max(1, len(self.model.rows)) // count)
        least, most = (
            (LARGE_HEIGHT, MOST_HEIGHT + 40) if self._theme.is_large else (HEIGHT, MOST_HEIGHT)
        )
        height = max(least, min(most, (room.height() - SPARE) // lines))
        self._painter.size = QSize(max(1, (room.width() - BAR_ROOM) // count), height)
        if self.list.gridSize() != self._painter.size:
            self.list.setGridSize(self._painter.size)
