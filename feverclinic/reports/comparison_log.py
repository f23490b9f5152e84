"""体温计比对记录: each comparison of a thermometer with its reference, a month on A4 across."""

from feverclinic.domain.civil_time import local
from feverclinic.domain.comparisons import Comparison, Verdict
from feverclinic.reports.day_records import LogPaper
from feverclinic.reports.list_sheet import Column, ListPaper, render_list
from feverclinic.reports.paper import Align
from feverclinic.wording import Wording

COLUMNS: tuple[tuple[str, float, Align], ...] = (
    ("no", 10.0, Align.LEFT),
    ("at", 30.0, Align.LEFT),
    ("device", 38.0, Align.LEFT),
    ("serial", 26.0, Align.LEFT),
    ("site", 18.0, Align.LEFT),
    ("reference", 36.0, Align.LEFT),
    ("reference_c", 18.0, Align.RIGHT),
    ("reading_c", 18.0, Align.RIGHT),
    ("difference_c", 17.0, Align.RIGHT),
    ("limit_c", 16.0, Align.RIGHT),
    ("ambient_c", 15.0, Align.RIGHT),
    ("verdict", 20.0, Align.LEFT),
    ("by", 15.0, Align.LEFT),
)


def render(paper: LogPaper, wording: Wording) -> bytes:
    """What is outside stands bold, with a sign and in words."""
    say = wording.say
    outside = frozenset(
        place for place, (_, verdict) in enumerate(paper.lines) if verdict is not Verdict.WITHIN
    )
    listed = ListPaper(
        title=say("papers.comparison.title"),
        period=say("papers.month", month=f"{paper.first:%Y-%m}"),
        columns=tuple(
            Column(say(f"papers.comparison.{name}"), wide, align) for name, wide, align in COLUMNS
        ),
        rows=tuple(
            _row(number, one, verdict, wording)
            for number, (one, verdict) in enumerate(paper.lines, start=1)
        ),
        empty=say("papers.comparison.empty"),
        row_height=9.5,
        facts=say("papers.comparison.facts", count=len(paper.lines), outside=len(outside)),
        below=(say("papers.comparison.below", count=paper.outside_in_a_row),),
        signatures=(say("papers.register.checked"),),
        strong_rows=outside,
    )
    return render_list(listed, paper.imprint, wording)


def _row(number: int, one: Comparison, verdict: Verdict, wording: Wording) -> tuple[str, ...]:
    sign = "" if verdict is Verdict.WITHIN else "▲ "
    return (
        str(number),
        f"{local(one.at):%Y-%m-%d %H:%M}",
        f"{one.device_name}\n{one.note}".strip(),
        one.device_serial,
        wording.say(f"site.{one.site.value}"),
        one.reference_name,
        f"{one.reference_c}",
        f"{one.reading_c}",
        signed(one),
        f"±{one.limit_c}",
        "" if one.ambient_c is None else f"{one.ambient_c}",
        sign + wording.say(f"verdict.{verdict.value}"),
        one.by,
    )


def signed(one: Comparison) -> str:
    """The difference with its sign: `+0.2`, `−0.15`, `0.0`."""
    difference = one.difference_c
    if difference == 0:
        return f"{abs(difference)}"
    return f"{'+' if difference > 0 else '−'}{abs(difference)}"
