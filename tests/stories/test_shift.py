"""A shift: thirty people, two nurses, three thermometers, a jam and a hand-over; and the balance closes."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from feverclinic.devices.twin import PtyLine
from feverclinic.domain.arrivals import ArrivalEnd
from feverclinic.domain.boards import QueueEntry
from feverclinic.domain.intake import Intake
from feverclinic.domain.people import Proof, Staff, StaffId
from feverclinic.domain.readings import Site, Source
from feverclinic.domain.shifts import HandOver
from feverclinic.domain.visits import Stage
from feverclinic.services import day_papers, shifts, triage
from feverclinic.services.admin import add_staff
from feverclinic.services.alarm_catalogue import load_catalogue
from feverclinic.services.papers import Letterhead
from feverclinic.services.shifts import Watchers
from feverclinic.services.signing_in import set_own_pin
from feverclinic.services.slips import slip_printed
from feverclinic.settings import load_settings
from feverclinic.wording import wording
from tests.builders import GATE, HEAD, NOON, TODAY, WELL, a_reading
from tests.engines import Clinic
from tests.stories.a_shift import BLUE, GREEN, PINS, SLOW, YELLOW, Shift
from tests.stories.workplace import RULES, SURROUNDINGS, a_gun, real_time_work_place, text_of
from ui.alarm_watch import AlarmWatch, Keeping
from ui.scans import Scans

GUNS = (
    (BLUE, "BLUE", Site.AXILLARY),
    (GREEN, "GREEN", Site.AXILLARY),
    (YELLOW, "YELLOW", Site.FOREHEAD_NC),
)
PASSWORD = "correct horse"
HEADED = Letterhead("市立医院 发热门诊", GATE.name)
WATCHERS = Watchers(RULES.arrival.not_arrived_minutes, 12)
WORDS = wording("zh_CN")
BECAME = {
    "COUNTED": 9,
    "GENERAL_OPD": 12,
    "FEVER_CLINIC": 4,
    "RESUS_ISOLATION": 1,
    "LEFT": 2,
    "REFUSED": 1,
    "DID_NOT_ARRIVE": 1,
}
SENT = ("钱热", "王急", "冯热", "陈热", "褚热", "杨热")
ON_THE_SHEET = (
    "筛查人数 30 已对平",
    "快筛通过 9",
    "普通门诊 12",
    "发热诊室 4",
    "隔离抢救室 1",
    "自行离开 2 周走",
    "拒绝 1 韩拒",
    "未到 1 杨热",
    "交班人 张燕 接班人 李梅",
)


@pytest.fixture
def shift(qtbot: QtBot, qapp: QApplication, clinic: Clinic, tmp_path: Path) -> Iterator[Shift]:
    with clinic.work(actor=HEAD) as store:
        for login, name in (("yan", "张燕"), ("mei", "李梅")):
            add_staff(store, Staff(StaffId(0), login, name, "护师", "triage_nurse"), PASSWORD)
    for login, pin in PINS.items():
        with clinic.work() as store:
            person = shifts.sit_down(store, Proof(login, PASSWORD), 12)
        with clinic.work(actor=person) as store:
            set_own_pin(store, PASSWORD, pin)
    was_here_yesterday(clinic, "孙归")
    lines = {name: PtyLine(tmp_path / colour) for name, colour, _ in GUNS}
    with real_time_work_place(clinic) as place:
        settings = replace(load_settings(None, tmp_path, {}), sound=False)
        clocks = (place.clock.now, place.clock.monotonic)
        keeping = Keeping(load_catalogue(RULES, settings), RULES, settings, *clocks)
        watch = AlarmWatch(place.runner, keeping, WORDS, place.desk)
        watch.follow(place.desk, place.devices, Scans(place.bench, *clocks, place.desk))
        one = Shift(qtbot, place, lines, watch)
        _listen(one)
        yield one
        watch.stop()
    for line in lines.values():
        line.unplug()


def _listen(one: Shift) -> None:
    place = one.place

    def queue(entries: tuple[QueueEntry, ...], _: object) -> None:
        one.entries = entries

    place.desk.queue_changed.connect(queue)
    place.desk.saved.connect(one.saved.append)
    place.devices.start(
        [
            a_gun(one.lines[name].where, "ascii-line", name=name, colour=colour, site=site)
            for name, colour, site in GUNS
        ]
    )
    one.qtbot.waitUntil(lambda: all(s.link == "LISTENING" for s in place.devices.states))
    for line in one.lines.values():
        line.send(b"T=35.1C\r\n")  # the first line only shows who talks
    one.qtbot.waitUntil(lambda: all(s.last_value == "35.1" for s in place.devices.states))
    one.watch.start()
    place.desk.start()
    one.takes_over("yan")
    one.settled()


def the_morning(shift: Shift) -> None:
    """Eleven people: four pass, a family of three, one who was here before, a fever, one leaves."""
    for number in ("36.11", "36.12", "36.13", "36.14"):
        shift.counts(number)
    shift.screens("赵母", BLUE, "36.21", phone="13900005501")
    shift.opens("赵母")
    for child, number in (("赵大", "36.22"), ("赵小", "36.23")):
        shift.place.desk.next_member()
        shift.fills(child)
        shift.measures(GREEN, number)
        shift.saves()
    shift.screens("孙归", BLUE, "36.24", id_no="370399197806010018", no_id_reason="")
    shift.screens("钱热", GREEN, "38.31")
    shift.sends("钱热")
    shift.begins("周走")
    shift.does(lambda: shift.place.desk.end_form(ArrivalEnd.LEFT, "不愿等候"))
    shift.receives("钱热")
    shift.begins("吴腋")
    shift.does(lambda: shift.place.desk.hand_out("3", "3 号"))
    shift.place.desk.set_aside()


def the_jam(shift: Shift) -> list[str]:
    """For an hour nothing comes out; everybody is saved all the same. Names in the order of saving."""
    shift.place.printer.trouble = "printer.jammed"
    began = shift.place.clock.now()
    before = len(shift.saved)
    shift.takes_over("mei")
    shift.opens("吴腋")
    shift.place.desk.add_manual_reading("36.9", Site.AXILLARY, "OTHER_DEVICE")
    shift.saves()
    shift.passes(53)
    shift.screens("郑候", BLUE, "37.21")
    shift.begins("王急")
    shift.does(shift.place.desk.resuscitate)
    for name, number in (("冯热", "38.41"), ("陈热", "38.42"), ("褚热", "38.43")):
        shift.screens(name, GREEN, number)
    shift.receives("冯热")
    shift.receives("陈热")
    shift.passes(5)
    shift.opens("郑候")
    shift.measures(BLUE, "36.81")
    shift.saves()
    for name, number in (("卫甲", "36.31"), ("卫乙", "36.32"), ("卫丙", "36.33")):
        shift.screens(name, BLUE, number)
    assert shift.place.clock.now() - began >= timedelta(hours=1)
    # 郑候 was decided twice before a paper came out: one paper, at the first place.
    return list(dict.fromkeys(one.name for one in shift.saved[before:]))


def the_rest(shift: Shift) -> None:
    """The other ten, and everybody who was sent is acknowledged or given up."""
    shift.takes_over("yan")
    for number in ("36.15", "36.16", "36.17", "36.18", "36.19"):
        shift.counts(number)
    for name, number in (("蒋甲", "36.41"), ("蒋乙", "36.42"), ("蒋丙", "36.43")):
        shift.screens(name, BLUE, number)
    shift.begins("沈走")
    shift.does(lambda: shift.place.desk.end_form(ArrivalEnd.LEFT, "自行离开"))
    shift.begins("韩拒")
    shift.does(lambda: shift.place.desk.end_form(ArrivalEnd.REFUSED, "拒绝测温"))
    shift.screens("杨热", GREEN, "38.51")
    shift.opens("王急")
    shift.fills("王急")
    shift.measures(BLUE, "39.11")
    shift.saves()
    shift.receives("王急")


def numbers_of(shift: Shift) -> dict[str, str]:
    """Whose each number of a thermometer is, in the records."""
    with shift.place.clinic.work() as store:
        return {
            reading.raw_text: one.name
            for one in shift.saved
            for reading in store.readings.of_visit(one.visit_id)
            if reading.source is Source.SERIAL
        }


def alarms_of(shift: Shift, alarm: str = "NOT_ARRIVED") -> dict[str, tuple[bool, bool]]:
    """An alarm by its patients: whether it escalated, whether it has ended."""
    names = {f"visit:{one.visit_id}": one.name for one in shift.saved}
    with shift.place.clinic.work(at=shift.place.clock.now()) as store:
        fired = store.alarms.fired_between(NOON, NOON + timedelta(hours=9))
    return {
        names[one.subject]: (one.escalated_at is not None, one.ended_at is not None)
        for one in fired
        if one.alarm == alarm
    }


def the_end(shift: Shift) -> HandOver:
    """Everybody who was sent is acknowledged or given up, then both nurses sign."""
    shift.does(lambda: None)
    signed: list[tuple[HandOver, Staff]] = []
    giver, taker = Proof("yan", PINS["yan"]), Proof("mei", PINS["mei"])
    shift.place.runner.do(
        shift.place.desk,
        lambda store: shifts.hand_over(store, giver, taker, "无", WATCHERS),
        signed.append,
    )
    shift.qtbot.waitUntil(lambda: bool(signed), timeout=SLOW)
    over, shift.place.actor = signed[0]
    return over


def the_papers_say_the_same(shift: Shift, over: HandOver) -> None:
    """Lists, register, statistics and the hand-over sheet, each counted in its own way."""
    with shift.place.clinic.work(at=shift.place.clock.now(), actor=HEAD) as store:
        register = day_papers.register(store, TODAY, RULES, HEADED)
        tracking = day_papers.tracking(store, TODAY, RULES, HEADED)
        figures = day_papers.figures(store, TODAY, RULES, HEADED).figures
        counts = store.boards.counts("GATE", TODAY)
    assert (figures.screened, figures.passed, figures.saved) == (30, 9, 18)
    assert (figures.left, figures.refused, figures.did_not_arrive) == (2, 1, 1)
    assert (figures.sent, figures.received, figures.waiting) == (6, 5, 0)
    assert figures.not_arrived == 3  # 王急 and 褚热 came too late, 杨热 not at all
    assert (counts.today, counts.passed, counts.drafts) == (18, 9, 0)
    assert (counts.unprinted, counts.unassigned, counts.on_the_way) == (0, 0, 0)
    assert (register.book.screened, len(register.book.entries)) == (30, 18)
    printed = text_of(day_papers.render_day_paper(register, WORDS))
    assert [one.name for one in shift.saved if one.name not in printed] == []
    sent = text_of(day_papers.render_day_paper(tracking, WORDS))
    assert [name for name in SENT if name not in sent] == []
    sheet = text_of(shifts.sheet(over, HEADED, "李梅", shift.place.clock.now(), WORDS))
    assert [line for line in ON_THE_SHEET if line not in sheet] == []


def was_here_yesterday(clinic: Clinic, name: str) -> None:
    at = NOON - timedelta(days=1)
    with clinic.work(at=at) as store:
        surroundings, unnamed = SURROUNDINGS, "无名氏-{visit_no}"
        intake = Intake(at, WELL | {"name": name}, (a_reading("36.4", measured_at=at),))
        done = triage.save_prescreening(store, intake, None, RULES, surroundings, unnamed)
        slip_printed(store, done.slip)


def prints_what_waits(shift: Shift) -> list[str]:
    """The printer works again; whose papers come out, in their order."""
    place = shift.place
    before = len(place.printer.came_out)
    place.printer.trouble = ""
    with shift.qtbot.waitSignal(
        place.desk.slips_changed, check_params_cb=lambda left, _: left == 0, timeout=SLOW
    ):
        place.desk.print_waiting()
    shift.settled()
    papers = place.printer.papers[before:]
    assert [paper for paper in papers if "副本" in paper] == []
    return [shift.whose(paper) for paper in papers]


@pytest.mark.timeout(120)
@pytest.mark.rule("ISO-2", "TRI-8")
def test_thirty_people_two_nurses_three_thermometers_and_the_balance_closes(shift: Shift) -> None:
    place = shift.place
    the_morning(shift)
    before_jam = len(place.printer.came_out)

    waiting = the_jam(shift)

    assert len(place.printer.came_out) == before_jam
    assert prints_what_waits(shift) == waiting

    the_rest(shift)
    assert numbers_of(shift) == shift.numbers

    shift.passes(1)
    fired = alarms_of(shift)
    shift.passes(6)
    escalated = alarms_of(shift)
    shift.receives("褚热")
    shift.passes(5)
    shift.opens("杨热")
    shift.does(lambda: place.desk.end_visit(Stage.DID_NOT_ARRIVE, "电话无人接听"))
    shift.passes(1)

    assert fired == {"褚热": (False, False)}
    assert escalated == {"褚热": (True, False)}
    assert alarms_of(shift) == {"褚热": (True, True), "杨热": (False, True)}
    assert alarms_of(shift, "ISOLATION_GAP") == {"王急": (False, True)}

    over = the_end(shift)
    assert (over.balance.odd, over.balance.unclaimed) == ((), ())
    assert over.balance.closes
    assert (over.balance.screened, over.given_by, over.taken_by) == (30, "张燕", "李梅")
    lines = {line.code: line.count for line in over.balance.lines}
    assert lines == BECAME
    the_papers_say_the_same(shift, over)
