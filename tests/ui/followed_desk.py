"""A desk that the patient's screen follows: forms with what the rules say of them, and what happens there."""

from datetime import datetime, timedelta
from fractions import Fraction

from feverclinic.domain.boards import ArmedFor, Saved
from feverclinic.domain.intake import Intake
from feverclinic.domain.intake_reading import Surroundings, read_intake
from feverclinic.domain.look_ahead import look_ahead
from feverclinic.domain.outlook import Outlook
from feverclinic.domain.people import AgeUnit, Sex
from feverclinic.domain.prescreening import Outcome
from feverclinic.domain.readings import Reading, Scale, Site, Source
from feverclinic.domain.visits import DraftId, VisitId
from feverclinic.domain.vitals import Level
from feverclinic.services.rulebook import triage_rules
from ui.patient_window.presenter import Followed, PatientPresenter
from ui.patient_window.screen import blocks_of
from ui.patient_window.telling import PatientPage
from ui.triage.scene_presenter import NOON, Scene, ScenePresenter

RULES = triage_rules()
HOSPITAL = "某市中心医院 发热门诊"
ZHANG = {
    "name": "张建国",
    "id_no": "370399197806070117",
    "phone": "13900005512",
    "sex": "1",
    "address.text": "和平小区 8 号",
}


def outlook_of(intake: Intake) -> Outlook:
    return look_ahead(intake, read_intake(intake, NOON, Surroundings()), RULES)


def measured(text: str, scale: Scale = Scale.CELSIUS, site: Site = Site.FOREHEAD_NC) -> Reading:
    number = Fraction(text)
    celsius = number if scale is Scale.CELSIUS else (number - 32) * Fraction(5, 9)
    return Reading(text, celsius, site, NOON, raw_unit=scale, source=Source.SERIAL)


class FollowedDesk:
    """The presenter of the pictures as a nurse would drive it, and the patient's screen beside it."""

    def __init__(self) -> None:
        empty = Intake(NOON)
        self.desk = ScenePresenter(Scene(empty, outlook_of(empty)), RULES)
        desk = self.desk
        followed = Followed(
            desk.opened,
            desk.outlook_changed,
            desk.saved,
            desk.armed,
            desk.armed_changed,
            lambda: (desk.intake, desk.outlook),
        )
        self.patient = PatientPresenter(followed, desk)
        self._forms = 0
        self.next()

    @property
    def page(self) -> PatientPage:
        return self.patient.page

    @property
    def words(self) -> str:
        """Everything that can be read on the patient's screen now."""
        return "\n".join(block.text for block in blocks_of(self.page, HOSPITAL))

    def next(self, *readings: Reading, visit: int | None = None, **fields: str) -> None:
        """Another form: an empty one, or one that stands in the list."""
        self._forms += 1
        at: datetime = NOON + timedelta(seconds=self._forms)
        visit_id = None if visit is None else VisitId(visit)
        self._open(Intake(at, fields, tuple(readings), visit_id=visit_id))

    def type(self, **fields: str) -> None:
        """Answers of the open form; a double underscore stands for a dot."""
        named = {name.replace("__", "."): text for name, text in fields.items()}
        intake = self.desk.intake.with_fields(named)
        self.desk.show(intake, outlook_of(intake))

    def arm(self, site: str = "FOREHEAD_NC") -> None:
        armed = ArmedFor(
            "蓝枪", "BLUE", site, "张建国", Sex.MALE, 41, AgeUnit.YEAR, "0117", 60, self._draft
        )
        self.desk.armed.emit(armed, "")
        self.desk.armed_changed.emit((armed,))

    def disarm(self) -> None:
        self.desk.armed_changed.emit(())

    def take(self, reading: Reading) -> None:
        """A reading comes for the open form, as the program brings it: armed no more, then filled."""
        self.disarm()
        intake = self.desk.intake.with_reading(reading)
        outlook = outlook_of(intake)
        self.desk.show(intake, outlook)
        self.desk.open(intake, outlook)

    def save(self, outcome: Outcome, name: str = "张建国") -> None:
        """Saved: the next form is opened first, then the desk says what became of the last one."""
        self.next()
        self.desk.saved.emit(Saved(VisitId(7), "20200228-0007", name, outcome, Level.III))

    @property
    def _draft(self) -> DraftId:
        return DraftId(self._forms)

    def _open(self, intake: Intake) -> None:
        outlook = outlook_of(intake)
        self.desk.show(intake, outlook)
        self.desk.open(intake, outlook)
