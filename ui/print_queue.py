"""What the print service says of a queue: Qt shows whether it stands still, but not why.

A queue that takes no jobs swallows them without a word, and a printer without paper keeps them;
both must be known before a slip counts as printed. Asked of libcups, which the window's print
plugin brings along; on systems without it (Windows) nothing is known and nothing is claimed.
"""

import ctypes
from collections.abc import Callable
from functools import cache

LIBRARY = "libcups.so.2"
TROUBLES = {
    "media-empty": "printer.no_paper",
    "media-needed": "printer.no_paper",
    "media-jam": "printer.jammed",
    "cover-open": "printer.open",
    "door-open": "printer.open",
    "offline": "printer.offline",
    "connecting-to-device": "printer.offline",
    "shutdown": "printer.offline",
    "paused": "printer.failed",
}
"""IPP's printer-state-reasons (RFC 8011, 5.4.12) that keep a job from coming out."""
HARMLESS = ("-report", "-warning")


class _Option(ctypes.Structure):
    _fields_ = (("name", ctypes.c_char_p), ("value", ctypes.c_char_p))


class _Destination(ctypes.Structure):
    _fields_ = (
        ("name", ctypes.c_char_p),
        ("instance", ctypes.c_char_p),
        ("is_default", ctypes.c_int),
        ("num_options", ctypes.c_int),
        ("options", ctypes.POINTER(_Option)),
    )


@cache
def _library() -> ctypes.CDLL | None:
    try:
        cups = ctypes.CDLL(LIBRARY)
    except OSError:
        return None
    cups.cupsGetNamedDest.restype = ctypes.POINTER(_Destination)
    cups.cupsGetNamedDest.argtypes = (ctypes.c_void_p, ctypes.c_char_p, ctypes.c_char_p)
    cups.cupsGetOption.restype = ctypes.c_char_p
    cups.cupsGetOption.argtypes = (ctypes.c_char_p, ctypes.c_int, ctypes.POINTER(_Option))
    cups.cupsFreeDests.argtypes = (ctypes.c_int, ctypes.POINTER(_Destination))
    return cups


def queue_trouble(name: str) -> str:
    """The error code of what keeps this queue from printing now, or "" when nothing is known."""
    cups = _library()
    if cups is None:
        return ""
    queue = cups.cupsGetNamedDest(None, name.encode(), None)
    if not queue:
        return ""
    try:
        options, count = queue.contents.options, queue.contents.num_options

        def told(option: str) -> str:
            value: bytes | None = cups.cupsGetOption(option.encode(), count, options)
            return (value or b"").decode(errors="replace")

        return trouble(told)
    finally:
        cups.cupsFreeDests(1, queue)


def trouble(told: Callable[[str], str]) -> str:
    """The first trouble in what a queue tells of itself; warnings and reports are none."""
    if told("printer-is-accepting-jobs") == "false":
        return "printer.rejecting"
    for reason in told("printer-state-reasons").split(","):
        if reason.endswith(HARMLESS):
            continue
        code = TROUBLES.get(reason.removesuffix("-error"))
        if code:
            return code
    return ""
