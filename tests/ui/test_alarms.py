"""The page of alarms: rows by urgency, what to do, the week; nothing moves under the finger."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTableWidget
from pytestqt.qtbot import QtBot

from feverclinic.domain.alarms import Rank as AlarmRank
from feverclinic.domain.alarms import Shows, Urgency, clocks_of, running
from feverclinic.wording import LANGUAGES, wording
from tests.builders import MINUTE, NOON
from tests.domain.alarming import a_catalogue, an_alarm, sent
from ui.alarms.desk import AlarmsDesk
from ui.alarms.scenes import alarms_desk, scene_clocks
from ui.alarms.telling import chips, figure, instant_words, label_words, state_words
from ui.theme import apply_theme, load_theme
from ui.widgets.clock_chip import ClockState, Rank

WORDS = wording("zh_CN")
Build = Callable[[str], AlarmsDesk]


@pytest.fixture
def build(qtbot: QtBot, qapp: QApplication) -> Build:
    def made(state: str) -> AlarmsDesk:
        theme = load_theme("light")
        apply_theme(qapp, theme)
        desk = alarms_desk(theme, WORDS, state)
        assert isinstance(desk, AlarmsDesk)
        qtbot.addWidget(desk)
        desk.resize(1302, 686)
        with qtbot.waitActive(desk):
            desk.show()
            desk.activateWindow()
        return desk

    return made


def column(table: QTableWidget, number: int) -> list[str]:
    found = (table.item(line, number) for line in range(table.rowCount()))
    return [cell.text() if cell else "" for cell in found]


def test_the_most_urgent_stands_first_and_is_chosen(build: Build) -> None:
    desk = build("refused")

    assert column(desk.table, 0) == [
        *("已上报", "立即处理", "立即处理"),
        *("请留意", "请留意", "请留意", "请留意", "计时中", "计时中"),
    ]
    assert desk.chosen == "NOT_ARRIVED|visit:6"
    assert desk.detail.name.text() == "已送出，待签收"


def test_the_chosen_alarm_says_what_to_do_whose_it_is_and_where_it_goes(build: Build) -> None:
    detail = build("refused").detail

    assert detail.do.text() == "打电话给发热门诊：到了就登记签收，没到就派人去找。"
    assert detail.time.text() == "超时 00:09"
    assert detail.lines.text().splitlines() == [
        "责任：预检分诊 · 分诊护士",
        "14:28 已上报 发热门诊医生",
        "到此为止：已签收或已离开",
        "依据：ISO-2",
    ]


def test_the_arrows_walk_and_the_detail_follows(build: Build) -> None:
    desk = build("busy")

    QTest.keyClick(desk.table, Qt.Key.Key_Down)

    assert desk.detail.who.text() == "阿依古丽·买买提"
    assert desk.detail.acted.text() == "张护士 14:31 已知道"
    assert not desk.detail.know.isEnabled()


def test_the_chosen_row_stays_when_a_more_urgent_one_comes(build: Build) -> None:
    desk = build("busy")
    QTest.keyClick(desk.table, Qt.Key.Key_Down)
    kept = desk.chosen

    desk._presenter.show_queue(())

    assert desk.chosen == kept


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_enter_goes_to_the_patient(qtbot: QtBot, build: Build, key: Qt.Key) -> None:
    desk = build("busy")

    with qtbot.waitSignal(desk._presenter.asked_for) as asked:
        QTest.keyClick(desk.table, key)

    assert asked.args == ["visit:1"]


@pytest.mark.parametrize(("key", "tone"), [(Qt.Key.Key_F3, "act-now"), (Qt.Key.Key_F4, "refused")])
def test_both_sounds_can_be_tried(qtbot: QtBot, build: Build, key: Qt.Key, tone: str) -> None:
    desk = build("empty")

    with qtbot.waitSignal(desk.sound_tried) as tried:
        QTest.keyClick(desk.detail, key)

    assert tried.args == [tone]


def test_an_empty_page_says_so_and_locks_its_acts(build: Build) -> None:
    desk = build("empty")

    assert not desk.table.isVisible()
    assert not desk.detail.go.isEnabled()
    assert desk.detail.name.text() == "选一行，这里说该做什么。"


def test_the_week_goes_back_and_not_beyond_today(build: Build) -> None:
    desk = build("busy")
    this_week = (desk.week.span.text(), desk.week.forward.isEnabled())

    QTest.keyClick(desk.table, Qt.Key.Key_F6)

    assert this_week == ("2020-02-24 至 2020-03-01", False)
    assert desk.week.span.text() == "2020-02-17 至 2020-02-23"
    assert desk.week.forward.isEnabled()


def test_what_was_ignored_is_marked_by_a_sign_too(build: Build) -> None:
    desk = build("busy")

    assert column(desk.week.table, 3) == ["0", "▲ 2", "▲ 1", "0"]


def test_one_chip_stands_for_all_clocks_of_an_alarm_and_names_nobody() -> None:
    told = chips(scene_clocks("refused"), WORDS)

    assert told[0] == ClockState("NOT_ARRIVED", "待签收 3 超时", "00:09", Rank.ACT, loud=2)
    names = {clock.clock.label for clock in scene_clocks("refused") if clock.clock.label}
    assert not [one for one in told for name in names if name in one.words]


@pytest.mark.parametrize(
    ("shows", "minutes", "is_there"),
    [
        (Shows.TOP, 1, True),
        (Shows.LIST, 1, False),
        (Shows.LIST, 8, True),
        (Shows.PAGE, 8, False),
        (Shows.PAGE, 11, True),
    ],
)
def test_the_top_line_shows_what_the_catalogue_puts_there(
    shows: Shows, minutes: int, is_there: bool
) -> None:
    (clock,) = clocks_of([sent()], a_catalogue(an_alarm(shows=shows)))

    told = chips([running(clock, NOON + minutes * MINUTE)], WORDS)

    assert bool(told) is is_there


@pytest.mark.parametrize(
    ("left", "expected"),
    [
        (-0.5, "00:00"),
        (0, "0 秒"),
        (0.7, "42 秒"),
        (1, "00:01"),
        (61.9, "01:01"),
        (-61.9, "01:01"),
        (5999, "99:59"),
        (6000, "4 天"),
    ],
)
def test_a_time_is_hours_and_minutes_and_seconds_in_the_last_one(
    left: float, expected: str
) -> None:
    assert figure(left * MINUTE, WORDS) == expected


def test_what_is_over_and_only_for_information_is_said_to_be_so() -> None:
    alarm = an_alarm(rank=AlarmRank.INFO, escalates_after=None)
    (clock,) = clocks_of([sent("draft:1", "")], a_catalogue(alarm))

    before, after = (running(clock, NOON + minutes * MINUTE) for minutes in (9, 11))

    assert (state_words(before, WORDS), state_words(after, WORDS)) == ("计时中", "供参考")


@pytest.mark.parametrize(
    ("subject", "label", "expected"),
    [("draft:1", "", "未登记"), ("visit:1", "李四", "李四"), ("audit", "", "—")],
)
def test_whoever_has_no_name_yet_is_called_so(subject: str, label: str, expected: str) -> None:
    (clock,) = clocks_of([sent(subject, label)], a_catalogue())

    assert label_words(running(clock, NOON), WORDS) == expected


def test_a_time_of_another_day_says_its_day() -> None:
    assert instant_words(NOON, NOON, WORDS) == "12:00"
    assert instant_words(NOON, NOON + 24 * 60 * MINUTE, WORDS) == "2月25日 12:00"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_state_of_an_alarm_has_its_word(language: str) -> None:
    words = wording(language)

    assert all(words.knows(f"alarm_rank.{urgency.value}") for urgency in Urgency)
