import pytest

from feverclinic.domain.evidence import rule_of


@pytest.mark.parametrize(
    ("code", "rule"),
    [
        ("ACU-13", "ACU-13"),
        ("TRI-3", "TRI-3"),
        ("F_MEASURED", "TEMP-2"),
        ("F_HISTORY", "TEMP-10"),
        ("F_ELDER_RISE", "§10"),
        ("ELDER_SIGN", "ACU-10"),
        ("COUGH", "§1.2"),
        ("SHORTNESS_OF_BREATH", "§1.2"),
        ("Q2_YES", "Q2"),
        ("Q5_UNKNOWN", "Q5"),
        ("HEALTH_CODE_RED", "§1.3"),
        ("ZONE_ORANGE", "§1.4"),
        ("STAY_RED", "§1.4"),
        ("ZONE_UNKNOWN", "§1.4"),
        ("RECHECK", "TEMP-5"),
        ("UNCALIBRATED", "TEMP-12"),
        ("CHECK_MENINGISM", "§1.6"),
    ],
)
def test_each_fact_names_the_rule_behind_it(code: str, rule: str) -> None:
    assert rule_of(code) == rule
