"""A filled sheet is one act of the services over real records, by who may do it, and told when it is late."""

from dataclasses import replace

import pytest

from feverclinic.domain.cases import CaseId, WayOut
from feverclinic.domain.clinical_entries import Caused, Disposed, Progress
from feverclinic.domain.leaving_entries import Left, Transport
from feverclinic.domain.people import Duty, Staff, StaffId
from feverclinic.domain.rooms import RoomState
from feverclinic.domain.ternary import YES
from feverclinic.domain.work_up_entries import Order
from feverclinic.errors import Refused, Stale
from feverclinic.services import rooms
from feverclinic.wording import wording
from tests.builders import MINUTE, NOON
from tests.case_builders import DOCTOR, OFFICER
from tests.engines import Clinic
from tests.services.ward import CASE_RULES, Ward
from tests.ui.wards import ward_of
from ui.filled_acts import do, room
from ui.isolation.sheets.fields import Filled
from ui.isolation.sheets.requests import RoomAsked, RoomWish, VoidAsked

ZH = wording("zh_CN")
WARD_NURSE = Staff(
    StaffId(35),
    "bai",
    "白护士",
    "护师",
    "isolation_nurse",
    frozenset({Duty.TRIAGE, Duty.ENTER_RESULTS, Duty.MANAGE_ROOMS}),
)


@pytest.fixture
def ward(clinic: Clinic) -> Ward:
    return ward_of(clinic)


@pytest.fixture
def case_id(ward: Ward) -> CaseId:
    return ward.case()


def fill(ward: Ward, case_id: CaseId, filled: Filled, actor: Staff = DOCTOR) -> object:
    """The sheet as the desk hands it over, opened with all that is written now."""
    seen = filled.seen or ward.book(case_id).case.last_seq
    return ward.do(do, case_id, replace(filled, seen=seen), CASE_RULES, actor=actor)


def kinds(ward: Ward, case_id: CaseId) -> list[str]:
    return [one.kind for one in ward.book(case_id).entries]


def test_several_entries_of_one_sheet_are_written_in_one_act(ward: Ward, case_id: CaseId) -> None:
    documents = (Order(("CBC",), "F-core"), Order(("NAT",), "F-NAT"))

    fill(ward, case_id, Filled("order", documents))

    entries = [one for one in ward.book(case_id).entries if one.kind == "ORDER"]
    assert [one.document for one in entries] == list(documents)
    assert len({one.entered_at for one in entries}) == 1


def test_when_the_fact_was_is_kept_beside_when_it_was_written(ward: Ward, case_id: CaseId) -> None:
    fill(
        ward,
        case_id,
        Filled("progress", (Progress(respiratory_improved=YES),), at=NOON - 5 * MINUTE),
    )

    entry = ward.book(case_id).entries[-1]
    assert (entry.at, entry.entered_at) == (NOON - 5 * MINUTE, NOON)


def test_a_nurse_enters_no_disposition(ward: Ward, case_id: CaseId) -> None:
    with pytest.raises(Refused) as refused:
        fill(
            ward,
            case_id,
            Filled("disposition", (Caused("感冒", "J00.x00"), Disposed("HOME"))),
            WARD_NURSE,
        )

    assert refused.value.code == "staff.duty_missing"
    assert "DISPOSITION" not in kinds(ward, case_id)


def test_a_sheet_that_was_opened_before_another_desk_wrote_is_told_what_it_wrote(
    ward: Ward, case_id: CaseId
) -> None:
    seen = ward.book(case_id).case.last_seq
    ward.tell(case_id, Progress(note="别的工位"))

    with pytest.raises(Stale) as stale:
        fill(ward, case_id, Filled("order", (Order(("CBC",), "F-core"),), seen=max(seen, 1)))

    newer = stale.value.facts["entries"]
    assert isinstance(newer, tuple)
    assert [one.document for one in newer if one.kind == "PROGRESS"] == [Progress(note="别的工位")]
    assert "ORDER" not in kinds(ward, case_id)


@pytest.mark.rule("TRF-3")
def test_a_life_saving_transfer_leaves_the_isolation_open(ward: Ward, case_id: CaseId) -> None:
    ward.suspect(case_id)
    told = Left(
        WayOut.LIFE_SAVING, to="导管室", reason="心梗", approved_by="高院感", under_isolation=YES
    )

    fill(ward, case_id, Filled("life_saving", (told,)))

    case = ward.book(case_id).case
    assert case.way_out is WayOut.LIFE_SAVING
    assert case.is_isolated


def test_who_ran_away_stays_isolated_and_is_away(ward: Ward, case_id: CaseId) -> None:
    ward.suspect(case_id)
    told = Left(WayOut.LEFT_WITHOUT_LEAVE, reason="查房不在", noticed_at=NOON - MINUTE)

    fill(ward, case_id, Filled("away", (told,)))

    case = ward.book(case_id).case
    assert (case.is_away, case.is_isolated) == (True, True)


def test_a_death_ends_the_isolation(ward: Ward, case_id: CaseId) -> None:
    ward.suspect(case_id)

    fill(ward, case_id, Filled("death", (Left(WayOut.DECEASED, reason="呼吸衰竭"),)))

    assert not ward.book(case_id).case.is_isolated


def test_a_transport_record_moves_nobody(ward: Ward, case_id: CaseId) -> None:
    ward.suspect(case_id)
    record = Transport("市级定点医院", "疑似", condition="平稳")

    fill(ward, case_id, Filled("transport", (record,)))

    assert ward.book(case_id).case.is_isolated
    assert kinds(ward, case_id)[-1] == "TRANSPORT"


def test_an_entry_is_declared_void_with_its_reason(ward: Ward, case_id: CaseId) -> None:
    ward.tell(case_id, Progress(note="写错人"))
    entry = ward.book(case_id).entries[-1]

    fill(ward, case_id, Filled("void", request=VoidAsked(entry.id, "写错人")))

    assert kinds(ward, case_id)[-1] == "VOID"


@pytest.mark.rule("ISO-4")
def test_a_room_goes_round_once(ward: Ward, case_id: CaseId) -> None:
    plan = rooms.RoomPlan("13", "隔离 13")
    made = ward.do(rooms.add_room, plan, actor=OFFICER)

    def act(wish: RoomWish, *, is_for_case: bool = False) -> None:
        own = case_id if is_for_case else None
        ward.do(room, RoomAsked(wish, made.id, own, note="周师傅"), CASE_RULES, actor=DOCTOR)

    seen: list[RoomState] = []
    act(RoomWish.RESERVE, is_for_case=True)
    act(RoomWish.OCCUPY, is_for_case=True)
    fill(ward, case_id, Filled("death", (Left(WayOut.DECEASED, reason="呼吸衰竭"),)))
    for wish in (RoomWish.DISINFECT, RoomWish.AIR):
        act(wish)
    ward.later(hours=6)
    for wish in (RoomWish.VERIFY, RoomWish.CLEAN, RoomWish.OUT_OF_USE, RoomWish.BACK_IN_USE):
        act(wish)
        with ward.clinic.work(OFFICER) as store:
            seen.append(store.rooms.get(made.id).state)

    assert seen == [
        RoomState.VERIFIED,
        RoomState.CLEAN,
        RoomState.OUT_OF_USE,
        RoomState.VACATED,
    ]
