"""Two programs on one server cannot be the same station."""

from dataclasses import replace

import pytest

from feverclinic.errors import Unavailable
from feverclinic.storage.engine import open_engine
from feverclinic.storage.station_lock import hold_station
from tests.builders import GATE
from tests.engines import Clinic


def test_a_station_is_held_once_and_free_again(clinic: Clinic) -> None:
    other = open_engine(clinic.url)
    held = hold_station(clinic.engine, GATE)
    if held is None:
        assert clinic.name == "sqlite"
        other.dispose()
        return

    with pytest.raises(Unavailable, match=r"station\.in_use"):
        hold_station(other, replace(GATE, number=GATE.number + 1))
    with pytest.raises(Unavailable, match=r"station\.in_use"):
        hold_station(other, replace(GATE, code="LOBBY"))
    elsewhere = hold_station(other, replace(GATE, code="LOBBY", number=GATE.number + 1))
    another_hospital = hold_station(other, replace(GATE, facility_id=GATE.facility_id + 1))
    held.release()
    again = hold_station(other, GATE)

    for lock in (elsewhere, another_hospital, again):
        assert lock is not None
        lock.release()
    other.dispose()
