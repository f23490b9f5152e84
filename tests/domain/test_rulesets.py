from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feverclinic.domain.civil_time import CHINA
from feverclinic.domain.rulesets import Family, RuleSet, Statutory, select, too_early, variant_of
from feverclinic.services.rulebook import load_rulebook

BOOK = load_rulebook()
SECOND = timedelta(seconds=1)


def midnight(day: str) -> datetime:
    return datetime.fromisoformat(day).replace(tzinfo=CHINA)


def name_of(rule_set: RuleSet | None) -> str | None:
    return rule_set.id if rule_set else None


def in_force(family: Family, at: datetime, **adopted: datetime) -> str | None:
    names = {name.replace("_", "-"): instant for name, instant in adopted.items()}
    return name_of(select(BOOK.family(family), at, names))


BEGINNINGS = [
    (Family.DIAGNOSIS, "2020-02-04", None, "covid-dt-5"),
    (Family.DIAGNOSIS, "2020-02-08", "covid-dt-5", "covid-dt-5r"),
    (Family.DIAGNOSIS, "2020-02-18", "covid-dt-5r", "covid-dt-6"),
    (Family.DIAGNOSIS, "2020-03-03", "covid-dt-6", "covid-dt-7"),
    (Family.DIAGNOSIS, "2020-08-18", "covid-dt-7", "covid-dt-8"),
    (Family.DIAGNOSIS, "2021-04-14", "covid-dt-8", "covid-dt-8r"),
    (Family.DIAGNOSIS, "2022-03-14", "covid-dt-8r", "covid-dt-9"),
    (Family.DIAGNOSIS, "2023-01-05", "covid-dt-9", "covid-dt-10"),
    (Family.STATUTORY, "2020-01-20", None, "covid-b-as-a"),
    (Family.STATUTORY, "2023-01-08", "covid-b-as-a", "covid-b"),
    (Family.CONTACT_PLAN, "2020-02-21", "contact-plan-4", "contact-plan-5"),
    (Family.CONTACT_PLAN, "2020-03-07", "contact-plan-5", "contact-plan-6"),
    (Family.CONTACT_PLAN, "2020-09-11", "contact-plan-6", "contact-plan-7"),
    (Family.CONTACT_PLAN, "2021-05-11", "contact-plan-7", "contact-plan-8"),
    (Family.CONTACT_PLAN, "2022-06-27", "contact-plan-8", "contact-plan-9"),
    (Family.CONTACT_PLAN, "2022-11-11", "contact-plan-9", "contact-plan-9a"),
    (Family.CONTACT_PLAN, "2022-12-07", "contact-plan-9a", "contact-plan-9b"),
    (Family.CONTACT_PLAN, "2023-01-08", "contact-plan-9b", "contact-plan-none"),
    (Family.ESCORT_NAT, "2020-05-08", "escort-nat-none-1", "escort-nat-168h"),
    (Family.ESCORT_NAT, "2022-03-15", "escort-nat-168h", "escort-nat-48h"),
    (Family.ESCORT_NAT, "2022-12-07", "escort-nat-48h", "escort-nat-none-2"),
]


@pytest.mark.parametrize(
    ("family", "day", "before", "after"), BEGINNINGS, ids=[row[3] for row in BEGINNINGS]
)
def test_a_rule_set_begins_at_midnight_of_its_day(
    family: Family, day: str, before: str | None, after: str
) -> None:
    assert in_force(family, midnight(day) - SECOND) == before
    assert in_force(family, midnight(day)) == after
    assert in_force(family, midnight(day) + SECOND) == after


def test_the_last_rule_set_of_a_family_stays_in_force() -> None:
    late = midnight("2199-12-31")

    assert in_force(Family.DIAGNOSIS, late) == "covid-dt-10"
    assert in_force(Family.STATUTORY, late) == "covid-b"
    assert in_force(Family.CONTACT_PLAN, midnight("1900-01-01")) == "contact-plan-4"
    assert in_force(Family.ESCORT_NAT, midnight("1900-01-01")) == "escort-nat-none-1"


def test_the_statutory_class_and_its_deadline_go_with_the_time() -> None:
    statutory = BOOK.family(Family.STATUTORY)

    assert [one.statutory for one in statutory] == [Statutory("B", "A", 2), Statutory("B", "B", 24)]


def test_a_late_adoption_keeps_the_edition_before_in_force() -> None:
    adopted = midnight("2020-03-05")

    assert in_force(Family.DIAGNOSIS, adopted - SECOND, covid_dt_7=adopted) == "covid-dt-6"
    assert in_force(Family.DIAGNOSIS, adopted, covid_dt_7=adopted) == "covid-dt-7"
    assert in_force(Family.DIAGNOSIS, midnight("2020-08-18"), covid_dt_7=adopted) == "covid-dt-8"


def test_an_edition_adopted_after_its_successor_is_never_in_force() -> None:
    adopted = midnight("2020-09-01")

    found = select(BOOK.family(Family.DIAGNOSIS), midnight("2020-08-17"), {"covid-dt-7": adopted})

    assert found is not None
    assert (found.id, found.effective_to) == ("covid-dt-6", midnight("2020-08-18"))
    assert in_force(Family.DIAGNOSIS, adopted, covid_dt_7=adopted) == "covid-dt-8"


def test_a_hospital_that_adopts_the_first_edition_late_has_none_before() -> None:
    adopted = midnight("2020-02-06")

    assert in_force(Family.DIAGNOSIS, adopted - SECOND, covid_dt_5=adopted) is None
    assert in_force(Family.DIAGNOSIS, adopted, covid_dt_5=adopted) == "covid-dt-5"


def test_adoption_before_the_notice_is_named() -> None:
    notice = midnight("2020-03-03")

    assert too_early(BOOK, {"covid-dt-7": notice - SECOND}) == ("covid-dt-7",)
    assert too_early(BOOK, {"covid-dt-7": notice, "contact-plan-4": notice, "other": notice}) == ()


@pytest.mark.parametrize(
    ("region", "variant"),
    [
        ("420000", "HUBEI"),
        ("420106", "HUBEI"),
        ("370300", "OTHER"),
        ("410000", "OTHER"),
        ("430000", "OTHER"),
    ],
)
def test_hubei_and_all_within_it_has_its_own_variant(region: str, variant: str) -> None:
    assert variant_of(region) == variant


@given(
    st.datetimes(datetime(2019, 1, 1), datetime(2030, 1, 1)),  # noqa: DTZ001 - made aware below
    st.sampled_from(Family),
)
def test_at_every_instant_at_most_one_rule_set_of_a_family_is_in_force(
    naive: datetime, family: Family
) -> None:
    at = naive.replace(tzinfo=CHINA)

    found = [one.id for one in BOOK.family(family) if one.is_in_force(at)]

    assert found == [name for name in [name_of(select(BOOK.family(family), at))] if name]
