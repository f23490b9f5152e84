"""A short form at the right of a pane: fields below each other, Enter goes on, the last one does it."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from feverclinic.domain.intake import Problem
from feverclinic.domain.readings import Site
from feverclinic.wording import Wording
from ui.theme import Theme, set_state
from ui.widgets.choice_row import Choice, ChoiceRow
from ui.widgets.key_cap import KeyButton
from ui.widgets.labelled_field import LabelledField
from ui.widgets.pane import column as column_of
from ui.widgets.pane import label, row, scrolled, wrapped

FORM_WIDTH, SITE_PADDING = 384, 3
SITES = (Site.AXILLARY, Site.FOREHEAD_NC, Site.TYMPANIC, Site.ORAL, Site.RECTAL)


class EntryForm(QWidget):
    """`lines` are its fields line by line; `site` among them is a row of sites to choose by digit.

    The title of a field is `<family>.<name>`, its hint `<family>.<name>_why`.
    """

    done = Signal(object)  # dict[str, str]

    def __init__(
        self,
        theme: Theme,
        words: Wording,
        family: str,
        lines: Sequence[Sequence[str]],
        act: KeyButton,
    ) -> None:
        super().__init__()
        self._words = words
        self.fields: dict[str, LabelledField] = {}
        self.site = self._sites(theme, family)
        self.answer = wrapped("", "small", name=f"{family}.answer")
        self.act = act
        act.clicked.connect(self._on_done)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(2)
        column.addWidget(label(words.say(f"{family}.title"), "name"))
        self._order: list[QWidget] = []
        for names in lines:
            line = row(gap=12)
            for name in names:
                line.addWidget(self._made(family, name), stretch=1)
            column.addLayout(line)
        column.addStretch()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        self._pane = scrolled(content)
        whole.addWidget(self._pane, stretch=1)
        answer = row(self.answer)
        answer.setContentsMargins(16, 4, 16, 0)
        whole.addLayout(answer)
        acts = row(act)
        acts.setContentsMargins(16, 8, 16, 12)
        whole.addLayout(acts)

    def _sites(self, theme: Theme, family: str) -> ChoiceRow:
        say = self._words.say
        choices = [Choice(one.value, say(f"site.{one.value}")) for one in SITES]
        sites = ChoiceRow(f"{family}.site", say(f"{family}.site"), choices, theme)
        sites.set_segment_width(0, SITE_PADDING)
        return sites

    def _made(self, family: str, name: str) -> QWidget:
        """One field with its title and its hint, in the order in which Enter goes."""
        say, at = self._words.say, len(self._order)
        if name == "site":
            title = label(say(f"{family}.site"))
            title.setProperty("bold", "true")
            self._site_below = wrapped("", "small", "danger", name=f"{family}.site.below")
            self.site.moved_on.connect(lambda: self._go_on(at))
            self.site.changed.connect(lambda _code: self._site_below.setText(""))
            self._order.append(self.site)
            holder = QWidget()
            holder.setLayout(column_of(title, self.site, self._site_below, gap=4))
            return holder
        field = LabelledField(
            f"{family}.{name}", say(f"{family}.{name}"), say(f"{family}.{name}_why")
        )
        field.entered.connect(lambda: self._go_on(at))
        self.fields[name] = field
        self._order.append(field)
        return field

    def _go_on(self, at: int) -> None:
        if at + 1 < len(self._order):
            self._order[at + 1].setFocus()
            self._pane.ensureWidgetVisible(self._order[at + 1])
        else:
            self._on_done()

    def _on_done(self) -> None:
        self.say("", is_wrong=False)
        for field in self.fields.values():
            field.set_error("")
        typed = {name: field.text() for name, field in self.fields.items()}
        self.done.emit({**typed, "site": self.site.text()})

    def start(self) -> None:
        """The keyboard in the first field."""
        self._order[0].setFocus()

    def show_wrong(self, wrong: Mapping[str, Problem]) -> None:
        """Say what is wrong beside each field and go to the first; what was typed stays."""
        for name, problem in wrong.items():
            sentence = self._words.say(
                f"problem.{problem.code}", found=problem.found, **problem.facts
            )
            if name in self.fields:
                self.fields[name].set_error(sentence)
            elif name == "site":
                self._site_below.setText(f"▲ {sentence}")
        names = [*self.fields]
        first = next((name for name in names if name in wrong), None)
        if first is not None:
            self.fields[first].setFocus()
        elif "site" in wrong:
            self.site.setFocus()

    def empty(self, *, kept: Sequence[str] = ()) -> None:
        """Make room for the next one; what stays the same for many is kept."""
        for name, field in self.fields.items():
            if name not in kept:
                field.edit.clear()
        if "site" not in kept:
            self.site.show_text("")

    def say(self, sentence: str, *, is_wrong: bool) -> None:
        self.answer.setText(sentence)
        set_state(self.answer, "tone", "danger" if is_wrong else "ok")
