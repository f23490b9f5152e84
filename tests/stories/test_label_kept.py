"""A thermometer handed out while the disk is slow stays with whom it was given to."""

import pytest

from feverclinic.domain.waiting import under_arm
from tests.engines import Clinic
from tests.stories.slow_disk import SlowDisk
from tests.stories.workplace import work_place


@pytest.mark.usefixtures("qapp")
def test_a_label_goes_after_the_form_that_was_left_at_once(clinic: Clinic) -> None:
    with work_place(clinic) as place:
        disk = SlowDisk(place)
        place.desk.set_field("name", "张建国")
        form = place.desk.draft_id
        disk.go_slow()

        place.desk.hand_out("BLUE", "蓝")
        place.desk.new_form()
        disk.settle()

        with clinic.work() as store:
            kept = under_arm(store.drafts.get(form).intake)
        assert kept is not None
        assert kept.label == "BLUE"
        assert under_arm(place.desk.intake) is None
