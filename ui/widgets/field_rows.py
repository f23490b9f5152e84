"""Fields in lines that fill the width: as many in a line as fit, the rest shared among them."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QSizePolicy, QWidget


class FieldRows(QLayout):
    """Every field gets at least its own width; what a line has left is shared by the growing ones."""

    def __init__(self, parent: QWidget | None = None, *, gap: int = 8) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap = gap
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # pyright: ignore[reportIncompatibleMethodOverride] - Qt asks past the end and wants None
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # pyright: ignore[reportIncompatibleMethodOverride] - as itemAt
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation.Horizontal

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._place(QRect(0, 0, width, 0), is_dry=True)

    def setGeometry(self, box: QRect) -> None:
        super().setGeometry(box)
        self._place(box, is_dry=False)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._shown():
            size = size.expandedTo(item.minimumSize())
        return size

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _lines(self, width: int) -> list[list[QLayoutItem]]:
        lines: list[list[QLayoutItem]] = []
        left = 0
        for item in self._shown():
            needed = min(item.minimumSize().width(), width)
            if not lines or left + self._gap + needed > width:
                lines.append([item])
                left = needed
            else:
                lines[-1].append(item)
                left += self._gap + needed
        return lines

    def _place(self, box: QRect, *, is_dry: bool) -> int:
        """Set the items, or only count, and return the height that they take."""
        top = box.y()
        for line in self._lines(box.width()):
            height = max(item.sizeHint().height() for item in line)
            if not is_dry:
                self._place_line(line, QRect(box.x(), top, box.width(), height))
            top += height + self._gap
        return max(top - self._gap - box.y(), 0)

    def _place_line(self, line: list[QLayoutItem], box: QRect) -> None:
        widths = [min(item.minimumSize().width(), box.width()) for item in line]
        growing = [at for at, item in enumerate(line) if self._grows(item)]
        spare = box.width() - sum(widths) - self._gap * (len(line) - 1)
        for nth, at in enumerate(growing):
            share = spare // (len(growing) - nth)
            widths[at] += share
            spare -= share
        left = box.x()
        for item, width in zip(line, widths, strict=True):
            height = min(item.sizeHint().height(), box.height())
            item.setGeometry(QRect(left, box.y() + (box.height() - height) // 2, width, height))
            left += width + self._gap

    @staticmethod
    def _grows(item: QLayoutItem) -> bool:
        widget = item.widget()
        return widget is None or widget.sizePolicy().horizontalPolicy() != QSizePolicy.Policy.Fixed


def field_rows(*fields: QWidget, gap: int = 8) -> QWidget:
    """A widget that holds fields in lines and grows as high as they need."""
    holder = QWidget()
    layout = FieldRows(holder, gap=gap)
    for field in fields:
        layout.addWidget(field)
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
    policy.setHeightForWidth(True)
    holder.setSizePolicy(policy)
    return holder
