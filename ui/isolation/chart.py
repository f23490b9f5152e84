"""The course of a case on one time axis: temperatures, antipyretics, samples, images, classes.

The chart library is imported when the first chart is shown. What it draws stands in `spoken` as words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QResizeEvent
from PySide6.QtWidgets import QGraphicsRectItem, QVBoxLayout, QWidget

from feverclinic.domain.civil_time import CHINA, local
from ui.isolation.chart_lanes import Bar, bars_of
from ui.isolation.course import Course, Lane, Mark
from ui.theme import Theme

if TYPE_CHECKING:
    from feverclinic.wording import Wording

LOWEST, HIGHEST = 35.5, 39.5
# Points: a line of bars with the room around it, the bar, the day below, the words within a bar.
LINE_ROOM, BAR_HEIGHT, FOOT, WORDS_ROOM, NAME_ROOM = 24, 20, 24, 14, 30
LEAST_HEIGHT = 240
LANES = (Lane.CLASSES, Lane.TESTS, Lane.IMAGES)
TONES = {
    "ok": ("oksoft", "ok"),
    "danger": ("dangersoft", "danger"),
    "warn": ("warnsoft", "warn"),
    "info": ("infosoft", "info"),
    "unknown": ("unknownsoft", "unknown"),
}
LEAST_SPAN = timedelta(hours=36)
DAY = timedelta(days=1)
MARK_SIZE, DOSE_SIZE, PEN_WIDTH = 11, 9, 2
MOST_DAY_TICKS, AXIS_WIDTH = 8, 44


@dataclass(frozen=True, slots=True)
class Frame:
    """The instants and temperatures that the chart shows."""

    begins: datetime
    ends: datetime
    lowest: float
    highest: float


def frame_of(course: Course, now: datetime, above: float = 1.0) -> Frame:
    """At least a day and a half, all marks inside, some room after now; `above` degrees for the words."""
    instants = [one.at for one in course.marks] + [one.begins for one in course.spans]
    begins = min((*instants, now - LEAST_SPAN / 2))
    ends = max((*(one.ends for one in course.spans), now))
    spare = (ends - begins) / 14
    values = [one.celsius for one in course.marks]
    return Frame(
        begins - spare,
        ends + 2 * spare,
        min((LOWEST, *(value - 0.3 for value in values))),
        max((HIGHEST, *(value + above for value in values))),
    )


class CourseChart(QWidget):
    """A picture to be read; whoever cannot see it hears the same points in their order."""

    def __init__(self, theme: Theme, words: Wording) -> None:
        super().__init__()
        self.setObjectName("courseChart")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._theme, self._words = theme, words
        self._plot: Any = None
        self._shown: tuple[Course, datetime] | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.setMinimumHeight(LEAST_HEIGHT)

    def show_course(self, course: Course, now: datetime) -> None:
        """Draw a course as it stands at `now`."""
        self.setAccessibleName(self._words.say("isolation.chart"))
        self.setAccessibleDescription(course.spoken)
        self.setToolTip("")
        self._shown = (course, now)
        plot = self._made()
        plot.clear()
        frame = frame_of(course, now, 1.6 if self._theme.is_large else 1.0)
        lanes = {lane: self._bars(course, lane, frame) for lane in LANES}
        lines = [(lane, line) for lane in LANES for line in _lines(lanes[lane])]
        degree = self._degrees_a_point(frame, len(lines))
        bottom = frame.lowest - LINE_ROOM * degree * len(lines)
        plot.setXRange(_x(frame.begins), _x(frame.ends), padding=0)
        plot.setYRange(bottom, frame.highest, padding=0)
        tops = {key: frame.lowest - LINE_ROOM * degree * at for at, key in enumerate(lines)}
        half = LINE_ROOM * degree / 2
        names = {lane: top - half for (lane, line), top in tops.items() if not line}
        self._axes(plot, frame, names)
        self._limit(plot, course, frame)
        for lane, bars in lanes.items():
            for bar in bars:
                self._bar(plot, bar, tops[lane, bar.line], BAR_HEIGHT * degree, self._scale(frame))
        self._line(plot, course, frame.highest - NAME_ROOM * degree)
        self._now(plot, now, frame)

    # -- pieces ---------------------------------------------------------------------------

    def _made(self) -> Any:
        if self._plot is None:
            import pyqtgraph as pg  # noqa: PLC0415 - slow, and only whoever opens a case needs it

            plot = pg.PlotWidget(background=self._theme.colors["surface"], enableMenu=False)
            # The library makes its menu a window of nobody, which would outlive the chart.
            item: Any = plot.getPlotItem()
            menu = item.ctrlMenu
            menu.setParent(self, menu.windowFlags())
            plot.hideButtons()
            plot.disableAutoRange()
            plot.setMouseEnabled(x=False, y=False)
            plot.setFrameShape(plot.Shape.NoFrame)
            plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            plot.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            self._column.addWidget(plot)
            self._plot = plot
        return self._plot

    def _pen(self, token: str, width: float = 1, *, is_dashed: bool = False) -> Any:
        import pyqtgraph as pg  # noqa: PLC0415 - as above

        style = Qt.PenStyle.DashLine if is_dashed else Qt.PenStyle.SolidLine
        return pg.mkPen(self._theme.color(token), width=width, style=style)

    def _bars(self, course: Course, lane: Lane, frame: Frame) -> tuple[Bar, ...]:
        metrics = QFontMetricsF(self._theme.font("micro"))
        seconds = 1 / self._scale(frame)

        def room_of(words: str) -> timedelta:
            return timedelta(seconds=(metrics.horizontalAdvance(words) + WORDS_ROOM) * seconds)

        return bars_of(course.spans, lane, frame.ends, room_of)

    def _degrees_a_point(self, frame: Frame, lines: int) -> float:
        """What a point is worth in degrees when the lines of bars have their room below."""
        room = max(LEAST_HEIGHT, self.height()) - FOOT - LINE_ROOM * lines
        return (frame.highest - frame.lowest) / max(room, 1)

    def _axes(self, plot: Any, frame: Frame, lanes: Mapping[Lane, float]) -> None:
        font = self._theme.font("micro")
        for side in ("left", "bottom"):
            axis = plot.getAxis(side)
            axis.setTextPen(self._theme.color("text2"))
            axis.setPen(self._pen("line"))
            axis.setStyle(tickFont=font, tickLength=0)
        degrees = range(int(frame.lowest) + 1, int(frame.highest) + 1)
        names = [(height, self._words.say(f"lane.{lane}")) for lane, height in lanes.items()]
        plot.getAxis("left").setTicks([[*((float(one), f"{one}.0") for one in degrees), *names]])
        plot.getAxis("bottom").setTicks([_days(frame)])
        for one in degrees:
            plot.addLine(y=float(one), pen=self._pen("line"))
        for at, _ in _days(frame):
            plot.addLine(x=at, pen=self._pen("control"))

    def _limit(self, plot: Any, course: Course, frame: Frame) -> None:
        plot.addLine(y=course.limit, pen=self._pen("danger", is_dashed=True))
        told = self._text(f"{course.limit:.1f}", "danger", self._theme.bold("small"), (1.0, 1.0))
        told.setPos(_x(frame.ends), course.limit)
        plot.addItem(told, ignoreBounds=True)

    def _bar(self, plot: Any, bar: Bar, top: float, height: float, scale: float) -> None:
        span = bar.span
        begins, ends = _x(bar.begins), _x(bar.ends)
        box = QGraphicsRectItem(QRectF(begins, top - height, ends - begins, height))
        fill, edge = TONES[span.tone]
        box.setBrush(self._theme.color(fill))
        box.setPen(self._pen(edge, is_dashed=span.is_open))
        plot.addItem(box, ignoreBounds=True)
        words = self._fitting(span.words, (ends - begins) * scale)
        if words:
            told = self._text(words, edge, self._theme.font("micro"), (0.0, 0.5))
            told.setPos(begins, top - height / 2)
            plot.addItem(told, ignoreBounds=True)

    def _scale(self, frame: Frame) -> float:
        """Pixels a second, as wide as the chart is now."""
        return max(1, self.width() - AXIS_WIDTH) / (_x(frame.ends) - _x(frame.begins))

    def _fitting(self, words: str, room: float) -> str:
        """The words of a bar as far as they fit into it; the whole stands in the table below."""
        metrics = QFontMetricsF(self._theme.font("micro"))
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, room - 8)
        return shown if len(shown) > 1 else ""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Bars and their words take the room that there is now."""
        super().resizeEvent(event)
        if self._shown is not None and event.size() != event.oldSize():
            self.show_course(*self._shown)

    def _line(self, plot: Any, course: Course, highest_name: float) -> None:
        readings = [one for one in course.marks if not one.is_dose]
        xs, ys = [_x(one.at) for one in readings], [one.celsius for one in readings]
        plot.plot(xs, ys, pen=self._pen("accent", PEN_WIDTH))
        for alike in _alike(readings):
            one = alike[0]
            plot.plot(
                [_x(each.at) for each in alike],
                [each.celsius for each in alike],
                pen=None,
                symbol=one.symbol,
                symbolSize=MARK_SIZE,
                symbolPen=self._pen("danger" if one.is_fever else "accent", PEN_WIDTH),
                symbolBrush=self._brush(one),
            )
        doses = [one for one in course.marks if one.is_dose]
        plot.plot(
            [_x(one.at) for one in doses],
            [one.celsius for one in doses],
            pen=None,
            symbol="s",
            symbolSize=DOSE_SIZE,
            symbolPen=self._pen("text2", PEN_WIDTH),
            symbolBrush=self._theme.color("surface"),
        )
        for one in course.marks:
            if one.is_dose or one.is_named:
                self._name(plot, one, is_at_top=one.celsius > highest_name)

    def _brush(self, mark: Mark) -> QColor:
        """Filled is a fever, hollow is not: never colour alone."""
        is_filled = mark.is_fever and mark.symbol == "o"
        return self._theme.color("danger" if is_filled else "surface")

    def _name(self, plot: Any, mark: Mark, *, is_at_top: bool) -> None:
        tone = "text2" if mark.is_dose else "danger" if mark.is_fever else "text"
        font = self._theme.font("small") if mark.is_dose else self._theme.bold("body")
        # Of a reading without fever the number stands below, clear of the limit and of the line of now.
        is_above = mark.is_dose or mark.is_fever
        anchor = (0.5, 1.2) if is_above else (0.85, -0.2)
        # Where the chart ends above it, the number stands beside its mark.
        told = self._text(mark.words, tone, font, (-0.2, 0.5) if is_at_top else anchor)
        told.setPos(_x(mark.at), mark.celsius)
        plot.addItem(told, ignoreBounds=True)

    def _now(self, plot: Any, now: datetime, frame: Frame) -> None:
        plot.addLine(x=_x(now), pen=self._pen("focus", PEN_WIDTH))
        words = self._words.say("isolation.now", at=f"{local(now):%H:%M}")
        told = self._text(words, "focus", self._theme.font("small"), (0.0, 0.0))
        told.setPos(_x(now), frame.highest)
        plot.addItem(told, ignoreBounds=True)

    def _text(self, words: str, tone: str, font: QFont, anchor: tuple[float, float]) -> Any:
        import pyqtgraph as pg  # noqa: PLC0415 - as above

        item = pg.TextItem(words, color=self._theme.color(tone), anchor=anchor)
        item.setFont(font)
        return item


def _lines(bars: tuple[Bar, ...]) -> range:
    """The lines of a lane; one that has nothing takes no room."""
    return range(max((one.line + 1 for one in bars), default=0))


def _alike(marks: list[Mark]) -> list[list[Mark]]:
    """Marks that are drawn alike, together: one item of the chart for each costs a second in a long case."""
    groups: dict[tuple[str, bool], list[Mark]] = {}
    for one in marks:
        groups.setdefault((one.symbol, one.is_fever), []).append(one)
    return list(groups.values())


def _x(at: datetime) -> float:
    return at.timestamp()


def _days(frame: Frame) -> list[tuple[float, str]]:
    """The midnights within the frame; of many days not every one is named."""
    first = local(frame.begins)
    midnight = datetime(first.year, first.month, first.day, tzinfo=CHINA) + DAY
    days: list[datetime] = []
    while midnight < frame.ends:
        days.append(midnight)
        midnight += DAY
    step = max(1, -(-len(days) // MOST_DAY_TICKS))
    return [(_x(one), f"{local(one):%m-%d}") for one in days[::step]]
