"""What the environment is given before Qt starts, so that Chinese can be typed."""

import pytest

from ui.input_methods import wanted

IN_ORDER = {"IBUS_ENABLE_SYNC_MODE": "1"}
TO_IBUS = {"QT_IM_MODULE": "ibus", **IN_ORDER}


@pytest.mark.parametrize(
    ("environ", "changes"),
    [
        ({"QT_IM_MODULE": "ibus"}, IN_ORDER),
        ({"QT_IM_MODULE": "fcitx"}, TO_IBUS),
        ({"QT_IM_MODULE": "fcitx5"}, TO_IBUS),
        ({"XMODIFIERS": "@im=fcitx"}, TO_IBUS),
        ({"XMODIFIERS": "@im=ibus"}, TO_IBUS),
        ({"QT_IM_MODULE": "qtvirtualkeyboard"}, {}),
        ({"QT_IM_MODULE": "compose", "XMODIFIERS": "@im=ibus"}, {}),
        ({"QT_IM_MODULE": "ibus", "IBUS_ENABLE_SYNC_MODE": "0"}, {}),
        ({}, {}),
    ],
    ids=["ibus", "fcitx", "fcitx5", "x_fcitx", "x_ibus", "keyboard", "chosen", "async", "none"],
)
def test_an_input_method_is_reached_through_the_plugin_that_qt_brings(
    environ: dict[str, str], changes: dict[str, str]
) -> None:
    assert wanted(environ, "linux", has_bus=False) == changes


def test_an_input_method_that_left_its_address_is_used_without_any_variable() -> None:
    assert wanted({}, "linux", has_bus=True) == TO_IBUS


def test_windows_needs_nothing() -> None:
    assert wanted({"XMODIFIERS": "@im=ibus"}, "win32", has_bus=True) == {}
