"""The pages of the guide tell the truth: keys, words, pictures, the same in both languages."""

import string
from importlib.resources import files

import pytest

from feverclinic.domain.guide import keys_named
from feverclinic.services.guide import (
    PAGE_OF_DESK,
    PAGES,
    guide_pages,
    labels_in,
    page_text,
    picture_bytes,
)
from feverclinic.wording import LANGUAGES, wording
from ui.guide.shots import guide_shots
from ui.keys import EVERYWHERE, KEYS
from ui.pictures import RAIL

# Keys that every program has, and the single digits of a list of choices.
USUAL = {"Enter", "↑", "↓", *"0123456789"}
MOST_OF_A_PICTURE, MOST_OF_ALL = 120_000, 3_000_000


def lying() -> set[str]:
    folder = files("resources").joinpath("pictures", "guide")
    return {entry.name.removesuffix(".png") for entry in folder.iterdir()}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_each_key_of_a_page_is_one_of_the_catalogue(name: str, language: str) -> None:
    page = guide_pages(language)[PAGES.index(name)]
    known = {key.sequence for key in KEYS} | USUAL

    named = [key for block in page.blocks for key in keys_named(block)]

    assert [key for key in named if key not in known] == []


@pytest.mark.parametrize("name", PAGES)
def test_both_languages_name_the_same_keys_and_have_the_same_parts(name: str) -> None:
    chinese, english = (guide_pages(language)[PAGES.index(name)] for language in LANGUAGES)

    assert [type(one) for one in chinese.blocks] == [type(one) for one in english.blocks]
    for one, other in zip(chinese.blocks, english.blocks, strict=True):
        assert sorted(keys_named(one)) == sorted(keys_named(other))
    assert [one.name for one in chinese.pictures] == [one.name for one in english.pictures]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_each_word_of_the_screen_is_quoted_from_the_wording(name: str, language: str) -> None:
    text = page_text(language, name)
    sentences = wording(language).sentences

    for key in labels_in(text):
        assert "{" not in sentences[key], f"{key} has a place to be filled"
        assert all(part[1] is None for part in string.Formatter().parse(sentences[key]))
    assert text.count("«") == len(labels_in(text))


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_page_is_listed_and_each_file_is_a_page(language: str) -> None:
    folder = files("resources").joinpath("guide", language)

    assert {entry.name for entry in folder.iterdir()} == {f"{name}.md" for name in PAGES}


def test_each_desk_has_its_page() -> None:
    places = {key.where for key in KEYS} - {EVERYWHERE, "help"}

    assert (places | set(RAIL)) - set(PAGE_OF_DESK) == set()
    assert set(PAGE_OF_DESK.values()) <= set(PAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_picture_of_a_page_is_one_that_the_command_makes(language: str) -> None:
    made = {shot.name for shot in guide_shots()}
    shown = {one.name for page in guide_pages(language) for one in page.pictures}

    assert {f"guide-{name}-{language}" for name in shown} - made == set()
    assert [name for name in shown if not picture_bytes(name, language)] == []


def test_what_the_command_makes_lies_there_and_nothing_else_and_is_small() -> None:
    sizes = [len(picture_bytes(shot.picture, shot.language)) for shot in guide_shots()]

    assert lying() == {shot.name for shot in guide_shots()}
    assert max(sizes) <= MOST_OF_A_PICTURE
    assert sum(sizes) <= MOST_OF_ALL
