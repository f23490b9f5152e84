"""The program: a command of the command line, or the window; Qt is loaded only for the window."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from feverclinic.commands.main import COMMANDS, sentence
from feverclinic.commands.main import main as run_command
from feverclinic.errors import ClinicError
from feverclinic.settings import load_settings

CANNOT_WORK = 1


def main(argv: Sequence[str] | None = None) -> int:
    """Run what is asked for and return the exit code."""
    given = list(sys.argv[1:] if argv is None else argv)
    if given[:1] == ["pictures"]:
        from ui.pictures import main as draw_pictures  # noqa: PLC0415 - Qt

        return draw_pictures(given[1:])
    if any(name in given for name in COMMANDS) or {"-h", "--help"} & set(given):
        return run_command(given)
    parser = argparse.ArgumentParser(prog="feverclinic")
    parser.add_argument("--data", type=Path, metavar="DIR")
    parser.add_argument("--settings", type=Path, metavar="FILE")
    asked = parser.parse_args(given)
    try:
        settings = load_settings(asked.settings, asked.data)
    except ClinicError as error:
        sys.stderr.write(sentence(error, "zh_CN") + "\n")
        return CANNOT_WORK
    from ui.app import run  # noqa: PLC0415 - Qt

    return run(settings)


if __name__ == "__main__":
    sys.exit(main())
