"""Signing in: the first administrator, right and wrong passwords, the pause after five wrong ones."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import argon2
import pytest

from feverclinic.domain.people import Duty, Staff, StaffId
from feverclinic.errors import Refused
from feverclinic.services import signing_in
from feverclinic.services.admin import add_staff, set_active
from feverclinic.services.signing_in import (
    NOBODY,
    change_password,
    first_administrator,
    is_first_run,
    roles,
    sign_in,
    with_duties,
)
from feverclinic.storage.store import Store
from feverclinic.wording import wording
from tests.builders import NOON, NURSE

Work = Callable[..., AbstractContextManager[Store]]
PASSWORD = "四个字 and more"
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same algorithm at its least cost: a test must not wait for what should be slow."""
    quick = argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(signing_in, "_hasher", lambda: quick)
    signing_in._nobodys_hash.cache_clear()


@pytest.fixture
def head(work: Work) -> Staff:
    with work(actor=NOBODY) as store:
        return first_administrator(store, " head ", " 王护士长 ", PASSWORD, "主管护师")


def _fails(work: Work, how_often: int, login: str = "head") -> list[str]:
    codes: list[str] = []
    for number in range(how_often):
        with (
            pytest.raises(Refused) as refused,
            work(actor=NOBODY, at=NOON + number * MINUTE) as store,
        ):
            sign_in(store, login, "wrong password")
        codes.append(refused.value.code)
    return codes


def test_a_new_database_waits_for_its_administrator(work: Work) -> None:
    with work(actor=NOBODY) as store:
        assert is_first_run(store)
        head = first_administrator(store, "head", "王护士长", PASSWORD)
        assert not is_first_run(store)

    assert {Duty.TRIAGE, Duty.MANAGE_STAFF, Duty.MANAGE_SYSTEM} <= head.duties


def test_there_is_one_first_administrator(work: Work, head: Staff) -> None:
    with pytest.raises(Refused, match=r"first_run\.already_done"), work(actor=NOBODY) as store:
        first_administrator(store, "other", "另一人", PASSWORD)


def test_the_right_password_signs_in(work: Work, head: Staff) -> None:
    with work(actor=NOBODY) as store:
        assert sign_in(store, "head ", PASSWORD) == head
        assert (head.login, head.name, head.title) == ("head", "王护士长", "主管护师")


def test_a_password_is_stored_as_argon2id(work: Work, head: Staff) -> None:
    with work(actor=NOBODY) as store:
        found = store.staff.find("head")

    assert found is not None
    assert found[1].startswith("$argon2id$")
    assert PASSWORD not in found[1]


@pytest.mark.parametrize("login", ["head", "nobody"])
def test_a_wrong_password_and_an_unknown_name_are_told_alike(
    work: Work, head: Staff, login: str
) -> None:
    with pytest.raises(Refused) as refused, work(actor=NOBODY) as store:
        sign_in(store, login, "wrong password")

    assert refused.value.code == "sign_in.wrong"
    assert refused.value.facts == {"allowed": 5, "minutes": 15, "left": 4}


def test_five_failures_lock_a_name_even_for_the_right_password(work: Work, head: Staff) -> None:
    codes = _fails(work, 6)

    with pytest.raises(Refused) as refused, work(actor=NOBODY, at=NOON + 5 * MINUTE) as store:
        sign_in(store, "head", PASSWORD)

    assert codes == ["sign_in.wrong"] * 4 + ["sign_in.locked"] * 2
    assert (refused.value.code, refused.value.facts["minutes"]) == ("sign_in.locked", 10)


def test_the_lock_opens_a_quarter_of_an_hour_after_the_first_failure(
    work: Work, head: Staff
) -> None:
    _fails(work, 5)
    opens = NOON + timedelta(minutes=15)

    with (
        pytest.raises(Refused) as refused,
        work(actor=NOBODY, at=opens - timedelta(seconds=1)) as store,
    ):
        sign_in(store, "head", PASSWORD)
    with work(actor=NOBODY, at=opens) as store:
        assert sign_in(store, "head", PASSWORD) == head

    assert refused.value.facts["minutes"] == 1


def test_a_lock_closes_one_name_only(work: Work, head: Staff) -> None:
    _fails(work, 5, "nobody")

    with work(actor=NOBODY, at=NOON + 5 * MINUTE) as store:
        assert sign_in(store, "head", PASSWORD) == head


def test_signing_in_forgets_the_failures_before(work: Work, head: Staff) -> None:
    _fails(work, 4)
    with work(actor=NOBODY, at=NOON + 4 * MINUTE) as store:
        sign_in(store, "head", PASSWORD)

    assert _fails(work, 4) == ["sign_in.wrong"] * 4


def test_each_try_stands_in_the_audit(work: Work, head: Staff) -> None:
    _fails(work, 1)
    with work(actor=NOBODY) as store:
        sign_in(store, "head", PASSWORD)
    with work(actor=NOBODY) as store:
        lines = [line.action for line in store.audit.of(head.id)]

    assert lines == ["ADDED", "SIGN_IN_FAILED", "SIGNED_IN"]


def test_a_name_that_is_switched_off_does_not_sign_in(work: Work, head: Staff) -> None:
    with work(actor=head) as store:
        added = add_staff(store, Staff(StaffId(0), "li", "李护士", "", "triage_nurse"), PASSWORD)
        set_active(store, added.id, "离职", is_active=False)
    with pytest.raises(Refused, match=r"sign_in\.not_active"), work(actor=NOBODY) as store:
        sign_in(store, "li", PASSWORD)


def test_one_changes_ones_own_password_by_the_old_one(work: Work, head: Staff) -> None:
    with work(actor=head) as store:
        change_password(store, PASSWORD, "new password 1")
    with work(actor=NOBODY) as store:
        assert sign_in(store, "head", "new password 1").version == 1
    with pytest.raises(Refused, match=r"sign_in\.wrong"), work(actor=NOBODY) as store:
        sign_in(store, "head", PASSWORD)


def test_the_old_password_must_be_right(work: Work, head: Staff) -> None:
    with pytest.raises(Refused, match=r"password\.wrong"), work(actor=head) as store:
        change_password(store, "wrong password", "new password 1")


@pytest.mark.parametrize(
    ("login", "name", "password", "code"),
    [
        ("h", "王", PASSWORD, "login.bad_shape"),
        ("h" * 33, "王", PASSWORD, "login.bad_shape"),
        ("王护士", "王", PASSWORD, "login.bad_shape"),
        ("", "王", PASSWORD, "login.bad_shape"),
        ("head", " ", PASSWORD, "name.missing"),
        ("head", "王", "1234567", "password.too_short"),
        ("headhead", "王", "HeadHead", "password.same_as_login"),
    ],
)
def test_what_cannot_be_is_refused(
    work: Work, login: str, name: str, password: str, code: str
) -> None:
    with pytest.raises(Refused) as refused, work(actor=NOBODY) as store:
        first_administrator(store, login, name, password)

    assert refused.value.code == code


def test_eight_characters_are_enough(work: Work) -> None:
    with work(actor=NOBODY) as store:
        assert first_administrator(store, "ab", "王", "12345678").login == "ab"


def test_every_role_has_duties_and_words_in_both_languages() -> None:
    assert len(roles()) == 11
    assert all(roles().values())
    assert [
        r for r in roles() if not all(wording(lg).knows(f"role.{r}") for lg in ("zh_CN", "en"))
    ] == []


def test_a_role_that_is_not_listed_has_no_duties() -> None:
    assert with_duties(Staff(NURSE.id, "x", "x", role="gone")).duties == frozenset()


def test_system_security_and_audit_have_no_duty_in_common() -> None:
    apart = [
        roles()[role] for role in ("system_administrator", "security_administrator", "auditor")
    ]

    assert [len(duties) for duties in apart] == [2, 1, 1]
    assert len(frozenset().union(*apart)) == 4


def test_public_health_and_infection_control_are_two_roles() -> None:
    assert wording("zh_CN").say("role.public_health") == "公卫科人员"
    assert wording("zh_CN").say("role.infection_control") == "院感专职人员"


def test_those_who_administer_do_not_read_the_audit_of_their_own_acts() -> None:
    reading = {role for role, duties in roles().items() if Duty.READ_AUDIT in duties}

    assert reading == {"auditor"}


def test_a_clock_that_went_back_prolongs_no_pause(work: Work, head: Staff) -> None:
    _fails(work, 5)

    with work(actor=NOBODY, at=NOON - timedelta(hours=1)) as store:
        assert sign_in(store, "head", PASSWORD) == head
