"""The log of what the program did: ids only, never a name, a number of a person or a reading."""

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

LARGEST_BYTES = 1 << 20
KEPT_FILES = 5
LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def file_of(data_dir: Path) -> Path:
    return data_dir / "logs" / "feverclinic.log"


def start(data_dir: Path) -> None:
    """Log into the data folder, and what Qt has to say with it; raises OSError when it cannot."""
    file = file_of(data_dir)
    file.parent.mkdir(parents=True, exist_ok=True)
    handler = RotatingFileHandler(
        file, maxBytes=LARGEST_BYTES, backupCount=KEPT_FILES, encoding="utf-8"
    )
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    qInstallMessageHandler(_from_qt)


def _from_qt(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    logging.getLogger("qt").log(
        LEVELS.get(kind, logging.WARNING), "%s %s", context.category, message
    )


def stop(data_dir: Path) -> None:
    """Let go of the log of that folder, so that the folder can go."""
    root = logging.getLogger()
    for handler in tuple(root.handlers):
        if isinstance(handler, RotatingFileHandler) and handler.baseFilename == str(
            file_of(data_dir).absolute()
        ):
            root.removeHandler(handler)
            handler.close()
