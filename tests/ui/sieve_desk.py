"""A field, a scanner and a clock around the sieve, for the tests of typing and scanning."""

from ui.key_sieve import KeySieve, Ruling, Sort, Stroke

GAP_MS = 50
CARD = "370399199001011231"
SLIP = "20200225-0007"
ENTER = "\r"
KNOWN = frozenset({CARD, SLIP})


class TypingDesk:
    """A field, a scanner's ear and a clock around a sieve; `text` is what stands in the field."""

    def __init__(self, *, can_take_back: bool = True) -> None:
        self.sieve: KeySieve[str] = KeySieve(GAP_MS, lambda text: text in KNOWN)
        self.text = ""
        self.codes: list[str] = []
        self.broken = 0
        self.now_ms = 1000
        self.story = ""
        self.waits_ms: list[int] = []
        self._can_take_back = can_take_back
        self._last_key_ms = 0
        self._held_since: list[int] = []

    def strike(self, text: str, after_ms: int) -> None:
        self.pass_time(after_ms)
        sort = Sort.END if text in "\r\t" else Sort.CHARACTER
        stroke = Stroke(text, self.now_ms, sort, ord(text))
        self._last_key_ms = self.now_ms
        ruling = self.sieve.press(stroke, text, can_take_back=self._can_take_back)
        self._obey(ruling)
        if not ruling.is_held:
            self._type(text)
        elif ruling.code:
            self.story += ruling.code + text
        elif sort is Sort.CHARACTER:
            self._held_since.append(self.now_ms)

    def pass_time(self, milliseconds: int) -> None:
        """The timer of the window: looks once a gap has passed since the last key."""
        for _ in range(milliseconds):
            self.now_ms += 1
            if self.now_ms - self._last_key_ms > self.sieve.patience_ms:
                self._obey(self.sieve.flush())

    def foreign(self, word: str, after_ms: int) -> None:
        """An input method commits a word."""
        self.pass_time(after_ms)
        self._last_key_ms = self.now_ms
        ruling = self.sieve.foreign(self.now_ms, word, is_word=True)
        self._obey(ruling)
        if ruling.is_held:
            self._held_since.append(self.now_ms)
        else:
            self.text += word

    def type(self, text: str, gap_ms: int, first_ms: int = 300) -> None:
        for at, one in enumerate(text):
            self.strike(one, gap_ms if at else first_ms)

    def scan(self, code: str, gap_ms: int = 8, first_ms: int = 300, end: str = ENTER) -> None:
        self.type(code + end, gap_ms, first_ms)

    def rest(self) -> None:
        self.pass_time(10 * GAP_MS + 1)

    def _obey(self, ruling: Ruling[str]) -> None:
        if ruling.takes_back:
            self.text, self.story = self.text[:-1], self.story[:-1]
        for one in ruling.give:
            self.waits_ms.append(self.now_ms - self._held_since.pop(0))
            self.text += one
            self.story += one
        if ruling.code:
            self.codes.append(ruling.code)
            self._held_since.clear()
        self.broken += ruling.is_broken

    def _type(self, text: str) -> None:
        self.waits_ms.append(0)
        self.text += text
        self.story += text
