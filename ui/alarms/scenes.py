"""Invented alarms for the pictures of their page: none; a busy noon; no sound, and everything late."""

from datetime import datetime, timedelta

from PySide6.QtWidgets import QWidget

from feverclinic.domain.alarm_events import AlarmEvent, AlarmEventId, Fired, WeekRow
from feverclinic.domain.alarms import (
    Alarm,
    Catalogue,
    End,
    Fact,
    Rank,
    Running,
    Shows,
    Start,
    clocks_of,
    in_order,
    running,
)
from feverclinic.domain.civil_time import CHINA
from feverclinic.domain.people import Duty
from feverclinic.wording import Wording
from ui.alarms.desk import AlarmsDesk
from ui.alarms.presenter import AlarmsDoor, AlarmsPresenter, Looked
from ui.theme import Theme

NOON = datetime(2020, 2, 28, 14, 32, tzinfo=CHINA)
MINUTE = timedelta(minutes=1)


def _row(
    alarm_id: str, starts: Start, ends: End, rank: Rank, minutes: int, **differs: object
) -> Alarm:
    usual: dict[str, object] = {
        "rules": ("ISO-2",),
        "duty": Duty.TRIAGE,
        "desk": "triage",
        "shows": Shows.TOP,
        "warn_before": 3 * MINUTE,
        "escalates_after": 5 * MINUTE if rank is Rank.ACT else None,
        "escalates_to": ("doctor",) if rank is Rank.ACT else (),
    }
    made = {**usual, **differs}
    return Alarm(alarm_id, rank=rank, starts=starts, ends=ends, after=minutes * MINUTE, **made)  # pyright: ignore[reportArgumentType] - members of Alarm


CATALOGUE = Catalogue(
    (
        _row("THERMOMETER_DUE", Start.THERMOMETER_OUT, End.TAKEN_BACK, Rank.SOON, 5),
        _row("RECHECK_DUE", Start.RECHECK_SET, End.MEASURED_AGAIN, Rank.SOON, 5, rules=("TEMP-5",)),
        _row("NOT_ARRIVED", Start.SENT, End.RECEIVED, Rank.ACT, 10),
        _row("WAIT_II", Start.WAITING_II, End.RECEIVED, Rank.ACT, 10, rules=("1.6", "F-8")),
        _row("FORM_OPEN", Start.FORM_OPEN, End.FORM_ENDED, Rank.SOON, 30, rules=("1.2",)),
        _row("SLIP_UNPRINTED", Start.SLIP_WAITING, End.PRINTED, Rank.SOON, 3, rules=("1.7",)),
        _row(
            "CALIBRATION_PAST",
            Start.CALIBRATION_KNOWN,
            End.CALIBRATED,
            Rank.SOON,
            0,
            rules=("TEMP-12",),
            desk="devices",
            duty=Duty.MANAGE_DEVICES,
            warn_before=7 * 24 * 60 * MINUTE,
        ),
    ),
    30 * MINUTE,
    2 * MINUTE,
)
BUSY = (
    Fact(Start.SENT, "visit:1", "赵秀芬", NOON - 12 * MINUTE),
    Fact(Start.SENT, "visit:2", "钱立国", NOON - 6 * MINUTE),
    Fact(Start.THERMOMETER_OUT, "draft:3", "孙桂英", NOON - 4 * MINUTE - MINUTE / 3),
    Fact(Start.RECHECK_SET, "visit:4", "阿依古丽·买买提", NOON - 6 * MINUTE),
    Fact(Start.FORM_OPEN, "draft:5", "李四", NOON - 12 * MINUTE),
)
LATE = (
    *BUSY,
    Fact(Start.SENT, "visit:6", "周小海", NOON - 19 * MINUTE),
    Fact(Start.WAITING_II, "visit:7", "吴建国", NOON - 11 * MINUTE),
    Fact(Start.SLIP_WAITING, "slips:GATE", "× 3", NOON - 8 * MINUTE),
    Fact(Start.CALIBRATION_KNOWN, "device:Yellow 3", "Yellow 3", NOON, NOON + 3 * 1440 * MINUTE),
)
FACTS = {"empty": (), "busy": BUSY, "refused": LATE}
WEEK = (
    WeekRow("THERMOMETER_DUE", 41, 40, 0, 1),
    WeekRow("RECHECK_DUE", 17, 15, 2, 0),
    WeekRow("NOT_ARRIVED", 6, 5, 1, 0),
    WeekRow("SLIP_UNPRINTED", 3, 3, 0, 0),
)


def scene_clocks(state: str) -> tuple[Running, ...]:
    """The clocks of a scene at half past two."""
    clocks = clocks_of(FACTS[state], CATALOGUE)
    return in_order(running(one, NOON) for one in clocks)


MANY_DUE = 3


def _fired(clocks: tuple[Running, ...]) -> tuple[Fired, ...]:
    """All that are due have fired; somebody goes for the first of them."""
    due = [one for one in clocks if one.is_due]
    return tuple(
        Fired(
            AlarmEvent(
                AlarmEventId(place),
                "GATE",
                one.clock.alarm.id,
                one.clock.subject,
                one.clock.due_at,
                escalated_at=_escalated(place, one, len(due)),
                acted_at=NOON - MINUTE if place == 1 else None,
            ),
            "张护士" if place == 1 else "",
        )
        for place, one in enumerate(due)
    )


def _escalated(place: int, one: Running, count: int) -> datetime | None:
    """Where much is late the first one has gone on to the doctor."""
    return one.clock.due_at + 5 * MINUTE if place == 0 and count > MANY_DUE else None


def alarms_desk(theme: Theme, words: Wording, state: str) -> QWidget:
    """Nothing runs; a busy noon; no sound, patients that did not arrive, and nobody has answered."""
    facts = FACTS[state]
    door = AlarmsDoor(
        look=lambda then, _: then(Looked(facts)),
        note=lambda clocks, then, _: then(_fired(clocks)),
        acknowledge=lambda *_: None,
        weekly=lambda _, then, __: then(() if state == "empty" else WEEK),
    )
    presenter = AlarmsPresenter(door, CATALOGUE, lambda: NOON, lambda: 0.0)
    desk = AlarmsDesk(theme, words, presenter, lambda: NOON)
    presenter.setParent(desk)
    presenter.show_queue(())
    presenter.show_tray(())
    presenter.start()
    presenter.stop()
    presenter.show_week()
    is_silent = state == "refused"
    key = "alarms.sound_none_why" if is_silent else "alarms.sound_ready"
    desk.show_sound(words.say(key), is_silent=is_silent)
    return desk
