"""Moves during which the isolation goes on: life-saving, 擅自离院, the return, the transport."""

from datetime import timedelta
from typing import Any, cast

import pytest

from feverclinic.domain.cases import CaseClass, CaseId, CaseState, WayOut
from feverclinic.domain.clinical_entries import Consulted
from feverclinic.domain.gates import Gate, GateKind
from feverclinic.domain.leaving_entries import Left, Returned, Transport
from feverclinic.domain.recalling import recall_of
from feverclinic.domain.rooms import Room, RoomId, RoomState, Stay
from feverclinic.domain.ternary import NO, UNKNOWN, YES
from feverclinic.errors import Refused
from feverclinic.services import leaving, merging, moving
from tests.case_builders import OFFICER
from tests.engines import Clinic
from tests.services.forms import Save
from tests.services.ward import CASE_RULES, Ward

SECOND = timedelta(seconds=1)


@pytest.fixture
def ward(clinic: Clinic, save: Save) -> Ward:
    return Ward(clinic, save)


@pytest.fixture
def suspect(ward: Ward) -> CaseId:
    case_id = ward.case()
    ward.suspect(case_id)
    return case_id


def lie_down(ward: Ward, case_id: CaseId) -> None:
    """In bed 1 of room 301, by hand."""
    with ward.clinic.work(at=ward.at) as store:
        room = store.rooms.add(Room(RoomId(301), "301", "301 室", state=RoomState.OCCUPIED))
        store.stays.add(Stay(store.stays.new_id(), room.id, 1, case_id, ward.at))


def room(ward: Ward) -> Room:
    return ward.do(lambda store: store.rooms.get(RoomId(301)))


def reasons(no: pytest.ExceptionInfo[Refused]) -> tuple[str, ...]:
    return cast("Gate", no.value.facts["gate"]).reasons


def to_the_theatre(**differs: Any) -> Left:
    usual: dict[str, Any] = {
        "to": "介入导管室",
        "reason": "急性心肌梗死",
        "approved_by": "高院感",
        "under_isolation": YES,
    }
    return Left(WayOut.LIFE_SAVING, **(usual | differs))


@pytest.mark.rule("TRF-3")
def test_a_life_is_saved_elsewhere_while_the_isolation_goes_with_him(
    ward: Ward, suspect: CaseId
) -> None:
    lie_down(ward, suspect)

    book = ward.do(moving.life_saving, suspect, to_the_theatre(), CASE_RULES)

    assert (book.case.way_out, book.case.is_isolated) == (WayOut.LIFE_SAVING, True)
    assert (book.case.case_class, book.stay is not None) == (CaseClass.SUSPECTED, True)
    assert moving.places_to_disinfect(book) == ("介入导管室",)


@pytest.mark.rule("TRF-3")
@pytest.mark.parametrize(
    ("differs", "reason"),
    [
        ({"approved_by": " "}, "APPROVAL_MISSING"),
        ({"under_isolation": NO}, "NOT_UNDER_ISOLATION"),
        ({"under_isolation": UNKNOWN}, "NOT_UNDER_ISOLATION"),
    ],
)
def test_not_without_approval_and_not_without_isolation(
    ward: Ward, suspect: CaseId, differs: dict[str, Any], reason: str
) -> None:
    with pytest.raises(Refused, match=r"leaving\.gate_shut") as no:
        ward.do(moving.life_saving, suspect, to_the_theatre(**differs), CASE_RULES)

    assert reasons(no) == (reason,)


@pytest.mark.rule("TRF-3")
def test_the_place_waits_for_its_terminal_disinfection(ward: Ward, suspect: CaseId) -> None:
    ward.do(moving.life_saving, suspect, to_the_theatre(), CASE_RULES)

    book = ward.do(
        moving.place_disinfected, suspect, "介入导管室", "含氯", CASE_RULES, actor=OFFICER
    )

    assert moving.places_to_disinfect(book) == ()
    with pytest.raises(Refused, match=r"leaving\.no_such_place"):
        ward.do(moving.place_disinfected, suspect, "介入导管室", "含氯", CASE_RULES, actor=OFFICER)


def test_he_comes_back_and_is_isolated_as_before(ward: Ward, suspect: CaseId) -> None:
    started = ward.book(suspect).case.isolation_started_at
    ward.do(moving.life_saving, suspect, to_the_theatre(), CASE_RULES)
    ward.later(3)

    book = ward.do(moving.returned, suspect, Returned("介入导管室"), CASE_RULES)

    assert (book.case.way_out, book.case.is_isolated) == (None, True)
    assert book.case.isolation_started_at == started
    with pytest.raises(Refused, match=r"leaving\.is_here"):
        ward.do(moving.returned, suspect, Returned("介入导管室"), CASE_RULES)


def test_who_is_gone_without_leave_stays_isolated_and_is_called_back(
    ward: Ward, suspect: CaseId
) -> None:
    lie_down(ward, suspect)

    book = ward.do(
        moving.left_without_leave, suspect, ward.at, "查房时不在，已报保卫科", CASE_RULES
    )

    assert (book.case.is_away, book.case.is_isolated) == (True, True)
    assert (book.stay, room(ward).state) == (None, RoomState.VACATED)
    assert recall_of(book.entries) is not None


@pytest.mark.rule("TRF-1")
@pytest.mark.parametrize("way", [leaving.exclude, leaving.clinic_exit, leaving.transfer_site])
def test_no_way_out_is_open_to_who_is_away(ward: Ward, suspect: CaseId, way: Any) -> None:
    ward.do(moving.left_without_leave, suspect, ward.at, "不在", CASE_RULES)

    with pytest.raises(Refused, match=r"leaving\.is_away"):
        ward.do(way, suspect, CASE_RULES)


def test_who_is_brought_back_is_here_again(ward: Ward, suspect: CaseId) -> None:
    ward.do(moving.left_without_leave, suspect, ward.at, "不在", CASE_RULES)
    ward.later(2)

    book = ward.do(moving.returned, suspect, Returned("家中", "由 120 送回"), CASE_RULES)

    assert (book.case.is_away, book.case.is_isolated) == (False, True)
    assert recall_of(book.entries) is None


def test_a_flight_is_noticed_now_or_before_and_says_what_was_seen(
    ward: Ward, suspect: CaseId
) -> None:
    with pytest.raises(Refused, match=r"leaving\.wrong_time"):
        ward.do(moving.left_without_leave, suspect, ward.at + SECOND, "不在", CASE_RULES)
    with pytest.raises(Refused, match=r"record\.reason_missing"):
        ward.do(moving.left_without_leave, suspect, ward.at, " ", CASE_RULES)


def transport(**differs: Any) -> Transport:
    usual: dict[str, Any] = {
        "to": "市传染病医院",
        "reason": "疑似病例集中收治",
        "site_class": "MUNICIPAL_DESIGNATED_HOSPITAL",
        "condition": "平稳",
        "vehicle": "鲁C 负压 01",
        "crew": ("周护士",),
        "dedicated_ambulance": YES,
        "closed_route": YES,
        "receiver_confirmed": YES,
        "receiver": "李值班",
    }
    return Transport(**(usual | differs))


def kept_suspected(ward: Ward, case_id: CaseId) -> None:
    ward.tell(case_id, Consulted(ward.at, YES, ("林教授",)))


@pytest.mark.rule("TRF-2", "TRF-6")
def test_a_suspect_departs_to_the_designated_site_by_the_transport_record(
    ward: Ward, suspect: CaseId
) -> None:
    lie_down(ward, suspect)
    kept_suspected(ward, suspect)
    ward.do(moving.record_transport, suspect, transport(), CASE_RULES)

    book = ward.do(leaving.transfer_site, suspect, CASE_RULES)

    assert (book.case.way_out, book.case.state) == (
        WayOut.DESIGNATED_SITE,
        CaseState.TRANSFERRED_OUT,
    )
    assert book.case.case_class is CaseClass.SUSPECTED
    assert (book.case.isolation_ended_at, room(ward).state) == (ward.at, RoomState.VACATED)


@pytest.mark.rule("TRF-2")
@pytest.mark.parametrize(
    ("differs", "reason"),
    [
        ({"dedicated_ambulance": NO}, "AMBULANCE"),
        ({"closed_route": UNKNOWN}, "ROUTE"),
        ({"crew": ()}, "RECORD"),
        ({"vehicle": ""}, "RECORD"),
        ({"receiver_confirmed": UNKNOWN}, "RECEIVER"),
        ({"receiver": ""}, "RECEIVER"),
        ({"site_class": "PROVINCIAL_DESIGNATED_HOSPITAL"}, "NOT_DESIGNATED_SITE"),
        ({"site_class": "某医院"}, "NOT_DESIGNATED_SITE"),
    ],
)
def test_what_the_transport_lacks_keeps_him_here(
    ward: Ward, suspect: CaseId, differs: dict[str, Any], reason: str
) -> None:
    kept_suspected(ward, suspect)
    ward.do(moving.record_transport, suspect, transport(**differs), CASE_RULES)

    with pytest.raises(Refused, match=r"leaving\.gate_shut") as no:
        ward.do(leaving.transfer_site, suspect, CASE_RULES)

    assert reasons(no) == (reason,)
    assert ward.book(suspect).case.is_isolated


def test_without_a_transport_record_nobody_departs(ward: Ward, suspect: CaseId) -> None:
    with pytest.raises(Refused, match=r"leaving\.no_transport"):
        ward.do(leaving.transfer_site, suspect, CASE_RULES)


@pytest.mark.rule("TRF-6")
def test_arrival_and_hand_over_complete_the_record_after_the_departure(
    ward: Ward, suspect: CaseId
) -> None:
    kept_suspected(ward, suspect)
    departed = ward.at
    ward.do(moving.record_transport, suspect, transport(departed_at=departed), CASE_RULES)
    ward.do(leaving.transfer_site, suspect, CASE_RULES)
    ward.later(1)

    whole = transport(departed_at=departed, arrived_at=ward.at, handed_to="李值班")
    book = ward.do(moving.record_transport, suspect, whole, CASE_RULES)

    assert (book.case.state, book.entries[-1].document) == (CaseState.TRANSFERRED_OUT, whole)
    backwards = transport(departed_at=ward.at, arrived_at=departed)
    with pytest.raises(Refused, match=r"leaving\.wrong_time"):
        ward.do(moving.record_transport, suspect, backwards, CASE_RULES)


@pytest.mark.rule("RTE-8")
def test_why_he_is_treated_on_site_is_written_in_words(ward: Ward, suspect: CaseId) -> None:
    book = ward.do(moving.note_reason, suspect, "呼吸机支持，不宜转运", CASE_RULES)

    assert book.entries[-1].kind == "REASON"
    with pytest.raises(Refused, match=r"record\.reason_missing"):
        ward.do(moving.note_reason, suspect, " ", CASE_RULES)


@pytest.mark.rule("TRF-1")
def test_two_cases_of_one_person_hold_him_together(ward: Ward, suspect: CaseId) -> None:
    """Merged with a suspect, a person does not leave by his other case."""
    other = ward.case(id_no="", no_id_reason="未带", name="张建果", phone="13700000001")
    ward.suspect(other)
    ward.two_negatives(other)
    merged, into = ward.book(other).patient.id, ward.book(suspect).patient.id
    ward.do(merging.merge_people, merged, into, "同一人", CASE_RULES)
    ward.sign(other, GateKind.EXCLUSION)

    with pytest.raises(Refused, match=r"leaving\.other_case"):
        ward.do(leaving.transfer_department, other, CASE_RULES, "心内科", "胸痛")
