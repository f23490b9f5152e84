"""The hand-over sheet: all that adds up, all that does not, by name, and room for two signatures."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feverclinic.domain.people import StaffId
from feverclinic.domain.shifts import Balance, BalanceLine, HandOver, Shift, ShiftId
from feverclinic.reports.hand_over import render
from feverclinic.reports.imprint import Imprint
from feverclinic.wording import wording
from tests.builders import NOON
from tests.golden_papers import Golden, texts

IMPRINT = Imprint("市立医院 发热门诊", "预检分诊 1 号点", "张燕", NOON)
LINES = (
    BalanceLine("COUNTED", 41),
    BalanceLine("GENERAL_OPD", 18),
    BalanceLine("FEVER_CLINIC", 12),
    BalanceLine("LEFT", 2, ("李四 09:10", "王五 10:02")),
)
WAITING = tuple(f"患者{number} 11:{number:02d}" for number in range(10, 19))
OPEN = Balance(
    83,
    (*LINES, BalanceLine("WAITING", 9, WAITING)),
    (BalanceLine("FORM_GONE", 1, ("钱九 10:31",)),),
    (
        BalanceLine("FORM", 9, WAITING),
        BalanceLine("TRAY", 1, ("36.8 绿枪 11:48",)),
        BalanceLine("UNPRINTED", 1, ("20200225-0017",)),
    ),
)
SHIFT = Shift(
    *(ShiftId(1), "GATE", NOON - timedelta(hours=4), StaffId(1)),
    *(NOON, StaffId(1), NOON, StaffId(2)),
    OPEN,
    "绿枪电池快没电;钱九的登记电脑重启后不见,已广播找人。",
)
SIGNED = HandOver(SHIFT, OPEN, "张燕", NOON, "张燕", "李护士")
CLEAN = HandOver(
    Shift(ShiftId(2), "GATE", NOON - timedelta(hours=4), StaffId(1)),
    Balance(73, LINES),
    "张燕",
    NOON,
)


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize(("name", "over"), [("open", SIGNED), ("clean", CLEAN)])
def test_the_sheet_looks_as_it_was_looked_at(
    golden: Golden, name: str, over: HandOver, language: str
) -> None:
    golden.compare(f"hand-over-{name}-{language}", render(over, IMPRINT, wording(language)))


def test_the_same_record_is_the_same_bytes() -> None:
    words = wording("zh_CN")

    assert render(SIGNED, IMPRINT, words) == render(SIGNED, IMPRINT, words)


def test_everybody_who_waits_is_on_the_sheet_by_name() -> None:
    told = "".join(texts(render(SIGNED, IMPRINT, wording("zh_CN"))))

    assert [name for name in WAITING if told.count(name) != 2] == []
    assert "没有对平(去向合计 82)" in told
    assert "钱九 10:31" in told


@given(st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), max_size=40))
@settings(max_examples=20)
def test_any_name_leaves_the_sheet_on_its_page(name: str) -> None:
    balance = replace(OPEN, odd=(BalanceLine("FORM_GONE", 1, (f"{name} 10:31",)),))

    pages = texts(render(replace(SIGNED, balance=balance), IMPRINT, wording("zh_CN")))

    assert len(pages) == 1


def test_a_long_list_breaks_over_pages() -> None:
    many = tuple(f"患者{number} 11:00" for number in range(200))
    balance = replace(OPEN, unclaimed=(BalanceLine("FORM", 200, many),))

    pages = texts(render(replace(SIGNED, balance=balance), IMPRINT, wording("zh_CN")))

    assert len(pages) > 1
    assert [name for name in many if name not in "".join(pages)] == []
