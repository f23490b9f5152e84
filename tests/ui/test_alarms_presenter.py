"""The alarms' thinking: facts become clocks, clocks ring once, and a set clock delays nothing."""

from datetime import date, datetime, timedelta

import pytest
from pytestqt.qtbot import QtBot

from feverclinic.domain.alarm_events import AlarmEvent, AlarmEventId, Fired
from feverclinic.domain.alarms import Alarm, Catalogue, Fact, Running, Shows, Start, Urgency
from feverclinic.domain.boards import DeviceState, Topic
from feverclinic.errors import ClinicError, Unavailable
from tests.builders import MINUTE, NOON, NURSE
from tests.domain.alarming import an_alarm, sent
from ui.alarms.presenter import AlarmsDoor, AlarmsPresenter, Failed, Looked, Then

CATALOGUE = Catalogue(
    (
        an_alarm(),
        an_alarm("THERMOMETER_LOST", starts=Start.THERMOMETER_LOST, after=MINUTE, has_sound=False),
        an_alarm("SERVER_AWAY", starts=Start.SERVER_AWAY, after=MINUTE, has_sound=False),
        an_alarm("FORM_OPEN", starts=Start.FORM_OPEN, after=30 * MINUTE, shows=Shows.LIST),
    ),
    30 * MINUTE,
    2 * MINUTE,
)


class Desk:
    """A desk at the rim: its two clocks, its records, and what the presenter said."""

    def __init__(self) -> None:
        self.wall, self.monotonic_s = NOON, 1_000.0
        self.facts: tuple[Fact, ...] = ()
        self.noted: list[tuple[str, ...]] = []
        self.acknowledged: list[int] = []
        self.weeks: list[date] = []
        self.fired: dict[str, Fired] = {}
        self.away: ClinicError | None = None
        self.said: list[object] = []
        door = AlarmsDoor(self._look, self._note, self._acknowledge, self._weekly)
        self.presenter = AlarmsPresenter(
            door, CATALOGUE, lambda: self.wall, lambda: self.monotonic_s
        )
        presenter = self.presenter
        presenter.rang.connect(lambda: self.said.append("rang"))
        presenter.jumped.connect(self.said.append)
        presenter.refused.connect(lambda error: self.said.append(error.code))

    def open(self) -> None:
        self.presenter.show_queue(())
        self.presenter.show_tray(())
        self.presenter.start()

    def passes(self, minutes: float, set_by: float = 0) -> None:
        self.wall += timedelta(minutes=minutes + set_by)
        self.monotonic_s += minutes * 60
        self.presenter.tick()

    def rings(self) -> int:
        return self.said.count("rang")

    def _look(self, then: Then, _: Failed) -> None:
        then(Looked(self.facts))

    def _note(self, clocks: tuple[Running, ...], then: Then, failed: Failed) -> None:
        self.noted.append(tuple(one.clock.subject for one in clocks))
        if self.away is not None:
            failed(self.away)
            return
        kept: dict[str, Fired] = {}
        for one in clocks:
            clock = one.clock
            event = AlarmEvent(
                AlarmEventId(len(self.fired) + 1), "GATE", clock.alarm.id, clock.subject, self.wall
            )
            kept[clock.key] = self.fired.get(clock.key, Fired(event))
        self.fired = kept
        then(tuple(kept.values()))

    def _acknowledge(self, _: Alarm, event_id: AlarmEventId, then: Then, __: Failed) -> None:
        self.acknowledged.append(event_id)
        for key, fired in self.fired.items():
            if fired.event.id == event_id:
                event = AlarmEvent(
                    event_id, "GATE", fired.event.alarm, fired.event.subject, NOON, None, self.wall,
                    NURSE.id,
                )  # fmt: skip
                self.fired[key] = Fired(event, NURSE.name)
        then(None)

    def _weekly(self, day: date, then: Then, _: Failed) -> None:
        self.weeks.append(day)
        then(())


@pytest.fixture
def desk(qapp: object) -> Desk:
    return Desk()


def urgencies(desk: Desk) -> list[Urgency]:
    return [one.running.urgency for one in desk.presenter.alarms]


def test_nothing_is_recorded_before_all_lists_were_read(desk: Desk) -> None:
    desk.facts = (sent(since=NOON - 20 * MINUTE),)
    desk.presenter.start()
    desk.presenter.show_queue(())

    before = list(desk.noted)
    desk.presenter.show_tray(())

    assert before == []
    assert desk.noted == [("visit:7",)]


@pytest.mark.rule("ISO-2")
def test_not_arrived_rings_when_its_ten_minutes_are_over_and_not_before(desk: Desk) -> None:
    desk.facts = (sent(),)
    desk.open()
    desk.passes(9)
    early = (desk.rings(), urgencies(desk))
    desk.passes(1.1)

    assert early == (0, [Urgency.SOON])
    assert (desk.rings(), urgencies(desk)) == (1, [Urgency.ACT])
    assert desk.noted[-1] == ("visit:7",)


def test_it_rings_again_until_somebody_says_that_he_goes(desk: Desk) -> None:
    desk.facts = (sent(),)
    desk.open()
    desk.passes(10.1)
    desk.passes(1)
    still_one = desk.rings()
    desk.passes(1)
    two = desk.rings()
    desk.presenter.acknowledge(desk.presenter.alarms[0].key)
    desk.passes(2)

    assert (still_one, two, desk.rings()) == (1, 2, 2)
    assert desk.presenter.alarms[0].is_acted


def test_going_on_to_the_doctor_rings_anew(desk: Desk) -> None:
    desk.facts = (sent(),)
    desk.open()
    desk.passes(14.9)
    before = desk.rings()
    desk.passes(0.2)

    assert desk.rings() == before + 1
    assert urgencies(desk) == [Urgency.ESCALATED]


def test_an_acknowledged_alarm_stays_until_its_end(desk: Desk) -> None:
    desk.facts = (sent(),)
    desk.open()
    desk.passes(11)
    desk.presenter.acknowledge(desk.presenter.alarms[0].key)
    stays = len(desk.presenter.alarms)

    desk.facts = ()
    desk.presenter.on_changed(frozenset({Topic.VISITS}))

    assert stays == 1
    assert desk.presenter.alarms == ()
    assert desk.noted[-1] == ()


def test_a_clock_set_back_an_hour_is_said_and_delays_no_alarm(desk: Desk) -> None:
    desk.facts = (sent(),)
    desk.open()
    desk.passes(5)
    desk.passes(1, set_by=-60)
    desk.passes(5)

    assert timedelta(hours=-1) in desk.said
    assert desk.rings() == 1


def test_a_clock_set_forward_an_hour_is_said_and_rings_at_once(desk: Desk) -> None:
    desk.facts = (sent(),)
    desk.open()
    desk.passes(1)
    desk.passes(1, set_by=60)

    assert timedelta(hours=1) in desk.said
    assert desk.rings() == 1


def test_a_night_asleep_is_said_and_what_is_late_rings_on_waking(desk: Desk) -> None:
    desk.facts = (sent(),)
    desk.open()
    desk.passes(1, set_by=9 * 60)

    assert timedelta(hours=9) in desk.said
    assert urgencies(desk) == [Urgency.ESCALATED]
    assert desk.rings() == 1


def test_small_corrections_of_the_clock_are_not_worth_a_word(desk: Desk) -> None:
    desk.open()
    desk.passes(1, set_by=0.5)
    desk.passes(1, set_by=-0.5)

    assert desk.said == []


def test_a_thermometer_runs_from_when_it_was_first_seen_away(desk: Desk) -> None:
    lost, there = DeviceState("蓝", "BLUE", "LOST"), DeviceState("蓝", "BLUE", "LIVE")
    desk.open()
    desk.presenter.show_devices([lost])
    desk.passes(0.5)
    desk.presenter.show_devices([lost])
    desk.passes(0.6)
    late = urgencies(desk)
    desk.presenter.show_devices([there])
    back = urgencies(desk)
    desk.presenter.show_devices([lost])

    assert (late, back, urgencies(desk)) == ([Urgency.ACT], [], [Urgency.SOON])


def test_a_server_that_is_away_runs_and_ends(desk: Desk) -> None:
    desk.open()
    desk.presenter.show_server(is_away=True, waiting=0)
    desk.passes(2)
    away = urgencies(desk)
    desk.presenter.show_server(is_away=False, waiting=0)

    assert (away, urgencies(desk)) == ([Urgency.ACT], [])


def test_an_alarm_rings_also_when_the_records_cannot_be_written(desk: Desk) -> None:
    desk.facts = (sent(),)
    desk.away = Unavailable("database.away")
    desk.open()
    desk.passes(10.1)
    tried = len(desk.noted)
    desk.presenter.show_queue(())
    not_at_once = len(desk.noted)
    desk.passes(1)
    told = desk.said.count("database.away")
    desk.away = None
    desk.passes(0.95)

    assert (desk.rings(), told) == (1, 1)
    assert not_at_once == tried
    assert desk.presenter.alarms[0].fired is not None


def test_what_somebody_already_goes_for_does_not_ring_when_the_program_starts(desk: Desk) -> None:
    desk.facts = (sent(),)
    desk.open()
    desk.passes(11)
    desk.presenter.acknowledge(desk.presenter.alarms[0].key)
    again = Desk()
    again.wall, again.facts, again.fired = desk.wall, desk.facts, dict(desk.fired)

    again.open()

    assert again.rings() == 0
    assert again.presenter.alarms[0].is_acted


def test_going_there_acknowledges_and_names_the_patient(desk: Desk, qtbot: QtBot) -> None:
    desk.facts = (sent(),)
    desk.open()
    desk.passes(11)

    with qtbot.waitSignal(desk.presenter.asked_for) as asked:
        desk.presenter.go(desk.presenter.alarms[0].key)

    assert asked.args == ["visit:7"]
    assert desk.acknowledged == [1]


def test_going_to_somebody_who_is_not_late_acknowledges_nothing(desk: Desk, qtbot: QtBot) -> None:
    desk.facts = (sent(),)
    desk.open()

    with qtbot.waitSignal(desk.presenter.asked_for):
        desk.presenter.go(desk.presenter.alarms[0].key)

    assert desk.acknowledged == []


def test_the_count_of_urgent_alarms_is_all_a_locked_desk_shows(desk: Desk, qtbot: QtBot) -> None:
    desk.facts = (sent("visit:1"), sent("visit:2"))
    desk.open()

    with qtbot.waitSignal(desk.presenter.urgent_changed) as counted:
        desk.passes(11)

    assert counted.args == [2]


def test_the_weeks_go_back_and_never_beyond_this_one(desk: Desk) -> None:
    desk.presenter.show_week(-1)
    last = desk.presenter.is_this_week
    desk.presenter.show_week(1)
    desk.presenter.show_week(1)

    assert desk.weeks == [date(2020, 2, 18), date(2020, 2, 25), date(2020, 2, 25)]
    assert (last, desk.presenter.is_this_week) == (False, True)


@pytest.mark.parametrize(
    ("wall", "since", "expected_ms"),
    [
        (NOON + timedelta(seconds=20), NOON - 60 * MINUTE, 40_000),
        (NOON + timedelta(seconds=20), NOON - 9.25 * MINUTE, 1_000),
        (NOON, NOON - 6.5 * MINUTE, 30_001),
    ],
    ids=["the next full minute", "each second of the last minute", "the next step of a clock"],
)
def test_it_wakes_when_something_changes(
    desk: Desk, wall: datetime, since: datetime, expected_ms: int
) -> None:
    desk.wall, desk.facts = wall, (sent(since=since),)

    desk.open()

    assert desk.presenter._timer.interval() == pytest.approx(expected_ms + 20, abs=1)
    desk.presenter.stop()


def test_the_week_is_counted_again_with_every_firing(desk: Desk) -> None:
    desk.presenter.on_changed(frozenset({Topic.ALARMS}))
    desk.presenter.on_changed(frozenset({Topic.SHEETS}))

    assert desk.weeks == [date(2020, 2, 25)]
