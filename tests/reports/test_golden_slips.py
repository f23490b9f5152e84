import pytest

from feverclinic.domain.civil_time import CHINA
from feverclinic.domain.prescreening import Outcome, Routing
from feverclinic.domain.readings import Site
from feverclinic.domain.ternary import NO
from feverclinic.domain.vitals import Level
from feverclinic.reports.triage_slip import Paper, render
from feverclinic.wording import LANGUAGES, wording
from tests.golden_papers import Golden
from tests.reports.slips import (
    DECIDED_AT,
    a_patient,
    a_reading,
    a_routing,
    a_slip,
    a_temperature,
    an_overfull_slip,
)

NORMAL = a_reading("36.5", Site.FOREHEAD_NC, 30)
CLOSE = a_reading("37.25", Site.AXILLARY, 30)
CALM = {"facts": {"EM": NO, "F": NO, "R": NO, "E": NO}, "evidence": ()}
ROUTES = {
    "resus-isolation": a_routing(
        Outcome.RESUS_ISOLATION, Level.I, evidence=("ACU-1", "F_MEASURED", "Q1_UNKNOWN")
    ),
    "resus": a_routing(
        Outcome.RESUS,
        Level.I,
        evidence=("ACU-1",),
        facts={"EM": NO, "F": NO},
        temperature=a_temperature(effective=None),
        advisories=("VITALS_MISSING",),
    ),
    "single-room": a_routing(),
    "fever-clinic": a_routing(
        Outcome.FEVER_CLINIC, Level.II, evidence=("ACU-3", "F_MEASURED"), calls=("OBSTETRIC",)
    ),
    "screen": a_routing(
        Outcome.FEVER_CLINIC_SCREEN,
        evidence=("Q3_UNKNOWN", "HEALTH_CODE_YELLOW", "STAY_RED"),
        facts={"F": NO},
        temperature=a_temperature(NORMAL, effective=NORMAL),
        tags=("Q1_PROPOSED",),
    ),
    "respiratory": a_routing(
        Outcome.RESPIRATORY_CLINIC_MASKED,
        evidence=("COUGH",),
        facts={"F": NO},
        temperature=a_temperature(NORMAL, effective=NORMAL),
    ),
    "recheck": a_routing(
        Outcome.HOLD_RECHECK,
        Level.IV,
        advisories=("RECHECK",),
        temperature=a_temperature(
            CLOSE, effective=CLOSE, recheck_at=DECIDED_AT.replace(minute=35, tzinfo=CHINA)
        ),
        **CALM,
    ),
    "general": a_routing(
        Outcome.GENERAL_OPD,
        Level.IV,
        temperature=a_temperature(NORMAL, effective=NORMAL),
        **CALM,
    ),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("name", "routing"), ROUTES.items(), ids=ROUTES.keys())
def test_each_route_looks_as_it_was_approved(
    golden: Golden, name: str, routing: Routing, language: str
) -> None:
    has_tests = routing.result not in (Outcome.GENERAL_OPD, Outcome.HOLD_RECHECK)
    work_up = ("CBC", "CRP", "CHEST_CT", "NAT", "OBSERVATION") if has_tests else ()

    pdf = render(a_slip(routing=routing, work_up=work_up), wording(language), "A5")

    golden.compare(f"slip-a5-{name}-{language}", pdf)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_roll_looks_as_it_was_approved(golden: Golden, language: str) -> None:
    golden.compare(f"slip-roll-{language}", render(a_slip(), wording(language), "ROLL80"))


@pytest.mark.parametrize("paper", ["A5", "ROLL80"])
def test_a_copy_of_a_demonstration_with_a_rare_name_looks_as_it_was_approved(
    golden: Golden, paper: Paper
) -> None:
    slip = a_slip(copy_no=2, is_demo=True, patient=a_patient("𠮷田\ue123"), room="3 号诊室")

    golden.compare(f"slip-{paper.lower()}-copy", render(slip, wording("zh_CN"), paper))


@pytest.mark.parametrize("language", LANGUAGES)
def test_more_than_a_page_holds_looks_as_it_was_approved(golden: Golden, language: str) -> None:
    golden.compare(f"slip-a5-overfull-{language}", render(an_overfull_slip(), wording(language)))
