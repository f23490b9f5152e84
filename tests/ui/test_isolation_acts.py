"""The acts of a case at the isolation desk: none without a way to it."""

import pytest
from pytestqt.qtbot import QtBot

from feverclinic.wording import wording
from ui.isolation.act_bar import ActBar
from ui.isolation.sheets.catalogue import SHEETS
from ui.theme import load_theme

# Every way out of a person that asks first; those through a gate with nothing to ask are its button.
WAYS_OUT = ("department", "transport", "life_saving", "away", "death")


@pytest.mark.parametrize("act", [*WAYS_OUT, "back", "place", "reason"])
def test_every_way_out_that_asks_first_is_in_the_menu(qtbot: QtBot, act: str) -> None:
    words = wording("zh_CN")
    bar = ActBar(load_theme("light"), words)
    qtbot.addWidget(bar)
    asked: list[str] = []
    bar.asked.connect(asked.append)

    told = words.say(f"isolation.do.{act}")
    next(one for one in bar.menu.actions() if one.text().split("\t")[0] == told).trigger()

    assert asked == [act]
    assert act in SHEETS
