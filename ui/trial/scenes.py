"""A trial for the pictures: none yet; its table; one that is refused while days are wrong."""

from collections.abc import Callable
from datetime import datetime, timedelta

from PySide6.QtWidgets import QWidget

from feverclinic.domain.civil_time import CHINA
from feverclinic.domain.people import AgeUnit, Sex
from feverclinic.errors import ClinicError, Unavailable
from feverclinic.wording import Wording
from ui.theme import Theme
from ui.trial.desk import TrialDesk
from ui.trial.presenter import (
    Changed,
    Said,
    TrialDoor,
    TrialLine,
    TrialOutcome,
    TrialPresenter,
)

NOON = datetime(2020, 2, 28, 14, 32, tzinfo=CHINA)
HOUR = timedelta(hours=1)


def _line(changed: Changed, name: str, tail: str, before: Said, after: Said) -> TrialLine:
    return TrialLine(
        changed,
        f"20200227-{tail}",
        name,
        Sex.MALE,
        41,
        AgeUnit.YEAR,
        NOON - 20 * HOUR,
        before,
        after,
    )


OUTCOME = TrialOutcome(
    "covid-dt-6",
    "covid-dt-7-draft",
    14,
    126,
    (
        _line(
            Changed.CLASSED,
            "何建平",
            "0012",
            Said("class.UNDETERMINED", ("CLS-5",)),
            Said("class.SUSPECTED", ("CLS-1",)),
        ),
        _line(
            Changed.HELD,
            "石婷婷",
            "0019",
            Said("trial_page.held.NO", ("CLS-5",)),
            Said("trial_page.held.YES", ("CLS-1",)),
        ),
        _line(
            Changed.RELEASED,
            "阿依古丽·买买提",
            "0003",
            Said("trial_page.released.YES"),
            Said("trial_page.released.NO", ("IMG_MISSING",)),
        ),
        _line(
            Changed.ROUTED,
            "孔德顺",
            "0044",
            Said("outcome.GENERAL_OPD", ("TRI-8",)),
            Said("outcome.FEVER_CLINIC", ("TRI-4",)),
        ),
    ),
    NOON,
)


def trial_desk(theme: Theme, words: Wording, state: str) -> QWidget:
    """Nothing was tried; a trial of fourteen days; a file that cannot be read."""

    def start(
        _path: str,
        _days: int,
        _went_on: Callable[[int, int], object],
        then: Callable[[TrialOutcome | None], object],
        failed: Callable[[ClinicError], object],
    ) -> Callable[[], object]:
        if state == "refused":
            failed(Unavailable("trial_page.unreadable", file="draft.toml"))
        else:
            then(OUTCOME)
        return lambda: None

    door = TrialDoor(start, lambda *_: None, lambda *_: None)
    presenter = TrialPresenter(door)
    desk = TrialDesk(theme, words, presenter)
    presenter.setParent(desk)
    if state != "empty":
        desk.path.edit.setText("/var/lib/feverclinic/rules/covid-dt-7-draft.toml")
        desk.run.click()
    return desk
