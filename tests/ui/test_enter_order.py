"""Where Enter leads: what is answered by another field, or concerns nobody here, is passed over."""

from datetime import UTC, date, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from feverclinic.domain.intake import Intake, Problem
from tests.ui.hands import Pair, find, key
from ui.triage.enter_order import is_passed_over
from ui.triage.scenes import SCENES

TODAY = date(2020, 2, 27)


def _form(**fields: str) -> Intake:
    return Intake(datetime(2020, 2, 27, 6, tzinfo=UTC), fields)


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("id_type", {}),
        ("no_id_reason", {"id_no": "370399197801011230"}),
        ("sex", {"id_no": "370399197801011230", "sex": "MALE"}),
        ("birth_date", {"id_no": "370399197801011230", "birth_date": "1978-01-01"}),
        ("age", {"birth_date": "1978-01-01"}),
        ("age_unit", {"birth_date": "1978-01-01", "age": "5"}),
        ("age_unit", {}),
        ("age_unit", {"age": "15"}),
        ("mask_given", {"mask": "SURGICAL"}),
        ("self_reported_fever.measured_on", {}),
        ("weight", {"age": "12"}),
        ("capillary_refill_s", {"birth_date": "2008-02-27"}),
    ],
)
def test_enter_passes_over_what_needs_no_answer(name: str, fields: dict[str, str]) -> None:
    assert is_passed_over(name, _form(**fields), TODAY)


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("id_type", {"id_type": "02"}),
        ("id_no", {}),
        ("no_id_reason", {}),
        ("sex", {"sex": "MALE"}),
        ("birth_date", {"id_no": "370399197801011230"}),
        ("age", {}),
        ("age_unit", {"age": "14"}),
        ("mask_given", {}),
        ("mask_given", {"mask": "NONE"}),
        ("self_reported_fever.measured_on", {"self_reported_fever.raw_text": "38.1"}),
        ("weight", {"age": "11"}),
        ("weight", {}),
        ("capillary_refill_s", {"birth_date": "2008-02-28"}),
        ("spo2", {"spo2": "97"}),
    ],
)
def test_enter_stops_where_an_answer_may_be_missing(name: str, fields: dict[str, str]) -> None:
    assert not is_passed_over(name, _form(**fields), TODAY)


def test_the_digit_of_its_place_chooses_a_mask(empty_desk: Pair) -> None:
    desk, presenter = empty_desk
    find(desk, "mask").setFocus()

    for pressed in (Qt.Key.Key_1, Qt.Key.Key_5, Qt.Key.Key_6, Qt.Key.Key_Delete):
        key(desk, pressed)

    assert presenter.heard == [
        ("set_field", "mask", "SURGICAL"),
        ("set_field", "mask", "NONE"),
        ("set_field", "mask", ""),
    ]


def test_the_digit_of_its_place_chooses_from_a_drop_down(empty_desk: Pair) -> None:
    desk, presenter = empty_desk
    find(desk, "avpu").setFocus()

    key(desk, Qt.Key.Key_2)

    assert presenter.heard == [("set_field", "avpu", "V")]


def test_ctrl_2_opens_who_it_is_while_somebody_is_missing(refused_desk: Pair) -> None:
    desk, presenter = refused_desk
    intake = Intake(datetime(2019, 1, 1, tzinfo=UTC))
    presenter.open(intake, SCENES["empty"]().outlook)

    desk.form.go_to_tier(2, ("spo2", "signs", "name", "id_no"))

    assert not desk.form.identity.isHidden()
    assert desk.focusWidget() is find(desk, "name")


def test_ctrl_1_goes_to_the_first_place_in_the_order_of_work(empty_desk: Pair) -> None:
    desk, _ = empty_desk

    desk.form.go_to_tier(1, ("health_code", "q3", "spo2"))

    assert desk.focusWidget() is find(desk, "q3")


def test_a_township_that_only_one_word_fits_is_taken_by_enter(empty_desk: Pair) -> None:
    desk, presenter = empty_desk
    desk.form.open_identity()
    field = find(desk, "township_code")
    assert isinstance(field, QLineEdit)
    field.setFocus()
    field.setText("和平")

    key(desk, Qt.Key.Key_Return)

    assert presenter.heard[-1] == ("set_field", "township_code", "370303004")
    assert desk.focusWidget() is find(desk, "address.text")


def test_an_error_leaves_the_warning_beside_it_a_warning(empty_desk: Pair) -> None:
    desk, _ = empty_desk
    phone = Problem("phone", "phone", "139", {"count": "3"}, is_warning=True)
    number = Problem("id_no", "id_CHECKSUM", "370399197801011231", {})

    desk.refusals.refuse((phone, number))

    note = find(desk, "note.name")
    assert _said(note, "danger") == "证件号码 校验位不符，请逐位核对"
    assert _said(note, "warn").startswith("电话 应为 1 开头的 11 位手机号")


def test_one_place_says_what_is_wrong_before_what_is_doubtful(empty_desk: Pair) -> None:
    desk, _ = empty_desk
    wrong = Problem("id_no", "id_CHECKSUM", "370399197801011231", {})
    doubtful = Problem("id_no", "id_AREA_UNKNOWN", "370399197801011231", {}, is_warning=True)

    desk.refusals.refuse((wrong, doubtful))

    assert desk.form.book.problems["id_no"] == ("证件号码 校验位不符，请逐位核对", False)


def _said(note: QWidget, tone: str) -> str:
    lines = [label for label in note.findChildren(QWidget) if label.property("tone") == tone]
    return str(lines[0].property("text"))
