"""The papers of a day are gathered from what was saved, and from nothing else."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from feverclinic.domain.people import Duty, Proof, Staff, StaffId
from feverclinic.domain.visits import Stage, VisitId
from feverclinic.errors import Refused
from feverclinic.services import day_papers, triage
from feverclinic.services.admin import add_staff
from feverclinic.services.comparisons import TypedComparison, add_comparison
from feverclinic.services.papers import Letterhead
from feverclinic.services.shifts import Watchers, hand_over, sit_down
from feverclinic.services.signing_in import NOBODY
from feverclinic.wording import wording
from tests.builders import HEAD as STAFF_HEAD
from tests.builders import LOBBY, MINUTE, NOON, NURSE, TODAY, a_reading
from tests.engines import Clinic
from tests.services.forms import Save, a_form
from tests.stories.workplace import RULES, text_of

HEAD = Letterhead("市立医院 发热门诊", "预检分诊 1 号点", mark="演示 DEMO")
PASSWORD = "first password"
WATCHER = replace(NURSE, duties=frozenset({Duty.READ_IDENTITY}))
BLIND = replace(NURSE, duties=frozenset({Duty.TRIAGE}))


def test_the_register_holds_everybody_of_the_day_in_the_order_of_arrival(
    clinic: Clinic, save: Save
) -> None:
    second = save(a_form(a_reading("36.4"), name="孙二", id_no="", no_id_reason="NOT_CARRIED"))
    first = save(
        replace(a_form(a_reading("37.8")), arrived_at=NOON - timedelta(hours=1)), NOON + MINUTE
    )

    with clinic.work() as store:
        paper = day_papers.register(store, TODAY, RULES, HEAD)

    assert [entry.visit.id for entry in paper.book.entries] == [first.visit.id, second.visit.id]
    assert [entry.nurse for entry in paper.book.entries] == ["张护士", "张护士"]
    assert [entry.is_fever for entry in paper.book.entries] == [True, False]
    assert (paper.imprint.printed_by, paper.imprint.rules) == ("张护士", RULES.id)
    assert paper.imprint.mark == "演示 DEMO"


def test_a_day_begins_and_ends_at_midnight_of_the_clinic(clinic: Clinic, save: Save) -> None:
    midnight = datetime(2020, 2, 24, 16, 0, tzinfo=UTC)
    save(replace(a_form(), arrived_at=midnight), midnight + MINUTE)
    other = a_form(name="孙二", id_no="", no_id_reason="NOT_CARRIED")
    save(replace(other, arrived_at=midnight - timedelta(seconds=1)), midnight + MINUTE)

    with clinic.work() as store:
        today = store.day_books.of(TODAY, "GATE")
        yesterday = store.day_books.of(date(2020, 2, 24), "GATE")

    assert [len(today.entries), len(yesterday.entries)] == [1, 1]
    assert today.entries[0].visit.arrived_at == midnight


def test_the_register_is_that_of_the_desk(clinic: Clinic, save: Save) -> None:
    save(a_form())

    with clinic.work(station=LOBBY) as store:
        assert day_papers.register(store, TODAY, RULES, HEAD).book.screened == 0


def test_the_decision_that_holds_stands_in_the_register_and_the_first_one_is_timed(
    clinic: Clinic, save: Save
) -> None:
    first = save(a_form(a_reading("36.5")))
    with clinic.work() as store:
        opened = triage.reopen(store, first.visit.id)
    second = save(opened.with_reading(a_reading("38.5")), NOON + 5 * MINUTE)

    with clinic.work() as store:
        (entry,) = store.day_books.of(TODAY, "GATE").entries

    assert entry.assessment == second.assessment
    assert entry.first_decided_at == NOON


def test_whoever_was_sent_is_on_the_tracking_list_and_without_receipt_has_one_to_sign(
    clinic: Clinic, save: Save
) -> None:
    sent = save(a_form(a_reading("38.2")))
    save(a_form(name="孙二", id_no="", no_id_reason="NOT_CARRIED"))

    with clinic.work() as store:
        before = day_papers.tracking(store, TODAY, RULES, HEAD)
        waiting = day_papers.receipts(store, TODAY, RULES, HEAD)
        visit = store.visits.get(sent.visit.id)
        store.visits.save(replace(visit, stage=Stage.ARRIVED, stage_at=NOON + MINUTE))
        after = day_papers.receipts(store, TODAY, RULES, HEAD)

    assert [entry.visit.id for entry in before.entries] == [sent.visit.id]
    assert before.minutes == RULES.arrival.not_arrived_minutes
    assert len(waiting.tracking.entries) == 1
    assert after.tracking.entries == ()


def test_the_numbers_of_the_day_are_those_of_its_register(clinic: Clinic, save: Save) -> None:
    save(a_form(a_reading("38.2")))

    with clinic.work(at=NOON + MINUTE) as store:
        figures = day_papers.figures(store, TODAY, RULES, HEAD)
        listed = day_papers.register(store, TODAY, RULES, HEAD)

    assert figures.figures.screened == listed.book.screened == 1
    assert (figures.figures.fever, figures.limit_c) == (1, "37.3")


def test_whole_numbers_are_printed_for_who_may_read_them_and_that_is_audited(
    clinic: Clinic, save: Save
) -> None:
    saved = save(a_form())
    with clinic.work(actor=BLIND) as store:
        with pytest.raises(Refused, match=r"staff\.duty_missing"):
            day_papers.register(store, TODAY, RULES, HEAD, shows_identity=True)
        with pytest.raises(Refused, match=r"staff\.duty_missing"):
            day_papers.declaration(store, saved.visit.id, RULES, HEAD, shows_identity=True)

    with clinic.work(actor=WATCHER) as store:
        assert day_papers.register(store, TODAY, RULES, HEAD, shows_identity=True).shows_identity
        day_papers.declaration(store, saved.visit.id, RULES, HEAD, shows_identity=True)

    with clinic.work() as store:
        assert [line.action for line in store.audit.of(20200225)] == ["READ"]
        assert [line.action for line in store.audit.of(saved.visit.id)] == ["ADDED", "READ"]


def test_who_neither_triages_nor_reads_identities_sees_no_day(clinic: Clinic) -> None:
    with clinic.work(actor=NOBODY) as store:
        for gather in (day_papers.register, day_papers.tracking, day_papers.figures):
            with pytest.raises(Refused, match=r"staff\.duty_missing"):
                gather(store, TODAY, RULES, HEAD)


def test_a_declaration_is_of_one_visit_or_blank(clinic: Clinic, save: Save) -> None:
    saved = save(a_form(q5="YES"))

    with clinic.work() as store:
        filled = day_papers.declaration(store, saved.visit.id, RULES, HEAD)
        blank = day_papers.declaration(store, None, RULES, HEAD)
        with pytest.raises(Refused, match=r"record\.missing"):
            day_papers.declaration(store, VisitId(404), RULES, HEAD)

    assert filled.entry is not None
    assert filled.entry.patient == saved.patient
    assert blank.entry is None


def test_a_batch_of_sheets_carries_the_numbers_given_out_and_the_rules(clinic: Clinic) -> None:
    with clinic.work() as store:
        paper = day_papers.blank_sheets(store, 2, RULES, HEAD)
        again = day_papers.sheets_again(store, paper.numbers, RULES, HEAD)

    assert paper.numbers == ("GATE-20200225-001", "GATE-20200225-002")
    assert (paper.rules.limit_c, paper.rules.recheck_from_c) == ("37.3", "37.2")
    assert again == paper


def test_sheets_that_are_not_out_are_not_printed_again(clinic: Clinic) -> None:
    with clinic.work() as store, pytest.raises(Refused, match=r"sheet\.unknown"):
        day_papers.sheets_again(store, ("GATE-20200225-001",), RULES, HEAD)


def test_the_log_is_that_of_the_month(clinic: Clinic) -> None:
    typed = TypedComparison("耳温计 2", "TYMPANIC", "铂电阻", "37.0", "37.1")
    for at in (NOON, NOON + timedelta(days=10)):
        with clinic.work(at=at) as store:
            add_comparison(store, typed)

    with clinic.work(at=NOON + timedelta(days=20)) as store:
        paper = day_papers.comparison_log(store, TODAY, HEAD)

    assert paper.first == date(2020, 2, 1)
    assert [one.at for one, _ in paper.lines] == [NOON]


def test_a_paper_is_rendered_outside_of_the_transaction(clinic: Clinic, save: Save) -> None:
    save(a_form(a_reading("37.8")))
    with clinic.work() as store:
        paper = day_papers.register(store, TODAY, RULES, HEAD)

    text = text_of(day_papers.render_day_paper(paper, wording("zh_CN")))

    assert "张建国" in text
    assert "370399197806010127" not in text


def test_the_last_hand_over_comes_out_again_as_it_was_signed(clinic: Clinic) -> None:
    with clinic.work(STAFF_HEAD) as store:
        for login, name in (("zhangy", "张燕"), ("li", "李护士")):
            add_staff(store, Staff(StaffId(0), login, name, "", "triage_nurse"), PASSWORD)
    with clinic.work(NOBODY) as store:
        zhang = sit_down(store, Proof("zhangy", PASSWORD), 12)
    with clinic.work(zhang) as store:
        with pytest.raises(Refused) as none_yet:
            day_papers.hand_over_again(store, HEAD)
        signed = (Proof("zhangy", PASSWORD), Proof("li", PASSWORD), "绿枪电池快没电")
    with clinic.work(zhang, NOON + 30 * MINUTE) as store:
        over, li = hand_over(store, *signed, Watchers(10, 12))
    with clinic.work(li, NOON + 90 * MINUTE) as store:
        paper = day_papers.hand_over_again(store, HEAD)

    printed = text_of(day_papers.render_day_paper(paper, wording("zh_CN")))
    assert none_yet.value.code == "paper.no_hand_over"
    assert paper.over.shift == over.shift
    assert paper.imprint.printed_by == "李护士"
    for said in ("12:30", "绿枪电池快没电", "交班人 张燕", "接班人 李护士", "演示 DEMO"):
        assert said in printed
