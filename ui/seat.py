"""Who sits here: signing in, 换班, the lock, leaving and handing over; the desk stays as it is."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from feverclinic.domain.civil_time import local
from feverclinic.domain.people import Duty, Staff
from feverclinic.errors import ClinicError, Refused
from ui.idle import Idle
from ui.seat_records import Around, SeatRecords
from ui.shift.presenter import ShiftPresenter
from ui.sign_in.presenter import SignInPresenter
from ui.widgets.empty_state import EmptyState

# What the first page does not need is imported behind it: it is painted the sooner.
if TYPE_CHECKING:
    from feverclinic.domain.boards import DayCounts
    from feverclinic.domain.shifts import Balance, HandOver
    from ui.desks import Desks
    from ui.shift.switch_page import Mode

SETTINGS = "settings"
# Any one of these duties opens the desk; one that is not listed is of the triage desk.
DUTIES_OF: dict[str, frozenset[Duty]] = {
    "devices": frozenset({Duty.MANAGE_DEVICES}),
    "alarms": frozenset({Duty.TRIAGE, Duty.OVERRIDE_AS_DOCTOR}),
    "papers": frozenset({Duty.TRIAGE, Duty.READ_IDENTITY}),
    "isolation": frozenset(
        {
            *(Duty.TREAT, Duty.ENTER_RESULTS, Duty.MANAGE_ROOMS, Duty.DIRECT, Duty.TRY_RULES),
            *(Duty.SIGN_ATTENDING, Duty.SIGN_EXPERT, Duty.SIGN_INFECTION_CONTROL),
        }
    ),
    "sign": frozenset({Duty.SIGN_ATTENDING, Duty.SIGN_EXPERT, Duty.SIGN_INFECTION_CONTROL}),
    "after": frozenset({Duty.TRIAGE, Duty.TREAT, Duty.ENTER_RESULTS}),
    "set_up": frozenset({Duty.MANAGE_ROOMS, Duty.DIRECT}),
    "merge": frozenset({Duty.TREAT}),
    "trial": frozenset({Duty.TRY_RULES}),
}
ADMINISTER = frozenset({Duty.MANAGE_STAFF, Duty.MANAGE_SYSTEM, Duty.READ_AUDIT})


def desks_for(duties: frozenset[Duty], keys: tuple[str, ...]) -> frozenset[str]:
    """The desks that a person may open; whoever has any finds look and version among the settings."""
    work = {key for key in keys if key != SETTINGS}
    open_ones = {key for key in work if duties & DUTIES_OF.get(key, frozenset({Duty.TRIAGE}))}
    return frozenset({*open_ones, SETTINGS} if open_ones or duties & ADMINISTER else set())


class Seat(QObject):
    """The actor of this work place. Whoever is covered by a lock still is the actor of what goes on."""

    seated = Signal(object)  # Staff: the desk is in sight
    covered = Signal()  # no desk is in sight, nor anything of a patient

    def __init__(self, around: Around, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._around = around
        self._page: QWidget | None = None
        self._build: Callable[[], QWidget] | None = None  # the page again, in another look
        self._open_things = 0
        self._may_close = False
        self.actor: Staff | None = None
        self.is_locked = False
        self.records = SeatRecords(around, lambda: self.actor, self)
        self.sign_in = SignInPresenter(self.records.sign_in_door(), self)
        self.shift = ShiftPresenter(self.records.shift_door(), self)
        self.idle = Idle(around.keeper.now.lock_minutes, around.now, parent=self)
        self.idle.gone.connect(self.lock)
        self.shift.kept.connect(self._on_kept)
        self.shift.left.connect(self._on_left)
        self.shift.handed_over.connect(self._on_handed_over)

    # -- what goes on -----------------------------------------------------------------------

    def follow(self, desk: Desks) -> None:
        """Hear of what waits at the desk, so that closing the window need not ask the disk."""
        desk.devices.armed_changed.connect(self.records.note_armed)
        desk.triage.queue_changed.connect(self._on_counts)
        desk.scan_acts.badge_scanned.connect(self.take_badge)

    def take(self, staff: Staff) -> None:
        """This person sits here from now on, at the desk as it was left."""
        is_new = self.actor is None or self.actor.id != staff.id
        self.actor = staff
        self.is_locked = self._may_close = False
        self.idle.watch()
        self.dress()
        if is_new:
            self._around.window().open_desk("triage")  # whoever comes next finds the open form
        self._show_desk()

    def dress(self) -> None:
        """Names and desks of the actor on the window that is there now."""
        if self.actor is None:
            return
        window = self._around.window()
        desk = self._around.desk()
        theme, words = self._around.look()
        window.set_names(self._around.keeper.now.station.name, self.actor.name)
        if desk is not None:
            desk.allow(self.actor.duties)
        nowhere = EmptyState(theme, "user-x", words.say("shift.nowhere"))
        window.allow(desks_for(self.actor.duties, window.desk_keys), nowhere)

    def dress_again(self) -> bool:
        """After another look: the page that covered the desk covers it again; whether there is one."""
        self.dress()
        if self._build is None:
            return False
        self._show(self._build)
        return True

    # -- 换班, lock, leaving ----------------------------------------------------------------

    def switch(self) -> None:
        """F12: the next person may take over; whoever sits here may go back."""
        from ui.shift.switch_page import Mode  # noqa: PLC0415 - behind the first page

        if self.actor is not None and not self.is_locked:
            self._keep()
            self._cover(Mode.SWITCH)

    def lock(self) -> None:
        """Ctrl+L, or nobody touched it for long: only a sign-in opens; thermometers go on."""
        from ui.shift.switch_page import Mode  # noqa: PLC0415 - as above

        if self.actor is not None and not self.is_locked:
            self._keep()
            self.is_locked = True
            self.idle.rest()
            self._cover(Mode.LOCKED)

    def on_minute(self) -> None:
        """Ask whether the actor may go on: an administrator at another desk may have decided else."""
        self.idle.check()
        actor = self.actor
        if actor is not None and not self.is_locked:
            self.records.ask_still_serves(lambda error: self._on_not_serving(actor, error))

    def _on_not_serving(self, asked: Staff, error: ClinicError) -> None:
        if not isinstance(error, Refused):
            self._around.say_refused(error)
        elif self.actor is asked:  # else somebody else has sat down meanwhile
            self.lock()
            self.shift.refused.emit(error)

    def take_badge(self, code: str) -> bool:
        """A badge was scanned; False where no page of the shift is open that takes one."""
        take = getattr(self._page, "take_badge", None)
        if take is None:
            return False
        take(code)
        return True

    def may_close(self) -> bool:
        """Whether the window may close at once; else the page says what is left behind.

        The second time it may: an emergency does not wait for a page.
        """
        has_open = bool(self._open_things or self.records.armed)
        if self._may_close or self.actor is None or not has_open or self.is_locked:
            return True
        app = QApplication.instance()
        if isinstance(app, QApplication) and app.isSavingSession():
            return True
        self._may_close = True
        self._keep()
        self.records.look_over("", self._show_closing, lambda _error: self._around.window().close())
        return False

    def _cover(self, mode: Mode) -> None:
        from ui.shift.switch_page import Cover, SwitchPage  # noqa: PLC0415 - as above

        actor = self.actor.name if self.actor else ""
        at = f"{local(self._around.now()):%H:%M}"

        def build() -> QWidget:
            theme, words = self._around.look()
            cover = Cover(mode, self._around.keeper.now.station.name, actor, at)
            page = SwitchPage(theme, words, self.shift, cover)
            page.back.connect(self._back)
            page.hand_over_asked.connect(self._open_hand_over)
            page.own_asked.connect(self._open_own)
            window = self._around.window()
            window.acts_counted.connect(page.show_alarms)
            page.show_alarms(window.acts)
            return page

        self._show(build)
        self.shift.refresh()

    def _open_hand_over(self) -> None:
        from ui.shift.hand_over_page import HandOverPage  # noqa: PLC0415 - seldom

        def build() -> QWidget:
            assert self.actor is not None
            theme, words = self._around.look()
            giver = (self.actor.login, self.actor.name)
            page = HandOverPage(theme, words, self.shift, giver)
            page.back.connect(self._back)
            return page

        if self.actor is not None:
            self._keep()
            self._show(build)
            self.shift.look_over()

    def _open_own(self) -> None:
        from ui.shift.own_page import OwnPage  # noqa: PLC0415 - seldom

        def build() -> QWidget:
            theme, words = self._around.look()
            page = OwnPage(theme, words, self.shift, self.actor.name if self.actor else "")
            page.back.connect(self._back)
            return page

        self._show(build)

    def _show_list(self, balance: Balance, *, is_closing: bool) -> None:
        from ui.shift.leave_page import LeavePage  # noqa: PLC0415 - seldom

        def build() -> QWidget:
            theme, words = self._around.look()
            page = LeavePage(theme, words, balance, is_closing=is_closing)
            page.back.connect(self._back)
            page.hand_over_asked.connect(self._open_hand_over)
            page.close_asked.connect(lambda: self._around.window().close())
            return page

        self._show(build)

    def _on_kept(self, balance: Balance) -> None:
        self._show_list(balance, is_closing=False)

    def _show_closing(self, over: HandOver) -> None:
        if over.balance.unclaimed:
            self._show_list(over.balance, is_closing=True)
        else:
            self._around.window().close()

    def _on_handed_over(self, over: HandOver, _staff: Staff) -> None:
        _, words = self._around.look()
        facts = {"giver": over.given_by, "taker": over.taken_by}
        self._around.tell("ok", words.say("shift.handed_over", **facts))

    def _back(self) -> None:
        self._may_close = False
        self._show_desk()

    def _on_left(self) -> None:
        from ui.shift.switch_page import Mode  # noqa: PLC0415 - as above

        self.actor = None
        self.idle.rest()
        self._cover(Mode.VACANT)

    def _show(self, build: Callable[[], QWidget]) -> None:
        """A page in the place of the desk, which is not painted under it; papers close too."""
        for widget in QApplication.topLevelWidgets():
            if isinstance(widget, QDialog):
                widget.close()
        popup = QApplication.activePopupWidget()
        if popup is not None:
            popup.close()
        self._build = build
        before, self._page = self._page, build()
        for name in ("language", "theme"):
            chosen = getattr(self._page, f"{name}_chosen")
            chosen.connect(partial(self._on_look, name))
        self._around.window().show_page(self._page)
        if before is not None:
            before.deleteLater()
        self.covered.emit()

    def _show_desk(self) -> None:
        self._build = None
        self._around.window().show_shell()
        if self._page is not None:
            self._page.deleteLater()
            self._page = None
        self.seated.emit(self.actor)

    def _on_look(self, name: str, chosen: str) -> None:
        self._around.change_look(**{name: chosen})

    def _keep(self) -> None:
        desk = self._around.desk()
        if desk is not None:
            desk.keep()

    def _on_counts(self, _entries: object, counts: DayCounts) -> None:
        self._open_things = counts.drafts + counts.unassigned + counts.unprinted
