"""The pictures show what the program can do, and their numbers are those of their lists."""

import pytest

from feverclinic.wording import wording
from ui.shell_scenes import chips, server
from ui.triage.scenes import SCENES
from ui.widgets.device_chip import Readiness, ServerKind


@pytest.mark.parametrize("state", ["empty", "busy", "refused"])
def test_a_number_over_the_list_equals_its_rows(state: str) -> None:
    scene = SCENES[state]()

    drafts = [entry for entry in scene.entries if entry.draft_id is not None]
    visits = [entry for entry in scene.entries if entry.visit_id is not None]
    rechecks = [entry for entry in scene.entries if entry.recheck_at is not None]

    assert scene.counts.drafts == len(drafts)
    assert scene.counts.today == len(visits)
    assert scene.counts.rechecks == len(rechecks)
    assert scene.counts.unassigned == len(scene.tray)
    assert scene.counts.on_the_way == len(scene.going)


def test_the_refused_scene_shows_a_thermometer_that_went_away() -> None:
    shown = chips(wording("zh_CN"), "refused")

    assert [chip.readiness for chip in shown] == [
        Readiness.ARMED,
        Readiness.READY,
        Readiness.LOST,
    ]


def test_no_scene_has_a_server_that_is_away() -> None:
    assert server().kind is ServerKind.LOCAL
