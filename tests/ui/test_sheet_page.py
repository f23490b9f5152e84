"""A sheet over the desk: by keys alone, nothing typed lost, what is wrong at its field, room in every size."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from feverclinic.domain.case_facts import Result
from feverclinic.domain.clinical_entries import Dose, Progress
from feverclinic.domain.leaving_entries import ReasonNoted
from feverclinic.domain.ternary import YES
from feverclinic.domain.work_up_entries import Order, SampleResult
from tests.ui.hands import commit
from tests.ui.sheet_answers import ZH, at
from ui.isolation.sheets.catalogue import SHEETS, WITHOUT_A_CASE, sheet_for
from ui.isolation.sheets.fields import Filled, Kind
from ui.isolation.sheets.page import SheetPage
from ui.isolation.sheets.scene_case import CASE, NEGATIVE, NOON, SAMPLE, entry, scene_view
from ui.isolation.sheets.scenes import WRONG, scene_occasion
from ui.isolation.sheets.shelf import Shelf
from ui.pictures import settle
from ui.theme import apply_theme, load_theme

ENTER, TAB = Qt.Key.Key_Return, Qt.Key.Key_Tab


@pytest.fixture
def page(qtbot: QtBot, qapp: QApplication) -> SheetPage:
    theme = load_theme("light")
    apply_theme(qapp, theme)
    made = SheetPage(theme, ZH)
    qtbot.addWidget(made)
    made.resize(640, 640)
    made.show()
    qtbot.waitExposed(made)
    return made


def open_act(page: SheetPage, act: str, **differs: object) -> list[Filled]:
    """Open the sheet of an act and collect what is taken from it."""
    asked = replace(scene_occasion(ZH, act), **differs)  # pyright: ignore[reportArgumentType] - members of Occasion
    heard: list[Filled] = []
    page.taken.connect(heard.append)
    page.open_for(sheet_for(act, asked), NOON, asked.view)
    settle()
    return heard


def keys(page: SheetPage, *pressed: Qt.Key | str) -> None:
    """Keys and words to whatever has the keyboard, as hands do."""
    for one in pressed:
        held = page.focusWidget() or page
        if not isinstance(one, str):
            QTest.keyClick(held, one)
        elif one.isascii():
            QTest.keyClicks(held, one)
        else:
            commit(held, one)


def ctrl(page: SheetPage, key: Qt.Key) -> None:
    QTest.keyClick(page.focusWidget() or page, key, Qt.KeyboardModifier.ControlModifier)


def find(page: SheetPage, name: str) -> QWidget:
    found = page.findChild(QWidget, name)
    assert isinstance(found, QWidget)
    return found


def below(page: SheetPage, name: str) -> str:
    found = page.findChild(QLabel, f"below.{name}")
    assert isinstance(found, QLabel)
    return found.text()


# -- names ------------------------------------------------------------------------------------


@pytest.mark.parametrize("act", SHEETS)
def test_each_field_is_named_by_its_member_and_spoken_in_words(page: SheetPage, act: str) -> None:
    open_act(page, act)
    assert page.form is not None

    for name, line in page.form.lines.items():
        assert line.control.objectName() == name
        assert line.control.accessibleIdentifier() == name
        assert line.control.accessibleName().startswith(line.field.label)


@pytest.mark.parametrize("act", SHEETS)
def test_the_tab_key_reaches_every_field_and_every_act(page: SheetPage, act: str) -> None:
    open_act(page, act)
    assert page.form is not None
    wanted = {
        line.control.focusProxy() or line.control
        for line in page.form.lines.values()
        if line.field.kind is not Kind.TOLD
    } | {page.take, page.leave}

    reached: set[QWidget] = set()
    for _ in range(60):
        reached.add(page.focusWidget())
        QTest.keyClick(page.focusWidget(), TAB)

    assert wanted - reached == set()


@pytest.mark.parametrize("act", [act for act in SHEETS if act not in WITHOUT_A_CASE])
def test_whose_it_is_stands_above_every_act(page: SheetPage, act: str) -> None:
    open_act(page, act)

    assert page.banner.isVisible()
    assert page.banner.accessibleName() == "何建平 男 41 岁 疑似病例 20200226-0012"


# -- by keys alone ----------------------------------------------------------------------------


def test_a_result_is_entered_by_keys_alone(page: SheetPage) -> None:
    heard = open_act(page, "result", entry=SAMPLE)

    keys(page, Qt.Key.Key_2, Qt.Key.Key_1, ENTER, "28.4", ENTER, ENTER, "29.1", ENTER)
    ctrl(page, ENTER)

    assert heard == [
        Filled(
            "result",
            (
                SampleResult(
                    SAMPLE.id,
                    at("14:32"),
                    Result.POS,
                    quantitative=YES,
                    ct_n=Decimal("28.4"),
                    ct_orf=Decimal("29.1"),
                ),
            ),
            at=at("14:32"),
            seen=4,
        )
    ]


def test_the_four_keys_of_a_result_lie_as_on_the_number_pad(page: SheetPage) -> None:
    open_act(page, "lab")
    assert page.form is not None
    page.form.go_to("flag")

    seen: list[str] = []
    for key in (Qt.Key.Key_8, Qt.Key.Key_5, Qt.Key.Key_2, Qt.Key.Key_0):
        keys(page, key)
        seen.append(page.form.answers()["flag"])

    assert seen == ["H", "N", "L", "NOT_DONE"]


def test_enter_past_the_last_field_saves(page: SheetPage) -> None:
    heard = open_act(page, "reason")

    keys(page, "需机械通气", ENTER)

    assert [one.act for one in heard] == ["reason"]


def test_several_lines_are_broken_by_shift_and_enter(page: SheetPage) -> None:
    heard = open_act(page, "reason")

    keys(page, "aa")
    QTest.keyClick(page.focusWidget(), ENTER, Qt.KeyboardModifier.ShiftModifier)
    keys(page, "bb", ENTER)

    assert heard[0].documents == (ReasonNoted("aa\nbb"),)


def test_digits_tick_the_work_up_and_enter_leads_to_the_next_set(page: SheetPage) -> None:
    heard = open_act(page, "order")

    keys(page, Qt.Key.Key_1, Qt.Key.Key_3, Qt.Key.Key_3, ENTER, Qt.Key.Key_1)
    ctrl(page, ENTER)

    assert heard[0].documents == (Order(("CBC",), "F-core"), Order(("NAT",), "F-NAT"))


def test_that_no_antipyretic_was_given_is_two_keys(page: SheetPage) -> None:
    heard = open_act(page, "dose")

    keys(page, Qt.Key.Key_1)
    ctrl(page, ENTER)

    assert [one.documents for one in heard] == [(Dose(),)]


def test_when_the_fact_was_goes_with_it(page: SheetPage) -> None:
    heard = open_act(page, "death")

    keys(page, "13:05", ENTER, "呼吸衰竭", ENTER)

    assert heard[0].at == at("13:05")


@pytest.mark.parametrize(
    ("act", "word"), [("reason", "保存"), ("death", "确认：死亡"), ("away", "确认：擅自离院")]
)
def test_an_act_that_cannot_be_taken_back_is_named_on_its_button(
    page: SheetPage, act: str, word: str
) -> None:
    open_act(page, act)

    assert page.take.text() == word


def test_an_enter_held_down_is_one_act(page: SheetPage) -> None:
    heard = open_act(page, "reason")
    keys(page, "x")

    ctrl(page, ENTER)
    ctrl(page, ENTER)

    assert len(heard) == 1


# -- nothing is lost --------------------------------------------------------------------------


@pytest.mark.parametrize("act", WRONG)
def test_a_wrong_field_says_what_is_wrong_and_all_that_was_typed_stays(
    page: SheetPage, act: str
) -> None:
    heard = open_act(page, act)
    assert page.form is not None
    page.form.show_answers(page.form.answers() | WRONG[act])
    before = page.form.answers()

    page.take.click()

    assert heard == []
    assert page.form.answers() == before
    assert page.note.text().startswith("▲ 还有")


def test_the_keyboard_goes_to_the_first_field_that_is_wrong(page: SheetPage) -> None:
    open_act(page, "result", entry=SAMPLE)
    assert page.form is not None
    page.form.show_answers({"result": "NEG", "ct_n": "284", "reported_at": "14:00"})

    page.take.click()

    assert page.focusWidget() is find(page, "ct_n")
    assert below(page, "ct_n") == "▲ 应在 0–60"
    assert find(page, "ct_n").accessibleDescription() == "应在 0–60"


def test_typing_on_takes_the_complaint_away(page: SheetPage) -> None:
    open_act(page, "result", entry=SAMPLE)
    assert page.form is not None
    page.form.show_answers({"result": "NEG", "ct_n": "284", "reported_at": "14:00"})
    page.take.click()

    keys(page, Qt.Key.Key_Backspace)

    assert below(page, "ct_n") == ""
    assert not page.note.isVisible()


def test_what_was_typed_survives_esc_and_another_sheet(qtbot: QtBot, page: SheetPage) -> None:
    open_act(page, "progress")
    assert page.form is not None
    page.form.go_to("note")
    keys(page, "咳嗽减轻")

    with qtbot.waitSignal(page.left):
        keys(page, Qt.Key.Key_Escape)
    open_act(page, "dose")
    heard = open_act(page, "progress")
    ctrl(page, ENTER)

    assert page.news.text() == "上次填的还在，没有保存过。接着填，或清空重填。"
    assert [one.documents for one in heard] == [(Progress(note="咳嗽减轻"),)]


def test_what_was_typed_for_one_case_is_not_shown_for_another(page: SheetPage) -> None:
    open_act(page, "progress")
    assert page.form is not None
    page.form.go_to("note")
    keys(page, "abc")
    view = scene_view()
    other = replace(view, book=replace(view.book, case=replace(view.book.case, id=CASE.id + 1)))

    open_act(page, "progress", view=other)

    assert page.form.answers()["note"] == ""


def test_a_sheet_that_was_saved_begins_empty(page: SheetPage) -> None:
    open_act(page, "reason")
    keys(page, "abc")
    ctrl(page, ENTER)
    page.done()

    open_act(page, "reason")

    assert page.form is not None
    assert page.form.answers() == {"reason": ""}


def test_ctrl_and_delete_empty_the_sheet_on_purpose(page: SheetPage) -> None:
    open_act(page, "measured")
    assert page.form is not None
    page.form.go_to("spo2")
    keys(page, "97")

    ctrl(page, Qt.Key.Key_Delete)

    assert page.form.answers()["spo2"] == ""
    assert page.form.answers()["at_rest"] == "YES"


def test_a_refusal_is_said_and_the_same_can_be_saved_again(page: SheetPage) -> None:
    heard = open_act(page, "reason")
    keys(page, "abc")
    ctrl(page, ENTER)

    page.refuse("服务器离线，这一步须连上服务器。")
    told = page.note.text()
    ctrl(page, ENTER)

    assert told == "▲ 服务器离线，这一步须连上服务器。"
    assert [one.documents for one in heard] == [(ReasonNoted("abc"),), (ReasonNoted("abc"),)]


def test_another_desk_was_faster_and_its_entries_stand_beside_what_was_typed(
    page: SheetPage,
) -> None:
    heard = open_act(page, "reason")
    keys(page, "abc")
    ctrl(page, ENTER)
    view = scene_view()
    later = replace(view, book=replace(view.book, case=replace(CASE, last_seq=5)))

    page.show_changed(later, (entry(5, NEGATIVE.document, 0, "王医生"),))
    told = page.note.text()
    ctrl(page, ENTER)

    assert "14:32  王医生  检验结果" in told
    assert page.form is not None
    assert page.form.answers() == {"reason": "abc"}
    assert [one.seen for one in heard] == [4, 5]


def test_every_change_is_told_so_that_a_crash_loses_nothing(qtbot: QtBot) -> None:
    kept: dict[tuple[str, str], dict[str, str]] = {}
    shelf = Shelf(kept=lambda key, answers: kept.update({key: dict(answers)}))
    page = SheetPage(load_theme("light"), ZH, shelf)
    qtbot.addWidget(page)
    page.show()
    open_act(page, "reason")
    keys(page, "ab")

    before = dict(kept)
    again = SheetPage(load_theme("light"), ZH, Shelf(before))
    qtbot.addWidget(again)
    open_act(again, "reason")

    assert before == {("reason", "703"): {"reason": "ab"}}
    assert again.form is not None
    assert again.form.answers() == {"reason": "ab"}


def test_the_clock_goes_on_while_somebody_types(page: SheetPage) -> None:
    heard = open_act(page, "death")
    keys(page, "14:40", ENTER, "x", ENTER)
    refused = list(heard)

    page.pass_minute(NOON + timedelta(minutes=8))
    ctrl(page, ENTER)

    assert refused == []
    assert heard[0].at == at("14:40")
