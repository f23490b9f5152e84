"""The pictures of the guide: which desk in which state, and which part of it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from feverclinic.wording import LANGUAGES

SIZE = (1366, 768)
MOST_COLOURS = 256


@dataclass(frozen=True, slots=True)
class GuideShot:
    """`part` is the object name of what is cut out, "" for the whole window."""

    picture: str
    desk: str
    state: str
    language: str
    part: str = ""

    @property
    def name(self) -> str:
        """The name of the file without its ending."""
        return f"guide-{self.picture}-{self.language}"


# Picture, desk, state, part; drawn in light in each language.
_PICTURES = (
    ("triage", "triage", "busy", ""),
    ("waiting", "triage", "busy", "queuePane"),
    ("alarms", "alarms", "busy", ""),
    ("isolation", "isolation", "busy", ""),
    ("gates", "isolation", "busy", "gatePane"),
    ("case-papers", "isolation-papers", "busy", "casePapers"),
    ("sign", "sign", "busy", ""),
    ("trial", "trial", "busy", ""),
    ("papers", "papers", "busy", ""),
    ("patient", "patient", "busy", ""),
    ("trouble", "triage", "refused", ""),
    ("devices", "devices", "busy", ""),
    ("settings", "settings", "busy", ""),
)


def guide_shots(only: str = "*") -> Iterator[GuideShot]:
    """All pictures of the guide whose name matches the pattern."""
    for language in LANGUAGES:
        for picture, desk, state, part in _PICTURES:
            shot = GuideShot(picture, desk, state, language, part)
            if fnmatch(shot.name, only):
                yield shot


def with_few_colours(image: QImage) -> QImage:
    """The same picture in the colours that fill most of it: a third of the bytes, no dots."""
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    counted = Counter(memoryview(plain.constBits()).cast("I"))
    by_use = sorted(counted, key=lambda colour: (-counted[colour], colour))
    return plain.convertToFormat(
        QImage.Format.Format_Indexed8,
        by_use[:MOST_COLOURS],
        Qt.ImageConversionFlag.ThresholdDither,
    )
