"""Inputs of `decide` for tests, answered in this process by the shipped rules."""

import json
from io import BytesIO
from typing import Any

from feverclinic.commands.decide import decide_document, topic_of
from feverclinic.commands.topics import Desk
from feverclinic.services.codes import known_areas
from feverclinic.services.rulebook import load_rules
from feverclinic.wording import wording

NO_READING = {"at": "2020-02-25T08:10", "readings": []}


def answered(topic: str, data: bytes, language: str = "en") -> tuple[str, int]:
    """What is written and the exit code."""
    desk = Desk(load_rules(), known_areas)
    written: list[str] = []
    code = decide_document(BytesIO(data), topic_of(topic), desk, wording(language), written.append)
    return "".join(written), code


def decided(topic: str, given: object) -> dict[str, Any]:
    """The one answer to one input."""
    written, _ = answered(topic, json.dumps(given).encode())
    return json.loads(written)


def errors_of(topic: str, given: object) -> list[tuple[str, str]]:
    """Path and code of each error, in their order."""
    return [(error["path"], error["code"]) for error in decided(topic, given)["errors"]]
