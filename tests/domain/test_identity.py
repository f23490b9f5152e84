from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feverclinic.domain.civil_time import CHINA
from feverclinic.domain.identity import Identity, IdentityResult, check_character, check_identity
from feverclinic.domain.people import Sex

NOW = datetime(2020, 2, 25, 9, 0, tzinfo=CHINA)
KNOWN = frozenset({"370399", "370303"})
MAN, WOMAN = "37039919900101001X", "370399190002240027"


def checked(id_no: str, **typed: object) -> Identity:
    return check_identity(id_no, NOW, known_areas=KNOWN, **typed)  # pyright: ignore[reportArgumentType] - keywords


@pytest.mark.rule("COD-1", "COD-2", "COD-3")
def test_a_right_number_says_who_its_holder_is() -> None:
    assert checked(MAN) == Identity(
        IdentityResult.VALID,
        id_no="37039919900101001X",
        birth_date=date(1990, 1, 1),
        sex=Sex.MALE,
        age=30,
        area="370399",
    )


@pytest.mark.rule("COD-1")
@pytest.mark.parametrize(
    "typed",
    [
        "37039919900101001x",
        "  37039919900101001X\u3000",
        "３７０３９９１９９００１０１００１Ｘ",
        "３７０３９９１９９００１０１００１ｘ",
    ],
    ids=["small x", "spaces", "full width", "full width small x"],
)
def test_a_number_is_trimmed_narrowed_and_written_with_a_capital(typed: str) -> None:
    assert checked(typed).id_no == "37039919900101001X"


@pytest.mark.rule("COD-1", "COD-7")
@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "LENGTH"),
        ("37039919900101001", "LENGTH"),
        ("37039919900101001XX", "LENGTH"),
        ("37039990010100", "LENGTH"),
        ("3703999001010011", "LENGTH"),
        ("370399 19900101001", "CHARSET"),
        ("3703991990010100X1", "CHARSET"),
        ("37039919900101001Y", "CHARSET"),
        ("37039990010100X", "CHARSET"),
        ("٣٧٠٣٩٩١٩٩٠٠١٠١٠٠١X", "CHARSET"),
        ("10039919909901001Y", "CHARSET"),
        ("100399199099010019", "AREA"),
        ("370399199099010019", "DATE"),
        ("370399199001010019", "CHECKSUM"),
        ("370399199001010010", "CHECKSUM"),
    ],
)
def test_the_first_error_is_the_only_one(typed: str, reason: str) -> None:
    found = checked(typed)

    assert (found.result, found.reasons) == ("INVALID", (reason,))
    assert (found.birth_date, found.sex, found.age, found.area) == (None, None, None, None)


@pytest.mark.rule("COD-2")
@pytest.mark.parametrize(
    ("typed", "reasons"),
    [
        ("37039920200225001X", ()),
        ("370399202002260015", ("DATE",)),
        ("370399199002300019", ("DATE",)),
        ("370399190002250014", ()),
        ("370399190002240027", ()),
        ("370399189902250011", ("DATE",)),
        ("370399189902260017", ()),
    ],
    ids=["today", "tomorrow", "30 Feb", "120 y", "120 y 1 d", "121 y", "121 y less 1 d"],
)
def test_a_birth_date_is_a_day_of_the_last_120_years(typed: str, reasons: tuple[str, ...]) -> None:
    assert checked(typed).reasons == reasons


@pytest.mark.rule("COD-3")
@pytest.mark.parametrize(
    ("first", "last"),
    [(11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71), (81, 83)],
)
def test_every_province_is_known_and_its_neighbours_are_not(first: int, last: int) -> None:
    def reasons(province: int) -> tuple[str, ...]:
        first_17 = f"{province}039919900101001"
        return checked(first_17 + check_character(first_17)).reasons

    assert [reasons(first), reasons(last)] == [(), ()]
    assert reasons(first - 1) == ("AREA",) if first != 81 else reasons(80) == ("AREA",)
    assert reasons(last + 1) == ("AREA",)


@pytest.mark.rule("COD-3")
def test_an_unknown_county_of_a_known_province_is_a_warning() -> None:
    found = check_identity(MAN, NOW, known_areas=frozenset({"370303"}))

    assert (found.result, found.advisories) == ("VALID", ("AREA_UNKNOWN",))
    assert checked(MAN).advisories == ()


@pytest.mark.rule("COD-4")
def test_an_old_number_gets_its_century_and_check_character() -> None:
    found = checked("370399900101001")

    assert (found.result, found.advisories) == ("VALID", ("OLD_15_DIGIT",))
    assert (found.id_no, found.birth_date) == ("37039919900101001X", date(1990, 1, 1))


@pytest.mark.rule("COD-4", "COD-7")
@pytest.mark.parametrize(
    ("typed", "reason"), [("100399900101001", "AREA"), ("370399900230001", "DATE")]
)
def test_an_old_number_fails_as_a_new_one_does(typed: str, reason: str) -> None:
    found = checked(typed)

    assert (found.reasons, found.id_no) == ((reason,), None)
    assert "OLD_15_DIGIT" in found.advisories


@pytest.mark.rule("COD-5")
@pytest.mark.parametrize(
    ("typed", "advisory"),
    [
        ("810000199001010019", "RESIDENCE_PERMIT"),
        ("820000199001010029", "RESIDENCE_PERMIT"),
        ("830000199001010012", "RESIDENCE_PERMIT"),
        ("810123199001010019", "AREA_UNKNOWN"),
    ],
)
def test_a_residence_permit_is_numbered_like_a_card(typed: str, advisory: str) -> None:
    found = checked(typed)

    assert (found.result, found.advisories) == ("VALID", (advisory,))


@pytest.mark.rule("COD-6")
@pytest.mark.parametrize(
    ("sex", "born", "reasons"),
    [
        (Sex.MALE, date(1990, 1, 1), ()),
        (Sex.FEMALE, None, ("SEX_CONFLICT",)),
        (None, date(1990, 1, 2), ("BIRTH_DATE_CONFLICT",)),
        (Sex.FEMALE, date(1990, 1, 2), ("SEX_CONFLICT", "BIRTH_DATE_CONFLICT")),
        (Sex.UNKNOWN, None, ()),
        (Sex.NOT_STATED, None, ()),
    ],
)
def test_typed_data_that_contradict_the_number_are_an_error(
    sex: Sex | None, born: date | None, reasons: tuple[str, ...]
) -> None:
    found = checked(MAN, sex=sex, birth_date=born)

    assert found.reasons == reasons
    assert found.result == ("INVALID" if reasons else "VALID")
    assert (found.sex, found.birth_date) == (Sex.MALE, date(1990, 1, 1))


@pytest.mark.rule("COD-6")
def test_an_even_sequence_is_a_woman() -> None:
    assert checked(WOMAN).sex is Sex.FEMALE


def test_a_document_of_another_type_is_not_checked() -> None:
    assert checked("E12345678", id_type="03") == Identity(IdentityResult.NOT_CHECKED)


@pytest.mark.rule("COD-7")
@given(
    st.integers(0, 16),
    st.integers(1, 9),
)
def test_one_wrong_digit_is_always_found(place: int, step: int) -> None:
    digit = (int(MAN[place]) + step) % 10
    changed = f"{MAN[:place]}{digit}{MAN[place + 1 :]}"

    assert checked(changed).result == "INVALID"


@given(st.text(max_size=24))
def test_no_text_at_all_breaks_the_check(text: str) -> None:
    assert checked(text).result in {"VALID", "INVALID"}
