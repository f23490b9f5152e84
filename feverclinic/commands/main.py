"""The command line without Qt: one subcommand per module, imported when it is asked for."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path
from typing import Any

from feverclinic.errors import ClinicError, Unavailable
from feverclinic.wording import LANGUAGES, wording

# Each module has `add(subparsers)`, which sets `run` for its parser.
COMMANDS = {
    "decide": "feverclinic.commands.decide",
    "decode": "feverclinic.commands.decode",
    "simulate": "feverclinic.commands.simulate",
    "settings": "feverclinic.commands.settings",
    "database": "feverclinic.commands.database",
    "guide": "feverclinic.commands.guide",
    "results": "feverclinic.commands.results",
}
DONE, CANNOT_WORK = 0, 1


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; 1 with one sentence when it cannot work."""
    _write_utf_8()
    given = list(sys.argv[1:] if argv is None else argv)
    parser = build_parser(given)
    arguments = parser.parse_args(given)
    run: Callable[[argparse.Namespace], int] = arguments.run
    try:
        code = run(arguments)
        # What does not fit on a full disk is told now, not by the interpreter after the end.
        sys.stdout.flush()
    except ClinicError as refusal:
        sys.stderr.write(sentence(refusal, arguments.language) + "\n")
    except BrokenPipeError:
        # The reader of our output has gone (`feverclinic decide … | head`): nothing more to say.
        _drop_output()
    except OSError as fault:
        why = fault.strerror or type(fault).__name__
        told = Unavailable("cli.system", why=why)
        sys.stderr.write(sentence(told, arguments.language) + "\n")
        _drop_output()
    else:
        return code
    return CANNOT_WORK


def _write_utf_8() -> None:
    """Contract 0.1, whatever the terminal's own encoding is; what cannot be written is escaped."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _drop_output() -> None:
    """Let what was not written go: the interpreter would try it once more at its end."""
    if sys.stdout is sys.__stdout__:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def sentence(refusal: ClinicError, language: str) -> str:
    """The sentence of an error; its bare code and facts where no sentence was written."""
    words = wording(language)
    key = f"error.{refusal.code}"
    return words.say(key, **refusal.facts) if words.knows(key) else str(refusal)


class CommandParser(argparse.ArgumentParser):
    """A parser that takes the common options before and after the command's name.

    A command's own options may stand between its other arguments: `decode PROFILE --sent HEX HEX`.
    """

    has_commands = False
    is_intermixing = False

    def add_subparsers(self, **kwargs: Any) -> Any:
        """As argparse does; a parser with commands leaves what follows to them."""
        self.has_commands = True
        return super().add_subparsers(**kwargs)

    # argparse declares two overloads of it that differ in whether a namespace is given.
    def parse_known_args(  # pyright: ignore[reportIncompatibleMethodOverride]
        self, args: Any = None, namespace: Any = None
    ) -> Any:
        """As argparse does, with options between the other arguments."""
        if self.has_commands or self.is_intermixing:
            return super().parse_known_args(args, namespace)
        self.is_intermixing = True
        try:
            return self.parse_known_intermixed_args(args, namespace)
        finally:
            self.is_intermixing = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, conflict_handler="resolve", **kwargs)
        words = wording(LANGUAGES[0])
        for name, metavar in (("data", "DIR"), ("settings", "FILE")):
            self.add_argument(
                f"--{name}",
                metavar=metavar,
                type=Path,
                default=argparse.SUPPRESS,
                help=words.say(f"cli.help.{name}"),
            )
        self.add_argument(
            "--language",
            choices=LANGUAGES,
            default=argparse.SUPPRESS,
            help=words.say("cli.help.language"),
        )


def build_parser(argv: Sequence[str]) -> argparse.ArgumentParser:
    """The parser with the asked command only; with all of them when none is named."""
    words = wording(LANGUAGES[0])
    parser = CommandParser(prog="feverclinic", description=words.say("cli.help.program"))
    parser.set_defaults(data=None, settings=None, language=LANGUAGES[0], now=datetime.now(UTC))
    subparsers = parser.add_subparsers(metavar="COMMAND", required=True)
    for name in [name for name in COMMANDS if name in argv] or COMMANDS:
        import_module(COMMANDS[name]).add(subparsers)
    return parser
