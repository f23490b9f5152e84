"""The foot: one notice left, the keys of the open desk right."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from feverclinic.domain.civil_time import local
from feverclinic.wording import Wording
from ui.icons import pixmap
from ui.keys import Key, foot_keys
from ui.notices import ICONS, Notice, NoticeKind
from ui.theme import Theme, set_state
from ui.widgets.key_cap import KeyCap
from ui.widgets.pane import label

HEIGHT, ICON = 34, 16
NOTICE_LEAST = 240


class FootLine(QFrame):
    """The notice is cut where room ends and whole in its tooltip and behind F1."""

    def __init__(self, theme: Theme, words: Wording) -> None:
        super().__init__()
        self._theme = theme
        self._words = words
        self._sentence = ""
        self.setObjectName("footLine")
        self.setFixedHeight(HEIGHT)
        self._icon = QLabel()
        self._icon.setFixedSize(ICON, ICON)
        self.notice = QLabel()
        self.notice.setObjectName("noticeText")
        self.notice.setAccessibleName(words.say("shell.notice"))
        self.notice.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._keys = QHBoxLayout()
        self._keys.setSpacing(14)
        line = QHBoxLayout(self)
        line.setContentsMargins(16, 0, 14, 0)
        line.setSpacing(7)
        line.addWidget(self._icon)
        line.addWidget(self.notice, stretch=1)
        line.addSpacing(16)
        line.addLayout(self._keys)

    def show_notice(self, notice: Notice) -> None:
        name, ink = ICONS[notice.kind]
        self._icon.setPixmap(pixmap(name, self._theme.color(ink), ICON))
        stamp = f"{local(notice.at):%H:%M} " if notice.kind is NoticeKind.DONE else ""
        self._sentence = stamp + notice.sentence
        set_state(self.notice, "kind", notice.kind.value)
        self.notice.setToolTip(self._sentence)
        self.notice.setAccessibleDescription(self._sentence)
        self._elide()

    def show_keys(self, where: str, *, is_narrow: bool) -> None:
        """Show the desk's keys, as many as leave the notice its room."""
        while self._keys.count():
            item = self._keys.takeAt(0)
            holder = item.widget() if item is not None else None
            if holder is not None:
                holder.hide()
                holder.deleteLater()
        room = self.width() - NOTICE_LEAST
        for key in self._fitting(foot_keys(where, is_narrow=is_narrow), room, is_narrow=is_narrow):
            self._keys.addWidget(self._hint(key, is_narrow=is_narrow))

    def _word(self, key: Key, *, is_narrow: bool) -> str:
        return self._words.say(f"{'key_short' if is_narrow else 'key'}.{key.act}")

    def _fitting(self, keys: tuple[Key, ...], room: int, *, is_narrow: bool) -> tuple[Key, ...]:
        small = QFontMetrics(self._theme.font("small"))
        micro = QFontMetrics(self._theme.font("micro"))
        kept, taken = list[Key](), 0
        for key in keys:
            words = small.horizontalAdvance(self._word(key, is_narrow=is_narrow))
            taken += words + micro.horizontalAdvance(key.sequence) + 12 + 6 + 16
            if taken > room:
                break
            kept.append(key)
        return tuple(kept)

    def _hint(self, key: Key, *, is_narrow: bool) -> QWidget:
        holder = QWidget()
        holder.setObjectName(f"footKey.{key.act}")
        pair = QHBoxLayout(holder)
        pair.setContentsMargins(0, 0, 0, 0)
        pair.setSpacing(4)
        pair.addWidget(KeyCap(key.sequence))
        pair.addWidget(label(self._word(key, is_narrow=is_narrow), "small", "text2"))
        return holder

    def _elide(self) -> None:
        metrics = QFontMetrics(self.notice.font())
        room = max(0, self.notice.width() - 2)
        text = metrics.elidedText(self._sentence, Qt.TextElideMode.ElideRight, room)
        self.notice.setText(text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._elide()
