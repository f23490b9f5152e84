"""The table of a rule trial on paper and as a file: whole, in words, without a name where it leaves the house."""

import csv
from io import StringIO

import pytest

from feverclinic.domain.people import Sex
from feverclinic.domain.trial import Changed, Trial, TrialRow, Tried, Verdict
from feverclinic.reports.imprint import Imprint
from feverclinic.reports.rule_trial import render, table_text
from feverclinic.wording import LANGUAGES, wording
from tests.builders import NOON
from tests.golden_papers import Golden

IMPRINT = Imprint("某市中心医院", "院感科", "高院感", NOON)


def a_row(
    changed: Changed, before: Verdict, after: Verdict, name: str = "何建平", tail: int = 12
) -> TrialRow:
    who = Tried(f"20200224-{tail:04}", name, NOON, Sex.MALE, 41)
    return TrialRow(changed, who, before, after)


def a_trial(*rows: TrialRow) -> Trial:
    return Trial("covid-dt-6", "covid-dt-7-draft", 14, 126, rows, NOON)


FOUR = a_trial(
    a_row(
        Changed.CLASSED,
        Verdict("UNDETERMINED", ("CLS-5",)),
        Verdict("SUSPECTED", ("CLS-1",)),
    ),
    a_row(Changed.HELD, Verdict("NO", ("CLS-5",)), Verdict("YES", ("CLS-1",)), "石婷婷", 19),
    a_row(
        Changed.RELEASED,
        Verdict("YES"),
        Verdict("NO", ("IMG_MISSING", "NAT_LT2")),
        "阿依古丽·买买提",
        3,
    ),
    a_row(
        Changed.ROUTED,
        Verdict("GENERAL_OPD", ("TRI-8",)),
        Verdict("FEVER_CLINIC", ("TRI-4",)),
        "𠮷田",
        44,
    ),
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_on_paper(golden: Golden, language: str) -> None:
    golden.compare(f"rule-trial-{language}", render(FOUR, IMPRINT, wording(language)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_trial_gives_the_same_bytes(language: str) -> None:
    words = wording(language)

    assert render(FOUR, IMPRINT, words) == render(FOUR, IMPRINT, words)


def test_a_trial_without_a_difference_says_so_on_one_page() -> None:
    assert render(a_trial(), IMPRINT, wording("zh_CN")).startswith(b"%PDF")


def test_the_file_names_nobody() -> None:
    text = table_text(FOUR, wording("zh_CN"))

    assert "何建平" not in text
    assert "20200224-0012" in text


def test_the_file_is_read_by_a_spreadsheet_as_it_was_written() -> None:
    text = table_text(FOUR, wording("zh_CN"))

    rows = list(csv.reader(StringIO(text.removeprefix("\ufeff"))))

    assert text.startswith("\ufeff")
    assert [len(row) for row in rows] == [7] * 5
    assert rows[3][:4] == ["20200224-0003", "2020-02-25T12:00:00+08:00", "解除", "可以解除"]


def test_a_code_without_words_is_shown_and_not_left_out() -> None:
    odd = a_trial(a_row(Changed.CLASSED, Verdict("NEW_CLASS", ("NEW-1",)), Verdict("SUSPECTED")))

    text = table_text(odd, wording("en"))

    assert "NEW_CLASS" in text
    assert "NEW-1" in text
