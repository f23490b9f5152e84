"""The top of the right pane: the route in the largest words, or how many questions are missing."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from feverclinic.domain.prescreening import Outcome
from feverclinic.wording import Wording
from ui.icons import pixmap
from ui.theme import Theme
from ui.triage.telling import codes_of

TOP, GAP, BOTTOM, ICON, UNKNOWN_LINE = 14, 2, 12, 20, 4
LEAST_SHARE = 0.55
NOTE_SHARE = 0.72


class RouteHead(QWidget):
    """Never red: a route is not an alarm. Its height is the same for every route of a language."""

    def __init__(self, words: Wording, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("route")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._words, self._theme = words, theme
        self._is_narrow = False
        self._outcome: Outcome | None = None
        self._open = 0
        self._rule_set = ""
        self._side = 16

    def set_narrow(self, *, is_narrow: bool) -> None:
        self._is_narrow = is_narrow
        self._side = 12 if is_narrow else 16
        self._settle()

    def show_route(self, outcome: Outcome | None, open_questions: int, rule_set: str) -> None:
        self._outcome, self._open, self._rule_set = outcome, open_questions, rule_set
        title, note, way = self._texts(outcome)
        self.setAccessibleName(" ".join((self._words.say("triage.route.head"), title, note, way)))
        self.setToolTip(f"{title} {note}\n{way}")
        self.update()

    def _texts(self, outcome: Outcome | None) -> tuple[str, str, str]:
        say = self._words.say
        if outcome is None:
            return say("triage.route.open", count=self._open), "", say("triage.route.open_hint")
        code = outcome.value
        return say(f"outcome.{code}"), say(f"outcome_note.{code}"), say(f"outcome_way.{code}")

    def resizeEvent(self, event: object) -> None:
        del event
        self._settle()

    def _settle(self) -> None:
        """The height that the longest route of this language needs at this width."""
        if self.width() <= 2 * self._side:
            return
        needed = [self._height_of(Outcome(code)) for code, _ in codes_of(self._words, "outcome")]
        self.setFixedHeight(max(*needed, 115))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(252, 115)

    def _small(self) -> QFont:
        return self._theme.font("small")

    def _title_font(self, title: str, note: str, room: int) -> tuple[QFont, QFont]:
        """The largest pair of fonts with which the route stands in one line, else the least."""
        role = "route_narrow" if self._is_narrow else "route"
        font = self._theme.bold(role)
        full = font.pixelSize()
        small = QFont(font)
        for size in range(full, int(full * LEAST_SHARE), -1):
            font.setPixelSize(size)
            small.setPixelSize(int(size * NOTE_SHARE))
            if _width(font, title) + _width(small, note) + 2 <= room:
                break
        return font, small

    def _way_box(self, way: str, room: int) -> QRect:
        metrics = QFontMetrics(self._theme.font("body"))
        flags = Qt.TextFlag.TextWordWrap
        return metrics.boundingRect(QRect(0, 0, room, 1000), flags, way)

    def _height_of(self, outcome: Outcome) -> int:
        title, note, way = self._texts(outcome)
        room = self.width() - 2 * self._side
        font, small = self._title_font(title, note, room)
        is_one_line = _width(font, title) + _width(small, note) + 2 <= room
        title_height = QFontMetrics(self._theme.bold("route")).capHeight() + 16
        if not is_one_line:
            title_height = QFontMetrics(font).height() + QFontMetrics(small).height()
        way_height = self._way_box(way, room - ICON - 8).height()
        top = QFontMetrics(self._small()).height()
        return TOP + top + GAP + title_height + way_height + BOTTOM

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = self._theme
        is_open = self._outcome is None
        painter.fillRect(self.rect(), theme.color("sunken" if is_open else "route"))
        if is_open:
            painter.fillRect(0, 0, self.width(), UNKNOWN_LINE, theme.color("unknown"))
            painter.fillRect(0, self.height() - 1, self.width(), 1, theme.color("line"))
        ink = theme.color("text2" if is_open else "onroute")
        painter.setPen(ink)
        painter.setFont(self._small())
        top = QRect(self._side, TOP, self.width() - 2 * self._side, painter.fontMetrics().height())
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(
            top, Qt.AlignmentFlag.AlignLeft | middle, self._words.say("triage.route.head")
        )
        version = self._words.say("triage.route.rules", rules=self._rule_set)
        room = top.width() - painter.fontMetrics().horizontalAdvance("去向") - 24
        version = painter.fontMetrics().elidedText(version, Qt.TextElideMode.ElideRight, room)
        painter.drawText(top, Qt.AlignmentFlag.AlignRight | middle, version)
        body = QRect(
            top.x(), top.bottom() + GAP, top.width(), self.height() - top.bottom() - GAP - BOTTOM
        )
        if is_open:
            self._paint_open(painter, body)
        else:
            self._paint_route(painter, body)

    def _paint_open(self, painter: QPainter, body: QRect) -> None:
        theme = self._theme
        title, _, hint = self._texts(None)
        mark = 32
        font, _ = self._title_font(title, "", body.width() - mark - 8)
        line = QRect(body.x() + mark + 8, body.y(), body.width() - mark - 8, body.height() - 22)
        picture = pixmap("question", theme.color("unknown"), mark, self.devicePixelRatioF())
        painter.drawPixmap(body.x(), line.center().y() - mark // 2 + 1, picture)
        painter.setFont(font)
        painter.setPen(theme.color("text"))
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, title)
        painter.setFont(self._small())
        painter.setPen(theme.color("text2"))
        lower = QRect(body.x(), body.bottom() - 22, body.width(), 22)
        painter.drawText(lower, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, hint)

    def _paint_route(self, painter: QPainter, body: QRect) -> None:
        theme = self._theme
        title, note, way = self._texts(self._outcome)
        font, small = self._title_font(title, note, body.width())
        painter.setPen(theme.color("onroute"))
        way_room = body.width() - ICON - 8
        way_height = self._way_box(way, way_room).height()
        upper = QRect(body.x(), body.y(), body.width(), body.height() - way_height)
        is_one_line = _width(font, title) + _width(small, note) + 2 <= body.width()
        left = Qt.AlignmentFlag.AlignLeft
        if is_one_line:
            metrics = QFontMetrics(font)
            base = upper.center().y() + metrics.capHeight() // 2 + 2
            painter.setFont(font)
            painter.drawText(body.x(), base, title)
            painter.setFont(small)
            painter.drawText(body.x() + _width(font, title) + 2, base, note)
        else:
            painter.setFont(font)
            painter.drawText(upper, left | Qt.AlignmentFlag.AlignTop, title)
            painter.setFont(small)
            painter.drawText(upper, left | Qt.AlignmentFlag.AlignBottom, note)
        self._paint_way(
            painter, QRectF(body.x(), upper.bottom() + 1, body.width(), way_height), way
        )

    def _paint_way(self, painter: QPainter, box: QRectF, way: str) -> None:
        theme = self._theme
        painter.setFont(theme.font("body"))
        painter.setPen(theme.color("onroute"))
        picture = pixmap("walking", theme.color("onroute"), ICON, self.devicePixelRatioF())
        line = painter.fontMetrics().height()
        painter.drawPixmap(int(box.x()), int(box.y() + (line - ICON) / 2), picture)
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        painter.drawText(box.adjusted(ICON + 6, 0, 4, 0), int(flags), way)


def _width(font: QFont, text: str) -> int:
    return QFontMetrics(font).horizontalAdvance(text)
