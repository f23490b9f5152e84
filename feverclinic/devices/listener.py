"""What is heard on one open line, without the line: bytes and time in, samples and notices out."""

from collections.abc import Callable
from datetime import datetime

from feverclinic.devices.codecs import Reason
from feverclinic.devices.events import DeviceConfig, LinkState, Notice, NoticeCode, Sample
from feverclinic.devices.hunter import Counts, Heard, HeardInvalid, HeardReading, Hunter
from feverclinic.devices.interpreter import Duplicates, Interpreter
from feverclinic.devices.profiles import Profile

# A rush of samples is told at most this often; the desk cannot paint more, and the newest stands
# for those before it. The first one is told at once.
RUSH_S = 0.02
# Bytes without one good frame for this long: wrong model or wrong speed.
NO_VALID_FRAME_S = 5.0
# So many frames of another device, and no own one between them: another model is plugged in.
FOREIGN_FRAMES = 3
_INVALID_CAP = 4096

Told = Sample | Notice


class Listener:
    """One connection of one device; a new connection starts with a new listener.

    All times are monotonic seconds; `wall` is asked for the time of the record.
    """

    def __init__(
        self, config: DeviceConfig, profile: Profile, wall: Callable[[], datetime], now: float
    ) -> None:
        self._config = config
        self._profile = profile
        self._wall = wall
        interbyte_s = profile.timing.interbyte_ms / 1000
        self._hunter = Hunter(profile.wire, interbyte_s=interbyte_s, invalid_cap=_INVALID_CAP)
        self._interpreter = Interpreter(config, profile)
        self._duplicates = Duplicates()
        self._good_at = now
        self._unread_since: float | None = None
        self._foreign = 0
        self._told_codes: set[str] = set()
        self._waiting: HeardReading | None = None
        self._waiting_wall = wall()
        self._merged = 0
        self._sample_told_at = float("-inf")
        self._link = LinkState.LISTENING

    @property
    def link(self) -> LinkState:
        """LISTENING until enough good frames came, then LIVE, and QUIET when they stay away."""
        return self._link

    @property
    def counts(self) -> Counts:
        return self._hunter.counts

    @property
    def has_no_valid_frame(self) -> bool:
        """Whether bytes come that this profile or this speed cannot read."""
        return NoticeCode.NO_VALID_FRAME in self._told_codes

    @property
    def wants_look_at(self) -> float | None:
        """When `hear` must be called again although no byte came; None: only when bytes come."""
        due = [self._hunter.wants_tick_at]
        if self._link is LinkState.LIVE:
            due.append(self._good_at + self._profile.timing.quiet_s)
        if self._unread_since is not None and not self.has_no_valid_frame:
            due.append(self._unread_since + NO_VALID_FRAME_S)
        if self._waiting is not None:
            due.append(self._sample_told_at + RUSH_S)
        return min((moment for moment in due if moment is not None), default=None)

    def hear(self, data: bytes, now: float) -> tuple[Told, ...]:
        """Take bytes (or none: let time pass) and tell what is new."""
        heard = self._hunter.feed(data, now) if data else self._hunter.tick(now)
        told: list[Told] = []
        for one in heard:
            self._take(one, now, told)
        self._watch(now, told)
        if self._waiting is not None and now - self._sample_told_at >= RUSH_S:
            self._tell_waiting(now, told)
        return tuple(told)

    def close(self, now: float) -> tuple[Told, ...]:
        """The line ends: what waited for its turn is told."""
        told: list[Told] = []
        if self._waiting is not None:
            self._tell_waiting(now, told)
        return tuple(told)

    def _take(self, heard: Heard, now: float, told: list[Told]) -> None:
        if isinstance(heard, HeardInvalid):
            self._take_invalid(heard, now, told)
            return
        self._unread_since = None
        self._foreign = 0
        self._good_at = now
        self._told_codes -= {NoticeCode.NO_VALID_FRAME, NoticeCode.FOREIGN_DEVICE}
        if isinstance(heard, HeardReading):
            self._take_reading(heard, told)
        else:
            self._interpreter.count_frame()
            self._tell_waiting(now, told)
            told.append(self._notice(heard.code, now, heard.raw))
        if self._interpreter.is_confirmed:
            self._link = LinkState.LIVE

    def _take_reading(self, heard: HeardReading, told: list[Told]) -> None:
        self._interpreter.note(heard)
        if self._interpreter.is_frozen(heard):
            self._tell_once(NoticeCode.FROZEN, heard.last_at, told, heard.raw)
        else:
            self._told_codes.discard(NoticeCode.FROZEN)
        if self._waiting is not None:
            self._merged += 1
        self._waiting, self._waiting_wall = heard, self._wall()

    def _take_invalid(self, heard: HeardInvalid, now: float, told: list[Told]) -> None:
        if not heard.raw.strip(b"\r\n"):
            return  # an empty line says nothing, for or against the link
        self._interpreter.interrupt()
        if self._unread_since is None:
            self._unread_since = now
        if heard.reason is Reason.TYPE:
            self._foreign += 1
            if self._foreign >= FOREIGN_FRAMES:
                self._tell_once(NoticeCode.FOREIGN_DEVICE, now, told, heard.raw)

    def _watch(self, now: float, told: list[Told]) -> None:
        quiet_s = self._profile.timing.quiet_s
        if self._link is LinkState.LIVE and now - self._good_at >= quiet_s:
            self._link = LinkState.QUIET
        if self._unread_since is not None and now - self._unread_since >= NO_VALID_FRAME_S:
            self._tell_once(NoticeCode.NO_VALID_FRAME, now, told)

    def _tell_once(self, code: NoticeCode, now: float, told: list[Told], raw: bytes = b"") -> None:
        if code not in self._told_codes:
            self._told_codes.add(code)
            told.append(self._notice(code, now, raw))

    def _notice(self, code: str, now: float, raw: bytes) -> Notice:
        return Notice(self._config.name, str(code), self._wall(), now, raw)

    def _tell_waiting(self, now: float, told: list[Told]) -> None:
        if self._waiting is None:
            return
        sample = self._interpreter.sample(self._waiting, self._waiting_wall, self._merged)
        told.append(self._duplicates.mark(sample))
        self._waiting = None
        self._merged = 0
        self._sample_told_at = now
