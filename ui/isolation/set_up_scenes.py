"""The set-up for the pictures: no room yet; rooms and plans; a room whose form is refused."""

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from feverclinic.domain.people import Duty
from feverclinic.errors import Refused
from feverclinic.wording import Wording
from ui.isolation.set_up_page import PLANS, SetUpPage
from ui.isolation.set_up_presenter import SetUpDoor, SetUpPresenter
from ui.isolation.sheets.scene_case import HOUR, NOON, PLAN, scene_rooms
from ui.theme import Theme

ENDED = replace(PLAN, name="检验科搬迁", valid_to=NOON - HOUR)


def set_up_page(theme: Theme, words: Wording, state: str) -> QWidget:
    """Nothing is set up; the plans of the director; a room without its code."""
    is_empty = state == "empty"
    door = SetUpDoor(
        lambda then, _failed: then(() if is_empty else scene_rooms()),
        lambda then, _failed: then(() if is_empty else (PLAN, ENDED)),
        lambda _filled, _then, failed: failed(Refused("record.reason_missing")),
    )
    presenter = SetUpPresenter(door)
    page = SetUpPage(theme, words, presenter, lambda: NOON)
    presenter.setParent(page)
    presenter.allow(frozenset({Duty.MANAGE_ROOMS, Duty.DIRECT}))
    if state == "busy":
        page.tabs.setCurrentIndex(PLANS)
    if state == "refused":
        page.add.click()
        page.sheet.take.click()
    return page
