"""The thermometers of this work place: label, name, how it is with the link."""

from collections.abc import Mapping

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from feverclinic.domain.boards import DeviceState
from feverclinic.wording import Wording
from ui.devices.presenter import ConfiguredDevice
from ui.theme import Theme
from ui.widgets.device_chip import SQUARES

ROW, SQUARE = 56, 16


def square_icon(theme: Theme, colour: str) -> QIcon:
    """The label's square; beside it always stands its word."""
    picture = QPixmap(SQUARE * 2, SQUARE * 2)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.color("text"), 1))
    painter.setBrush(theme.color(SQUARES.get(colour, "control")))
    painter.drawRoundedRect(QRectF(4, 4, 24, 24), 4, 4)
    painter.end()
    picture.setDevicePixelRatio(2)
    return QIcon(picture)


def link_words(words: Wording, state: DeviceState | None) -> str:
    """The link state in words; a state without words shows its name."""
    if state is None:
        return words.say("devices.not_started")
    key = f"link.{state.link}"
    return words.say(key) if words.knows(key) else state.link


class DeviceList(QWidget):
    """Two lines a row: name and label, then the link and the last value as it was sent."""

    chosen = Signal()

    def __init__(self, theme: Theme, words: Wording) -> None:
        super().__init__()
        self._theme = theme
        self._words = words
        self._states: Mapping[str, DeviceState | None] = {}
        self._devices: tuple[ConfiguredDevice, ...] = ()
        self.rows = QListWidget()
        self.rows.setObjectName("deviceList")
        self.rows.setAccessibleName(words.say("devices.list"))
        self.rows.setIconSize(QSize(SQUARE, SQUARE))
        self.rows.currentRowChanged.connect(lambda _row: self.chosen.emit())
        line = QVBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.rows)
        self.setFocusProxy(self.rows)

    @property
    def chosen_name(self) -> str:
        """The name of the chosen thermometer, "" when there is none."""
        place = self.rows.currentRow()
        return self._devices[place].name if 0 <= place < len(self._devices) else ""

    def choose(self, name: str) -> None:
        names = [device.name for device in self._devices]
        if name in names:
            self.rows.setCurrentRow(names.index(name))

    def show_devices(self, devices: tuple[ConfiguredDevice, ...]) -> None:
        """Show these; the chosen one stays chosen while it is there."""
        kept = self.chosen_name
        self._devices = devices
        self.rows.clear()
        for device in devices:
            item = QListWidgetItem(square_icon(self._theme, device.colour), "")
            item.setSizeHint(QSize(0, ROW))
            self.rows.addItem(item)
        self._fill()
        self.choose(kept)
        if self.rows.currentRow() < 0 and devices:
            self.rows.setCurrentRow(0)

    def show_states(self, states: Mapping[str, DeviceState | None]) -> None:
        self._states = states
        self._fill()

    def _fill(self) -> None:
        for place, device in enumerate(self._devices):
            state = self._states.get(device.name)
            colour = self._words.say(f"devices.colour_{device.colour}")
            second = link_words(self._words, state)
            if state is not None and state.last_value:
                second = f"{second} · {state.last_value}"
            item = self.rows.item(place)
            item.setText(f"{device.name} · {colour}\n{second}")
