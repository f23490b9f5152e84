"""The acts of a case with their keys; what is seldom done stands under «more»."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QMenu, QVBoxLayout

from feverclinic.wording import Wording
from ui.keys import key_for
from ui.theme import Theme
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.key_cap import KeyButton

# Act of a sheet, its key in the catalogue, its icon.
MEASURE = "measure"
OFTEN: Sequence[tuple[str, str, str]] = (
    (MEASURE, "case_measure", "thermometer-gun"),
    ("order", "case_order", "list-checks"),
    ("sample", "case_sample", "test-tube"),
    ("measured", "case_measured", "heart-pulse"),
    ("progress", "case_progress", "activity"),
    ("consultation", "case_consultation", "users"),
    ("room", "room_act", "bed"),
)
KEYS_OF = {"dose": "case_dose", "class": "case_class", "call": "case_after", "away": "case_away"}
SELDOM = (
    *("reading", "dose", "class"),
    *("criteria", "lab", "blood_count", "image", "refuse", "joint", "disposition", "reason"),
    *(
        "infectivity",
        "exposure",
        "transport",
        "department",
        "life_saving",
        "back",
        "place",
        "away",
        "death",
    ),
    *("call", "follow_up", "recall", "recall_end"),
)


class ActBar(QFrame):
    """`asked` carries the act whose sheet is wanted; MEASURE has none, it arms a thermometer."""

    asked = Signal(str)
    papers_asked = Signal()

    def __init__(self, theme: Theme, words: Wording) -> None:
        super().__init__()
        self.setObjectName("actBar")
        self.setProperty("pane", "sunken")
        self.buttons: dict[str, KeyButton] = {}
        flow = FlowLayout(gap=6)
        for act, key, icon in OFTEN:
            button = KeyButton(theme, words.say(f"isolation.do.{act}"), key_for(key), icon=icon)
            button.setObjectName(f"act.{act}")
            button.setProperty("slim", "true")
            button.clicked.connect(self._asker(act))
            self.buttons[act] = button
            flow.addWidget(button)
        self.more = KeyButton(
            theme, words.say("isolation.do.more"), key_for("case_more"), icon="ellipsis"
        )
        self.more.setObjectName("act.more")
        self.more.setProperty("slim", "true")
        self.more.clicked.connect(self.open_more)
        flow.addWidget(self.more)
        self.menu = QMenu(self)
        self.menu.setObjectName("moreActs")
        papers = self.menu.addAction(f"{words.say('key.case_papers')}\t{key_for('case_papers')}")
        papers.setObjectName("act.papers")
        papers.triggered.connect(lambda *_: self.papers_asked.emit())
        for act in SELDOM:
            told = words.say(f"isolation.do.{act}")
            key = KEYS_OF.get(act)
            chosen = self.menu.addAction(f"{told}\t{key_for(key)}" if key else told)
            chosen.triggered.connect(self._asker(act))
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 6, 12, 6)
        column.addLayout(flow)

    def set_case(self, *, is_open: bool) -> None:
        """Without a case only a room can be acted upon."""
        for act, button in self.buttons.items():
            button.setEnabled(is_open or act == "room")
        self.more.setEnabled(is_open)

    def _asker(self, act: str) -> Callable[[], None]:
        return lambda *_: self.asked.emit(act)

    def open_more(self) -> None:
        """The seldom acts, walked by the arrows."""
        self.menu.popup(self.more.mapToGlobal(self.more.rect().topLeft()))

    def shortcuts(self) -> Mapping[str, Callable[[], None]]:
        """What each key of the catalogue does here."""
        acts = {key: self._asker(act) for act, key, _ in OFTEN}
        acts |= {key: self._asker(act) for act, key in KEYS_OF.items()}
        return acts | {"case_more": self.open_more}
