"""The middle pane: refusal strip, banner, who it is, likenesses, and the three tiers that scroll."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from feverclinic.domain.intake import Intake
from feverclinic.domain.outlook import Outlook
from feverclinic.wording import Wording
from ui.icons import pixmap
from ui.keys import key_for
from ui.theme import Theme
from ui.triage.card_tier import CardTier, companion_count
from ui.triage.desk_tier import DeskTier
from ui.triage.enter_order import is_passed_over
from ui.triage.field_book import FieldBook
from ui.triage.identity_pane import IdentityPane
from ui.triage.likeness_pane import LikenessPane
from ui.triage.now_tier import NowTier
from ui.triage.telling import banner_facts
from ui.widgets.key_cap import KeyButton
from ui.widgets.pane import label, rule, scrolled
from ui.widgets.patient_banner import PatientBanner

STRIP_HEIGHT = 44
SPARE = 10  # of a button's padding, where the banner is full
LAST_OF_NOW = "health_code"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
WIDEST = 1040  # wider than this, a question and its answers drift apart


@dataclass(frozen=True, slots=True)
class Places:
    """Long lists that the hospital's code tables bring: townships and countries, code and word."""

    townships: tuple[tuple[str, str], ...] = ()
    countries: tuple[tuple[str, str], ...] = ()


class RefusedStrip(QFrame):
    """«未能保存：还有 2 处要改» and the way to the next of them."""

    next_pressed = Signal()

    def __init__(self, words: Wording, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("refused")
        self.setProperty("strip", "error")
        self._words = words
        icon = QLabel()
        icon.setPixmap(pixmap("triangle-alert", theme.color("danger"), 18))
        self._said = label("", "body", name="refused.words")
        self.next = KeyButton(
            theme, words.say("triage.refused.first"), key_for("next_error"), kind="danger"
        )
        self.next.setObjectName("next_error")
        self.next.setProperty("least", "true")
        self.next.clicked.connect(self.next_pressed)
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(12, 0, 12, 0)
        self._line.setSpacing(10)
        self._line.addWidget(icon)
        self._line.addWidget(self._said, 1)
        self._line.addWidget(self.next)
        self.setFixedHeight(STRIP_HEIGHT + theme.px("body") - 15)
        self.hide()

    def show_count(self, count: int) -> None:
        self._said.setText(self._words.say("triage.refused.count", count=count))
        self.setAccessibleName(self._said.text())
        self.next.setText(self._words.say("triage.refused.first"))
        self.setVisible(count > 0)

    def show_walked(self) -> None:
        self.next.setText(self._words.say("triage.refused.next"))


class FormPane(QFrame):
    """Only its middle scrolls; who it is and what was refused stay in sight."""

    companions_pressed = Signal()

    def __init__(self, words: Wording, theme: Theme, places: Places) -> None:
        super().__init__()
        self.setObjectName("formPane")
        self.setProperty("pane", "surface")
        self._words, self._theme = words, theme
        self._place_words = dict(places.townships)
        self._side, self._top = 16, 0
        self.book = FieldBook(theme, self)
        self.refused = RefusedStrip(words, theme)
        self.companions = KeyButton(theme, "", key_for("companions"), icon="users")
        self.companions.setObjectName("companions")
        self.companions.setProperty("least", "true")
        self.companions.clicked.connect(self.companions_pressed)
        self.banner = PatientBanner(theme, [self.companions])
        self.banner.pressed.connect(self.open_identity)
        self.now = NowTier(self.book, words, theme, places.townships)
        self.now.stays.removed.connect(self._on_stay_removed)
        self.identity = IdentityPane(self.book, words, theme, places.townships)
        self.identity.left.connect(self.identity.hide)
        self._intake, self._today = Intake(EPOCH), EPOCH.date()
        self._wants_identity = True
        self.book.passes_over = lambda name: is_passed_over(name, self._intake, self._today)
        self.book.leaving.connect(self._on_leaving)
        self.likenesses = LikenessPane(words, theme)
        self.desk = DeskTier(self.book, words, theme)
        self.card = CardTier(self.book, words, theme, places.countries)
        self._lay_out()

    def _lay_out(self) -> None:
        middle = QWidget()
        middle.setProperty("scroll", "true")
        self._middle = QVBoxLayout(middle)
        self._middle.setSpacing(0)
        self._middle.addWidget(self.now)
        self._middle.addSpacing(9)
        self._middle.addWidget(self.desk)
        self._middle.addSpacing(12)
        self._middle.addWidget(self.card)
        self._middle.addStretch()
        self.area = scrolled(middle)
        self.area.setObjectName("formArea")
        self.area.verticalScrollBar().rangeChanged.connect(lambda _low, _high: self._keep_width())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._identity_line = rule()
        for widget in (
            self.refused,
            self.banner,
            rule(),
            self.identity,
            self._identity_line,
            self.likenesses,
        ):
            column.addWidget(widget)
        self._identity_line.hide()
        column.addWidget(self.area, 1)
        self.set_narrow(is_narrow=False)

    def set_narrow(self, *, is_narrow: bool) -> None:
        self._side = 12 if is_narrow else 16
        self._top = 8 if is_narrow else 0
        self._keep_width()
        self.now.head.setHidden(is_narrow)
        self.desk.head.setHidden(is_narrow)
        for part in (
            self.banner,
            self.identity,
            self.likenesses,
            self.now,
            self.desk,
            self.card,
        ):
            part.set_narrow(is_narrow=is_narrow)
        self.companions.set_icon("" if is_narrow else "users")
        self.companions.setFixedWidth(self.companions.sizeHint().width() - SPARE)

    def _keep_width(self) -> None:
        """The scroll bar takes its room from the margin, so that nothing moves when it comes."""
        bar = self.area.verticalScrollBar()
        taken = bar.sizeHint().width() if bar.maximum() > 0 else 0
        spare = max(self.width() - WIDEST, 0)
        right = max(self._side + spare - taken, 0)
        self._middle.setContentsMargins(self._side, self._top, right, 12)
        self.banner.set_spare(spare)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._keep_width()

    def open_identity(self) -> None:
        """Show the fields of who it is; the first empty one takes the keyboard."""
        self.identity.open()
        self.book.focus("name")

    def show_intake(self, intake: Intake, outlook: Outlook, today: date) -> None:
        """Everything that follows from the answers, but for the answers themselves."""
        self._intake, self._today = intake, today
        missing = (*outlook.missing, *outlook.open_questions)
        self._wants_identity = any(self.identity.holds(name) for name in missing)
        self.banner.show_person(banner_facts(intake, self._words, today, self._place_words))
        count = companion_count(intake)
        key = "triage.banner.companions_count" if count else "triage.banner.companions"
        said = self._words.say(key, count=count)
        if self.companions.text() != said:
            self.companions.setText(said)
            self.companions.setAccessibleName(said)
            self.companions.setFixedWidth(self.companions.sizeHint().width() - SPARE)
        self.now.show_intake(intake)
        if not self.now.manual.number.hasFocus():
            self.now.manual.number.show_text(intake.text("temperature"))
        self.desk.show_intake(intake, today)
        self.card.show_intake(intake, outlook)
        self._show_heads(outlook)

    def _show_heads(self, outlook: Outlook) -> None:
        say = self._words.say
        count = len(outlook.open_questions)
        if count:
            said = say("triage.tier.open", count=count)
            self.now.head.show_status(said, "question", "unknown")
        else:
            self.now.head.show_status(say("triage.tier.all_asked"), "check", "ok")
        missing = len(outlook.missing)
        if missing:
            said = say("triage.tier.missing", count=missing)
            self.desk.head.show_status(said, "pencil", "warn")
        else:
            self.desk.head.show_status("", "", "")

    def go_to(self, name: str) -> bool:
        """Put the keyboard on a field, opening what it lies in."""
        if self.identity.holds(name):
            self.identity.open()
        manual = self.now.manual
        if name == "temperature" and (not manual.isHidden() or manual.number.text()):
            manual.open()
            return True
        if name == "not_measured_reason":
            manual.open()
        widget = self.book.place(name)
        if widget is None:
            return False
        if self.card.isAncestorOf(widget):
            self.card.open()
        return self.book.focus(name)

    def _on_leaving(self, name: str) -> None:
        """Enter at the end of tier one opens who it is; at the end of that it closes again."""
        if name == LAST_OF_NOW and self._wants_identity:
            self.identity.open()
        elif name == self.identity.last and not self._is_identity_wrong():
            self.identity.hide()

    def _on_stay_removed(self, changes: dict[str, str]) -> None:
        self.book.edited_many.emit(changes)
        self.book.show_fields(self._intake.fields)

    def _is_identity_wrong(self) -> bool:
        problems = self.book.problems.items()
        return any(self.identity.holds(name) and not is_soft for name, (_, is_soft) in problems)

    def go_to_tier(self, number: int, missing: Sequence[str]) -> None:
        """Ctrl+1…3: the first place of the tier that still misses something, else its first.

        Who it is comes before the rest of the second tier.
        """
        starts = {1: "q1", 2: "spo2", 3: "onset_date"}
        tiers: dict[int, tuple[QWidget, ...]] = {
            1: (self.now,),
            2: (self.identity, self.desk),
            3: (self.card,),
        }
        if number == 3:  # noqa: PLR2004 - the third tier
            self.card.open()
        # A temperature has a key of its own: what is asked comes before its button.
        for name in sorted(missing, key=lambda at: (at == "temperature", self.book.order(at))):
            widget = self.book.place(name)
            if widget is not None and any(tier.isAncestorOf(widget) for tier in tiers[number]):
                self.go_to(name)
                return
        self.go_to(starts[number])

    def clear_for_next(self, typed_temperature: str) -> None:
        """A new form: closed sheets, top of the page, the first question under the fingers.

        A temperature that was typed and refused before a crash stands in its field again.
        """
        self.identity.hide()
        self.card.close_tier()
        self.now.manual.clear()
        if typed_temperature:
            self.now.manual.show()
            self.now.manual.number.show_text(typed_temperature)
        self.refused.show_count(0)
        self.area.verticalScrollBar().setValue(0)
        self.now.questions[0].toggle.setFocus(Qt.FocusReason.OtherFocusReason)
