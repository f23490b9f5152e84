"""Keys made at the station: rising, never twice, and small enough for eight bytes."""

from collections.abc import Iterator
from itertools import repeat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feverclinic.storage.ids import Ids

NOON_NS = 1_582_603_200_000_000_000


def _clock(milliseconds: Iterator[int]) -> Ids:
    return Ids(5, lambda: NOON_NS + next(milliseconds) * 1_000_000)


@given(st.lists(st.integers(-10_000, 10_000), min_size=2, max_size=300))
def test_keys_rise_whatever_the_clock_does(jumps: list[int]) -> None:
    ids = _clock(iter(jumps))

    keys = [ids.next() for _ in jumps]

    assert keys == sorted(set(keys))


def test_keys_of_one_millisecond_do_not_run_out() -> None:
    ids = _clock(repeat(0))

    keys = [ids.next() for _ in range(10_000)]

    assert len(set(keys)) == 10_000
    assert keys == sorted(keys)


def test_a_key_holds_time_and_station_and_fits_eight_bytes() -> None:
    key = _clock(iter([0])).next()

    assert (key >> 12) & 1023 == 5
    assert (key >> 22) + 1_577_836_800_000 == NOON_NS // 1_000_000
    assert key < 2**63


def test_computers_cloned_with_their_station_begin_elsewhere() -> None:
    starts = {_clock(iter([0])).next() for _ in range(20)}

    assert len(starts) > 1


@pytest.mark.parametrize("number", [-1, 1024])
def test_a_station_number_has_ten_bits(number: int) -> None:
    with pytest.raises(ValueError, match="0 to 1023"):
        Ids(number)
