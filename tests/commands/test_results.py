"""`feverclinic results`: a laboratory's file from the command line, by somebody who signs in."""

import io
from pathlib import Path

import pytest

from feverclinic.commands.main import main
from feverclinic.domain.case_facts import Result, SampleKind, Specimen
from feverclinic.domain.people import Staff, StaffId
from feverclinic.domain.waiting import ReceivedVia
from feverclinic.domain.work_up_entries import SampleResult, SampleTaken
from feverclinic.services import sending, triage
from feverclinic.services.case_reading import read_case
from feverclinic.services.case_writing import open_case, write
from feverclinic.services.signing_in import first_administrator, hash_of, with_duties
from feverclinic.storage.engine import open_engine
from feverclinic.storage.store import transaction
from tests.builders import GATE, NOON, NURSE, a_reading
from tests.services.forms import FORM, a_form
from tests.services.ward import CASE_RULES
from tests.stories.workplace import RULES, SURROUNDINGS, UNKNOWN_NAME

HEAD = "message_id,tube_no,name,result,reported_at\n"
GOOD = "M1,N-1,张建国,阴性,2020-02-25 12:30\n"


@pytest.fixture
def folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """A clinic with doctor Chen, and one sample N-1 that waits for its result."""
    assert main(["--data", str(tmp_path), "database", "upgrade"]) == 0
    engine = open_engine(f"sqlite:///{tmp_path / 'feverclinic.db'}")
    chen = with_duties(Staff(StaffId(31), "chen", "陈医生", role="doctor"))
    with transaction(engine, NURSE, NOON, GATE) as store:
        first_administrator(store, "root", "管理员", "a long pass word")
        store.staff.add(chen, hash_of("her own pass word"))
        form = a_form(a_reading("38.6"), q2="YES")
        saved = triage.save_prescreening(store, form, FORM, RULES, SURROUNDINGS, UNKNOWN_NAME)
    with transaction(engine, chen, NOON, GATE) as store:
        sending.receive(store, saved.visit.id, "陈医生", ReceivedVia.DESK)
        case_id = open_case(store, saved.visit.id, CASE_RULES).case.id
        swab = SampleTaken(SampleKind.NAT, NOON, Specimen.OROPHARYNGEAL_SWAB, tube_no="N-1")
        write(store, case_id, (swab,), CASE_RULES)
    engine.dispose()
    capsys.readouterr()
    return tmp_path


def run(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    text: str,
    *options: str,
    password: str = "her own pass word",
) -> int:
    file = folder / "results.csv"
    file.write_text(HEAD + text, "utf-8")
    monkeypatch.setattr("sys.stdin", io.StringIO(password + "\n"))
    common = ("--data", str(folder), "--language", "en")
    return main([*common, "results", str(file), "--login", "chen", *options])


def reported(folder: Path) -> list[Result | None]:
    engine = open_engine(f"sqlite:///{folder / 'feverclinic.db'}")
    with transaction(engine, NURSE, NOON, GATE) as store:
        (case, _), *_ = store.case_boards.open_cases()
        documents = [one.document for one in read_case(store, case.id).entries]
    engine.dispose()
    return [one.result for one in documents if isinstance(one, SampleResult)]


def test_a_file_is_tried_first_and_then_taken(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(folder, monkeypatch, GOOD) == 0
    assert capsys.readouterr().out.endswith(
        "Trial: 1 lines would be taken, 0 are known, 0 faults. Nothing was written.\n"
    )
    assert reported(folder) == []

    assert run(folder, monkeypatch, GOOD, "--take") == 0
    assert capsys.readouterr().out.startswith("Line 2: 张建国 (visit ")
    assert reported(folder) == [Result.NEG]

    assert run(folder, monkeypatch, GOOD, "--take") == 0
    assert capsys.readouterr().out == (
        "Line 2: known already\n0 lines taken, 1 known already, 0 faults left out.\n"
    )


def test_a_fault_is_told_with_its_remedy_and_the_code_says_so(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(folder, monkeypatch, GOOD + "M2,N-7,,POS,2020-02-25 12:30\n", "--take") == 2

    lines = capsys.readouterr().out.splitlines()
    assert lines[1:] == [
        "Line 3, tube_no: N-7 — no sample has this tube number",
        "    Check the number, or record the taking first.",
        "1 lines taken, 0 known already, 1 faults left out.",
    ]


def test_without_the_right_password_nothing_is_read(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(folder, monkeypatch, GOOD, "--take", password="a guess") == 1

    assert capsys.readouterr().out == ""
    assert reported(folder) == []


def test_a_file_that_is_not_there_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    missing = folder / "none.csv"

    assert main(["--data", str(folder), "results", str(missing), "--login", "chen"]) == 1
    assert str(missing) in capsys.readouterr().err
