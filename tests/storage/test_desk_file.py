"""A desk's own database that was damaged or lost: what waited in it, and who hears of it."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from feverclinic.storage.desk_file import FILE_NAME, accidents
from feverclinic.storage.opening import MARK_NAME
from tests.builders import ID_NO, LOBBY
from tests.desk_alone import DeskAlone, a_desk, a_form
from tests.engines import Clinic

PAGE = 4096


@pytest.fixture
def desk(server: Clinic, tmp_path: Path) -> Iterator[DeskAlone]:
    with a_desk(server.url, tmp_path) as made:
        yield made


def numbers_on(server: Clinic) -> list[str]:
    with server.work() as store:
        patient = store.patients.find_by_id_no("01", ID_NO)
        return [one.visit_no for one in store.visits.of_patient(patient.id)] if patient else []


def spoil_pages(file: Path, word: bytes) -> None:
    """Every page on which a word stands becomes noise, but for the first."""
    content = bytearray(file.read_bytes())
    for at in range(PAGE, len(content), PAGE):
        if word in content[at : at + PAGE]:
            content[at : at + PAGE] = os.urandom(PAGE)
    file.write_bytes(bytes(content))


def test_what_waited_in_a_damaged_desk_is_delivered_all_the_same(
    server: Clinic, desk: DeskAlone
) -> None:
    desk.cable.cut()
    desk.save(a_form())
    desk.end()
    # The index of patients' search keys is on other pages than the journal.
    spoil_pages(desk.folder / FILE_NAME, b"zhangjianguo")
    desk.cable.mend()

    desk.start()

    assert numbers_on(server) == ["20200225-9001"]
    assert (desk.waiting, desk.line.is_online) == (0, True)
    assert accidents(desk.folder) == ("desk.db.damaged-20200225-040001",)


def test_what_the_server_does_not_take_of_a_damaged_desk_comes_back_as_a_form(
    server: Clinic, desk: DeskAlone, tmp_path: Path
) -> None:
    with a_desk(server.url, tmp_path, LOBBY) as lobby:
        lobby.save(a_form())
    desk.cable.cut()
    desk.save(a_form(name="王芳", phone="13900001111"))
    desk.end()
    spoil_pages(desk.folder / FILE_NAME, b"wangfang")
    desk.cable.mend()

    desk.start()

    with server.work() as store:
        (form,) = store.drafts.of_station("GATE")
    assert (form.intake.text("name"), form.intake.text("phone")) == ("王芳", "13900001111")
    assert [one.problem for one in desk.refused] == ["journal.id_belongs_to"]


def test_a_desk_of_which_nothing_can_be_read_begins_anew_and_is_named(desk: DeskAlone) -> None:
    desk.end()
    (desk.folder / FILE_NAME).write_bytes(b"x" * 3 * PAGE)

    desk.start()

    assert accidents(desk.folder) == ("desk.db.damaged-20200225-040000",)
    assert desk.waiting == 0


def test_the_log_beside_a_damaged_desk_is_kept_with_it(desk: DeskAlone) -> None:
    desk.end()
    (desk.folder / FILE_NAME).write_bytes(b"x" * PAGE)
    (desk.folder / f"{FILE_NAME}-wal").write_bytes(b"the newest records")

    desk.start()

    kept = desk.folder / "desk.db.damaged-20200225-040000-wal"
    assert kept.read_bytes() == b"the newest records"


@pytest.mark.parametrize("becomes", ["gone", "empty"])
def test_a_desk_whose_file_is_gone_or_empty_is_named(desk: DeskAlone, becomes: str) -> None:
    desk.end()
    (desk.folder / FILE_NAME).unlink()
    if becomes == "empty":
        (desk.folder / FILE_NAME).touch()

    desk.start()

    assert accidents(desk.folder) == ("desk.db.missing-20200225-040000",)


def test_the_first_desk_on_a_computer_is_no_accident(desk: DeskAlone) -> None:
    desk.start_again()

    assert accidents(desk.folder) == ()


def test_a_folder_that_held_records_of_its_own_before_takes_a_desk(
    server: Clinic, tmp_path: Path
) -> None:
    folder = tmp_path / "desk-GATE"
    folder.mkdir()
    (folder / MARK_NAME).write_text("feverclinic.db\n", "utf-8")

    with a_desk(server.url, tmp_path) as desk:
        assert desk.line.is_online
        assert accidents(folder) == ()
