"""The patient's screen standing still, for the pictures: asked, measured, sent, nobody there."""

from PySide6.QtWidgets import QWidget

from feverclinic.domain.prescreening import Outcome
from feverclinic.wording import Wording
from ui.patient_window.screen import PatientScreen
from ui.patient_window.telling import NEUTRAL, Kind, PatientPage
from ui.theme import Theme

FACILITY = "某市中心医院 发热门诊"
PAGES = {
    "neutral": NEUTRAL,
    "question": PatientPage(Kind.QUESTION, "q4", "36.58 ℃"),
    "measure": PatientPage(Kind.MEASURE, "FOREHEAD_NC"),
    "reading": PatientPage(Kind.READING, number="37.84 ℃"),
    "route": PatientPage(Kind.ROUTE, Outcome.FEVER_CLINIC_SINGLE_ROOM.value, name="张*"),
    "waits": PatientPage(Kind.ROUTE, Outcome.HOLD_RECHECK.value, name="阿*"),
}
# The pictures know three states of a page.
WORDS = {"empty": "neutral", "busy": "question", "refused": "route"}
NUMBERS = {"empty": "measure", "busy": "reading", "refused": "waits"}


def patient_screen(theme: Theme, _words: Wording, state: str) -> QWidget:
    """Nobody there, a question, the way; both languages are always on it."""
    return _screen(theme, WORDS[state])


def patient_measured(theme: Theme, _words: Wording, state: str) -> QWidget:
    """To be measured, measured, to be measured again after a while."""
    return _screen(theme, NUMBERS[state])


def _screen(theme: Theme, page: str) -> PatientScreen:
    screen = PatientScreen(theme, FACILITY)
    screen.show_page(PAGES[page])
    return screen
