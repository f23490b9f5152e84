"""Why the slip says what it says: each reason a sentence with the rule behind it."""

import unicodedata
from collections.abc import Mapping

from feverclinic.domain.evidence import rule_of
from feverclinic.domain.history import Symptom
from feverclinic.domain.readings import Reading, Scale
from feverclinic.domain.ternary import UNKNOWN, YES
from feverclinic.reports.marks import Mark
from feverclinic.reports.slip_record import Line, TriageSlip
from feverclinic.wording import Wording

LONGEST_REASON = 80
NOT_ON_PAPER = frozenset({"LATER_FACTS_IGNORED"})
TAGS_ON_PAPER = ("POSSIBLE_EXPOSURE", "Q1_PROPOSED")


def shown_value(reading: Reading) -> str:
    """The number as the device or the nurse gave it, with all its decimals, without its unit."""
    text = unicodedata.normalize("NFKC", reading.raw_text)
    text = text.translate(str.maketrans({",": ".", "，": ".", "。": ".", "、": "."}))
    return text.strip().rstrip("CcFf°").strip()


def short(text: str, longest: int = LONGEST_REASON) -> str:
    """A typed reason, cut visibly: the record keeps it whole."""
    return text if len(text) <= longest else text[: longest - 1] + "…"


def named(symptoms: list[Symptom], wording: Wording) -> str:
    """The symptoms as a list in that language."""
    joint = wording.say("paper.list_joint")
    return joint.join(wording.say(f"symptom.{symptom.value}") for symptom in symptoms)


class Reasons:
    """The reasons of one slip in one language."""

    def __init__(self, slip: TriageSlip, wording: Wording) -> None:
        self.slip = slip
        self.say = wording.say
        self.wording = wording
        self.routing = slip.assessment.routing

    def decision(self) -> Line:
        """The rule that decided the route (the first of those that hold)."""
        rule = self.routing.reasons[0]
        return Line(Mark.YES, self.say(f"rule.{rule}"), rule)

    def lines(self) -> tuple[Line, ...]:
        """Evidence in the order of the contract, then a changed route, then what to look at."""
        symptoms = {symptom.value for symptom in Symptom}
        reasons: list[Line] = []
        carried = [Symptom(code) for code in self.routing.evidence if code in symptoms]
        for code in self.routing.evidence:
            if code not in symptoms:
                reasons.append(self._evidence(code))
            elif carried:
                reasons += self._carrying(carried)
                carried = []
        return (*reasons, *self._override(), *self._notices())

    def _carrying(self, carried: list[Symptom]) -> list[Line]:
        """The symptoms that carry the route: those the patient has, and those nobody could answer."""
        known = self.slip.visit.symptoms
        lines: list[Line] = []
        for mark, value in ((Mark.YES, YES), (Mark.UNKNOWN, UNKNOWN)):
            those = [symptom for symptom in carried if known.get(symptom, UNKNOWN) is value]
            if those:
                sentence = self.say("paper.symptoms_reason", symptoms=named(those, self.wording))
                lines.append(Line(mark, sentence, rule_of(those[0].value)))
        return lines

    def _evidence(self, code: str) -> Line:
        if code.startswith("ACU-"):
            return Line(Mark.LIMIT, self.say(f"rule.{code}"), code)
        mark = Mark.UNKNOWN if code.endswith("_UNKNOWN") else Mark.YES
        if code.startswith("F_"):
            return Line(Mark.LIMIT, self._fever(code), rule_of(code))
        return Line(mark, self.say(f"evidence.{code}"), rule_of(code))

    def _fever(self, code: str) -> str:
        """The fever that counts, with its number; without one, in words alone."""
        effective = self.routing.temperature.effective
        if code == "F_MEASURED" and effective is not None:
            value = shown_value(effective)
            if effective.raw_unit is Scale.FAHRENHEIT:
                value = self.say("paper.fahrenheit", value=value)
            return self.say(
                "evidence.F_MEASURED",
                site=self.say(f"site.{effective.site.value}"),
                value=value,
                limit=f"{self.slip.limit_c.normalize():f}",
            )
        reported = self.slip.assessment.inputs.get("self_reported_fever")
        if code == "F_HISTORY" and isinstance(reported, Mapping) and reported.get("raw_text"):
            return self.say("evidence.F_HISTORY", value=reported["raw_text"])
        wordless = {"F_MEASURED": "rule.TEMP-2", "F_HISTORY": "tag.HISTORY"}
        return self.say(wordless.get(code, f"evidence.{code}"))

    def _override(self) -> list[Line]:
        told = self.slip.assessment.inputs.get("override")
        if not isinstance(told, Mapping) or self.routing.override is None:
            return []
        if self.routing.override == "REFUSED":
            why = self.say(f"override.{self.routing.override_reason}")
            return [Line(Mark.NOTICE, self.say("paper.override_refused", why=why), "TRI")]
        sentence = self.say(
            "paper.override_accepted",
            by=told.get("by", ""),
            proposed=self.say(f"outcome.{self.routing.proposed.value}"),
            reason=short(str(told.get("reason", ""))) or self.say("paper.reason_unknown"),
        )
        return [Line(Mark.NOTICE, sentence, "TRI")]

    def _notices(self) -> list[Line]:
        codes = dict.fromkeys((*self.routing.advisories, *self.routing.acuity_detail.advisories))
        lines = [
            Line(Mark.NOTICE, self.say(f"advisory.{code}"), rule_of(code))
            for code in codes
            if code not in NOT_ON_PAPER
        ]
        lines += [
            Line(Mark.NOTICE, self.say(f"tag.{tag}"), rule_of(tag))
            for tag in TAGS_ON_PAPER
            if tag in self.routing.tags
        ]
        return lines
