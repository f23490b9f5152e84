"""Staff: who may sign in, the hashes of password, PIN and badge, and the sign-ins that failed."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, and_, delete, func, insert, select, update

from feverclinic.domain.boards import Topic
from feverclinic.domain.people import Staff, StaffId
from feverclinic.errors import Refused
from feverclinic.storage.audit import difference
from feverclinic.storage.columns import insert_or_replace
from feverclinic.storage.desk_tables import SignInRow
from feverclinic.storage.tables import SignInTryRow, StaffRow, table_of
from feverclinic.storage.work import Work

STAFF, TRIES, SIGN_INS = table_of(StaffRow), table_of(SignInTryRow), table_of(SignInRow)


@dataclass(frozen=True, slots=True)
class Seen:
    """When somebody last signed in by password at a station, and the wrong PINs since then."""

    staff: Staff
    at: datetime
    wrong_pins: int


def staff_of(row: RowMapping) -> Staff:
    """The person without duties: those are a matter of the role, which is data of the services."""
    return Staff(
        id=StaffId(row["id"]),
        login=row["login"],
        name=row["name"],
        title=row["title"],
        role=row["role"],
        is_active=row["is_active"],
        has_pin=bool(row["pin_hash"]),
        has_badge=bool(row["badge_hash"]),
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

    def pin_hash(self, staff_id: StaffId) -> str:
        """The hash of a person's PIN, "" for one that was not set."""
        row = self._row(STAFF.c.id == staff_id)
        return "" if row is None else str(row["pin_hash"])

    def find_by_badge(self, badge_hash: str) -> Staff | None:
        """The person whose badge has this hash."""
        row = self._row((STAFF.c.badge_hash == badge_hash) & self._is_mine())
        return None if row is None else staff_of(row)

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

    def set_pin(self, staff: Staff, pin_hash: str, reason: str = "") -> Staff:
        """Keep a new hash of the PIN, or none; the audit line says nothing of what it is."""
        action = "PIN_CHANGED" if pin_hash else "PIN_REMOVED"
        return self._set_hash(staff, "pin_hash", pin_hash, action, reason)

    def set_badge(self, staff: Staff, badge_hash: str, reason: str = "") -> Staff:
        """Keep the hash of a badge, or none; raises Stale `record.already_there` for one in use."""
        action = "BADGE_CHANGED" if badge_hash else "BADGE_REMOVED"
        return self._set_hash(staff, "badge_hash", badge_hash, action, reason)

    def _set_hash(self, staff: Staff, column: str, value: str, action: str, reason: str) -> Staff:
        self._work.replace_row(STAFF, staff.id, staff.version, {column: value}, "staff")
        self._work.audit.note(action, "staff", staff.id, {}, reason)
        self._work.touched.add(Topic.STAFF)
        return self.get(staff.id)

    def note_sign_in(self, staff: Staff, how: str = "PASSWORD") -> None:
        """The person sits at this station from now on; `how` is PASSWORD, PIN or BADGE."""
        self._work.audit.note("SIGNED_IN", "staff", staff.id, {"by": how})

    def note_password(self, staff: Staff) -> None:
        """The password was right at this station: PIN and badge serve from now on."""
        here = self._work.station
        values = {"facility_id": here.facility_id, "station": here.code, "staff_id": staff.id}
        put = insert_or_replace(self._work.connection.dialect.name, SIGN_INS)
        self._work.connection.execute(put, {**values, "at": self._work.now, "wrong_pins": 0})

    def note_wrong_pin(self, staff: Staff) -> None:
        """One more PIN of this person was wrong at this station."""
        mine = and_(self._is_here(), SIGN_INS.c.staff_id == staff.id)
        counted = update(SIGN_INS).where(mine).values(wrong_pins=SIGN_INS.c.wrong_pins + 1)
        self._work.connection.execute(counted)
        self._work.audit.note("PIN_FAILED", "staff", staff.id, {})

    def forget_wrong_pins(self, staff: Staff) -> None:
        """The PIN was right: what was wrong before counts no more."""
        mine = and_(self._is_here(), SIGN_INS.c.staff_id == staff.id)
        self._work.connection.execute(update(SIGN_INS).where(mine).values(wrong_pins=0))

    def forget_passwords(self, staff: Staff) -> None:
        """PIN and badge serve nowhere until the next sign-in by password."""
        mine = and_(
            SIGN_INS.c.facility_id == self._work.station.facility_id,
            SIGN_INS.c.staff_id == staff.id,
        )
        self._work.connection.execute(delete(SIGN_INS).where(mine))

    def seen_here(self) -> tuple[Seen, ...]:
        """Everybody active who ever signed in by password at this station, the latest first."""
        asked = (
            select(STAFF, SIGN_INS.c.at.label("seen_at"), SIGN_INS.c.wrong_pins)
            .join(SIGN_INS, SIGN_INS.c.staff_id == STAFF.c.id)
            .where(self._is_here(), self._is_mine(), STAFF.c.is_active)
            .order_by(SIGN_INS.c.at.desc(), STAFF.c.login)
        )
        rows = self._work.connection.execute(asked).mappings()
        return tuple(Seen(staff_of(row), row["seen_at"], row["wrong_pins"]) for row in rows)

    def note_try(self, login: str) -> None:
        """A sign-in with this name failed now."""
        work = self._work
        values = {"id": work.new_id(), "login": login, "at": work.now}
        where = {"facility_id": work.station.facility_id, "station": work.station.code}
        work.connection.execute(insert(TRIES), {**values, **where})

    def tries_since(self, login: str, since: datetime) -> tuple[int, datetime | None]:
        """How often a sign-in failed after an instant and up to now, and the first of them.

        A try that is dated in the future was made before a clock went back: it prolongs no pause.
        """
        asked = select(func.count(), func.min(TRIES.c.at)).where(
            self._is_of(login), TRIES.c.at > since, TRIES.c.at <= self._work.now
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

    def _is_here(self) -> Any:
        return self._work.at_station(SIGN_INS, self._work.station.code)

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
