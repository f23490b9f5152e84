"""How a figure is taken: ours and the bare thing in turn, after a warm-up, the median of the pairs."""

import gc
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import perf_counter, process_time

Work = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the table; `is_met` None is a figure without a bar."""

    name: str
    what: str
    figure: str
    bar: str = ""
    is_met: bool | None = None


@dataclass(frozen=True, slots=True)
class Ratio:
    """Ours by the bare thing: the median of the pairs, the smallest and the largest."""

    median: float
    least: float
    most: float

    def __str__(self) -> str:
        return f"{self.median:.2f}x ({self.least:.2f}–{self.most:.2f})"


def in_turn(
    rounds: int, warm_up: int, *works: Work, clock: Callable[[], float] = perf_counter
) -> tuple[list[float], ...]:
    """Seconds of each piece of work in each round, the pieces one after the other in every round."""
    taken: tuple[list[float], ...] = tuple([] for _ in works)
    gc.collect()
    for number in range(warm_up + rounds):
        for seconds, work in zip(taken, works, strict=True):
            begun = clock()
            work()
            ended = clock()
            if number >= warm_up:
                seconds.append(ended - begun)
    return taken


def processor_seconds(rounds: int, work: Work) -> float:
    """Processor time of this process for one piece of work, the mean of many."""
    begun = process_time()
    for _ in range(rounds):
        work()
    return (process_time() - begun) / rounds


def ratio(ours: Sequence[float], bare: Sequence[float]) -> Ratio:
    pairs = [one / other for one, other in zip(ours, bare, strict=True)]
    return Ratio(statistics.median(pairs), min(pairs), max(pairs))


def share(values: Sequence[float], of: float) -> float:
    """The value below which a share of all lies: `share(taken, 0.95)` is p95."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * of))]


def ms(seconds: float) -> str:
    return f"{seconds * 1000:.2f} ms"


def middle_and_most(values: Sequence[float]) -> str:
    return f"p50 {ms(share(values, 0.5))}, p95 {ms(share(values, 0.95))}"
