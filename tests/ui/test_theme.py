"""The look's table of contrasts computed again, and the sheet without a hole."""

import re
from importlib.resources import files

import pytest
from PySide6.QtGui import QPalette, QTextLayout
from PySide6.QtWidgets import QApplication, QPushButton

from ui.theme import (
    THEMES,
    Grid,
    apply_theme,
    contrast,
    fill,
    load_theme,
    palette,
    set_state,
)

# Token, what it stands on, and the ratio in light, dark and high contrast, as the look lists them.
RATIOS = (
    ("control", "surface", 3.9, 4.8, 21.0),
    ("text", "surface", 16.4, 14.0, 21.0),
    ("text2", "surface", 8.6, 9.5, 21.0),
    ("text3", "sunken", 5.5, 6.3, 14.7),
    ("accent", "surface", 7.1, 8.1, 14.1),
    ("onaccent", "accent", 7.1, 8.2, 14.1),
    ("accentsoft", "text", 13.8, 10.4, 15.5),
    ("route", "onroute", 7.1, 9.0, 14.1),
    ("focus", "surface", 5.6, 8.1, 17.2),
    ("danger", "surface", 6.5, 7.2, 10.3),
    ("ondanger", "danger", 6.5, 8.2, 10.3),
    ("dangersoft", "danger", 5.7, 6.3, 8.7),
    ("warn", "surface", 6.9, 10.3, 15.1),
    ("onwarn", "warn", 6.9, 10.5, 15.1),
    ("warnsoft", "warn", 6.2, 8.2, 10.7),
    ("warnline", "surface", 3.5, 5.9, 15.1),
    ("ok", "surface", 7.0, 9.2, 14.8),
    ("oksoft", "ok", 6.1, 7.2, 11.2),
    ("info", "surface", 6.9, 8.7, 13.3),
    ("infosoft", "info", 6.0, 7.2, 10.5),
    ("unknown", "surface", 7.5, 8.7, 14.4),
    ("unknownsoft", "unknown", 6.4, 7.5, 11.7),
    ("rail", "railtext", 9.6, 8.8, 21.0),
    ("railsel", "onrailsel", 9.6, 12.9, 21.0),
    ("level1", "onlevel1", 6.5, 6.7, 10.3),
    ("level2", "onlevel2", 5.3, 8.4, 11.9),
    ("level3", "onlevel3", 10.2, 11.3, 16.1),
    ("level4", "onlevel4", 5.1, 8.0, 14.8),
)
CASES = [
    pytest.param(theme, token, other, ratios[place], id=f"{theme}-{token}-on-{other}")
    for token, other, *ratios in RATIOS
    for place, theme in enumerate(THEMES)
]
SOFT = ("accentsoft", "dangersoft", "warnsoft", "oksoft", "infosoft", "unknownsoft")
GROUNDS = ("surface", "sunken")
# What is written with each token, beside the two surfaces.
INKS = {
    "text": (*GROUNDS, *SOFT),
    "text2": (*GROUNDS, "accentsoft"),
    "text3": GROUNDS,
    "accent": GROUNDS,
    "danger": (*GROUNDS, "dangersoft"),
    "warn": (*GROUNDS, "warnsoft"),
    "ok": (*GROUNDS, "oksoft"),
    "info": (*GROUNDS, "infosoft"),
    "unknown": (*GROUNDS, "unknownsoft"),
}


@pytest.mark.parametrize(("theme", "token", "other", "ratio"), CASES)
def test_each_pair_of_the_look_has_the_contrast_it_lists(
    theme: str, token: str, other: str, ratio: float
) -> None:
    colors = load_theme(theme).colors

    measured = contrast(colors[token], colors[other])

    assert measured == pytest.approx(ratio, abs=0.06)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("ink", "ground"), [(ink, on) for ink, ons in INKS.items() for on in ons])
def test_words_are_readable_on_everything_they_meet(theme: str, ink: str, ground: str) -> None:
    colors = load_theme(theme).colors
    least = {"light": 4.5, "dark": 4.5, "high-contrast": 7.0}[theme]

    assert contrast(colors[ink], colors[ground]) >= least


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("mark", ["control", "focus", "warnline"])
@pytest.mark.parametrize("ground", GROUNDS)
def test_edges_and_marks_can_be_seen(theme: str, mark: str, ground: str) -> None:
    colors = load_theme(theme).colors

    assert contrast(colors[mark], colors[ground]) >= 3.0


@pytest.mark.parametrize("door", ["doorgreen", "doorred"])
@pytest.mark.parametrize("theme", THEMES)
def test_the_door_is_the_same_in_all_themes(theme: str, door: str) -> None:
    light = load_theme("light").colors

    assert load_theme(theme).colors[door] == light[door]


def test_white_on_the_door_has_the_contrast_of_the_look() -> None:
    colors = load_theme("light").colors

    assert contrast("#FFFFFF", colors["doorgreen"]) == pytest.approx(6.1, abs=0.06)
    assert contrast("#FFFFFF", colors["doorred"]) == pytest.approx(10.5, abs=0.06)


def test_contrast_goes_from_one_to_twenty_one() -> None:
    assert contrast("#FFFFFF", "#FFFFFF") == pytest.approx(1.0)
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)


def test_all_themes_have_the_same_tokens() -> None:
    tokens = [set(load_theme(name).colors) for name in THEMES]

    assert tokens[0] == tokens[1] == tokens[2]


def test_an_unknown_theme_is_refused() -> None:
    with pytest.raises(KeyError):
        load_theme("pink")


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("is_large", [False, True], ids=["usual", "large"])
def test_the_sheet_is_filled_without_a_hole(theme: str, is_large: bool) -> None:
    template = files("resources").joinpath("theme", "clinic.qss").read_text("utf-8")

    filled = fill(template, load_theme(theme, is_large=is_large), "Noto Sans SC")

    assert not re.search(r"@\w", filled)


def test_an_unknown_name_in_the_sheet_is_an_error() -> None:
    with pytest.raises(KeyError):
        fill("QLabel { color: @nowhere; }", load_theme("light"), "Noto Sans SC")


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("picture", "token"), [("arrow", "text2"), ("check", "onaccent")])
def test_the_sheet_s_own_pictures_have_the_theme_s_colour(
    theme: str, picture: str, token: str
) -> None:
    svg = files("resources").joinpath("theme", f"{picture}-{theme}.svg").read_text("utf-8")

    assert load_theme(theme).colors[token] in svg


@pytest.mark.parametrize(
    ("role", "normal", "large"),
    [
        ("micro", 12, 15),
        ("small", 13, 16),
        ("body", 15, 19),
        ("table", 14, 18),
        ("name", 16, 20),
        ("clock", 20, 25),
        ("route", 36, 45),
        ("reading", 42, 54),
    ],
)
def test_type_sizes_are_those_of_the_look(role: str, normal: int, large: int) -> None:
    assert load_theme("light").px(role) == normal
    assert load_theme("light", is_large=True).px(role) == large


@pytest.mark.parametrize(
    ("width", "usual", "large"),
    [
        (1024, Grid.NARROW, Grid.NARROW),
        (1279, Grid.NARROW, Grid.NARROW),
        (1280, Grid.USUAL, Grid.NARROW),
        (1366, Grid.USUAL, Grid.NARROW),
        (1919, Grid.USUAL, Grid.NARROW),
        (1920, Grid.WIDE, Grid.USUAL),
    ],
)
def test_the_grid_follows_the_width_and_large_type_goes_one_down(
    width: int, usual: Grid, large: Grid
) -> None:
    assert load_theme("light").grid_of_window(width) is usual
    assert load_theme("light", is_large=True).grid_of_window(width) is large


@pytest.mark.parametrize(
    ("width", "grid"),
    [
        (968, Grid.NARROW),
        (1215, Grid.NARROW),
        (1216, Grid.USUAL),
        (1302, Grid.USUAL),
        (1847, Grid.USUAL),
        (1848, Grid.WIDE),
    ],
)
def test_a_desk_finds_the_same_grid_from_what_the_rail_leaves(width: int, grid: Grid) -> None:
    assert load_theme("light").grid_of_desk(width) is grid


def test_the_palette_is_of_the_same_tokens(qapp: QApplication) -> None:
    filled = palette(load_theme("dark"))

    assert filled.color(QPalette.ColorRole.Window).name().upper() == "#0E151A"
    assert filled.color(QPalette.ColorRole.Base).name().upper() == "#172129"
    assert filled.color(QPalette.ColorRole.Highlight).name().upper() == "#173A45"
    assert filled.color(QPalette.ColorRole.PlaceholderText).name().upper() == "#9AABB7"
    assert filled.color(QPalette.ColorRole.Link).name().upper() == "#8FC1FF"


def test_our_own_font_is_used(qapp: QApplication) -> None:
    apply_theme(qapp, load_theme("light"))

    assert qapp.font().family() == "Noto Sans SC"
    assert qapp.font().pixelSize() == 15


def test_a_changed_state_is_looked_at_again_by_the_sheet(qapp: QApplication) -> None:
    apply_theme(qapp, load_theme("light"))
    button = QPushButton("是")
    button.setProperty("kind", "segment")
    button.resize(58, 36)
    before = button.grab().toImage().pixelColor(8, 8).name().upper()

    set_state(button, "state", "yes")

    after = button.grab().toImage().pixelColor(8, 8).name().upper()
    assert (before, after) == ("#FFFFFF", "#8A4A00")


def test_a_rare_character_of_a_name_is_drawn(qapp: QApplication) -> None:
    apply_theme(qapp, load_theme("light"))

    layout = QTextLayout("买提𠮷", load_theme("light").font("body"))
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()

    glyphs = [index for run in layout.glyphRuns() for index in run.glyphIndexes()]
    assert len(glyphs) == 3
    assert 0 not in glyphs
