"""The demo as a run of the program: a folder of its own, invented people, twins, a clock that runs."""

from __future__ import annotations

import shutil
import signal
import sys
import tempfile
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from threading import Event
from time import monotonic
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from feverclinic.domain.civil_time import local
from feverclinic.domain.readings import Reading
from feverclinic.errors import Refused
from feverclinic.services.demo_staff import demo_staff
from feverclinic.services.invented import COUNTY
from feverclinic.settings import Settings, load_settings
from feverclinic.wording import Wording, wording
from ui import logs
from ui.app import App, wall_clock
from ui.demo.guns import DemoGuns, frame_of
from ui.demo.ribbon import Ribbon
from ui.demo.steps import FirstSteps
from ui.occasion import Occasion
from ui.opening import Records, open_records, station_of
from ui.theme import Theme
from ui.widgets.empty_state import EmptyState

# What the first page does not need is imported behind it.
if TYPE_CHECKING:
    from feverclinic.services.demo import DemoClinic
    from feverclinic.storage.chronicle import Moment

    Piece = Callable[[Moment], None]

CANNOT_WORK = 1
FOLDER_PREFIX = "feverclinic-demo-"
MORNING = (10, 20)
MARK = "演示 DEMO"
NURSE = "nurse"
# The demo stays with the sixth edition, in which every class, gate and room comes up.
LATER_EDITIONS = ("covid-dt-7", "covid-dt-8", "covid-dt-8r", "covid-dt-9", "covid-dt-10")
NEVER = datetime.fromisoformat("9000-01-01T00:00+08:00")
HEARS_SIGNALS_MS = 300


def demo_clock(began: datetime) -> Callable[[], datetime]:
    """Twenty past ten of this day when the demo opens, and from then on as fast as any clock.

    A fixed hour has a whole morning behind it and no midnight before it, whenever it is opened.
    """
    hour, minute = MORNING
    opened = local(began).replace(hour=hour, minute=minute, second=0, microsecond=0)
    start = monotonic()
    return lambda: opened + timedelta(seconds=monotonic() - start)


class Demo(QObject):
    """Everything of the demo around the program, which itself is the usual one."""

    came_out = Signal(object)  # bytes of a paper that would have been printed

    def __init__(self, folder: Path, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._now = now
        self.folder = folder
        self._clinic: DemoClinic | None = None
        self._is_closing = Event()
        self.guns = DemoGuns(self)
        self.steps = FirstSteps(self)
        self.app: App | None = None

    def settings(self) -> Settings:
        """Those of a new work place in the demo's folder; nothing of this computer's own is read."""
        staff, bare = demo_staff(), load_settings(None, self.folder, {})
        return replace(
            bare,
            facility_name=staff.facility,
            station=replace(bare.station, name=staff.station),
            devices=self.guns.settings,
            adoption=dict.fromkeys(LATER_EDITIONS, NEVER),
        )

    def occasion(self) -> Occasion:
        from ui.printing import PrintDoor  # noqa: PLC0415 - the print service, behind the first page

        return Occasion(
            open_records=self._open,
            printers=PrintDoor(lambda: (), self._print),
            mark=MARK,
            entrance=_entrance,
            ribbon=self._ribbon,
        )

    def begin(self, qt: QApplication) -> App:
        """Open the program as the nurse of the demo."""
        self.app = app = App(qt, self.settings(), self._now, self.occasion())
        app.sign_in.signed_in.connect(self._on_signed_in)
        app.start()
        app.sign_in.sign_in(NURSE, demo_staff().password)
        return app

    def close(self) -> None:
        """What is left after the program has closed: lines, folder."""
        self._is_closing.set()
        self.guns.close()
        logs.stop(self.folder)
        shutil.rmtree(self.folder, ignore_errors=True)

    # -- the records ----------------------------------------------------------------------

    def _open(self, settings: Settings, now: datetime) -> Records:
        """This day first, so that the desk is there at once; the weeks before come behind it."""
        from feverclinic.domain.intake_reading import Surroundings  # noqa: PLC0415 - after the paint
        from feverclinic.services.adoption import hospital_rules  # noqa: PLC0415 - as above
        from feverclinic.services.codes import known_areas  # noqa: PLC0415 - as above
        from feverclinic.services.demo import DemoClinic, DemoFacts  # noqa: PLC0415 - as above
        from feverclinic.services.rulebook import triage_rules  # noqa: PLC0415 - as above
        from feverclinic.storage.chronicle import chronicle  # noqa: PLC0415 - as above
        from feverclinic.storage.opening import open_database  # noqa: PLC0415 - as above

        surroundings = Surroundings(known_areas() | {COUNTY})
        unknown = wording(settings.language).sentences["triage.unknown_name"]
        facts = DemoFacts(
            triage_rules(None, settings.rules),
            surroundings,
            unknown,
            frame_of,
            hospital_rules(settings),
        )
        self._clinic = DemoClinic(facts, now)
        engine = open_database("", settings.data_dir, now).engine
        with chronicle(engine, station_of(settings)) as at:
            self._clinic.open(at)
        engine.dispose()
        return replace(open_records(settings, now), surroundings=surroundings)

    def _tell(self, pieces: Sequence[Piece], records: Records, settings: Settings) -> None:
        """Piece by piece, so that the nurse's own save waits for no more than one of them."""
        from feverclinic.storage.chronicle import chronicle  # noqa: PLC0415 - as above

        for tell in pieces:
            if self._is_closing.is_set():
                return
            with chronicle(records.engine, station_of(settings)) as at:
                tell(at)

    # -- the desk -------------------------------------------------------------------------

    def _on_signed_in(self, _staff: object) -> None:
        """Once: the twins and the steps follow the desk that is there now."""
        app = self.app
        assert app is not None
        assert app.desk is not None
        assert app.records is not None
        clinic = self._clinic
        assert clinic is not None
        app.sign_in.signed_in.disconnect(self._on_signed_in)
        desk, triage = app.desk, app.desk.triage
        app.window.closing.connect(self._is_closing.set)
        self.came_out.connect(desk.show_paper)
        self.guns.listen(lambda: desk.devices.states, lambda: _last_number(triage.intake.readings))
        desk.devices.states_changed.connect(self.guns.on_states)
        desk.devices.armed.connect(self.guns.on_armed)
        self.guns.on_states(desk.devices.states)
        triage.outlook_changed.connect(self.steps.on_outlook)
        triage.opened.connect(self.steps.on_outlook)
        triage.saved.connect(self.steps.on_saved)
        triage.happened.connect(self.steps.on_happened)
        self.steps.follow(lambda: (triage.intake, triage.outlook))
        sys.stdout.write(secrets(app.words)[0] + "\n")
        sys.stdout.flush()
        app.bench.do(
            self, partial(self._tell, clinic.ward, app.records, app.keeper.now), self._ward_is_told
        )

    def _ward_is_told(self, _none: object) -> None:
        app = self.app
        if app is None or app.desk is None or app.records is None or self._clinic is None:
            return
        app.desk.isolation.presenter.refresh()
        days = self._clinic.earlier_days
        app.bench.do(self, partial(self._tell, days, app.records, app.keeper.now))

    def _print(self, pdf: bytes, _printer: str) -> None:
        """On a thread of the bench: the paper is shown in the window instead."""
        if self._is_closing.is_set():
            raise Refused("printer.none")
        self.came_out.emit(pdf)

    def _ribbon(self, theme: Theme, words: Wording) -> QWidget:
        return Ribbon(theme, words, self.steps, secrets(words))


def secrets(words: Wording) -> tuple[str, str]:
    """How to sign in at the demo, whole and short."""
    staff = demo_staff()
    whole = words.say("demo.secrets", password=staff.password, pin=staff.pin)
    return whole, words.say("demo.pin", pin=staff.pin)


def _last_number(readings: Sequence[Reading]) -> str:
    return readings[-1].raw_text if readings else ""


def _entrance(theme: Theme, words: Wording) -> QWidget:
    return EmptyState(theme, "users", words.say("demo.opening"))


@contextmanager
def demo_of(now: Callable[[], datetime]) -> Generator[Demo]:
    """A demo in a new folder; afterwards nothing of it is left. Raises OSError without a place for it."""
    demo = Demo(Path(tempfile.mkdtemp(prefix=FOLDER_PREFIX)), now)
    try:
        logs.start(demo.folder)
        yield demo
    finally:
        demo.close()


def _end_by_signal(qt: QApplication, app: App, demo: Demo) -> None:
    """Ctrl+C in the terminal and the end of a session close the window, so that the folder goes too."""
    heard: list[int] = []

    def end(number: int, _frame: object) -> None:
        heard.append(number)

    def look() -> None:
        # A window that was not shown yet ends nothing by closing, so the loop is told as well.
        if heard:
            app.window.may_close = lambda: True
            app.window.close()
            qt.quit()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, end)
    # Python hears of a signal only when it runs; a desk at rest may sleep for a minute.
    hearing = QTimer(demo, interval=HEARS_SIGNALS_MS)
    hearing.timeout.connect(look)
    hearing.start()


def run_demo(*, is_elsewhere: bool = False) -> int:
    """Open the demo and stay until its window is closed; 1 when it has no place to work in.

    `is_elsewhere`: a folder or settings were named, which a demo does not touch; that is said.
    """
    words = wording("zh_CN")
    if is_elsewhere:
        sys.stderr.write(words.say("demo.own_folder") + "\n")
    qt = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(qt, QApplication)
    qt.setApplicationName("Fever Clinic")
    try:
        with demo_of(demo_clock(wall_clock())) as demo:
            app = demo.begin(qt)
            _end_by_signal(qt, app, demo)
            sys.excepthook = lambda _, error, trace: app.say_crashed(error.with_traceback(trace))
            return qt.exec()
    except OSError as failed:
        sys.stderr.write(words.say("demo.no_folder", why=failed.strerror) + "\n")
        return CANNOT_WORK
