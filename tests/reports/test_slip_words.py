from dataclasses import replace
from datetime import date

import pytest

from feverclinic.domain.history import Symptom
from feverclinic.domain.people import Sex
from feverclinic.domain.prescreening import Outcome
from feverclinic.domain.readings import Scale, Site, Source
from feverclinic.domain.ternary import NO, UNKNOWN, YES
from feverclinic.domain.visits import Mask, Registration
from feverclinic.domain.vitals import Vitals
from feverclinic.reports.marks import Mark
from feverclinic.reports.slip_reasons import shown_value
from feverclinic.reports.slip_record import Line, SlipWords, TriageSlip
from feverclinic.reports.slip_words import words_of
from feverclinic.wording import LANGUAGES, wording
from tests.reports.slips import (
    AXILLA,
    DECIDED_AT,
    FOREHEAD,
    OVERFULL_ADVISORIES,
    OVERFULL_EVIDENCE,
    a_patient,
    a_reading,
    a_routing,
    a_slip,
    a_temperature,
    a_visit,
    an_acuity,
)


def in_chinese(slip: TriageSlip) -> SlipWords:
    return words_of(slip, wording("zh_CN"))


@pytest.mark.rule("TRI-3")
def test_the_route_stands_with_how_to_get_there() -> None:
    words = in_chinese(a_slip(room="3 号诊室"))

    assert words.place == "隔离诊室"
    assert words.note == "(单人)"
    assert words.way == "3 号诊室 · 沿红色地线 · 护士引导 · 不进候诊区"
    assert words.level_name == "Ⅲ 级 急症"
    assert words.wait == "30 分钟内接诊"


@pytest.mark.rule("TRI-7")
def test_who_is_to_be_measured_again_reads_when() -> None:
    temperature = a_temperature(AXILLA, effective=AXILLA, recheck_at=DECIDED_AT.replace(minute=37))

    words = in_chinese(a_slip(routing=a_routing(Outcome.HOLD_RECHECK, temperature=temperature)))

    assert words.way.endswith("14:37 复测")


def test_the_reading_that_counts_stands_first_and_the_others_behind_it() -> None:
    words = in_chinese(a_slip())

    assert words.temperature == "37.8 ℃"
    assert words.readings == ("复测 腋温 14:32", "首测 额温 37.9　14:28")


@pytest.mark.rule("TEMP-3")
@pytest.mark.parametrize(
    ("raw_text", "shown"),
    [
        ("37.25", "37.25"),
        ("37.30", "37.30"),
        ("３７．５", "37.5"),
        ("36,5", "36.5"),
        ("36。5", "36.5"),
        ("99.1F", "99.1"),
        ("37.5℃", "37.5"),
    ],
)
def test_a_number_keeps_all_its_decimals(raw_text: str, shown: str) -> None:
    assert shown_value(replace(AXILLA, raw_text=raw_text)) == shown


@pytest.mark.rule("TEMP-4")
def test_a_reading_in_fahrenheit_is_printed_in_fahrenheit() -> None:
    reading = a_reading("99.1", Site.ORAL, 30, raw_unit=Scale.FAHRENHEIT)

    words = in_chinese(
        a_slip(routing=a_routing(temperature=a_temperature(reading, effective=reading)))
    )

    assert words.temperature == "99.1 ℉"


@pytest.mark.rule("TEMP-1")
def test_a_number_typed_by_hand_says_so() -> None:
    reading = a_reading("37.8", Site.AXILLARY, 30, source=Source.MANUAL)

    words = in_chinese(
        a_slip(routing=a_routing(temperature=a_temperature(reading, effective=reading)))
    )

    assert words.readings == ("首测 腋温 14:30 手工",)


@pytest.mark.rule("TEMP-6")
def test_a_reading_that_was_not_used_says_why() -> None:
    temperature = a_temperature(FOREHEAD, AXILLA, effective=AXILLA)
    first, second = temperature.readings
    judged = (replace(first, is_usable=False, flags=("IMPLAUSIBLE",)), second)

    words = in_chinese(a_slip(routing=a_routing(temperature=replace(temperature, readings=judged))))

    assert words.readings[1] == "首测 额温 37.9　14:28(超出可信范围)"


def test_more_readings_than_have_room_are_counted() -> None:
    many = [a_reading("37.1", Site.FOREHEAD_NC, minute) for minute in range(10, 16)]

    words = in_chinese(
        a_slip(routing=a_routing(temperature=a_temperature(*many, AXILLA, effective=AXILLA)))
    )

    assert len(words.readings) == 5
    assert words.readings[-1] == "另有 3 次测量"


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("REFUSED", "未测：拒测"),
        ("耳部外伤", "未测：耳部外伤"),
        ("", "未测：原因不详"),
    ],
    ids=["by code", "as typed", "none given"],
)
def test_a_temperature_that_was_not_taken_says_why(reason: str, said: str) -> None:
    slip = a_slip(
        routing=a_routing(temperature=a_temperature(effective=None)),
        visit=a_visit(registration=Registration(not_measured_reason=reason)),
    )

    assert in_chinese(slip).temperature == said


def test_readings_of_which_none_counts_are_not_called_a_temperature() -> None:
    temperature = a_temperature(FOREHEAD, effective=None)

    words = in_chinese(a_slip(routing=a_routing(temperature=temperature)))

    assert words.temperature == "无可采用的测量值"
    assert words.readings == ("首测 额温 37.9　14:28",)


def test_vital_signs_are_whole() -> None:
    assert in_chinese(a_slip()).vitals == (
        "SpO₂ 97 %",
        "R 20",
        "P 92",
        "BP 128/80",
        "神志 清醒(A)",
    )


def test_vital_signs_that_were_not_taken_are_said_to_be_not_measured() -> None:
    assert in_chinese(a_slip(visit=a_visit(vitals=Vitals()))).vitals == (
        "SpO₂ 未测",
        "R 未测",
        "P 未测",
        "BP 未测",
        "神志 未测",
    )


@pytest.mark.parametrize(
    ("vitals", "said"),
    [
        (Vitals(spo2=93, on_oxygen=YES), "SpO₂ 93 % (吸氧)"),
        (Vitals(spo2=93, on_oxygen=NO), "SpO₂ 93 %"),
        (Vitals(spo2=93, on_oxygen=UNKNOWN), "SpO₂ 93 % (吸氧不详)"),
    ],
    ids=["on oxygen", "on air", "unknown"],
)
def test_an_oxygen_value_says_under_what(vitals: Vitals, said: str) -> None:
    assert in_chinese(a_slip(visit=a_visit(vitals=vitals))).vitals[0] == said


def test_half_a_blood_pressure_keeps_its_half() -> None:
    words = in_chinese(a_slip(visit=a_visit(vitals=Vitals(sbp=85))))

    assert words.vitals[3] == "BP 85/未测"


@pytest.mark.parametrize(
    ("symptoms", "said"),
    [
        (dict.fromkeys(Symptom, NO), ("无",)),
        ({}, ("不详",)),
        ({Symptom.COUGH: YES}, ("咳嗽", "其余 16 项不详")),
        (
            dict.fromkeys(Symptom, NO) | {Symptom.COUGH: YES, Symptom.RASH: UNKNOWN},
            ("咳嗽", "不详：皮疹"),
        ),
    ],
    ids=["none", "nothing known", "one known", "one unknown"],
)
def test_symptoms_never_look_denied_when_they_were_not_asked(
    symptoms: dict[Symptom, object], said: tuple[str, ...]
) -> None:
    slip = a_slip(visit=a_visit(symptoms=symptoms), routing=a_routing(facts={"F": NO}))

    assert in_chinese(slip).symptoms == said


@pytest.mark.parametrize(
    ("registration", "said"),
    [
        (Registration(), "不详"),
        (Registration(mask=Mask.NONE), "未戴"),
        (Registration(mask=Mask.NONE, mask_given=True), "未戴，已发口罩"),
        (Registration(mask=Mask.N95_NO_VALVE), "N95 无阀"),
    ],
    ids=["not asked", "none", "given one", "respirator"],
)
def test_the_mask_is_said(registration: Registration, said: str) -> None:
    assert in_chinese(a_slip(visit=a_visit(registration=registration))).mask == said


def test_nobody_known_is_said_to_be_unknown() -> None:
    nobody = a_patient("", sex=Sex.UNKNOWN, birth_date=None, id_no="", phone="")

    words = in_chinese(a_slip(patient=nobody))

    assert words.name == "姓名不详"
    assert words.person == "性别不详 年龄不详"
    assert words.identity == ("无证件号：原因不详", "电话不详")


@pytest.mark.parametrize(
    ("born", "said"),
    [
        (date(1978, 6, 1), "男 41 岁"),
        (date(2019, 11, 1), "男 3 个月"),
        (date(2020, 2, 20), "男 8 天"),
    ],
    ids=["years", "months", "days"],
)
def test_the_age_is_said_as_people_say_it(born: date, said: str) -> None:
    assert in_chinese(a_slip(patient=a_patient(birth_date=born))).person == said


@pytest.mark.rule("TEMP-2", "TRI-3")
def test_each_reason_stands_with_its_rule() -> None:
    words = in_chinese(a_slip())

    assert words.decision.rule == "TRI-3"
    assert words.reasons == (
        Line(Mark.LIMIT, "腋温 37.8 ≥ 37.3 ℃", "TEMP-2"),
        Line(Mark.YES, "症状：咳嗽", "§1.2"),
        Line(Mark.YES, "与核酸阳性者接触史：是", "Q2"),
        Line(Mark.UNKNOWN, "聚集性发病：不详，按有处理", "Q4"),
    )


@pytest.mark.rule("TEMP-10")
@pytest.mark.parametrize(
    ("inputs", "said"),
    [
        (
            {"self_reported_fever": {"raw_text": "38.5", "measured_on": "2020-02-27"}},
            "自测体温 38.5 ℃，14 天内",
        ),
        ({}, "自测发热史"),
    ],
    ids=["with a number", "without"],
)
def test_a_fever_at_home_is_said_with_its_number(inputs: dict[str, object], said: str) -> None:
    slip = a_slip(routing=a_routing(evidence=("F_HISTORY",)), inputs=inputs)

    assert in_chinese(slip).reasons[0] == Line(Mark.LIMIT, said, "TEMP-10")


@pytest.mark.rule("TEMP-4")
def test_a_fever_in_fahrenheit_keeps_its_unit_beside_the_limit() -> None:
    reading = a_reading("99.14", Site.ORAL, 30, raw_unit=Scale.FAHRENHEIT)
    temperature = a_temperature(reading, effective=reading)

    words = in_chinese(a_slip(routing=a_routing(temperature=temperature)))

    assert words.reasons[0].sentence == "口温 99.14 ℉ ≥ 37.3 ℃"


def test_an_unknown_symptom_that_carries_the_route_is_marked_unknown() -> None:
    slip = a_slip(
        routing=a_routing(evidence=("COUGH", "FATIGUE")),
        visit=a_visit(symptoms={Symptom.COUGH: YES}),
    )

    assert in_chinese(slip).reasons == (
        Line(Mark.YES, "症状：咳嗽", "§1.2"),
        Line(Mark.UNKNOWN, "症状：乏力", "§1.2"),
    )


def test_a_changed_route_names_who_changed_it_and_why() -> None:
    slip = a_slip(
        routing=a_routing(evidence=(), override="ACCEPTED", proposed=Outcome.FEVER_CLINIC),
        inputs={"override": {"by": "王医生", "duty": "DOCTOR", "reason": "家属高热"}},
    )

    assert in_chinese(slip).reasons == (
        Line(Mark.NOTICE, "王医生改判，系统建议「发热诊室」：家属高热", "TRI"),
    )


def test_a_change_that_was_not_taken_says_why_not() -> None:
    slip = a_slip(
        routing=a_routing(evidence=(), override="REFUSED", override_reason="DOCTOR_REQUIRED"),
        inputs={"override": {"by": "张护士", "duty": "NURSE", "reason": "床位紧"}},
    )

    assert in_chinese(slip).reasons[0].sentence == "改判未采用：降低去向须由医生改判"


def test_a_long_reason_is_cut_where_one_can_see_it() -> None:
    slip = a_slip(
        routing=a_routing(evidence=(), override="ACCEPTED"),
        inputs={"override": {"by": "王医生", "reason": "高" * 200}},
    )

    assert in_chinese(slip).reasons[0].sentence.endswith("高…")


@pytest.mark.rule("TEMP-5")
def test_what_is_to_be_looked_at_follows_the_reasons_once() -> None:
    acuity = an_acuity(a_routing().acuity, advisories=("VITALS_MISSING", "RECHECK"))
    slip = a_slip(
        routing=a_routing(
            evidence=(), advisories=("RECHECK", "LATER_FACTS_IGNORED"), acuity_detail=acuity
        )
    )

    assert [(line.mark, line.rule) for line in in_chinese(slip).reasons] == [
        (Mark.NOTICE, "TEMP-5"),
        (Mark.NOTICE, "§1.6"),
    ]


def test_calls_stand_with_the_tests_once() -> None:
    acuity = an_acuity(a_routing().acuity, calls=("OBSTETRIC",))
    slip = a_slip(routing=a_routing(calls=("OBSTETRIC",), acuity_detail=acuity), work_up=("CBC",))

    assert in_chinese(slip).work_up == ("血常规", "请产科会诊")


def test_the_foot_says_who_where_when_by_which_rules_and_which_print() -> None:
    words = in_chinese(a_slip(copy_no=3))

    assert words.foot_left == "张护士 · 预检分诊 1 号点 · 2020-02-28 14:32"
    assert words.foot_right == "规则 triage-2020.1 · 第 3 次打印"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", OVERFULL_EVIDENCE)
def test_every_evidence_has_a_sentence(code: str, language: str) -> None:
    words = words_of(a_slip(routing=a_routing(evidence=(code,))), wording(language))

    assert len(words.reasons) <= 1
    assert all(line.sentence for line in words.reasons)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", OVERFULL_ADVISORIES)
def test_every_advisory_has_a_sentence(code: str, language: str) -> None:
    words = words_of(a_slip(routing=a_routing(evidence=(), advisories=(code,))), wording(language))

    (line,) = words.reasons
    assert line.sentence
    assert line.rule
