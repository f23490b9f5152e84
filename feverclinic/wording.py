"""Codes into sentences: every word that a person reads stands in resources/wording, by language."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

LANGUAGES = ("zh_CN", "en")


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


@cache
def wording(language: str) -> Wording:
    """Read all files of a language; the same key in two files is an error."""
    sentences: dict[str, str] = {}
    folder = files("resources").joinpath("wording", language)
    for path in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if not path.name.endswith(".toml"):
            continue
        for key, sentence in _flatten("", tomllib.loads(path.read_text("utf-8"))).items():
            if key in sentences:
                raise ValueError(f"{path.name}: {key} has a sentence already")
            sentences[key] = sentence
    return Wording(language, sentences)
