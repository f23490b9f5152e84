"""Signs before a sentence on paper; here so that a record can name one without loading a font."""

from enum import StrEnum


class Mark(StrEnum):
    """Drawn as lines, because fonts draw such signs differently or not at all."""

    LIMIT = "LIMIT"
    YES = "YES"
    NO = "NO"
    UNKNOWN = "UNKNOWN"
    NOTICE = "NOTICE"
