"""People on record who may be the same person: beside each other, with the reason and two acts."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout

from feverclinic.domain.boards import Likeness
from feverclinic.wording import Wording
from ui.icons import pixmap
from ui.keys import key_for
from ui.theme import Theme
from ui.triage.queue_rows import hit_rows
from ui.triage.telling import SEPARATOR, code_word
from ui.widgets.key_cap import KeyButton, KeyCap
from ui.widgets.pane import label

SHOWN, ICON = 2, 18


class LikenessCard(QFrame):
    """One candidate: name, sex, age, masked numbers, why it is like the one on the form."""

    same = Signal(object)  # PatientId
    not_same = Signal(object)  # PatientId

    def __init__(self, at: int, words: Wording, theme: Theme) -> None:
        super().__init__()
        self._words = words
        self._likeness: Likeness | None = None
        self._name = label("", "name")
        self._numbers = label("", "small", "text2")
        self._reason = label("", "small", "warn")
        self.use = use = KeyButton(theme, words.say("triage.likeness.same"))
        use.setObjectName(f"likeness.{at}.same")
        use.clicked.connect(lambda: self._tell(self.same))
        other = KeyButton(theme, words.say("triage.likeness.not_same"))
        other.setObjectName(f"likeness.{at}.not_same")
        other.clicked.connect(lambda: self._tell(self.not_same))
        for button in (use, other):
            button.setProperty("least", "true")
        texts = QVBoxLayout()
        texts.setSpacing(0)
        upper = QHBoxLayout()
        upper.setSpacing(8)
        upper.addWidget(self._name)
        upper.addWidget(self._reason, 1)
        texts.addLayout(upper)
        texts.addWidget(self._numbers)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 4, 0, 4)
        line.setSpacing(6)
        line.addLayout(texts, 1)
        line.addWidget(use)
        line.addWidget(other)

    def show_likeness(self, likeness: Likeness) -> None:
        self._likeness = likeness
        shown = hit_rows((likeness.hit,), self._words)[1]
        reasons = SEPARATOR.join(
            code_word(self._words, "triage.likeness.reason", reason) for reason in likeness.reasons
        )
        self._name.setText(f"{shown.name}  {shown.who}")
        self._numbers.setText(shown.line)
        self._reason.setText(reasons)
        self.setAccessibleName(f"{shown.spoken} {reasons}")

    def _tell(self, signal: SignalInstance) -> None:
        if self._likeness is not None:
            signal.emit(self._likeness.hit.patient_id)


class LikenessPane(QFrame):
    """Shown only while there is somebody; «not the same person» is remembered by the presenter."""

    same = Signal(object)  # PatientId
    not_same = Signal(object)  # PatientId

    def __init__(self, words: Wording, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("likenesses")
        self.setProperty("pane", "warn")
        self._words = words
        icon = QLabel()
        icon.setPixmap(pixmap("users", theme.color("warn"), ICON))
        self._head = label("", "small", "warn")
        self._head.setProperty("bold", "true")
        top = QHBoxLayout()
        top.setSpacing(6)
        top.addWidget(icon)
        top.addWidget(self._head)
        top.addWidget(KeyCap(key_for("likeness")))
        top.addStretch()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 6, 16, 6)
        self._column.setSpacing(0)
        self._column.addLayout(top)
        self.cards = [LikenessCard(at, words, theme) for at in range(SHOWN)]
        for card in self.cards:
            card.same.connect(self.same)
            card.not_same.connect(self.not_same)
            self._column.addWidget(card)
        self.hide()

    def take_focus(self) -> None:
        """The keyboard on the first «same person»; nothing while there is nobody."""
        if self.isVisible():
            self.cards[0].use.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def set_narrow(self, *, is_narrow: bool) -> None:
        side = 12 if is_narrow else 16
        self._column.setContentsMargins(side, 6, side, 6)

    def show_likenesses(self, likenesses: Sequence[Likeness]) -> None:
        self._head.setText(self._words.say("triage.likeness.head", count=len(likenesses)))
        for at, card in enumerate(self.cards):
            card.setVisible(at < len(likenesses))
            if at < len(likenesses):
                card.show_likeness(likenesses[at])
        self.setVisible(bool(likenesses))
