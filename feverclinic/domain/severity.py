"""How severe a case is (2.5): critical, severe, pneumonia on the image, else mild; early warnings."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from feverclinic.domain.ages import KnownAge, known_age
from feverclinic.domain.case_facts import CaseFile, Trend, TrendPoint
from feverclinic.domain.cases import CaseClass, Severity
from feverclinic.domain.civil_time import local_day
from feverclinic.domain.criteria import pneumonia_of
from feverclinic.domain.decisions import Grade
from feverclinic.domain.edition_rules import (
    AdultSevere,
    ChildSevere,
    EditionRules,
    SeverityRules,
)
from feverclinic.domain.people import Chronic
from feverclinic.domain.ternary import NO, UNKNOWN, YES, Ternary, all_of, any_of, negate, ternary

GRADED = frozenset({CaseClass.CONFIRMED, CaseClass.SUSPECTED})
PRESSURE_AT_SEA_MMHG = Decimal(760)
ADULT, CHILD = "ADULT", "CHILD"
EXPLAINED = "TACHYPNOEA_EXPLAINED"
CHANGES = 2
# What is measured and not asked: a number that is missing is no open question.
MEASURED = frozenset({"RR", "SPO2", "PAO2_FIO2", "TACHYPNOEA", "HIGH_FEVER_DAYS"})
Items = dict[str, Ternary]


def grade(file: CaseFile, edition: EditionRules) -> Grade:
    """The clinical type of a case (contract 2.7), provisional of a suspect."""
    rules = edition.severity
    if file.case_class not in GRADED:
        return Grade(Severity.UNGRADED, ("CLASS_NOT_GRADED",), edition.id, file.at)
    age = known_age(file.person, local_day(file.at))
    tables = _tables(age, rules)
    critical, severe = critical_items(file, rules), severe_items(file, rules, age)
    pneumonia = pneumonia_of(file)
    held = (*_held(critical), *_held(severe))
    result = _result(critical, severe, pneumonia, rules)
    is_unsure = any(
        value is UNKNOWN
        for name, value in (*critical.items(), *severe.items())
        if name not in MEASURED
    )
    return Grade(
        result=result,
        reasons=(*held, *(("PNEUMONIA",) if pneumonia is YES else ())),
        rule_set=edition.id,
        evaluated_at=file.at,
        is_provisional=file.case_class is CaseClass.SUSPECTED,
        tables=tables,
        advisories=(
            *(("MANAGE_AS_SEVERE",) if _is_managed_as_severe(severe, rules, tables) else ()),
            *(("SPO2_UNKNOWN_ON_OXYGEN",) if _is_hidden_by_oxygen(file, rules) else ()),
            *(("ITEMS_UNKNOWN",) if is_unsure else ()),
        ),
        early_warning=early_warnings(file, rules, age),
    )


def severe_item(file: CaseFile, edition: EditionRules) -> Ternary:
    """Whether any critical or severe item of 2.5 holds (section 10, SARI)."""
    rules = edition.severity
    age = known_age(file.person, local_day(file.at))
    items = (*critical_items(file, rules).values(), *severe_items(file, rules, age).values())
    return any_of(items)


def _result(critical: Items, severe: Items, pneumonia: Ternary, rules: SeverityRules) -> Severity:
    if YES in critical.values():
        return Severity.CRITICAL
    if YES in severe.values():
        return Severity.SEVERE
    by_image = {YES: rules.moderate, NO: Severity.MILD, UNKNOWN: Severity.UNGRADED}
    return by_image[pneumonia]


def _held(items: Items) -> tuple[str, ...]:
    return tuple(name for name, value in items.items() if value is YES)


def _tables(age: KnownAge, rules: SeverityRules) -> tuple[str, ...]:
    """Both tables where the age lies between them, or is not known: the worse result counts."""
    is_adult = age.years.below(rules.adult_from_years) is not YES
    is_child = age.years.below(rules.child_below_years) is not NO
    return (*((ADULT,) if is_adult else ()), *((CHILD,) if is_child else ()))


def critical_items(file: CaseFile, rules: SeverityRules) -> Items:
    """The critical items in the order of the rules."""
    return {name: file.severity_items.get(name, UNKNOWN) for name in rules.critical}


def severe_items(file: CaseFile, rules: SeverityRules, age: KnownAge) -> Items:
    """The severe items of the tables that the age asks for, each under its code."""
    found: Items = {}
    tables = _tables(age, rules)
    parts = (
        _adult(file, rules) if ADULT in tables else {},
        _child(file, rules, age) if CHILD in tables else {},
    )
    for part in parts:
        for name, value in part.items():
            found[name] = any_of((found[name], value)) if name in found else value
    return found


def _adult(file: CaseFile, rules: SeverityRules) -> Items:
    table, given = rules.adult, file.severity_items
    items: Items = {
        "RR": _at_least(file.vitals.rr, table.rr_from),
        "SPO2": _saturation(file, rules, table.spo2_to),
        "PAO2_FIO2": _ratio(file, table),
    }
    named = {name: given.get(name, UNKNOWN) for name in table.items}
    if table.items_together:
        together = all_of(named.values())
        items |= dict.fromkeys(named, together)
    else:
        items |= named
    return items | {name: given.get(name, UNKNOWN) for name in table.manage_as_severe}


def _child(file: CaseFile, rules: SeverityRules, age: KnownAge) -> Items:
    table, given = rules.child, file.severity_items
    items: Items = {
        "TACHYPNOEA": _tachypnoea(file, table, age),
        "SPO2": _saturation(file, rules, table.spo2_to),
    }
    items |= {name: given.get(name, UNKNOWN) for name in table.items}
    for pair in table.together:
        together = all_of(given.get(name, UNKNOWN) for name in pair)
        items |= dict.fromkeys(pair, together)
    if table.high_fever_above_days is not None and file.high_fever_days is not None:
        items["HIGH_FEVER_DAYS"] = ternary(file.high_fever_days > table.high_fever_above_days)
    return items


def _at_least(value: int | None, limit: int) -> Ternary:
    return UNKNOWN if value is None else ternary(value >= limit)


def _saturation(file: CaseFile, rules: SeverityRules, limit: int) -> Ternary:
    """At rest; on oxygen, without a value on air, it is not known."""
    spo2 = file.vitals.spo2
    if spo2 is None or _is_hidden_by_oxygen(file, rules):
        return UNKNOWN
    if spo2 > limit:
        return NO
    return YES if file.at_rest is YES else UNKNOWN


def _is_hidden_by_oxygen(file: CaseFile, rules: SeverityRules) -> bool:
    """Whether oxygen hides the value; where the edition asks for air, not knowing hides it too."""
    on_oxygen = file.vitals.on_oxygen
    is_hidden = on_oxygen is YES or (rules.room_air_only and on_oxygen is UNKNOWN)
    return file.vitals.spo2 is not None and is_hidden


def _ratio(file: CaseFile, table: AdultSevere) -> Ternary:
    """PaO2/FiO2 in mmHg; above the altitude corrected by the pressure of the air."""
    ratio = file.pao2_fio2
    if ratio is None:
        return UNKNOWN
    is_high = (
        table.altitude_above_m is not None
        and file.altitude_m is not None
        and file.altitude_m > table.altitude_above_m
    )
    if not is_high:
        return ternary(ratio <= table.ratio_to)
    pressure = file.atmospheric_pressure_mmhg
    if pressure is None:
        # Corrected, it is never higher than as measured.
        return YES if ratio <= table.ratio_to else UNKNOWN
    return ternary(ratio * pressure <= table.ratio_to * PRESSURE_AT_SEA_MMHG)


def _tachypnoea(file: CaseFile, table: ChildSevere, age: KnownAge) -> Ternary:
    """Fast breathing for the age that neither fever nor crying explains; an unknown age as it may be."""
    rate = file.vitals.rr
    if rate is None:
        return UNKNOWN
    fast: list[Ternary] = []
    for band in table.bands:
        is_below = YES if band.below_months is None else age.months.below(band.below_months)
        if is_below is not NO:
            fast.append(ternary(rate >= band.rr_from))
        if is_below is YES:
            break
    is_fast = fast[0] if len(set(fast)) == 1 else UNKNOWN
    return all_of((is_fast, _not_explained(file.severity_items)))


def _not_explained(items: Mapping[str, Ternary]) -> Ternary:
    """What was not said to be explained stands: not asked is no excuse (T-9)."""
    told = items.get(EXPLAINED, NO)
    return negate(told) if told is not UNKNOWN else YES


def _is_managed_as_severe(severe: Items, rules: SeverityRules, tables: Sequence[str]) -> bool:
    named = rules.adult.manage_as_severe if ADULT in tables else ()
    return any(severe.get(name) is YES for name in named)


def early_warnings(file: CaseFile, rules: SeverityRules, age: KnownAge) -> tuple[str, ...]:
    """The early-warning items that fire, in the order of the rules."""
    asked: dict[str, None] = {}
    tables = _tables(age, rules)
    for name in (
        *(rules.warnings_adult if ADULT in tables else ()),
        *(rules.warnings_child if CHILD in tables else ()),
    ):
        asked[name] = None
    return tuple(name for name in asked if _warns(name, file, rules, age))


def _warns(name: str, file: CaseFile, rules: SeverityRules, age: KnownAge) -> bool:
    trend = TRENDS.get(name)
    if trend is not None:
        which, is_rising = trend
        points = file.trends.get(which, ())
        return moves(points, rules.warning_change_percent, is_rising=is_rising)
    if name == "YOUNG_OR_UNDERLYING":
        chronic = file.person.chronic_conditions or ()
        is_ill = any(one is not Chronic.NONE for one in chronic)
        return is_ill or age.months.below(rules.young_below_months) is YES
    return any(file.severity_items.get(one) is YES for one in ITEMS_OF_WARNING.get(name, ()))


TRENDS: Mapping[str, tuple[Trend, bool]] = {
    "LYMPHOCYTES_FALLING": (Trend.LYMPHOCYTES, False),
    "IL6_RISING": (Trend.IL6, True),
    "CRP_RISING": (Trend.CRP, True),
    "LACTATE_RISING": (Trend.LACTATE, True),
    "RR_RISING": (Trend.RR, True),
}
ITEMS_OF_WARNING: Mapping[str, tuple[str, ...]] = {
    "LESIONS_PROGRESSING": ("LESION_PROGRESS_OVER_50",),
    "POOR_RESPONSE": ("LETHARGY", "CONSCIOUSNESS_DISTURBED"),
}


def moves(points: Iterable[TrendPoint], percent: int, *, is_rising: bool) -> bool:
    """Whether the last two changes go the same way and make up so many percent together (2.5, D)."""
    last = [one.value for one in sorted(points, key=lambda one: one.at)][-(CHANGES + 1) :]
    if len(last) <= CHANGES:
        return False
    first, middle, end = last
    goes = first < middle < end if is_rising else first > middle > end
    return goes and abs(end - first) * 100 >= percent * abs(first)
