"""A trial for the pictures: none yet; its table; one that is refused while days are wrong."""

from collections.abc import Callable
from datetime import datetime, timedelta

from PySide6.QtWidgets import QWidget

from feverclinic.domain.civil_time import CHINA
from feverclinic.domain.people import Sex
from feverclinic.domain.trial import Changed, Trial, TrialRow, Tried, Verdict
from feverclinic.errors import ClinicError, Unavailable
from feverclinic.wording import Wording
from ui.theme import Theme
from ui.trial.desk import TrialDesk
from ui.trial.presenter import TrialDoor, TrialPresenter

NOON = datetime(2020, 2, 28, 14, 32, tzinfo=CHINA)
HOUR = timedelta(hours=1)


def _row(changed: Changed, name: str, tail: str, before: Verdict, after: Verdict) -> TrialRow:
    who = Tried(f"20200227-{tail}", name, NOON - 20 * HOUR, Sex.MALE, 41)
    return TrialRow(changed, who, before, after)


OUTCOME = Trial(
    "covid-dt-6",
    "covid-dt-7-draft",
    14,
    126,
    (
        _row(
            Changed.CLASSED,
            "何建平",
            "0012",
            Verdict("UNDETERMINED", ("CLS-5",)),
            Verdict("SUSPECTED", ("CLS-1",)),
        ),
        _row(
            Changed.HELD,
            "石婷婷",
            "0019",
            Verdict("NO", ("CLS-5",)),
            Verdict("YES", ("CLS-1",)),
        ),
        _row(
            Changed.RELEASED,
            "阿依古丽·买买提",
            "0003",
            Verdict("YES"),
            Verdict("NO", ("IMG_MISSING",)),
        ),
        _row(
            Changed.ROUTED,
            "孔德顺",
            "0044",
            Verdict("GENERAL_OPD", ("TRI-8",)),
            Verdict("FEVER_CLINIC", ("TRI-4",)),
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
        then: Callable[[Trial | None], object],
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
