"""`feverclinic settings`: every key with its value, its default and its meaning."""

import argparse
import json
import sys
from typing import Any

from feverclinic.services.admin import settings_told
from feverclinic.services.adoption import adoption_of
from feverclinic.services.rulebook import load_rulebook
from feverclinic.settings import load_settings
from feverclinic.wording import Wording, wording


def add(subparsers: Any) -> None:
    """Add the command to the parser of `feverclinic`."""
    words = wording("zh_CN")
    parser = subparsers.add_parser("settings", help=words.say("settings.help"))
    parser.add_argument("--json", action="store_true", help=words.say("settings.help_json"))
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print one line a key, fields parted by tabs, or JSON."""
    settings = load_settings(arguments.settings, arguments.data)
    adoption_of(settings, load_rulebook())
    words = wording(arguments.language)
    rows = [
        {
            "key": one.key,
            "value": one.value,
            "default": one.default,
            "meaning": words.say(one.meaning),
        }
        for one in settings_told(settings)
    ]
    if arguments.json:
        sys.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1) + "\n")
        return 0
    where = words.say(
        "settings.from_file" if settings.file.exists() else "settings.no_file", file=settings.file
    )
    lines = [where, words.say("settings.columns"), *(_line(row, words) for row in rows)]
    sys.stdout.write("\n".join(lines) + "\n")
    return 0


def _line(row: dict[str, str], words: Wording) -> str:
    empty = words.say("settings.none")
    return "\t".join((row["key"], row["value"] or empty, row["default"] or empty, row["meaning"]))
