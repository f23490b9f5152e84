"""Where the bars of the chart stand: each as wide as its words need, side by side or on a further line."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from ui.isolation.course import Lane, Span

# A lane with more at once draws the next bars over the room that is left on its last line.
MOST_LINES = 2


@dataclass(frozen=True, slots=True)
class Bar:
    """One span as it is drawn: on which line of its lane, and from when to when."""

    span: Span
    line: int
    begins: datetime
    ends: datetime


def bars_of(
    spans: Sequence[Span],
    lane: Lane,
    ends: datetime,
    room_of: Callable[[str], timedelta],
) -> tuple[Bar, ...]:
    """The bars of a lane up to `ends`; `room_of` is how much time its words take up in the picture."""
    lines: list[list[tuple[Span, datetime]]] = []
    for span in sorted((one for one in spans if one.lane is lane), key=lambda one: one.begins):
        wanted = max(span.ends, span.begins + room_of(span.words))
        place = _place(lines, span.begins)
        if place == len(lines):
            lines.append([])
        lines[place].append((span, wanted))
    return tuple(bar for place, line in enumerate(lines) for bar in _of_line(line, place, ends))


def _place(lines: Sequence[Sequence[tuple[Span, datetime]]], begins: datetime) -> int:
    free = [place for place, line in enumerate(lines) if line[-1][1] <= begins]
    if free:
        return free[0]
    if len(lines) < MOST_LINES:
        return len(lines)
    return min(range(len(lines)), key=lambda place: lines[place][-1][1])


def _of_line(line: Sequence[tuple[Span, datetime]], place: int, ends: datetime) -> list[Bar]:
    """No bar reaches into the one behind it."""
    limits = [span.begins for span, _ in line[1:]] + [ends]
    return [
        Bar(span, place, span.begins, min(wanted, limit))
        for (span, wanted), limit in zip(line, limits, strict=True)
    ]
