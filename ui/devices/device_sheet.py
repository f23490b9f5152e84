"""One thermometer: its link, its last value, what its model is, when it must be calibrated."""

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QVBoxLayout, QWidget

from feverclinic.domain.boards import DeviceState
from feverclinic.domain.civil_time import local
from feverclinic.wording import Wording
from ui.devices.device_list import link_words
from ui.devices.presenter import ConfiguredDevice, ProfileRow
from ui.theme import Theme
from ui.widgets.key_cap import KeyButton
from ui.widgets.pane import label, row, wrapped

CALIBRATION_TONES = {"none": "text3", "good": "ok", "soon": "warn", "over": "danger"}
CALIBRATION_MARKS = {"none": "–", "good": "✓", "soon": "▲", "over": "✗"}


def _told(moment: datetime | None) -> str:
    return f"{local(moment):%m-%d %H:%M:%S}" if moment is not None else ""


class DeviceSheet(QWidget):
    """Facts as pairs of words; removing asks once more, on the button itself."""

    edit_asked = Signal(str)
    remove_asked = Signal(str)

    def __init__(self, theme: Theme, words: Wording) -> None:
        super().__init__()
        self._words = words
        self._name = ""
        self._is_sure = False
        self.setObjectName("deviceSheet")
        self.title = label("", "banner", name="device.title")
        self.value = label("", "reading", name="device.value")
        self.value.setProperty("role", "route_narrow")
        self._facts = QFormLayout()
        self._facts.setHorizontalSpacing(16)
        self._facts.setVerticalSpacing(8)
        self.edit = KeyButton(theme, words.say("devices.edit"), icon="pencil")
        self.edit.setObjectName("device.edit")
        self.edit.clicked.connect(lambda: self.edit_asked.emit(self._name))
        self.remove = KeyButton(theme, words.say("devices.remove"), icon="trash-2", kind="danger")
        self.remove.setObjectName("device.remove")
        self.remove.clicked.connect(self._on_remove)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(16, 16, 16, 16)
        lines.setSpacing(8)
        lines.addWidget(self.title)
        lines.addWidget(self.value)
        lines.addLayout(self._facts)
        lines.addStretch()
        lines.addLayout(row(self.edit, self.remove, None))

    def show_device(
        self,
        device: ConfiguredDevice,
        state: DeviceState | None,
        profile: ProfileRow | None,
        calibrated: tuple[str, int],
    ) -> None:
        """Show all of one thermometer; an unknown model is said, not hidden."""
        if device.name != self._name:
            self._set_sure(is_sure=False)
        self._name = device.name
        words = self._words
        self.title.setText(f"{device.name} · {words.say(f'devices.colour_{device.colour}')}")
        last = state.last_value if state is not None and state.last_value else "--.-"
        self.value.setText(last)
        self.value.setAccessibleName(f"{words.say('devices.last_value')} {last}")
        while self._facts.rowCount():
            self._facts.removeRow(0)
        self._add("devices.link", link_words(words, state))
        if state is not None:
            note = words.say(state.note) if words.knows(state.note) else state.note
            self._add("devices.note", note)
            self._add("devices.last_at", _told(state.last_at))
        self._add("devices.port", device.port)
        title = profile.title if profile else words.say("devices.unknown_profile")
        self._add("devices.profile", f"{title}  {device.profile}".strip())
        site = device.site or (profile.site if profile else "")
        self._add(
            "devices.site", words.say(f"site.{site}") if words.knows(f"site.{site}") else site
        )
        self._add("devices.serial", device.serial)
        for name, fact in profile.facts if profile else ():
            self._facts.addRow(label(name, "body", "text2"), wrapped(fact))
        self._add_calibration(device, *calibrated)

    def _add(self, key: str, text: str) -> None:
        if text:
            self._facts.addRow(label(self._words.say(key), "body", "text2"), wrapped(text))

    def _add_calibration(self, device: ConfiguredDevice, kind: str, days: int) -> None:
        due = device.calibration_due.isoformat() if device.calibration_due else ""
        said = self._words.say(f"devices.calibration_{kind}", date=due, days=days)
        told = wrapped(f"{CALIBRATION_MARKS[kind]} {said}", "body", CALIBRATION_TONES[kind])
        told.setObjectName("device.calibration")
        self._facts.addRow(label(self._words.say("devices.calibration"), "body", "text2"), told)

    def _on_remove(self) -> None:
        if self._is_sure:
            self.remove_asked.emit(self._name)
        self._set_sure(is_sure=not self._is_sure)

    def _set_sure(self, *, is_sure: bool) -> None:
        self._is_sure = is_sure
        key = "devices.remove_sure" if is_sure else "devices.remove"
        self.remove.setText(self._words.say(key))
        self.remove.updateGeometry()
