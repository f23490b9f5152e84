"""Which signs of danger are shown for whom; what a sign means is said by the rules alone."""

from feverclinic.domain.people import AgeUnit, Sex

CHILD_BELOW, ELDER_FROM, FERTILE = 12, 65, range(12, 56)
GENERAL = (
    "STRIDOR",
    "RESPIRATORY_DISTRESS",
    "CENTRAL_CYANOSIS",
    "WEAK_FAST_PULSE",
    "HEAVY_BLEEDING",
    "CONVULSIONS",
    "CHEST_PAIN",
    "ABDOMINAL_PAIN",
    "ALTERED_MENTAL_STATE",
    "STIFF_NECK",
    "SYNCOPE",
    "POISONING",
    "HIGH_RISK_TRAUMA",
    "THREATENED_LIMB",
    "SNAKE_BITE",
    "ECG_ISCHAEMIA",
    "KNOWN_HEART_BLOCK",
    "VIOLENT",
)
PREGNANT = ("SEVERE_ABDOMINAL_PAIN", "SEVERE_HEADACHE", "VISUAL_CHANGE", "ACTIVE_LABOUR")
ELDER = ("NEW_CONFUSION", "FALL", "NOT_EATING")
CHILD = (
    "OBSTRUCTED_BREATHING",
    "SEVERE_RESPIRATORY_DISTRESS",
    "COMA",
    "COLD_HANDS",
    "LETHARGY",
    "SUNKEN_EYES",
    "VERY_SLOW_SKIN_PINCH",
    "VERY_HIGH_TEMPERATURE",
    "TRAUMA_OR_URGENT_SURGERY",
    "SEVERE_PALLOR",
    "SEVERE_PAIN",
    "RESTLESS_IRRITABLE_LETHARGIC",
    "URGENT_REFERRAL",
    "SEVERE_WASTING",
    "OEDEMA_BOTH_FEET",
    "MAJOR_BURNS",
)
ALL_SIGNS = (*GENERAL, *PREGNANT, *ELDER, *CHILD)


def years_of(age: tuple[int, AgeUnit] | None) -> int | None:
    """Completed years of an age as people say it; months and days are below one year."""
    if age is None:
        return None
    return age[0] if age[1] is AgeUnit.YEAR else 0


def may_be_pregnant(sex: str, years: int | None) -> bool:
    """Whether the question of pregnancy is asked (1.2 of the rules: females 12 to 55)."""
    return sex == Sex.FEMALE.value and (years is None or years in FERTILE)


def shown_signs(sex: str, years: int | None, *, is_pregnant: bool) -> frozenset[str]:
    """The signs to show; one that was answered stays on the form in any case."""
    names = set(GENERAL)
    if is_pregnant or may_be_pregnant(sex, years):
        names |= set(PREGNANT)
    if years is not None and years < CHILD_BELOW:
        names |= set(CHILD)
    if years is not None and years >= ELDER_FROM:
        names |= set(ELDER)
    return frozenset(names)
