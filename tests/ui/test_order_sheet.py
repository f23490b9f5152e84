"""F5: what this case must have is ticked already, so that one act orders it (section 3)."""

from dataclasses import replace

from feverclinic.domain.work_up import proposed
from feverclinic.domain.work_up_entries import Order
from feverclinic.services.rulebook import load_rules
from tests.case_builders import an_entry
from tests.ui.sheet_answers import ZH, read
from ui.isolation.sheets.catalogue import sheet_for
from ui.isolation.sheets.scenes import scene_occasion

RULES = load_rules()
SETS = {one.id: one.items for one in RULES.work_up.sets}
CORE = ("CBC", "CRP", "CHEST_CT", "SPO2")


def test_the_sets_of_a_suspect_are_ordered_by_taking_the_sheet_as_it_stands() -> None:
    view = scene_occasion(ZH, "order").view
    assert view is not None
    file, edition = view.file, RULES.editions["covid-dt-6"]
    asked = proposed(file, edition, RULES.work_up)
    must = frozenset(one.id for one in asked if one.is_mandatory)
    bare = replace(view, book=replace(view.book, entries=()))

    made, problems = read("order", {}, view=bare, sets=SETS, must=must)

    assert problems == {}
    assert made == (
        Order(CORE, "F-core"),
        Order(("NAT",), "F-NAT"),
        Order(("FLU_ANTIGEN", "RESP_PANEL"), "F-resp"),
    )


def test_what_was_ordered_before_is_not_ticked_again() -> None:
    view = scene_occasion(ZH, "order").view
    assert view is not None
    ordered = an_entry(1, Order(("CBC", "SPO2"), "F-core"))
    known = replace(view, book=replace(view.book, entries=(ordered,)))

    made, _ = read("order", {}, view=known, sets=SETS, must=frozenset({"F-core"}))

    assert made == (Order(("CRP", "CHEST_CT"), "F-core"),)


def test_what_nobody_must_have_is_left_to_the_doctor() -> None:
    asked = replace(scene_occasion(ZH, "order"), sets=SETS, must=frozenset[str]())

    assert sheet_for("order", asked).start == {}
