"""That no alarm can be heard, in the top line; where sound works there is nothing to say."""

from ui.theme import Theme
from ui.widgets.chip import Chip, ChipLook, ChipPart


class SoundChip(Chip):
    """Dashed like everything that is away; a click leads to the page where sound is tried."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__(theme, "soundChip")
        self._name = name
        self.setAccessibleName(name)
        self._word, self._why = "", ""
        self._is_narrow = False
        self.hide()

    def show_words(self, word: str, why: str) -> None:
        """Show one word, and the reason with what to do as its tooltip; no word hides the chip."""
        self._word, self._why = word, why
        self._draw()

    def set_narrow(self, *, is_narrow: bool) -> None:
        """Where room is short the mark alone stays."""
        self._is_narrow = is_narrow
        self._draw()

    def _draw(self) -> None:
        self.setVisible(bool(self._word))
        mark = ChipPart(icon="volume-x", ink="unknown")
        word = ChipPart(text=self._word, ink="unknown")
        parts = (mark,) if self._is_narrow else (mark, word)
        said = ": ".join(part for part in (self._word, self._why) if part) or self._name
        self.show_parts(parts, ChipLook("unknownsoft", "unknown", is_dashed=True), said)
