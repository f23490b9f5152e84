"""The scanners of this work place in a list, the keyboard's own among them, and what a trial read."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from feverclinic.domain.scans import Scan
from feverclinic.wording import Wording
from ui.devices.device_list import link_words
from ui.devices.scanner_presenter import ScannersPresenter
from ui.icons import icon
from ui.theme import Theme
from ui.widgets.key_cap import KeyButton
from ui.widgets.pane import wrapped

ROW, ICON, MARGIN = 52, 18, 12


class ScannerPane(QWidget):
    """One row a scanner; the last row is any scanner that types, which needs no setting."""

    chosen = Signal(str)
    add_asked = Signal()
    guide_asked = Signal()

    def __init__(self, theme: Theme, words: Wording, presenter: ScannersPresenter) -> None:
        super().__init__()
        self._theme, self._words, self._presenter = theme, words, presenter
        self.rows = QListWidget()
        self.rows.setObjectName("scannerList")
        self.rows.setAccessibleName(words.say("scanners.list"))
        self.rows.setIconSize(QSize(ICON, ICON))
        self.trial = wrapped(words.say("scanners.trial"), "small", "text2", name="scanner.trial")
        self.trial.setContentsMargins(MARGIN, 8, MARGIN, 8)
        self.add = self._button("add", "plus")
        self.guide = self._button("guide", "file-text")
        self.add.setObjectName("scanners.add")
        self.guide.setObjectName("scanners.guide")
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        lines.addWidget(self.rows, 1)
        lines.addWidget(self.trial)
        buttons = QVBoxLayout()
        buttons.setContentsMargins(MARGIN, 0, MARGIN, MARGIN)
        buttons.addWidget(self.guide)
        lines.addLayout(buttons)
        self.add.clicked.connect(self.add_asked)
        self.guide.clicked.connect(self.guide_asked)
        self.rows.itemActivated.connect(self._on_taken)
        self.rows.itemClicked.connect(self._on_taken)
        presenter.scanners_changed.connect(self.refresh)
        presenter.states_changed.connect(self.refresh)
        presenter.tried.connect(self._show_trial)
        self.refresh()

    def _button(self, word: str, picture: str) -> KeyButton:
        button = KeyButton(self._theme, self._words.say(f"scanners.{word}"), icon=picture)
        button.setProperty("slim", "true")
        return button

    def refresh(self) -> None:
        """The rows anew; the chosen one stays chosen."""
        kept = self.rows.currentRow()
        self.rows.clear()
        for scanner in self._presenter.scanners:
            link = link_words(self._words, self._presenter.state_of(scanner.name))
            self._add_row("scan-barcode", f"{scanner.name} · {scanner.port}", link)
        gap = self._presenter.wedge_gap_ms
        said = (
            self._words.say("scanners.wedge_off")
            if gap is None
            else self._words.say("scanners.wedge_on", gap=gap)
        )
        self._add_row("keyboard", self._words.say("scanners.wedge"), said)
        self.rows.setCurrentRow(min(max(kept, 0), self.rows.count() - 1))

    def _add_row(self, picture: str, first: str, second: str) -> None:
        item = QListWidgetItem(
            icon(picture, self._theme.color("text2"), ICON), f"{first}\n{second}"
        )
        item.setSizeHint(QSize(0, ROW))
        item.setToolTip(f"{first}\n{second}")
        self.rows.addItem(item)

    def _on_taken(self, item: QListWidgetItem) -> None:
        place = self.rows.row(item)
        if place < len(self._presenter.scanners):
            self.chosen.emit(self._presenter.scanners[place].name)
        else:
            self.guide_asked.emit()

    def _show_trial(self, scan: Scan) -> None:
        kind = self._words.say(f"scanners.kind.{scan.kind}")
        self.trial.setText(self._words.say("scanners.tried", kind=kind, length=scan.length))
