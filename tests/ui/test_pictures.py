"""`feverclinic pictures`: which there are, how they are chosen, and that two runs give the same."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from feverclinic.wording import Wording, wording
from ui.alarms.scenes import alarms_desk
from ui.help_page import HelpPage
from ui.notices import Notices
from ui.papers.scenes import comparisons_desk, papers_desk, sheets_desk
from ui.pictures import DESKS, Build, draw, main, shots
from ui.shell_scenes import admin_desk, devices_desk, first_run_page, sign_in_page
from ui.theme import apply_theme, load_theme

SMALLEST_DESK = (1024 - 56, 696 - 48 - 34)


def test_there_is_one_picture_for_each_desk_state_language_theme_and_size() -> None:
    wanted = len(DESKS) * 3 * 2 * 3 * 3

    assert len(list(shots())) == wanted
    assert len({shot.name for shot in shots()}) == wanted


def test_pictures_are_chosen_by_their_name() -> None:
    names = [shot.name for shot in shots("devices-empty-en-dark-*")]

    assert names == [
        "devices-empty-en-dark-1024x768",
        "devices-empty-en-dark-1366x768",
        "devices-empty-en-dark-1920x1080",
    ]


def test_the_same_scene_gives_the_same_picture(qapp: QApplication, tmp_path: Path) -> None:
    wanted = list(shots("devices-busy-zh_CN-light-1024x768"))

    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir()
    second.mkdir()

    one = draw(qapp, first, wanted)
    other = draw(qapp, second, wanted)

    assert one[0].read_bytes() == other[0].read_bytes()


def test_a_pattern_without_a_picture_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main([str(tmp_path), "--only", "dentist"])

    assert code == 2
    assert "no picture is called like dentist" in capsys.readouterr().err


def test_a_folder_that_is_a_file_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "taken").write_text("")

    code = main([str(tmp_path / "taken"), "--only", "help-empty-en-light-1024x768"])

    assert code == 2
    assert "taken" in capsys.readouterr().err


def _doubled(language: str) -> Wording:
    """Each word as long again as any translation may become."""
    short = wording(language).sentences
    return Wording(language, {key: f"{said} {said}" for key, said in short.items()})


def _cut_buttons(page: QWidget) -> list[str]:
    buttons = [one for one in page.findChildren(QAbstractButton) if one.isVisible()]
    return [
        one.objectName()
        for one in buttons
        if one.text() and one.width() < one.minimumSizeHint().width()
    ]


def _cut_labels(page: QWidget) -> list[str]:
    labels = [one for one in page.findChildren(QLabel) if one.isVisible() and one.text()]
    return [
        one.text() for one in labels if not one.wordWrap() and one.width() < one.sizeHint().width()
    ]


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize(
    "build", [alarms_desk, devices_desk, admin_desk, sign_in_page, first_run_page]
)
@pytest.mark.parametrize("state", ["empty", "busy"])
def test_words_twice_as_long_are_not_cut_on_a_usual_screen(
    qtbot: QtBot, qapp: QApplication, language: str, build: Build, state: str
) -> None:
    theme = load_theme("light")
    apply_theme(qapp, theme)
    page = build(theme, _doubled(language), state)
    qtbot.addWidget(page)
    page.resize(1302, 686)
    page.show()
    qtbot.waitExposed(page)

    assert page.width() == 1302
    assert _cut_buttons(page) == []
    assert _cut_labels(page) == []


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize(
    "build",
    [alarms_desk, devices_desk, admin_desk, papers_desk, sheets_desk, comparisons_desk],
)
@pytest.mark.parametrize("state", ["empty", "busy", "refused"])
@pytest.mark.parametrize("is_large", [False, True], ids=["usual", "large"])
def test_each_page_fits_the_smallest_screen(
    qtbot: QtBot, qapp: QApplication, language: str, build: Build, state: str, is_large: bool
) -> None:
    theme = load_theme("light", is_large=is_large)
    apply_theme(qapp, theme)
    page = build(theme, wording(language), state)
    qtbot.addWidget(page)

    assert page.minimumSizeHint().width() <= SMALLEST_DESK[0]
    assert page.minimumSizeHint().height() <= SMALLEST_DESK[1]


def test_the_page_of_keys_lists_all_of_them_at_any_desk(qtbot: QtBot, qapp: QApplication) -> None:
    page = HelpPage(load_theme("light"), wording("en"), Notices())
    qtbot.addWidget(page)

    page.refresh("settings")
    page.open_page("keys")

    first = page.findChild(QLabel, "helpKey.add_staff")
    last = page.findChild(QLabel, "helpKey.save_and_print")
    assert first is not None
    assert last is not None
