"""From records to paper: the slip of the decision that holds, as it was decided."""

from decimal import Decimal

import pytest

from feverclinic.errors import Refused
from feverclinic.services import slips, triage
from feverclinic.services.papers import Letterhead, gather_slip, preview_slip, render_slip
from feverclinic.services.signing_in import NOBODY
from feverclinic.wording import wording
from tests.builders import MINUTE, NOON, a_reading
from tests.engines import Clinic
from tests.services.forms import Save, a_form
from tests.stories.workplace import RULES, text_of

HEAD = Letterhead("市立医院 发热门诊", "预检分诊 1 号点")


def test_a_slip_tells_who_where_why_and_what_to_do(clinic: Clinic, save: Save) -> None:
    saved = save(a_form(a_reading("37.8"), q5="YES"))

    with clinic.work() as store:
        slip = gather_slip(store, saved.visit.id, 1, RULES, HEAD)

    assert slip.patient == saved.patient
    assert slip.visit == saved.visit
    assert slip.assessment == saved.assessment
    assert slip.work_up == (
        "CBC",
        "CRP",
        "CHEST_CT",
        "SPO2",
        "NAT",
        "FLU_ANTIGEN",
        "OBSERVATION",
    )
    assert (slip.limit_c, slip.nurse) == (Decimal("37.30"), "张护士")
    assert (slip.facility, slip.station) == ("市立医院 发热门诊", "预检分诊 1 号点")
    assert (slip.copy_no, slip.is_demo) == (1, False)


def test_the_latest_decision_is_on_the_slip(clinic: Clinic, save: Save) -> None:
    first = save(a_form())
    with clinic.work() as store:
        opened = triage.reopen(store, first.visit.id)
    second = save(opened.with_reading(a_reading("38.5")), NOON + MINUTE)

    with clinic.work() as store:
        slip = gather_slip(store, first.visit.id, 1, RULES, HEAD)

    assert slip.assessment == second.assessment


def test_who_has_no_duty_at_triage_orders_and_reads_no_slip(clinic: Clinic, save: Save) -> None:
    saved = save(a_form())

    with clinic.work(actor=NOBODY) as store:
        with pytest.raises(Refused, match=r"staff\.duty_missing"):
            preview_slip(store, saved.visit.id, RULES, HEAD)
        with pytest.raises(Refused, match=r"staff\.duty_missing"):
            slips.slip_again(store, saved.visit.id)


def test_a_slip_that_was_ordered_is_made_also_when_nobody_sits_there_any_more(
    clinic: Clinic, save: Save
) -> None:
    saved = save(a_form())

    with clinic.work(actor=NOBODY) as store:
        slip = gather_slip(store, saved.visit.id, 1, RULES, HEAD)

    assert slip.nurse == "张护士"


def test_a_preview_is_the_original(clinic: Clinic, save: Save) -> None:
    saved = save(a_form())

    with clinic.work() as store:
        assert preview_slip(store, saved.visit.id, RULES, HEAD) == gather_slip(
            store, saved.visit.id, 1, RULES, HEAD
        )


@pytest.mark.parametrize("paper", ["A5", "ROLL80"])
def test_both_papers_say_name_number_and_visit(clinic: Clinic, save: Save, paper: str) -> None:
    saved = save(a_form(a_reading("37.8")))
    with clinic.work() as store:
        slip = gather_slip(store, saved.visit.id, 2, RULES, HEAD)

    text = text_of(render_slip(slip, wording("zh_CN"), paper))

    words = ("张建国", "37.8", "20200225-0001", "副本", "发热诊室")
    assert [word for word in words if word not in text] == []


def test_a_slip_is_printed_failed_and_printed_again_in_its_versions(
    clinic: Clinic, save: Save
) -> None:
    saved = save(a_form())

    with clinic.work(at=NOON + MINUTE) as store:
        failed = slips.slip_failed(store, saved.slip, "printer.jammed")
        again = slips.slip_again(store, saved.visit.id)
        printed = slips.slip_printed(store, again)
        copy = slips.slip_again(store, saved.visit.id)

    assert (failed.state.value, failed.problem) == ("FAILED", "printer.jammed")
    assert again == failed
    assert (printed.state.value, printed.problem, printed.version) == ("PRINTED", "", 2)
    assert (copy.copy_no, copy.state.value) == (2, "WAITING")


def test_a_second_decision_takes_over_the_slip_that_never_came_out(
    clinic: Clinic, save: Save
) -> None:
    first = save(a_form())
    with clinic.work() as store:
        slips.slip_failed(store, first.slip, "printer.jammed")
        opened = triage.reopen(store, first.visit.id)

    second = save(opened, NOON + MINUTE)

    assert (second.slip.id, second.slip.state.value) == (first.slip.id, "WAITING")
    assert (second.slip.copy_no, second.slip.version) == (1, 2)


def test_a_second_decision_after_the_first_paper_has_an_original_of_its_own(
    clinic: Clinic, save: Save
) -> None:
    first = save(a_form())
    with clinic.work() as store:
        slips.slip_printed(store, first.slip)
        opened = triage.reopen(store, first.visit.id)

    second = save(opened, NOON + MINUTE)

    assert second.slip.id != first.slip.id
    assert second.slip.copy_no == 1
