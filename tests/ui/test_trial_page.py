"""The rule trial: a file and some days by keys, progress and a way to stop, both reasons side by side."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from feverclinic.domain.trial import Changed, Trial
from feverclinic.errors import ClinicError, Unavailable
from feverclinic.wording import wording
from ui.theme import apply_theme, load_theme
from ui.trial.desk import TrialDesk
from ui.trial.presenter import TrialDoor, TrialPresenter
from ui.trial.scenes import OUTCOME

ZH = wording("zh_CN")
ENTER = Qt.Key.Key_Return


class Office:
    """The records as a trial sees them: it ends when the test says so."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, int]] = []
        self.did: list[str] = []
        self.went_on: Callable[[int, int], object] = lambda _done, _of: None
        self.then: Callable[[Trial | None], object] = lambda _outcome: None
        self.failed: Callable[[ClinicError], object] = lambda _error: None

    def door(self) -> TrialDoor:
        def start(
            path: str,
            days: int,
            went_on: Callable[[int, int], object],
            then: Callable[[Trial | None], object],
            failed: Callable[[ClinicError], object],
        ) -> Callable[[], object]:
            self.asked.append((path, days))
            self.went_on, self.then, self.failed = went_on, then, failed
            return self.stop

        return TrialDoor(start, self._save, self._send)

    def stop(self) -> None:
        self.did.append("stop")
        self.then(None)

    def _save(self, outcome: Trial, then: Callable[[str], object], _failed: object) -> None:
        self.did.append(f"save {len(outcome.rows)}")
        then("/tmp/trial.csv")

    def _send(self, outcome: Trial, then: Callable[[object], object], _failed: object) -> None:
        self.did.append(f"send {len(outcome.rows)}")
        then(None)


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication, office: Office) -> TrialDesk:
    theme = load_theme("light")
    apply_theme(qapp, theme)
    presenter = TrialPresenter(office.door())
    made = TrialDesk(theme, ZH, presenter)
    presenter.setParent(made)
    qtbot.addWidget(made)
    made.resize(1302, 614)
    made.show()
    made.setFocus()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def keys(desk: TrialDesk, *pressed: Qt.Key | str) -> None:
    for one in pressed:
        held = desk.focusWidget() or desk
        if isinstance(one, str):
            QTest.keyClicks(held, one)
        else:
            QTest.keyClick(held, one)


def cells(desk: TrialDesk) -> list[str]:
    found = [desk.table.item(at, 2) for at in range(desk.table.rowCount())]
    return [one.text() if one else "" for one in found]


def test_a_trial_begins_by_keys_alone(desk: TrialDesk, office: Office) -> None:
    keys(desk, "/a/draft.toml", ENTER)
    desk.days.edit.selectAll()
    keys(desk, "7", ENTER)

    assert office.asked == [("/a/draft.toml", 7)]
    assert desk.progress.isVisible()
    assert desk.stop.isVisible()


@pytest.mark.parametrize("days", ["0", "61", "-1", "七", "", "1.5"])
def test_days_that_are_none_are_said_at_their_field_and_stay(
    desk: TrialDesk, office: Office, days: str
) -> None:
    desk.path.edit.setText("/a.toml")
    desk.days.edit.setText(days)

    desk.run.click()

    assert office.asked == []
    assert desk.days.below.text() == "▲ 填 1 到 60"
    assert desk.days.text() == days


@pytest.mark.parametrize("days", ["1", "60"])
def test_the_limits_of_the_days_are_days(desk: TrialDesk, office: Office, days: str) -> None:
    desk.path.edit.setText("/a.toml")
    desk.days.edit.setText(days)

    desk.run.click()

    assert office.asked == [("/a.toml", int(days))]


def test_without_a_file_nothing_is_tried(desk: TrialDesk, office: Office) -> None:
    keys(desk, Qt.Key.Key_F5)

    assert office.asked == []
    assert desk.path.below.text() == "▲ 还没有填"


def test_how_far_it_is_stands_in_words(desk: TrialDesk, office: Office) -> None:
    desk.path.edit.setText("/a.toml")
    keys(desk, Qt.Key.Key_F5)

    office.went_on(40, 126)

    assert (desk.progress.value(), desk.progress.maximum()) == (40, 126)
    assert desk.progress.format() == "已看 40 / 126"


def test_a_running_trial_is_stopped_by_esc_and_can_begin_again(
    desk: TrialDesk, office: Office
) -> None:
    desk.path.edit.setText("/a.toml")
    keys(desk, Qt.Key.Key_F5, Qt.Key.Key_Escape)
    told = desk.answer.text()
    keys(desk, Qt.Key.Key_F5)

    assert office.did == ["stop"]
    assert told == "已停止。可以改了再试。"
    assert len(office.asked) == 2


def test_two_trials_never_run_at_once(desk: TrialDesk, office: Office) -> None:
    desk.path.edit.setText("/a.toml")

    keys(desk, Qt.Key.Key_F5, Qt.Key.Key_F5)

    assert len(office.asked) == 1


def test_whoever_differs_is_listed_with_both_reasons(desk: TrialDesk, office: Office) -> None:
    desk.path.edit.setText("/a.toml")
    keys(desk, Qt.Key.Key_F5)

    office.then(OUTCOME)

    assert cells(desk) == ["分级", "隔离", "解除", "去向"]
    assert desk.before.text().splitlines()[0] == "不能排除(待排)"
    assert desk.after.text().splitlines()[0] == "疑似病例"
    assert desk.answer.text() == "✓ 看了 126 人，4 处不同"


def test_the_reasons_follow_the_chosen_row(desk: TrialDesk, office: Office) -> None:
    desk.path.edit.setText("/a.toml")
    keys(desk, Qt.Key.Key_F5)
    office.then(OUTCOME)

    keys(desk, Qt.Key.Key_Down)

    assert desk.before.text().splitlines()[0] == "不须隔离"
    assert desk.after.text().splitlines()[0] == "须隔离"


def test_a_digit_lists_one_kind_of_difference(desk: TrialDesk, office: Office) -> None:
    desk.path.edit.setText("/a.toml")
    keys(desk, Qt.Key.Key_F5)
    office.then(OUTCOME)
    desk.filter.setFocus()

    keys(desk, Qt.Key.Key_4)

    assert cells(desk) == ["解除"]


def test_nobody_who_differs_is_said_and_not_an_empty_table(desk: TrialDesk, office: Office) -> None:
    desk.path.edit.setText("/a.toml")
    keys(desk, Qt.Key.Key_F5)

    office.then(replace(OUTCOME, rows=()))

    assert not desk.table.isVisible()
    assert desk.answer.text() == "✓ 看了 126 人，0 处不同"


def test_counts_equal_the_lists() -> None:
    assert [OUTCOME.count(one) for one in Changed] == [1, 1, 1, 1]


def test_a_file_that_cannot_be_read_says_so_and_keeps_what_was_typed(
    desk: TrialDesk, office: Office
) -> None:
    desk.path.edit.setText("/a.toml")
    keys(desk, Qt.Key.Key_F5)

    office.failed(Unavailable("trial_page.unreadable", file="/a.toml"))

    assert desk.answer.text() == "▲ 读不了规则文件 /a.toml。检查路径和内容后再试。"
    assert desk.path.text() == "/a.toml"
    assert desk.run.isEnabled()


def test_the_table_is_kept_and_printed_by_keys(desk: TrialDesk, office: Office) -> None:
    desk.path.edit.setText("/a.toml")
    keys(desk, Qt.Key.Key_F5)
    office.then(OUTCOME)

    keys(desk, Qt.Key.Key_F8)
    told = desk.answer.text()
    keys(desk, Qt.Key.Key_F9)

    assert office.did == ["save 4", "send 4"]
    assert told == "✓ 已存为 /tmp/trial.csv"


def test_a_file_is_chosen_without_blocking_the_window(desk: TrialDesk) -> None:
    keys(desk, Qt.Key.Key_F2)
    dialog = desk.findChild(QFileDialog, "trial.dialog")
    assert isinstance(dialog, QFileDialog)

    dialog.fileSelected.emit("/b/new.toml")
    dialog.close()

    assert desk.path.text() == "/b/new.toml"
