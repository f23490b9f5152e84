"""What is wrong on the form and when it is said: under the field, in the strip, and where F7 leads."""

from PySide6.QtCore import QObject, Signal

from feverclinic.domain.intake import Problem
from feverclinic.domain.outlook import Outlook
from feverclinic.wording import Wording
from ui.triage.form_pane import FormPane
from ui.triage.telling import field_word

NOT_MEASURED = ("temperature", "required")


class Refusals(QObject):
    """A refused save names every place; each sentence stays until its place is put right."""

    said = Signal(str)

    def __init__(self, form: FormPane, words: Wording, parent: QObject) -> None:
        super().__init__(parent)
        self._form, self._words = form, words
        self._refused: dict[str, tuple[str, bool]] = {}
        self._walk: list[str] = []

    def forget(self) -> None:
        """Another form: nothing of it was refused yet."""
        self._refused, self._walk = {}, []

    def show(self, outlook: Outlook) -> None:
        """What is wrong now; a field under the fingers is not blamed for its first digit."""
        missing = {*outlook.missing, *outlook.open_questions, *outlook.checks}
        still = missing | {problem.where for problem in outlook.problems}
        told = {name: said for name, said in self._refused.items() if name in still}
        for name, said in self._told(outlook.problems).items():
            place = self._form.book.place(name)
            if name in told or place is None or not place.hasFocus():
                told[name] = said
        self._blame(told)
        if self._refused:
            self._show_count(told)

    def _blame(self, told: dict[str, tuple[str, bool]]) -> None:
        """Mark the fields; the one for a temperature by hand only where something stands in it."""
        self._form.book.show_problems(told)
        number = self._form.now.manual.number
        number.show_problem(bool(number.text()) and NOT_MEASURED[0] in told)

    def _show_count(self, told: dict[str, tuple[str, bool]]) -> None:
        wrong = [name for name, (_, is_warning) in told.items() if not is_warning]
        self._walk = [name for name in self._walk if name in wrong] or wrong
        self._form.refused.show_count(len(wrong))
        if not wrong:
            self._refused = {}

    def refuse(self, problems: tuple[Problem, ...]) -> None:
        """A save was refused: count, sentences under the fields, and F7 to the next."""
        self._refused = self._told(problems)
        wrong = [name for name, (_, is_warning) in self._refused.items() if not is_warning]
        self._walk = sorted(wrong, key=self._form.book.order)
        self._blame(self._refused)
        self._form.refused.show_count(len(self._walk))
        if any(self._form.identity.holds(name) for name in self._walk):
            self._form.identity.open()
        if self._walk:
            self.said.emit(self._words.say("triage.refused.count", count=len(self._walk)))

    def _told(self, problems: tuple[Problem, ...]) -> dict[str, tuple[str, bool]]:
        """One sentence a place; where something is wrong, what is only doubtful waits."""
        told: dict[str, tuple[str, bool]] = {}
        for problem in problems:
            before = told.get(problem.where)
            if before is None or (before[1] and not problem.is_warning):
                told[problem.where] = (self.sentence(problem), problem.is_warning)
        return told

    def sentence(self, problem: Problem) -> str:
        """`problem.<code>` with its facts; a code without a sentence still names the field."""
        field = field_word(self._words, problem.where)
        key = f"problem.{problem.code}"
        if not self._words.knows(key):
            return self._words.say("triage.problem_other", field=field)
        if (problem.where, problem.code) == NOT_MEASURED:
            return self._words.say("triage.refused.temperature")
        facts: dict[str, object] = {"found": problem.found, "field": field, **problem.facts}
        said = self._words.say(key, **facts)
        if said.casefold().startswith(field.casefold()):
            return said
        return self._words.say("triage.refused.at", field=field, said=said)

    def go_on(self) -> None:
        """F7: the next wrong place, round and round."""
        if self._walk:
            name = self._walk.pop(0)
            self._walk.append(name)
            self._form.go_to(name)
            self._form.refused.show_walked()
