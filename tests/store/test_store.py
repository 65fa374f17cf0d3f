"""What is put on record comes out again, once, in both databases."""

import zlib
from dataclasses import replace
from datetime import date

import pytest

from diagnosis.store import BatchOutcome, Diagnosed, Done, Seen, Store, StoreError, Wanted
from tests.store.made import BATCH, CLOCK, NOW, diagnosed, digest, quarantined


def test_a_result_comes_out_as_it_went_in(store: Store) -> None:
    batch = store.begin_batch(BATCH)
    result = diagnosed("髙﨑𠮷")
    store.record(batch, [result])
    (found,) = store.results([result.key])
    became = result.became
    assert isinstance(became, Diagnosed)
    assert found.diagnosed
    for field in ("member_id", "member_name", "overall", "tier", "discount", "gates", "referrals", "report", "persons"):
        assert getattr(found.diagnosed, field) == getattr(became, field)
    assert found.diagnosed.definitions == became.definitions
    assert (found.diagnosed.diagnosed_on, found.diagnosed.answered_on) == (date(2026, 11, 23), date(2026, 11, 1))
    assert found.diagnosed.recorded_at == NOW
    assert found.diagnosis == became.diagnosis
    assert store.sheet(result.key) == became.sheet
    assert store.file(result.file_digest) == result.file_bytes


def test_what_a_worker_has_packed_comes_out_unpacked(store: Store) -> None:
    packed = diagnosed("packed", sheet=zlib.compress(b"{}"), diagnosis=zlib.compress(b'{"a":1}', 9))
    store.record(store.begin_batch(BATCH), [packed])
    (found,) = store.results([packed.key])
    assert (store.sheet(packed.key), found.diagnosis) == (b"{}", b'{"a":1}')


def test_what_a_database_cannot_hold_is_told_in_words_and_leaves_nothing(store: Store) -> None:
    batch = store.begin_batch(BATCH)
    with pytest.raises(StoreError):
        store.record(batch, [diagnosed("good"), diagnosed("bad", member_name="\ud800")])
    with pytest.raises(StoreError):
        store.record(batch, [diagnosed("good"), diagnosed("bad", persons=2**70)])
    assert list(store.diagnoses()) == []
    assert store.verify_chain().events == 1


def test_what_is_quarantined_keeps_its_reasons(store: Store) -> None:
    batch = store.begin_batch(BATCH)
    store.record(batch, [quarantined("bad")])
    ((name, file_digest, found),) = store.quarantined()
    assert (name, file_digest, found.diagnosed) == ("bad.xlsx", digest("file bad"), None)
    assert found.problems[0]["ja"] == "選べません。"


def test_a_key_is_done_once_it_is_on_record(store: Store) -> None:
    good, bad = diagnosed("good"), quarantined("bad")
    keys = [good.key, bad.key, digest("nobody")]
    assert store.find_done(keys) == {}
    store.record(store.begin_batch(BATCH), [good, bad])
    report = digest("pdf good")
    assert store.find_done(keys) == {
        good.key: Done(date(2026, 11, 23), "reports/good.pdf", report),
        bad.key: Done(None, None, None),
    }


def test_the_same_key_twice_changes_nothing(store: Store) -> None:
    first, second = store.begin_batch(BATCH), store.begin_batch(BATCH)
    result = diagnosed("one")
    store.record(first, [result, result])
    events = list(store.events())
    changed = diagnosed("one", overall=1)
    store.record(second, [replace(changed, file_bytes=None)])
    (found,) = store.results([result.key])
    assert found.diagnosed
    assert found.diagnosed.overall == 7150
    assert list(store.events()) == events
    assert [file for file, _, _ in store.results_of(second)] == ["one.xlsx"]


def test_a_batch_lists_its_sheets_by_file_whatever_was_done_before(store: Store) -> None:
    first, second = store.begin_batch(BATCH), store.begin_batch(BATCH)
    old, new, bad = diagnosed("b"), diagnosed("a"), quarantined("c")
    store.record(first, [old])
    store.record(second, [bad, new])
    store.record_seen(second, [Seen(old.key, "b.xlsx", 0)])
    assert [(file, found.key) for file, _, found in store.results_of(second)] == [
        ("a.xlsx", new.key),
        ("b.xlsx", old.key),
        ("c.xlsx", bad.key),
    ]


def test_many_keys_are_asked_for_in_parts(store: Store) -> None:
    results = [diagnosed(f"{number:04}") for number in range(1203)]
    batch = store.begin_batch(BATCH)
    store.record(batch, results)
    keys = [result.key for result in reversed(results)]
    assert len(store.find_done(keys)) == 1203
    assert [found.key for found in store.results(keys)] == keys
    assert sum(1 for _ in store.results_of(batch)) == 1203
    assert sum(1 for _ in store.diagnoses(Wanted(batch=batch))) == 1203


def test_the_diagnoses_of_a_member_stand_by_day_under_its_newest_name(store: Store) -> None:
    batch = store.begin_batch(BATCH)
    late = diagnosed("late", member_id="M-1", member_name="見本商店", diagnosed_on=date(2026, 11, 24))
    early = diagnosed("early", member_id="M-1", member_name="旧見本商店", diagnosed_on=date(2025, 11, 24))
    store.record(batch, [early, diagnosed("other")])
    store.record(batch, [late])
    found = list(store.diagnoses(Wanted(member="M-1")))
    assert [one.key for one in found] == [early.key, late.key]
    assert {one.member_name for one in found} == {"見本商店"}


def test_a_key_is_found_by_its_beginning(store: Store) -> None:
    result = diagnosed("one")
    store.record(store.begin_batch(BATCH), [result, quarantined("bad")])
    assert store.find_keys(result.key[:8]) == [result.key]
    assert store.find_keys("%") == []


def test_a_run_is_on_record_from_its_beginning_to_its_end(store: Store) -> None:
    first, second = store.begin_batch(BATCH), store.begin_batch(BATCH)
    store.finish_batch(first, BatchOutcome({"diagnosed": 3}))
    newest, oldest = store.batches()
    assert (newest.id, newest.finished_at, newest.counts) == (second, None, {})
    assert (oldest.id, oldest.finished_at, oldest.counts) == (first, NOW, {"diagnosed": 3})
    assert oldest.asked == {"workers": 2}


def test_a_store_is_there_when_it_is_opened_again(url: str) -> None:
    with Store.open(url, CLOCK) as store:
        store.record(store.begin_batch(BATCH), [diagnosed("one")])
    with Store.open(url, CLOCK) as store:
        assert [one.member_id for one in store.diagnoses()] == ["M-one"]
        assert store.verify_chain().broken is None


@pytest.mark.parametrize("url", ["mysql://x/y", "store.db", "", "sqlite:////proc/no/where/store.db"])
def test_a_place_that_is_none_is_told_in_words(url: str) -> None:
    with pytest.raises(StoreError) as caught:
        Store.open(url, CLOCK)
    assert "。" in caught.value.message.ja
    assert "." in caught.value.message.en


def test_a_server_that_is_not_there_is_told_without_its_password() -> None:
    with pytest.raises(StoreError) as caught:
        Store.open("postgresql://clerk:secret@/x?host=/nowhere", CLOCK)
    assert "secret" not in caught.value.message.en
    assert "/nowhere" in caught.value.message.en
