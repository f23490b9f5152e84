"""The loudest line on the screen: one frame around whatever has the keyboard."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractItemView, QApplication, QScrollArea, QWidget
from shiboken6 import isValid

from ui.theme import Theme

OUTSIDE, LINE = 3, 2
MOVES = frozenset(
    {
        QEvent.Type.Move,
        QEvent.Type.Resize,
        QEvent.Type.Show,
        QEvent.Type.Hide,
        QEvent.Type.LayoutRequest,
        QEvent.Type.ZOrderChange,
        QEvent.Type.ParentChange,
    }
)


class FocusFrame(QWidget):
    """Two pixels of focus colour, three pixels outside of the focused widget.

    A widget whose ancestor has the property `focusGroup` is framed as that group (four joined
    answers are one question); a widget with the property `focusPlain` shows focus by itself.
    """

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._theme = theme
        self._target: QWidget | None = None
        self._watched: list[QWidget] = []
        self.setObjectName("focusFrame")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._on_focus)

    @property
    def target(self) -> QWidget | None:
        """What the frame stands around now."""
        return self._target

    def _on_focus(self, _old: QWidget | None, new: QWidget | None) -> None:
        if not isValid(self) or not isValid(self.parentWidget()):
            return
        for widget in filter(isValid, self._watched):
            widget.removeEventFilter(self)
        self._watched = []
        self._target = self._framed(new)
        widget = self._target
        while widget is not None:
            widget.installEventFilter(self)
            widget.destroyed.connect(self._on_gone)
            self._watched.append(widget)
            widget = None if widget.isWindow() else widget.parentWidget()
        self._follow()

    def _framed(self, widget: QWidget | None) -> QWidget | None:
        window = self.parentWidget()
        if widget is None or window is None or widget.window() is not window.window():
            return None
        if widget.property("focusPlain"):
            return None
        above: QWidget | None = widget
        while above is not None and above is not window:
            if above.property("focusGroup"):
                return above
            above = above.parentWidget()
        return widget

    def _on_gone(self, gone: QObject) -> None:
        self._watched = [widget for widget in self._watched if widget is not gone]
        if gone is self._target:
            self._target = None
            self.hide()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in MOVES:
            self._follow()
        return False

    def _follow(self) -> None:
        target, window = self._target, self.parentWidget()
        if target is None or window is None or not target.isVisible():
            self.hide()
            return
        origin = target.mapTo(window, QPoint(0, 0))
        # A list fills its pane: a frame outside of it would lie on its neighbours.
        out = 0 if isinstance(target, QAbstractItemView) else OUTSIDE + LINE
        box = QRect(origin, target.size()).adjusted(-out, -out, out, out)
        clip = self._clip(target, window)
        if clip is not None and not clip.intersects(QRect(origin, target.size())):
            self.hide()
            return
        self.setGeometry(box)
        self.raise_()
        self.show()
        self.update()

    @staticmethod
    def _clip(target: QWidget, window: QWidget) -> QRect | None:
        """What the nearest scrolled pane shows; the frame of a hidden row must not float about."""
        above = target.parentWidget()
        while above is not None and above is not window:
            scrolled = above.parentWidget()
            if isinstance(scrolled, QScrollArea) and scrolled.viewport() is above:
                return QRect(above.mapTo(window, QPoint(0, 0)), above.size())
            above = above.parentWidget()
        return None

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        window = self.parentWidget()
        if self._target is not None and window is not None:
            clip = self._clip(self._target, window)
            if clip is not None:
                painter.setClipRect(clip.translated(-self.pos()).adjusted(-5, -5, 5, 5))
        painter.setPen(QPen(self._theme.color("focus"), LINE))
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(box, 6, 6)
