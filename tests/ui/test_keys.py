"""The catalogue of keys: complete in words, free of clashes, short enough for the foot."""

import pytest
from PySide6.QtGui import QKeySequence

from feverclinic.wording import LANGUAGES, wording
from ui.keys import EVERYWHERE, KEYS, foot_keys, key_for, keys_of

PLACES = sorted({key.where for key in KEYS})


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("act", [key.act for key in KEYS])
def test_each_key_has_a_long_and_a_short_word(language: str, act: str) -> None:
    words = wording(language)

    assert words.say(f"key.{act}")
    assert words.say(f"key_short.{act}")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("place", PLACES)
def test_each_place_has_a_name(language: str, place: str) -> None:
    assert wording(language).say(f"key_where.{place}")


@pytest.mark.parametrize("place", PLACES)
def test_no_key_does_two_things_at_one_desk(place: str) -> None:
    sequences = [key.sequence for key in keys_of(place)]

    assert len(sequences) == len(set(sequences)) or place == EVERYWHERE


def test_no_act_is_listed_twice() -> None:
    acts = [key.act for key in KEYS]

    assert len(acts) == len(set(acts))


def test_a_letter_never_answers_for_an_input_method_would_swallow_it() -> None:
    assert not [key for key in KEYS if len(key.sequence) == 1 and key.sequence.isalpha()]


@pytest.mark.parametrize("sequence", [key.sequence for key in KEYS])
def test_qt_knows_each_key(sequence: str) -> None:
    assert not QKeySequence(sequence).isEmpty()


@pytest.mark.parametrize("place", PLACES)
def test_the_foot_holds_nine_and_six_where_it_is_narrow(place: str) -> None:
    assert len(foot_keys(place, is_narrow=False)) <= 9
    assert len(foot_keys(place, is_narrow=True)) <= 6


def test_the_foot_of_triage_reads_as_in_the_look() -> None:
    wide = [key.sequence for key in foot_keys("triage", is_narrow=False)]
    narrow = [key.sequence for key in foot_keys("triage", is_narrow=True)]

    assert wide == ["1", "0", "9", "Enter", "F1", "F4", "F5", "F9", "Esc"]
    assert narrow == ["1", "0", "9", "F1", "F4", "F9"]


@pytest.mark.parametrize(
    ("act", "sequence"),
    [
        ("all_keys", "F1"),
        ("next_patient", "F2"),
        ("find", "F3"),
        ("measure", "F4"),
        ("print_queue", "F5"),
        ("companions", "F6"),
        ("next_error", "F7"),
        ("set_aside", "F8"),
        ("save_and_print", "F9"),
        ("assign", "F10"),
        ("resuscitate", "F11"),
        ("change_actor", "F12"),
        ("back", "Esc"),
        ("yes", "1"),
        ("no", "0"),
        ("unknown", "9"),
        ("unasked", "Del"),
        ("others_none", "="),
    ],
)
def test_the_keys_are_those_of_the_look(act: str, sequence: str) -> None:
    assert key_for(act) == sequence


def test_an_act_without_a_key_is_an_error() -> None:
    with pytest.raises(KeyError):
        key_for("make_tea")
