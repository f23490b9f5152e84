"""Records into the words of the desk: tiles, banner, rows and reasons; no widget is made."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest

from feverclinic.domain.boards import ArmedFor, QueueEntry, Unclaimed
from feverclinic.domain.intake import Intake
from feverclinic.domain.people import AgeUnit, Sex
from feverclinic.domain.prescreening import JudgedReading, Outcome
from feverclinic.domain.readings import Reading, Scale, Site, Source
from feverclinic.domain.visits import DraftId, SlipState, Stage, VisitId
from feverclinic.domain.vitals import Level
from feverclinic.wording import wording
from ui.triage.evidence import advice_lines, evidence_lines, question_lines, turn_sentence
from ui.triage.queue_rows import Part, current_row, entry_row, rows
from ui.triage.scene_presenter import NOON
from ui.triage.scenes import PLACES, busy, empty
from ui.triage.sign_groups import may_be_pregnant, shown_signs, years_of
from ui.triage.telling import TileScene, age_of, banner_facts, field_word, tiles
from ui.triage.waiting_rows import Moment

WORDS = wording("zh_CN")
TODAY = date(2020, 2, 28)


def _reading(text: str, site: Site = Site.AXILLARY, minutes: float = 5) -> Reading:
    return Reading(
        text,
        Fraction(37),
        site,
        NOON - timedelta(minutes=minutes),
        source=Source.SERIAL,
        device_name="绿枪",
    )


def _scene(*judged: JudgedReading, intake: Intake | None = None) -> TileScene:
    temperature = replace(empty().outlook.temperature, readings=judged)
    return TileScene(intake or Intake(NOON), temperature, None, (), (), "37.3", NOON)


@pytest.mark.rule("TEMP-3")
@pytest.mark.parametrize("text", ["37.25", "37.3", "36", "37.30"])
def test_a_tile_shows_the_digits_exactly_as_the_device_sent_them(text: str) -> None:
    shown = tiles(_scene(JudgedReading(_reading(text), is_usable=True, flags=())), WORDS)

    assert shown[0].number == text


def test_a_reading_in_fahrenheit_stays_in_fahrenheit() -> None:
    reading = replace(_reading("99.1F"), raw_unit=Scale.FAHRENHEIT)

    shown = tiles(_scene(JudgedReading(reading, is_usable=True, flags=())), WORDS)

    assert (shown[0].number, shown[0].unit) == ("99.1", "℉")


@pytest.mark.parametrize(
    ("flags", "state", "flag"),
    [
        ((), "read", ""),
        (("RECHECK",), "read", ""),
        (("FEVER",), "fever", "≥ 37.3"),
        (("FEVER", "UNCALIBRATED"), "fever", "≥ 37.3"),
        (("IMPLAUSIBLE",), "unusable", "超出可信范围"),
        (("UNCALIBRATED",), "unusable", "校准过期"),
    ],
)
def test_what_the_rules_say_of_a_reading_is_its_state(
    flags: tuple[str, ...], state: str, flag: str
) -> None:
    shown = tiles(_scene(JudgedReading(_reading("37.3"), is_usable=True, flags=flags)), WORDS)

    assert (shown[0].state, shown[0].flag) == (state, flag)


def test_a_reading_by_hand_says_so_and_carries_no_device() -> None:
    reading = replace(_reading("37.2"), source=Source.MANUAL, device_name="", reason="DEVICE_FAULT")

    shown = tiles(_scene(JudgedReading(reading, is_usable=True, flags=())), WORDS)

    assert (shown[0].icon, shown[0].origin) == ("pencil", "手工 · 体温计故障")


def test_a_reading_assigned_by_hand_stays_marked() -> None:
    reading = replace(_reading("38.2"), assigned_by_hand=True)

    shown = tiles(_scene(JudgedReading(reading, is_usable=True, flags=())), WORDS)

    assert shown[0].origin == "绿枪 · 手工归属"


def test_the_owner_stands_beside_the_number() -> None:
    intake = Intake(
        NOON, {"name": "张建国", "sex": "1", "age": "41", "id_no": "370399197806070117"}
    )

    shown = tiles(
        _scene(JudgedReading(_reading("37.8"), is_usable=True, flags=()), intake=intake), WORDS
    )

    assert shown[0].origin == "绿枪 → 张建国 男 41 · 0117"


def test_the_armed_thermometer_says_for_whom_and_how_long() -> None:
    armed = ArmedFor(
        "蓝枪", "BLUE", "FOREHEAD_NC", "周玉芳", Sex.FEMALE, 63, AgeUnit.YEAR, "4426", 24
    )

    shown = tiles(replace(_scene(), armed=armed), WORDS)

    assert (shown[0].state, shown[0].when, shown[0].number) == ("armed", "还剩 24 秒", "--.-")
    assert shown[0].origin == "蓝枪 → 周玉芳 4426"


def test_a_reading_of_nobody_asks_whose_it_is_and_never_takes_the_place_of_two_readings() -> None:
    waiting = (Unclaimed(_reading("38.2", Site.FOREHEAD_NC), "T1"),)
    two = tuple(
        JudgedReading(_reading(text), is_usable=True, flags=()) for text in ("37.9", "37.8")
    )

    alone = tiles(replace(_scene(), tray=waiting), WORDS)
    beside_two = tiles(replace(_scene(*two), tray=waiting), WORDS)

    assert [tile.state for tile in alone] == ["empty", "unclaimed"]
    assert [tile.state for tile in beside_two] == ["read", "read"]


def test_no_reading_with_a_reason_says_the_reason() -> None:
    shown = tiles(replace(_scene(), not_measured="REFUSED"), WORDS)

    assert (shown[0].state, shown[0].sentence) == ("not_measured", "拒测")


def test_the_banner_masks_the_numbers() -> None:
    facts = banner_facts(busy().intake, WORDS, TODAY, dict(PLACES.townships))

    assert (facts.name, facts.sex_and_age) == ("张建国", "男 41 岁")
    assert [fact.value for fact in facts.facts] == [
        "3703 **** **** 0117",
        "139 **** 5512",
        "张店区 和平街道",
    ]


def test_the_banner_of_nobody_says_how_to_begin() -> None:
    facts = banner_facts(Intake(NOON), WORDS, TODAY, {})

    assert (facts.name, facts.is_named) == ("未登记", False)
    assert facts.facts[0].value == "点此或按 Ctrl+2 录入"


@pytest.mark.parametrize(
    ("fields", "age"),
    [
        ({"age": "41"}, (41, AgeUnit.YEAR)),
        ({"age": "8", "age_unit": "月"}, (8, AgeUnit.MONTH)),
        ({"birth_date": "2020-02-20"}, (8, AgeUnit.DAY)),
        ({"birth_date": "1978-06-01", "age": "5"}, (41, AgeUnit.YEAR)),
        ({"age": "四十"}, None),
        ({"birth_date": "2020-03-01"}, None),
        ({}, None),
    ],
)
def test_the_age_is_that_of_the_birth_date_or_else_as_typed(
    fields: dict[str, str], age: tuple[int, AgeUnit] | None
) -> None:
    assert age_of(Intake(NOON, fields), TODAY) == age


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("q2", "与核酸阳性者接触史"),
        ("symptoms.COUGH", "咳嗽"),
        ("signs.STIFF_NECK", "颈强直"),
        ("spo2", "SpO₂"),
        ("q5.until", "观察至"),
        ("companions.0.phone", "电话"),
        ("address.text", "现住址"),
    ],
)
def test_every_field_is_called_by_its_words(name: str, word: str) -> None:
    assert field_word(WORDS, name) == word


def _entry(**changes: object) -> QueueEntry:
    entry = QueueEntry("孙桂英", Sex.FEMALE, 72, AgeUnit.YEAR, NOON - timedelta(minutes=11), "37.2")
    return replace(entry, **changes)


@pytest.mark.parametrize(
    ("changes", "line", "icon"),
    [
        ({"draft_id": DraftId(1)}, "暂存 14:21", "save"),
        ({"draft_id": DraftId(1), "open_questions": 3}, "暂存 14:21 · 还差 3 问", "save"),
        ({"recheck_at": NOON}, "复测 14:32 到时", "bell"),
        ({"recheck_at": NOON + timedelta(minutes=8)}, "复测 14:40", "thermometer"),
        (
            {"visit_id": VisitId(1), "stage": Stage.ARRIVED, "outcome": Outcome.FEVER_CLINIC},
            "已到 · 发热诊室",
            "check",
        ),
        ({"visit_id": VisitId(1), "stage": Stage.LEFT}, "自行离开", "log-out"),
        (
            {"visit_id": VisitId(1), "stage": Stage.TRIAGED, "slip": SlipState.FAILED},
            "已保存 未打印",
            "printer",
        ),
    ],
)
def test_a_row_says_its_state_in_words_and_with_an_icon(
    changes: dict[str, object], line: str, icon: str
) -> None:
    shown = entry_row(_entry(**changes), WORDS, Moment(NOON))

    assert (shown.line, shown.icon) == (line, icon)


def test_the_list_has_the_open_form_first_then_who_waits_then_who_is_routed() -> None:
    scene = busy()
    current = current_row(scene.intake, scene.outlook, WORDS, Moment(NOON))

    told = rows(scene.entries, current, Part.TODAY, WORDS, Moment(NOON))

    assert [(row.name, row.count) for row in told if row.is_head] == [
        ("正在录入", ""),
        ("等待", "6"),
        ("已分诊", "6"),
    ]
    assert (told[1].name, told[1].level, told[1].number) == ("张建国", Level.III, "37.8")


def test_the_drafts_alone_are_the_rows_without_a_visit() -> None:
    told = rows(busy().entries, None, Part.DRAFTS, WORDS, Moment(NOON))

    assert [row.name for row in told if not row.is_head] == [
        *("李明轩", "孙桂英", "120 预报", "赵晓燕", "赵小满"),
    ]


@pytest.mark.rule("TRI-3", "TEMP-2")
def test_each_reason_stands_with_its_rule() -> None:
    routing = busy().outlook.routing
    assert routing is not None

    lines = evidence_lines(routing, WORDS, "37.3", "")

    assert [(line.text, line.rule) for line in lines] == [
        ("腋温 37.8 ≥ 37.3 ℃", "TEMP-2"),
        ("咳嗽", "TRI-3"),
        ("与核酸阳性者接触史：是", "TRI-3"),
        ("聚集性发病：不详，按有处理", "TRI-3"),
    ]


def test_a_route_without_evidence_gives_the_rule_itself() -> None:
    routing = busy().outlook.routing
    assert routing is not None

    lines = evidence_lines(replace(routing, evidence=(), reasons=("TRI-8",)), WORDS, "37.3", "")

    assert [(line.text, line.rule) for line in lines] == [("无发热、症状和流行病学史", "TRI-8")]


def test_a_changed_route_says_what_the_rules_had_proposed() -> None:
    outlook = busy().outlook
    assert outlook.routing is not None
    changed = replace(outlook.routing, result=Outcome.RESUS, override="ACCEPTED")

    lines = advice_lines(replace(outlook, routing=changed), WORDS)

    assert lines[-1].text == "已改判，规则建议：隔离诊室"


def test_an_override_that_the_rules_refuse_says_why() -> None:
    outlook = busy().outlook
    assert outlook.routing is not None
    refused = replace(outlook.routing, override="REFUSED", override_reason="DOCTOR_REQUIRED")

    lines = advice_lines(replace(outlook, routing=refused), WORDS)

    assert lines[-1].text == "未改判：降低去向须由医生改判"


def test_a_recheck_says_when_it_is_due() -> None:
    outlook = empty().outlook
    temperature = replace(outlook.temperature, recheck_at=NOON)
    acuity = replace(outlook.acuity, advisories=("RECHECK",))

    lines = advice_lines(replace(outlook, temperature=temperature, acuity=acuity), WORDS)

    assert lines[0].text == "体温接近界值，5 分钟后用接触式复测 · 14:32"


def test_what_would_change_the_route_is_one_sentence() -> None:
    turn = busy().outlook.turns[0]

    assert (
        turn_sentence(turn, WORDS) == "「接触史」改为 <b>否</b> 且「聚集」改为 <b>否</b> → 发热诊室"
    )


def test_the_next_question_is_the_bold_one() -> None:
    lines = question_lines(("q1", "symptoms"), WORDS)

    assert [(line.text, line.is_bold, line.target) for line in lines] == [
        ("病例报告社区旅居或居住史", True, "q1"),
        ("症状", False, "symptoms"),
    ]


@pytest.mark.parametrize(
    ("sex", "years", "is_asked"),
    [
        ("2", 11, False),
        ("2", 12, True),
        ("2", 55, True),
        ("2", 56, False),
        ("1", 30, False),
        ("2", None, True),
    ],
)
def test_pregnancy_is_asked_of_women_from_12_to_55(
    sex: str,
    years: int | None,
    is_asked: bool,
) -> None:
    assert may_be_pregnant(sex, years) is is_asked


@pytest.mark.parametrize(
    ("years", "sign", "is_shown"),
    [
        (11, "SUNKEN_EYES", True),
        (12, "SUNKEN_EYES", False),
        (64, "NEW_CONFUSION", False),
        (65, "NEW_CONFUSION", True),
        (None, "STRIDOR", True),
    ],
)
def test_the_signs_shown_are_those_of_the_age(
    years: int | None,
    sign: str,
    is_shown: bool,
) -> None:
    assert (sign in shown_signs("1", years, is_pregnant=False)) is is_shown


def test_months_and_days_are_below_one_year() -> None:
    assert [years_of((8, AgeUnit.MONTH)), years_of((3, AgeUnit.DAY)), years_of(None)] == [
        0,
        0,
        None,
    ]
