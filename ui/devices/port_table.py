"""The ports of this computer; choosing one offers it to the form."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStackedLayout,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from feverclinic.wording import Wording
from ui.devices.presenter import PortRow
from ui.theme import Theme
from ui.widgets.empty_state import EmptyState

COLUMNS = ("device", "description", "adapter", "serial", "place")
ROW = 40


class PortTable(QWidget):
    """An adapter's number does not name the device; the socket does when there is no serial."""

    taken = Signal(str)

    def __init__(self, theme: Theme, words: Wording) -> None:
        super().__init__()
        self._words = words
        self.table = QTableWidget(0, len(COLUMNS))
        self.table.setObjectName("portTable")
        self.table.setAccessibleName(words.say("devices.ports"))
        self.table.setHorizontalHeaderLabels(
            [words.say(f"devices.port_{name}") for name in COLUMNS]
        )
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setShowGrid(False)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(ROW)
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.table.itemActivated.connect(self._on_taken)
        self.table.itemClicked.connect(self._on_taken)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(EmptyState(theme, "usb", words.say("devices.ports_none")))
        self._stack.addWidget(self.table)

    def show_ports(self, ports: tuple[PortRow, ...]) -> None:
        self.table.setRowCount(len(ports))
        for line, port in enumerate(ports):
            for column, name in enumerate(COLUMNS):
                text = getattr(port, name) or "–"
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                self.table.setItem(line, column, item)
        self._stack.setCurrentIndex(1 if ports else 0)

    def _on_taken(self, item: QTableWidgetItem) -> None:
        port = self.table.item(item.row(), 0)
        if port is not None:
            self.taken.emit(port.text())
