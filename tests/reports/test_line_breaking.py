import pytest
from hypothesis import given
from hypothesis import strategies as st

from feverclinic.reports.line_breaking import NO_END, NO_START, lines, pieces

SENTENCES = st.text(st.sampled_from("请您戴好口罩ab12 ，。；：？！”》（“《(),.3℃"), max_size=40)


def by_characters(text: str) -> float:
    return len(text)


def test_a_line_is_filled_to_its_limit() -> None:
    assert lines("一二三四五六七八九十", 5, by_characters) == ("一二三四五", "六七八九十")


def test_no_closing_mark_opens_a_line() -> None:
    assert lines("一二三四五，六七", 5, by_characters) == ("一二三四", "五，六七")


def test_no_opening_mark_ends_a_line() -> None:
    assert lines("一二三四（五六）", 5, by_characters) == ("一二三四", "（五六）")


def test_a_latin_word_stays_whole() -> None:
    assert lines("做 chest CT 检查", 8, by_characters) == ("做 chest", "CT 检查")


def test_a_word_longer_than_a_line_is_cut() -> None:
    assert lines("abcdefghij", 4, by_characters) == ("abcd", "efgh", "ij")


def test_no_words_are_one_empty_line() -> None:
    assert lines("", 4, by_characters) == ("",)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("37.3 ℃。", ("37.3 ℃。",)),
        ("「单人」间", ("「单", "人」", "间")),
        ("see page", ("see ", "page")),
    ],
    ids=["number with unit", "brackets", "words"],
)
def test_marks_stay_with_what_they_belong_to(text: str, parts: tuple[str, ...]) -> None:
    assert pieces(text) == parts


@given(SENTENCES)
def test_breaking_loses_nothing_but_blanks_at_line_ends(text: str) -> None:
    assert "".join(lines(text, 7, by_characters)).replace(" ", "") == text.replace(" ", "")


@given(SENTENCES)
def test_no_line_is_longer_than_its_limit(text: str) -> None:
    assert max(len(line) for line in lines(text, 7, by_characters)) <= 7


@given(st.text(st.sampled_from("请您戴好口罩"), min_size=1, max_size=12), st.sampled_from("，。》"))
def test_a_mark_after_ideographs_never_opens_a_line(words: str, closing: str) -> None:
    found = lines((words + closing) * 4, 30, by_characters)

    assert not [line for line in found if line[0] in NO_START or line[-1] in NO_END]
