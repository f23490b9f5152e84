"""The ports of this computer; choosing one offers it to the form."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedLayout, QTableWidgetItem, QWidget

from feverclinic.wording import Wording
from ui.devices.presenter import PortRow
from ui.theme import Theme
from ui.widgets.empty_state import EmptyState
from ui.widgets.table import fill_table, plain_table

COLUMNS = ("device", "description", "adapter", "serial", "place")


class PortTable(QWidget):
    """An adapter's number does not name the device; the socket does when there is no serial."""

    taken = Signal(str)

    def __init__(self, theme: Theme, words: Wording) -> None:
        super().__init__()
        heads = [words.say(f"devices.port_{name}") for name in COLUMNS]
        self.table = plain_table("portTable", words.say("devices.ports"), heads)
        self.table.itemActivated.connect(self._on_taken)
        self.table.itemClicked.connect(self._on_taken)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(EmptyState(theme, "usb", words.say("devices.ports_none")))
        self._stack.addWidget(self.table)

    def show_ports(self, ports: tuple[PortRow, ...]) -> None:
        rows = [[getattr(port, name) or "–" for name in COLUMNS] for port in ports]
        fill_table(self.table, rows)
        self._stack.setCurrentIndex(1 if ports else 0)

    def _on_taken(self, item: QTableWidgetItem) -> None:
        port = self.table.item(item.row(), 0)
        if port is not None:
            self.taken.emit(port.text())
