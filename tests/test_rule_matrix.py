import pytest

from tests.rule_matrix import OF_LATER, OF_TIME, RULES, matrix


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_has_a_test(rule: str) -> None:
    assert matrix()[rule]


def test_every_mark_names_a_rule() -> None:
    assert set(matrix()) - set(RULES) <= OF_TIME | OF_LATER
