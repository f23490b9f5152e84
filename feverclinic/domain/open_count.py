"""How many questions a form still waits for: worked out once for each form and minute.

The list of the desk is drawn again with every keep of every form; what did not change since costs
next to nothing then.
"""

from datetime import datetime

from feverclinic.domain.intake import Intake
from feverclinic.domain.intake_reading import Surroundings, read_intake
from feverclinic.domain.look_ahead import still_open
from feverclinic.domain.triage_rules import TriageRules

_Key = tuple[object, ...]
MOST_KNOWN = 1000

# The rules and surroundings stand beside the count: while they are held here, their ids are theirs.
_known: dict[_Key, tuple[int, TriageRules, Surroundings]] = {}


def open_count(
    intake: Intake, now: datetime, rules: TriageRules, surroundings: Surroundings
) -> int:
    """The open questions of a form at `now`, to the minute; 0 when its route stands."""
    minute = now.replace(second=0, microsecond=0)
    typed = frozenset(intake.fields.items())
    key = (id(rules), id(surroundings), minute, intake.arrived_at, typed, intake.readings)
    found = _known.get(key)
    if found is not None:
        return found[0]
    if len(_known) >= MOST_KNOWN:
        _known.clear()
    count = len(still_open(intake, read_intake(intake, now, surroundings), rules))
    _known[key] = (count, rules, surroundings)
    return count
