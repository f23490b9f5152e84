"""The patient's screen: what is asked, measured and where to go, in two languages; and nobody's name."""

from collections.abc import Callable, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication

from feverclinic.domain.prescreening import Outcome
from feverclinic.domain.readings import Scale, Site
from feverclinic.wording import LANGUAGES, wording
from tests.ui.followed_desk import HOSPITAL, ZHANG, FollowedDesk, measured
from ui.patient_window.screen import COLORS, LEAST_LARGE_PX, PatientScreen
from ui.patient_window.telling import TOPICS, Kind, PatientPage, lines_of, masked_name
from ui.theme import THEMES, apply_theme, contrast, load_theme

MASK_ZH, MASK_EN = "请戴好口罩，保持一米距离", "Please wear a mask and keep one metre apart"
EVERY_PAGE = (
    PatientPage(),
    PatientPage(Kind.MEASURE, "AXILLARY"),
    PatientPage(Kind.MEASURE, "FOREHEAD_NC", again=True),
    PatientPage(Kind.READING, number="37.84 ℃"),
    *(PatientPage(Kind.QUESTION, topic, "36.58 ℃") for topic in sorted(set(TOPICS.values()))),
    *(PatientPage(Kind.ROUTE, outcome.value, name="张*") for outcome in Outcome),
)


@pytest.fixture
def at(qapp: QApplication) -> FollowedDesk:
    return FollowedDesk()


def test_between_two_patients_it_names_the_hospital_and_how_to_wait(at: FollowedDesk) -> None:
    assert at.page.kind is Kind.NEUTRAL
    assert HOSPITAL in at.words
    assert MASK_ZH in at.words
    assert MASK_EN in at.words


@pytest.mark.parametrize(
    ("field", "chinese", "english"),
    [
        ("q2", "14 天内，接触过检测阳性的人吗？", "In the last 14 days, were you near someone"),
        ("q2.last_exposure_on", "接触过检测阳性的人吗？", "tested positive"),
        ("symptoms", "咳嗽、咽痛、气促、乏力、腹泻，有吗？", "Any cough, sore throat"),
        ("health_code", "请出示健康码", "Please show your health code"),
        ("id_no", "请出示身份证或其他证件", "Please show your ID card"),
        ("signs.STRIDOR", "请坐好不要动，正在测量", "Please sit still"),
    ],
)
def test_the_question_of_the_field_with_the_keyboard_is_asked_in_both_languages(
    at: FollowedDesk, field: str, chinese: str, english: str
) -> None:
    at.type(q1="NO")

    at.patient.asked(field)

    assert at.page.kind is Kind.QUESTION
    assert chinese in at.words
    assert english in at.words


def test_nobody_is_asked_while_the_form_is_empty(at: FollowedDesk) -> None:
    at.patient.asked("q1")

    assert at.page.kind is Kind.NEUTRAL


def test_an_armed_thermometer_asks_for_the_temperature_and_how_to_stand(at: FollowedDesk) -> None:
    at.arm("AXILLARY")

    assert "请测体温" in at.words
    assert "请把体温计夹在腋下" in at.words
    assert "Your temperature, please" in at.words


def test_a_question_asked_meanwhile_says_that_it_is_being_measured(at: FollowedDesk) -> None:
    at.arm()

    at.patient.asked("q1")

    assert at.page.kind is Kind.QUESTION
    assert "正在测体温" in at.words


def test_an_arming_that_ends_without_a_reading_goes_back_to_the_question(at: FollowedDesk) -> None:
    at.type(q1="NO")
    at.patient.asked("q2")
    at.arm()

    at.disarm()

    assert (at.page.kind, at.page.topic) == (Kind.QUESTION, "q2")


@pytest.mark.parametrize(
    ("text", "scale", "shown"),
    [
        ("36.58", Scale.CELSIUS, "36.58 ℃"),
        ("37.9", Scale.CELSIUS, "37.9 ℃"),
        ("100.2", Scale.FAHRENHEIT, "37.88 ℃"),
    ],
    ids=["as it was sent", "one place stays one place", "of ℉ the exact value, cut"],
)
@pytest.mark.rule("TEMP-3", "TEMP-4")
def test_a_reading_is_shown_in_celsius_and_never_rounded(
    at: FollowedDesk, text: str, scale: Scale, shown: str
) -> None:
    at.arm()

    at.take(measured(text, scale))

    assert at.page == PatientPage(Kind.READING, number=shown)
    assert shown in at.words


def test_the_number_stays_below_the_next_question(at: FollowedDesk) -> None:
    at.arm()
    at.take(measured("36.58"))

    at.patient.asked("q3")

    assert at.page.kind is Kind.QUESTION
    assert "体温 36.58 ℃" in at.words


@pytest.mark.rule("TEMP-6")
def test_a_number_that_does_not_count_is_asked_for_again_and_not_shown(at: FollowedDesk) -> None:
    at.arm()

    at.take(measured("33.90"))

    assert "请再测一次体温" in at.words
    assert "33.90" not in at.words


@pytest.mark.parametrize("outcome", list(Outcome), ids=lambda one: one.value)
def test_after_the_save_it_says_where_to_go_and_how(at: FollowedDesk, outcome: Outcome) -> None:
    at.type(**ZHANG)

    at.save(outcome)

    zh, en = (wording(language) for language in LANGUAGES)
    assert at.page == PatientPage(Kind.ROUTE, outcome.value, name="张*")
    assert "张* 请到" in at.words
    for words in (zh, en):
        assert words.say(f"patient.place.{outcome.value}") in at.words
        assert words.say(f"patient.way.{outcome.value}") in at.words
        assert words.say(f"patient.next.{outcome.value}") in at.words


def test_whoever_was_counted_is_sent_on_without_a_name(at: FollowedDesk) -> None:
    at.patient.passed()

    assert at.page == PatientPage(Kind.ROUTE, "GENERAL_OPD")
    assert "普通门诊" in at.words


def test_the_keyboard_in_the_next_empty_form_leaves_the_route_to_be_read(at: FollowedDesk) -> None:
    at.save(Outcome.FEVER_CLINIC)

    at.patient.asked("q1")

    assert at.page.kind is Kind.ROUTE


@pytest.mark.parametrize(
    "begin",
    [
        FollowedDesk.arm,
        lambda at: at.type(q1="NO"),
        lambda at: at.take(measured("36.5")),
        FollowedDesk.next,
    ],
    ids=["armed", "answered", "measured", "another form"],
)
def test_the_first_thing_done_for_the_next_person_takes_the_route_away(
    at: FollowedDesk, begin: Callable[[FollowedDesk], None]
) -> None:
    at.save(Outcome.FEVER_CLINIC_SINGLE_ROOM)

    begin(at)

    assert at.page.kind is not Kind.ROUTE
    assert "隔离诊室" not in at.words


def test_a_route_that_nobody_follows_goes_by_itself(at: FollowedDesk) -> None:
    at.save(Outcome.FEVER_CLINIC)

    at.patient._going.timeout.emit()

    assert at.page.kind is Kind.NEUTRAL


def test_another_form_is_neutral_until_its_person_is_asked(at: FollowedDesk) -> None:
    at.arm()
    at.take(measured("38.64"))
    at.patient.asked("q3")

    at.next(measured("36.11"), visit=None, **ZHANG)

    assert at.page.kind is Kind.NEUTRAL
    assert MASK_ZH in at.words


def test_a_record_that_is_looked_up_shows_no_temperature(at: FollowedDesk) -> None:
    at.next(measured("38.64", site=Site.AXILLARY), visit=12, **ZHANG)

    at.patient.asked("q4")

    assert at.page == PatientPage(Kind.QUESTION, "q4")
    assert "38.64" not in at.words


@pytest.mark.parametrize(
    "happens",
    [
        FollowedDesk.arm,
        lambda at: at.take(measured("38.64")),
        lambda at: at.save(Outcome.FEVER_CLINIC),
        lambda at: at.patient.asked("q2"),
    ],
    ids=["armed", "measured", "saved", "asked"],
)
def test_locked_it_is_neutral_whatever_goes_on_behind_it(
    at: FollowedDesk, happens: Callable[[FollowedDesk], None]
) -> None:
    at.type(**ZHANG)
    at.patient.asked("q1")

    at.patient.set_away(is_away=True)
    happens(at)

    assert at.page == PatientPage()


def test_unlocked_it_begins_neutral_and_follows_again(at: FollowedDesk) -> None:
    at.type(**ZHANG)
    at.patient.set_away(is_away=True)

    at.patient.set_away(is_away=False)
    before = at.page
    at.patient.asked("phone")

    assert before == PatientPage()
    assert at.page == PatientPage(Kind.QUESTION, "phone")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("张建国", "张*"),
        ("阿依古丽·买买提", "阿*"),
        ("𬭎一", "𬭎*"),
        ("JOHN SMITH", "J*"),
        ("", ""),
    ],
)
def test_of_a_name_only_the_first_character_is_shown(name: str, shown: str) -> None:
    assert masked_name(name) == shown


ACTS = st.sampled_from(
    (
        ("next", ""),
        ("looked up", ""),
        ("arm", ""),
        ("take", "37.24"),
        ("type", ""),
        ("save", ""),
        ("away", ""),
        ("back", ""),
        *(
            ("asked", field)
            for field in ("q1", "name", "id_no", "phone", "address.text", "symptoms")
        ),
    )
)
SECRETS = ("建国", "370399197806070117", "0117", "13900005512", "5512", "和平小区", "1978")


def _do(at: FollowedDesk, act: str, what: str) -> None:
    acts: Mapping[str, Callable[[], None]] = {
        "next": at.next,
        "looked up": lambda: at.next(measured("39.15"), visit=3, **ZHANG),
        "arm": at.arm,
        "take": lambda: at.take(measured(what)),
        "type": lambda: at.type(**ZHANG),
        "save": lambda: at.save(Outcome.FEVER_CLINIC),
        "away": lambda: at.patient.set_away(is_away=True),
        "back": lambda: at.patient.set_away(is_away=False),
        "asked": lambda: at.patient.asked(what),
    }
    acts[act]()


@given(acts=st.lists(ACTS, max_size=14))
def test_no_number_no_phone_no_address_and_no_whole_name_is_ever_on_it(
    qapp: QApplication, acts: list[tuple[str, str]]
) -> None:
    at = FollowedDesk()
    seen: list[str] = []
    at.patient.shown.connect(lambda _page: seen.append(at.words))

    for act, what in acts:
        _do(at, act, what)

    told = "\n".join(seen)
    assert [secret for secret in (*SECRETS, "39.15") if secret in told] == []


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080), (1024, 768)], ids=str)
def test_everything_fits_and_what_matters_can_be_read_at_three_metres(
    qapp: QApplication, size: tuple[int, int]
) -> None:
    apply_theme(qapp, load_theme("light"))
    screen = PatientScreen(load_theme("light"), HOSPITAL, "演示 DEMO")
    screen.resize(*size)

    too_high, too_small = [], []
    for page in EVERY_PAGE:
        screen.show_page(page)
        if screen.overflow() > 0:
            too_high.append((page, screen.overflow()))
        if max(screen.sizes_px()) < LEAST_LARGE_PX or min(screen.sizes_px()) < 40:
            too_small.append(page)

    assert too_high == []
    assert too_small == []


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("kind", list(Kind), ids=lambda one: one.value)
def test_its_words_stand_out_in_every_theme(theme: str, kind: Kind) -> None:
    colors = load_theme(theme).colors

    assert contrast(*(colors[token] for token in COLORS[kind])) >= 7


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", EVERY_PAGE, ids=lambda page: f"{page.kind.value} {page.topic}")
def test_every_page_has_its_words(page: PatientPage, language: str) -> None:
    lines = lines_of(page, wording(language), HOSPITAL)

    assert lines.large
    assert all(lines.below)


def test_it_says_that_a_demo_is_one(qapp: QApplication) -> None:
    screen = PatientScreen(load_theme("light"), HOSPITAL, "演示 DEMO")

    assert "演示 DEMO" in screen.accessibleName()
