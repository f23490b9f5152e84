"""A record with other answers, by field name: what would be if the patient had said so."""

from collections.abc import Mapping
from dataclasses import replace

from feverclinic.domain.history import Answer, Question, Symptom
from feverclinic.domain.prescreening import HealthCode, Prescreening
from feverclinic.domain.ternary import YES, Ternary
from feverclinic.domain.triage_rules import TriageRules

FULL_OXYGEN = 100
QUESTIONS = frozenset(question.value for question in Question)


def with_answers(
    record: Prescreening, answers: Mapping[str, str], rules: TriageRules
) -> Prescreening:
    """The record with YES or NO in these fields; a name that takes no such answer is a ValueError.

    YES to `health_code` is its worst colour, to `spo2` the highest value that counts as low.
    """
    symptoms, signs, questions = dict(record.symptoms), dict(record.signs), dict(record.questions)
    changed = record
    for name, value in answers.items():
        group, _, code = name.partition(".")
        if group == "symptoms" and code:
            symptoms[Symptom(code)] = Ternary(value)
        elif group == "signs" and code:
            signs[code] = Ternary(value)
        elif name in QUESTIONS:
            questions[Question(name)] = Answer(Ternary(value))
        else:
            changed = _with_answer(changed, name, value, rules)
    return replace(changed, symptoms=symptoms, signs=signs, questions=questions)


def _with_answer(record: Prescreening, name: str, value: str, rules: TriageRules) -> Prescreening:
    if name == "health_code":
        codes = {Ternary.YES.value: HealthCode.RED.value, Ternary.NO.value: HealthCode.GREEN.value}
        return replace(record, health_code=HealthCode(codes.get(value, value)))
    answer = Ternary(value)
    if name == "self_reported_fever":
        return replace(record, self_reported_fever=answer)
    if name == "antipyretic_last_6h":
        return replace(record, antipyretic_last_6h=answer, antipyretics=None)
    if name == "spo2":
        spo2 = rules.acuity.elder_spo2_to if answer is YES else FULL_OXYGEN
        return replace(record, vitals=replace(record.vitals, spo2=spo2))
    raise ValueError(name)
