"""Samples (contract 1.7) as the case-file topics take them."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag, ValidationInfo, field_validator

from feverclinic.commands.field_types import Between, Instant, Tri, wrong
from feverclinic.commands.shared_inputs import Strict
from feverclinic.commands.triage_inputs import NOT_GIVEN, required
from feverclinic.domain.case_facts import Pathogen, Result, Sample, SampleKind, Specimen
from feverclinic.domain.civil_time import iso
from feverclinic.domain.ternary import UNKNOWN

UNDETECTED = "UNDETECTED"


def undetected_or_number(value: object) -> str:
    """Tag of a cycle threshold: the word, or a number."""
    return "<word>" if value == UNDETECTED else "<number>"


Ct = Annotated[
    Annotated[Literal["UNDETECTED"], Tag("<word>")]
    | Annotated[Decimal, Between("0", "100"), Tag("<number>")],
    Discriminator(undetected_or_number),
]
AntibodyResult = Literal["POS", "NEG", "IND", "PENDING"]


class SampleInput(Strict):
    """1.7; `kind` and `collected_at` stand first because others depend on them."""

    kind: SampleKind
    pathogen: Pathogen | None = None
    specimen: Specimen | None = Field(default_factory=lambda: NOT_GIVEN, validate_default=True)
    collected_at: Instant
    reported_at: Instant | None = None
    result: Result | None = Field(default_factory=lambda: NOT_GIVEN, validate_default=True)
    quantitative: Tri = UNKNOWN
    ct_n: Ct | None = None
    ct_orf: Ct | None = None
    cut_off: Annotated[Decimal, Between("0", "100")] | None = None
    igm: AntibodyResult | None = None
    igg: AntibodyResult | None = None
    igg_titre: Annotated[Decimal, Between("0", "1000000000")] | None = None

    @field_validator("specimen", mode="before")
    @classmethod
    def _of_a_nat(cls, value: object, info: ValidationInfo) -> object:
        if value is not NOT_GIVEN and value is not None:
            return value
        if info.data.get("kind") is SampleKind.NAT:
            raise required()
        return None

    @field_validator("result", mode="before")
    @classmethod
    def _but_for_antibodies(cls, value: object, info: ValidationInfo) -> object:
        if value is not NOT_GIVEN and value is not None:
            return value
        if info.data.get("kind", SampleKind.ANTIBODY) is not SampleKind.ANTIBODY:
            raise required()
        return None

    @field_validator("reported_at")
    @classmethod
    def _after_collection(cls, value: datetime | None, info: ValidationInfo) -> datetime | None:
        collected = info.data.get("collected_at")
        if value is not None and collected is not None and value < collected:
            wrong("ORDER", "reported_not_before", earliest=iso(collected))
        return value


def to_sample(given: SampleInput, at: datetime) -> Sample:
    """The sample as known at `at`: what is reported later is pending (F-1)."""
    is_open = given.reported_at is not None and given.reported_at > at
    sample = Sample(
        kind=given.kind,
        collected_at=given.collected_at,
        specimen=given.specimen,
        pathogen=given.pathogen,
        reported_at=given.reported_at,
        result=Result.PENDING if is_open and given.result else given.result,
        igm=_antibody(given.igm, is_open=is_open),
        igg=_antibody(given.igg, is_open=is_open),
    )
    if is_open:
        return sample
    return Sample(
        kind=sample.kind,
        collected_at=sample.collected_at,
        specimen=sample.specimen,
        pathogen=sample.pathogen,
        reported_at=sample.reported_at,
        result=sample.result,
        igm=sample.igm,
        igg=sample.igg,
        quantitative=given.quantitative,
        ct_n=None if given.ct_n == UNDETECTED else given.ct_n,
        ct_n_undetected=given.ct_n == UNDETECTED,
        ct_orf=None if given.ct_orf == UNDETECTED else given.ct_orf,
        ct_orf_undetected=given.ct_orf == UNDETECTED,
        cut_off=given.cut_off,
        igg_titre=given.igg_titre,
    )


def _antibody(given: AntibodyResult | None, *, is_open: bool) -> Result | None:
    if given is None:
        return None
    return Result.PENDING if is_open else Result(given)
