"""The course of a case as it is drawn: marks, bars that never lie over each other, and the same in words."""

import subprocess
import sys
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feverclinic.services.rulebook import load_rules
from feverclinic.wording import wording
from ui.isolation.chart import frame_of
from ui.isolation.chart_lanes import MOST_LINES, Bar, bars_of
from ui.isolation.course import Course, Lane, Span, course_of
from ui.isolation.scenes import full_view
from ui.isolation.sheets.scene_case import HOUR, NOON

ZH = wording("zh_CN")
RULES = load_rules().triage.temperature
ENDS = NOON + 100 * HOUR


def the_course() -> Course:
    return course_of(full_view(), RULES, NOON, ZH)


def test_the_limit_is_that_of_the_rules() -> None:
    assert the_course().limit == 37.3


def test_a_fever_is_filled_a_forehead_is_a_triangle_and_the_hottest_is_named() -> None:
    marks = [one for one in the_course().marks if not one.is_dose]

    assert [(one.words, one.symbol, one.is_fever) for one in marks[:3]] == [
        ("38.6", "t1", True),
        ("38.9", "o", True),
        ("37.6", "o", True),
    ]
    assert [one.words for one in marks if one.is_named] == ["38.9", "36.7"]


def test_an_antipyretic_stands_at_the_height_of_the_reading_before_it() -> None:
    (dose,) = [one for one in the_course().marks if one.is_dose]

    assert (dose.words, dose.celsius, dose.at) == ("退热药 11:32", 38.3, NOON - 27 * HOUR)


def test_a_class_that_stands_is_open_up_to_now() -> None:
    (held,) = [one for one in the_course().spans if one.lane is Lane.CLASSES]

    assert (held.words, held.ends, held.is_open) == ("疑似病例", NOON, True)


def test_a_reading_that_was_voided_is_not_drawn() -> None:
    view = full_view()
    book = replace(view.book, readings=view.book.readings[1:])

    assert "38.6" not in course_of(replace(view, book=book), RULES, NOON, ZH).spoken


def test_everything_lies_within_the_frame() -> None:
    course = the_course()
    frame = frame_of(course, NOON)

    assert all(frame.begins < one.at < frame.ends for one in course.marks)
    assert all(frame.begins < one.begins for one in course.spans)
    assert all(frame.lowest < one.celsius < frame.highest for one in course.marks)


def test_a_case_without_any_fact_has_a_frame() -> None:
    frame = frame_of(Course((), (), 37.3, ""), NOON)

    assert frame.begins < NOON < frame.ends


def room_of(words: str) -> timedelta:
    return timedelta(hours=len(words))


def a_span(begins: float, hours: float, words: str) -> Span:
    at = NOON + begins * HOUR
    return Span(Lane.TESTS, at, at + hours * HOUR, words, "info")


def test_two_bars_at_once_stand_on_two_lines() -> None:
    first, second = a_span(0, 8, "血常规"), a_span(1, 8, "CRP")

    assert bars_of((first, second), Lane.TESTS, ENDS, room_of) == (
        Bar(first, 0, first.begins, first.ends),
        Bar(second, 1, second.begins, second.ends),
    )


def test_a_short_bar_is_as_wide_as_its_words_and_ends_where_the_next_begins() -> None:
    short, other, third = a_span(0, 1, "xxxxx"), a_span(1, 9, "y"), a_span(4, 1, "z")

    bars = bars_of((short, other, third), Lane.TESTS, ENDS, room_of)

    assert [(one.line, one.ends) for one in bars] == [
        (0, NOON + 4 * HOUR),
        (0, NOON + 5 * HOUR),
        (1, NOON + 10 * HOUR),
    ]


SPANS = st.lists(
    st.builds(
        a_span,
        st.integers(0, 90),
        st.integers(0, 30),
        st.text("xy", min_size=1, max_size=12),
    ),
    max_size=30,
)


@given(SPANS)
def test_no_bar_is_lost_none_lies_over_another_and_there_are_never_many_lines(
    spans: list[Span],
) -> None:
    bars = bars_of(spans, Lane.TESTS, ENDS, room_of)

    assert sorted(id(one.span) for one in bars) == sorted(id(one) for one in spans)
    assert all(0 <= one.line < MOST_LINES for one in bars)
    assert all(one.begins <= one.ends <= ENDS for one in bars)
    for line in range(MOST_LINES):
        ends = datetime.min.replace(tzinfo=NOON.tzinfo)
        for bar in (one for one in bars if one.line == line):
            assert bar.begins >= ends
            ends = bar.ends


@pytest.mark.parametrize("state", ["empty", "busy"])
def test_the_chart_library_is_loaded_with_the_first_case_and_not_before(state: str) -> None:
    program = (
        "import sys\n"
        "from PySide6.QtWidgets import QApplication\n"
        "app = QApplication([])\n"
        "from feverclinic.wording import wording\n"
        "from ui.isolation.scenes import isolation_desk\n"
        "from ui.theme import load_theme\n"
        f"desk = isolation_desk(load_theme('light'), wording('zh_CN'), {state!r})\n"
        "sys.stdout.write(str('pyqtgraph' in sys.modules))\n"
    )

    told = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert told.stdout == str(state == "busy")
