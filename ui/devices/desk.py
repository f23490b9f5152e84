"""The devices page: thermometers left, the chosen one or a new one right, ports below."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from feverclinic.errors import ClinicError
from feverclinic.wording import Wording
from ui.devices.device_form import DeviceForm
from ui.devices.device_list import DeviceList
from ui.devices.device_sheet import DeviceSheet
from ui.devices.port_table import PortTable
from ui.devices.presenter import ConfiguredDevice, DevicesPresenter
from ui.devices.scanner_form import ScannerForm
from ui.devices.scanner_guide import ScannerGuide
from ui.devices.scanner_pane import ScannerPane
from ui.devices.scanner_presenter import ConfiguredScanner, ScannersPresenter
from ui.keys import key_for
from ui.notices import sentence_of
from ui.theme import Theme
from ui.widgets.empty_state import EmptyState
from ui.widgets.key_cap import KeyButton
from ui.widgets.pane import Pane, rule, scrolled

LIST_WIDTH = 320


class DevicesDesk(QWidget):
    """What a device says is shown as it came; what is wrong is said with its remedy."""

    def __init__(
        self,
        theme: Theme,
        words: Wording,
        presenter: DevicesPresenter,
        scanners: ScannersPresenter,
    ) -> None:
        super().__init__()
        self._theme = theme
        self._words = words
        self._presenter = presenter
        self._scanners = scanners
        self.setObjectName("devicesDesk")
        self.list = DeviceList(theme, words)
        self.sheet = DeviceSheet(theme, words)
        self.form = DeviceForm(theme, words, presenter.profiles)
        self.ports = PortTable(theme, words)
        self._right = QStackedWidget()
        self._empty = self._build_empty()
        self.scanners = ScannerPane(theme, words, scanners)
        self.scanner_form = ScannerForm(theme, words)
        self.scanner_guide = scrolled(ScannerGuide(words))
        self._scanner_page = scrolled(self.scanner_form)
        for page in (self._empty, scrolled(self.sheet), scrolled(self.form)):
            self._right.addWidget(page)
        for page in (self._scanner_page, self.scanner_guide):
            self._right.addWidget(page)
        self._lay_out()
        self._connect()
        self._on_devices()

    def _build_empty(self) -> EmptyState:
        add = KeyButton(self._theme, self._words.say("devices.add_first"), icon="plus")
        add.setObjectName("devices.addFirst")
        self._add_first = add
        add.clicked.connect(self.open_form)
        return EmptyState(self._theme, "thermometer", self._words.say("devices.none"), add)

    def _lay_out(self) -> None:
        add = KeyButton(self._theme, self._words.say("devices.add"), icon="plus")
        add.setObjectName("devices.add")
        add.setProperty("slim", "true")
        add.clicked.connect(self.open_form)
        scanners = self._words.say("scanners.list")
        left = QWidget()
        left.setFixedWidth(LIST_WIDTH)
        lists = QVBoxLayout(left)
        lists.setContentsMargins(0, 0, 0, 0)
        lists.setSpacing(0)
        lists.addWidget(Pane(self._words.say("devices.list"), self.list, beside=add), stretch=3)
        lists.addWidget(rule())
        lists.addWidget(Pane(scanners, self.scanners, beside=self.scanners.add), stretch=2)
        find = KeyButton(
            self._theme, self._words.say("key.find_ports"), key_for("find_ports"), icon="usb"
        )
        find.setObjectName("devices.findPorts")
        find.setProperty("slim", "true")
        find.clicked.connect(self._presenter.find_ports)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(Pane(self._words.say("devices.one"), self._right), stretch=3)
        right.addWidget(rule())
        right.addWidget(Pane(self._words.say("devices.ports"), self.ports, beside=find), stretch=2)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(left)
        line.addWidget(rule(across=False))
        line.addLayout(right, stretch=1)
        self.setFocusProxy(self.list)

    def _connect(self) -> None:
        presenter = self._presenter
        presenter.devices_changed.connect(self._on_devices)
        presenter.states_changed.connect(self._on_states)
        presenter.ports_found.connect(self.ports.show_ports)
        presenter.ports_found.connect(self.form.offer_ports)
        presenter.saved.connect(self._on_saved)
        presenter.wrong_fields.connect(self.form.show_wrong)
        presenter.refused.connect(self._on_refused)
        self.list.chosen.connect(self._show_chosen)
        self.form.saved.connect(presenter.save)
        self.form.left.connect(self._show_chosen)
        self.ports.taken.connect(self._on_port_taken)
        self.sheet.edit_asked.connect(self._on_edit)
        self.sheet.remove_asked.connect(presenter.remove)
        self._connect_scanners()
        for act in ("find_ports", "refresh"):
            shortcut = QShortcut(QKeySequence(key_for(act)), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(presenter.find_ports)

    def _connect_scanners(self) -> None:
        scanners, form = self._scanners, self.scanner_form
        self._presenter.ports_found.connect(form.offer_ports)
        self.scanners.add_asked.connect(lambda: self._open_scanner(ConfiguredScanner("")))
        self.scanners.guide_asked.connect(self.open_guide)
        self.scanners.chosen.connect(self._on_scanner)
        form.saved.connect(scanners.save)
        form.removed.connect(scanners.remove)
        form.left.connect(self._show_chosen)
        scanners.saved.connect(lambda _scanner: self._show_chosen())
        scanners.scanners_changed.connect(self._show_chosen)
        scanners.wrong_fields.connect(form.show_wrong)
        scanners.refused.connect(lambda no: form.show_refusal(sentence_of(no, self._words)))

    def open_guide(self) -> None:
        """How a scanner is set to its serial mode."""
        self._right.setCurrentWidget(self.scanner_guide)

    def _on_scanner(self, name: str) -> None:
        known = [one for one in self._scanners.scanners if one.name == name]
        for scanner in known:
            self._open_scanner(scanner)

    def _open_scanner(self, scanner: ConfiguredScanner) -> None:
        self.scanner_form.start(scanner)
        self._right.setCurrentWidget(self._scanner_page)
        self.scanner_form.setFocus(Qt.FocusReason.OtherFocusReason)
        self._presenter.find_ports()

    def open_form(self) -> None:
        """A new thermometer; the ports are looked for at once."""
        self.form.start(ConfiguredDevice(""))
        self._right.setCurrentIndex(2)
        self.form.setFocus(Qt.FocusReason.OtherFocusReason)
        self._presenter.find_ports()

    def _on_edit(self, name: str) -> None:
        device = next((one for one in self._presenter.devices if one.name == name), None)
        if device is not None:
            self.form.start(device)
            self._right.setCurrentIndex(2)
            self.form.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_port_taken(self, port: str) -> None:
        if self._right.currentWidget() is self._scanner_page:
            self.scanner_form.port.setEditText(port)
            return
        if self._right.currentIndex() != 2:  # noqa: PLR2004 - the form's page
            self.open_form()
        self.form.set_port(port)

    def _on_devices(self) -> None:
        self.list.show_devices(self._presenter.devices)
        self._show_states()
        self._show_chosen()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show_states()

    def _on_states(self) -> None:
        """Thermometers change with every reading; a page that nobody sees takes no time for it."""
        if self.isVisible():
            self._show_states()

    def _show_states(self) -> None:
        names = [device.name for device in self._presenter.devices]
        states = {name: self._presenter.state_of(name) for name in names}
        self.list.show_states(states)
        self._fill_sheet()

    def _fill_sheet(self) -> None:
        device = self._chosen()
        if device is not None:
            self.sheet.show_device(
                device,
                self._presenter.state_of(device.name),
                self._presenter.profile_of(device),
                self._presenter.calibration_of(device),
            )

    def _chosen(self) -> ConfiguredDevice | None:
        name = self.list.chosen_name
        return next((one for one in self._presenter.devices if one.name == name), None)

    def _show_chosen(self) -> None:
        self._fill_sheet()
        self._right.setCurrentIndex(0 if self._chosen() is None else 1)
        self.setFocusProxy(self.list if self._presenter.devices else self._add_first)

    def _on_saved(self, device: ConfiguredDevice) -> None:
        self.list.choose(device.name)
        self._show_chosen()

    def _on_refused(self, error: ClinicError) -> None:
        self.form.show_refusal(sentence_of(error, self._words))
