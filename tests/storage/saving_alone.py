"""A desk without its server that saves people and says which are saved, until somebody kills it."""

import sys
from itertools import count
from pathlib import Path

from feverclinic.domain.people import PatientId
from feverclinic.storage.desk_file import open_desk
from feverclinic.storage.store import transaction
from feverclinic.storage.work import Way
from tests.builders import GATE, NOON, NURSE, a_patient


def main(folder: Path) -> None:
    """Save for ever; a line on standard output is a promise."""
    desk = open_desk(folder, NOON)
    for number in count(1):
        with transaction(desk, NURSE, NOON, GATE, Way(is_offline=True)) as store:
            store.patients.add(a_patient(f"王{number}", id=PatientId(number)))
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
