"""The table of a rule trial: on paper for the infection officer, and as a file for a spreadsheet."""

import csv
from io import StringIO

from feverclinic.domain.civil_time import iso, local
from feverclinic.domain.trial import Changed, Trial, TrialRow, Verdict
from feverclinic.reports.imprint import Imprint
from feverclinic.reports.list_sheet import Column, ListPaper, render_list
from feverclinic.reports.paper import Align
from feverclinic.wording import Wording

COLUMNS: tuple[tuple[str, float], ...] = (
    ("visit_no", 30.0),
    ("who", 34.0),
    ("at", 26.0),
    ("changed", 22.0),
    ("before", 82.0),
    ("after", 83.0),
)
FILE_COLUMNS = ("visit_no", "at", "changed", "before", "before_why", "after", "after_why")
# In which words the result of a change is told, and in which its reasons, the first that knows.
RESULT_WORDS = {
    Changed.CLASSED: "class",
    Changed.HELD: "trial_page.held",
    Changed.RELEASED: "trial_page.released",
    Changed.ROUTED: "outcome",
}
REASON_WORDS = ("case_reason", "rule", "evidence")
UTF8_MARK = "\ufeff"
"""Without it the usual spreadsheet reads Chinese as something else."""


def result_words(changed: Changed, said: Verdict, wording: Wording) -> str:
    """What one set of rules says; a code without words is shown, never left out."""
    key = f"{RESULT_WORDS[changed]}.{said.result}"
    return wording.say(key) if wording.knows(key) else said.result


def reason_words(code: str, wording: Wording) -> str:
    keys = (f"{family}.{code}" for family in REASON_WORDS)
    known = next((key for key in keys if wording.knows(key)), "")
    return wording.say(known) if known else code


def render(trial: Trial, imprint: Imprint, wording: Wording) -> bytes:
    """Everybody who would have been treated differently, with both reasons, on A4 across."""
    say = wording.say
    counts = " · ".join(
        f"{say(f'trial_page.changed.{one.value}')} {trial.count(one)}" for one in Changed
    )
    listed = ListPaper(
        title=say("trial_page.title"),
        period=say("trial_page.rules", before=trial.before, after=trial.after),
        columns=tuple(
            Column(say(f"trial_page.col_{name}"), wide, Align.LEFT) for name, wide in COLUMNS
        ),
        rows=tuple(_row(one, wording) for one in trial.rows),
        empty=say("trial_page.same"),
        facts=say("trial_page.facts", days=trial.days, of=trial.looked_at, counts=counts),
        below=(say("trial_page.below"),),
    )
    return render_list(listed, imprint, wording)


def _row(one: TrialRow, wording: Wording) -> tuple[str, ...]:
    return (
        one.who.visit_no,
        one.who.name,
        f"{local(one.who.at):%Y-%m-%d %H:%M}",
        wording.say(f"trial_page.changed.{one.changed.value}"),
        _said(one.changed, one.before, wording),
        _said(one.changed, one.after, wording),
    )


def _said(changed: Changed, said: Verdict, wording: Wording) -> str:
    why = "；".join(reason_words(code, wording) for code in said.reasons)
    result = result_words(changed, said, wording)
    return f"{result}\n{why}" if why else result


def table_text(trial: Trial, wording: Wording) -> str:
    """The table as comma-separated lines: visits by number, no name, no document."""
    out = StringIO()
    out.write(UTF8_MARK)
    lines = csv.writer(out, lineterminator="\r\n")
    lines.writerow([wording.say(f"trial_page.col_{name}") for name in FILE_COLUMNS])
    for one in trial.rows:
        sides: list[str] = []
        for said in (one.before, one.after):
            sides += [
                result_words(one.changed, said, wording),
                "; ".join(reason_words(code, wording) for code in said.reasons),
            ]
        changed = wording.say(f"trial_page.changed.{one.changed.value}")
        lines.writerow([one.who.visit_no, iso(one.who.at), changed, *sides])
    return out.getvalue()
