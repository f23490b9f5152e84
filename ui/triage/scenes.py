"""The scenes themselves: nobody there, a decided route, a refused save."""

from dataclasses import replace
from datetime import datetime, timedelta
from fractions import Fraction

from feverclinic.domain.boards import ArmedFor, DayCounts, DeviceState, Unclaimed
from feverclinic.domain.intake import Intake, Problem
from feverclinic.domain.intake_reading import Surroundings, read_intake
from feverclinic.domain.look_ahead import look_ahead
from feverclinic.domain.outlook import Outlook, Turn
from feverclinic.domain.prescreening import Acuity, JudgedReading, Outcome, Routing, Temperature
from feverclinic.domain.readings import Reading, ReadingId, Site, Source
from feverclinic.domain.returning import ReturnVisit
from feverclinic.domain.ternary import NO, YES
from feverclinic.domain.visits import DraftId, VisitId
from feverclinic.domain.vitals import Level
from feverclinic.services.codes import known_areas
from feverclinic.services.rulebook import triage_rules
from feverclinic.wording import Wording
from ui.theme import Theme
from ui.triage.desk import TriageDesk
from ui.triage.form_pane import Places
from ui.triage.scene_lists import (
    BLUE,
    GREEN,
    YELLOW,
    busy_going,
    busy_queue,
    refused_queue,
    two_armed,
)
from ui.triage.scene_presenter import NOON, SYMPTOMS, Scene, ScenePresenter, minutes

NO_ONE = Temperature("UNKNOWN", ("NO_READING",), (), None, NO, (), None, ())
AT_REST = Acuity(Level.IV, ("ACU-14",), (), NO, (), (), 60)
OPEN_AT_FIRST = (
    "self_reported_fever",
    "q1",
    "q2",
    "q3",
    "q4",
    "q5",
    "symptoms",
    "health_code",
    "antipyretic_last_6h",
)
DEVICES = (
    DeviceState(BLUE, "BLUE", "LIVE"),
    DeviceState(GREEN, "GREEN", "LIVE"),
    DeviceState(YELLOW, "YELLOW", "LIVE"),
)
ONE_LOST = (
    replace(DEVICES[0], is_armed=True),
    DEVICES[1],
    replace(DEVICES[2], link="LOST"),
)


def reading(number: str, site: Site, at: datetime, device: str, reading_id: int = 0) -> Reading:
    return Reading(
        raw_text=number,
        celsius=Fraction(number),
        site=site,
        measured_at=at,
        source=Source.SERIAL,
        device_name=device,
        id=ReadingId(reading_id),
    )


def empty() -> Scene:
    """A new form at a desk at rest: nothing red, nothing decided."""
    outlook = Outlook(
        routing=None,
        acuity=AT_REST,
        temperature=NO_ONE,
        open_questions=OPEN_AT_FIRST,
        problems=(),
        missing=(),
        known_evidence=(),
        work_up=(),
        turns=(),
    )
    return Scene(Intake(NOON), outlook, devices=DEVICES[:2])


def _answers(yes: str, no: str) -> dict[str, str]:
    return dict.fromkeys(yes.split(), "YES") | dict.fromkeys(no.split(), "NO")


def decided_intake() -> Intake:
    symptoms = {f"symptoms.{code}": "NO" for code in SYMPTOMS} | {"symptoms.COUGH": "YES"}
    fields = symptoms | _answers(
        "q2", "q1 q3 q5 antipyretic_last_6h on_oxygen antimicrobial_last_7d"
    )
    fields |= {
        "q4": "UNKNOWN",
        "self_reported_fever": "UNKNOWN",
        "name": "张建国",
        "sex": "1",
        "age": "41",
        "age_unit": "岁",
        "id_type": "01",
        "id_no": "370399197806070117",
        "phone": "13900005512",
        "township_code": "370303004",
        "mask": "SURGICAL",
        "health_code": "GREEN",
        "spo2": "97",
        "rr": "20",
        "hr": "92",
        "bp": "128/80",
        "avpu": "A",
        "onset_date": "02-26",
        "companions.0.name": "李秀英",
        "companions.1.name": "张小雨",
    }
    return Intake(
        minutes(6),
        fields,
        (
            reading("37.9", Site.FOREHEAD_NC, minutes(4), BLUE, 1),
            reading("37.8", Site.AXILLARY, NOON.replace(second=5), GREEN, 2),
        ),
    )


def busy() -> Scene:
    """A decided route with its reasons, two readings, a waiting list."""
    intake = decided_intake()
    first, second = intake.readings
    temperature = Temperature(
        "FEVER",
        ("TEMP-2",),
        (),
        second,
        YES,
        (),
        None,
        (
            JudgedReading(first, is_usable=True, flags=()),
            JudgedReading(second, is_usable=True, flags=("FEVER",)),
        ),
    )
    acuity = replace(AT_REST, result=Level.III, reasons=("ACU-13",), wait_limit_minutes=30)
    routing = Routing(
        result=Outcome.FEVER_CLINIC_SINGLE_ROOM,
        reasons=("TRI-3", "TRI-4", "TRI-5", "TRI-6"),
        advisories=(),
        facts={"EM": NO, "F": YES, "R": YES, "E": YES},
        evidence=("F_MEASURED", "COUGH", "Q2_YES", "Q4_UNKNOWN"),
        acuity=Level.III,
        acuity_detail=acuity,
        temperature=temperature,
        proposed=Outcome.FEVER_CLINIC_SINGLE_ROOM,
        tags=(),
        rule_set="2020-02-28",
    )
    outlook = Outlook(
        routing=routing,
        acuity=acuity,
        temperature=temperature,
        open_questions=(),
        problems=(),
        missing=(),
        known_evidence=routing.evidence,
        work_up=("CBC", "CRP", "CHEST_CT", "NAT", "OBSERVATION"),
        turns=(Turn((("q2", "NO"), ("q4", "NO")), Outcome.FEVER_CLINIC),),
        later=("occupation", "employer", "emergency.name"),
    )
    return Scene(
        intake,
        outlook,
        entries=busy_queue(),
        counts=DayCounts(7, 5, 1, 1, 0, passed=126, on_the_way=2),
        devices=(
            replace(DEVICES[0], is_armed=True),
            replace(DEVICES[1], is_armed=True),
            DEVICES[2],
        ),
        armed=_others_armed(),
        going=busy_going(),
        returned=_three_days_ago(),
        tray=(Unclaimed(reading("38.2", Site.FOREHEAD_NC, minutes(1), YELLOW, 3), "T1"),),
    )


def _others_armed() -> tuple[ArmedFor, ...]:
    """Two thermometers wait for two forms of the list; the open one has its readings."""
    child, other = two_armed()
    return child, replace(other, name="赵晓燕", age=34, id_tail="", draft_id=DraftId(3))


def _three_days_ago() -> ReturnVisit:
    day = (NOON - timedelta(days=3)).date()
    clinic = Outcome.FEVER_CLINIC
    return ReturnVisit(VisitId(40), "20200225-0007", "T1", day, 3, "38.2", clinic, Level.III)


def passing() -> Scene:
    """Whoever passes: measured, everything denied, masked; the key counts."""
    fields = {name: "NO" for name in OPEN_AT_FIRST if name not in ("symptoms", "health_code")}
    fields |= {f"symptoms.{code}": "NO" for code in SYMPTOMS}
    fields |= {"mask": "SURGICAL", "health_code": "GREEN", "age": "35"}
    measured = reading("36.4", Site.FOREHEAD_NC, NOON.replace(second=5), BLUE, 20)
    return Scene(
        Intake(minutes(0.2), fields, (measured,)),
        empty().outlook,
        entries=busy_queue(),
        counts=DayCounts(7, 5, 1, 0, 0, passed=126, on_the_way=2),
        devices=DEVICES,
        going=busy_going(),
    )


def refused() -> Scene:
    """A refused save with an armed thermometer, a reading of nobody, a jam in the printer."""
    symptoms = {f"symptoms.{code}": "NO" for code in SYMPTOMS}
    symptoms |= {"symptoms.FATIGUE": "YES", "symptoms.SHORTNESS_OF_BREATH": "YES"}
    fields = symptoms | _answers("", "q3 q4 q5 antipyretic_last_6h self_reported_fever")
    fields |= {
        "name": "周玉芳",
        "sex": "2",
        "age": "63",
        "age_unit": "岁",
        "id_type": "01",
        "id_no": "370399195606064426",
        "mask": "SURGICAL",
        "health_code": "GREEN",
        "spo2": "970",
        "rr": "32",
        "hr": "108",
    }
    outlook = replace(
        empty().outlook,
        acuity=replace(AT_REST, result=Level.II, reasons=("ACU-3",), wait_limit_minutes=10),
        open_questions=("q1", "q2"),
        missing=("temperature", "q1", "q2"),
        problems=(
            Problem("spo2", "range_guess", "970", {"low": "50", "high": "100", "guess": "97"}),
        ),
        known_evidence=("ACU-3", "SHORTNESS_OF_BREATH"),
    )
    return Scene(
        Intake(minutes(3), fields),
        outlook,
        entries=refused_queue(),
        counts=DayCounts(2, 6, 1, 1, 2, passed=38),
        devices=ONE_LOST,
        armed=two_armed(),
        tray=(Unclaimed(reading("38.2", Site.FOREHEAD_NC, minutes(1), YELLOW, 9), "T1"),),
        problems=(
            Problem("temperature", "required"),
            Problem("spo2", "range_guess", "970", {"low": "50", "high": "100", "guess": "97"}),
        ),
        slips=(2, "卡纸"),
    )


SCENES = {"empty": empty, "busy": busy, "refused": refused}
# Scenes that only this desk has.
MORE_SCENES = {"passing": passing}

PLACES = Places(
    townships=(("370303001", "张店区 车站街道"), ("370303004", "张店区 和平街道")),
    countries=(("CN", "中国"),),
)


def as_ruled(scene: Scene, words: Wording) -> Scene:
    """The scene with what the rules say of its form: no picture shows a decision made by hand."""
    rules = triage_rules()
    read = read_intake(scene.intake, scene.now, Surroundings(known_areas()))
    waiting, problem = scene.slips
    return replace(
        scene,
        outlook=look_ahead(scene.intake, read, rules),
        slips=(waiting, words.say("error.printer.jammed", printer="A5") if problem else ""),
    )


def triage_desk(theme: Theme, words: Wording, state: str) -> TriageDesk:
    """The desk in one of its states, with the presenter of the pictures behind it."""
    presenter = ScenePresenter(as_ruled((SCENES | MORE_SCENES)[state](), words), triage_rules())
    desk = TriageDesk(presenter, words, theme, PLACES)
    presenter.setParent(desk)
    presenter.play()
    desk.setFocusProxy(desk.form.now.questions[3 if state == "busy" else 0].toggle)
    return desk
