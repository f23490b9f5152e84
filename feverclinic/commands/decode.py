"""`feverclinic decode`: bytes of a device into readings, states or rejections, as JSON (contract 3)."""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from feverclinic.commands.json_text import NotJson, faults_of, parse
from feverclinic.commands.problems import LONGEST_FOUND, Problem, found_text
from feverclinic.devices.codecs import EchoCodec, named, units
from feverclinic.devices.hunter import Heard, HeardInvalid, HeardReading, HeardStatus, Hunter
from feverclinic.devices.profiles import Profile, load_profiles
from feverclinic.wording import LANGUAGES, Wording, wording

_DIGITS = frozenset("0123456789abcdefABCDEF")
_MEMBERS = ("id", "profile", "hex", "sent")
_GOOD, _BAD = 0, 2


class _NotHex(ValueError):  # noqa: N818 - what is wrong with a text, not a fault
    """`piece` is the place of the text among the pieces, None for an odd number of digits in all."""

    def __init__(self, piece: int | None, found: str) -> None:
        super().__init__(piece, found)
        self.piece = piece
        self.found = found[:LONGEST_FOUND]


@dataclass(frozen=True, slots=True)
class _Task:
    """One thing to decode: the profile, the pieces as they arrived, the request that was answered."""

    profile: Profile
    pieces: tuple[bytes, ...]
    sent: bytes = b""


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register the command."""
    words = wording(LANGUAGES[0])
    parser = subparsers.add_parser("decode", help=words.say("cli.help.decode"))
    parser.add_argument("profile", nargs="?", help=words.say("cli.help.profile"))
    parser.add_argument("hex", nargs="*", metavar="HEX", help=words.say("cli.help.hex"))
    parser.add_argument("--sent", metavar="HEX", default="", help=words.say("cli.help.sent"))
    parser.add_argument("--jsonl", action="store_true", help=words.say("cli.help.jsonl"))
    parser.add_argument("--profiles", action="store_true", help=words.say("cli.help.profiles"))
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Do what the arguments say; 0 good, 2 bad input (a damaged profile is Unavailable)."""
    words = wording(arguments.language)
    profiles = load_profiles(_own_profiles(arguments.data))
    if arguments.profiles:
        sys.stdout.write("".join(f"{profile_id}\n" for profile_id in profiles))
        return _GOOD
    if arguments.jsonl:
        return _run_lines(profiles, arguments.sent, words)
    return _run_one(profiles, arguments, words)


def _own_profiles(data: Path | None) -> Path | None:
    """The hospital's own profiles stand in the folder `devices` of its data."""
    return data / "devices" if data else None


def _run_one(profiles: dict[str, Profile], arguments: argparse.Namespace, words: Wording) -> int:
    given: dict[str, object] = {"profile": arguments.profile, "sent": arguments.sent}
    if arguments.hex:
        given["hex"] = [_standard_input() if piece == "-" else piece for piece in arguments.hex]
    problems: list[Problem] = []
    task = _read_task(profiles, given, problems, is_line=False)
    if task is None:
        _write({"id": None, "errors": [problem.told(words) for problem in problems]})
        return _BAD
    _write(_answer(task))
    return _GOOD


def _standard_input() -> str:
    # A byte that is no text is no hex digit either; it is told as such, not as a fault.
    return sys.stdin.buffer.read().decode("utf-8", "replace").removeprefix("\ufeff")


def _run_lines(profiles: dict[str, Profile], sent: str, words: Wording) -> int:
    worst = _GOOD
    for number, line in enumerate(sys.stdin.buffer, start=1):
        text = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
        if not text.strip():
            continue
        answer = _line_answer(profiles, text, number, sent, words)
        if "errors" in answer:
            worst = _BAD
        _write(answer)
    return worst


def _line_answer(
    profiles: dict[str, Profile], text: bytes, number: int, sent: str, words: Wording
) -> dict[str, object]:
    try:
        given = parse(text)
    except NotJson as damage:
        problem = Problem("", "JSON", found_text(damage.found), "json", line=number)
        return {"id": None, "errors": [problem.told(words)]}
    if not isinstance(given, dict):
        problem = Problem("", "TYPE", found_text(given), "object")
        return {"id": None, "errors": [problem.told(words)]}
    members: dict[str, object] = given
    name = members.get("id")
    has_name = isinstance(name, str) and not faults_of(name)
    problems = [fault.problem for fault in faults_of(members)]
    task = _read_task(profiles, {"sent": sent} | members, problems, is_line=True)
    if task is None:
        told = [problem.told(words) for problem in problems]
        return {"id": name if has_name else None, "errors": told}
    return ({"id": name} if has_name else {}) | _answer(task)


def _read_task(
    profiles: dict[str, Profile],
    given: dict[str, object],
    problems: list[Problem],
    *,
    is_line: bool,
) -> _Task | None:
    """Check every member; all that is wrong is told, not only the first."""
    if is_line and not isinstance(given.get("id", ""), str):
        problems.append(Problem("/id", "TYPE", found_text(given["id"]), "text"))
    profile = _read_profile(profiles, given.get("profile"), problems)
    pieces = _read_pieces(given.get("hex"), problems, is_line=is_line)
    sent = _read_sent(given.get("sent"), problems)
    problems += [
        Problem(f"/{name}", "UNKNOWN_FIELD", found_text(given[name]), "known_member")
        for name in given
        if name not in _MEMBERS and not faults_of(name)
    ]
    if problems or profile is None:
        return None
    return _Task(profile, pieces, sent)


def _read_profile(
    profiles: dict[str, Profile], given: object, problems: list[Problem]
) -> Profile | None:
    if given is None:
        problems.append(Problem("/profile", "REQUIRED", None, "required"))
        return None
    if not isinstance(given, str):
        problems.append(Problem("/profile", "TYPE", found_text(given), "text"))
        return None
    profile = profiles.get(given)
    if profile is None:
        facts = {"choices": ", ".join(profiles)}
        problems.append(Problem("/profile", "ENUM", found_text(given), "one_of", facts))
    return profile


def _read_pieces(given: object, problems: list[Problem], *, is_line: bool) -> tuple[bytes, ...]:
    if given is None:
        problems.append(Problem("/hex", "REQUIRED", None, "required"))
        return ()
    if not isinstance(given, list):
        problems.append(Problem("/hex", "TYPE", found_text(given), "list"))
        return ()
    texts: list[object] = given
    wrong = [place for place, text in enumerate(texts) if not isinstance(text, str)]
    if wrong:
        problems += [
            Problem(f"/hex/{place}", "TYPE", found_text(texts[place]), "text") for place in wrong
        ]
        return ()
    try:
        return tuple(_pieces([str(text) for text in texts]))
    except _NotHex as no:
        path = "/hex" if no.piece is None or not is_line else f"/hex/{no.piece}"
        problems.append(Problem(path, "FORMAT", no.found, "hex"))
        return ()


def _read_sent(given: object, problems: list[Problem]) -> bytes:
    if given is None or given == "":
        return b""
    if not isinstance(given, str):
        problems.append(Problem("/sent", "TYPE", found_text(given), "text"))
        return b""
    try:
        return b"".join(_pieces([given]))
    except _NotHex as no:
        problems.append(Problem("/sent", "FORMAT", no.found, "hex"))
        return b""


def _pieces(texts: Sequence[str]) -> Iterator[bytes]:
    """The bytes of each piece; a cut may go through the middle of a byte."""
    half = ""
    for place, text in enumerate(texts):
        digits = half + "".join(text.split())
        if not _DIGITS.issuperset(digits):
            raise _NotHex(place, text)
        half = digits[-1] if len(digits) % 2 else ""
        yield bytes.fromhex(digits[: len(digits) - len(half)])
    if half:
        raise _NotHex(None, " ".join(texts))


def _answer(task: _Task) -> dict[str, object]:
    codec = EchoCodec(task.profile.wire, task.sent) if task.sent else task.profile.wire
    hunter = Hunter(codec)
    heard = [one for piece in task.pieces for one in hunter.feed(piece, 0.0)]
    heard += hunter.finish()
    return {
        "profile": task.profile.id,
        "events": [_event(task.profile, one) for one in heard],
        "left": _hex(hunter.left),
    }


def _event(profile: Profile, heard: Heard) -> dict[str, object]:
    match heard:
        case HeardReading():
            return {
                "kind": "reading",
                "at": heard.at,
                "raw": _hex(heard.raw),
                "fields": named(heard.values),
                "units": units(heard.values),
                "offered": profile.offered(value.name for value in heard.values),
            }
        case HeardStatus():
            told: dict[str, object] = {
                "kind": "status",
                "at": heard.at,
                "raw": _hex(heard.raw),
                "code": heard.code,
            }
            if heard.values:
                told |= {"fields": named(heard.values), "units": units(heard.values)}
            return told
        case HeardInvalid():
            return {
                "kind": "invalid",
                "at": heard.at,
                "raw": _hex(heard.raw),
                "reason": str(heard.reason),
            }


def _hex(data: bytes) -> str:
    return data.hex().upper()


def _write(answer: dict[str, object]) -> None:
    text = json.dumps(answer, ensure_ascii=False) + "\n"
    # Half of a surrogate pair cannot be written in UTF-8; its escape is what JSON calls it.
    sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace"))
    sys.stdout.flush()
