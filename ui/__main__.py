"""The program: a command of the command line, or the window; Qt is loaded only for the window."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from feverclinic.commands.main import COMMANDS
from feverclinic.commands.main import main as run_command
from ui.input_methods import prepare_input_methods

VALUED = ("--data", "--settings", "--language")


def main(argv: Sequence[str] | None = None) -> int:
    """Run what is asked for and return the exit code."""
    given = list(sys.argv[1:] if argv is None else argv)
    if given[:1] == ["pictures"]:
        from ui.pictures import main as draw_pictures  # noqa: PLC0415 - Qt

        return draw_pictures(given[1:])
    if _names_command(given):
        return run_command(given)
    parser = argparse.ArgumentParser(prog="feverclinic")
    parser.add_argument("--data", type=Path, metavar="DIR")
    parser.add_argument("--settings", type=Path, metavar="FILE")
    parser.add_argument("--demo", action="store_true")
    asked = parser.parse_args(given)
    prepare_input_methods()
    if asked.demo:
        from ui.demo.program import run_demo  # noqa: PLC0415 - Qt

        return run_demo(is_elsewhere=bool(asked.data or asked.settings))
    from ui.app import run  # noqa: PLC0415 - Qt

    return run(asked.settings, asked.data)


def _names_command(given: Sequence[str]) -> bool:
    """Whether a command stands in the line: the first word that is no option and no option's value."""
    words = iter(given)
    for word in words:
        if word in ("-h", "--help"):
            return True
        if word in VALUED:
            next(words, "")
        elif not word.startswith("-"):
            return word in COMMANDS
    return False


if __name__ == "__main__":
    sys.exit(main())
