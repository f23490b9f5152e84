"""Below the tiles, on request: a temperature by hand, or why none can be taken."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from feverclinic.domain.readings import Site
from feverclinic.wording import Wording
from ui.theme import Theme
from ui.triage.telling import codes_of
from ui.widgets.field_rows import field_rows
from ui.widgets.key_cap import KeyButton
from ui.widgets.vital_field import ChoiceField, VitalField


class ManualPane(QFrame):
    """A number typed needs its site and, beside a connected thermometer, a reason (TEMP-1)."""

    reading_typed = Signal(str, object, str)  # text, Site, reason
    not_measured = Signal(str)

    def __init__(self, words: Wording, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("manual")
        say = words.say
        self.number = VitalField("temperature", say("field.manual.raw_text"), theme, unit="℃")
        sites = [(site.value, say(f"site_full.{site.value}")) for site in Site]
        self.site = ChoiceField("manual.site", say("field.manual.site"), sites, theme)
        reasons = codes_of(words, "triage.manual_reason")
        self.reason = ChoiceField("manual.reason", say("field.manual.reason"), reasons, theme)
        for choice in (self.site, self.reason):
            choice.setMinimumWidth(choice.needed_width())
        self.take = _button("manual.take", say("triage.manual.take"), theme)
        causes = codes_of(words, "not_measured_reason")
        self.cause = ChoiceField(
            "not_measured_reason", say("field.not_measured_reason"), causes, theme
        )
        self.note_cause = _button("manual.not_measured", say("triage.manual.not_measured"), theme)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 4)
        column.setSpacing(8)
        column.addWidget(field_rows(self.number, self.site, self.reason, self.take))
        column.addWidget(field_rows(self.cause, self.note_cause))
        self.take.clicked.connect(self._on_take)
        self._is_whole = False
        self.number.moved_on.connect(self._on_number)
        self.site.moved_on.connect(self._on_take)
        self.reason.moved_on.connect(self._on_take)
        self.note_cause.clicked.connect(self._on_cause)
        self.cause.moved_on.connect(self._on_cause)
        self.hide()

    def toggle(self) -> None:
        """Open or close; what was typed stays."""
        if self.isHidden():
            self.open()
        else:
            self.close_pane()

    def open(self) -> None:
        self.show()
        if not self.site.text():
            self.site.show_text(Site.AXILLARY.value)
        self.number.setFocus(Qt.FocusReason.TabFocusReason)

    def take_back(self) -> None:
        """A thermometer comes from under the arm: only its number is missing, Enter takes it."""
        self.show()
        self.site.show_text(Site.AXILLARY.value)
        self.reason.show_text("OTHER_DEVICE")
        self._is_whole = True
        self.number.setFocus(Qt.FocusReason.TabFocusReason)

    def _on_number(self) -> None:
        if self._is_whole:
            self._on_take()
        else:
            self.site.setFocus(Qt.FocusReason.TabFocusReason)

    def close_pane(self) -> None:
        self.hide()

    def clear(self) -> None:
        """Ready for the next patient."""
        self._is_whole = False
        for field in (self.number, self.site, self.reason, self.cause):
            field.show_text("")
        self.close_pane()

    def _on_take(self) -> None:
        site = Site(self.site.text() or Site.UNKNOWN.value)
        self.reading_typed.emit(self.number.text(), site, self.reason.text())

    def _on_cause(self) -> None:
        if self.cause.text():
            self.not_measured.emit(self.cause.text())
            self.close_pane()


def _button(name: str, words: str, theme: Theme) -> KeyButton:
    button = KeyButton(theme, words)
    button.setObjectName(name)
    return button
