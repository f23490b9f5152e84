"""A scanner on a serial line: name, port, speed, encoding."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QVBoxLayout, QWidget

from feverclinic.wording import Wording
from ui.devices.presenter import PortRow
from ui.devices.scanner_presenter import BAUDS, ENCODINGS, ConfiguredScanner
from ui.theme import Theme, set_state
from ui.widgets.key_cap import KeyButton
from ui.widgets.pane import label, row, wrapped

ENCODING_WORDS = {"gbk": "GBK", "utf-8": "UTF-8"}


class ScannerForm(QWidget):
    """What is typed stays until it is saved or left with Esc; removing asks once more."""

    saved = Signal(object)  # ConfiguredScanner
    removed = Signal(str)
    left = Signal()

    def __init__(self, theme: Theme, words: Wording) -> None:
        super().__init__()
        self._words = words
        self._known = ""
        self._is_sure = False
        self.setObjectName("scannerForm")
        self.name = QLineEdit()
        self.port = QComboBox()
        self.port.setEditable(True)
        self.baud = QComboBox()
        for baud in BAUDS:
            self.baud.addItem(str(baud), baud)
        self.encoding = QComboBox()
        for code in ENCODINGS:
            self.encoding.addItem(ENCODING_WORDS[code], code)
        self.refusal = wrapped("", "small", "danger", name="scanner.refusal")
        self.save = KeyButton(theme, words.say("devices.save"), icon="save")
        self.cancel = KeyButton(theme, words.say("key.back"), "Esc")
        self.remove = KeyButton(theme, words.say("devices.remove"), icon="trash-2", kind="danger")
        for name in ("save", "cancel", "remove"):
            getattr(self, name).setObjectName(f"scanner.{name}")
        self._lay_out()
        self.save.clicked.connect(self._on_save)
        self.cancel.clicked.connect(self.left.emit)
        self.remove.clicked.connect(self._on_remove)
        self.setFocusProxy(self.name)

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        fields = {
            "name": self.name,
            "port": self.port,
            "baud": self.baud,
            "encoding": self.encoding,
        }
        for line, (name, widget) in enumerate(fields.items()):
            word = self._words.say(f"scanners.{name}")
            widget.setObjectName(f"scanner.{name}")
            widget.setAccessibleName(word)
            grid.addWidget(label(word, "body", "text2"), line, 0)
            grid.addWidget(widget, line, 1)
        grid.setColumnStretch(1, 1)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(16, 16, 16, 16)
        lines.addLayout(grid)
        lines.addWidget(self.refusal)
        lines.addLayout(row(self.save, self.cancel, self.remove, None))
        lines.addStretch()

    def start(self, scanner: ConfiguredScanner) -> None:
        """Fill the form with a scanner, or with none for a new one."""
        self._known = scanner.name
        self.name.setText(scanner.name)
        self.port.setEditText(scanner.port)
        self.baud.setCurrentIndex(max(0, self.baud.findData(scanner.baud)))
        self.encoding.setCurrentIndex(max(0, self.encoding.findData(scanner.encoding)))
        self.remove.setVisible(bool(scanner.name))
        self._ask_again(is_sure=False)
        self.show_wrong(())
        self.refusal.clear()

    def offer_ports(self, ports: tuple[PortRow, ...]) -> None:
        """Offer the ports that are there; what was typed stays."""
        typed = self.port.currentText()
        self.port.clear()
        self.port.addItems([port.device for port in ports])
        self.port.setEditText(typed)

    def show_wrong(self, wrong: tuple[str, ...]) -> None:
        """Mark the fields that are empty and say the first one in words."""
        for name, widget in (("name", self.name), ("port", self.port)):
            set_state(widget, "state", "error" if name in wrong else "")
        for name in wrong[:1]:
            field = self._words.say(f"scanners.{name}")
            self.show_refusal(self._words.say("devices.wrong_empty", field=field))

    def show_refusal(self, sentence: str) -> None:
        self.refusal.setText(f"▲ {sentence}")

    def _on_save(self) -> None:
        self.saved.emit(
            ConfiguredScanner(
                self.name.text().strip(),
                self.port.currentText().strip(),
                self.baud.currentData(),
                self.encoding.currentData(),
            )
        )

    def _on_remove(self) -> None:
        if self._is_sure:
            self.removed.emit(self._known)
        else:
            self._ask_again(is_sure=True)

    def _ask_again(self, *, is_sure: bool) -> None:
        self._is_sure = is_sure
        self.remove.setText(self._words.say("devices.remove_sure" if is_sure else "devices.remove"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
