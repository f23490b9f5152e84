"""What the screen calls saved is on disk, and what was typed after it too: the process dies by SIGKILL."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from feverclinic.storage.verifying import verify_audit
from tests.builders import ID_NO
from tests.engines import Clinic
from tests.stories.at_the_desk import NEXT

ROOT = Path(__file__).parents[2]


@contextmanager
def the_program(act: str, clinic: Clinic, data: Path) -> Generator[subprocess.Popen[str]]:
    """The program with a nurse, on the clinic's database."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.stories.at_the_desk", act, str(data)],
        cwd=ROOT,
        env={
            **os.environ,
            "QT_QPA_PLATFORM": "offscreen",
            "FEVERCLINIC_DATABASE_URL": clinic.url,
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def heard(process: subprocess.Popen[str]) -> str:
    """The next word of the program; when it has ended instead, why."""
    assert process.stdout is not None
    assert process.stderr is not None
    return process.stdout.readline().rstrip("\n") or process.stderr.read()


def test_a_killed_program_has_saved_what_it_called_saved_and_kept_every_letter(
    clinic: Clinic, tmp_path: Path
) -> None:
    data = tmp_path / "data"

    with the_program("work", clinic, data) as program:
        assert heard(program) == "saved"
        assert heard(program) == "kept"
        program.send_signal(signal.SIGKILL)
        assert program.wait() == -signal.SIGKILL

    with clinic.work() as store:
        patient = store.patients.find_by_id_no("01", ID_NO)
        assert patient is not None
        (visit,) = store.visits.of_patient(patient.id)
        assert [one.raw_text for one in store.readings.of_visit(visit.id)] == ["37.8"]
        assert len(store.assessments.of_visit(visit.id)) == 1
    with the_program("look", clinic, data) as program:
        assert json.loads(heard(program)) == NEXT
        assert program.wait() == 0
        assert program.stderr is not None
        assert "Traceback" not in program.stderr.read()
    with clinic.engine.connect() as connection:
        assert verify_audit(connection).broken == ()


def test_a_program_killed_at_the_word_saved_has_the_record(clinic: Clinic, tmp_path: Path) -> None:
    with the_program("work", clinic, tmp_path / "data") as program:
        assert heard(program) == "saved"
        program.send_signal(signal.SIGKILL)

    with clinic.work() as store:
        patient = store.patients.find_by_id_no("01", ID_NO)
        assert patient is not None
        (visit,) = store.visits.of_patient(patient.id)
        (slip,) = store.slips.of_visit(visit.id)
        assert slip.state.value in ("WAITING", "FAILED")
