"""What is special about this run of the program: on a usual day nothing, in the demo much."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from feverclinic.settings import Settings
from feverclinic.wording import Wording
from ui.opening import open_records
from ui.theme import Theme

# The print service is loaded behind the first page.
if TYPE_CHECKING:
    from ui.opening import Records
    from ui.printing import PrintDoor

Page = Callable[[Theme, Wording], QWidget]


@dataclass(frozen=True, slots=True)
class Occasion:
    """`printers` None are those of the system; `mark` stands on every paper.

    `entrance` is shown while the records are being made, instead of signing in; `ribbon` stands
    over everything in the window, whatever page is shown.
    """

    open_records: Callable[[Settings, datetime], Records] = open_records
    printers: PrintDoor | None = None
    mark: str = ""
    entrance: Page | None = None
    ribbon: Page | None = None


USUAL = Occasion()
