"""One column of the doctor's list: what its head says."""

from dataclasses import replace
from datetime import timedelta

import pytest
from pytestqt.qtbot import QtBot

from feverclinic.domain.cases import Column
from feverclinic.wording import wording
from ui.isolation.doctor_list import ColumnList
from ui.isolation.scenes import scene_lists
from ui.isolation.sheets.scene_case import NOON
from ui.isolation.telling import row_words
from ui.theme import load_theme


@pytest.mark.parametrize(
    ("waited", "told"),
    [
        (timedelta(minutes=-3), "最久 0 分"),
        (timedelta(hours=24, seconds=-1), "最久 1439 分"),
        (timedelta(hours=24), "最久 1 天"),
        (timedelta(days=9, hours=13), "最久 9 天"),
    ],
)
def test_the_longest_wait_is_told_in_minutes_and_from_a_day_on_in_days(
    qtbot: QtBot, waited: timedelta, told: str
) -> None:
    column = ColumnList(Column.OBSERVED, load_theme("light"), wording("zh_CN"))
    qtbot.addWidget(column)
    rows = [one for one in scene_lists().rows if one.column is Column.OBSERVED][:2]

    column.show_rows([replace(rows[0], since=NOON), replace(rows[1], since=NOON - waited)], NOON)

    assert column.longest.text() == told


@pytest.mark.parametrize(
    ("waited", "told"),
    [
        (timedelta(hours=24, seconds=-1), "1439 分"),
        (timedelta(hours=24), "1 天"),
        (timedelta(days=3), "3 天"),
    ],
)
def test_a_row_says_a_long_wait_in_days_too(waited: timedelta, told: str) -> None:
    (row, *_) = (one for one in scene_lists().rows if one.column is Column.WAITING)

    assert row_words(replace(row, since=NOON - waited), NOON, wording("zh_CN")).right == told
