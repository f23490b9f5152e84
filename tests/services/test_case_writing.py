"""The one writer of cases: two desks, clocks, classes that only rise by themselves, isolation that stays."""

from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest

from feverclinic.domain.case_entries import Noted
from feverclinic.domain.case_facts import Features, Imaging, Result
from feverclinic.domain.cases import CaseClass, CaseId, CaseState, Column
from feverclinic.domain.clinical_entries import Classed, Criteria, Dose, Progress
from feverclinic.domain.gates import GateKind
from feverclinic.domain.history import Answer
from feverclinic.domain.ternary import NO
from feverclinic.domain.waiting import ReceivedVia
from feverclinic.domain.work_up_entries import ImageRead, Order
from feverclinic.errors import Refused, Stale, Unavailable
from feverclinic.services import leaving, sending
from feverclinic.services.case_gates import look
from feverclinic.services.case_writing import open_case, write
from feverclinic.storage.store import transaction
from feverclinic.storage.work import Way
from tests.builders import GATE, NOON, NURSE, a_reading
from tests.case_builders import DOCTOR, EXPERT
from tests.engines import Clinic
from tests.services.forms import Save, a_form
from tests.services.ward import CASE_RULES, Ward

HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)


@pytest.fixture
def ward(clinic: Clinic, save: Save) -> Ward:
    return Ward(clinic, save)


def classes(ward: Ward, case_id: CaseId) -> list[CaseClass]:
    documents = (one.document for one in ward.book(case_id).entries)
    return [one.case_class for one in documents if isinstance(one, Classed)]


def notes(ward: Ward, case_id: CaseId) -> list[str]:
    documents = (one.document for one in ward.book(case_id).entries)
    return [one.code for one in documents if isinstance(one, Noted)]


# -- the first look ----------------------------------------------------------------------------


@pytest.mark.rule("ISO-2")
def test_the_isolation_of_whoever_was_sent_to_be_isolated_began_with_the_receipt(
    ward: Ward,
) -> None:
    visit_id = ward.visit()
    ward.later(minutes=9)

    case = ward.do(open_case, visit_id, CASE_RULES).case

    assert (case.isolation_started_at, case.opened_at) == (NOON, ward.at)
    assert (case.state, case.column) == (CaseState.UNDETERMINED, Column.EXAMINED)
    assert (case.opened_under, case.is_isolated) == ("covid-dt-6", True)


@pytest.mark.rule("ISO-2")
def test_without_an_outcome_of_isolation_it_begins_with_the_class(ward: Ward) -> None:
    visit_id = ward.visit(q2="NO")
    ward.later(minutes=9)

    case = ward.do(open_case, visit_id, CASE_RULES).case

    assert (case.case_class, case.isolation_started_at) == (CaseClass.UNDETERMINED, ward.at)


def test_nobody_is_seen_before_he_was_sent_and_received(ward: Ward, save: Save) -> None:
    well = save(a_form(a_reading("36.5"), id_no="370399197806010093"))
    on_the_way = save(a_form(a_reading("38.6"), q2="YES", id_no="370399197806010077"))

    with pytest.raises(Refused, match=r"case\.not_sent_here"):
        ward.do(open_case, well.visit.id, CASE_RULES)
    with pytest.raises(Refused, match=r"case\.not_received"):
        ward.do(open_case, on_the_way.visit.id, CASE_RULES)
    ward.do(sending.receive, on_the_way.visit.id, "陈医生", ReceivedVia.DESK)
    with pytest.raises(Refused, match=r"staff\.duty_missing"):
        ward.do(open_case, on_the_way.visit.id, CASE_RULES, actor=NURSE)


def test_no_act_of_isolation_is_done_without_the_server(ward: Ward) -> None:
    case_id = ward.case()
    away = Way(key=5, is_offline=True)

    with (
        pytest.raises(Unavailable, match=r"case\.needs_server"),
        transaction(ward.clinic.engine, DOCTOR, NOON, GATE, away) as store,
    ):
        write(store, case_id, (Dose(),), CASE_RULES)


# -- two desks ---------------------------------------------------------------------------------


def test_the_second_desk_is_told_what_changed_and_nothing_is_overwritten(ward: Ward) -> None:
    case_id = ward.case()
    seen = ward.book(case_id).case.last_seq
    ward.tell(case_id, Order(("CBC",)), Dose(), seen=seen)

    with pytest.raises(Stale) as stale:
        ward.tell(case_id, Order(("CHEST_CT",)), seen=seen)

    told = stale.value.facts
    assert (stale.value.code, told["count"], told["by"]) == ("case.changed", 2, "陈医生")
    assert [one.kind for one in ward.book(case_id).entries if one.seq > seen] == ["ORDER", "DOSE"]
    now = ward.book(case_id).case.last_seq
    assert ward.tell(case_id, Order(("CHEST_CT",)), seen=now).case.last_seq == now + 1


def test_two_desks_at_the_same_instant_do_not_write_over_each_other(
    ward: Ward, clinic: Clinic
) -> None:
    case_id = ward.case()
    seen = ward.book(case_id).case.last_seq
    outcomes: list[str] = []

    def at_desk(text: str) -> None:
        try:
            with clinic.work(actor=DOCTOR, at=ward.at) as store:
                write(store, case_id, (Progress(note=text),), CASE_RULES, seen=seen)
            outcomes.append("written")
        except Stale as stale:
            outcomes.append(stale.code)

    desks = [Thread(target=at_desk, args=(str(number),)) for number in range(4)]
    for desk in desks:
        desk.start()
    for desk in desks:
        desk.join()

    assert sorted(outcomes) == ["case.changed"] * 3 + ["written"]
    assert [one.seq for one in ward.book(case_id).entries] == list(range(1, seen + 2))


# -- clocks ------------------------------------------------------------------------------------


def test_a_clock_set_back_is_told_once_and_instants_never_run_backwards(ward: Ward) -> None:
    case_id = ward.case()
    ward.later(hours=2)
    ward.tell(case_id, Dose())
    ward.at = NOON

    ward.tell(case_id, Progress(note="一"))
    ward.tell(case_id, Progress(note="二"))

    entries = ward.book(case_id).entries
    assert notes(ward, case_id) == ["CLOCK_BEHIND"]
    assert [one.entered_at for one in entries] == sorted(one.entered_at for one in entries)
    assert entries[-1].entered_at == NOON + 2 * HOUR


def test_a_clock_less_than_a_minute_behind_is_not_worth_a_word(ward: Ward) -> None:
    case_id = ward.case()
    ward.at = NOON + 59 * SECOND
    ward.tell(case_id, Dose())
    ward.at = NOON

    ward.tell(case_id, Dose())

    assert notes(ward, case_id) == []


def test_a_fever_that_came_in_stays_known_when_the_clock_is_set_back(ward: Ward) -> None:
    case_id = ward.case()
    ward.later(hours=3)
    fever = ward.measure(case_id, "38.9")
    ward.at = NOON + HOUR

    here = ward.do(look, case_id, CASE_RULES)

    assert here.at == NOON + 3 * HOUR
    assert fever in here.file.readings


def test_nothing_is_written_as_a_fact_to_come(ward: Ward) -> None:
    case_id = ward.case()

    with pytest.raises(Refused, match=r"case\.in_the_future"):
        ward.tell(case_id, Dose(), at=NOON + SECOND)
    assert ward.tell(case_id, Dose(), at=NOON - HOUR).entries[-1].at == NOON - HOUR


# -- the class ---------------------------------------------------------------------------------


@pytest.mark.rule("CLS-6", "TRF-1")
def test_a_class_rises_by_itself_and_never_falls_by_itself(ward: Ward) -> None:
    case_id = ward.case()
    ward.suspect(case_id)
    assert classes(ward, case_id) == [CaseClass.UNDETERMINED, CaseClass.SUSPECTED]

    nothing = {f"e{number}": Answer(NO) for number in range(1, 5)}
    absent = Imaging(Features.ABSENT, ward.at)
    ward.tell(case_id, Criteria(nothing), ImageRead(absent, ward.at))

    case = ward.book(case_id).case
    assert (case.case_class, case.was_suspected) == (CaseClass.SUSPECTED, True)
    assert classes(ward, case_id) == [CaseClass.UNDETERMINED, CaseClass.SUSPECTED]


def test_since_when_the_class_is_in_force_and_who_decided_stand_in_the_case(ward: Ward) -> None:
    case_id = ward.case()
    since = ward.book(case_id).case.class_since
    ward.later(hours=4)
    ward.tell(case_id, Dose())
    assert ward.book(case_id).case.class_since == since

    ward.suspect(case_id)
    entry = [one for one in ward.book(case_id).entries if one.kind == "CLASS"][-1]
    assert ward.book(case_id).case.class_since == NOON + 4 * HOUR
    assert isinstance(entry.document, Classed)
    assert (entry.document.by_doctor, entry.document.rule_set) == (False, "covid-dt-6")


@pytest.mark.rule("CLS-11")
def test_after_a_change_of_edition_both_results_stand_and_the_stricter_isolation_stays(
    clinic: Clinic, save: Save
) -> None:
    eve = datetime(2020, 3, 2, 4, tzinfo=UTC)
    ward = Ward(clinic, save, at=eve)
    form = {"q2": "YES", "id_no": "370399197806010018", "q2__last_exposure_on": "2020-02-28"}
    saved = save(a_form(a_reading("38.6", measured_at=eve, received_at=eve), **form), at=eve)
    ward.do(sending.receive, saved.visit.id, "陈医生", ReceivedVia.DESK)
    case_id = ward.do(open_case, saved.visit.id, CASE_RULES).case.id
    assert ward.book(case_id).case.opened_under == "covid-dt-6"

    ward.later(hours=24)
    ward.tell(case_id, Order(("CBC",)))

    found = ward.do(look, case_id, CASE_RULES).classification
    assert found.rule_set == "covid-dt-7"
    assert set(found.by_edition) == {"covid-dt-6", "covid-dt-7"}
    strictest = max(found.by_edition.values(), key=lambda one: one.rank)
    assert ward.book(case_id).case.case_class.rank >= strictest.rank


@pytest.mark.rule("CLS-10")
def test_one_negative_sample_changes_nothing_for_a_suspect(ward: Ward) -> None:
    case_id = ward.case()
    ward.suspect(case_id)

    ward.sample(case_id, Result.NEG)

    assert ward.book(case_id).case.case_class is CaseClass.SUSPECTED


# -- who was excluded --------------------------------------------------------------------------


def excluded(ward: Ward) -> CaseId:
    case_id = ward.case()
    ward.suspect(case_id)
    ward.two_negatives(case_id)
    ward.sign(case_id, GateKind.EXCLUSION, EXPERT)
    ward.do(leaving.exclude, case_id, CASE_RULES)
    return case_id


def test_whoever_was_excluded_stays_so_by_news_of_the_same_suspicion(ward: Ward) -> None:
    case_id = excluded(ward)
    ward.later(hours=1)

    ward.tell(case_id, ImageRead(Imaging(Features.PRESENT, ward.at), ward.at))

    case = ward.book(case_id).case
    assert (case.case_class, case.is_isolated) == (CaseClass.EXCLUDED, False)


def test_whoever_was_excluded_and_is_found_positive_here_is_isolated_anew_from_then_on(
    ward: Ward,
) -> None:
    case_id = excluded(ward)
    ward.later(hours=1)

    ward.sample(case_id, Result.POS)

    case = ward.book(case_id).case
    assert (case.case_class, case.is_isolated) == (CaseClass.CONFIRMED, True)
    assert (case.isolation_started_at, case.way_out, case.ended_by) == (ward.at, None, None)
    assert case.state is CaseState.CONFIRMED
