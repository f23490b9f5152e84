"""The isolation desk's thinking without a widget: whose case is open, which gate, what comes home late."""

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import SignalInstance
from PySide6.QtWidgets import QApplication

from feverclinic.domain.boards import Topic
from feverclinic.domain.case_boards import DoctorRow, RoomCard
from feverclinic.domain.case_facts import Role
from feverclinic.domain.cases import CaseClass, CaseId, Column, WayOut
from feverclinic.domain.gates import GateKind
from feverclinic.domain.rooms import Room, RoomId
from feverclinic.domain.visits import VisitId
from feverclinic.domain.work_up_entries import LabFlag, LabReported
from feverclinic.errors import ClinicError, Refused, Stale
from tests.ui.isolation_house import House, view_of
from ui.isolation.presenter import IsolationPresenter, Lists, first_gate
from ui.isolation.scenes import full_view, scene_lists
from ui.isolation.sheets.fields import Filled
from ui.isolation.sheets.scene_case import NEGATIVE, NOON

pytestmark = pytest.mark.usefixtures("qapp")
EYES = object()
FIRST, SECOND = CaseId(805), CaseId(806)


def heard(signal: SignalInstance) -> list[Any]:
    """Everything that the signal carries from now on."""
    told: list[Any] = []
    signal.connect(told.append)
    return told


def row_of(presenter: IsolationPresenter, case_id: CaseId | None) -> DoctorRow:
    return next(one for one in presenter.lists.rows if one.case_id == case_id)


def looking(house: House) -> IsolationPresenter:
    presenter = house.presenter()
    presenter.wake(EYES)
    return presenter


def test_the_number_over_a_column_is_the_number_of_its_rows(qapp: QApplication) -> None:
    presenter = looking(House())

    assert {one: len(presenter.rows_of(one)) for one in Column} == {
        Column.WAITING: 5,
        Column.EXAMINED: 4,
        Column.RESULTS: 5,
        Column.MAY_LEAVE: 2,
        Column.OBSERVED: 8,
    }


def test_whoever_was_only_received_has_no_case_until_he_is_seen(qapp: QApplication) -> None:
    house = House()
    presenter = looking(house)
    waiting = presenter.rows_of(Column.WAITING)[0]
    presenter.choose(waiting)
    assert presenter.view is None

    presenter.see()

    assert house.opened == [waiting.visit_id]
    assert presenter.view is not None
    assert presenter.case_id == CaseId(waiting.visit_id + 300)


def test_next_walks_the_column_and_begins_again_behind_its_end(qapp: QApplication) -> None:
    presenter = looking(House())
    presenter.show_column(Column.EXAMINED)

    walked: list[CaseId | None] = []
    for _ in range(5):
        presenter.choose_next()
        walked.append(presenter.case_id)

    assert walked == [805, 806, 807, 808, 805]


def test_next_walks_those_who_wait_as_well(qapp: QApplication) -> None:
    presenter = looking(House())
    chosen = heard(presenter.chosen)

    for _ in range(6):
        presenter.choose_next()

    waiting = [one.visit_id for one in presenter.rows_of(Column.WAITING)]
    assert [row.visit_id for row in chosen] == [*waiting, waiting[0]]


def test_a_late_answer_puts_nobody_in_the_place_of_who_waits(qapp: QApplication) -> None:
    house = House()
    presenter = looking(house)
    house.is_slow = True
    presenter.choose_case(FIRST)
    waiting = presenter.rows_of(Column.WAITING)[1]
    presenter.choose(waiting)

    house.answer()

    assert presenter.view is None
    house.is_slow = False
    presenter.see()
    assert house.opened == [waiting.visit_id]


def test_an_answer_that_was_overtaken_is_not_shown(qapp: QApplication) -> None:
    house = House()
    presenter = looking(house)
    house.is_slow = True
    presenter.choose_case(FIRST)
    presenter.choose_case(SECOND)

    house.answer(1)
    house.answer(0)

    assert presenter.view is not None
    assert presenter.view.book.case.id == SECOND


def test_an_act_that_comes_home_late_brings_no_other_person_back(qapp: QApplication) -> None:
    house = House()
    presenter = looking(house)
    presenter.choose_case(FIRST)
    house.is_slow = True
    presenter.act(FIRST, Filled("progress", seen=4), lambda: None, lambda _: None)
    house.is_slow = False
    presenter.choose_case(SECOND)
    done = heard(presenter.done)

    house.answer()

    assert presenter.view is not None
    assert presenter.view.book.case.id == SECOND
    assert done == ["act"]


def test_a_sheet_is_of_the_case_for_which_it_was_opened(qapp: QApplication) -> None:
    house = House()
    presenter = looking(house)
    presenter.choose_case(SECOND)

    presenter.act(FIRST, Filled("progress", seen=4), lambda: None, lambda _: None)

    assert [case_id for case_id, _ in house.acts] == [FIRST]


def test_one_of_four_keys_is_one_result_with_what_was_seen(qapp: QApplication) -> None:
    house = House()
    presenter = looking(house)
    presenter.choose_case(FIRST)

    presenter.report("CRP", LabFlag.HIGH)

    wanted = Filled("lab", (LabReported("CRP", LabFlag.HIGH, NOON),), seen=4)
    assert house.acts == [(FIRST, wanted)]


@pytest.mark.parametrize(
    ("case_class", "gate"),
    [
        (CaseClass.SUSPECTED, GateKind.EXCLUSION),
        (CaseClass.UNDETERMINED, GateKind.EXCLUSION),
        (CaseClass.NOT_SUSPECTED, GateKind.CLINIC_EXIT),
        (CaseClass.EXCLUDED, GateKind.CLINIC_EXIT),
    ],
)
def test_the_gate_of_the_class_is_open_first(case_class: CaseClass, gate: GateKind) -> None:
    view = full_view()
    case = replace(view.book.case, case_class=case_class)

    assert first_gate(replace(view, book=replace(view.book, case=case))) is gate


@pytest.mark.parametrize("case_class", [CaseClass.CONFIRMED, CaseClass.ASYMPTOMATIC])
def test_a_confirmed_case_begins_with_its_release(case_class: CaseClass) -> None:
    view = full_view()
    case = replace(view.book.case, case_class=case_class)
    gates = {GateKind.RELEASE: view.gates[GateKind.EXCLUSION], **view.gates}

    found = first_gate(replace(view, book=replace(view.book, case=case), gates=gates))

    assert found is GateKind.RELEASE


def test_f7_walks_the_gates_that_the_case_has(qapp: QApplication) -> None:
    presenter = looking(House())
    presenter.choose_case(FIRST)

    walked = [presenter.gate_kind]
    for _ in range(3):
        presenter.next_gate()
        walked.append(presenter.gate_kind)

    assert walked == [
        GateKind.EXCLUSION,
        GateKind.TRANSFER,
        GateKind.CLINIC_EXIT,
        GateKind.EXCLUSION,
    ]


def test_the_act_of_a_gate_pressed_twice_is_one_act(qapp: QApplication) -> None:
    house = House()
    presenter = looking(house)
    presenter.choose_case(FIRST)
    house.is_slow = True

    presenter.leave()
    presenter.leave()

    assert house.left == [(FIRST, WayOut.EXCLUDED, 4)]


def test_a_signature_is_asked_for_the_gate_that_is_shown(qapp: QApplication) -> None:
    house = House()
    presenter = looking(house)
    presenter.choose_case(FIRST)

    presenter.ask_to_sign(Role.EXPERT_GROUP)

    assert house.asked == [(FIRST, GateKind.EXCLUSION, Role.EXPERT_GROUP, 4)]


def test_when_another_desk_was_faster_its_entries_are_told_and_the_case_is_read_again(
    qapp: QApplication,
) -> None:
    house = House()
    presenter = looking(house)
    presenter.choose_case(FIRST)
    house.refusal = Stale("case.changed", entries=(NEGATIVE,))
    changed, refused = heard(presenter.changed_meanwhile), heard(presenter.refused)
    looked = len(house.looked)

    presenter.leave()

    assert changed == [(NEGATIVE,)]
    assert [one.code for one in refused] == ["case.changed"]
    assert house.looked[looked:] == [FIRST]


def test_a_refused_sheet_hears_why_and_can_be_taken_again(qapp: QApplication) -> None:
    house = House()
    presenter = looking(house)
    presenter.choose_case(FIRST)
    house.refusal = Refused("entry.tube_used", tube_no="N-1")
    told: list[ClinicError] = []
    presenter.act(FIRST, Filled("sample", seen=4), lambda: None, told.append)
    house.refusal = None

    presenter.act(FIRST, Filled("sample", seen=4), lambda: None, told.append)

    assert [one.code for one in told] == ["entry.tube_used"]
    assert len(house.acts) == 2


def test_while_nobody_looks_only_the_lists_are_kept(qapp: QApplication) -> None:
    house = House()
    presenter = looking(house)
    presenter.choose_case(FIRST)
    presenter.sleep(EYES)
    house.listed, house.looked = 0, []

    presenter.on_changed(frozenset({Topic.READINGS, Topic.VISITS}))
    presenter.on_changed(frozenset({Topic.ROOMS}))

    assert (house.listed, house.looked) == (1, [])


def test_the_old_window_that_goes_does_not_close_the_eyes_of_the_new_one(
    qapp: QApplication,
) -> None:
    house = House()
    presenter = looking(house)
    presenter.choose_case(FIRST)
    presenter.wake("the new window")
    presenter.sleep(EYES)
    house.looked = []

    presenter.on_changed(frozenset({Topic.CASES}))

    assert house.looked == [FIRST]


def test_of_a_shared_room_each_person_in_turn(qapp: QApplication) -> None:
    people = [one for one in scene_lists().rooms if one.people][:2]
    shared = RoomCard(Room(RoomId(40), "40", "隔离 40", 2), tuple(one.people[0] for one in people))
    presenter = looking(House(Lists(rooms=(shared,))))

    walked: list[CaseId | None] = []
    for _ in range(3):
        presenter.choose_room(RoomId(40))
        walked.append(presenter.case_id)

    first, second = (one.stay.case_id for one in shared.people)
    assert walked == [first, second, first]


def test_a_free_room_opens_nobody(qapp: QApplication) -> None:
    presenter = looking(House())
    presenter.choose_room(RoomId(4))

    assert presenter.case_id is None


def test_nobody_s_case_stands_open_before_somebody_else(qapp: QApplication) -> None:
    presenter = looking(House())
    presenter.choose_case(FIRST)

    presenter.seat()

    assert (presenter.view, presenter.case_id) == (None, None)


def test_a_view_is_of_the_visit_that_was_chosen(qapp: QApplication) -> None:
    presenter = looking(House())
    presenter.choose(row_of(presenter, FIRST))

    assert presenter.view is not None
    assert presenter.view == view_of(FIRST)
    assert presenter.view.book.case.visit_id == VisitId(505)
