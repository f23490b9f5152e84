"""Administration: staff are added by those who may, passwords given anew, settings told whole."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path

import argon2
import pytest

from feverclinic.domain.people import Staff, StaffId
from feverclinic.errors import Refused
from feverclinic.services import signing_in
from feverclinic.services.admin import (
    add_staff,
    back_up_now,
    check_audit,
    database_state,
    reset_password,
    set_active,
    settings_told,
    staff_list,
)
from feverclinic.services.signing_in import NOBODY, roles, sign_in
from feverclinic.settings import load_settings
from feverclinic.storage.store import Store
from feverclinic.wording import LANGUAGES, wording
from tests.builders import HEAD, NOON, NURSE, a_patient
from tests.engines import Clinic

Work = Callable[..., AbstractContextManager[Store]]
PASSWORD = "first password"
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
    with clinic.work() as store:
        state = database_state(store)
        verified = check_audit(store)

    assert (state.revision, state.patients, state.visits, state.lines) == ("0002", 1, 0, 1)
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
