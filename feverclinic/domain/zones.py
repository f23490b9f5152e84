"""Risk zones of townships (1.4): looked up by the day of the stay, half-open, missing is UNKNOWN."""

from collections.abc import Iterable, Sequence
from datetime import date

from feverclinic.domain.prescreening import RiskZone, ZoneColour

# What counts when a stay saw several colours; unknown comes before what clears.
WORST_FIRST = (
    ZoneColour.RED,
    ZoneColour.ORANGE,
    ZoneColour.UNKNOWN,
    ZoneColour.YELLOW,
    ZoneColour.GREEN,
)


def worst(colours: Iterable[ZoneColour]) -> ZoneColour:
    """The first of RED, ORANGE, UNKNOWN, YELLOW, GREEN that is there; UNKNOWN for none."""
    return min(colours, key=WORST_FIRST.index, default=ZoneColour.UNKNOWN)


def colour_on(township: str, day: date, zones: Iterable[RiskZone]) -> ZoneColour:
    """The colour of a township on one day; its last day is the one before `valid_to`."""
    return worst(zone.colour for zone in zones if _is_of(zone, township) and _covers(zone, day))


def worst_between(township: str, first: date, last: date, zones: Sequence[RiskZone]) -> ZoneColour:
    """The worst colour that a township had on any day from `first` to `last`."""
    mine = [zone for zone in zones if _is_of(zone, township) and _meets(zone, first, last)]
    colours = [zone.colour for zone in mine]
    if not _is_covered(first, last, mine):
        colours.append(ZoneColour.UNKNOWN)
    return worst(colours)


def _is_of(zone: RiskZone, township: str) -> bool:
    return zone.township_code == township


def _covers(zone: RiskZone, day: date) -> bool:
    return zone.valid_from <= day and (zone.valid_to is None or day < zone.valid_to)


def _meets(zone: RiskZone, first: date, last: date) -> bool:
    is_empty = zone.valid_to is not None and zone.valid_to <= zone.valid_from
    ends_before = zone.valid_to is not None and zone.valid_to <= first
    return zone.valid_from <= last and not ends_before and not is_empty


def _is_covered(first: date, last: date, zones: Sequence[RiskZone]) -> bool:
    """Whether some row speaks of every day: each gap would begin at `first` or where a row ends."""
    ends = [zone.valid_to for zone in zones if zone.valid_to is not None]
    starts = [first, *(day for day in ends if first <= day <= last)]
    return all(any(_covers(zone, day) for zone in zones) for day in starts)
