"""The form of one comparison beside the month's log."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from feverclinic.domain.comparisons import Verdict
from feverclinic.services.comparisons import LogLine, TypedComparison
from feverclinic.wording import Wording
from ui.keys import key_for
from ui.papers.entry_form import FORM_WIDTH, EntryForm
from ui.theme import Theme
from ui.widgets.key_cap import KeyButton

FIELDS = (
    ("device_name", "device_serial"),
    ("site",),
    ("reference_name",),
    ("reference", "reading", "ambient"),
    ("note",),
)
KEPT = ("reference_name", "reference", "ambient", "site")


class ComparisonPane(QWidget):
    """Right of the log; what stays the same from one thermometer to the next is kept."""

    def __init__(self, theme: Theme, words: Wording) -> None:
        super().__init__()
        self._words = words
        act = KeyButton(
            theme,
            words.say("key.comparison_add"),
            key_for("comparison_add"),
            icon="save",
            kind="primary",
        )
        act.setObjectName("comparison.add")
        self.form = EntryForm(theme, words, "papers_page.compare", FIELDS, act)
        self.setFixedWidth(FORM_WIDTH)
        line = QVBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.form)

    @staticmethod
    def typed(fields: dict[str, str]) -> TypedComparison:
        return TypedComparison(**fields)

    def show_compared(self, line: LogLine) -> None:
        """The verdict in words, and room for the next thermometer."""
        one = line.comparison
        word = self._words.say(f"verdict.{line.verdict.value}")
        said = self._words.say(
            "papers_page.compared",
            device=one.device_name,
            difference=f"{one.difference_c:+}",
            verdict=word,
        )
        is_wrong = line.verdict is not Verdict.WITHIN
        self.form.empty(kept=KEPT)
        self.form.say(f"{'▲' if is_wrong else '✓'} {said}", is_wrong=is_wrong)
        self.form.start()
