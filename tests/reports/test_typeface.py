import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from feverclinic.reports.paper import Sheet, Type, press
from feverclinic.reports.typeface import (
    BOLD,
    REGULAR,
    _shipped,
    draws,
    missing_characters,
    printable,
    runs,
    to_unicode_map,
)
from feverclinic.wording import LANGUAGES, wording
from tests.golden_papers import pictures, texts

RARE_NAMES = "䶮㛃〇喆龘𬭶𫠊㐂堃玥𠮷𠅤𡈽𢀖𣲘𤧬𥔲𦙶𧒽𨭎𩽾𪟝𫄸𬴂𬺈犇骉"
FOREIGN_NAMES = "Gökşen Žižka Łukasz Nguyễn Ñandú Αλέξης Жуковқ"
COLUMNS = 30
CELL = 6.0
DPI = 90


def letters_of_all_words() -> str:
    spoken = "".join(
        sentence for language in LANGUAGES for sentence in wording(language).sentences.values()
    )
    return "".join(sorted({character for character in spoken if not character.isspace()}))


def cells_without_ink(letters: str, *, bold: bool) -> str:
    """Print each letter into a cell of its own and return those whose cell stayed white."""
    rows = -(-len(letters) // COLUMNS)
    sheet = Sheet(COLUMNS * CELL)
    for place, letter in enumerate(letters):
        row, column = divmod(place, COLUMNS)
        sheet.text(column * CELL + 1, row * CELL + 4.5, letter, Type(4.0, bold=bold))
    (picture,) = pictures(press((sheet,), rows * CELL, "letters"), DPI)
    return "".join(
        letter
        for place, letter in enumerate(letters)
        if not any(_cell(picture, place).histogram()[:200])
    )


def _cell(picture: Image.Image, place: int) -> Image.Image:
    side = CELL / 25.4 * DPI
    row, column = divmod(place, COLUMNS)
    return picture.crop(
        (
            round(column * side),
            round(row * side),
            round((column + 1) * side),
            round((row + 1) * side),
        )
    )


@pytest.mark.parametrize("bold", [False, True], ids=["regular", "bold"])
def test_every_letter_of_every_word_leaves_ink(bold: bool) -> None:
    assert not cells_without_ink(letters_of_all_words(), bold=bold)


@pytest.mark.parametrize("bold", [False, True], ids=["regular", "bold"])
@pytest.mark.parametrize("names", [RARE_NAMES, FOREIGN_NAMES], ids=["rare", "foreign"])
def test_every_letter_of_a_rare_name_leaves_ink(names: str, bold: bool) -> None:
    assert not cells_without_ink(names.replace(" ", ""), bold=bold)


def test_no_letter_of_the_words_or_of_rare_names_is_missing() -> None:
    assert missing_characters(letters_of_all_words() + RARE_NAMES + FOREIGN_NAMES) == ()


def test_a_font_with_an_empty_drawing_does_not_count_as_drawing() -> None:
    assert draws(_shipped(REGULAR), "℃")
    assert not draws(_shipped(REGULAR), "\u3000")


def test_fonts_change_only_where_they_must() -> None:
    assert [(run.font, run.text) for run in runs("张𠮷 Gökşen", bold=True)] == [
        (BOLD, "张"),
        ("HanaMinB", "𠮷"),
        (BOLD, " Gök"),
        ("NotoSans-Bold", "ş"),
        (BOLD, "en"),
    ]


def test_a_character_without_a_font_is_shown_as_missing_and_named() -> None:
    assert "".join(run.text for run in runs("张\ue123", bold=False)) == "张〓"
    assert missing_characters("张\ue123\ue123") == ("\ue123",)


def test_half_a_character_is_missing_and_breaks_nothing() -> None:
    assert missing_characters("a\ud800") == ("\ud800",)
    assert "".join(run.text for run in runs("a\ud800", bold=False)) == "a〓"


def test_breaks_and_invisible_marks_do_not_reach_the_line() -> None:
    assert printable("张\u200b三\n李\ufe0f四\t") == "张三 李四 "


def test_the_rare_character_can_be_copied_from_the_paper() -> None:
    sheet = Sheet(80)
    sheet.text(5, 10, "𠮷田𬭶", Type(5))

    assert texts(press((sheet,), 20, "name")) == ["𠮷田𬭶"]


def test_the_map_for_readers_writes_surrogates_in_blocks_of_a_hundred() -> None:
    told = to_unicode_map("F1", [0x20BB7, *range(0x4E00, 0x4E64)])

    assert "<00> <D842DFB7>" in told
    assert "100 beginbfchar" in told
    assert "1 beginbfchar" in told


@given(st.text(max_size=30))
def test_whatever_is_typed_is_drawn_or_said_to_be_missing(text: str) -> None:
    drawn = "".join(run.text for run in runs(text, bold=False))

    expected = "".join(
        "〓" if character in missing_characters(text) else character
        for character in printable(text)
    )
    assert drawn == expected
