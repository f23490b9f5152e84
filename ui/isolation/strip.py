"""The strip above the desk: five counts, the rooms, the case; and the field to find somebody."""

from collections.abc import Mapping, Sequence
from enum import IntEnum

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit

from feverclinic.domain.case_boards import DoctorRow
from feverclinic.domain.cases import Column
from feverclinic.wording import Wording
from ui.keys import key_for
from ui.theme import Grid, Theme, set_state
from ui.widgets.key_cap import KeyButton
from ui.widgets.pane import label

FIND_WIDTH, FIND_LEAST = 250, 110
ALT = "Alt+"


class Place(IntEnum):
    """Where the keyboard goes by Alt and the digit."""

    WAITING = 1
    EXAMINED = 2
    RESULTS = 3
    MAY_LEAVE = 4
    OBSERVED = 5
    ROOMS = 6
    CASE = 7
    CONDITIONS = 8


class CountStrip(QFrame):
    """A number opens the list behind it and equals it."""

    place_chosen = Signal(object)  # Place
    found = Signal(object)  # DoctorRow

    def __init__(self, theme: Theme, words: Wording) -> None:
        super().__init__()
        self.setObjectName("countStrip")
        self.setProperty("pane", "sunken")
        self._theme, self._words = theme, words
        self._rows: tuple[DoctorRow, ...] = ()
        self.buttons: dict[Place, KeyButton] = {}
        self.alt = label(ALT.removesuffix("+"), "small", "text3")
        line = QHBoxLayout(self)
        line.setContentsMargins(8, 4, 8, 4)
        line.setSpacing(6)
        line.addWidget(self.alt)
        for place in Place:
            if place is Place.CONDITIONS:
                continue
            button = KeyButton(theme, "", key_for(f"case_column_{place.value}"))
            button.setObjectName(f"strip.{place.name.lower()}")
            button.setProperty("slim", "true")
            button.clicked.connect(lambda _=False, one=place: self.place_chosen.emit(one))
            self.buttons[place] = button
            line.addWidget(button)
        line.addStretch(1)
        self.finder = QLineEdit()
        self.finder.setObjectName("isolation.find")
        self.finder.setAccessibleName(words.say("isolation.find"))
        self.finder.setMinimumWidth(FIND_LEAST)
        self.finder.setMaximumWidth(FIND_WIDTH)
        self.finder.returnPressed.connect(self._on_find)
        self.finder.installEventFilter(self)
        self._line = line
        self.hold_finder()
        self.show_counts({})

    def show_counts(self, counts: Mapping[Column, int]) -> None:
        """The numbers of the columns."""
        for place, column in zip(Place, Column, strict=False):
            count = counts.get(column, 0)
            told = f"{self._words.say(f'column.{column.value}')} {count}"
            self._name(self.buttons[place], told)
        self._name(self.buttons[Place.ROOMS], self._words.say("isolation.rooms_short"))
        self._name(self.buttons[Place.CASE], self._words.say("isolation.case_short"))

    def _name(self, button: KeyButton, told: str) -> None:
        if button.text() != told:
            button.setText(told)
            button.setAccessibleName(told)
            button.updateGeometry()

    def show_rows(self, rows: Sequence[DoctorRow]) -> None:
        self._rows = tuple(rows)

    def mark(self, place: Place) -> None:
        """Which of them is open."""
        for one, button in self.buttons.items():
            set_state(button, "kind", "primary_slim" if one is place else "usual")

    def set_grid(self, grid: Grid) -> None:
        """Where the whole list stands below, its counts are its heads; where it is narrow, keys are short."""
        is_narrow = grid is Grid.NARROW
        self.setVisible(grid is not Grid.WIDE)
        find = "isolation.find_short" if grid is Grid.WIDE else "isolation.find"
        self.finder.setPlaceholderText(f"{self._words.say(find)}  {key_for('case_find')}")
        self.alt.setVisible(is_narrow and not self._theme.is_large)
        for place, button in self.buttons.items():
            key = key_for(f"case_column_{place.value}")
            button.set_key(self._cap(key, is_narrow=is_narrow))
            set_state(button, "tight", "true" if is_narrow else "")

    def _cap(self, key: str, *, is_narrow: bool) -> str:
        if not is_narrow:
            return key
        return "" if self._theme.is_large else key.removeprefix(ALT)

    def hold_finder(self) -> None:
        """The field to find somebody is here again, after it stood elsewhere."""
        self._line.addWidget(self.finder, 2)

    def start_finding(self) -> None:
        """F3."""
        self.finder.setFocus()
        self.finder.selectAll()

    def _on_find(self) -> None:
        """The first row whose name or number holds what was typed."""
        typed = self.finder.text().strip()
        hit = next(
            (
                one
                for one in self._rows
                if typed and (typed in one.name or one.visit_no.endswith(typed))
            ),
            None,
        )
        set_state(self.finder, "state", "error" if typed and hit is None else "")
        if hit is not None:
            self.finder.clear()
            self.found.emit(hit)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc leaves the field empty."""
        is_press = event.type() is QEvent.Type.KeyPress
        if watched is not self.finder or not is_press or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        if event.key() == Qt.Key.Key_Escape:
            self.finder.clear()
            self.place_chosen.emit(Place.CASE)
            return True
        return super().eventFilter(watched, event)
