"""A ward with people for the tests of the window: what the nurse saves, the doctor looks at."""

from datetime import datetime
from itertools import count

from feverclinic.domain.intake import Intake
from feverclinic.domain.visits import DraftId
from feverclinic.services import triage
from feverclinic.services.triage import SavedVisit
from tests.builders import NOON, NURSE
from tests.engines import Clinic
from tests.services.forms import FORM
from tests.services.ward import Ward
from tests.stories.workplace import RULES, SURROUNDINGS, UNKNOWN_NAME


def ward_of(clinic: Clinic) -> Ward:
    """The ward of a clinic in which nobody is yet."""
    forms = count(FORM)
    with clinic.work() as store:
        store.staff.add(NURSE, "no password")

    def save(intake: Intake, at: datetime = NOON) -> SavedVisit:
        with clinic.work(NURSE, at) as store:
            return triage.save_prescreening(
                store, intake, DraftId(next(forms)), RULES, SURROUNDINGS, UNKNOWN_NAME
            )

    return Ward(clinic, save)
