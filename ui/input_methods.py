"""Chinese input on Linux: what the environment must say before Qt starts, so that fcitx and ibus work.

Qt's wheels bring one plugin for input methods of X11, that of ibus. fcitx 5 answers to it as well,
through its ibus front end; its own name (`QT_IM_MODULE=fcitx`) would leave the program without any.
"""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

IBUS = "ibus"
OF_FCITX = frozenset({"fcitx", "fcitx5"})
# Asked one after the other: without it the answers of ibus overtake each other, and the digits of a
# scanner, 8 ms apart, arrive in another order than they were scanned.
IN_ORDER = {"IBUS_ENABLE_SYNC_MODE": "1"}


def wanted(environ: Mapping[str, str], platform: str, *, has_bus: bool) -> dict[str, str]:
    """What to add to the environment: nothing where an administrator has chosen something else.

    `has_bus`: an input method that speaks ibus has left its address in this account.
    """
    if not platform.startswith("linux"):
        return {}
    chosen = environ.get("QT_IM_MODULE", "")
    modifiers = environ.get("XMODIFIERS", "")
    is_meant = has_bus or any(f"@im={name}" in modifiers for name in (IBUS, *OF_FCITX))
    changes: dict[str, str] = {}
    if chosen in OF_FCITX or (not chosen and is_meant):
        changes["QT_IM_MODULE"] = IBUS
    if changes.get("QT_IM_MODULE", chosen) == IBUS:
        changes |= {name: value for name, value in IN_ORDER.items() if name not in environ}
    return changes


def prepare_input_methods() -> None:
    """Set the environment of this process; must come before the application object."""
    folder = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "ibus" / "bus"
    has_bus = folder.is_dir() and any(folder.iterdir())
    os.environ.update(wanted(os.environ, sys.platform, has_bus=has_bus))
