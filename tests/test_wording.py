"""The words: complete in both languages, none missing, none unused, none that a nurse would not say."""

import ast
import re
import string
import tomllib
from collections.abc import Iterator
from enum import Enum
from functools import cache
from pathlib import Path

import pytest

from feverclinic.domain.cases import CaseClass, Severity
from feverclinic.domain.history import Question, Symptom
from feverclinic.domain.people import AgeUnit, Chronic, Sex
from feverclinic.domain.prescreening import HealthCode, Outcome, ZoneColour
from feverclinic.domain.readings import Site, Source
from feverclinic.domain.sampling import Standing
from feverclinic.domain.visits import ArrivalMode, Mask, Stage
from feverclinic.domain.vitals import Avpu, Level
from feverclinic.wording import LANGUAGES, wording

ROOT = Path(__file__).resolve().parent.parent

ENUMS: dict[str, type[Enum]] = {
    "outcome": Outcome,
    "outcome_note": Outcome,
    "outcome_way": Outcome,
    "outcome_advice": Outcome,
    "level": Level,
    "level_word": Level,
    "level_wait": Level,
    "site": Site,
    "site_full": Site,
    "source": Source,
    "health_code": HealthCode,
    "zone_colour": ZoneColour,
    "mask": Mask,
    "avpu": Avpu,
    "sex": Sex,
    "sex_short": Sex,
    "age_unit": AgeUnit,
    "arrival_mode": ArrivalMode,
    "chronic": Chronic,
    "symptom": Symptom,
    "stage": Stage,
    "question": Question,
    "question_brief": Question,
    "question_full": Question,
    "class": CaseClass,
    "severity": Severity,
    "sampling": Standing,
}

# Codes that the contract prints (2.1 to 2.21) and that no enum holds.
CODES = {
    "flag": "FEVER RECHECK IMPLAUSIBLE UNCALIBRATED DUPLICATE",
    "tag": "HISTORY ELDER_RISE POSSIBLE_EXPOSURE Q1_PROPOSED SARI_UNEXPLAINED",
    "call": "PAEDIATRIC OBSTETRIC",
    "advisory": (
        "RECHECK IMPLAUSIBLE UNCALIBRATED MASKED_FEVER_POSSIBLE LATER_FACTS_IGNORED AREA_UNKNOWN "
        "OLD_15_DIGIT RESIDENCE_PERMIT VITALS_MISSING CHECK_MENINGISM LOW_RATE_CHECK ZONE_UNKNOWN "
        "DECLARATION_NEEDED CBC_LATE CBC_PARTIAL CONSULT_BEFORE_CLEARING EDITION_CHANGED "
        "MANAGE_AS_SEVERE SPO2_UNKNOWN_ON_OXYGEN ITEMS_UNKNOWN STAYS_CLOSE_CONTACT "
        "NO_EXCLUSION_RULE EXPERT_INFECTIVITY_REVIEW IMAGE_OLD LATE_VISIT"
    ),
    "condition": (
        "OBSERVATION T R I N AB SIGNOFF TRF-1 NOT_DESIGNATED_SITE AMBULANCE ROUTE RECORD RECEIVER "
        "NOT_UNDER_ISOLATION APPROVAL_MISSING TRF-5 RTE-8 TEMP_MISSING QUESTIONS_OPEN CORE_MISSING "
        "CRITERIA_UNKNOWN CLASS_HELD DISPOSITION_MISSING"
    ),
    "case_reason": (
        "SARI_UNEXPLAINED NAT_POSITIVE SEQUENCE_HOMOLOGOUS IGM_AND_IGG IGG_RISE ANTIGEN_POSITIVE "
        "CULTURE_POSITIVE E C1 C2 C3 M CLASS_NOT_GRADED RR SPO2 PAO2_FIO2 TACHYPNOEA "
        "HIGH_FEVER_DAYS PNEUMONIA MECHANICAL_VENTILATION SHOCK ORGAN_FAILURE_ICU "
        "LESION_PROGRESS_OVER_50 SYMPTOMS_WORSENING LABOURED_BREATHING CYANOSIS APNOEA LETHARGY "
        "CONVULSION FEEDING_DIFFICULTY DEHYDRATION NASAL_FLARING THREE_CONCAVE_SIGN "
        "STRIDOR_OR_WHEEZE CONSCIOUSNESS_DISTURBED VERY_HIGH_FEVER LYMPHOCYTES_FALLING IL6_RISING "
        "CRP_RISING LACTATE_RISING RR_RISING LESIONS_PROGRESSING POOR_RESPONSE YOUNG_OR_UNDERLYING "
        "NAT_LT2 NAT_INTERVAL NAT_BROKEN NAT_CT NAT_PENDING AB_MISSING AB_TOO_EARLY AB_POSITIVE "
        "SIGNOFF_MISSING NO_EXCLUSION_RULE CLASS_HAS_NO_RELEASE OBSERVATION_NOT_OVER TEMP_ABNORMAL "
        "TEMP_NOT_LONG_ENOUGH TEMP_GAP ANTIPYRETIC_24H RESP_NOT_IMPROVED NOT_STABLE "
        "ORAL_DRUGS_NOT_POSSIBLE COMPLICATION IMG_NOT_IMPROVED IMG_MISSING NOT_DESIGNATED_SITE "
        "AMBULANCE ROUTE RECORD RECEIVER NOT_UNDER_ISOLATION APPROVAL_MISSING GATE TEMP_MISSING "
        "QUESTIONS_OPEN CORE_MISSING CRITERIA_UNKNOWN CLASS_HELD DISPOSITION_MISSING STATE "
        "SINGLE_ROOM MIXED_CLASS MIXED_DISEASE OUT_OF_USE "
        "CLS-1 CLS-2 CLS-3 CLS-4 CLS-5 CLS-6 CLS-7 CLS-8 CLS-9 CLS-10 CLS-11 TRF-1 TRF-2 TRF-3 "
        "TRF-4 TRF-5 RTE-1 RTE-2 RTE-3 RTE-4 RTE-5 RTE-6 RTE-7 RTE-8 FUP-1 FUP-2 FUP-3 FUP-4 FUP-5"
    ),
    "identity": (
        "LENGTH CHARSET AREA DATE CHECKSUM SEX_CONFLICT BIRTH_DATE_CONFLICT AREA_UNKNOWN "
        "OLD_15_DIGIT RESIDENCE_PERMIT"
    ),
    "evidence": (
        "F_MEASURED F_HISTORY F_ELDER_RISE ELDER_SIGN Q1_YES Q1_UNKNOWN Q2_YES Q2_UNKNOWN Q3_YES "
        "Q3_UNKNOWN Q4_YES Q4_UNKNOWN Q5_YES Q5_UNKNOWN HEALTH_CODE_YELLOW HEALTH_CODE_RED ZONE_RED "
        "ZONE_ORANGE STAY_RED STAY_ORANGE"
    ),
    "override": ("ACCEPTED REFUSED DOCTOR_REQUIRED REASON_REQUIRED CONTACT_REMEASUREMENT_REQUIRED"),
    "sign": (
        "STRIDOR RESPIRATORY_DISTRESS CENTRAL_CYANOSIS WEAK_FAST_PULSE HEAVY_BLEEDING CONVULSIONS "
        "HIGH_RISK_TRAUMA POISONING THREATENED_LIMB SNAKE_BITE ECG_ISCHAEMIA VIOLENT CHEST_PAIN "
        "ABDOMINAL_PAIN ALTERED_MENTAL_STATE STIFF_NECK SEVERE_ABDOMINAL_PAIN SEVERE_HEADACHE "
        "VISUAL_CHANGE ACTIVE_LABOUR SYNCOPE KNOWN_HEART_BLOCK OBSTRUCTED_BREATHING "
        "SEVERE_RESPIRATORY_DISTRESS COMA COLD_HANDS LETHARGY SUNKEN_EYES VERY_SLOW_SKIN_PINCH "
        "VERY_HIGH_TEMPERATURE TRAUMA_OR_URGENT_SURGERY SEVERE_PALLOR SEVERE_PAIN "
        "RESTLESS_IRRITABLE_LETHARGIC URGENT_REFERRAL SEVERE_WASTING OEDEMA_BOTH_FEET MAJOR_BURNS "
        "NEW_CONFUSION FALL NOT_EATING"
    ),
}
RULES = {"TEMP": 12, "COD": 7, "ACU": 14, "TRI": 8}

# Words of the right-hand column of the product's table «words on screen».
NOT_SAID = (
    *("预检台", "草稿", "流调", "须做", "单间", "意识", "读数", "通行证", "查房", "访客"),
    *("闸门", "漂移", "缓冲区", "日志队列", "站点", "导出完成"),
)
OFFICIAL_NAMES = {"id_type.06", "id_type.07"}
NAMES_OF_PEOPLE = {"scene_done"}
LONGEST_JOINT = 6  # what stands between the words of a list
MAY_BE_EMPTY = "outcome_note."
SAME_IN_BOTH = re.compile(r"[\W\d]*|.*[A-Z℃°].*|[a-z./:{}<>·\s\W\d_]+")


def _code() -> list[Path]:
    return [path for room in ("feverclinic", "ui") for path in sorted((ROOT / room).rglob("*.py"))]


@cache
def _parsed(path: Path) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(ast.parse(path.read_text("utf-8"))))


@cache
def _nodes() -> tuple[ast.AST, ...]:
    return tuple(node for path in _code() for node in _parsed(path))


def _placeholders(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


def test_both_languages_have_the_same_keys() -> None:
    chinese, english = (wording(language).sentences for language in LANGUAGES)

    assert set(chinese) ^ set(english) == set()


def test_both_languages_fill_the_same_places() -> None:
    chinese, english = (wording(language).sentences for language in LANGUAGES)

    different = {
        key
        for key in set(chinese) & set(english)
        if _placeholders(chinese[key]) != _placeholders(english[key])
    }

    assert different == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_place_has_a_name(language: str) -> None:
    nameless = [
        key
        for key, sentence in wording(language).sentences.items()
        if any(not name.isidentifier() for name in _placeholders(sentence))
    ]

    assert nameless == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("family", ENUMS)
def test_every_member_of_an_enum_has_words(family: str, language: str) -> None:
    words = wording(language)

    missing = [m.value for m in ENUMS[family] if not words.knows(f"{family}.{m.value}")]

    assert missing == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("family", CODES)
def test_every_code_of_the_contract_has_words(family: str, language: str) -> None:
    words = wording(language)

    missing = [code for code in CODES[family].split() if not words.knows(f"{family}.{code}")]

    assert missing == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("chapter", RULES)
def test_every_rule_is_said_in_one_sentence(chapter: str, language: str) -> None:
    words = wording(language)
    numbers = range(1, RULES[chapter] + 1)

    missing = [n for n in numbers if not words.knows(f"rule.{chapter}-{n}")]

    assert missing == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_test_to_be_ordered_has_a_word(language: str) -> None:
    rules = tomllib.loads((ROOT / "resources" / "rules" / "triage.toml").read_text("utf-8"))
    sets = [*rules["routing"]["work_up"].values(), rules["routing"]["close_contact_work_up"]]
    words = wording(language)

    missing = {code for ordered in sets for code in ordered if not words.knows(f"work_up.{code}")}

    assert missing == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_is_unfinished(language: str) -> None:
    unfinished = [
        key
        for key, sentence in wording(language).sentences.items()
        if (not sentence and not key.startswith(MAY_BE_EMPTY))
        or (sentence != sentence.strip() and len(sentence) > LONGEST_JOINT)
        or re.search(r"\?\?|X{3}|TBD|\.\.\.\.", sentence)
    ]

    assert unfinished == []


def test_english_is_not_left_in_chinese() -> None:
    left = [
        key
        for key, sentence in wording("en").sentences.items()
        if re.search(r"[一-鿿]", sentence)
        and key.rpartition(".")[2] not in NAMES_OF_PEOPLE
        and not re.search(r"[«»(“]", sentence)
    ]

    assert left == []


def test_chinese_is_not_left_in_english() -> None:
    left = [
        key
        for key, sentence in wording("zh_CN").sentences.items()
        if not re.search(r"[一-鿿]", sentence) and not SAME_IN_BOTH.fullmatch(sentence)
    ]

    assert left == []


@pytest.mark.parametrize("word", NOT_SAID)
def test_no_chinese_sentence_uses_a_word_that_the_clinic_does_not(word: str) -> None:
    using = {key for key, sentence in wording("zh_CN").sentences.items() if word in sentence}

    assert using - OFFICIAL_NAMES == set()


def _said() -> Iterator[str]:
    for node in _nodes():
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute | ast.Name)
            and getattr(node.func, "attr", getattr(node.func, "id", "")) in {"say", "_say", "knows"}
            and node.args
            and isinstance(node.args[0], ast.Constant)
            and isinstance(node.args[0].value, str)
            and node.args[0].value
        ):
            yield node.args[0].value


def test_every_key_that_the_code_says_has_a_sentence() -> None:
    assert {key for key in _said() if not wording("zh_CN").knows(key)} == set()


def _raised(names: set[str]) -> Iterator[str]:
    """Literal codes of errors: `Refused("visit.has_ended", …)`."""
    for node in _nodes():
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in names
            and node.args
            and isinstance(node.args[0], ast.Constant)
        ):
            yield str(node.args[0].value)


def test_every_no_of_the_program_has_a_sentence() -> None:
    codes = set(_raised({"Refused", "Stale", "Unavailable", "ClinicError"}))

    assert {code for code in codes if not wording("zh_CN").knows(f"error.{code}")} == set()


def _problems() -> Iterator[str]:
    """Literal codes of field problems: `Problem(where, code)`, `reader.refuse(where, code)`.

    Commands answer with the codes of contract 0.5 instead, and with sentences of their own.
    """
    speaking = [path for path in _code() if "commands" not in path.parts]
    for node in (node for path in speaking for node in _parsed(path)):
        if not isinstance(node, ast.Call) or len(node.args) < 2:
            continue
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        code = node.args[1]
        if name in {"Problem", "refuse", "warn"} and isinstance(code, ast.Constant):
            yield str(code.value)


def test_every_problem_of_a_field_has_a_sentence() -> None:
    missing = {code for code in _problems() if not wording("zh_CN").knows(f"problem.{code}")}

    assert missing == set()


def _composed() -> Iterator[re.Pattern[str]]:
    """f-strings as patterns: f"key.{act}" fits every key below `key.`."""
    for node in _nodes():
        if isinstance(node, ast.JoinedStr):
            parts = [
                re.escape(str(part.value)) if isinstance(part, ast.Constant) else ".+"
                for part in node.values
            ]
            if parts and parts[0] != ".+" and "." in parts[0]:
                yield re.compile("".join(parts))


def test_every_sentence_is_used() -> None:
    literal = {n.value for n in _nodes() if isinstance(n, ast.Constant)}
    patterns = set(_composed())

    unused = {
        key
        for key in wording("zh_CN").sentences
        if key not in literal
        and key.rpartition(".")[0] not in literal  # a family handed on by its name
        and not any(pattern.fullmatch(key) for pattern in patterns)
    }

    assert unused == set()
