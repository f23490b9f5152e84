"""No sequence of acts lets anybody go through a shut gate: Hypothesis plays the ward, its desks and its clocks.

The truth is worked out anew from the raw tables (gate_truth.py). `FEVERCLINIC_DEEP` in the
environment is how many runs of fifty steps it plays instead of a few.
"""

import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import text

from feverclinic.domain.case_facts import (
    Compared,
    Features,
    Flag,
    Result,
    Role,
)
from feverclinic.domain.cases import WayOut
from feverclinic.domain.clinical_entries import (
    Progress,
)
from feverclinic.domain.gates import GateKind
from feverclinic.domain.leaving_entries import Left, Returned, Transport
from feverclinic.domain.ternary import UNKNOWN, YES, Ternary
from feverclinic.domain.work_up_entries import (
    Via,
)
from feverclinic.services import (
    leaving,
    moving,
    rooms,
    signing_off,
)
from tests.case_builders import DOCTOR, EXPERT, OFFICER
from tests.stories.gate_truth import ENDING, Line, lines_of, why_not, wrong_classes
from tests.stories.gates_ward import CASE_RULES, HOUR, SECOND, PlayedWard, tri, which

RUNS = int(os.environ.get("FEVERCLINIC_DEEP", "12"))
IS_DEEP = RUNS > 50  # only then there is time to look for the shortest way to a fault
STEPS = 50
SIGNERS = {
    Role.ATTENDING_DOCTOR: DOCTOR,
    Role.EXPERT_GROUP: EXPERT,
    Role.INFECTION_CONTROL: OFFICER,
}
gates = st.sampled_from([GateKind.EXCLUSION, GateKind.RELEASE])


class Ward(PlayedWard):
    # -- the whole way, with something left out ------------------------------------------------

    @rule(
        number=which,
        missing=st.sampled_from(["", "", "DAY", "SIGNER", "NEWS", "FEVER", "DOUBT", "AWAY"]),
        way=st.sampled_from(["EXCLUDE", "LEAVE", "DEPARTMENT"]),
    )
    def suspect_and_clear(self, number: int, missing: str, way: str) -> None:
        """A suspicion with two negatives and two signatures; something may be missing."""
        number = self.somebody_open(number)
        self.confirm_criteria(number, YES)
        self.read_image(number, Features.PRESENT, Compared.NOT_DONE)
        self.take_sample(number, Result.NEG, Via.TYPED)
        self.time_goes_by(24 * HOUR - SECOND if missing == "DAY" else 24 * HOUR)
        self.take_sample(number, Result.NEG, Via.SYSTEM)
        self.sign(number, GateKind.EXCLUSION, Role.ATTENDING_DOCTOR)
        if missing != "SIGNER":
            self.sign(number, GateKind.EXCLUSION, Role.EXPERT_GROUP)
        if missing == "NEWS":
            self.tell(number, Progress())
        if missing == "FEVER":
            self.measure(number, "38.5")
        if missing == "AWAY":
            self.act(number, moving.left_without_leave, self.now, "查房不在", CASE_RULES)
        if missing == "DOUBT":
            self.take_sample(number, Result.IND, Via.SYSTEM)
        if way == "DEPARTMENT":
            self.change_department(number)
            return
        self.exclude(number)
        if way == "LEAVE":
            self.core(number, Flag.NORMAL, refuses=False)
            self.leave_the_clinic(number)

    @rule(number=which, ambulance=tri, receiver=tri, consulted=st.booleans())
    def suspect_and_send(
        self, number: int, ambulance: Ternary, receiver: Ternary, consulted: bool
    ) -> None:
        """A suspect goes to the designated site, if its transport is whole."""
        number = self.somebody_open(number)
        self.confirm_criteria(number, YES)
        self.read_image(number, Features.PRESENT, Compared.NOT_DONE)
        if consulted:
            self.course(number, UNKNOWN, dosed=False)
        self.go_to_the_site(number, ambulance, receiver)

    @rule(
        number=which,
        missing=st.sampled_from(["", "", "DAY", "SIGNER", "NEWS", "IMAGE", "DOSE", "GATE"]),
    )
    def fall_ill_and_recover(self, number: int, missing: str) -> None:
        """A confirmed case with all that a release asks; something may be missing, or the wrong gate."""
        number = self.somebody_open(number)
        self.confirm_criteria(number, YES)
        self.read_image(number, Features.PRESENT, Compared.NOT_DONE)
        self.take_sample(number, Result.POS, Via.TYPED)
        for turn in range(7):
            self.time_goes_by(12 * HOUR)
            self.measure(number, "36.6")
            if turn in (3, 4 if missing == "DAY" else 5):
                self.take_sample(number, Result.NEG, Via.FILE)
        if missing != "IMAGE":
            self.read_image(number, Features.ABSENT, Compared.IMPROVED)
        self.course(number, YES, dosed=missing == "DOSE")
        kind = GateKind.EXCLUSION if missing == "GATE" else GateKind.RELEASE
        self.sign(number, kind, Role.ATTENDING_DOCTOR)
        if missing != "SIGNER":
            self.sign(number, kind, Role.INFECTION_CONTROL)
        if missing == "NEWS":
            self.measure(number, "37.30")
        self.exclude(number)
        self.release(number)

    # -- acts -------------------------------------------------------------------------------

    def is_rare(self, number: int) -> bool:
        """What ends a play too early must not happen at every turn."""
        book = self.book(number)
        return book is not None and book.case.last_seq % 5 == 0

    @rule(number=which, kind=gates, role=st.sampled_from(sorted(SIGNERS)))
    def sign(self, number: int, kind: GateKind, role: Role) -> None:
        self.act(number, signing_off.sign, kind, role, CASE_RULES, actor=SIGNERS[role])

    @rule(number=which)
    def exclude(self, number: int) -> None:
        self.act(number, leaving.exclude, CASE_RULES)

    @rule(number=which)
    def release(self, number: int) -> None:
        self.act(number, leaving.release, CASE_RULES)

    @rule(number=which)
    def leave_the_clinic(self, number: int) -> None:
        self.act(number, leaving.clinic_exit, CASE_RULES)

    @rule(number=which)
    def change_department(self, number: int) -> None:
        self.act(number, leaving.transfer_department, CASE_RULES, "心内科", "胸痛")

    @rule(number=which, ambulance=tri, receiver=tri)
    def go_to_the_site(self, number: int, ambulance: Ternary, receiver: Ternary) -> None:
        book = self.book(number)
        site = "PROVINCIAL" if book and book.case.case_class == "CONFIRMED" else "MUNICIPAL"
        record = Transport(
            "定点医院",
            "集中收治",
            f"{site}_DESIGNATED_HOSPITAL",
            "平稳",
            vehicle="鲁C 01",
            crew=("周护士",),
            dedicated_ambulance=ambulance,
            closed_route=YES,
            receiver_confirmed=receiver,
            receiver="李值班",
        )
        self.act(number, moving.record_transport, record, CASE_RULES)
        self.act(number, leaving.transfer_site, CASE_RULES)

    @rule(number=which, approved_by=st.sampled_from(["高院感", ""]))
    def save_a_life(self, number: int, approved_by: str) -> None:
        told = Left(
            WayOut.LIFE_SAVING,
            to="导管室",
            reason="心梗",
            approved_by=approved_by,
            under_isolation=YES,
        )
        self.act(number, moving.life_saving, told, CASE_RULES)

    @rule(number=which)
    def run_away(self, number: int) -> None:
        if self.is_rare(number):
            self.act(number, moving.left_without_leave, self.now, "查房不在", CASE_RULES)

    @rule(number=which)
    def come_back(self, number: int) -> None:
        self.act(number, moving.returned, Returned("家中"), CASE_RULES)

    @rule(number=which)
    def die(self, number: int) -> None:
        if self.is_rare(number):
            self.act(number, leaving.died, CASE_RULES, "呼吸衰竭")

    @rule(number=which, room=st.integers(0, 2), moves=st.booleans())
    def lie_down(self, number: int, room: int, moves: bool) -> None:
        if not self.cases:
            return
        case_id, room_id = self.cases[number % len(self.cases)], self.rooms[room]
        if moves:
            self.do(rooms.move, case_id, room_id, CASE_RULES)
        else:
            self.do(rooms.occupy, room_id, case_id, CASE_RULES)

    @rule(room=st.integers(0, 2))
    def clean_a_room(self, room: int) -> None:
        for step in (rooms.disinfect, rooms.air, rooms.verify, rooms.clean):
            self.do(step, self.rooms[room], CASE_RULES, actor=OFFICER)

    # -- the law ----------------------------------------------------------------------------

    @invariant()
    def nobody_is_let_go_through_a_shut_gate(self) -> None:
        with self.clinic.engine.connect() as connection:
            rows = connection.execute(text("SELECT * FROM cases")).mappings().all()
            for row in rows:
                lines = lines_of(connection, row["id"])
                assert wrong_classes(lines) == []
                self._look_at_leaving(connection, row, lines)
            self._look_at_beds(connection, rows)

    def _look_at_leaving(self, connection: Any, row: Any, lines: list[Line]) -> None:
        acts = [one for one in lines if one.kind == "LEFT" and one.told["way"] in ENDING]
        for left in acts:
            if left.id not in self.checked:
                self.checked.add(left.id)
                assert why_not(connection, row["id"], left) == []
        if row["isolation_ended_at"] is not None:
            ended_by = [one for one in acts if one.id == row["ended_by"]]
            assert ended_by, "an isolation ended without its act"
        if row["way_out"] in ENDING:
            assert acts, "he is gone without an act"
            assert acts[-1].told["way"] == row["way_out"]
        times = [one.entered_at for one in lines]
        assert times == sorted(times), "instants ran backwards"

    def _look_at_beds(self, connection: Any, rows: Any) -> None:
        asked = text(
            "SELECT s.room_id, s.case_id, r.beds FROM stays s JOIN rooms r ON r.id = s.room_id"
            " WHERE s.to_at IS NULL"
        )
        classes = {row["id"]: row["case_class"] for row in rows}
        gone = {row["id"] for row in rows if row["way_out"] in ENDING - {"EXCLUDED"}}
        lying: dict[int, list[int]] = {}
        for stay in connection.execute(asked):
            lying.setdefault(stay.room_id, []).append(stay.case_id)
            assert len(lying[stay.room_id]) <= stay.beds
        for people in lying.values():
            assert not gone & set(people), "a bed is kept for somebody who left"
            found = {classes[one] for one in people}
            assert len(people) == 1 or not {"SUSPECTED", "CONFIRMED"} <= found

    def teardown(self) -> None:
        self.clinic.engine.dispose()
        shutil.rmtree(self.folder, ignore_errors=True)


@pytest.mark.rule("TRF-1", "REL-10", "EXC-6", "ISO-1", "ISO-2")
@pytest.mark.timeout(0 if IS_DEEP else 180)
def test_no_sequence_of_acts_lets_anybody_go_through_a_shut_gate(sqlite_template: Path) -> None:
    a_ward = type("AWard", (Ward,), {"template": sqlite_template})

    run_state_machine_as_test(
        a_ward,
        settings=settings(
            max_examples=RUNS,
            stateful_step_count=STEPS,
            deadline=None,
            phases=list(Phase) if IS_DEEP else [Phase.reuse, Phase.generate],
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
        ),
    )
