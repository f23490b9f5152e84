"""What is typed in sheets kept in a file of this desk, so that a crash of the program loses nothing."""

import json
import os
from collections.abc import Mapping
from json import JSONDecodeError
from pathlib import Path

from feverclinic.errors import Unavailable
from ui.isolation.sheets.shelf import Key, Shelf

FILE_NAME = "sheets.json"
DAMAGED = ".damaged"
OWNER_ONLY = 0o600


class ShelfFile:
    """One small file, written anew at each change and put in place whole; only its owner reads it.

    `trouble` is told once when it cannot be written: typing goes on.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._answers = _read(path)
        self.trouble: Unavailable | None = None

    def shelf(self) -> Shelf:
        """A shelf that begins with what the file holds and keeps it up to date."""
        return Shelf(self._answers, self._keep)

    def _keep(self, key: Key, answers: Mapping[str, str]) -> None:
        if answers:
            self._answers[key] = dict(answers)
        else:
            self._answers.pop(key, None)
        try:
            _write(self._path, self._answers)
            self.trouble = None
        except OSError as denied:
            self.trouble = Unavailable("sheet.not_kept", why=denied.strerror or str(denied))


def _read(path: Path) -> dict[Key, dict[str, str]]:
    """What the file holds; one that cannot be read is set aside and not thrown away."""
    try:
        rows = json.loads(path.read_text("utf-8"))
        return {
            (str(row["act"]), str(row["whose"])): {
                str(name): str(text) for name, text in row["answers"].items()
            }
            for row in rows
        }
    except FileNotFoundError:
        return {}
    except (JSONDecodeError, UnicodeDecodeError, KeyError, TypeError, AttributeError):
        path.replace(path.with_name(path.name + DAMAGED))
        return {}


def _write(path: Path, answers: Mapping[Key, Mapping[str, str]]) -> None:
    rows = [
        {"act": act, "whose": whose, "answers": dict(one)} for (act, whose), one in answers.items()
    ]
    new = path.with_name(f"{path.name}.new")
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, OWNER_ONLY)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(rows, file)
    new.replace(path)
