"""Who is on the form: name in the largest words, sex, age, masked numbers; it does not scroll."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from ui.theme import Theme, set_state
from ui.widgets.pane import label, rule

# With the line of one pixel below it the banner is 60 high, 52 at 1024.
HEIGHT, NARROW_HEIGHT, USUAL_LINE = 59, 51, 34
# Before the word of a class stands a sign: never colour alone.
TAG_SIGNS = {"danger": "▲", "warn": "▲", "unknown": "?", "ok": "✓"}


@dataclass(frozen=True, slots=True)
class BannerFact:
    """One value under its small label, with a word of where it came from."""

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class BannerFacts:
    """Who it is; `tag` is the class of an infection in its frame, with the tone of its surface."""

    name: str
    sex_and_age: str
    facts: tuple[BannerFact, ...] = ()
    is_named: bool = True
    spoken: str = ""
    tag: str = ""
    tag_tone: str = ""


class ElidedLabel(QLabel):
    """Words that end in … where the room ends; the whole stands in the tooltip."""

    def __init__(self, role: str, theme: Theme, *, is_bold: bool = False) -> None:
        super().__init__()
        self.setProperty("role", role)
        self._whole = ""
        self._is_kept_whole = False
        size = role if role in ("banner", "small", "body") else "body"
        self._metrics = QFontMetrics(theme.bold(size) if is_bold else theme.font(size))

    @property
    def whole(self) -> str:
        return self._whole

    def keep_whole(self) -> None:
        self._is_kept_whole = True

    def show_words(self, words: str) -> None:
        self._whole = words
        self.updateGeometry()
        self._fit()

    def sizeHint(self) -> QSize:
        return QSize(self._metrics.horizontalAdvance(self._whole) + 2, self._metrics.height())

    def minimumSizeHint(self) -> QSize:
        if self._is_kept_whole:
            return self.sizeHint()
        return QSize(
            min(self.sizeHint().width(), 3 * self._metrics.height()), self._metrics.height()
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        shown = self._metrics.elidedText(self._whole, Qt.TextElideMode.ElideRight, self.width())
        self.setText(shown)
        self.setToolTip(self._whole if shown != self._whole else "")


class FactBlock(QWidget):
    """A label of 13 px over a value of 15 px."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._head = ElidedLabel("small", theme)
        self._head.setProperty("tone", "text3")
        self._note = QLabel()
        self._note.setProperty("role", "small")
        self._note.setProperty("tone", "ok")
        self._value = ElidedLabel("body", theme)
        top = QHBoxLayout()
        top.setSpacing(4)
        top.addWidget(self._head)
        top.addWidget(self._note)
        top.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addStretch()
        column.addLayout(top)
        column.addWidget(self._value)
        column.addStretch()

    def keep_whole(self) -> None:
        """This value is never cut: half a number is no number."""
        self._value.keep_whole()

    def show_fact(self, fact: BannerFact) -> None:
        self._head.show_words(fact.label)
        self._note.setText(fact.note)
        self._note.setVisible(bool(fact.note))
        self._value.show_words(fact.value)


class PatientBanner(QFrame):
    """The same on each desk; a click asks to edit who this is."""

    pressed = Signal()
    BLOCKS = 3

    def __init__(self, theme: Theme, beside: Sequence[QWidget] = ()) -> None:
        super().__init__()
        self.setObjectName("patientBanner")
        self.setProperty("pane", "surface")
        self.setFixedHeight(HEIGHT)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._facts: tuple[BannerFact, ...] = ()
        self._name = ElidedLabel("banner", theme, is_bold=True)
        self._name.setObjectName("bannerName")
        self._who = label("", "banner_who", name="bannerWho")
        self._tag = label("", "small", name="bannerTag")
        self._tag.setProperty("tag", "class")
        self._tag.hide()
        self._divider = rule(across=False)
        self._divider.setFixedHeight(30)
        self._blocks = [FactBlock(theme) for _ in range(self.BLOCKS)]
        for block in self._blocks[:-1]:
            block.keep_whole()
        for block in self._blocks:
            block.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        line = QHBoxLayout(self)
        line.setContentsMargins(16, 0, 16, 0)
        line.setSpacing(14)
        self._note = ElidedLabel("small", theme)
        self._note.setObjectName("bannerNote")
        self._note.hide()
        line.addLayout(self._names())
        line.addWidget(self._divider)
        for block in self._blocks:
            line.addWidget(block)
        line.addStretch()
        self._beside = tuple(beside)
        for widget in self._beside:
            line.addWidget(widget)
        self._line = line
        self._shown = self.BLOCKS

    def _names(self) -> QVBoxLayout:
        """Name, sex and age and class in one line, a quiet note below."""
        self._top = top = QHBoxLayout()
        top.setSpacing(14)
        top.addWidget(self._name)
        top.addWidget(self._who)
        top.addWidget(self._tag)
        top.addStretch()
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addStretch()
        names.addLayout(top)
        names.addWidget(self._note)
        names.addStretch()
        return names

    def set_narrow(self, *, is_narrow: bool) -> None:
        """At 1024 only the first fact stands beside the name; the rest is one click away."""
        self._shown = 1 if is_narrow else self.BLOCKS
        margin = 12 if is_narrow else 16
        self._line.setContentsMargins(margin, 0, margin, 0)
        self._line.setSpacing(12 if is_narrow else 14)
        self._top.setSpacing(12 if is_narrow else 14)
        self._divider.setVisible(not is_narrow)
        grown = self._name.sizeHint().height() - USUAL_LINE
        self.setFixedHeight((NARROW_HEIGHT if is_narrow else HEIGHT) + max(grown, 0))
        self._show_blocks()

    def set_spare(self, spare: int) -> None:
        """Room at the right that stays empty, so that the banner ends where the form ends."""
        margins = self._line.contentsMargins()
        self._line.setContentsMargins(margins.left(), 0, margins.left() + spare, 0)

    def show_person(self, facts: BannerFacts) -> None:
        self._facts = facts.facts
        self._name.show_words(facts.name)
        set_state(self._name, "tone", "" if facts.is_named else "text3")
        self._who.setText(facts.sex_and_age)
        self._who.setVisible(bool(facts.sex_and_age))
        self._tag.setText(f"{TAG_SIGNS.get(facts.tag_tone, '')} {facts.tag}".strip())
        self._tag.setVisible(bool(facts.tag))
        set_state(self._tag, "tone", facts.tag_tone)
        self.setAccessibleName(facts.spoken or facts.name)
        self._show_blocks()

    def show_note(self, note: str, tone: str = "text2") -> None:
        """One quiet line under the name, or none; it takes no room of its own."""
        self._note.show_words(note)
        set_state(self._note, "tone", tone)
        self._note.setVisible(bool(note))

    @property
    def note(self) -> str:
        return self._note.whole

    def _show_blocks(self) -> None:
        for block, fact in zip(self._blocks, self._facts, strict=False):
            block.show_fact(fact)
        fitting = self._fitting(min(len(self._facts), self._shown))
        for at, block in enumerate(self._blocks):
            block.setVisible(at < fitting)

    def _fitting(self, most: int) -> int:
        """How many facts stand beside a whole name: who it is comes before his numbers, the first fact always stays."""
        parts = [one for one in (self._name, self._who, self._tag) if not one.isHidden()]
        names = sum(one.sizeHint().width() + self._top.spacing() for one in parts)
        margins = self._line.contentsMargins()
        beside = sum(one.sizeHint().width() + self._line.spacing() for one in self._beside)
        room = self.width() - margins.left() - margins.right() - names - beside
        count = most
        while count > 1:
            blocks = self._blocks[:count]
            taken = sum(one.minimumSizeHint().width() + self._line.spacing() for one in blocks)
            if taken <= room:
                break
            count -= 1
        return count

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._show_blocks()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self.pressed.emit()
