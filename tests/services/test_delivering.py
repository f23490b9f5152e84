"""Going on without the server: everything saved on the desk comes to the server, once, as it was saved."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from feverclinic.domain.comparisons import Verdict
from feverclinic.domain.people import StaffId
from feverclinic.domain.visits import SlipState, Visit
from feverclinic.errors import Refused
from feverclinic.services.comparisons import TypedComparison, add_comparison, comparisons
from feverclinic.services.delivering import KNOWN_NAME, NOT_DELIVERED, PRINTED_NO
from feverclinic.services.sheets import INTAKE, print_sheets, sheet_to_enter, spoil
from feverclinic.services.signing_in import sign_in
from feverclinic.services.slips import slip_printed
from feverclinic.services.triage import keep_draft
from feverclinic.storage.verifying import verify_audit
from tests.builders import ID_NO, LOBBY, NOON, NURSE, a_draft, a_reading
from tests.desk_alone import DeskAlone, a_desk, a_form
from tests.engines import Clinic

DOCTOR = replace(NURSE, id=StaffId(77), login="li", name="李医生")


@pytest.fixture
def desk(server: Clinic, tmp_path: Path) -> Iterator[DeskAlone]:
    with a_desk(server.url, tmp_path) as made:
        yield made


def visits_of(server: Clinic, id_no: str = ID_NO) -> tuple[Visit, ...]:
    """All visits of a person as the server has them."""
    with server.work() as store:
        patient = store.patients.find_by_id_no("01", id_no)
        return store.visits.of_patient(patient.id) if patient else ()


def lines_of(server: Clinic, what_id: int) -> list[tuple[str, str, str]]:
    with server.work() as store:
        return [(one.action, one.actor, one.at.isoformat()) for one in store.audit.of(what_id)]


def test_a_save_without_the_server_is_delivered_once_with_its_keys(
    server: Clinic, desk: DeskAlone
) -> None:
    desk.cable.cut()
    saved = desk.save(a_form())
    desk.cable.mend()

    desk.deliver()

    (visit,) = visits_of(server)
    assert visit == saved.visit
    assert visit.visit_no == "20200225-9001"
    with server.work() as store:
        assert store.assessments.of_visit(visit.id) == (saved.assessment,)
        assert store.slips.of_visit(visit.id) == (saved.slip,)
        assert [hit.name for hit in store.search.people("张建国")] == ["张建国"]
    assert (desk.line.is_online, desk.waiting, desk.refused) == (True, 0, ())


def test_what_is_delivered_names_who_did_it_and_when(server: Clinic, desk: DeskAlone) -> None:
    desk.cable.cut()
    desk.actor = DOCTOR
    saved = desk.save(a_form())
    desk.actor = NURSE
    desk.now += timedelta(hours=3)
    desk.cable.mend()

    desk.deliver()

    assert lines_of(server, saved.visit.id) == [("ADDED", "li", "2020-02-25T04:00:01+00:00")]
    with server.engine.connect() as connection:
        assert verify_audit(connection).broken == ()


def test_ten_saves_survive_the_end_of_the_program_and_arrive_once(
    server: Clinic, desk: DeskAlone
) -> None:
    desk.cable.cut()
    saved = [
        desk.save(a_form(name=f"张{number}", id_no="", no_id_reason="未带")) for number in range(10)
    ]
    desk.start_again()
    waiting = desk.waiting
    desk.cable.mend()

    desk.deliver()

    with server.work() as store:
        arrived = [store.visits.get(one.visit.id).visit_no for one in saved]
    assert waiting == 10
    assert arrived == [f"20200225-{9001 + number}" for number in range(10)]


def test_a_save_whose_answer_was_lost_is_one_visit(server: Clinic, desk: DeskAlone) -> None:
    desk.cable.lose_the_next_answer()
    told = desk.save(a_form())
    desk.do(lambda store: slip_printed(store, told.slip))
    desk.cable.mend()

    desk.deliver()

    (visit,) = visits_of(server)
    assert (told.visit.visit_no, visit.visit_no) == ("20200225-9001", "20200225-0001")
    with server.work() as store:
        (slip,) = store.slips.of_visit(visit.id)
    assert slip.state is SlipState.PRINTED
    assert ("PRINTED_AS", "zhang", "2020-02-25T04:00:01+00:00") in lines_of(server, visit.id)
    assert desk.refused == ()


def test_a_save_cut_before_its_commit_is_one_visit(server: Clinic, desk: DeskAlone) -> None:
    desk.cable.cut_before_the_next_commit()
    told = desk.save(a_form())
    desk.cable.mend()

    desk.deliver()

    assert visits_of(server) == (told.visit,)


def test_a_delivery_whose_answer_was_lost_is_not_repeated(server: Clinic, desk: DeskAlone) -> None:
    desk.cable.cut()
    told = desk.save(a_form())
    desk.cable.mend()
    desk.cable.lose_the_next_answer()

    with pytest.raises(Exception, match=r"database\.unreachable"):
        desk.deliver()
    waiting = desk.waiting
    desk.cable.mend()
    desk.deliver()

    assert waiting == 1
    assert visits_of(server) == (told.visit,)
    assert lines_of(server, told.visit.id) == [("ADDED", "zhang", "2020-02-25T04:00:01+00:00")]


def test_a_number_known_under_the_same_name_is_that_person(
    server: Clinic, desk: DeskAlone, tmp_path: Path
) -> None:
    desk.cable.cut()
    here = desk.save(a_form(phone="13911112222"))
    with a_desk(server.url, tmp_path, LOBBY) as other:
        there = other.save(a_form())
    desk.cable.mend()

    desk.deliver()

    found = visits_of(server)
    assert {one.id for one in found} == {here.visit.id, there.visit.id}
    assert {one.patient_id for one in found} == {there.patient.id}
    with server.work() as store:
        assert store.patients.get(there.patient.id).phone == "13911112222"
    assert ("SAME_PERSON", "zhang", "2020-02-25T04:00:01+00:00") in lines_of(
        server, there.patient.id
    )


def test_two_desks_alone_register_the_same_person_once(
    server: Clinic, desk: DeskAlone, tmp_path: Path
) -> None:
    with a_desk(server.url, tmp_path, LOBBY) as other:
        desk.cable.cut()
        other.cable.cut()
        one, two = desk.save(a_form()), other.save(a_form())
        again = desk.save(a_form())
        desk.cable.mend()
        other.cable.mend()
        other.deliver()
        desk.deliver()

    found = visits_of(server)
    assert {visit.id for visit in found} == {one.visit.id, two.visit.id, again.visit.id}
    assert {visit.patient_id for visit in found} == {two.patient.id}
    assert [visit.visit_no for visit in found if visit.station == "LOBBY"] == ["20200225-9001"]


def test_a_number_of_somebody_else_is_refused_and_comes_back_as_a_form_that_says_why(
    server: Clinic, desk: DeskAlone, tmp_path: Path
) -> None:
    with a_desk(server.url, tmp_path, LOBBY) as other:
        other.save(a_form(name="李四"))
    desk.cable.cut()
    told = desk.save(a_form())
    desk.do(lambda store: slip_printed(store, told.slip))
    after = desk.save(a_form(name="王五", id_no="370399197806010034"))
    desk.cable.mend()

    rounds = desk.deliver()

    assert [one.name for part in rounds for one in part.not_taken][:1] == ["张建国"]
    assert [visit.visit_no for visit in visits_of(server, "370399197806010034")] == [
        after.visit.visit_no
    ]
    assert [one.deed.name for one in desk.refused][:1] == ["张建国"]
    assert desk.refused[0].problem == "journal.id_belongs_to"
    with server.work() as store:
        (form,) = store.drafts.of_station("GATE")
    assert form.is_set_aside
    assert form.intake.text("name") == "张建国"
    assert form.intake.text(NOT_DELIVERED) == "journal.id_belongs_to"
    assert form.intake.text(KNOWN_NAME) == "李四"
    assert form.intake.text(PRINTED_NO) == "20200225-9001"
    assert (form.intake.visit_id, form.intake.patient_id) == (None, None)


def test_a_refused_form_is_saved_when_it_was_corrected(
    server: Clinic, desk: DeskAlone, tmp_path: Path
) -> None:
    with a_desk(server.url, tmp_path, LOBBY) as other:
        other.save(a_form(name="李四"))
    desk.cable.cut()
    reading = a_reading("36.7")
    desk.save(replace(a_form(not_measured_reason=""), readings=(reading,)))
    desk.cable.mend()
    desk.deliver()
    with server.work() as store:
        (form,) = store.drafts.of_station("GATE")

    saved = desk.save(form.intake.with_field("id_no", "370399197806010034"), form.id)

    assert saved.visit.visit_no == "20200225-0001"
    assert [one.raw_text for one in saved.readings] == ["36.7"]


def test_what_was_changed_while_alone_is_changed_on_the_server(
    server: Clinic, desk: DeskAlone
) -> None:
    told = desk.save(a_form())
    desk.cable.cut()
    desk.do(lambda store: slip_printed(store, told.slip))
    desk.save(a_form(phone="13911112222"))
    desk.cable.mend()

    desk.deliver()

    with server.work() as store:
        (slip,) = store.slips.of_visit(told.visit.id)
        patient = store.patients.get(told.patient.id)
    assert slip.state is SlipState.PRINTED
    assert (patient.phone, patient.version) == ("13911112222", 1)
    assert len(visits_of(server)) == 2


def test_a_clock_set_back_does_not_change_the_order(server: Clinic, desk: DeskAlone) -> None:
    desk.cable.cut()
    told = desk.save(a_form())
    desk.start_again()
    desk.now = NOON - timedelta(hours=1)
    desk.do(lambda store: slip_printed(store, told.slip))
    desk.cable.mend()

    desk.deliver()

    with server.work() as store:
        (slip,) = store.slips.of_visit(told.visit.id)
    assert slip.state is SlipState.PRINTED
    assert desk.refused == ()


def test_forms_kept_on_the_server_are_there_without_it(server: Clinic, desk: DeskAlone) -> None:
    form = a_draft({"name": "赵六"})
    desk.do(lambda store: keep_draft(store, form))

    desk.cable.cut()
    kept = desk.do(lambda store: store.drafts.of_station("GATE"))

    assert [one.intake.text("name") for one in kept] == ["赵六"]


def test_a_form_typed_on_while_alone_is_the_form_on_the_server_again(
    server: Clinic, desk: DeskAlone
) -> None:
    form = a_draft({"name": "赵六"})
    desk.do(lambda store: keep_draft(store, form))
    desk.cable.cut()
    typed = replace(form, intake=form.intake.with_field("phone", "13911112222"))
    desk.do(lambda store: keep_draft(store, typed))
    desk.cable.mend()

    desk.deliver()

    with server.work() as store:
        (found,) = store.drafts.of_station("GATE")
    assert (found.id, found.intake) == (form.id, typed.intake)


def test_of_two_forms_of_one_key_the_newer_stays_and_the_other_is_set_aside(
    server: Clinic, desk: DeskAlone
) -> None:
    form = a_draft({"name": "赵六"})
    desk.do(lambda store: keep_draft(store, form))
    desk.cable.cut()
    here = replace(form, intake=form.intake.with_field("phone", "13911112222"))
    desk.do(lambda store: keep_draft(store, here))
    there = replace(form, intake=form.intake.with_field("phone", "13933334444"))
    with server.work(at=NOON + timedelta(hours=1)) as store:
        keep_draft(store, there)
    desk.cable.mend()

    desk.deliver()

    with server.work() as store:
        found = store.drafts.of_station("GATE")
    phones = [(one.intake.text("phone"), one.is_set_aside) for one in found]
    assert phones == [("13933334444", False), ("13911112222", True)]


def test_staff_are_not_changed_while_the_server_is_away(desk: DeskAlone) -> None:
    desk.cable.cut()
    desk.do(lambda store: store.visits.find_by_no("20200225-0001"))

    with pytest.raises(Refused, match=r"journal\.needs_server"):
        desk.do(lambda store: store.staff.add(DOCTOR, "no password"))


def test_whoever_never_sat_here_is_told_so_while_the_server_is_away(desk: DeskAlone) -> None:
    desk.cable.cut()
    desk.do(lambda store: store.visits.find_by_no("20200225-0001"))

    with pytest.raises(Refused) as no:
        desk.do(lambda store: sign_in(store, "stranger", "whatever password"))

    assert (no.value.code, no.value.facts) == ("sign_in.not_known_here", {"login": "stranger"})


def test_a_save_on_the_server_is_known_at_the_desk_when_it_goes_away(desk: DeskAlone) -> None:
    told = desk.save(a_form())

    desk.cable.cut()
    listed = desk.do(lambda store: store.visits.find_by_no(told.visit.visit_no))

    assert listed == told.visit
    assert not desk.line.is_online


def test_a_reading_in_the_tray_given_to_a_visit_by_two_desks_stays_where_it_was_first(
    server: Clinic, desk: DeskAlone
) -> None:
    told = desk.save(a_form())
    reading = desk.do(lambda store: store.readings.add(a_reading("37.9")))
    other = desk.save(a_form(name="张二", id_no="", no_id_reason="未带"))
    assert reading.id is not None
    reading_id = reading.id
    desk.cable.cut()
    desk.do(lambda store: store.readings.assign(reading_id, told.visit.id))
    with server.work() as store:
        store.readings.assign(reading_id, other.visit.id)
    desk.cable.mend()

    desk.deliver()

    with server.work() as store:
        assert [one.id for one in store.readings.of_visit(other.visit.id)] == [reading_id]
        assert store.readings.of_visit(told.visit.id) == ()
    assert [entry.problem for entry in desk.refused] == ["journal.changed_elsewhere"]


def test_an_entry_that_cannot_be_read_keeps_nothing_back(server: Clinic, desk: DeskAlone) -> None:
    desk.cable.cut()
    desk.save(a_form(name="张一", id_no="", no_id_reason="未带"))
    with desk.line.desk.begin() as connection:
        connection.exec_driver_sql("UPDATE journal SET document = '{}' WHERE kind = 'visits'")
    told = desk.save(a_form())
    desk.cable.mend()

    desk.deliver()

    assert visits_of(server) == (told.visit,)
    assert [entry.problem for entry in desk.refused] == ["journal.not_readable"]


def test_sheets_and_comparisons_go_on_behind_those_of_the_server(desk: DeskAlone) -> None:
    off_by_one = TypedComparison("蓝枪", "AXILLARY", "标准", "37.0", "38.0")
    (first, *_) = desk.do(lambda store: print_sheets(store, INTAKE, 2))
    desk.do(lambda store: spoil(store, INTAKE, first.number, "弄湿"))
    for _ in range(2):
        desk.do(lambda store: add_comparison(store, off_by_one))
    desk.start_again()

    desk.cable.cut()
    (third,) = desk.do(lambda store: print_sheets(store, INTAKE, 1))
    log = desk.do(lambda store: comparisons(store, NOON))
    with pytest.raises(Refused, match=r"sheet\.spoiled"):
        desk.do(lambda store: sheet_to_enter(store, INTAKE, first.number))
    desk.cable.mend()
    desk.deliver()

    assert (first.number, third.number) == ("GATE-20200225-001", "GATE-20200225-003")
    assert [line.verdict for line in log] == [Verdict.OUTSIDE, Verdict.OUT_OF_USE]
    assert desk.refused == ()
