"""Risk zones of townships (1.4 of the rules): colours by day, from official lists."""

from typing import Any

from sqlalchemy import insert, or_, select

from feverclinic.domain.prescreening import RiskZone
from feverclinic.errors import Refused
from feverclinic.storage.columns import columns_of, record_of
from feverclinic.storage.tables import RiskZoneRow, table_of
from feverclinic.storage.work import Work

ZONES = table_of(RiskZoneRow)


class Zones:
    def __init__(self, work: Work) -> None:
        self._work = work

    def all(self) -> tuple[RiskZone, ...]:
        """All colours of all townships on this hospital's list, by township and day."""
        mine = ZONES.c.facility_id == self._work.station.facility_id
        asked = select(ZONES).where(mine).order_by(ZONES.c.township_code, ZONES.c.valid_from)
        rows = self._work.connection.execute(asked).mappings()
        return tuple(record_of(RiskZone, row, {}) for row in rows)

    def add(self, zone: RiskZone, source_doc: str = "") -> RiskZone:
        """Record a colour; raises Refused `zone.overlaps` where the township has one for these days."""
        work = self._work
        if zone.valid_to is not None and zone.valid_to <= zone.valid_from:
            raise Refused("zone.ends_before_it_begins", township=zone.township_code)
        if work.connection.execute(select(ZONES.c.id).where(*self._overlapping(zone))).first():
            raise Refused("zone.overlaps", township=zone.township_code)
        zone_id = work.new_id()
        values = {
            **columns_of(zone, {}),
            "id": zone_id,
            "facility_id": work.station.facility_id,
            "source_doc": source_doc,
            "entered_by": work.actor.id,
            "entered_at": work.now,
        }
        work.connection.execute(insert(ZONES), values)
        change = {"zone": zone, "source_doc": source_doc}
        work.audit.note("ADDED", "risk_zone", zone_id, change)
        return zone

    def _overlapping(self, zone: RiskZone) -> list[Any]:
        overlaps = [
            ZONES.c.facility_id == self._work.station.facility_id,
            ZONES.c.township_code == zone.township_code,
            or_(ZONES.c.valid_to.is_(None), ZONES.c.valid_to > zone.valid_from),
        ]
        if zone.valid_to is None:
            return overlaps
        return [*overlaps, ZONES.c.valid_from < zone.valid_to]
