"""What was typed in sheets and not yet taken: it survives Esc, a refusal, and the way to another case."""

from collections.abc import Callable, Mapping

Key = tuple[str, str]


class Shelf:
    """Answers by act and whose they are; `kept` is told of every change, so that a crash loses nothing."""

    def __init__(
        self,
        answers: Mapping[Key, Mapping[str, str]] | None = None,
        kept: Callable[[Key, Mapping[str, str]], object] = lambda _key, _answers: None,
    ) -> None:
        self._answers = {key: dict(one) for key, one in (answers or {}).items()}
        self._kept = kept

    def find(self, key: Key) -> Mapping[str, str] | None:
        return self._answers.get(key)

    def keep(self, key: Key, answers: Mapping[str, str]) -> None:
        self._answers[key] = dict(answers)
        self._kept(key, answers)

    def forget(self, key: Key) -> None:
        """It was taken, or was thrown away on purpose."""
        if self._answers.pop(key, None) is not None:
            self._kept(key, {})

    @property
    def keys(self) -> tuple[Key, ...]:
        """All that is typed and not taken: whoever wants to leave the desk is told."""
        return tuple(self._answers)
