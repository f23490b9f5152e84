"""A laboratory's file: every line taken once, every fault named by row, column, value and remedy."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feverclinic.domain.case_book import valid_entries
from feverclinic.domain.case_facts import Result, SampleKind, Specimen
from feverclinic.domain.cases import CaseClass, CaseId
from feverclinic.domain.lab_messages import COLUMNS, LabProblem, read_messages
from feverclinic.domain.work_up_entries import (
    BloodCountReported,
    LabFlag,
    LabReported,
    SampleResult,
    SampleTaken,
    Via,
)
from feverclinic.errors import Refused, Unavailable
from feverclinic.services import lab_results
from feverclinic.services.lab_results import Received, text_of
from feverclinic.wording import wording
from tests.builders import NOON, NURSE
from tests.engines import Clinic
from tests.services.forms import Save
from tests.services.ward import CASE_RULES, Ward

AT = "2020-02-25 12:00"  # NOON is 12:00 in Zibo
HEAD = "message_id,tube_no,name,result,ct_n,ct_orf,cut_off,reported_at"


@pytest.fixture
def ward(clinic: Clinic, save: Save) -> Ward:
    return Ward(clinic, save)


def swab(ward: Ward, case_id: CaseId, tube_no: str = "N-1", **differs: Any) -> None:
    usual: dict[str, Any] = {
        "kind": SampleKind.NAT,
        "collected_at": NOON,
        "specimen": Specimen.OROPHARYNGEAL_SWAB,
        "tube_no": tube_no,
    }
    ward.tell(case_id, SampleTaken(**(usual | differs)))


def receive(ward: Ward, *lines: str, head: str = HEAD, **more: Any) -> Received:
    return ward.do(lab_results.receive_results, "\n".join((head, *lines)), CASE_RULES, **more)


def told(received: Received) -> list[tuple[int, str, str]]:
    return [(one.row, one.column, one.code) for one in received.problems]


def results(ward: Ward, case_id: CaseId) -> list[SampleResult]:
    documents = (one.document for one in ward.book(case_id).entries)
    return [one for one in documents if isinstance(one, SampleResult)]


def test_a_line_finds_its_sample_by_the_tube(ward: Ward) -> None:
    one, other = ward.case(), ward.case()
    swab(ward, one, "N-1")
    swab(ward, other, "N-2")

    got = receive(
        ward, f"M1,N-2,张建国,阳性,21.5,22,40,{AT}", f"M2,N-1,张建国,阴性,未检出,undet,40,{AT}"
    )

    assert [(row.row, row.case_id) for row in got.taken] == [(2, other), (3, one)]
    assert got.problems == ()
    (negative,), (positive,) = results(ward, one), results(ward, other)
    assert (negative.result, negative.ct_n_undetected, negative.via) == (
        Result.NEG,
        True,
        Via.FILE,
    )
    assert (positive.result, str(positive.ct_n), positive.reported_at) == (
        Result.POS,
        "21.5",
        NOON,
    )
    assert ward.book(other).case.case_class is CaseClass.POSITIVE_REVIEW


def test_a_trial_says_the_same_and_writes_nothing(ward: Ward) -> None:
    case_id = ward.case()
    swab(ward, case_id)
    before = ward.book(case_id)
    file = "\n".join((HEAD, f"M1,N-1,张建国,POS,20,21,40,{AT}", f"M2,N-9,,NEG,,,,{AT}"))

    tried = ward.do(lab_results.try_results, file, CASE_RULES)

    assert ward.book(case_id) == before
    got = ward.do(lab_results.receive_results, file, CASE_RULES)
    assert (tried.taken, tried.known, tried.problems) == (got.taken, got.known, got.problems)
    assert tried.problems == (LabProblem(3, "tube_no", "N-9", "UNKNOWN_TUBE"),)


def test_the_same_file_twice_changes_nothing(ward: Ward) -> None:
    case_id = ward.case()
    swab(ward, case_id)
    swab(ward, case_id, "N-2")
    lines = (
        f"M1,N-1,张建国,,30,未检出,40,{AT}",
        f",N-2,张建国,NEG,,,,{AT}",
        f"M1,N-1,张建国,,30,未检出,40,{AT}",
    )

    first, second = receive(ward, *lines), receive(ward, *lines)

    assert ([one.row for one in first.taken], first.known) == ([2, 3], (4,))
    assert (second.taken, second.known, second.problems) == ((), (2, 3, 4), ())
    assert [one.result for one in results(ward, case_id)] == [Result.IND, Result.NEG]


def test_a_corrected_report_replaces_and_an_old_one_that_comes_again_does_not_undo_it(
    ward: Ward,
) -> None:
    case_id = ward.case()
    swab(ward, case_id)
    old = f",N-1,张建国,NEG,,,,{AT}"
    receive(ward, old)
    ward.later(hours=1)

    corrected = receive(ward, "M2,N-1,张建国,POS,,,,2020-02-25 12:30")
    again = receive(ward, old)

    assert corrected.taken[0].is_correction
    assert (again.taken, again.known) == ((), (2,))
    held = [one for one in valid_entries(ward.book(case_id)) if one.kind == "RESULT"]
    assert [one.document.result for one in held if isinstance(one.document, SampleResult)] == [
        Result.POS
    ]


def test_a_result_of_somebody_else_is_not_taken(ward: Ward) -> None:
    case_id = ward.case()
    swab(ward, case_id)

    got = receive(ward, f"M1,N-1,李建国,NEG,,,,{AT}")
    spaced = receive(ward, f"M1,N-1, 张 建国 ,NEG,,,,{AT}")

    assert told(got) == [(2, "name", "WRONG_PATIENT")]
    assert [one.row for one in spaced.taken] == [2]


@pytest.mark.parametrize(
    ("line", "column", "code"),
    [
        ("M1,,,NEG,,,,T", "tube_no", "NOBODY"),
        ("M1,N-1,,maybe,,,,T", "result", "RESULT"),
        ("M1,N-1,,,,,,T", "result", "RESULT_MISSING"),
        ("M1,N-1,,NEG,3x,,40,T", "ct_n", "NUMBER"),
        ("M1,N-1,,NEG,-1,,40,T", "ct_n", "NUMBER"),
        ("M1,N-1,,NEG,NaN,,40,T", "ct_n", "NUMBER"),
        ("M1,N-1,,NEG,,,1e999,T", "cut_off", "NUMBER"),
        ("M1,N-1,,NEG,,,,", "reported_at", "TIME_MISSING"),
        ("M1,N-1,,NEG,,,,2020-02-30 08:00", "reported_at", "TIME"),
        ("M1,N-1,,NEG,,,,0001-01-01 00:00", "reported_at", "TIME"),
        ("M1,N-1,,NEG,,,,2020-02-25 11:59", "reported_at", "TIME_ORDER"),
        ("M1,N-1,,NEG,,,,2020-02-25 12:01", "reported_at", "TIME_ORDER"),
        ("M1,N-1,,NEG,20,21,40,T", "result", "TARGETS"),
        (f"{'M' * 201},N-1,,NEG,,,,T", "message_id", "TOO_LONG"),
    ],
)
def test_each_fault_is_named_and_the_other_lines_are_taken(
    ward: Ward, line: str, column: str, code: str
) -> None:
    case_id = ward.case()
    swab(ward, case_id, "N-1")
    swab(ward, case_id, "N-2")

    got = receive(ward, line.replace(",T", f",{AT}"), f"M9,N-2,,NEG,,,,{AT}")

    assert told(got) == [(2, column, code)]
    assert [one.row for one in got.taken] == [3]
    for words in (wording("zh_CN"), wording("en")):
        assert words.say(f"lab_problem.{code}")
        assert words.say(f"lab_remedy.{code}")


def test_counts_and_values_come_by_the_visit(ward: Ward) -> None:
    case_id = ward.case()
    visit_no = ward.book(case_id).visit.visit_no
    head = "message_id,visit_no,item,wbc,lymphocytes,value,unit,flag,reported_at"

    got = receive(
        ward,
        f"B1,{visit_no},CBC,4.1,0.7,,,,{AT}",
        f"B2,{visit_no},crp,,,23,mg/L,偏高,{AT}",
        f",{visit_no},CRP,,,23,mg/L,H,{AT}",
        f"B4,{visit_no},CBC,4.1,,,,,{AT}",
        f"B5,{visit_no},CRP,,,23,,,{AT}",
        f"B6,20200225-9999,CRP,,,23,,H,{AT}",
        f"B1,{visit_no},CRP,,,23,,H,{AT}",
        head=head,
    )

    assert [type(one.document) for one in got.taken] == [BloodCountReported, LabReported]
    value = got.taken[1].document
    assert isinstance(value, LabReported)
    assert (value.item, value.flag, str(value.value)) == ("CRP", LabFlag.HIGH, "23")
    assert told(got) == [
        (4, "message_id", "MESSAGE_MISSING"),
        (5, "lymphocytes", "RESULT_MISSING"),
        (6, "flag", "RESULT_MISSING"),
        (7, "visit_no", "UNKNOWN_VISIT"),
        (8, "message_id", "MESSAGE_REUSED"),
    ]


def test_json_lines_say_the_same_as_a_table(ward: Ward) -> None:
    case_id = ward.case()
    swab(ward, case_id)
    swab(ward, case_id, "A-1", kind=SampleKind.ANTIBODY, specimen=Specimen.SERUM)
    lines = (
        json.dumps(
            {
                "tube_no": "N-1",
                "result": "NEG",
                "ct_n": 38.5,
                "reported_at": "2020-02-25T12:00:00+08:00",
            }
        ),
        "{broken",
        "[1]",
        json.dumps({"tube_no": "A-1", "item": "NAT", "result": "NEG", "reported_at": AT}),
        json.dumps({"tube_no": "A-1", "igm": "+", "igg": "NEG", "reported_at": AT}),
    )

    got = ward.do(lab_results.receive_results, "\n".join(lines), CASE_RULES, Via.SYSTEM)

    assert told(got) == [(2, "", "NOT_JSON"), (3, "", "NOT_JSON"), (4, "item", "WRONG_ITEM")]
    nat, antibody = results(ward, case_id)
    assert (str(nat.ct_n), nat.via) == ("38.5", Via.SYSTEM)
    assert (antibody.igm, antibody.igg) == (Result.POS, Result.NEG)


def test_a_file_without_names_is_told_once(ward: Ward) -> None:
    assert told(receive(ward, "a,b", head="x,y")) == [(1, "", "NO_HEADER")]
    assert told(receive(ward, f"M1,N-1,,NEG,,,,{AT},much,more")) == [(2, "", "TOO_MANY_CELLS")]


def test_a_file_of_this_country_is_read_and_one_that_is_no_text_refused() -> None:
    assert text_of("管号,阴性".encode("gb18030")) == "管号,阴性"
    assert text_of("管号".encode("utf-8-sig")) == "管号"
    with pytest.raises(Unavailable, match=r"lab\.unreadable"):
        text_of(b"\xff\xff\xff")


def test_nobody_else_receives_results(ward: Ward) -> None:
    with pytest.raises(Refused, match=r"staff\.duty_missing"):
        receive(ward, f"M1,N-1,,NEG,,,,{AT}", actor=NURSE)


CELLS = st.text(max_size=12) | st.sampled_from(
    [
        "N-1",
        "POS",
        "阴性",
        AT,
        "40",
        "38.5",
        "CBC",
        '"',
        "\0",
        "１２．５",
        "2020-02-25T12:00Z",
        "{",
        "张建国",
    ]
)


@given(
    st.lists(
        st.dictionaries(
            st.sampled_from([*COLUMNS, "else"]), CELLS | st.integers() | st.none(), max_size=9
        ),
        max_size=6,
    ),
    st.booleans(),
)
@settings(max_examples=200, deadline=None)
def test_no_text_makes_the_reader_fall(
    lines: list[dict[str, Any]],
    is_table: bool,
) -> None:
    text = "\n".join(json.dumps(one, ensure_ascii=False) for one in lines)
    if is_table:
        text = "\n".join([",".join(COLUMNS), *(",".join(map(str, one.values())) for one in lines)])

    messages, problems = read_messages(text)

    assert len(messages) + len(problems) <= text.count("\n") + 2 + text.count("\r")


@given(data=st.data())
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_file_makes_the_service_fall_and_every_line_is_accounted_for(
    ward: Ward, data: st.DataObject
) -> None:
    if not ward.do(lambda store: store.cases.of_tube("N-1")):
        swab(ward, ward.case(), "N-1")
    lines = data.draw(
        st.lists(
            st.fixed_dictionaries(
                {"tube_no": st.sampled_from(["N-1", "N-2"]), "reported_at": st.just(AT)},
                optional={
                    name: CELLS for name in COLUMNS if name not in ("tube_no", "reported_at")
                },
            ),
            min_size=1,
            max_size=4,
        )
    )
    text = "\n".join(json.dumps(one, ensure_ascii=False) for one in lines)

    tried = ward.do(lab_results.try_results, text, CASE_RULES)
    got = ward.do(lab_results.receive_results, text, CASE_RULES)

    for one in (tried, got):
        assert len(one.taken) + len(one.known) + len(one.problems) == len(lines)
    assert {one.code for one in got.problems} <= set(_codes())


def _codes() -> list[str]:
    return [
        key.removeprefix("lab_problem.")
        for key in wording("zh_CN").sentences
        if key.startswith("lab_problem.")
    ]
