"""Answers for the sheets: what one reads of them, over what it starts with."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from feverclinic.domain.civil_time import CHINA
from feverclinic.wording import wording
from ui.isolation.sheets.catalogue import sheet_for
from ui.isolation.sheets.scene_case import NOON
from ui.isolation.sheets.scenes import scene_occasion
from ui.isolation.sheets.typed import Typed

ZH = wording("zh_CN")


def at(clock: str, day: int = 28) -> datetime:
    hour, minute = clock.split(":")
    return datetime(2020, 2, day, int(hour), int(minute), tzinfo=CHINA)


def read(act: str, answers: Mapping[str, str], **differs: object) -> tuple[object, dict[str, str]]:
    """What the sheet makes of these answers over what it starts with, and its problems by field."""
    asked = replace(scene_occasion(ZH, act), **differs)  # pyright: ignore[reportArgumentType] - members of Occasion
    sheet = sheet_for(act, asked)
    typed = Typed(dict(sheet.start) | dict(answers), NOON)
    typed.ask_for(sheet.needs)
    made = sheet.read(typed)
    said = {one.where: one.code for one in reversed(typed.problems)}
    return made, said
