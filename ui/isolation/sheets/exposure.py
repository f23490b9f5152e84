"""The sheet of a possible exposure: since when an ordinary new inpatient has the tag, and what clears it."""

from feverclinic.domain.civil_time import local_day
from feverclinic.domain.clinical_entries import Exposed
from ui.isolation.sheets.fields import Kind, Occasion, Sheet
from ui.isolation.sheets.typed import Typed

EXPOSURE = "exposure"


def exposure_sheet(asked: Occasion) -> Sheet:
    """TRF-5: the tag keeps somebody from other departments until it is cleared or its days are over."""
    fields = (
        asked.field("since", Kind.DAY, is_required=True),
        *asked.truths("f_core_clean", "questions_clean"),
        asked.field("note", Kind.LONG),
    )

    def read(typed: Typed) -> tuple[Exposed, ...]:
        since = typed.day("since") or local_day(typed.now)
        clean = (typed.truth("f_core_clean"), typed.truth("questions_clean"))
        return (Exposed(since, *clean, typed.note("note")),)

    title, hint = asked.title(EXPOSURE), asked.hint(EXPOSURE)
    start = {"since": asked.moment()[:10]}
    return Sheet(EXPOSURE, title, hint, fields, read, (("since",),), start)
