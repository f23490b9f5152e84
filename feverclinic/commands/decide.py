"""`feverclinic decide TOPIC`: JSON in, one decision each out (contract 0)."""

import argparse
import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO

from pydantic import ValidationError

from feverclinic.commands.json_text import Item, Shape, faults_of, read_document
from feverclinic.commands.problems import BadInput, Problem, problems_of
from feverclinic.commands.shared_inputs import TopicInput
from feverclinic.commands.topics import Desk, Topic
from feverclinic.domain.rulesets import Family
from feverclinic.errors import Unavailable
from feverclinic.services.adoption import hospital_rules
from feverclinic.services.codes import known_areas
from feverclinic.services.editions import with_keys
from feverclinic.services.rulebook import load_rules, overridden
from feverclinic.settings import load_settings
from feverclinic.wording import LANGUAGES, Wording, wording

# A topic's module is imported only when it is asked for: start-up is quick, and Qt-free.
TOPICS = {
    "temperature": "feverclinic.commands.decide_temperature",
    "identity": "feverclinic.commands.decide_identity",
    "acuity": "feverclinic.commands.decide_acuity",
    "routing": "feverclinic.commands.decide_routing",
    "rule-set": "feverclinic.commands.decide_rule_set",
    "classification": "feverclinic.commands.decide_classification",
    "severity": "feverclinic.commands.decide_severity",
    "exclusion": "feverclinic.commands.decide_exclusion",
    "release": "feverclinic.commands.decide_release",
    "transfer": "feverclinic.commands.decide_transfer",
    "destination": "feverclinic.commands.decide_destination",
    "follow-up": "feverclinic.commands.decide_follow_up",
    "room": "feverclinic.commands.decide_room",
    "clinic-exit": "feverclinic.commands.decide_clinic_exit",
}
ALL_DECIDED, SOME_BAD = 0, 2
STANDARD_INPUT = "-"


def topic_of(name: str) -> Topic[Any]:
    """The topic of that name."""
    return import_module(TOPICS[name]).TOPIC


def decide_document(
    source: BinaryIO, topic: Topic[Any], desk: Desk, words: Wording, put: Callable[[str], None]
) -> int:
    """Answer a whole input in its shape and order, each answer as it is made; the exit code."""
    document = read_document(source)
    is_array = document.shape is Shape.ARRAY
    before, between, after = ("[", ", ", "]\n") if is_array else ("", "", "")
    code = ALL_DECIDED
    put(before)
    for place, item in enumerate(document.items):
        told = answer(item, topic, desk, words)
        code = SOME_BAD if "errors" in told else code
        text = json.dumps(told, ensure_ascii=False)
        put(f"{between if place else ''}{text}" + ("" if is_array else "\n"))
    put(after)
    return code


def answer(item: Item, topic: Topic[Any], desk: Desk, words: Wording) -> Mapping[str, object]:
    """One decision, or the list of everything that is wrong with its input."""
    try:
        given = _read(item, topic, desk)
        decided = topic.decide(given, desk)
    except BadInput as bad:
        found = item.value.get("id") if isinstance(item.value, dict) else None
        name = found if isinstance(found, str) else None
        return {"id": name, "errors": [problem.told(words) for problem in bad.problems]}
    printed = decided.model_dump(mode="json", by_alias=True)
    if given.id is None:
        del printed["id"]
    return printed


def _read(item: Item, topic: Topic[Any], desk: Desk) -> TopicInput:
    """The input as the topic's model; raises BadInput with all its problems."""
    if item.problem:
        raise BadInput([item.problem])
    faults = faults_of(item.value)
    if any(fault.is_fatal for fault in faults):
        raise BadInput([fault.problem for fault in faults])
    problems = [fault.problem for fault in faults]
    try:
        given: TopicInput = topic.given.model_validate(item.value)
    except ValidationError as refusal:
        raise BadInput([*problems, *problems_of(refusal)]) from refusal
    if given.rule_set is not None:
        editions = {one.id for one in desk.rulebook.every(Family.DIAGNOSIS)}
        if given.rule_set not in editions:
            problems.append(Problem("/rule_set", "ENUM", given.rule_set[:80], "rule_set_id"))
    if problems:
        raise BadInput(problems)
    return given


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare `decide` and its arguments."""
    words = wording(LANGUAGES[0])
    parser = subparsers.add_parser("decide", help=words.say("cli.help.decide"))
    parser.add_argument(
        "topic",
        nargs="?",
        metavar="TOPIC",
        choices=list(TOPICS),
        help=words.say("cli.help.topic") + ": " + ", ".join(TOPICS),
    )
    parser.add_argument(
        "--schema", metavar="TOPIC", choices=list(TOPICS), help=words.say("cli.help.schema")
    )
    parser.add_argument(
        "file",
        nargs="?",
        metavar="FILE",
        default=STANDARD_INPUT,
        help=words.say("cli.help.file"),
    )
    parser.add_argument("--rules", metavar="FILE", type=Path, help=words.say("cli.help.rules"))
    parser.set_defaults(run=run, refuse=parser.error)


def run(arguments: argparse.Namespace) -> int:
    """Answer on standard output; raises Unavailable when the program cannot work."""
    words = wording(arguments.language)
    if (arguments.topic is None) is (arguments.schema is None):
        arguments.refuse(words.say("cli.topic_or_schema"))
    if arguments.schema:
        schema = topic_of(arguments.schema).schema()
        write(json.dumps(schema, ensure_ascii=False, indent=2) + "\n")
        return ALL_DECIDED
    desk = _desk(arguments.rules, arguments.settings)
    with _source(arguments.file) as source:
        return decide_document(source, topic_of(arguments.topic), desk, words, write)


def _desk(own: Path | None, settings: Path | None) -> Desk:
    """The rules, with the keys and dates of a settings file where one is named on the command line."""
    rules = load_rules(own)
    if settings is None:
        return Desk(rules, known_areas)
    mine = hospital_rules(load_settings(settings), rules)
    editions = {name: with_keys(one, mine.overrides) for name, one in rules.editions.items()}
    kept = replace(rules, triage=overridden(rules.triage, mine.overrides), editions=editions)
    return Desk(kept, known_areas, mine.local_adoption_from)


def _source(file: str) -> BinaryIO:
    if file == STANDARD_INPUT:
        return sys.stdin.buffer
    try:
        return Path(file).open("rb")
    except OSError as fault:
        raise Unavailable("cli.unreadable", file=file, why=fault.strerror or "") from fault


def write(text: str) -> None:
    """Write UTF-8 whatever the terminal; half a surrogate pair stays the escape that it was."""
    sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace"))
    sys.stdout.buffer.flush()
