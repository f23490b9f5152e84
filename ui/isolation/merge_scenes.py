"""Two records of one person for the pictures: nobody chosen; both side by side; two numbers refused."""

from dataclasses import replace
from datetime import date

from PySide6.QtWidgets import QWidget

from feverclinic.domain.boards import PersonHit
from feverclinic.domain.case_boards import MergeSide, OpenCase
from feverclinic.domain.cases import CaseClass
from feverclinic.domain.people import Patient, PatientId, Sex, masked_id_no, masked_phone
from feverclinic.errors import Refused
from feverclinic.wording import Wording
from ui.isolation.merge_page import MergePage
from ui.isolation.merge_presenter import MergeDoor, MergePresenter
from ui.isolation.sheets.scene_case import NOON, PATIENT
from ui.theme import Theme

STAYS = MergeSide(
    PATIENT,
    2,
    1,
    (OpenCase("20200226-0012", CaseClass.SUSPECTED, is_isolated=True, room="隔离 03"),),
)
OTHER = MergeSide(
    Patient(PatientId(19), "何建坪", Sex.MALE, birth_date=date(1979, 1, 5), phone="13900000417"),
    1,
    1,
    (OpenCase("20200228-0031", CaseClass.UNDETERMINED, is_isolated=True),),
)
SIDES = {one.patient.id: one for one in (STAYS, OTHER)}


def hit_of(side: MergeSide) -> PersonHit:
    """The record as the search shows it."""
    patient = side.patient
    age, unit = patient.age_text_parts(NOON.date()) or (None, patient.age_unit)
    numbers = (masked_id_no(patient.id_no), masked_phone(patient.phone))
    return PersonHit(
        patient.id, patient.name, patient.sex, patient.birth_date, age, unit, *numbers, NOON
    )


def merge_page(theme: Theme, words: Wording, state: str) -> QWidget:
    """Nobody; two that may be one; two that cannot be."""
    two = replace(OTHER, patient=replace(OTHER.patient, id_no="370399197806010018"))
    sides = SIDES | {two.patient.id: two} if state == "refused" else SIDES
    door = MergeDoor(
        lambda _text, then, _failed: then(tuple(hit_of(one) for one in sides.values())),
        lambda patient_id, then, _failed: then(sides[patient_id]),
        lambda _asked, _then, failed: failed(
            Refused("merging.two_numbers", name=PATIENT.name, merged=OTHER.patient.name)
        ),
    )
    presenter = MergePresenter(door)
    page = MergePage(theme, words, presenter, lambda: NOON)
    presenter.setParent(page)
    if state != "empty":
        page.search.edit.setText("何建")
        presenter.find("何建")
        presenter.take(0)
        presenter.take(1)
        page.reason.setText("同一人，两次登记")
    if state == "refused":
        page.merge.click()
    return page
