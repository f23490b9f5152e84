"""The banner of a patient: who it is stands whole before any number of his does."""

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from ui.pictures import settle
from ui.theme import apply_theme, load_theme
from ui.widgets.patient_banner import BannerFact, BannerFacts, FactBlock, PatientBanner

FACTS = (
    BannerFact("就诊号", "20261126-0013"),
    BannerFact("房间", "隔离 03"),
    BannerFact("证件号", "E000 **** **** 0317"),
)


def banner_of(qtbot: QtBot, qapp: QApplication, name: str, width: int) -> PatientBanner:
    theme = load_theme("light")
    apply_theme(qapp, theme)
    banner = PatientBanner(theme)
    qtbot.addWidget(banner)
    banner.resize(width, banner.height())
    banner.show()
    banner.show_person(
        BannerFacts(name, "男 44 岁", FACTS, tag="不能排除(待排)", tag_tone="unknown")
    )
    settle()
    return banner


def shown(banner: PatientBanner) -> int:
    return sum(one.isVisible() for one in banner.findChildren(FactBlock))


def name_of(banner: PatientBanner) -> str:
    name = banner.findChild(QLabel, "bannerName")
    assert isinstance(name, QLabel)
    return name.text()


@pytest.mark.parametrize("name", ["何建平", "JOHN SMITH", "阿依古丽·买买提", "欧阳修竹"])
@pytest.mark.parametrize("width", [560, 640, 1000])
def test_a_name_is_whole_and_the_first_number_is_there(
    qtbot: QtBot, qapp: QApplication, name: str, width: int
) -> None:
    banner = banner_of(qtbot, qapp, name, width)

    assert name_of(banner) == name
    assert shown(banner) >= 1


def test_where_there_is_room_again_all_numbers_come_back(qtbot: QtBot, qapp: QApplication) -> None:
    banner = banner_of(qtbot, qapp, "JOHN SMITH", 640)
    assert shown(banner) < 3

    banner.resize(1000, banner.height())
    settle()

    assert shown(banner) == 3
