"""Administration: staff are added by those who may, passwords given anew, settings told whole."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import argon2
import pytest
from sqlalchemy import text

from feverclinic.domain.alarms import Start
from feverclinic.domain.people import Duty, Staff, StaffId
from feverclinic.errors import Refused
from feverclinic.services import signing_in
from feverclinic.services.admin import (
    add_staff,
    back_up_now,
    check_audit,
    database_state,
    reset_password,
    reset_pin,
    set_active,
    set_badge,
    set_role,
    settings_told,
    staff_list,
)
from feverclinic.services.alarms import facts_of_records
from feverclinic.services.signing_in import NOBODY, roles, sign_in
from feverclinic.settings import load_settings
from feverclinic.storage.store import Store
from feverclinic.wording import LANGUAGES, wording
from tests.builders import HEAD, MINUTE, NOON, NURSE, a_patient
from tests.engines import Clinic

Work = Callable[..., AbstractContextManager[Store]]
PASSWORD = "first password"
CHIEF = Staff(StaffId(0), "chief", "周立", "", "security_administrator")
AUDITOR = replace(NURSE, duties=frozenset({Duty.READ_AUDIT}))
NEW = Staff(StaffId(0), "li", "李护士", "护士", "triage_nurse")


@pytest.fixture(autouse=True)
def _quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same algorithm at its least cost: a test must not wait for what should be slow."""
    quick = argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(signing_in, "_hasher", lambda: quick)
    signing_in._nobodys_hash.cache_clear()


def test_a_nurse_who_was_added_signs_in_with_the_duties_of_the_role(work: Work) -> None:
    with work(actor=HEAD) as store:
        added = add_staff(store, NEW, PASSWORD)
    with work(actor=NOBODY) as store:
        assert sign_in(store, "li", PASSWORD) == added
        assert staff_list(store) == (added,)

    assert added.duties == roles()["triage_nurse"]
    assert (added.login, added.name, added.title) == ("li", "李护士", "护士")


def test_a_nurse_may_not_add_staff(work: Work) -> None:
    with pytest.raises(Refused, match=r"staff\.duty_missing"), work(actor=NURSE) as store:
        add_staff(store, NEW, PASSWORD)


@pytest.mark.parametrize(
    ("changed", "password", "code"),
    [
        ({"login": "li"}, PASSWORD, "login.taken"),
        ({"login": "l i"}, PASSWORD, "login.bad_shape"),
        ({"login": "zhao", "name": ""}, PASSWORD, "name.missing"),
        ({"login": "zhao", "role": "king"}, PASSWORD, "role.unknown"),
        ({"login": "zhao"}, "short", "password.too_short"),
    ],
)
def test_what_cannot_be_added_is_refused(
    work: Work, changed: dict[str, str], password: str, code: str
) -> None:
    with work(actor=HEAD) as store:
        add_staff(store, NEW, PASSWORD)

    with pytest.raises(Refused) as refused, work(actor=HEAD) as store:
        add_staff(store, replace(NEW, **changed), password)  # pyright: ignore[reportArgumentType] - texts

    assert refused.value.code == code


def test_a_person_is_switched_off_with_a_reason(work: Work) -> None:
    with work(actor=HEAD) as store:
        add_staff(store, CHIEF, PASSWORD)
        person = add_staff(store, NEW, PASSWORD)
        off = set_active(store, person.id, "离职", is_active=False)
        store.audit.write()
        line = store.audit.of(person.id)[-1]

    assert (off.is_active, line.reason) == (False, "离职")


def test_without_a_reason_nobody_is_switched_off(work: Work) -> None:
    with work(actor=HEAD) as store:
        person = add_staff(store, NEW, PASSWORD)
        with pytest.raises(Refused, match=r"record\.reason_missing"):
            set_active(store, person.id, " ", is_active=False)


def test_the_last_one_who_can_manage_staff_stays(work: Work) -> None:
    with work(actor=HEAD) as store:
        chief = add_staff(store, CHIEF, PASSWORD)
        with pytest.raises(Refused, match=r"staff\.last_administrator"):
            set_active(store, chief.id, "离职", is_active=False)
        with pytest.raises(Refused, match=r"staff\.last_administrator"):
            set_role(store, chief.id, "auditor", "调岗")

        add_staff(store, replace(CHIEF, login="second"), PASSWORD)

        assert set_role(store, chief.id, "auditor", "调岗").role == "auditor"


def test_whoever_is_switched_off_counts_no_more_as_the_last_one(work: Work) -> None:
    with work(actor=HEAD) as store:
        chief = add_staff(store, CHIEF, PASSWORD)
        second = add_staff(store, replace(CHIEF, login="second"), PASSWORD)
        set_active(store, second.id, "休假", is_active=False)

        with pytest.raises(Refused, match=r"staff\.last_administrator"):
            set_active(store, chief.id, "离职", is_active=False)

        assert set_active(store, second.id, "回来", is_active=True).is_active


@pytest.mark.parametrize(
    ("role", "reason", "code"),
    [("king", "x", "role.unknown"), ("doctor", " ", "record.reason_missing")],
)
def test_a_role_that_is_none_and_no_reason_are_refused(
    work: Work, role: str, reason: str, code: str
) -> None:
    with work(actor=HEAD) as store:
        person = add_staff(store, NEW, PASSWORD)
        with pytest.raises(Refused) as refused:
            set_role(store, person.id, role, reason)

    assert refused.value.code == code


def test_nobody_gives_himself_a_duty(work: Work) -> None:
    with work(actor=HEAD) as store:
        security = add_staff(store, replace(NEW, role="security_administrator"), PASSWORD)
    with work(actor=security) as store:
        for role in ("auditor", "triage_nurse", "head_administrator"):
            with pytest.raises(Refused, match=r"staff\.own_role"):
                set_role(store, security.id, role, "调岗")

        assert store.staff.get(security.id).role == "security_administrator"


def test_a_badge_is_kept_as_a_hash_and_belongs_to_one_person(clinic: Clinic) -> None:
    with clinic.work(actor=HEAD) as store:
        person = add_staff(store, NEW, PASSWORD)
        other = add_staff(store, CHIEF, PASSWORD)
        assert set_badge(store, person.id, " NB-000123\n").has_badge
        with pytest.raises(Refused, match=r"badge\.taken") as refused:
            set_badge(store, other.id, "NB-000123")
        store.audit.write()
        lines = store.audit.of(person.id)

    with clinic.engine.begin() as connection:
        row = connection.execute(text("SELECT badge_hash FROM staff WHERE login = 'li'")).one()
    assert refused.value.facts == {"name": "李护士"}
    assert row.badge_hash == sha256(b"NB-000123").hexdigest()
    assert [line.action for line in lines] == ["ADDED", "BADGE_CHANGED"]
    assert "NB-000123" not in "".join(line.change for line in lines)


def test_a_badge_is_taken_away_with_an_empty_code(work: Work) -> None:
    with work(actor=HEAD) as store:
        person = add_staff(store, NEW, PASSWORD)
        set_badge(store, person.id, "NB-000123")

        assert not set_badge(store, person.id, "").has_badge


@pytest.mark.parametrize("code", ["123", "with space", "x" * 65, "tab\tinside"])
def test_what_is_no_badge_is_refused(work: Work, code: str) -> None:
    with work(actor=HEAD) as store:
        person = add_staff(store, NEW, PASSWORD)
        with pytest.raises(Refused, match=r"badge\.bad_shape"):
            set_badge(store, person.id, code)


@pytest.mark.parametrize(
    "act", [lambda s, i: set_badge(s, i, "NB-1"), reset_pin], ids=["badge", "pin"]
)
def test_a_nurse_gives_nobody_a_badge_or_a_pin(work: Work, act: Callable[..., object]) -> None:
    with work() as store, pytest.raises(Refused, match=r"staff\.duty_missing"):
        act(store, StaffId(1))


def test_only_who_reads_the_audit_checks_it(work: Work) -> None:
    with work(actor=HEAD) as store, pytest.raises(Refused, match=r"staff\.duty_missing"):
        check_audit(store)


def test_a_whole_audit_that_was_read_is_noted_as_looked_through(work: Work) -> None:
    with work() as store:
        store.patients.add(a_patient())
    with work(actor=AUDITOR, at=NOON + 5 * MINUTE) as store:
        check_audit(store)

    with work(at=NOON + 9 * MINUTE) as store:
        (fact,) = facts_of_records(store)
    assert (fact.kind, fact.since) == (Start.AUDIT_VERIFIED, NOON + 5 * MINUTE)


def test_a_broken_audit_that_was_read_still_waits_for_somebody(clinic: Clinic) -> None:
    with clinic.work() as store:
        store.patients.add(a_patient())
    with clinic.engine.begin() as connection:
        trigger = {"sqlite": "audit_no_update", "postgresql": "audit_stays ON audit"}[clinic.name]
        connection.execute(text(f"DROP TRIGGER {trigger}"))
        connection.execute(text("UPDATE audit SET change = '{}'"))
    with clinic.work(actor=AUDITOR, at=NOON + 5 * MINUTE) as store:
        assert len(check_audit(store).broken) > 0

    with clinic.work(at=NOON + 9 * MINUTE) as store:
        (fact,) = facts_of_records(store)
    assert (fact.kind, fact.since) == (Start.AUDIT_VERIFIED, NOON)


def test_a_new_password_lifts_the_lock(work: Work) -> None:
    with work(actor=HEAD) as store:
        person = add_staff(store, NEW, PASSWORD)
    for _ in range(5):
        with pytest.raises(Refused), work(actor=NOBODY) as store:
            sign_in(store, "li", "wrong password")

    with work(actor=HEAD) as store:
        reset_password(store, person.id, "second password")
    with work(actor=NOBODY) as store:
        assert sign_in(store, "li", "second password").id == person.id


def test_the_state_tells_where_how_many_and_the_last_hash(clinic: Clinic) -> None:
    with clinic.work() as store:
        store.patients.add(a_patient())
    with clinic.work(actor=AUDITOR) as store:
        state = database_state(store)
        verified = check_audit(store)

    assert (state.revision, state.patients, state.visits, state.lines) == ("0003", 1, 0, 1)
    assert state.last_hash == verified.heads[1]
    assert state.server.lower().startswith(clinic.name)
    assert state.size_bytes > 0
    assert verified.broken == ()


def test_a_backup_lies_in_the_data_folder(clinic: Clinic) -> None:
    settings = replace(load_settings(None, clinic.folder, {}), database_url=clinic.url)

    file = back_up_now(settings, NOON)

    assert file == clinic.folder / "backups" / "feverclinic-20200225-040000.db"
    assert file.exists()


def test_every_key_is_told_with_words_in_both_languages(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(
        'database_url = "postgresql://clinic:secret@server/clinic"\n'
        "[rules]\nfever_threshold_c = 37.5\n"
        '[[device]]\nname = "蓝枪"\ncolour = "BLUE"\nprofile = "gy-614v3"\nport = "/dev/ttyUSB0"\n',
        "utf-8",
    )

    told = {one.key: one for one in settings_told(load_settings(None, tmp_path, {}))}

    assert told["database_url"].value == "postgresql://clinic:***@server/clinic"
    assert told["rules.fever_threshold_c"].value == "37.5"
    assert told["device[0].name"].value == "蓝枪"
    assert (told["armed_seconds"].value, told["armed_seconds"].default) == ("60", "60")
    assert [
        one.meaning
        for one in told.values()
        if not all(wording(language).knows(one.meaning) for language in LANGUAGES)
    ] == []
