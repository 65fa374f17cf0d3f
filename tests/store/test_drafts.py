"""Drafts are kept until their time, changed one at a time, and gone when they are to be gone. On both databases."""

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from diagnosis.store import Box, Store

NOW = datetime(2026, 11, 25, 3, tzinfo=UTC)
LATER = NOW + timedelta(hours=24)


def test_a_draft_is_found_until_its_time_has_come(store: Store) -> None:
    store.drafts.add("one", Box(b"locked", LATER))
    assert store.drafts.find("one", NOW) == Box(b"locked", LATER)
    assert store.drafts.find("another", NOW) is None
    assert store.drafts.find("one", LATER) is None
    assert store.drafts.change("one", LATER, lambda box: box) is None


def test_what_has_expired_or_is_thrown_away_is_gone(store: Store) -> None:
    for name, expires in (("old", NOW), ("new", LATER), ("unwanted", LATER)):
        store.drafts.add(name, Box(b"locked", expires))
    assert store.drafts.remove_expired(NOW) == 1
    store.drafts.remove("unwanted")
    store.drafts.remove("unwanted")
    found = {name: store.drafts.find(name, NOW - timedelta(days=1)) for name in ("old", "new", "unwanted")}
    assert found == {"old": None, "new": Box(b"locked", LATER), "unwanted": None}


def test_two_who_change_one_draft_at_the_same_time_lose_nothing(store: Store) -> None:
    store.drafts.add("one", Box(b"", LATER))
    both = threading.Barrier(2)

    def add_many(letter: bytes) -> None:
        both.wait()
        for _ in range(20):
            store.drafts.change("one", NOW, lambda box: replace(box, content=box.content + letter))

    threads = [threading.Thread(target=add_many, args=(letter,)) for letter in (b"a", b"b")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = store.drafts.find("one", NOW)
    assert found
    assert sorted(found.content) == sorted(b"ab" * 20)


def test_a_change_that_fails_leaves_the_draft_as_it_was(store: Store) -> None:
    store.drafts.add("one", Box(b"locked", LATER))
    with pytest.raises(ZeroDivisionError):
        store.drafts.change("one", NOW, lambda box: replace(box, content=bytes(1 // 0)))
    assert store.drafts.find("one", NOW) == Box(b"locked", LATER)
