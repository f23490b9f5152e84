"""Staff: who may sign in, the hash of the password, and the sign-ins that failed."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, delete, func, insert, select

from feverclinic.domain.boards import Topic
from feverclinic.domain.people import Staff, StaffId
from feverclinic.errors import Refused
from feverclinic.storage.audit import difference
from feverclinic.storage.tables import SignInTryRow, StaffRow, table_of
from feverclinic.storage.work import Work

STAFF, TRIES = table_of(StaffRow), table_of(SignInTryRow)


def staff_of(row: RowMapping) -> Staff:
    """The person without duties: those are a matter of the role, which is data of the services."""
    return Staff(
        id=StaffId(row["id"]),
        login=row["login"],
        name=row["name"],
        title=row["title"],
        role=row["role"],
        is_active=row["is_active"],
        version=row["version"],
    )


class StaffRecords:
    def __init__(self, work: Work) -> None:
        self._work = work

    def is_empty(self) -> bool:
        """Whether nobody can sign in yet: the first run."""
        return self._work.connection.execute(select(STAFF.c.id).limit(1)).first() is None

    def all(self) -> tuple[Staff, ...]:
        """Everybody, by name of sign-in."""
        asked = select(STAFF).where(self._is_mine()).order_by(STAFF.c.login)
        return tuple(staff_of(row) for row in self._work.connection.execute(asked).mappings())

    def get(self, staff_id: StaffId) -> Staff:
        """The person; raises Refused `record.missing` for an id that nobody has."""
        row = self._row(STAFF.c.id == staff_id)
        if row is None:
            raise Refused("record.missing", what="staff", id=staff_id)
        return staff_of(row)

    def find(self, login: str) -> tuple[Staff, str] | None:
        """The person with this name of sign-in, and the hash of the password."""
        row = self._row((STAFF.c.login == login) & self._is_mine())
        return None if row is None else (staff_of(row), str(row["password_hash"]))

    def add(self, staff: Staff, password_hash: str) -> Staff:
        """Record a person; raises Stale `record.already_there` when the name of sign-in is taken."""
        work = self._work
        values = {**_values(staff), "id": staff.id, "version": staff.version}
        values |= {"password_hash": password_hash, "pin_hash": "", "badge_hash": ""}
        values |= {"facility_id": work.station.facility_id}
        work.connection.execute(insert(STAFF), values)
        work.audit.note("ADDED", "staff", staff.id, _values(staff))
        work.touched.add(Topic.STAFF)
        return staff

    def save(self, staff: Staff, reason: str = "") -> Staff:
        """Keep a changed person as the next version; raises Stale when another desk was faster."""
        work = self._work
        before = self.get(staff.id)
        work.replace_row(STAFF, staff.id, staff.version, _values(staff), "staff")
        saved = replace(staff, version=staff.version + 1)
        change = difference(_values(before), _values(saved))
        work.audit.note("CHANGED", "staff", staff.id, change, reason)
        work.touched.add(Topic.STAFF)
        return saved

    def set_password(self, staff: Staff, password_hash: str) -> Staff:
        """Keep a new hash; the audit line says that it changed and nothing of what it is."""
        values = {"password_hash": password_hash}
        self._work.replace_row(STAFF, staff.id, staff.version, values, "staff")
        self._work.audit.note("PASSWORD_CHANGED", "staff", staff.id, {})
        return replace(staff, version=staff.version + 1)

    def note_sign_in(self, staff: Staff) -> None:
        """The person sits at this station from now on."""
        self._work.audit.note("SIGNED_IN", "staff", staff.id, {})

    def note_try(self, login: str) -> None:
        """A sign-in with this name failed now."""
        work = self._work
        values = {"id": work.new_id(), "login": login, "at": work.now}
        where = {"facility_id": work.station.facility_id, "station": work.station.code}
        work.connection.execute(insert(TRIES), {**values, **where})

    def tries_since(self, login: str, since: datetime) -> tuple[int, datetime | None]:
        """How often a sign-in failed after an instant, and the first of them."""
        asked = select(func.count(), func.min(TRIES.c.at)).where(
            self._is_of(login), TRIES.c.at > since
        )
        count, first = self._work.connection.execute(asked).one()
        return count, first

    def forget_tries(self, login: str) -> None:
        self._work.connection.execute(delete(TRIES).where(self._is_of(login)))

    def _row(self, condition: Any) -> RowMapping | None:
        asked = select(STAFF).where(condition)
        return self._work.connection.execute(asked).mappings().first()

    def _is_of(self, login: str) -> Any:
        here = TRIES.c.facility_id == self._work.station.facility_id
        return here & (TRIES.c.login == login)

    def _is_mine(self) -> Any:
        return STAFF.c.facility_id == self._work.station.facility_id


def _values(staff: Staff) -> dict[str, object]:
    return {
        "login": staff.login,
        "name": staff.name,
        "title": staff.title,
        "role": staff.role,
        "is_active": staff.is_active,
    }
