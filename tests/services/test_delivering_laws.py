"""Whatever happens to the line and the program, the server has each saved visit exactly once."""

import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from feverclinic.errors import Unavailable
from feverclinic.storage.schema import METADATA
from tests.desk_alone import DeskAlone, a_desk, a_form
from tests.engines import Clinic

VISITS, PATIENTS = METADATA.tables["visits"], METADATA.tables["patients"]


class Day:
    """A desk's day, act by act; `saved` are the people whom the screen called saved."""

    def __init__(self, desk: DeskAlone, begins_with: str) -> None:
        self._desk = desk
        self._name = begins_with
        self.saved: list[str] = []

    def save(self) -> None:
        name = f"{self._name}{len(self.saved)}"
        self._desk.save(a_form(name=name, id_no="", no_id_reason="未带"))
        self.saved.append(name)

    def cut(self) -> None:
        self._desk.cable.cut()

    def mend(self) -> None:
        self._desk.cable.cut()
        self._desk.cable.mend()

    def lose_an_answer(self) -> None:
        self._desk.cable.lose_the_next_answer()

    def cut_before_a_commit(self) -> None:
        self._desk.cable.cut_before_the_next_commit()

    def deliver(self) -> None:
        if self._desk.line.is_online:
            return
        try:
            self._desk.deliver()
        except Unavailable:
            self._desk.line.go_offline()

    def crash(self) -> None:
        """The program ends without a word and begins again."""
        self._desk.start_again()


ACTS: tuple[Callable[[Day], None], ...] = (
    Day.save,
    Day.cut,
    Day.mend,
    Day.lose_an_answer,
    Day.cut_before_a_commit,
    Day.deliver,
    Day.crash,
)


@settings(
    max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(acts=st.lists(st.sampled_from(ACTS), min_size=3, max_size=12))
def test_the_server_has_every_saved_visit_once(
    server: Clinic, acts: list[Callable[[Day], None]]
) -> None:
    names = _names_on(server)
    with (
        tempfile.TemporaryDirectory(prefix="day") as folder,
        a_desk(server.url, Path(folder)) as desk,
    ):
        day = Day(desk, f"甲{len(names)}之")
        for act in acts:
            act(day)
        day.mend()
        desk.cable.forget()
        desk.start_again()

        assert desk.line.is_online
        assert desk.refused == ()

    assert sorted(_names_on(server)) == sorted([*names, *day.saved])


def _names_on(server: Clinic) -> list[str]:
    """The name of each visit's person on the server."""
    with server.engine.connect() as connection:
        asked = select(PATIENTS.c.name).join(VISITS, VISITS.c.patient_id == PATIENTS.c.id)
        return list(connection.execute(asked).scalars())


@pytest.mark.parametrize(
    "acts",
    [
        (Day.save, Day.lose_an_answer, Day.save, Day.save, Day.crash, Day.mend, Day.crash),
        (Day.cut, Day.save, Day.mend, Day.lose_an_answer, Day.deliver, Day.crash, Day.mend),
        (Day.cut, Day.save, Day.crash, Day.save, Day.mend, Day.cut_before_a_commit, Day.deliver),
    ],
    ids=["answer to a save", "answer to a delivery", "delivery before its commit"],
)
def test_the_days_that_were_feared(
    server: Clinic, tmp_path: Path, acts: tuple[Callable[[Day], None], ...]
) -> None:
    with a_desk(server.url, tmp_path) as desk:
        day = Day(desk, "乙")
        for act in acts:
            act(day)
        day.mend()
        desk.cable.forget()
        desk.start_again()

    with server.engine.connect() as connection:
        visits = connection.execute(select(func.count()).select_from(VISITS)).scalar_one()
    assert sorted(_names_on(server)) == sorted(day.saved)
    assert visits == len(day.saved)
