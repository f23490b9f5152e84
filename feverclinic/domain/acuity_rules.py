"""The numbers and sign lists of section 1.6 (ACU-1 to ACU-14), as a rule file gives them."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from feverclinic.domain.vitals import Level


class Sign(StrEnum):
    """What a nurse sees of danger (contract 2.3); the lists of the rule file say what each means."""

    STRIDOR = "STRIDOR"
    RESPIRATORY_DISTRESS = "RESPIRATORY_DISTRESS"
    CENTRAL_CYANOSIS = "CENTRAL_CYANOSIS"
    WEAK_FAST_PULSE = "WEAK_FAST_PULSE"
    HEAVY_BLEEDING = "HEAVY_BLEEDING"
    CONVULSIONS = "CONVULSIONS"
    HIGH_RISK_TRAUMA = "HIGH_RISK_TRAUMA"
    POISONING = "POISONING"
    THREATENED_LIMB = "THREATENED_LIMB"
    SNAKE_BITE = "SNAKE_BITE"
    ECG_ISCHAEMIA = "ECG_ISCHAEMIA"
    VIOLENT = "VIOLENT"
    CHEST_PAIN = "CHEST_PAIN"
    ABDOMINAL_PAIN = "ABDOMINAL_PAIN"
    ALTERED_MENTAL_STATE = "ALTERED_MENTAL_STATE"
    STIFF_NECK = "STIFF_NECK"
    SEVERE_ABDOMINAL_PAIN = "SEVERE_ABDOMINAL_PAIN"
    SEVERE_HEADACHE = "SEVERE_HEADACHE"
    VISUAL_CHANGE = "VISUAL_CHANGE"
    ACTIVE_LABOUR = "ACTIVE_LABOUR"
    SYNCOPE = "SYNCOPE"
    KNOWN_HEART_BLOCK = "KNOWN_HEART_BLOCK"
    OBSTRUCTED_BREATHING = "OBSTRUCTED_BREATHING"
    SEVERE_RESPIRATORY_DISTRESS = "SEVERE_RESPIRATORY_DISTRESS"
    COMA = "COMA"
    COLD_HANDS = "COLD_HANDS"
    LETHARGY = "LETHARGY"
    SUNKEN_EYES = "SUNKEN_EYES"
    VERY_SLOW_SKIN_PINCH = "VERY_SLOW_SKIN_PINCH"
    VERY_HIGH_TEMPERATURE = "VERY_HIGH_TEMPERATURE"
    TRAUMA_OR_URGENT_SURGERY = "TRAUMA_OR_URGENT_SURGERY"
    SEVERE_PALLOR = "SEVERE_PALLOR"
    SEVERE_PAIN = "SEVERE_PAIN"
    RESTLESS_IRRITABLE_LETHARGIC = "RESTLESS_IRRITABLE_LETHARGIC"
    URGENT_REFERRAL = "URGENT_REFERRAL"
    SEVERE_WASTING = "SEVERE_WASTING"
    OEDEMA_BOTH_FEET = "OEDEMA_BOTH_FEET"
    MAJOR_BURNS = "MAJOR_BURNS"
    NEW_CONFUSION = "NEW_CONFUSION"
    FALL = "FALL"
    NOT_EATING = "NOT_EATING"


class Call(StrEnum):
    """Who is called at once."""

    PAEDIATRIC = "PAEDIATRIC"
    OBSTETRIC = "OBSTETRIC"


@dataclass(frozen=True, slots=True)
class RateBand:
    """Rates per minute outside of which they are high-risk; the last band has no upper age."""

    hr_below: int
    hr_above: int
    rr_below: int
    rr_above: int
    below_years: int | None = None


@dataclass(frozen=True, slots=True)
class TachypnoeaBand:
    """From which respiratory rate breathing is fast, for an age below that many months (2.5)."""

    below_months: int
    rr_from: int


@dataclass(frozen=True, slots=True)
class AcuityRules:
    """`below` and `above` exclude their number, `from` and `to` include it.

    Degrees Celsius, percent SpO2, mmHg, rates per minute, ages in completed years, months or days.
    `bands` and `tachypnoea` go upward in age.
    """

    wait_minutes: Mapping[Level, int]
    child_below_years: int
    # ACU-1
    red_signs: tuple[Sign, ...]
    refill_above_s: Decimal
    red_hr_below: int
    red_hr_above: int
    pain_above_years: int
    pain_signs: tuple[Sign, ...]
    red_pair_fever_headache: bool
    # ACU-2, ACU-11
    pregnancy_from_years: int
    pregnancy_to_years: int
    pregnant_signs: tuple[Sign, ...]
    pregnant_sbp_from: int
    pregnant_dbp_from: int
    # ACU-3, ACU-4
    adult_hr_below: int
    adult_hr_above: int
    adult_rr_below: int
    adult_rr_above: int
    bands: tuple[RateBand, ...]
    temperature_below_c: Decimal
    temperature_above_c: Decimal
    spo2_below: int
    isolated_low_rate_uptriage: bool
    low_rate_sbp_from: int
    low_rate_signs: tuple[Sign, ...]
    # ACU-5
    newborn_below_days: int
    # ACU-6
    child_red_signs: tuple[Sign, ...]
    shock_signs: tuple[Sign, ...]
    dehydration_signs: tuple[Sign, ...]
    dehydration_at_least: int
    # ACU-7
    priority_below_months: int
    priority_signs: tuple[Sign, ...]
    # ACU-8
    infant_below_months: int
    infant_fever_from_c: Decimal
    infant_cold_below_c: Decimal
    # ACU-9
    tachypnoea: tuple[TachypnoeaBand, ...]
    # ACU-10
    elder_from_years: int
    elder_spo2_to: int
    elder_signs: tuple[Sign, ...]
    # ACU-12
    oxygen_from_years: int
    oxygen_spo2_to: int
    # Lines by call
    calls: Mapping[Call, tuple[str, ...]]
