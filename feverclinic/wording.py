"""Codes into sentences: every word that a person reads stands in resources/wording, by language."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

LANGUAGES = ("zh_CN", "en")
# What the window says before anybody has signed in; the rest is read when it is first asked for.
FIRST = ("app", "keys", "shell", "signin")


@dataclass(frozen=True, slots=True)
class Wording:
    """The sentences of one language by dotted key (`outcome.FEVER_CLINIC`)."""

    language: str
    sentences: Mapping[str, str]

    def say(self, key: str, /, **facts: object) -> str:
        """The sentence with its placeholders filled; a key without a sentence is a KeyError."""
        return self.sentences[key].format(**facts)

    def knows(self, key: str) -> bool:
        return key in self.sentences


def _flatten(prefix: str, table: Mapping[str, object]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in table.items():
        key = f"{prefix}.{name}" if prefix else name
        if isinstance(value, Mapping):
            found |= _flatten(key, value)
        else:
            found[key] = str(value)
    return found


class _Sentences(Mapping[str, str]):
    """The sentences of a language: those of the first page at once, all others at the first need."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._known = _read(language, FIRST)
        self._is_whole = False

    def __getitem__(self, key: str) -> str:
        found = self._known.get(key)
        return self._whole()[key] if found is None else found

    def __contains__(self, key: object) -> bool:
        return key in self._known or key in self._whole()

    def __iter__(self) -> Iterator[str]:
        return iter(self._whole())

    def __len__(self) -> int:
        return len(self._whole())

    def _whole(self) -> dict[str, str]:
        if not self._is_whole:
            self._known = _read(self._language)
            self._is_whole = True
        return self._known


def _read(language: str, only: Iterable[str] = ()) -> dict[str, str]:
    """Read the files of a language, or some of them; the same key in two files is an error."""
    sentences: dict[str, str] = {}
    folder = files("resources").joinpath("wording", language)
    names = [f"{name}.toml" for name in only] or sorted(
        entry.name for entry in folder.iterdir() if entry.name.endswith(".toml")
    )
    for name in names:
        text = folder.joinpath(name).read_text("utf-8")
        for key, sentence in _flatten("", tomllib.loads(text)).items():
            if key in sentences:
                raise ValueError(f"{name}: {key} has a sentence already")
            sentences[key] = sentence
    return sentences


@cache
def wording(language: str) -> Wording:
    """The words of one of LANGUAGES; the settings are checked before."""
    return Wording(language, _Sentences(language))
