"""Builds and wires the house: the only place that knows everyone."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtWidgets import QApplication

from feverclinic.domain.civil_time import local
from feverclinic.errors import ClinicError
from feverclinic.settings import Settings, load_settings
from feverclinic.wording import Wording, wording
from ui import logs
from ui.bench import Bench
from ui.main_window import MainWindow
from ui.minute_clock import MinuteClock
from ui.notices import NoticeKind, sentence_of
from ui.occasion import USUAL, Occasion
from ui.opening import station_of, transactions
from ui.runner import Runner
from ui.seat import Seat
from ui.seat_records import Around
from ui.server_watch import ServerWatch, told, watch_server
from ui.settings_keeper import SettingsKeeper
from ui.sign_in.page import SignInPage
from ui.sign_in.presenter import SignInPresenter
from ui.theme import Theme, apply_theme, load_theme

# What the first page does not need is imported behind it: it is painted the sooner.
if TYPE_CHECKING:
    from feverclinic.domain.people import Staff
    from ui.desks import Desks
    from ui.opening import Records
    from ui.widgets.device_chip import ServerState

CANNOT_WORK = 1
OPENS_AT, TITLE_BAR = QSize(1366, 768), 48
NOTICE_KINDS = {
    "ok": NoticeKind.DONE,
    "warning": NoticeKind.WARNING,
    "error": NoticeKind.ERROR,
    "info": NoticeKind.INFO,
}


def wall_clock() -> datetime:
    return datetime.now(UTC)


class App(QObject):
    """One work place: opens the records behind the first painted form, then the desks."""

    cannot_open = Signal(str)  # the sentence

    def __init__(
        self,
        qt: QApplication,
        settings: Settings,
        now: Callable[[], datetime] = wall_clock,
        occasion: Occasion = USUAL,
    ) -> None:
        super().__init__()
        self._qt = qt
        self._now = now
        self._occasion = occasion
        self._entrance = occasion.entrance
        self.keeper = SettingsKeeper(settings)
        self.bench = Bench()
        self.records: Records | None = None
        self.watch: ServerWatch | None = None
        self.runner: Runner | None = None
        self.desk: Desks | None = None
        self._is_closed = False
        self.clock = MinuteClock(now, self)
        self.seat = Seat(self._around(), self)
        self.seat.sign_in.signed_in.connect(self._on_signed_in)
        self.seat.shift.seated.connect(self._on_signed_in)
        self.seat.shift.handed_over.connect(lambda _over, staff: self._on_signed_in(staff))
        self.window = self._build_window()
        self.clock.ticked.connect(self._on_minute)
        self.bench.refused.connect(self.say_refused)
        self.bench.crashed.connect(self.say_crashed)

    # -- opening --------------------------------------------------------------------------

    def start(self) -> None:
        """Show the first page at once and open the records behind it."""
        self._show_entrance(is_first_run=self._is_bare())
        self._come_up()
        self.clock.start()
        self._open()

    def _come_up(self) -> None:
        """A screen too small for the window and its frame is filled: the foot line stays on it."""
        room = self.window.screen().availableSize()
        if room.width() <= OPENS_AT.width() or room.height() < OPENS_AT.height() + TITLE_BAR:
            self.window.showMaximized()
        else:
            self.window.show()

    def _is_bare(self) -> bool:
        """A look that costs nothing: whether there has ever been a database here."""
        settings = self.keeper.now
        return not settings.database_url and not (settings.data_dir / "feverclinic.db").exists()

    def _open(self) -> None:
        settings = self.keeper.now
        self.bench.do(
            self,
            lambda: self._occasion.open_records(settings, self._now()),
            self._on_opened,
            self._on_cannot,
        )

    def _on_opened(self, records: Records) -> None:
        if self._is_closed:  # the window went while the records were being opened
            records.close()
            return
        from feverclinic.services.signing_in import NOBODY  # noqa: PLC0415 - loaded by now

        self.records = records
        station = station_of(self.keeper.now)
        self.runner = Runner(
            transactions(records, lambda: self.actor or NOBODY, self._now, station), records.line
        )
        self.watch = watch_server(records, self.runner, self.bench, self.keeper, self._now, self)
        if self.watch is not None:
            self.watch.state_changed.connect(self._on_server)
            self.watch.said.connect(
                lambda kind, key, facts: self.tell(kind, told(self.words, key, facts))
            )
            self.watch.start()
        self.runner.refused.connect(self.say_refused)
        self.runner.crashed.connect(self.say_crashed)
        if records.is_first_run is not self._is_first_run_shown:
            self._show_entrance(is_first_run=records.is_first_run)
        self.seat.records.open(self.runner)

    def _on_server(self, state: ServerState) -> None:
        if self.desk is not None:
            self.desk.show_server(state)

    def _on_cannot(self, error: ClinicError) -> None:
        self._stop(sentence_of(error, self.words))

    def _stop(self, told: str) -> None:
        """The page alone that says why there is nothing to work with, and what helps."""
        from ui.stop_page import StopPage  # noqa: PLC0415 - seldom

        page = StopPage(self.theme, self.words, told)
        page.try_again.connect(self._try_again)
        page.leave.connect(self.window.close)
        self.window.show_page(page)
        self.cannot_open.emit(told)

    def _try_again(self) -> None:
        self._show_entrance(is_first_run=self._is_bare())
        self._open()

    # -- the window -----------------------------------------------------------------------

    @property
    def theme(self) -> Theme:
        return load_theme(self.keeper.now.theme, is_large=self.keeper.now.large_type)

    @property
    def words(self) -> Wording:
        return wording(self.keeper.now.language)

    def _on_look(self, language: str, theme: str, is_large: bool) -> None:  # noqa: FBT001 - a signal
        self.change_look(language=language, theme=theme, large_type=is_large)

    def _around(self) -> Around:
        return Around(
            keeper=self.keeper,
            bench=self.bench,
            now=self._now,
            window=lambda: self.window,
            desk=lambda: self.desk,
            records=lambda: self.records,
            look=lambda: (self.theme, self.words),
            change_look=self.change_look,
            tell=self.tell,
            say_refused=self.say_refused,
        )

    def _build_window(self) -> MainWindow:
        apply_theme(self._qt, self.theme)
        window = MainWindow(self.theme, self.words, self._now)
        if self._occasion.ribbon is not None:
            window.set_ribbon(self._occasion.ribbon(self.theme, self.words))
        window.resize(OPENS_AT)
        window.shift_asked.connect(self.seat.switch)
        window.lock_asked.connect(self.seat.lock)
        window.may_close = self.seat.may_close
        window.closing.connect(self.close)
        window.server_opened.connect(lambda: window.open_desk("settings"))
        return window

    def _show_entrance(self, *, is_first_run: bool) -> None:
        place = self.keeper.now.station.name
        self._is_first_run_shown = is_first_run
        if self._entrance is not None:
            self.window.show_page(self._entrance(self.theme, self.words))
            return
        page: FirstRunPage | SignInPage
        if is_first_run:
            from ui.sign_in.first_run import FirstRunPage  # noqa: PLC0415 - once in a lifetime

            facility = self.keeper.now.facility_name
            page = FirstRunPage(self.theme, self.words, self.sign_in, place, facility)
        else:
            page = SignInPage(self.theme, self.words, self.sign_in, place)
        page.language_chosen.connect(lambda language: self.change_look(language=language))
        page.theme_chosen.connect(lambda theme: self.change_look(theme=theme))
        self.window.show_page(page)

    def change_look(self, **changes: object) -> None:
        """Another language or theme: the window is built anew, what is open stays open."""
        try:
            self.keeper.change(**changes)
        except ClinicError as error:
            self.say_refused(error)
            return
        old, geometry = self.window, self.window.saveGeometry()
        old.closing.disconnect(self.close)
        self.window = self._build_window()
        self.window.restoreGeometry(geometry)
        if self.desk is not None:
            self.desk.dress(self.window, self.theme, self.words)
        self.window.open_desk(old.open_key)
        if not self.seat.dress_again() and self.actor is None:
            self._show_entrance(is_first_run=self._is_first_run_shown)
        self.window.show()
        self._on_minute(self._now())
        old.may_close = lambda: True
        old.close()
        old.deleteLater()

    # -- who sits here --------------------------------------------------------------------

    @property
    def actor(self) -> Staff | None:
        """Who sits here; of a desk that is locked, who sat there last."""
        return self.seat.actor

    @property
    def sign_in(self) -> SignInPresenter:
        return self.seat.sign_in

    def _on_signed_in(self, staff: Staff) -> None:
        assert self.runner is not None
        assert self.records is not None
        self._entrance = None
        if self.desk is None:
            from ui.desks import Desks, House  # noqa: PLC0415 - loaded behind the first page

            self.desk = Desks(
                House(
                    self.runner,
                    self.bench,
                    self.records,
                    self.keeper,
                    self._now,
                    self.tell,
                    self._occasion,
                ),
                program_version(),
                self,
            )
            self.desk.look_chosen.connect(self._on_look)
            self.desk.refused.connect(self.say_refused)
            if self.watch is not None:
                self.desk.show_server(self.watch.state)
            self.seat.follow(self.desk)
            self.desk.dress(self.window, self.theme, self.words)
            self.desk.start()
        self.seat.take(staff)

    def sign_out(self) -> None:
        """换班: drafts belong to the desk and stay; the next person signs in."""
        self.seat.switch()

    # -- what is said ---------------------------------------------------------------------

    def tell(self, kind: str, sentence: str) -> None:
        self.window.notice(NOTICE_KINDS[kind], sentence)

    def say_refused(self, error: ClinicError) -> None:
        self.tell("error", sentence_of(error, self.words))

    def say_crashed(self, error: BaseException) -> None:
        """A bug: logged with its place, said in one line, the program stays up."""
        logging.getLogger(__name__).error("a bug", exc_info=error)
        told = self.words.say("app.crashed", file=logs.file_of(self.keeper.now.data_dir))
        if self.records is None:
            self._stop(told)
        else:
            self.tell("error", told)

    def _on_minute(self, at: datetime) -> None:
        self.window.set_time(f"{local(at):%H:%M}")
        if self.desk is not None and self.actor is not None:
            self.desk.tick()
        self.seat.on_minute()

    # -- the end --------------------------------------------------------------------------

    def close(self) -> None:
        """What was typed goes to disk, then devices and records end."""
        self._is_closed = True
        if self.desk is not None:
            self.desk.keep()
            self.desk.stop()
        self.clock.stop()
        if self.watch is not None:
            self.watch.stop()
        if self.runner is not None:
            self.runner.close()
        self.bench.close()
        if self.records is not None:
            self.records.close()
            self.records = None


def program_version() -> str:
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415 - slow, and late

    try:
        return version("feverclinic")
    except PackageNotFoundError:
        return "0.1.0"


def has_screen() -> bool:
    """Whether there is a screen on which a person could read."""
    return QApplication.platformName() not in ("offscreen", "minimal")


def run(settings_file: Path | None = None, data_dir: Path | None = None) -> int:
    """Start the window and stay until it is closed; 1 when the settings cannot be read."""
    qt = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(qt, QApplication)
    qt.setApplicationName("Fever Clinic")
    try:
        settings = load_settings(settings_file, data_dir)
    except ClinicError as error:
        return _stopped(qt, error)
    with suppress(OSError):
        logs.start(settings.data_dir)
    app = App(qt, settings)
    sys.excepthook = lambda _kind, error, trace: app.say_crashed(error.with_traceback(trace))
    app.cannot_open.connect(lambda told: _say_without_window(qt, told))
    app.start()
    return qt.exec()


def _say_without_window(qt: QApplication, told: str) -> None:
    """The page in the window says it; where nobody sees a window, the terminal does, and it ends."""
    sys.stderr.write(told + "\n")
    if not has_screen():
        qt.exit(CANNOT_WORK)


def _stopped(qt: QApplication, error: ClinicError) -> int:
    """Say on the terminal and in a window why there is nothing to start with."""
    theme, words = load_theme("light"), wording("zh_CN")
    told = sentence_of(error, words)
    sys.stderr.write(told + "\n")
    if not has_screen():
        return CANNOT_WORK
    from ui.stop_page import StopPage  # noqa: PLC0415 - seldom

    apply_theme(qt, theme)
    page = StopPage(theme, words, told, can_try=False)
    page.setWindowTitle(words.say("shell.window_title"))
    page.resize(900, 480)
    page.leave.connect(page.close)
    page.show()
    qt.exec()
    return CANNOT_WORK
