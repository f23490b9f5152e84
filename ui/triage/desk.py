"""预检分诊: builds the three panes and lays them out; it decides nothing."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout

from feverclinic.wording import Wording
from ui.theme import Grid, Theme
from ui.triage.desk_acts import DeskActs
from ui.triage.desk_showing import DeskShowing, Panes
from ui.triage.form_pane import FormPane, Places
from ui.triage.queue_pane import QueuePane
from ui.triage.refusals import Refusals
from ui.triage.route_pane import RoutePane
from ui.widgets.pane import rule

if TYPE_CHECKING:
    # The pictures bring a presenter of their own; at run time the desk needs neither's module.
    from ui.triage.presenter import TriagePresenter
    from ui.triage.scene_presenter import ScenePresenter

LIST_WIDTH = {Grid.NARROW: 196, Grid.USUAL: 256, Grid.WIDE: 320}
ROUTE_WIDTH = {Grid.NARROW: 252, Grid.USUAL: 316, Grid.WIDE: 400}


class TriageDesk(QFrame):
    """One screen, keyboard first. `said` carries what belongs into the notice line."""

    said = Signal(str, str)  # kind ok | warning | error, sentence

    def __init__(
        self,
        presenter: "TriagePresenter | ScenePresenter",
        words: Wording,
        theme: Theme,
        places: Places | None = None,
    ) -> None:
        super().__init__()
        self.setObjectName("triageDesk")
        self.setAccessibleName(words.say("triage.title"))
        self.setProperty("pane", "bg")
        self._theme = theme
        self._grid: Grid | None = None
        self.queue = QueuePane(words, theme)
        self.form = FormPane(words, theme, places or Places())
        self.route = RoutePane(words, theme)
        self.refusals = Refusals(self.form, words, self)
        self.refusals.said.connect(lambda sentence: self.said.emit("error", sentence))
        self._lay_out()
        panes = Panes(self.queue, self.form, self.route, self.refusals)
        self.showing = DeskShowing(presenter, panes, words, self)
        self.acts = DeskActs(presenter, panes, self.showing, words, self)
        self.showing.said.connect(self.said)
        self.acts.said.connect(self.said)
        self.setFocusProxy(self.form.now.questions[0].toggle)
        self.showing.on_opened(presenter.intake)

    def _lay_out(self) -> None:
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self.queue)
        line.addWidget(rule(across=False))
        line.addWidget(self.form, 1)
        line.addWidget(rule(across=False))
        line.addWidget(self.route)
        self._apply(Grid.USUAL)

    # -- its place on the screen --------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        grid = self._theme.grid_of_desk(event.size().width())
        if grid is not self._grid:
            self._apply(grid)

    def _apply(self, grid: Grid) -> None:
        self._grid = grid
        is_narrow = grid is Grid.NARROW
        self.queue.setFixedWidth(LIST_WIDTH[grid])
        self.route.setFixedWidth(ROUTE_WIDTH[grid])
        for pane in (self.queue, self.form, self.route):
            pane.set_narrow(is_narrow=is_narrow)

    def minimumSizeHint(self) -> QSize:
        return QSize(960, 600)
