"""Sheets for the pictures: nothing typed, half typed, refused with what is wrong."""

from fractions import Fraction

from PySide6.QtWidgets import QHBoxLayout, QWidget

from feverclinic.domain.readings import Reading, ReadingId, Site, Source
from feverclinic.services.rulebook import load_rules
from feverclinic.wording import Wording
from ui.isolation.sheets.catalogue import sheet_for
from ui.isolation.sheets.fields import Occasion
from ui.isolation.sheets.page import SheetPage
from ui.isolation.sheets.scene_case import (
    HOUR,
    NEGATIVE,
    NOON,
    PLAN,
    RULE_SET,
    SAMPLE,
    scene_rooms,
    scene_view,
)
from ui.theme import Theme

SHEET_WIDTH = 760
READING = Reading(
    "38.6",
    Fraction("38.6"),
    Site.AXILLARY,
    NOON - HOUR,
    source=Source.SERIAL,
    device_name="额温枪 1",
    id=ReadingId(81),
)
HALF = {
    "result": {"result": "POS", "ct_n": "28.4", "ct_orf": "29.1", "quantitative": "YES"},
    "criteria": {"e3": "YES", "e3_last_exposure_on": "02-21"},
    "transport": {"to": "市级定点医院", "reason": "疑似病例", "departed_at": "14:10"},
}
WRONG = {
    "result": {"result": "POS", "ct_n": "284", "reported_at": "15:40"},
    "criteria": {"e3": "YES", "e3_last_exposure_on": "02-31"},
    "transport": {"to": "市级定点医院", "departed_at": "14:10", "arrived_at": "13:50"},
}


def scene_occasion(words: Wording, act: str = "") -> Occasion:
    """What a sheet of the scenes is opened with."""
    rules = load_rules()
    entry = NEGATIVE if act in ("result", "void") else SAMPLE
    return Occasion(
        words,
        NOON,
        scene_view(),
        rules.editions[RULE_SET],
        entry,
        scene_rooms(),
        plan=PLAN,
        sets={one.id: one.items for one in rules.work_up.sets},
        actor="李医生",
        reading=READING,
    )


def sheet_page(theme: Theme, words: Wording, act: str, state: str) -> SheetPage:
    """One sheet in one state."""
    page = SheetPage(theme, words)
    asked = scene_occasion(words, act)
    page.open_for(sheet_for(act, asked), NOON, asked.view)
    typed = {"busy": HALF, "refused": WRONG}.get(state, {}).get(act, {})
    if page.form is not None and typed:
        page.form.show_answers(page.form.answers() | typed)
    if state == "refused":
        page.take.click()
    return page


def _beside_the_desk(page: SheetPage) -> QWidget:
    """The sheet where it stands: over the right of the desk."""
    desk = QWidget()
    line = QHBoxLayout(desk)
    line.setContentsMargins(0, 0, 0, 0)
    line.addStretch(1)
    page.setMaximumWidth(SHEET_WIDTH)
    line.addWidget(page, 4)
    return desk


def result_scene(theme: Theme, words: Wording, state: str) -> QWidget:
    return _beside_the_desk(sheet_page(theme, words, "result", state))


def criteria_scene(theme: Theme, words: Wording, state: str) -> QWidget:
    return _beside_the_desk(sheet_page(theme, words, "criteria", state))


def transport_scene(theme: Theme, words: Wording, state: str) -> QWidget:
    return _beside_the_desk(sheet_page(theme, words, "transport", state))
