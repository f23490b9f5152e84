"""A list of what is told of each record, for a delegate that paints it: the doctor's list, the room board."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Generic, Protocol, TypeVar

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

Index = QModelIndex | QPersistentModelIndex


class Told(Protocol):
    """The words of one record: a title to be shown, the whole to be heard."""

    @property
    def title(self) -> str: ...
    @property
    def spoken(self) -> str: ...


Record = TypeVar("Record")
Words = TypeVar("Words", bound=Told)


class ToldRows(QAbstractListModel, Generic[Record, Words]):
    """`rows` are the records, `told` their words at the same places."""

    def __init__(self, tell: Callable[[Record, datetime], Words]) -> None:
        super().__init__()
        self._tell = tell
        self.rows: tuple[Record, ...] = ()
        self.told: tuple[Words, ...] = ()

    def show_rows(self, rows: Sequence[Record], now: datetime) -> None:
        """Other records, or the same ones at another time."""
        self.beginResetModel()
        self.rows = tuple(rows)
        self.told = tuple(self._tell(one, now) for one in rows)
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        told = self.told[index.row()]
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return told.spoken
        return told.title if role == Qt.ItemDataRole.DisplayRole else None
