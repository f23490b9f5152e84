"""What is said above the course of a case: the early warnings of severe illness among it (2.5)."""

from dataclasses import replace

from pytestqt.qtbot import QtBot

from feverclinic.services.rulebook import load_rules
from feverclinic.wording import wording
from ui.isolation.case_pane import CasePane
from ui.isolation.sheets.scene_case import NOON, scene_view
from ui.theme import load_theme

ZH = wording("zh_CN")


def test_what_warns_of_severe_illness_is_named_above_the_course(qtbot: QtBot) -> None:
    pane = CasePane(load_theme("light"), ZH, load_rules().triage.temperature, lambda: NOON)
    qtbot.addWidget(pane)
    view = scene_view()
    warned = replace(view.grade, early_warning=("LYMPHOCYTES_FALLING", "CRP_RISING"))

    pane.show_view(view)
    assert "重症早期预警" not in pane.warning.text()
    pane.show_view(replace(view, grade=warned))

    assert "重症早期预警：淋巴细胞持续下降、" in pane.warning.text()
    assert "CRP_RISING" not in pane.warning.text()
