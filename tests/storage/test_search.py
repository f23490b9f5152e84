"""A nurse finds people by what she types first, and sees doubles before she makes them."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta

import pytest

from feverclinic.domain.people import Patient
from feverclinic.errors import Refused
from feverclinic.storage.keys import grams, name_key, pinyin_keys, surname_of
from feverclinic.storage.store import Store
from tests.builders import NOON, a_patient, a_visit, in_years

Work = Callable[..., AbstractContextManager[Store]]


def _found(store: Store, text: str) -> list[str]:
    return [hit.name for hit in store.search.people(text)]


@pytest.fixture
def people(work: Work) -> tuple[Patient, ...]:
    """Eight people, recorded one after the other."""
    everybody = (
        a_patient("张三", phone="13812345678"),
        a_patient("王小明", id_no="370399197903120016", phone="13900001234"),
        a_patient("单晓明", phone="0533-2170001"),
        a_patient("买买提·吐尔逊", phone=""),
        a_patient("𠮷田㛃", phone=""),
        a_patient("John Smith", phone=""),
        a_patient("尉迟恭", phone=""),
        a_patient("曾阿里·里木", phone=""),
    )
    with work() as store:
        for person in everybody:
            store.patients.add(person)
    return everybody


def test_a_name_as_long_as_may_be_is_found_and_a_pasted_page_is_nobody(work: Work) -> None:
    with work() as store:
        store.patients.add(a_patient("王" * 200))

        assert _found(store, "王" * 200) == ["王" * 200]
        assert _found(store, "王" * 201) == []


def test_a_long_name_is_found_by_all_of_its_characters(work: Work) -> None:
    name = "".join(chr(0x4E00 + number) for number in range(100))
    with work() as store:
        store.patients.add(a_patient(name))

        assert _found(store, name) == [name]
        assert _found(store, name[:99] + "龘") == []


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(
    ("typed", "found"),
    [
        pytest.param("张", ["张三"], id="one-character"),
        pytest.param("三", ["张三"], id="last-character"),
        pytest.param("张三", ["张三"], id="two-characters"),
        pytest.param("小明", ["王小明"], id="given-name"),
        pytest.param("王小明", ["王小明"], id="three-characters"),
        pytest.param("晓明", ["单晓明"], id="not-its-homophone"),
        pytest.param("买提吐尔", ["买买提·吐尔逊"], id="across-the-dot"),
        pytest.param("买买提 吐", ["买买提·吐尔逊"], id="a-space-for-the-dot"),
        pytest.param("买买提•吐", ["买买提·吐尔逊"], id="another-dot"),
        pytest.param("𠮷田", ["𠮷田㛃"], id="beyond-the-first-plane"),
        pytest.param("ＪＯＨＮ", ["John Smith"], id="full-width-letters"),
        pytest.param("smith", ["John Smith"], id="second-word"),
        pytest.param("js", ["John Smith"], id="initials-of-words"),
        pytest.param("zhangs", ["张三"], id="pinyin-beginning"),
        pytest.param("ZhangSan", ["张三"], id="pinyin-any-case"),
        pytest.param("xiaoming", ["单晓明", "王小明"], id="pinyin-of-the-given-name"),
        pytest.param("wxm", ["王小明"], id="initials"),
        pytest.param("shanxiao", ["单晓明"], id="surname-shan"),
        pytest.param("danxiao", [], id="surname-not-dan"),
        pytest.param("sxm", ["单晓明"], id="surname-initials"),
        pytest.param("yuchi", ["尉迟恭"], id="compound-surname"),
        pytest.param("zenga", ["曾阿里·里木"], id="surname-zeng"),
        pytest.param("0016", ["王小明"], id="end-of-the-document"),
        pytest.param("120016", ["王小明"], id="longer-end-of-the-document"),
        pytest.param("370399197903120016", ["王小明"], id="the-whole-document"),
        pytest.param("5678", ["张三"], id="end-of-the-phone"),
        pytest.param("70001", ["单晓明"], id="end-of-a-landline"),
        pytest.param("016", [], id="three-digits-say-too-little"),
        pytest.param("", [], id="nothing"),
        pytest.param(" · ", [], id="only-a-dot"),
        pytest.param("李", [], id="nobody"),
        pytest.param("%", [], id="no-wildcards"),
        pytest.param("阿里木", [], id="neighbours-from-two-places"),
    ],
)
def test_people_are_found_by(work: Work, typed: str, found: list[str]) -> None:
    with work() as store:
        assert _found(store, typed) == found


def test_the_end_of_a_document_with_x_is_found(work: Work) -> None:
    with work() as store:
        store.patients.add(a_patient("赵六", id_no="37039919790312001X"))

        assert _found(store, "001x") == ["赵六"]
        assert _found(store, "001Ｘ") == ["赵六"]


def test_a_visit_number_leads_to_its_person(work: Work, people: tuple[Patient, ...]) -> None:
    with work() as store:
        store.visits.add(a_visit(people[1], "20200225-0007"))

        assert _found(store, "20200225-0007") == ["王小明"]
        assert _found(store, "20200225-0008") == []


def test_a_hit_shows_only_the_ends_of_numbers_and_the_last_visit(
    work: Work, people: tuple[Patient, ...]
) -> None:
    with work() as store:
        store.visits.add(a_visit(people[1]))
        (hit,) = store.search.people("王小明")

    assert hit.masked_id_no == "3703 **** **** 0016"
    assert hit.masked_phone == "139 **** 1234"
    assert hit.last_visit_at == NOON
    assert (hit.birth_date, hit.age) == (date(1979, 3, 12), None)


def test_a_changed_name_is_found_and_the_old_one_is_not(
    work: Work, people: tuple[Patient, ...]
) -> None:
    with work() as store:
        store.patients.save(a_patient("章三", id=people[0].id, phone=""))

        assert _found(store, "章三") == ["章三"]
        assert _found(store, "张三") == []
        assert _found(store, "5678") == []
        assert _found(store, "zhangsan") == ["章三"]


def test_at_most_so_many_are_shown_those_recorded_last_first(work: Work) -> None:
    with work() as store:
        for number in range(60):
            store.patients.add(a_patient(f"王{chr(0x4E00 + number)}"))
        hits = store.search.people("王", 50)

    assert len(hits) == 50
    assert [hit.patient_id for hit in hits] == sorted(
        (hit.patient_id for hit in hits), reverse=True
    )


def test_a_name_typed_whole_is_shown_although_many_newer_ones_begin_like_it(work: Work) -> None:
    with work() as store:
        store.patients.add(a_patient("王伟", phone=""))
        for number in range(60):
            store.patients.add(a_patient(f"王伟{chr(0x4E00 + number)}", phone=""))
        found = _found(store, "王伟")

    assert len(found) == 50
    assert found[-1] == "王伟"


@pytest.mark.parametrize(
    ("name", "spelled"),
    [
        ("单立", "shanli"),
        ("解放", "xiefang"),
        ("查良", "zhaliang"),
        ("仇英", "qiuying"),
        ("曾国", "zengguo"),
        ("区寄", "ouji"),
        ("盖文", "gewen"),
        ("盖文", "gaiwen"),
        ("缪文", "miaowen"),
        ("翟文", "zhaiwen"),
        ("朴文", "piaowen"),
        ("乐文", "yuewen"),
        ("乐文", "lewen"),
        ("任文", "renwen"),
        ("尉迟文", "yuchiwen"),
        ("单于文", "chanyuwen"),
        ("万俟文", "moqiwen"),
        ("长孙文", "zhangsunwen"),
        ("吕文", "lvwen"),
        ("吕文", "luwen"),
        ("覃文", "qinwen"),
        ("覃文", "tanwen"),
        ("单于", "shanyu"),
        ("欧阳文", "ouyangwen"),
    ],
)
def test_surnames_are_read_as_surnames(name: str, spelled: str) -> None:
    assert f"p{spelled}" in pinyin_keys(name)


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("单立", "danli"),
        ("解放", "jiefang"),
        ("仇英", "chouying"),
        ("曾国", "cengguo"),
        ("区寄", "quji"),
    ],
)
def test_surnames_are_not_read_as_words(name: str, wrong: str) -> None:
    assert f"p{wrong}" not in pinyin_keys(name)


def test_a_name_of_two_characters_has_no_compound_surname() -> None:
    assert surname_of("司马")[0] == "司"
    assert surname_of("司马懿")[0] == "司马"


def test_width_case_dots_and_spaces_make_no_difference() -> None:
    assert name_key(" Ａｎｎａ·Ｋ．") == "annak"
    assert name_key("买买提·吐尔逊") == name_key("买买提 • 吐尔逊") == "买买提吐尔逊"


def test_each_character_stands_with_its_neighbour() -> None:
    assert grams("王小明") == ["n王小", "n小明", "n明$"]
    assert grams("") == []


def test_the_same_document_phone_and_birth_date_are_reasons(
    work: Work, people: tuple[Patient, ...]
) -> None:
    typed = a_patient("王 小明", id_no="370399197903120016", phone="13900001234")

    with work() as store:
        (likeness,) = store.search.likenesses(typed)

    assert likeness.hit.patient_id == people[1].id
    assert likeness.reasons == ("ID_NO", "PHONE", "NAME_AND_BIRTH_DATE")


@pytest.mark.parametrize(("age", "is_alike"), [(38, False), (39, True), (41, True), (42, False)])
def test_the_same_name_and_an_age_a_year_apart_is_a_reason(
    work: Work, people: tuple[Patient, ...], age: int, is_alike: bool
) -> None:
    typed = a_patient("王小明", phone="", **in_years(age))

    with work() as store:
        reasons = [one.reasons for one in store.search.likenesses(typed)]

    assert people[1].birth_date == date(1979, 3, 12)
    assert reasons == ([("NAME_AND_AGE",)] if is_alike else [])


def test_an_age_without_a_birth_date_grows_with_the_years(work: Work) -> None:
    with work() as store:
        store.patients.add(a_patient("赵六", phone="", **in_years(41)))
    of_46, of_41 = in_years(46), in_years(41)
    later = {"phone": "", "age_recorded_on": date(2025, 2, 25)}

    with work(at=NOON + timedelta(days=5 * 366)) as store:
        assert len(store.search.likenesses(a_patient("赵六", **(of_46 | later)))) == 1
        assert store.search.likenesses(a_patient("赵六", **(of_41 | later))) == ()


def test_the_same_name_with_another_birth_date_is_another_person(
    work: Work, people: tuple[Patient, ...]
) -> None:
    typed = a_patient("王小明", phone="", birth_date=date(1979, 3, 13))

    with work() as store:
        assert store.search.likenesses(typed) == ()


def test_a_person_is_not_like_herself(work: Work, people: tuple[Patient, ...]) -> None:
    with work() as store:
        assert store.search.likenesses(people[1]) == ()


def test_not_the_same_person_is_remembered_whichever_is_typed(
    work: Work, people: tuple[Patient, ...]
) -> None:
    other = a_patient("王小明", phone="")

    with work() as store:
        store.patients.add(other)
        assert len(store.search.likenesses(other)) == 1
        store.search.not_same(other.id, people[1].id)
        store.search.not_same(people[1].id, other.id)
    with work() as store:
        assert store.search.likenesses(other) == ()
        assert store.search.likenesses(people[1]) == ()


def test_nobody_is_not_the_same_as_himself(work: Work, people: tuple[Patient, ...]) -> None:
    with work() as store, pytest.raises(Refused, match=r"patient\.same_as_itself"):
        store.search.not_same(people[0].id, people[0].id)
