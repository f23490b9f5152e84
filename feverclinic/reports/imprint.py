"""What stands on each paper of the day whatever it tells: whose it is, who printed it, when."""

from dataclasses import dataclass
from datetime import datetime

from feverclinic.domain.civil_time import local
from feverclinic.wording import Wording


@dataclass(frozen=True, slots=True)
class Imprint:
    """`rules` is the rule set in force, "" where a paper decides nothing; `mark` as on the slip."""

    facility: str
    station: str
    printed_by: str
    printed_at: datetime
    rules: str = ""
    mark: str = ""

    def foot(self, wording: Wording) -> str:
        """Who printed it, when, and under which rules."""
        at = f"{local(self.printed_at):%Y-%m-%d %H:%M}"
        told = wording.say("papers.printed", name=self.printed_by, time=at)
        if not self.rules:
            return told
        return wording.say("papers.printed_under", printed=told, rules=self.rules)
