"""A temperature typed for a case: exactly the number, where and when it was read, and why by hand."""

from fractions import Fraction

import pytest

from feverclinic.domain.readings import Reading, Scale, Site, Source
from tests.ui.sheet_answers import at, read
from ui.isolation.sheets.requests import ReadingTyped

TYPED = {
    "temperature": "100.4F",
    "measured_site": "ORAL",
    "measured_at": "14:10",
    "manual_reason": "DEVICE_FAULT",
}


@pytest.mark.rule("TEMP-1")
def test_a_typed_number_is_kept_as_typed_and_marked_as_typed() -> None:
    made, problems = read("reading", TYPED)

    assert problems == {}
    assert made == ReadingTyped(
        Reading(
            raw_text="100.4F",
            celsius=Fraction(38),
            site=Site.ORAL,
            measured_at=at("14:10"),
            raw_unit=Scale.FAHRENHEIT,
            entered_at=at("14:32"),
            received_at=at("14:32"),
            source=Source.MANUAL,
            reason="DEVICE_FAULT",
        )
    )


@pytest.mark.parametrize(
    ("answers", "problems"),
    [
        ({"temperature": ""}, {"temperature": "required"}),
        ({"manual_reason": ""}, {"manual_reason": "required"}),
        ({"measured_site": ""}, {"measured_site": "required"}),
        ({"temperature": "386"}, {"temperature": "temperature_guess"}),
        ({"temperature": "发热"}, {"temperature": "temperature_FORMAT"}),
        ({"measured_at": "14:33"}, {"measured_at": "moment_later"}),
    ],
)
def test_what_is_no_reading_says_why_at_its_field(
    answers: dict[str, str], problems: dict[str, str]
) -> None:
    assert read("reading", TYPED | answers)[1] == problems
