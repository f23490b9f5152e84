"""`feverclinic simulate`: a device that is not there, on a pseudo terminal or a TCP port."""

import argparse
import signal
import sys
import threading
from pathlib import Path

from feverclinic.devices.profiles import find_profile, load_profiles
from feverclinic.devices.script import DEFAULT_RATE_HZ, Actor
from feverclinic.devices.twin import Line, PtyLine, TcpLine, play
from feverclinic.wording import LANGUAGES, wording

DEFAULT_SCRIPT = "good; repeat"
HIGHEST_PORT = 65535
FASTEST_HZ = 10_000.0


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register the command."""
    words = wording(LANGUAGES[0])
    parser = subparsers.add_parser("simulate", help=words.say("cli.help.simulate"))
    parser.add_argument("profile", help=words.say("cli.help.profile"))
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--pty", action="store_true", help=words.say("cli.help.pty"))
    where.add_argument("--tcp", type=_tcp_port, metavar="PORT", help=words.say("cli.help.tcp"))
    parser.add_argument("--link", type=Path, metavar="PATH", help=words.say("cli.help.link"))
    parser.add_argument("--script", default=DEFAULT_SCRIPT, help=words.say("cli.help.script"))
    parser.add_argument(
        "--rate",
        type=_rate,
        default=DEFAULT_RATE_HZ,
        metavar="HZ",
        help=words.say("cli.help.rate"),
    )
    parser.set_defaults(run=run)


def _tcp_port(text: str) -> int:
    if not text.isdecimal() or int(text) > HIGHEST_PORT:
        words = wording(LANGUAGES[0])
        raise argparse.ArgumentTypeError(words.say("cli.simulate.port", highest=HIGHEST_PORT))
    return int(text)


def _rate(text: str) -> float:
    try:
        rate = float(text)
    except ValueError:
        rate = 0.0
    if not 0 < rate <= FASTEST_HZ:
        words = wording(LANGUAGES[0])
        raise argparse.ArgumentTypeError(words.say("cli.simulate.rate", highest=int(FASTEST_HZ)))
    return rate


def run(arguments: argparse.Namespace) -> int:
    """Say where the device is, play the script, stay until Ctrl+C; 0."""
    words = wording(arguments.language)
    folder = arguments.data / "devices" if arguments.data else None
    profile = find_profile(load_profiles(folder), arguments.profile)
    acts = Actor(profile, rate_hz=arguments.rate).acts(arguments.script)
    line: Line = PtyLine(arguments.link) if arguments.pty else TcpLine(arguments.tcp)
    ended = threading.Event()
    # A service that stops us must not leave the link behind either.
    # Also where a shell started it in the background, and so told it not to listen to Ctrl+C.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
    try:
        said = words.say("cli.simulate.listening", profile=profile.id, where=line.where)
        sys.stdout.write(said + "\n")
        sys.stdout.flush()
        play(line, acts, ended.wait)
        ended.wait()
    except KeyboardInterrupt:
        sys.stdout.write(words.say("cli.simulate.stopped") + "\n")
    finally:
        line.unplug()
    return 0
