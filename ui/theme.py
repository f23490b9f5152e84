"""The look, once: colours and type sizes from resources/theme, the sheet filled from them, the fonts.

A `Theme` is what a painting widget's constructor takes. Colours are named by the tokens of the look
(`danger`, `onwarn`), sizes by their role (`body`, `reading`) and are pixels. Changing the theme
rebuilds the window, so nothing here needs to tell anybody that a colour has changed.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from importlib.resources import files

from PySide6.QtCore import QByteArray, QFile
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QWidget

THEMES = ("light", "dark", "high-contrast")
# The last holds the rare characters of names that no other has.
FONT_FILES = ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf", "extra/HanaMinB.ttf")
RARE_FAMILY = "HanaMinB"
FAMILIES = ("Noto Sans SC", "Microsoft YaHei UI", "Noto Sans CJK SC")
SHEETS = ("clinic.qss", "triage.qss", "signing.qss", "demo.qss")
NARROW_BELOW, WIDE_FROM = 1280, 1920
# Below this share of full light the eye sees in proportion (WCAG 2, relative luminance).
LINEAR_BELOW = 0.04045
RAIL_PX = {"narrow": 56, "usual": 64, "wide": 72}


class Grid(Enum):
    """The three layouts of the look, named by the screens 1024, 1366 and 1920 pixels wide."""

    NARROW = "narrow"
    USUAL = "usual"
    WIDE = "wide"

    @property
    def rail_px(self) -> int:
        return RAIL_PX[self.value]


@dataclass(frozen=True, slots=True)
class Theme:
    """One theme in one type size."""

    name: str
    is_large: bool
    colors: Mapping[str, str]
    sizes: Mapping[str, int]

    def color(self, token: str) -> QColor:
        return QColor(self.colors[token])

    def px(self, role: str) -> int:
        """The type size of a role in pixels."""
        return self.sizes[role]

    def font(self, role: str, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
        """A font for painting; figures are tabular in every family."""
        font = QFont(QApplication.font())
        font.setPixelSize(self.px(role))
        font.setWeight(weight)
        return font

    def bold(self, role: str) -> QFont:
        return self.font(role, QFont.Weight.Bold)

    def grid_of_window(self, width: int) -> Grid:
        """The layout for a window of that width; large type goes one class down."""
        if width < NARROW_BELOW:
            return Grid.NARROW
        if width < WIDE_FROM:
            return Grid.NARROW if self.is_large else Grid.USUAL
        return Grid.USUAL if self.is_large else Grid.WIDE

    def grid_of_desk(self, width: int) -> Grid:
        """The layout for a desk of that width: what the rail leaves of the window."""
        for grid in (Grid.WIDE, Grid.USUAL):
            if self.grid_of_window(width + grid.rail_px) is grid:
                return grid
        return Grid.NARROW


def _read(name: str) -> str:
    return files("resources").joinpath("theme", name).read_text("utf-8")


@cache
def load_theme(name: str, *, is_large: bool = False) -> Theme:
    """The theme of that name; an unknown name is a KeyError, for settings are checked before."""
    if name not in THEMES:
        raise KeyError(name)
    sizes = tomllib.loads(_read("sizes.toml"))["large" if is_large else "normal"]
    return Theme(name, is_large, tomllib.loads(_read(f"{name}.toml")), sizes)


def contrast(one: str, other: str) -> float:
    """The contrast of two colours `#RRGGBB` as WCAG 2 measures it, from 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(color: str) -> float:
    parts = [int(color[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= LINEAR_BELOW else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def fill(template: str, theme: Theme, family: str) -> str:
    """The sheet with each `@name` replaced: a colour, a size, `@family`, `@file(name)`.

    A name that is neither is a KeyError: a sheet with a hole never reaches the screen.
    """
    folder = str(files("resources").joinpath("theme")).replace("\\", "/")
    words: dict[str, str] = {name: f"{size}px" for name, size in theme.sizes.items()}
    words |= dict(theme.colors) | {"family": f'"{family}", "{RARE_FAMILY}"'}
    filled = re.sub(r"@file\(([a-z-]+)\)", rf'url("{folder}/\1-{theme.name}.svg")', template)
    return re.sub(r"@([a-z][a-z0-9_]*)", lambda found: words[found[1]], filled)


@cache
def load_fonts() -> str:
    """Register the fonts that come with the program and say which family to use."""
    for name in FONT_FILES:
        entry = files("resources").joinpath("fonts", *name.split("/"))
        if not entry.is_file():
            continue
        file = QFile(str(entry))
        if QFontDatabase.addApplicationFont(file.fileName()) < 0:
            QFontDatabase.addApplicationFontFromData(QByteArray(entry.read_bytes()))
    known = set(QFontDatabase.families())
    return next((name for name in FAMILIES if name in known), QApplication.font().family())


def palette(theme: Theme) -> QPalette:
    """The palette of the same tokens, for all that a style sheet does not reach."""
    role = QPalette.ColorRole
    tokens = {
        role.Window: "bg",
        role.WindowText: "text",
        role.Base: "surface",
        role.AlternateBase: "sunken",
        role.Text: "text",
        role.Button: "surface",
        role.ButtonText: "text",
        role.BrightText: "danger",
        role.Highlight: "accentsoft",
        role.HighlightedText: "text",
        role.PlaceholderText: "text3",
        role.Link: "info",
        role.LinkVisited: "info",
        role.ToolTipBase: "sunken",
        role.ToolTipText: "text",
        role.Accent: "accent",
        role.Light: "surface",
        role.Midlight: "sunken",
        role.Mid: "line",
        role.Dark: "control",
        role.Shadow: "line",
    }
    filled = QPalette()
    for name, token in tokens.items():
        filled.setColor(name, theme.color(token))
    for name in (role.Text, role.WindowText, role.ButtonText):
        filled.setColor(QPalette.ColorGroup.Disabled, name, theme.color("text3"))
    return filled


def apply_theme(app: QApplication, theme: Theme) -> None:
    """Dress the program: Fusion, palette, font and the one style sheet; nothing when it wears them already."""
    family = load_fonts()
    font = QFont([family, RARE_FAMILY])
    font.setPixelSize(theme.px("body"))
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    if family not in FAMILIES[:1]:
        font.setFeature(QFont.Tag("tnum"), 1)
    sheets = [_read(name) for name in SHEETS if _exists(name)]
    sheet = fill("\n".join(sheets), theme, family)
    # Each of these looks at every widget that there is.
    if app.styleSheet() == sheet and app.font() == font:
        return
    app.setStyle("Fusion")
    app.setFont(font)
    app.setPalette(palette(theme))
    app.setStyleSheet(sheet)


def _exists(name: str) -> bool:
    return files("resources").joinpath("theme", name).is_file()


def set_state(widget: QWidget, name: str, value: object) -> None:
    """Set a dynamic property and have the sheet looked at again; the same value costs nothing."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.update()
