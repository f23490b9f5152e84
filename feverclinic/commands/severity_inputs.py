"""What 2.7 adds to a case file: severity items, oxygenation, trends; classification reads them too."""

from dataclasses import replace
from decimal import Decimal
from typing import Annotated

from pydantic import Field, PlainValidator, Tag, WithJsonSchema

from feverclinic.commands.case_inputs import CaseFileInput
from feverclinic.commands.field_types import (
    LIST_OR_OBJECT,
    Between,
    Instant,
    Tri,
    WholeBetween,
    text_of,
    wrong,
)
from feverclinic.commands.shared_inputs import Strict
from feverclinic.domain.case_facts import CaseFile, Trend, TrendPoint
from feverclinic.domain.ternary import YES, Ternary, ternary

ITEM_CODES = (
    *("MECHANICAL_VENTILATION", "SHOCK", "ORGAN_FAILURE_ICU"),
    *("LESION_PROGRESS_OVER_50", "SYMPTOMS_WORSENING"),
    *("TACHYPNOEA_EXPLAINED", "LABOURED_BREATHING", "CYANOSIS", "APNOEA", "LETHARGY"),
    *("CONVULSION", "FEEDING_DIFFICULTY", "DEHYDRATION", "NASAL_FLARING"),
    *("THREE_CONCAVE_SIGN", "STRIDOR_OR_WHEEZE", "CONSCIOUSNESS_DISTURBED", "VERY_HIGH_FEVER"),
)


def read_item(value: object) -> str:
    """A code of 2.7."""
    code = text_of(value)
    if code not in ITEM_CODES:
        wrong("ENUM", "one_of", choices=", ".join(ITEM_CODES))
    return code


ItemCode = Annotated[str, PlainValidator(read_item), WithJsonSchema({"enum": list(ITEM_CODES)})]
Items = Annotated[
    Annotated[list[ItemCode], Tag("<list>")] | Annotated[dict[ItemCode, Tri], Tag("<object>")],
    LIST_OR_OBJECT,
]


class PointInput(Strict):
    """One value of a trend."""

    at: Instant
    value: Annotated[Decimal, Between("0", "1000000")]


class SeverityMembers(CaseFileInput):
    """A case file with what the severity asks."""

    at_rest: Tri = YES
    pao2_fio2: Annotated[Decimal, Between("0", "1000")] | None = None
    altitude_m: Annotated[int, WholeBetween(-500, 9000)] | None = None
    atmospheric_pressure_mmhg: Annotated[Decimal, Between("200", "900")] | None = None
    high_fever_days: Annotated[int, WholeBetween(0, 365)] | None = None
    severity_items: Items | None = None
    trends: dict[Trend, list[PointInput]] = Field(default_factory=dict[Trend, list[PointInput]])

    def to_file(self) -> CaseFile:
        """The case file with the members of 2.7."""
        return replace(
            self.to_case_file(),
            at_rest=self.at_rest,
            pao2_fio2=self.pao2_fio2,
            altitude_m=self.altitude_m,
            atmospheric_pressure_mmhg=self.atmospheric_pressure_mmhg,
            high_fever_days=self.high_fever_days,
            severity_items=to_items(self.severity_items),
            trends={
                trend: tuple(
                    TrendPoint(point.at, point.value) for point in points if point.at <= self.at
                )
                for trend, points in self.trends.items()
            },
        )


def to_items(given: list[str] | dict[str, Ternary] | None) -> dict[str, Ternary]:
    """A list says of every item whether it is there; nothing given says nothing."""
    if given is None:
        return {}
    if isinstance(given, dict):
        return dict(given)
    return {code: ternary(code in given) for code in ITEM_CODES}
