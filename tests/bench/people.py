"""Invented people in any number, and a whole form of one of them; the same number is the same person."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from random import Random

from feverclinic.domain.history import Symptom
from feverclinic.domain.intake import Intake
from feverclinic.domain.people import Duty, Staff, StaffId, Station
from feverclinic.domain.readings import Reading, Site, Source

NOON = datetime(2020, 2, 25, 4, 0, tzinfo=UTC)
GATE = Station("GATE", 1, "预检分诊 1 号点")
NURSE = Staff(StaffId(11), "zhang", "张护士", "护师", "triage_nurse", frozenset({Duty.TRIAGE}))
# In the order of how often they are met; the first ones are drawn far more often.
SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
    "苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史"
)
GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华建国文玉兰红梅志海龙春燕飞鹏云峰"
    "宇浩然子轩雨欣怡思佳琪梦瑶晨阳天一诺依涵博雅俊辉永福金凤立新成东振山学林淑珍凯旋"
    "波斌彬宁宏宝安康庆忠德义生祥瑞贵富荣光亮青松柏川泽源清泉洁莹莉萍蓉菊荷莲月星辰雪冰"
)
ONE_IN_TWO_CHARACTERS = 0.15
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
DAYS = 29_000  # has no divisor in common with the step by which birth dates are drawn
CHECK_SIGNS = "10X98765432"


@dataclass(frozen=True, slots=True)
class Invented:
    """Somebody who does not exist."""

    number: int
    name: str
    sex: str
    birth_date: date
    id_no: str
    phone: str


def invented(number: int) -> Invented:
    """The person of a number; names come as often as in a town, documents and phones once."""
    chance = Random(number)
    name = _often(chance, SURNAMES) + _often(chance, GIVEN)
    if chance.random() > ONE_IN_TWO_CHARACTERS:
        name += _often(chance, GIVEN)
    born = date(1935, 1, 1) + timedelta(days=number * 7919 % DAYS)
    order = number // DAYS * 2 % 1000 + number % 2
    return Invented(
        number,
        name,
        "1" if order % 2 else "2",
        born,
        id_number(born, order),
        f"13{9 - number // 100_000_000}{number % 100_000_000:08d}",
    )


def _often(chance: Random, signs: str) -> str:
    """One of the signs, those in front more often."""
    return signs[int(len(signs) * chance.random() ** 2)]


def id_number(born: date, order: int) -> str:
    """An 18-digit number of a county that is not one, with its right check sign (GB 11643)."""
    digits = f"370399{born:%Y%m%d}{order:03d}"
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, digits, strict=True))
    return digits + CHECK_SIGNS[total % 11]


ANSWERS: Mapping[str, str] = {
    **{f"symptoms.{symptom.value}": "NO" for symptom in Symptom},
    **dict.fromkeys(("q1", "q3", "q4", "q5", "antipyretic_last_6h", "on_oxygen"), "NO"),
    **dict.fromkeys(("signs.STRIDOR", "signs.STIFF_NECK", "signs.ALTERED_MENTAL_STATE"), "NO"),
    "symptoms.COUGH": "YES",
    "self_reported_fever": "NO",
    "q2": "YES",
    "q2.last_exposure_on": "2020-02-20",
    "id_type": "01",
    "ethnic_group": "01",
    "occupation": "07",
    "employer": "某厂二车间",
    "township_code": "370303001",
    "address.text": "公园街道某小区 1 号楼",
    "emergency.name": "李四",
    "emergency.phone": "13900000001",
    "emergency.relation": "配偶",
    "companions.0.name": "李四",
    "companions.0.phone": "13900000001",
    "mask": "SURGICAL",
    "health_code": "GREEN",
    "arrival_mode": "WALK",
    "onset_date": "2020-02-23",
    "pregnant": "NO",
    "spo2": "97",
    "rr": "20",
    "hr": "92",
    "bp": "128/80",
    "avpu": "A",
    "capillary_refill_s": "2",
    "pain": "2",
    "weight": "68.5",
}


def a_form(number: int, at: datetime = NOON) -> Intake:
    """A form with everything asked and answered, and one reading of a thermometer on a line."""
    person = invented(number)
    typed = {
        **ANSWERS,
        "name": person.name,
        "sex": person.sex,
        "birth_date": person.birth_date.isoformat(),
        "id_no": person.id_no,
        "phone": person.phone,
    }
    return Intake(at - timedelta(minutes=3), typed, (a_reading(at - timedelta(minutes=1)),))


def a_reading(at: datetime) -> Reading:
    return Reading(
        raw_text="37.80",
        celsius=Fraction(Decimal("37.80")),
        site=Site.FOREHEAD_NC,
        measured_at=at,
        entered_at=at,
        received_at=at,
        source=Source.SERIAL,
        device_serial="GY-0001",
        device_name="蓝枪",
        profile="gy-614v3",
        profile_version="1",
        raw_bytes=bytes.fromhex("5a5a450800000ec4000008ca9d"),
        calibration_due=date(2020, 12, 31),
        ambient_c=Decimal("22.50"),
    )
