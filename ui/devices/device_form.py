"""A thermometer for this work place: name, label, model, port, site, serial number, calibration."""

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QVBoxLayout, QWidget

from feverclinic.domain.readings import Site
from feverclinic.wording import Wording
from ui.devices.presenter import ConfiguredDevice, PortRow, ProfileRow
from ui.theme import Theme, set_state
from ui.widgets.device_chip import SQUARES
from ui.widgets.key_cap import KeyButton
from ui.widgets.look_switch import Segments
from ui.widgets.pane import label, row, wrapped

SITES = tuple(site for site in Site if site is not Site.UNKNOWN)


class DeviceForm(QWidget):
    """What is typed stays until it is saved or left with Esc."""

    saved = Signal(object)  # ConfiguredDevice
    left = Signal()

    def __init__(self, theme: Theme, words: Wording, profiles: tuple[ProfileRow, ...]) -> None:
        super().__init__()
        self._words = words
        self.setObjectName("deviceForm")
        self.name = self._line("name")
        colours = {code: words.say(f"devices.colour_{code}") for code in SQUARES}
        self.colour = Segments("device.colour", words.say("devices.colour"), colours, "BLUE")
        self.profile = QComboBox()
        for profile in profiles:
            self.profile.addItem(f"{profile.title}  {profile.id}", profile.id)
        self.port = QComboBox()
        self.port.setEditable(True)
        self.site = QComboBox()
        self.site.addItem(words.say("devices.site_of_profile"), "")
        for site in SITES:
            key = f"site.{site}"
            self.site.addItem(words.say(key) if words.knows(key) else site.value, site.value)
        self.serial = self._line("serial")
        self.calibration_due = self._line("calibration_due")
        self.calibration_due.setPlaceholderText("2020-12-31")
        for name, box in (("profile", self.profile), ("port", self.port), ("site", self.site)):
            box.setObjectName(f"device.{name}")
            box.setAccessibleName(words.say(f"devices.{name}"))
        self.refusal = wrapped("", "small", "danger", name="device.refusal")
        self.save = KeyButton(theme, words.say("devices.save"), icon="save")
        self.save.setObjectName("device.save")
        self.cancel = KeyButton(theme, words.say("key.back"), "Esc")
        self.cancel.setObjectName("device.cancel")
        self._lay_out()
        self.save.clicked.connect(self._on_save)
        self.cancel.clicked.connect(self.left.emit)
        self.setFocusProxy(self.name)

    def _line(self, name: str) -> QLineEdit:
        edit = QLineEdit()
        edit.setObjectName(f"device.{name}")
        edit.setAccessibleName(self._words.say(f"devices.{name}"))
        return edit

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        fields = {
            "name": self.name,
            "colour": self.colour,
            "profile": self.profile,
            "port": self.port,
            "site": self.site,
            "serial": self.serial,
            "calibration_due": self.calibration_due,
        }
        for line, (name, widget) in enumerate(fields.items()):
            grid.addWidget(label(self._words.say(f"devices.{name}"), "body", "text2"), line, 0)
            grid.addWidget(widget, line, 1)
        grid.setColumnStretch(1, 1)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(16, 16, 16, 16)
        lines.addLayout(grid)
        lines.addWidget(self.refusal)
        lines.addLayout(row(self.save, self.cancel, None))
        lines.addStretch()

    def start(self, device: ConfiguredDevice) -> None:
        """Fill the form with a thermometer, or with none for a new one."""
        self.name.setText(device.name)
        self.colour.choose(device.colour)
        self.profile.setCurrentIndex(max(0, self.profile.findData(device.profile)))
        self.port.setEditText(device.port)
        self.site.setCurrentIndex(max(0, self.site.findData(device.site)))
        self.serial.setText(device.serial)
        due = device.calibration_due
        self.calibration_due.setText(due.isoformat() if due else "")
        self.show_wrong({})
        self.refusal.clear()

    def offer_ports(self, ports: tuple[PortRow, ...]) -> None:
        """Offer the ports that are there; what was typed stays."""
        typed = self.port.currentText()
        self.port.clear()
        self.port.addItems([port.device for port in ports])
        only = ports[0].device if len(ports) == 1 else ""
        self.port.setEditText(typed or only)

    def set_port(self, port: str) -> None:
        self.port.setEditText(port)

    def show_wrong(self, wrong: dict[str, str]) -> None:
        """Mark the fields that are wrong and say the first one in words."""
        for name, widget in (("name", self.name), ("profile", self.profile), ("port", self.port)):
            set_state(widget, "state", "error" if name in wrong else "")
        for name, key in list(wrong.items())[:1]:
            said = self._words.say(key, field=self._words.say(f"devices.{name}"))
            self.refusal.setText(f"▲ {said}")

    def show_refusal(self, sentence: str) -> None:
        self.refusal.setText(f"▲ {sentence}")

    def _on_save(self) -> None:
        typed = self.calibration_due.text().strip()
        try:
            due = date.fromisoformat(typed) if typed else None
        except ValueError:
            set_state(self.calibration_due, "state", "error")
            self.refusal.setText(f"▲ {self._words.say('devices.wrong_date', found=typed)}")
            self.calibration_due.setFocus()
            return
        set_state(self.calibration_due, "state", "")
        self.refusal.clear()
        self.saved.emit(
            ConfiguredDevice(
                name=self.name.text().strip(),
                colour=self.colour.code,
                profile=str(self.profile.currentData() or ""),
                port=self.port.currentText().strip(),
                site=str(self.site.currentData() or ""),
                serial=self.serial.text().strip(),
                calibration_due=due,
            )
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_save()
        else:
            super().keyPressEvent(event)
