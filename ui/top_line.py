"""The top line: where, who, the running clocks, the devices, the records and the time."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from feverclinic.wording import Wording
from ui.icons import pixmap
from ui.keys import key_for
from ui.theme import Grid, Theme, set_state
from ui.widgets.clock_chip import ClockChip, ClockState, Rank, chip_width
from ui.widgets.device_chip import DeviceChips, DeviceChipState, ServerChip, ServerState
from ui.widgets.key_cap import KeyCap
from ui.widgets.pane import label
from ui.widgets.sound_chip import SoundChip

HEIGHT = 48
CLOCKS_SHOWN = {Grid.NARROW: 1, Grid.USUAL: 2, Grid.WIDE: 4}
# How wide a name may be at the usual type size; large type needs more of it.
NAME_ROOM = {Grid.NARROW: 130, Grid.USUAL: 170, Grid.WIDE: 320}
USUAL_BODY = 15
URGENCY = (Rank.ACT, Rank.SOON, Rank.CALM)


def _divider() -> QFrame:
    line = QFrame()
    line.setProperty("rule", "down")
    line.setFixedHeight(20)
    return line


class _Elided(QLabel):
    """A name that gives way: it is cut with an ellipsis and whole in its tooltip."""

    def set_whole(self, text: str, most: int) -> None:
        metrics = QFontMetrics(self.font())
        self.setText(metrics.elidedText(text, Qt.TextElideMode.ElideRight, most))
        self.setToolTip(text)
        self.setAccessibleName(text)


class TopLine(QFrame):
    """Fixed places: what arrives changes words, not the order."""

    clock_opened = Signal(str)
    devices_opened = Signal()
    server_opened = Signal()
    sound_opened = Signal()

    def __init__(self, theme: Theme, words: Wording) -> None:
        super().__init__()
        self._theme = theme
        self._grid = Grid.USUAL
        self._names = ("", "")
        self._clocks: tuple[ClockState, ...] = ()
        self._chips: dict[str, ClockChip] = {}
        self.setObjectName("topLine")
        self.setFixedHeight(HEIGHT)
        self.product = label(words.say("shell.product"), name="productName")
        self.product.setProperty("bold", "true")
        self.station = _Elided()
        self.station.setObjectName("stationName")
        self.actor = _Elided()
        self.actor.setObjectName("actorName")
        self.actor.setProperty("bold", "true")
        self._shift = label(words.say("key.change_actor"), "small", "text2", name="shiftWord")
        self._shift_cap = KeyCap(key_for("change_actor"))
        self.devices = DeviceChips(theme, words)
        self.server = ServerChip(theme, words)
        self.sound = SoundChip(theme, words.say("shell.sound"))
        self._is_silent = False
        self.time = label("", "clock", name="timeOfDay")
        self.time.setAccessibleName(words.say("shell.time_of_day"))
        self._clock_row = QHBoxLayout()
        self._clock_row.setSpacing(8)
        self._dividers = [_divider(), _divider()]
        self._line = QHBoxLayout(self)
        self._lay_out()
        self.devices.clicked.connect(self.devices_opened.emit)
        self.server.clicked.connect(self.server_opened.emit)
        self.sound.clicked.connect(self.sound_opened.emit)

    def _lay_out(self) -> None:
        person = QLabel()
        person.setPixmap(pixmap("user", self._theme.color("text"), 18))
        line = self._line
        line.setContentsMargins(16, 0, 14, 0)
        line.setSpacing(12)
        who = QHBoxLayout()
        who.setSpacing(6)
        parts: list[QWidget] = [person, self.actor, self._shift_cap, self._shift]
        for part in parts:
            who.addWidget(part)
        line.addWidget(self.product)
        line.addWidget(self._dividers[0])
        line.addWidget(self.station)
        line.addWidget(self._dividers[1])
        line.addLayout(who)
        line.addStretch()
        right = QHBoxLayout()
        right.setSpacing(8)
        right.addLayout(self._clock_row)
        right.addWidget(self.sound)
        right.addWidget(self.devices)
        right.addWidget(self.server)
        line.addLayout(right)
        line.addWidget(self.time)

    def set_grid(self, grid: Grid) -> None:
        """Leave out what a narrow window has no room for; the rest keeps its place."""
        self._grid = grid
        is_narrow = grid is Grid.NARROW
        set_state(self.station, "bold", "true" if is_narrow else "false")
        margins = 12 if is_narrow else 16
        self._line.setContentsMargins(margins, 0, 14, 0)
        self.product.setVisible(not is_narrow)
        self._dividers[0].setVisible(not is_narrow)
        self._shift.setVisible(not is_narrow)
        self.devices.set_narrow(is_narrow=is_narrow)
        self.server.set_narrow(is_narrow=is_narrow)
        self.sound.set_narrow(is_narrow=grid is not Grid.WIDE)
        self.set_names(*self._names)
        self.show_clocks(self._clocks)

    def set_names(self, station: str, actor: str) -> None:
        self._names = (station, actor)
        most = NAME_ROOM[self._grid] * self._theme.px("body") // USUAL_BODY
        self.station.set_whole(station, most)
        self.actor.set_whole(actor, most)

    def show_clocks(self, clocks: tuple[ClockState, ...]) -> None:
        """Show the most urgent clocks that there is room for; the same clock keeps its chip."""
        self._clocks = clocks
        ordered = sorted(clocks, key=lambda state: URGENCY.index(state.rank))
        shown = {state.key: state for state in self._fitting(ordered[: CLOCKS_SHOWN[self._grid]])}
        for key in [key for key in self._chips if key not in shown]:
            chip = self._chips.pop(key)
            self._clock_row.removeWidget(chip)
            chip.deleteLater()
        for place, (key, state) in enumerate(shown.items()):
            if key in self._chips:
                self._chips[key].show_state(state)
            else:
                self._chips[key] = self._new_chip(state)
            chip = self._chips[key]
            if self._clock_row.indexOf(chip) != place:
                self._clock_row.insertWidget(place, chip)
            chip.insist(is_silent=self._is_silent)

    def _fitting(self, states: list[ClockState]) -> list[ClockState]:
        """Those that fit whole beside what always stands here, but never none: half a time is a lie."""
        others = self._line.sizeHint().width() - self._clock_row.sizeHint().width()
        room, fitting = self.width() - others, states[:1]
        taken = sum(chip_width(self._theme, state) for state in fitting)
        for state in states[1:]:
            taken += self._clock_row.spacing() + chip_width(self._theme, state)
            if taken > room:
                break
            fitting.append(state)
        return fitting

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.show_clocks(self._clocks)

    def _new_chip(self, state: ClockState) -> ClockChip:
        chip = ClockChip(self._theme, state)
        chip.clicked.connect(lambda _checked=False: self.clock_opened.emit(state.key))
        return chip

    def show_sound(self, word: str, why: str) -> None:
        """Say that no alarm can be heard, and what to do; an empty word: it can."""
        self._is_silent = bool(word)
        self.sound.show_words(word, why)
        self.show_clocks(self._clocks)
        for chip in self._chips.values():
            chip.insist(is_silent=self._is_silent)

    def show_devices(self, states: tuple[DeviceChipState, ...]) -> None:
        self.devices.show_states(states)

    def show_server(self, state: ServerState) -> None:
        self.server.show_state(state)

    def show_time(self, text: str) -> None:
        self.time.setText(text)
