"""Two records of one person: found under one, by the words of both, on both databases."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace

from feverclinic.domain.people import PatientId
from feverclinic.storage.store import Store
from tests.builders import a_patient

Work = Callable[..., AbstractContextManager[Store]]


def test_who_was_merged_is_found_by_his_old_name_and_number_under_the_other_record(
    work: Work,
) -> None:
    kept = a_patient("王小明", phone="13800000001")
    merged = a_patient("王晓鸣", phone="13700000002", id_no="370399197903120016")
    with work() as store:
        store.patients.add(kept)
        store.patients.add(merged)

    with work() as store:
        store.merges.add(merged, kept, "同一人")

    with work() as store:
        assert [hit.patient_id for hit in store.search.people("王晓鸣")] == [kept.id]
        assert [hit.patient_id for hit in store.search.people("00000002")] == [kept.id]
        assert [hit.patient_id for hit in store.search.people("wangxiaoming")] == [kept.id]
        found = store.patients.find_by_id_no("01", "370399197903120016")
        assert found is not None
        assert found.id == kept.id


def test_a_merged_record_is_nobodys_likeness(work: Work) -> None:
    kept, merged = a_patient("王小明"), a_patient("王小明")
    with work() as store:
        store.patients.add(kept)
        store.patients.add(merged)
        store.merges.add(merged, kept, "同一人")

    with work() as store:
        typed = replace(kept, id=PatientId(0))
        assert [one.hit.patient_id for one in store.search.likenesses(typed)] == [kept.id]


def test_a_record_merged_twice_is_found_under_the_last(work: Work) -> None:
    first, second, third = (a_patient(name) for name in ("甲某", "乙某", "丙某"))
    with work() as store:
        for one in (first, second, third):
            store.patients.add(one)
        store.merges.add(first, second, "同一人")
        store.merges.add(second, third, "同一人")

    with work() as store:
        assert store.merges.current(first.id) == third.id
        assert store.merges.current(third.id) == third.id


def test_the_merged_record_stays_as_it_was(work: Work) -> None:
    kept, merged = a_patient("王小明"), a_patient("王晓鸣")
    with work() as store:
        store.patients.add(kept)
        store.patients.add(merged)
        store.merges.add(merged, kept, "同一人")

    with work() as store:
        assert store.patients.get(merged.id) == merged
        assert [line.action for line in store.audit.of(merged.id)] == ["ADDED", "MERGED"]
