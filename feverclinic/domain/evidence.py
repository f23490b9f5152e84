"""Which rule stands behind a fact that carried a route, as screen and paper print it."""

RULES = {
    "F_MEASURED": "TEMP-2",
    "F_HISTORY": "TEMP-10",
    "F_ELDER_RISE": "§10",
    "ELDER_SIGN": "ACU-10",
    "RECHECK": "TEMP-5",
    "IMPLAUSIBLE": "TEMP-6",
    "MASKED_FEVER_POSSIBLE": "TEMP-9",
    "UNCALIBRATED": "TEMP-12",
    "LATER_FACTS_IGNORED": "T-10",
    "DECLARATION_NEEDED": "§1.3",
    "ZONE_UNKNOWN": "§1.4",
    "Q1_PROPOSED": "§1.4",
    "VITALS_MISSING": "§1.6",
    "CHECK_MENINGISM": "§1.6",
    "LOW_RATE_CHECK": "§1.6",
    "POSSIBLE_EXPOSURE": "§1.7",
}
BY_BEGINNING = {
    "HEALTH_CODE_": "§1.3",
    "ZONE_": "§1.4",
    "STAY_": "§1.4",
}
NUMBERED = ("ACU-", "TRI-", "TEMP-", "COD-")
SYMPTOMS = "§1.2"


def rule_of(code: str) -> str:
    """The rule id of an evidence, advisory or tag code; `§` is a section of the clinical rules.

    `Q2_YES` is question Q2; a rule id is itself; what is left are symptoms (1.2).
    """
    if code.startswith(NUMBERED):
        return code
    if code in RULES:
        return RULES[code]
    for beginning, rule in BY_BEGINNING.items():
        if code.startswith(beginning):
            return rule
    question, _, answer = code.partition("_")
    return question if answer in {"YES", "UNKNOWN"} else SYMPTOMS
