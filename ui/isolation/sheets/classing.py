"""The sheets of a doctor's decisions: the class, the disposition with the cause of the fever."""

from feverclinic.domain.cases import Case, CaseClass
from feverclinic.domain.clinical_entries import Caused, Classed, Disposed
from ui.isolation.sheets.fields import Kind, Occasion, Option, Sheet
from ui.isolation.sheets.typed import Typed

CLASS, DISPOSITION = "class", "disposition"
# EXCLUDED is given by the gate alone (EXC), never by choosing it.
CHOSEN = tuple(one for one in CaseClass if one is not CaseClass.EXCLUDED)
WAYS = ("HOME", "OBSERVATION", "DEPARTMENT", "DESIGNATED_SITE", "ON_SITE")
# 9.8: symptoms and other causes of a fever; the notice's codes of this disease come with the class.
CAUSES = (
    *("R50.900", "J00.x00", "J06.900", "J10.100", "J11.100", "J12.900", "J15.700", "J18.900"),
    *("J22.x00", "J96.000", "A41.900", "K52.900", "R05.x00", "R06.000", "N39.000"),
)


def class_sheet(asked: Occasion) -> Sheet:
    """CLS-11, 2.2: what the rules say stands beside what the doctor decides."""
    view = asked.view
    assert view is not None
    case, computed = view.book.case, view.classification
    say = asked.words.say
    told = say(
        "sheet.computed",
        computed=say(f"class.{computed.result.value}"),
        rule_set=computed.rule_set,
        in_force=say(f"class.{case.case_class.value}"),
    )
    fields = (
        asked.field("computed", Kind.TOLD, unit=told),
        asked.field(
            "case_class",
            Kind.PICK,
            asked.options("class", CHOSEN),
            is_required=True,
            hint=say(why_not_lower(case)) if case.case_class.is_held else "",
        ),
        asked.field("reason", Kind.LONG, is_required=True),
    )

    def read(typed: Typed) -> tuple[Classed, ...]:
        chosen = typed.code("case_class", CaseClass) or case.case_class
        refused = lowering_refused(case, computed.result, chosen)
        if refused:
            typed.refuse("case_class", refused)
        return (
            Classed(
                chosen,
                computed.result,
                computed.rule_set,
                computed.reasons,
                by_doctor=True,
                reason=typed.note("reason"),
                by_edition={name: one.value for name, one in computed.by_edition.items()},
            ),
        )

    title, hint = asked.title(CLASS), asked.hint(CLASS)
    return Sheet(CLASS, title, hint, fields, read, (("case_class",), ("reason",)))


def why_not_lower(case: Case) -> str:
    """The key of the sentence that says by which way this class is left (TRF-1)."""
    if case.case_class in (CaseClass.SUSPECTED, CaseClass.UNDETERMINED):
        is_open = case.case_class is CaseClass.UNDETERMINED and not case.was_suspected
        return "sheet.lower_by_rules" if is_open else "sheet.lower_by_exclusion"
    return "sheet.lower_by_release"


def lowering_refused(case: Case, computed: CaseClass, chosen: CaseClass) -> str:
    """The problem of a class that lowers the one in force, "" when it does not or may.

    Only somebody who was never suspected may be lowered, and only to what the rules compute.
    """
    if chosen.rank >= case.case_class.rank:
        return ""
    if case.was_suspected or case.case_class.rank > CaseClass.UNDETERMINED.rank:
        return "class_by_gate"
    return "" if computed is chosen else "class_not_computed"


def disposition_sheet(asked: Occasion) -> Sheet:
    """WORK-2, WORK-6: where the doctor sends the person, and what the fever came from, with its code."""
    fields = (
        asked.field("to", Kind.PICK, asked.options("disposition", WAYS), is_required=True),
        asked.field("icd", Kind.LIST, _causes(asked)),
        asked.field("cause", hint=asked.words.say("sheet.cause_why")),
        asked.field("advice", Kind.LONG),
    )

    def read(typed: Typed) -> tuple[Caused | Disposed, ...]:
        disposed = Disposed(typed.chosen("to"), typed.note("advice"))
        icd, cause = typed.chosen("icd"), typed.text("cause")
        if not icd and not cause:
            return (disposed,)
        named = cause or asked.words.say(f"icd.{icd.replace('.', '_')}")
        return (Caused(named, icd), disposed)

    title, hint = asked.title(DISPOSITION), asked.hint(DISPOSITION)
    return Sheet(DISPOSITION, title, hint, fields, read, (("to",),))


def _causes(asked: Occasion) -> tuple[Option, ...]:
    say = asked.words.say
    keys = {code: code.replace(".", "_") for code in CAUSES}
    return tuple((code, f"{code}  {say(f'icd.{key}')}") for code, key in keys.items())
