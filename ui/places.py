"""The long lists of places that the triage form offers."""

from datetime import datetime

from feverclinic.domain.civil_time import local_day
from feverclinic.services import codes
from feverclinic.wording import Wording
from ui.triage.form_pane import Places


def places(now: datetime, words: Wording) -> Places:
    """The long lists of the form: townships of the city, then elsewhere and unknown; countries."""
    counties = {one.code: one.name for one in codes.divisions()}
    townships = tuple(
        (one.code, f"{counties.get(one.code[:6], '')} {one.name}".strip())
        for one in codes.townships(local_day(now))
    )
    elsewhere = tuple((code, words.say(f"triage.township_{code}")) for code in ("OTHER", "UNKNOWN"))
    is_zh = words.language == "zh_CN"
    countries = tuple(
        (one.code, one.name_zh if is_zh else one.name_en) for one in codes.countries()
    )
    return Places((*townships, *elsewhere), countries)
