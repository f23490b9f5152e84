"""`feverclinic results`: a laboratory's file, tried by whoever signs in, and taken when asked to."""

import argparse
import sys
from getpass import getpass
from pathlib import Path
from typing import Any

from feverclinic.domain.lab_messages import LabProblem
from feverclinic.domain.people import Staff, Station
from feverclinic.errors import Unavailable
from feverclinic.services.adoption import hospital_rules
from feverclinic.services.lab_results import (
    Received,
    Taken,
    receive_results,
    text_of,
    try_results,
)
from feverclinic.services.signing_in import NOBODY, sign_in
from feverclinic.settings import Settings, load_settings
from feverclinic.storage.opening import look_at_database
from feverclinic.storage.store import transaction
from feverclinic.wording import Wording, wording

ALL_TAKEN, SOME_LEFT_OUT = 0, 2


def add(subparsers: Any) -> None:
    """Add the command to the parser of `feverclinic`."""
    words = wording("zh_CN")
    parser = subparsers.add_parser("results", help=words.say("results.help"))
    parser.add_argument("file", type=Path, help=words.say("results.help_file"))
    parser.add_argument("--login", required=True, help=words.say("results.help_login"))
    parser.add_argument("--take", action="store_true", help=words.say("results.help_take"))
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    settings = load_settings(arguments.settings, arguments.data)
    words = wording(arguments.language)
    rules = hospital_rules(settings)
    text = text_of(_bytes(arguments.file))
    engine = look_at_database(settings.database_url, settings.data_dir)
    place = _place(settings)
    try:
        with transaction(engine, NOBODY, arguments.now, place) as store:
            actor: Staff = sign_in(store, arguments.login, _password(words))
        with transaction(engine, actor, arguments.now, place) as store:
            act = receive_results if arguments.take else try_results
            received = act(store, text, rules)
    finally:
        engine.dispose()
    _tell(received, words, is_taken=arguments.take)
    return SOME_LEFT_OUT if received.problems else ALL_TAKEN


def _place(settings: Settings) -> Station:
    place = settings.station
    return Station(place.code, place.number, place.name, settings.facility_id)


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as fault:
        raise Unavailable("lab.no_file", file=str(file), why=fault.strerror) from fault


def _password(words: Wording) -> str:
    """Asked for at a terminal, one line of the input otherwise."""
    if sys.stdin.isatty():
        return getpass(f"{words.say('results.password')}: ")
    return sys.stdin.readline().rstrip("\r\n")


def _tell(received: Received, words: Wording, *, is_taken: bool) -> None:
    lines = [_taken(one, words) for one in received.taken]
    lines += [words.say("results.known", row=row) for row in received.known]
    for problem in received.problems:
        lines.append(_problem(problem, words))
        lines.append(f"    {words.say(f'lab_remedy.{problem.code}')}")
    counted = words.say(
        "results.taken_all" if is_taken else "results.tried_all",
        taken=len(received.taken),
        known=len(received.known),
        faults=len(received.problems),
    )
    sys.stdout.write("".join(f"{line}\n" for line in (*lines, counted)))


def _taken(one: Taken, words: Wording) -> str:
    key = "results.correction" if one.is_correction else "results.taken"
    return words.say(key, row=one.row, name=one.name, visit_no=one.visit_no)


def _problem(problem: LabProblem, words: Wording) -> str:
    return words.say(
        "results.fault",
        row=problem.row,
        column=problem.column or "—",
        value=problem.value or "—",
        problem=words.say(f"lab_problem.{problem.code}"),
    )
