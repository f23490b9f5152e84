"""Any pre-screening record at all, for laws."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import strategies as st

from feverclinic.domain.acuity_rules import Sign
from feverclinic.domain.history import Answer, Antipyretic, Question, ReportedFever, Symptom
from feverclinic.domain.people import AgeUnit, Person, Sex
from feverclinic.domain.prescreening import (
    HealthCode,
    Outcome,
    Override,
    OverrideDuty,
    Prescreening,
    RiskZone,
    Stay,
    ZoneColour,
)
from feverclinic.domain.readings import Site
from feverclinic.domain.ternary import Ternary
from feverclinic.domain.vitals import Avpu, Level, Vitals
from tests.domain.taken import MINUTE, NOON, TODAY, a_reading

TOWNSHIPS = ("370303001", "370303002")
tri = st.sampled_from(Ternary)
days = st.integers(-3, 30).map(lambda count: TODAY - timedelta(days=count))
instants = st.integers(-30, 900).map(lambda count: NOON - count * MINUTE)
celsius = st.integers(3300, 4400).map(lambda centi: f"{centi // 100}.{centi % 100:02d}")
colours = st.sampled_from(ZoneColour)

people = st.one_of(
    st.builds(
        Person,
        birth_date=st.integers(0, 36000).map(lambda count: TODAY - timedelta(days=count)),
        sex=st.sampled_from(Sex),
        pregnant=tri,
    ),
    st.builds(
        Person,
        age=st.one_of(st.none(), st.integers(0, 110)),
        age_unit=st.sampled_from(AgeUnit),
        sex=st.sampled_from(Sex),
        pregnant=tri,
    ),
)


def or_none(strategy: st.SearchStrategy[int]) -> st.SearchStrategy[int | None]:
    return st.one_of(st.none(), strategy)


vital_signs = st.builds(
    Vitals,
    rr=or_none(st.integers(5, 70)),
    hr=or_none(st.integers(40, 190)),
    spo2=or_none(st.integers(85, 100)),
    on_oxygen=tri,
    sbp=or_none(st.integers(80, 170)),
    dbp=or_none(st.integers(50, 115)),
    avpu=st.one_of(st.none(), st.sampled_from(Avpu)),
    capillary_refill_s=st.one_of(st.none(), st.sampled_from([Decimal(2), Decimal("3.5")])),
)
rare = st.integers(0, 12).map(
    lambda drawn: Ternary.YES if drawn == 0 else Ternary.UNKNOWN if drawn == 1 else Ternary.NO
)
signs = st.lists(rare, min_size=len(Sign), max_size=len(Sign)).map(
    lambda drawn: {sign.value: one for sign, one in zip(Sign, drawn, strict=True)}
)
symptoms = st.lists(rare, min_size=len(Symptom), max_size=len(Symptom)).map(
    lambda drawn: dict(zip(Symptom, drawn, strict=True))
)
answers = st.dictionaries(
    st.sampled_from(Question),
    st.builds(Answer, rare, last_exposure_on=st.one_of(st.none(), days)),
)
reported = st.one_of(
    st.sampled_from([Ternary.NO, Ternary.UNKNOWN]),
    st.builds(lambda text, day: ReportedFever(text, Fraction(text), day), celsius, days),
)
stays = st.lists(
    st.builds(
        lambda township, first, length, colour: Stay(
            township, first, first + timedelta(length), colour
        ),
        st.sampled_from(TOWNSHIPS),
        days,
        st.integers(0, 10),
        st.one_of(st.none(), colours),
    ),
    max_size=2,
).map(tuple)
zones = st.lists(
    st.builds(
        lambda township, colour, first, length: RiskZone(
            township, colour, first, None if length is None else first + timedelta(length)
        ),
        st.sampled_from(TOWNSHIPS),
        colours,
        days,
        or_none(st.integers(0, 20)),
    ),
    max_size=3,
).map(tuple)
overrides = st.builds(
    Override,
    st.sampled_from(Outcome),
    st.sampled_from(["", "李医生"]),
    st.sampled_from(OverrideDuty),
    st.sampled_from(["", "复测正常"]),
    instants,
)
records = st.builds(
    Prescreening,
    at=st.just(NOON),
    arrived_at=instants,
    person=people,
    vitals=vital_signs,
    signs=signs,
    symptoms=symptoms,
    readings=st.lists(
        st.builds(
            a_reading, celsius, st.sampled_from(Site), st.integers(-3, 60).map(lambda n: n * MINUTE)
        ),
        max_size=3,
    ).map(tuple),
    antipyretics=st.one_of(
        st.none(), st.lists(st.builds(Antipyretic, instants), max_size=2).map(tuple)
    ),
    antipyretic_last_6h=rare,
    self_reported_fever=reported,
    baseline_c=st.one_of(st.none(), st.sampled_from([Decimal("36.0"), Decimal("36.8")])),
    questions=answers,
    health_code=st.sampled_from(HealthCode),
    zone_colour=st.one_of(st.none(), colours),
    township_code=st.sampled_from(["", *TOWNSHIPS]),
    stays=stays,
    risk_zones=st.one_of(st.none(), zones),
    onset_date=st.one_of(st.none(), days),
    ordinary_inpatient=tri,
    acuity=st.one_of(st.none(), st.none(), st.sampled_from(Level)),
    override=st.one_of(st.none(), overrides),
)
# What the rules compute, with nobody's level and nobody's override.
computed = records.map(lambda record: replace(record, acuity=None, override=None))
