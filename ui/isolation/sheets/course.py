"""Sheets of the course: criteria, progress, signs and severity items, antipyretics, what the experts found of infectivity."""

from feverclinic.domain.case_facts import Criterion, Infectivity
from feverclinic.domain.clinical_entries import (
    Criteria,
    Dose,
    InfectivityReviewed,
    Measured,
    Progress,
)
from feverclinic.domain.edition_rules import EditionRules
from feverclinic.domain.history import Answer, Symptom
from feverclinic.domain.leaving_entries import ReasonNoted
from feverclinic.domain.ternary import YES, Ternary
from feverclinic.domain.vitals import Avpu, Vitals
from ui.isolation.sheets.fields import Field, Kind, Occasion, Sheet
from ui.isolation.sheets.typed import TICKED, Typed

CRITERIA, PROGRESS, MEASURED, DOSE, INFECTIVITY, REASON = (
    *("criteria", "progress", "measured"),
    *("dose", "infectivity", "reason"),
)
COURSE = (
    *("respiratory_improved", "condition_better", "vital_signs_stable"),
    *("oral_drugs_possible", "complication_needs_care", "on_support"),
)
HISTORY = ("close_contact", "vaccinated", "earlier_infection")
RATIO_LIMITS, ALTITUDE_LIMITS = ("20", "800"), ("-430", "6000")
PRESSURE_LIMITS, DAYS_LIMITS = ("300", "820"), ("0", "60")


def criteria_sheet(asked: Occasion) -> Sheet:
    """2.1: what the doctor confirms; it holds as a whole, so the sheet begins with what holds now."""
    exposures: list[Field] = []
    for one in Criterion:
        exposures.append(
            asked.field(one.value, Kind.TRUTH, hint=asked.words.say(f"sheet_why.{one.value}"))
        )
        exposures.append(
            asked.field("onset_dates", Kind.TEXT)
            if one is Criterion.E4
            else asked.field(f"{one.value}_last_exposure_on", Kind.DAY)
        )
    fields = (
        *exposures,
        asked.field("onset_date", Kind.DAY),
        asked.field("first_criterion_on", Kind.DAY),
        asked.field("symptoms", Kind.CHIPS, asked.options("symptom", Symptom)),
        *asked.truths(*HISTORY),
    )

    def read(typed: Typed) -> tuple[Criteria, ...]:
        criteria = {one.value: _answer(typed, one) for one in Criterion if typed.has(one.value)}
        symptoms = {Symptom(code): truth for code, truth in typed.truths("symptoms").items()}
        return (
            Criteria(
                criteria,
                typed.day("onset_date"),
                typed.day("first_criterion_on"),
                symptoms,
                *(typed.truth(name) for name in HISTORY),
            ),
        )

    title, hint = asked.title(CRITERIA), asked.hint(CRITERIA)
    needs = (tuple(one.value for one in Criterion),)
    return Sheet(CRITERIA, title, hint, fields, read, needs, _criteria_now(asked))


def _answer(typed: Typed, one: Criterion) -> Answer:
    if one is Criterion.E4:
        return Answer(typed.truth(one.value), onset_dates=typed.days("onset_dates"))
    exposed_on = typed.day(f"{one.value}_last_exposure_on")
    return Answer(typed.truth(one.value), exposed_on)


def _criteria_now(asked: Occasion) -> dict[str, str]:
    """The criteria that hold now, so that confirming one does not take the others away."""
    if asked.view is None:
        return {}
    file = asked.view.file
    start: dict[str, str] = {}
    for one, answer in file.criteria.items():
        start[one.value] = answer.answer.value
        if one is Criterion.E4:
            start["onset_dates"] = "、".join(day.isoformat() for day in answer.onset_dates)
        elif answer.last_exposure_on is not None:
            start[f"{one.value}_last_exposure_on"] = answer.last_exposure_on.isoformat()
    for name in ("onset_date", "first_criterion_on"):
        day = getattr(file, name)
        start[name] = day.isoformat() if day is not None else ""
    start |= {f"symptoms.{one.value}": truth.value for one, truth in file.symptoms.items()}
    known = {
        "close_contact": file.close_contact,
        "vaccinated": file.person.vaccinated,
        "earlier_infection": file.person.earlier_infection,
    }
    start |= {name: truth.value for name, truth in known.items() if truth is not Ternary.UNKNOWN}
    return {name: text for name, text in start.items() if text}


def progress_sheet(asked: Occasion) -> Sheet:
    """R of the gate; edition 10 asks the others (2.8)."""
    fields = (*asked.truths(*COURSE), asked.field("note", Kind.LONG))

    def read(typed: Typed) -> tuple[Progress, ...]:
        return (Progress(*(typed.truth(name) for name in COURSE), note=typed.note("note")),)

    title, hint = asked.title(PROGRESS), asked.hint(PROGRESS)
    return Sheet(PROGRESS, title, hint, fields, read, needs=((*COURSE, "note"),))


def severity_items(edition: EditionRules | None) -> tuple[str, ...]:
    """All items of 2.5 that the edition knows, critical first, each once."""
    if edition is None:
        return ()
    rules = edition.severity
    named = (
        *rules.critical,
        *rules.adult.items,
        *rules.adult.manage_as_severe,
        *rules.child.items,
        *(item for group in rules.child.together for item in group),
    )
    return tuple(dict.fromkeys(named))


def measured_sheet(asked: Occasion) -> Sheet:
    """2.5: signs at one time and the items of severity; saturation is at rest unless it is said."""
    items = severity_items(asked.edition)
    signs = (
        asked.field("spo2", Kind.NUMBER, unit="%"),
        *asked.truths("on_oxygen", "at_rest"),
        asked.field("rr", Kind.NUMBER, unit="/min"),
        asked.field("hr", Kind.NUMBER, unit="/min"),
        asked.field("pressure", Kind.NUMBER, unit="mmHg"),
        asked.field("avpu", Kind.PICK, asked.options("avpu", Avpu)),
        asked.field("fio2", Kind.NUMBER, unit="%"),
        asked.field("flow", Kind.NUMBER, unit="L/min"),
        asked.field("pao2_fio2", Kind.NUMBER, unit="mmHg"),
        asked.field("altitude_m", Kind.NUMBER, unit="m"),
        asked.field("atmospheric_pressure_mmhg", Kind.NUMBER, unit="mmHg"),
        asked.field("high_fever_days", Kind.NUMBER),
    )
    chips = asked.field("severity_items", Kind.CHIPS, asked.options("severity_item", items))
    at = asked.field("at", Kind.MOMENT, is_required=True)
    fields = (*signs, *((chips,) if items else ()), at)
    values = tuple(one.name for one in fields if one.name not in ("at", "at_rest"))

    def read(typed: Typed) -> tuple[Measured, ...]:
        typed.moment("at")
        made = Measured(
            _vitals(typed),
            typed.truths("severity_items"),
            typed.number("pao2_fio2", *RATIO_LIMITS, places=1),
            typed.truth("at_rest"),
            typed.whole("high_fever_days", *DAYS_LIMITS),
            typed.whole("altitude_m", *ALTITUDE_LIMITS),
            typed.number("atmospheric_pressure_mmhg", *PRESSURE_LIMITS, places=1),
        )
        if made == Measured(Vitals(), at_rest=made.at_rest):
            typed.refuse(values[0], "nothing_filled")
        return (made,)

    start = {"at": asked.moment(), "at_rest": YES.value}
    title, hint = asked.title(MEASURED), asked.hint(MEASURED)
    return Sheet(MEASURED, title, hint, fields, read, (("at",),), start, at="at")


def _vitals(typed: Typed) -> Vitals:
    systolic, diastolic = typed.pressure("pressure")
    wholes = {name: typed.vital(name) for name in ("rr", "hr", "spo2")}
    rr, hr, spo2 = (None if one is None else int(one) for one in wholes.values())
    return Vitals(
        rr=rr,
        hr=hr,
        spo2=spo2,
        on_oxygen=typed.truth("on_oxygen"),
        fio2=typed.vital("fio2"),
        flow=typed.vital("flow"),
        sbp=systolic,
        dbp=diastolic,
        avpu=typed.code("avpu", Avpu),
    )


def dose_sheet(asked: Occasion) -> Sheet:
    """REL-3: when which antipyretic was given, or that none was given up to now."""
    fields = (
        asked.field("none_given", Kind.TICK, unit=asked.words.say("sheet.none_given")),
        asked.field("taken_at", Kind.MOMENT),
        asked.field("drug"),
    )

    def read(typed: Typed) -> tuple[Dose, ...]:
        is_none = typed.chosen("none_given") == TICKED
        taken_at = typed.moment("taken_at")
        if is_none and (taken_at or typed.has("drug")):
            typed.refuse("none_given", "none_and_some")
        return (Dose(None if is_none else taken_at, "" if is_none else typed.text("drug")),)

    title, hint = asked.title(DOSE), asked.hint(DOSE)
    return Sheet(DOSE, title, hint, fields, read, (("taken_at", "none_given"),), at="taken_at")


def infectivity_sheet(asked: Occasion) -> Sheet:
    """REL-8: what the experts decided of somebody who stays positive."""
    options = asked.options("infectivity", Infectivity)
    fields = (
        asked.field("decision", Kind.PICK, options, is_required=True),
        asked.field("opinion", Kind.LONG, is_required=True),
    )

    def read(typed: Typed) -> tuple[InfectivityReviewed, ...]:
        decision = Infectivity(typed.chosen("decision") or Infectivity.KEEP)
        return (InfectivityReviewed(decision, typed.note("opinion")),)

    needs = (("decision",), ("opinion",))
    title, hint = asked.title(INFECTIVITY), asked.hint(INFECTIVITY)
    return Sheet(INFECTIVITY, title, hint, fields, read, needs)


def reason_sheet(asked: Occasion) -> Sheet:
    """RTE-8: why whoever is too unstable to be moved is treated here, written anew every 12 hours."""
    fields = (asked.field("reason", Kind.LONG, is_required=True),)

    def read(typed: Typed) -> tuple[ReasonNoted, ...]:
        return (ReasonNoted(typed.note("reason")),)

    title, hint = asked.title(REASON), asked.hint(REASON)
    return Sheet(REASON, title, hint, fields, read, (("reason",),))
