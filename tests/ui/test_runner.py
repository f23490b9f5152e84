"""The doors: order kept, results at home, nothing for who is gone, nothing clicked is lost."""

import threading
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, cast

import pytest
from PySide6.QtCore import QObject, QThread
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from feverclinic.domain.boards import Topic
from feverclinic.errors import ClinicError, Refused
from ui.bench import Bench
from ui.runner import Runner


@dataclass
class Records:
    """A store at the rim: it notes what was committed and what was rolled back."""

    touched: set[Topic] = field(default_factory=set[Topic])


@dataclass
class Log:
    commits: int = 0
    rollbacks: int = 0
    threads: set[str] = field(default_factory=set[str])

    @contextmanager
    def open(self) -> Generator[Records]:
        self.threads.add(threading.current_thread().name)
        try:
            yield Records()
        except BaseException:
            self.rollbacks += 1
            raise
        self.commits += 1


@pytest.fixture
def log() -> Log:
    return Log()


@pytest.fixture
def runner(qapp: QApplication, log: Log) -> Iterator[Runner]:
    made = Runner(cast("Any", log.open))
    yield made
    made.close()


@pytest.fixture
def bench(qapp: QApplication) -> Iterator[Bench]:
    made = Bench()
    yield made
    made.close()


def test_a_result_comes_home_to_the_window_s_thread(qtbot: QtBot, runner: Runner) -> None:
    got: list[tuple[object, QThread]] = []

    runner.do(runner, lambda _: 41 + 1, lambda value: got.append((value, QThread.currentThread())))

    qtbot.waitUntil(lambda: bool(got))
    assert got == [(42, runner.thread())]


def test_work_runs_in_the_order_of_the_clicks(qtbot: QtBot, runner: Runner) -> None:
    got: list[int] = []

    for number in range(20):
        runner.do(runner, lambda _, n=number: n, got.append)

    qtbot.waitUntil(lambda: len(got) == 20)
    assert got == list(range(20))


def test_all_work_on_records_is_one_thread_that_is_not_the_window_s(
    qtbot: QtBot, runner: Runner, log: Log
) -> None:
    for _ in range(5):
        runner.do(runner, lambda _store: None)

    qtbot.waitUntil(lambda: log.commits == 5)
    assert log.threads == {"records_0"}


def test_a_refusal_goes_to_who_asked_and_nothing_is_committed(
    qtbot: QtBot, runner: Runner, log: Log
) -> None:
    got: list[ClinicError] = []

    def refuse(_store: object) -> None:
        raise Refused("visit.has_ended")

    runner.do(runner, refuse, failed=got.append)

    qtbot.waitUntil(lambda: bool(got))
    assert got[0].code == "visit.has_ended"
    assert (log.commits, log.rollbacks) == (0, 1)


def test_a_refusal_that_nobody_takes_reaches_the_notices(qtbot: QtBot, runner: Runner) -> None:
    def refuse(_store: object) -> None:
        raise Refused("visit.has_ended")

    with qtbot.waitSignal(runner.refused) as caught:
        runner.do(runner, refuse)

    assert caught.args is not None
    assert caught.args[0].code == "visit.has_ended"


def test_a_bug_is_told_and_logged_and_the_next_work_goes_on(
    qtbot: QtBot, runner: Runner, caplog: pytest.LogCaptureFixture
) -> None:
    got: list[int] = []

    with qtbot.waitSignal(runner.crashed) as caught:
        runner.do(runner, lambda _store: 1 // 0)
    runner.do(runner, lambda _store: 7, got.append)

    qtbot.waitUntil(lambda: got == [7])
    assert caught.args is not None
    assert isinstance(caught.args[0], ZeroDivisionError)
    assert "a piece of work on the records failed" in caplog.text


def test_what_was_touched_is_told_after_the_commit(qtbot: QtBot, runner: Runner, log: Log) -> None:
    with qtbot.waitSignal(runner.changed) as caught:
        runner.do(runner, lambda store: store.touched.add(Topic.VISITS))

    assert caught.args == [frozenset({Topic.VISITS})]
    assert log.commits == 1


def test_a_result_for_who_is_gone_is_dropped(qtbot: QtBot, runner: Runner) -> None:
    owner, got, may_end = QObject(), list[int](), threading.Event()

    runner.do(owner, lambda _store: 1 if may_end.wait(10) else 0, got.append)
    owner.deleteLater()
    with qtbot.waitSignal(owner.destroyed):
        pass
    with qtbot.waitSignal(runner.rested):
        may_end.set()

    assert got == []


def test_closing_ends_what_was_clicked(runner: Runner, log: Log) -> None:
    for _ in range(10):
        runner.do(runner, lambda _store: None)

    runner.close()

    assert log.commits == 10


def test_a_closed_runner_takes_no_more(runner: Runner, log: Log) -> None:
    runner.close()

    runner.do(runner, lambda _store: None)

    assert log.commits == 0


def test_it_says_when_it_begins_and_when_it_rests(qtbot: QtBot, runner: Runner) -> None:
    with qtbot.waitSignals([runner.began, runner.rested]):
        runner.do(runner, lambda _store: None)


def test_the_bench_works_beside_and_brings_bytes_home(qtbot: QtBot, bench: Bench) -> None:
    got: list[bytes] = []

    bench.do(bench, lambda: b"%PDF", got.append)

    qtbot.waitUntil(lambda: got == [b"%PDF"])


def test_news_of_a_device_s_thread_comes_home(qtbot: QtBot, bench: Bench) -> None:
    got: list[tuple[object, QThread]] = []

    def tell() -> None:
        bench.post(bench, "36.7", lambda news: got.append((news, QThread.currentThread())))

    teller = threading.Thread(target=tell)
    teller.start()
    teller.join()

    qtbot.waitUntil(lambda: bool(got))
    assert got == [("36.7", bench.thread())]


def test_a_printer_that_refuses_is_told_to_who_asked(qtbot: QtBot, bench: Bench) -> None:
    got: list[ClinicError] = []

    def jam() -> None:
        raise Refused("printer.failed")

    bench.do(bench, jam, failed=got.append)

    qtbot.waitUntil(lambda: bool(got))
    assert got[0].code == "printer.failed"
