"""`feverclinic database`: status, upgrade, backup, restore, verify-audit."""

import argparse
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from feverclinic.services.admin import back_up_now
from feverclinic.settings import Settings, load_settings
from feverclinic.storage.backup import check_integrity
from feverclinic.storage.copying import restore
from feverclinic.storage.engine import READS_ONLY, saying_no_in_words
from feverclinic.storage.opening import (
    database_address,
    hold_folder,
    look_at_database,
    open_database,
)
from feverclinic.storage.status import DatabaseState, state_of
from feverclinic.storage.verifying import BrokenLine, verify_audit
from feverclinic.wording import Wording, wording

ACTS = ("status", "upgrade", "backup", "restore", "verify-audit")


def add(subparsers: Any) -> None:
    """Add the command to the parser of `feverclinic`."""
    words = wording("zh_CN")
    parser = subparsers.add_parser("database", help=words.say("database.help"))
    acts = parser.add_subparsers(metavar="ACT", required=True)
    for act in ACTS:
        one = acts.add_parser(act, help=words.say(f"database.help_{act.replace('-', '_')}"))
        one.set_defaults(run=RUNS[act])
        if act in ("backup", "restore"):
            one.add_argument("file", type=Path, nargs="?" if act == "backup" else None)


def _status(arguments: argparse.Namespace) -> int:
    settings, words = _start(arguments)
    engine = look_at_database(settings.database_url, settings.data_dir)
    reads_only = engine.execution_options(**{READS_ONLY: True})
    with saying_no_in_words(), reads_only.begin() as connection:
        state = state_of(connection)
    with saying_no_in_words():
        wrong = check_integrity(engine)
    engine.dispose()
    _say(*_facts(state, words))
    _say(words.say("database.whole") if not wrong else words.say("database.not_whole"), *wrong)
    return 1 if wrong else 0


def _upgrade(arguments: argparse.Namespace) -> int:
    settings, words = _start(arguments)
    with _alone(settings):
        opened = open_database(settings.database_url, settings.data_dir, arguments.now)
        opened.engine.dispose()
    done = opened.upgraded
    if done.before == done.after:
        _say(words.say("database.is_newest", revision=done.after))
    else:
        _say(words.say("database.upgraded", before=done.before or "—", after=done.after))
    if done.backup:
        _say(words.say("database.backed_up", file=done.backup))
    return 0


def _backup(arguments: argparse.Namespace) -> int:
    settings, words = _start(arguments)
    file = back_up_now(settings, arguments.now, arguments.file)
    _say(words.say("database.backed_up", file=file))
    return 0


def _restore(arguments: argparse.Namespace) -> int:
    settings, words = _start(arguments)
    address = database_address(settings.database_url, settings.data_dir)
    with _alone(settings):
        kept = restore(address, arguments.file, arguments.now)
        open_database(settings.database_url, settings.data_dir, arguments.now).engine.dispose()
    _say(words.say("database.restored", file=arguments.file))
    if kept:
        _say(words.say("database.kept", file=kept))
    return 0


def _verify_audit(arguments: argparse.Namespace) -> int:
    settings, words = _start(arguments)
    engine = look_at_database(settings.database_url, settings.data_dir)
    reads_only = engine.execution_options(**{READS_ONLY: True})
    with saying_no_in_words(), reads_only.begin() as connection:
        state_of(connection)
        verified = verify_audit(connection)
    engine.dispose()
    _say(*(_broken(line, words) for line in verified.broken))
    if verified.broken:
        _say(words.say("database.audit_broken", lines=verified.lines, count=len(verified.broken)))
        return 1
    last = "".join(verified.heads.values()) or "—"
    _say(words.say("database.audit_whole", lines=verified.lines, hash=last))
    return 0


RUNS = {
    "status": _status,
    "upgrade": _upgrade,
    "backup": _backup,
    "restore": _restore,
    "verify-audit": _verify_audit,
}


def _start(arguments: argparse.Namespace) -> tuple[Settings, Wording]:
    return load_settings(arguments.settings, arguments.data), wording(arguments.language)


@contextmanager
def _alone(settings: Settings) -> Generator[None]:
    """Nobody else has the database open: the data folder is held while a file is replaced."""
    address = database_address(settings.database_url, settings.data_dir)
    if not address.startswith("sqlite"):
        yield
        return
    lock = hold_folder(settings.data_dir)
    try:
        yield
    finally:
        lock.release()


def _facts(state: DatabaseState, words: Wording) -> list[str]:
    told = {
        "address": state.address,
        "server": state.server,
        "revision": state.revision,
        "size": f"{state.size_bytes / 1024 / 1024:.1f} MiB",
        "patients": state.patients,
        "visits": state.visits,
        "lines": state.lines,
        "last_hash": state.last_hash or "—",
    }
    return [words.say(f"database.state.{name}", value=value) for name, value in told.items()]


def _broken(line: BrokenLine, words: Wording) -> str:
    kind = f"database.audit_{line.fault.value.lower()}"
    where = str(line.seq) if line.seq == line.last else f"{line.seq}–{line.last}"
    return words.say(kind, line=where, facility=line.facility_id)


def _say(*sentences: str) -> None:
    sys.stdout.write("".join(f"{sentence}\n" for sentence in sentences))
