"""ICD codes of a class (9.8), by the day of the decision."""

from datetime import date

from feverclinic.domain.cases import CaseClass
from feverclinic.domain.decisions import Icd
from feverclinic.domain.edition_rules import IcdCodes, IcdRules
from feverclinic.domain.ternary import YES, Ternary

HELD_FOR_DOUBT = frozenset({CaseClass.SUSPECTED, CaseClass.UNDETERMINED, CaseClass.POSITIVE_REVIEW})


def icd_of(
    case_class: CaseClass,
    on: date,
    rules: IcdRules,
    pneumonia: Ternary,
    *,
    is_well_contact: bool = False,
) -> Icd:
    """The main code and the one beside it; a suspicion stands beside, never as the main diagnosis."""
    codes = _in_force(on, rules)
    symptom = rules.lungs if pneumonia is YES else rules.fever
    if case_class is CaseClass.CONFIRMED:
        return (
            Icd(codes.pneumonia, codes.beside or None) if pneumonia is YES else Icd(codes.confirmed)
        )
    if case_class is CaseClass.CLINICALLY_DIAGNOSED and codes.clinically_diagnosed:
        return Icd(codes.clinically_diagnosed)
    if case_class is CaseClass.ASYMPTOMATIC:
        return Icd(codes.carrier)
    if case_class in HELD_FOR_DOUBT or case_class is CaseClass.CLINICALLY_DIAGNOSED:
        return Icd(symptom, codes.suspected or None)
    return Icd(codes.contact if is_well_contact else symptom)


def _in_force(on: date, rules: IcdRules) -> IcdCodes:
    begun = [one for one in rules.codes if one.from_day is None or one.from_day <= on]
    return begun[-1] if begun else rules.codes[0]
