"""A program that saves people and drafts and says which are saved, until somebody kills it."""

import sys
from itertools import count

from feverclinic.domain.people import PatientId
from feverclinic.domain.visits import DraftId
from feverclinic.storage.engine import open_engine
from feverclinic.storage.store import transaction
from tests.builders import GATE, NOON, NURSE, a_draft, a_patient


def main(url: str, first_id: int) -> None:
    """Save for ever; a line on standard output is a promise."""
    engine = open_engine(url)
    for number in count(first_id):
        with transaction(engine, NURSE, NOON, GATE) as store:
            store.patients.add(a_patient(f"王{number}", id=PatientId(number)))
            store.drafts.put(a_draft({"name": f"下一位 {number}"}, id=DraftId(first_id)))
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
