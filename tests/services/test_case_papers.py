"""Papers of cases: which there are, which are refused and why, and what waits for the printer."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from feverclinic.domain.case_facts import Result, SampleKind, Specimen
from feverclinic.domain.case_papers import PaperAsked, PaperKind, Printing, PrintingState
from feverclinic.domain.cases import CaseClass, CaseId, WayOut
from feverclinic.domain.clinical_entries import Caused, Consulted, Disposed
from feverclinic.domain.gates import GateKind
from feverclinic.domain.people import Duty
from feverclinic.domain.recalling import RecallReason
from feverclinic.domain.ternary import YES
from feverclinic.domain.work_up_entries import Order, Refusal, SampleTaken
from feverclinic.errors import Refused
from feverclinic.reports.case_papers import render
from feverclinic.reports.case_records import (
    CalendarPaper,
    CasePaper,
    Certificate,
    Checklist,
    LabelSheet,
    WorkUpOrder,
)
from feverclinic.services import case_papers, case_printing, leaving, recall
from feverclinic.services.case_paper_records import paper_of
from feverclinic.services.case_view import view_case
from feverclinic.services.observation_register import observation_register
from feverclinic.services.papers import Letterhead
from feverclinic.wording import wording
from tests.builders import NOON, NURSE
from tests.case_builders import DOCTOR, OFFICER
from tests.engines import Clinic
from tests.golden_papers import texts
from tests.services.forms import Save
from tests.services.ward import CASE_RULES, Ward

HEAD = Letterhead("市立医院 发热门诊", "隔离留观")
EXC, REL = GateKind.EXCLUSION, GateKind.RELEASE


@pytest.fixture
def ward(clinic: Clinic, save: Save) -> Ward:
    return Ward(clinic, save)


def gather(ward: Ward, case_id: CaseId, kind: PaperKind, **more: object) -> CasePaper:
    return ward.do(case_papers.gather, PaperAsked(case_id, kind, **more), CASE_RULES, HEAD)  # pyright: ignore[reportArgumentType] - members of the record


def ask(ward: Ward, case_id: CaseId, kind: PaperKind) -> Printing:
    return ward.do(case_printing.ask, PaperAsked(case_id, kind), CASE_RULES, HEAD)


def released(ward: Ward) -> CaseId:
    case_id = ward.case()
    ward.confirm(case_id)
    ward.recover(case_id)
    ward.sign(case_id, REL)
    ward.do(leaving.release, case_id, CASE_RULES)
    return case_id


@pytest.mark.rule("REL-10", "TRF-1")
def test_no_certificate_before_its_time_and_the_refusal_lists_each_condition(ward: Ward) -> None:
    case_id = ward.case()
    ward.confirm(case_id)

    with pytest.raises(Refused, match=r"paper\.gate_shut") as no:
        gather(ward, case_id, PaperKind.RELEASE)

    assert set(no.value.facts["conditions"]) == {"T", "R", "I", "N", "SIGNOFF"}  # pyright: ignore[reportArgumentType] - a tuple of codes
    assert no.value.facts["count"] == 5


@pytest.mark.rule("REL-9")
def test_an_open_gate_is_no_certificate_until_the_act_is_done(ward: Ward) -> None:
    case_id = ward.case()
    ward.confirm(case_id)
    ward.recover(case_id)
    ward.sign(case_id, REL)

    with pytest.raises(Refused, match=r"paper\.act_missing"):
        gather(ward, case_id, PaperKind.RELEASE)


@pytest.mark.rule("REL-9", "REL-10")
def test_the_certificate_of_a_release_has_the_gate_of_the_act_and_its_two_signers(
    ward: Ward,
) -> None:
    case_id = released(ward)
    at = ward.at
    ward.later(72)

    paper = gather(ward, case_id, PaperKind.RELEASE)

    assert isinstance(paper, Certificate)
    assert (paper.way, paper.left_at) == (WayOut.RELEASED, at)
    assert paper.gate.is_open
    assert paper.signed_by == ("陈医生", "林教授")
    assert paper.head.imprint.rules == paper.gate.rule_set == "covid-dt-6"


@pytest.mark.rule("EXC-6")
def test_an_excluded_suspect_has_the_other_certificate_and_not_that_of_a_release(
    ward: Ward,
) -> None:
    case_id = ward.case()
    ward.suspect(case_id)
    ward.two_negatives(case_id)
    ward.sign(case_id, EXC)
    ward.do(leaving.exclude, case_id, CASE_RULES)

    paper = gather(ward, case_id, PaperKind.EXCLUSION)
    with pytest.raises(Refused, match=r"paper\.nothing_to_print"):
        gather(ward, case_id, PaperKind.RELEASE)

    assert isinstance(paper, Certificate)
    assert [one.code for one in paper.gate.conditions] == ["N", "SIGNOFF"]


@pytest.mark.rule("REL-11")
def test_whoever_is_called_back_gets_no_certificate_any_more(ward: Ward) -> None:
    case_id = released(ward)
    printing = ask(ward, case_id, PaperKind.RELEASE)
    ward.later(1)
    ward.do(recall.open_recall, case_id, RecallReason.LATE_POSITIVE, CASE_RULES)

    with pytest.raises(Refused, match=r"paper\.recalled"):
        gather(ward, case_id, PaperKind.RELEASE)
    with pytest.raises(Refused, match=r"paper\.recalled"):
        ward.do(case_printing.record_of, printing, CASE_RULES, HEAD)


@pytest.mark.rule("REL-10")
@pytest.mark.parametrize("kind", [REL, GateKind.TRANSFER, GateKind.CLINIC_EXIT])
def test_a_checklist_of_each_gate_is_printed_at_any_time(ward: Ward, kind: GateKind) -> None:
    case_id = ward.case()
    ward.confirm(case_id)

    paper = gather(ward, case_id, PaperKind.CHECKLIST, gate=kind)

    assert isinstance(paper, Checklist)
    assert (paper.gate.kind, paper.gate.is_open) == (kind, False)


@pytest.mark.rule("FUP-1", "FUP-2")
def test_the_calendar_of_a_discharge_has_the_days_of_the_edition_of_that_day(ward: Ward) -> None:
    case_id = released(ward)

    paper = gather(ward, case_id, PaperKind.CALENDAR)

    assert isinstance(paper, CalendarPaper)
    first, last = paper.plan.monitoring_from, paper.plan.monitoring_to
    assert first is not None
    assert last is not None
    assert ((last - first).days + 1, paper.readings_a_day) == (14, 2)
    assert [one.week for one in paper.plan.revisits] == [2, 4]


@pytest.mark.rule("FUP-1")
def test_without_a_discharge_there_is_no_calendar(ward: Ward) -> None:
    with pytest.raises(Refused, match=r"paper\.no_follow_up"):
        gather(ward, ward.case(), PaperKind.CALENDAR)


def test_an_order_holds_every_set_with_its_tick_of_the_hospitals_system(ward: Ward) -> None:
    case_id = ward.case()
    ward.tell(case_id, Order(("CBC", "CRP"), "F-core"), Order(("NAT",), "F-NAT", in_his=True))

    paper = gather(ward, case_id, PaperKind.ORDER)

    assert isinstance(paper, WorkUpOrder)
    assert [(one.work_up_set, one.items, one.in_his) for one in paper.orders] == [
        ("F-core", ("CBC", "CRP"), False),
        ("F-NAT", ("NAT",), True),
    ]


@pytest.mark.rule("WORK-3")
def test_a_label_needs_the_number_of_its_tube(ward: Ward) -> None:
    case_id = ward.case()
    ward.sample(case_id, None)

    with pytest.raises(Refused, match=r"paper\.no_tube"):
        gather(ward, case_id, PaperKind.LABELS)
    swab = SampleTaken(SampleKind.NAT, ward.at, Specimen.SPUTUM, tube_no=" N-0301-007 ")
    ward.tell(case_id, swab)

    paper = gather(ward, case_id, PaperKind.LABELS)
    assert isinstance(paper, LabelSheet)
    assert [(one.tube_no, one.specimen) for one in paper.labels] == [
        ("N-0301-007", Specimen.SPUTUM)
    ]


def test_every_paper_of_a_case_is_offered_and_each_that_is_not_refused_can_be_drawn(
    ward: Ward,
) -> None:
    case_id = ward.case()
    ward.suspect(case_id)
    ward.tell(
        case_id,
        Order(("CBC",), "F-core"),
        Refusal("CHEST_CT", "担心射线", "陈医生"),
        Consulted(ward.at, YES, ("林教授", "周主任")),
        Caused("", "J06.900"),
        Disposed("HOME", "多饮水"),
        SampleTaken(SampleKind.NAT, ward.at, Specimen.SPUTUM, tube_no="N-0301-007"),
    )

    with ward.clinic.work(actor=DOCTOR, at=ward.at) as store:
        view = view_case(store, case_id, CASE_RULES)
        around = case_papers.around_of(store, view, CASE_RULES, HEAD)
    offered = case_papers.offered(view, around)

    refused = {one.asked.kind: one.refusal.code for one in offered if one.refusal}
    assert refused == {
        PaperKind.JOINT: "paper.nothing_to_print",
        PaperKind.EXCLUSION: "paper.gate_shut",
        PaperKind.CALENDAR: "paper.no_follow_up",
    }
    drawn = [one for one in offered if not one.refusal]
    assert {one.asked.kind for one in drawn} == set(PaperKind) - {*refused, PaperKind.RELEASE}
    for one in drawn:
        paper = paper_of(view, one.asked, around)
        assert render(paper, wording("zh_CN")).startswith(b"%PDF")


def test_what_was_asked_for_waits_over_a_restart_until_it_is_on_paper(ward: Ward) -> None:
    case_id = ward.case()
    printing = ask(ward, case_id, PaperKind.NOTICE)

    assert ward.do(case_printing.waiting) == (printing,)
    jammed = ward.do(case_printing.failed, printing, "printer.jammed")
    assert ward.do(case_printing.waiting) == (jammed,)
    again = ask(ward, case_id, PaperKind.NOTICE)
    assert (again.id, again.copy_no, again.problem) == (printing.id, 1, "")
    ward.do(case_printing.printed, again)

    assert ward.do(case_printing.waiting) == ()
    second = ask(ward, case_id, PaperKind.NOTICE)
    assert second.copy_no == 2


def test_a_notice_after_another_class_is_an_original_again(ward: Ward) -> None:
    case_id = ward.case()
    ward.do(case_printing.printed, ask(ward, case_id, PaperKind.NOTICE))
    ward.confirm(case_id)

    assert ward.book(case_id).case.case_class is CaseClass.CONFIRMED
    assert ask(ward, case_id, PaperKind.NOTICE).copy_no == 1


def test_a_paper_that_nobody_wants_any_more_waits_no_longer_and_stays_recorded(
    ward: Ward,
) -> None:
    case_id = ward.case()
    printing = ask(ward, case_id, PaperKind.NOTICE)

    given_up = ward.do(case_printing.give_up, printing)

    assert given_up.state is PrintingState.GIVEN_UP
    assert ward.do(case_printing.waiting) == ()
    kept = ward.do(lambda store: store.case_papers.of_case(case_id))
    assert [one.state for one in kept] == [PrintingState.GIVEN_UP]


def test_a_refused_paper_never_waits(ward: Ward) -> None:
    case_id = ward.case()
    ward.confirm(case_id)

    with pytest.raises(Refused, match=r"paper\.gate_shut"):
        ask(ward, case_id, PaperKind.RELEASE)

    assert ward.do(case_printing.waiting) == ()


def test_a_paper_is_printed_under_the_name_of_who_asked_whoever_sits_there_now(
    ward: Ward,
) -> None:
    printing = ask(ward, ward.case(), PaperKind.NOTICE)

    paper = ward.do(case_printing.record_of, printing, CASE_RULES, HEAD, actor=NURSE)

    (text,) = texts(render(paper, wording("zh_CN")))
    assert "打印 陈医生" in text


def test_whole_numbers_need_the_duty_and_are_audited(ward: Ward) -> None:
    case_id = ward.case()
    asked = PaperAsked(case_id, PaperKind.NOTICE, shows_identity=True)

    assert Duty.READ_IDENTITY not in DOCTOR.duties
    with pytest.raises(Refused):
        ward.do(case_papers.gather, asked, CASE_RULES, HEAD)
    with pytest.raises(Refused):
        ward.do(case_printing.ask, asked, CASE_RULES, HEAD)


def test_whoever_only_triages_prints_no_case(ward: Ward) -> None:
    asked = PaperAsked(ward.case(), PaperKind.NOTICE)
    triages = replace(NURSE, duties=frozenset({Duty.TRIAGE}))

    with pytest.raises(Refused):
        ward.do(case_papers.gather, asked, CASE_RULES, HEAD, actor=triages)


@pytest.mark.rule("ISO-2")
def test_the_register_of_a_day_has_whoever_was_isolated_on_it_for_any_time(ward: Ward) -> None:
    first = released(ward)
    left_on = ward.at
    second = ward.case()
    ward.later(1)

    def ids(day: date) -> list[int]:
        paper = ward.do(observation_register, day, CASE_RULES, HEAD, actor=OFFICER)
        return [one.case.id for one in paper.lines]

    began = NOON.date()
    assert ids(began - timedelta(days=1)) == []
    assert ids(began) == [first]
    assert ids(left_on.date()) == [first, second]
    assert ids(left_on.date() + timedelta(days=1)) == [second]


@pytest.mark.rule("ISO-2")
def test_a_line_of_the_register_says_class_results_highest_temperature_and_the_way_out(
    ward: Ward,
) -> None:
    case_id = ward.case()
    ward.measure(case_id, "37.9")
    ward.measure(case_id, "37.4")
    ward.suspect(case_id)
    ward.sample(case_id, Result.POS)

    paper = ward.do(observation_register, NOON.date(), CASE_RULES, HEAD)

    (line,) = paper.lines
    assert (line.case_class, line.is_fever, line.way) == (CaseClass.CONFIRMED, True, None)
    assert line.highest == "38.6"
    assert dict(line.results) == {
        "CHEST_CT": "features.PRESENT",
        "NAT": "sample_result.POS",
    }
