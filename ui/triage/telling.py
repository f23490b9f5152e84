"""Records into the words of the desk: tiles, banner, evidence; no widget and no medicine here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from feverclinic.domain.boards import ArmedFor, DeviceState, Unclaimed
from feverclinic.domain.civil_time import local
from feverclinic.domain.intake import Intake
from feverclinic.domain.intake_fields import read_day
from feverclinic.domain.people import AgeUnit, Patient, PatientId, masked_id_no, masked_phone
from feverclinic.domain.prescreening import JudgedReading, Temperature
from feverclinic.domain.readings import Reading, Scale, Source
from feverclinic.wording import Wording
from ui.widgets.patient_banner import BannerFact, BannerFacts
from ui.widgets.temperature_tile import TileFacts

A_MINUTE = 60
TAIL = 4
SEPARATOR = " · "


def code_word(words: Wording, prefix: str, code: str) -> str:
    """The word of a code, or the code itself where a hospital brought a code without a word."""
    key = f"{prefix}.{code}"
    return words.say(key) if words.knows(key) else code


def codes_of(words: Wording, prefix: str) -> tuple[tuple[str, str], ...]:
    """All codes of a table with their words, in the order of the wording file."""
    start = f"{prefix}."
    return tuple(
        (key.removeprefix(start), words.say(key))
        for key in words.sentences
        if key.startswith(start)
    )


def field_word(words: Wording, name: str) -> str:
    """What a field is called on the form; `q1` and `symptoms.COUGH` are called by their questions."""
    group, _, code = name.partition(".")
    for prefix, key in (
        ("symptoms", "symptom"),
        ("signs", "sign"),
        ("chronic_conditions", "chronic"),
    ):
        if group == prefix and code:
            return code_word(words, key, code)
    if words.knows(f"question.{name}"):
        return words.say(f"question.{name}")
    if group == "companions" and code:
        return code_word(words, "field.companion", code.partition(".")[2])
    if group == "stays" and code:
        part = code_word(words, "field.stay", code.rpartition(".")[2])
        return f"{words.say('field.stays')} {part}"
    if words.knows(f"field.{name}"):
        return words.say(f"field.{name}")
    if words.knows(f"field.detail.{code}"):
        return words.say(f"field.detail.{code}")
    return name


def clock(instant: datetime) -> str:
    return local(instant).strftime("%H:%M")


def age_words(words: Wording, age: int | None, unit: AgeUnit, *, is_brief: bool = False) -> str:
    """`41 岁`; brief, as in rows, years lose their unit: `41`."""
    if age is None:
        return ""
    if is_brief and unit is AgeUnit.YEAR:
        return str(age)
    return words.say("triage.age", age=age, unit=words.say(f"age_unit.{unit.value}"))


def sex_word(words: Wording, code: str) -> str:
    return code_word(words, "sex_short", code) if code else ""


def age_of(intake: Intake, today: date) -> tuple[int, AgeUnit] | None:
    """The age as people say it, of the birth date typed or else of the age typed."""
    born = read_day(intake.text("birth_date").strip(), today) if intake.text("birth_date") else None
    if born is not None and born <= today:
        return Patient(PatientId(0), "", birth_date=born).age_text_parts(today)
    typed = intake.text("age").strip()
    if not (typed.isdecimal() and typed.isascii()):
        return None
    unit = intake.text("age_unit") or AgeUnit.YEAR.value
    return int(typed), AgeUnit(unit) if unit in {u.value for u in AgeUnit} else AgeUnit.YEAR


def who_words(words: Wording, sex: str, age: tuple[int, AgeUnit] | None, *, is_brief: bool) -> str:
    said = age_words(words, *age, is_brief=is_brief) if age else ""
    return " ".join(part for part in (sex_word(words, sex), said) if part)


def banner_facts(
    intake: Intake, words: Wording, today: date, places: Mapping[str, str]
) -> BannerFacts:
    """Name, sex and age, masked numbers and the address, as far as they are known."""
    name = " ".join(intake.text("name").split())
    id_no = intake.text("id_no").strip()
    facts: list[BannerFact] = []
    if id_no:
        kind = code_word(words, "id_type", intake.text("id_type") or "01")
        note = words.say("triage.banner.card_read") if intake.text("id_read") else ""
        facts.append(BannerFact(kind, masked_id_no(id_no), note))
    elif intake.text("no_id_reason"):
        reason = code_word(words, "no_id_reason", intake.text("no_id_reason"))
        facts.append(BannerFact(words.say("field.id_no"), reason))
    if intake.text("phone"):
        facts.append(BannerFact(words.say("field.phone"), masked_phone(intake.text("phone"))))
    township = intake.text("township_code")
    place = " ".join(
        part for part in (places.get(township, township), intake.text("address.text")) if part
    )
    if place:
        facts.append(BannerFact(words.say("field.address.text"), place))
    if not facts and not name:
        facts.append(
            BannerFact(
                words.say("triage.banner.no_identity"), words.say("triage.banner.how_to_enter")
            )
        )
    who = who_words(words, intake.text("sex"), age_of(intake, today), is_brief=False)
    shown = name or words.say("triage.unnamed")
    spoken = " ".join((shown, who, *(f"{fact.label} {fact.value}" for fact in facts)))
    return BannerFacts(shown, who, tuple(facts), is_named=bool(name), spoken=spoken)


@dataclass(frozen=True, slots=True)
class TileScene:
    """What tiles are told from."""

    intake: Intake
    temperature: Temperature
    armed: ArmedFor | None
    tray: Sequence[Unclaimed]
    devices: Sequence[DeviceState]
    limit_c: str
    now: datetime
    not_measured: str = ""
    under_arm: TileFacts | None = None


def tiles(scene: TileScene, words: Wording) -> tuple[TileFacts, ...]:
    """All tiles in the order of time: readings, the armed one, then what nobody armed."""
    colours = {device.name: device.colour for device in scene.devices}
    judged = scene.temperature.readings
    told = [_reading_tile(scene, words, judged, at, colours) for at in range(len(judged))]
    if scene.armed is not None:
        told.append(_armed_tile(scene.armed, words))
    elif scene.under_arm is not None:
        told.append(scene.under_arm)
    elif not told:
        told.append(_awaited_tile(scene, words))
    if len(told) == 1 and scene.tray:
        told.append(_unclaimed_tile(scene.tray[0], words))
    return tuple(told)


def _reading_tile(
    scene: TileScene,
    words: Wording,
    judged: Sequence[JudgedReading],
    at: int,
    colours: Mapping[str, str],
) -> TileFacts:
    one = judged[at]
    reading = one.reading
    state, flag = _judgement(one, scene.limit_c, words)
    is_manual = reading.source is Source.MANUAL
    colour = colours.get(reading.device_name, "")
    return TileFacts(
        state=state,
        title=words.say("triage.tile.first" if at == 0 else "triage.tile.again"),
        site=code_word(words, "site", reading.site.value),
        when=_when(reading.measured_at, scene.now, words),
        number=_digits(reading.raw_text),
        unit="℉" if reading.raw_unit is Scale.FAHRENHEIT else "℃",
        flag=flag,
        label_token=f"label{colour.lower()}" if colour and not is_manual else "",
        icon="pencil" if is_manual else "",
        origin=_origin(scene, words, judged, at),
    )


def _digits(raw_text: str) -> str:
    """The digits exactly as sent; only the unit, which stands beside them, is left away."""
    return raw_text.strip().rstrip("CFcf℃℉ ")


def _judgement(one: JudgedReading, limit_c: str, words: Wording) -> tuple[str, str]:
    if "FEVER" in one.flags:
        return "fever", words.say("triage.tile.limit", limit=limit_c)
    for flag in ("IMPLAUSIBLE", "UNCALIBRATED", "DUPLICATE"):
        if flag in one.flags:
            return "unusable", words.say(f"flag.{flag}")
    return "read", ""


def _when(at: datetime, now: datetime, words: Wording) -> str:
    seconds = int((now - at).total_seconds())
    if 0 <= seconds < A_MINUTE:
        return words.say("triage.tile.seconds_ago", seconds=seconds)
    return clock(at)


def _origin(scene: TileScene, words: Wording, judged: Sequence[JudgedReading], at: int) -> str:
    reading = judged[at].reading
    if reading.source is Source.MANUAL:
        said = (
            words.say("source.MANUAL"),
            code_word(words, "triage.manual_reason", reading.reason),
        )
        return SEPARATOR.join(part for part in said if part)
    device = reading.device_name or words.say("source.SERIAL")
    if reading.assigned_by_hand:
        return SEPARATOR.join((device, words.say("triage.tile.by_hand")))
    later = judged[at + 1].reading if at + 1 < len(judged) else None
    if later is not None and later.site is not reading.site:
        return SEPARATOR.join((device, words.say("triage.tile.other_site")))
    return words.say("triage.tile.belongs_to", device=device, whose=whose(scene, words))


def whose(scene: TileScene, words: Wording) -> str:
    """`张建国 男 41 · 0117`: whom a reading belongs to."""
    name = scene.intake.text("name") or words.say("triage.unnamed")
    age = age_of(scene.intake, local(scene.now).date())
    who = who_words(words, scene.intake.text("sex"), age, is_brief=True)
    tail = scene.intake.text("id_no").strip()[-TAIL:]
    first = " ".join(part for part in (name, who) if part)
    return SEPARATOR.join(part for part in (first, tail) if part)


def _armed_tile(armed: ArmedFor, words: Wording) -> TileFacts:
    name = armed.name or words.say("triage.unnamed")
    return TileFacts(
        state="armed",
        title=words.say("triage.tile.awaited"),
        site=code_word(words, "site", armed.site),
        when=words.say("triage.tile.seconds_left", seconds=armed.seconds_left),
        label_token=f"label{armed.colour.lower()}" if armed.colour else "",
        origin=words.say(
            "triage.tile.belongs_to",
            device=armed.device,
            whose=f"{name} {armed.id_tail}".strip(),
        ),
    )


def _awaited_tile(scene: TileScene, words: Wording) -> TileFacts:
    if scene.not_measured:
        return TileFacts(
            state="not_measured",
            title=words.say("triage.tile.not_measured"),
            sentence=code_word(words, "not_measured_reason", scene.not_measured),
            icon="pencil",
            origin=words.say("triage.tile.measure_anyway"),
        )
    return TileFacts(
        title=words.say("triage.tile.not_yet"), origin=words.say("triage.tile.press_to_measure")
    )


def _unclaimed_tile(waiting: Unclaimed, words: Wording) -> TileFacts:
    reading: Reading = waiting.reading
    return TileFacts(
        state="unclaimed",
        title=words.say("triage.tile.unclaimed"),
        site=code_word(words, "site", reading.site.value),
        when=clock(reading.measured_at),
        number=_digits(reading.raw_text),
        unit="℉" if reading.raw_unit is Scale.FAHRENHEIT else "℃",
        icon="inbox",
        origin=words.say(
            "triage.tile.whose", device=reading.device_name or words.say("source.SERIAL")
        ),
    )
