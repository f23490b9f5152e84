"""The devices page and the scanners: while it is open a scan is a trial, elsewhere it acts."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from feverclinic.domain.scans import Scan
from ui.devices.scanner_presenter import ScannersPresenter
from ui.doors import configured_scanners, scanners_door
from ui.scan_acts import ScanActs
from ui.scans import Scans
from ui.settings_keeper import SettingsKeeper


class ScanTrial(QObject):
    """Stands between the scanners and their acts. `is_open` tells whether the devices page is seen."""

    refused = Signal(object)  # ClinicError

    def __init__(
        self, scans: Scans, acts: ScanActs, is_open: Callable[[], bool], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._scans = scans
        self._acts = acts
        self._is_open = is_open
        self._presenter: ScannersPresenter | None = None
        scans.scanned.connect(self._on_scan)
        scans.broken.connect(acts.tell_broken)

    def presenter(self, keeper: SettingsKeeper, restart: Callable[[], None]) -> ScannersPresenter:
        """The presenter of a devices page that is being built; the page takes it as its child."""
        settings = keeper.now
        gap_ms = settings.wedge_gap_ms if settings.wedge else None
        made = ScannersPresenter(scanners_door(keeper, restart), gap_ms)
        made.show_scanners(configured_scanners(settings))
        made.show_states(self._scans.states)
        made.refused.connect(self.refused)
        self._scans.states_changed.connect(made.show_states)
        self._presenter = made
        return made

    def _on_scan(self, scan: Scan) -> None:
        if self._presenter is not None and self._is_open():
            self._presenter.show_trial(scan)
        else:
            self._acts.act(scan)
