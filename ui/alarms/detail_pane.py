"""One alarm: what to do, whose it is, where it goes on, what ends it; and the two sounds to try."""

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from feverclinic.wording import Wording
from ui.alarms.presenter import OpenAlarm
from ui.alarms.telling import SIGNS, acted_words, detail_lines, label_words, left_words
from ui.icons import pixmap
from ui.keys import key_for
from ui.theme import Theme, set_state
from ui.widgets.key_cap import KeyButton
from ui.widgets.pane import Pane, column, label, row, rule, scrolled, wrapped

WIDTH = {"narrow": 268, "usual": 330}
ICON = 22


class DetailPane(QWidget):
    """Fixed places: the acts below, what they are about above them, the sounds at the foot."""

    went = Signal()
    acknowledged = Signal()
    tried = Signal(str)  # the name of a tone

    def __init__(self, theme: Theme, words: Wording) -> None:
        super().__init__()
        self._theme, self._words = theme, words
        self.sign = label("")
        self.sign.setFixedSize(ICON, ICON)
        self.name = wrapped("", "name", name="alarmName")
        self.name.setProperty("bold", "true")
        self.who = wrapped("", "body", "text2", name="alarmWho")
        self.time = label("", "title", name="alarmLeft")
        self.time.setProperty("bold", "true")
        self.do = wrapped("", "body", name="alarmDo")
        self.do.setProperty("bold", "true")
        self.lines = wrapped("", "small", "text2", name="alarmLines")
        self.acted = wrapped("", "body", name="alarmActed")
        self.go = self._button("alarm_go", "arrow-right", kind="primary")
        self.know = self._button("alarm_known", "check")
        self.sound = wrapped("", "small", "text2", name="soundState")
        self.try_act = self._button("try_act_now", "volume-2")
        self.try_refused = self._button("try_refused", "volume-2")
        self.go.clicked.connect(self.went.emit)
        self.know.clicked.connect(self.acknowledged.emit)
        self.try_act.clicked.connect(lambda: self.tried.emit("act-now"))
        self.try_refused.clicked.connect(lambda: self.tried.emit("refused"))
        self._lay_out()
        self.show_alarm(None, None)

    def _button(self, act: str, icon: str, kind: str = "usual") -> KeyButton:
        words = self._words.say(f"key.{act}")
        made = KeyButton(self._theme, words, key_for(act), icon=icon, kind=kind)
        made.setObjectName(f"alarms.{act}")
        return made

    def _lay_out(self) -> None:
        told = QWidget()
        head = row(self.sign, self.name, gap=10)
        head.setStretch(1, 1)
        lines = column(head, self.who, self.time, 4, self.do, 4, self.acted, self.lines, None)
        lines.setContentsMargins(16, 14, 16, 8)
        told.setLayout(lines)
        acts = column(self.go, self.know)
        acts.setContentsMargins(16, 10, 16, 10)
        sounds = column(self.sound, self.try_act, self.try_refused, gap=6)
        sounds.setContentsMargins(16, 8, 16, 12)
        body = QWidget()
        whole = QVBoxLayout(body)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(scrolled(told), stretch=1)
        whole.addLayout(acts)
        whole.addWidget(rule())
        whole.addLayout(sounds)
        pane = QVBoxLayout(self)
        pane.setContentsMargins(0, 0, 0, 0)
        pane.addWidget(Pane(self._words.say("alarms.detail_do"), body))

    def show_alarm(self, one: OpenAlarm | None, now: datetime | None) -> None:
        """Show one alarm; without one the acts are locked and a sentence says why."""
        words = self._words
        self.go.setEnabled(one is not None)
        self.know.setEnabled(one is not None and one.fired is not None and not one.is_acted)
        if one is None or now is None:
            self.sign.clear()
            self.name.setText(words.say("alarms.detail_none"))
            for part in (self.who, self.time, self.do, self.acted, self.lines):
                part.setText("")
            return
        clock = one.running.clock
        icon, tone = SIGNS[one.running.urgency]
        self.sign.setPixmap(pixmap(icon, self._theme.color(tone), ICON))
        self.name.setText(words.say(f"alarm.{clock.alarm.id}"))
        self.who.setText(label_words(one.running, words))
        self.time.setText(left_words(one.running.left, words))
        set_state(self.time, "tone", tone)
        self.do.setText(words.say(f"alarm_do.{clock.alarm.id}"))
        self.acted.setText("" if one.fired is None else acted_words(one, now, words))
        set_state(self.acted, "tone", "ok" if one.is_acted else tone)
        self.lines.setText("\n".join(detail_lines(one, now, words)))

    def show_sound(self, sentence: str, *, is_silent: bool) -> None:
        """Say whether alarms can be heard, and what to do when not."""
        mark = "✗" if is_silent else "✓"
        self.sound.setText(f"{mark} {sentence}")
        set_state(self.sound, "tone", "unknown" if is_silent else "ok")
