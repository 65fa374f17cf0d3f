"""Keys of other systems, and answers that are given again. On both databases."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

from diagnosis.model.api_key import Scope
from diagnosis.store import GONE, Begun, Given, Store, Turn
from tests.store import made

SCOPES = frozenset({Scope.CHECK, Scope.SUBMIT})


def test_a_key_is_found_by_what_was_shown_once_and_by_nothing_else(store: Store) -> None:
    shown = store.api_keys.make("broker", SCOPES, timedelta(days=1), "cli")
    found = store.api_keys.find(shown)
    assert found
    assert (found.owner, found.scopes) == ("broker", SCOPES)
    for wrong in ("", "dk_", shown[:-1], shown + "x", shown.upper(), f"dk_{found.id}_", f"dk_{found.id}_{'A' * 43}"):
        assert store.api_keys.find(wrong) is None, wrong


def test_a_key_ends_with_its_day_and_when_it_is_revoked(store: Store) -> None:
    expired = store.api_keys.make("broker", SCOPES, timedelta(seconds=0) - timedelta(days=1), "cli")
    assert store.api_keys.find(expired) is None
    shown = store.api_keys.make("broker", SCOPES, None, "cli")
    found = store.api_keys.find(shown)
    assert found
    assert store.api_keys.revoke(found.id, "cli")
    assert not store.api_keys.revoke(found.id, "cli")
    assert store.api_keys.find(shown) is None
    secret = shown.split("_", 2)[2]
    assert all(secret not in str(event) for event in store.events())


def test_of_two_equal_requests_at_once_one_goes_and_the_other_waits(store: Store) -> None:
    both = threading.Barrier(2)

    def ask(key: str) -> Turn:
        both.wait()
        return store.api_answers.begin("broker", key, "digest").turn

    with ThreadPoolExecutor(2) as pool:
        for n in range(50):
            assert sorted(pool.map(ask, [f"k-{n}"] * 2)) == [Turn.GO, Turn.WAIT]


def test_an_answer_is_given_again_until_a_day_has_passed(store: Store) -> None:
    answers, given = store.api_answers, Given(201, "application/pdf", b"{}", "attachment", frozenset({"M-1"}))
    begun = answers.begin("broker", "k", "digest")
    assert begun.turn is Turn.GO
    answers.keep("broker", "k", begun, given)
    assert answers.begin("broker", "k", "digest") == Begun(Turn.AGAIN, given)
    assert answers.begin("broker", "k", "another").turn is Turn.OTHER
    assert answers.begin("another", "k", "digest").turn is Turn.GO
    answers._clock = lambda: made.NOW + timedelta(hours=25)
    assert answers.begin("broker", "k", "another").turn is Turn.GO
    assert answers.remove_expired() == 1


def test_a_request_that_was_cut_off_may_be_done_anew_after_a_while(store: Store) -> None:
    answers = store.api_answers
    assert answers.begin("broker", "k", "digest").turn is Turn.GO
    answers._clock = lambda: made.NOW + timedelta(seconds=91)
    begun = answers.begin("broker", "k", "digest")
    assert begun.turn is Turn.GO
    answers.keep("broker", "k", begun, None)
    assert answers.begin("broker", "k", "digest").turn is Turn.GO


def test_whoever_took_too_long_changes_nothing_any_more(store: Store) -> None:
    answers, late, given = store.api_answers, Given(200, "", b"late"), Given(200, "", b"given")
    slow = answers.begin("broker", "k", "digest")
    answers._clock = lambda: made.NOW + timedelta(seconds=91)
    second = answers.begin("broker", "k", "digest")
    answers.keep("broker", "k", slow, None)
    answers.keep("broker", "k", slow, late)
    assert answers.begin("broker", "k", "digest").turn is Turn.WAIT
    answers.keep("broker", "k", second, given)
    answers.keep("broker", "k", second, late)
    assert answers.begin("broker", "k", "digest").given == given


def test_an_answer_goes_with_the_data_of_a_member_that_it_tells_of(store: Store) -> None:
    answers = store.api_answers
    for key, members in (("one", {"M-1", "M-2"}), ("two", {"M-10", "M_1"}), ("odd", {'M-"1"', "会員"})):
        begun = answers.begin("broker", key, "digest")
        answers.keep("broker", key, begun, Given(200, "application/json", b"told", None, frozenset(members)))
    store.erase_member("M-1", "admin")
    one, two = (answers.begin("broker", key, "digest").given for key in ("one", "two"))
    assert one == Given(GONE, "", b"")
    assert two
    assert two.content == b"told"
    store.erase_member("会員", "admin")
    odd = answers.begin("broker", "odd", "digest").given
    assert odd
    assert odd.status == GONE


def test_a_key_says_on_which_day_it_was_used_last(store: Store) -> None:
    keys = store.api_keys
    shown = keys.make("broker", SCOPES, None, "cli")
    assert [one.used_on for one in keys.all()] == [None]
    assert keys.find(shown + "x") is None
    assert [one.used_on for one in keys.all()] == [None]
    keys.find(shown)
    assert [one.used_on for one in keys.all()] == [made.NOW.date()]
    keys._clock = lambda: datetime(2026, 12, 31, 15, 0, tzinfo=UTC)
    keys.find(shown)
    assert [one.used_on for one in keys.all()] == [date(2027, 1, 1)], "the day in Japan"
