"""What was shown, and which earlier answers can hold still."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from akkoord.archive import LATEST, digest_of, earlier_notices, keep, read_file, read_showing
from akkoord.model import Notice
from akkoord.notice import notice_of
from akkoord.store import Showing, Store, open_store
from tests.samples import LIFETIME, NOTICE, NOW

DAY = timedelta(days=1)
DOCUMENT = {"notice": NOTICE.version, "banner": {"nl": "Café"}}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = open_store(f"sqlite:///{tmp_path / 'ledger.db'}")
    yield store
    store.close()


def version(number: int) -> Notice:
    return notice_of(f'{{"categories":{{}},"controller":"{number}","site":"shop"}}')


def versions(*numbers: int) -> list[str]:
    return sorted(version(number).version for number in numbers)


def shown(store: Store, notice: Notice, *days: int) -> None:
    """A notice that servers began to show on these days, counted from now."""
    store.publish(notice)
    for day in days:
        at = NOW + day * DAY
        store.keep_showing("shop", Showing(notice.version, notice.version * 5, at, at))


def earlier(store: Store, notice: Notice = NOTICE) -> list[str]:
    found = [each.version for each in earlier_notices(store, notice, NOW, LIFETIME)]
    assert found == sorted(found)
    return found


def test_what_is_shown_is_kept_with_the_scripts_that_show_it(store: Store) -> None:
    showing = keep(store, "shop", DOCUMENT, [b"a script"], NOW)
    assert showing is not None and showing.version == NOTICE.version
    assert read_showing(store, showing) == DOCUMENT
    canonical = json.dumps(DOCUMENT, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    assert (showing.digest, read_file(store, showing.digest)) == (digest_of(canonical), canonical)
    assert read_file(store, digest_of(b"a script")) == b"a script"


def test_each_showing_is_told_to_the_tree_once(store: Store) -> None:
    showing = keep(store, "shop", DOCUMENT, [], NOW)
    assert showing is not None
    assert keep(store, "shop", DOCUMENT, [], NOW + DAY) is None
    assert keep(store, "shop", {**DOCUMENT, "layout": "bar"}, [], NOW + DAY) is not None
    lines = [json.loads(line) for line in store.waiting("shop", 10).lines]
    assert [line["published"] for line in lines] == ["showing", "showing"]
    assert (lines[0]["name"], lines[0]["digest"]) == (NOTICE.version, showing.digest)
    assert [each.last for each in store.showings("shop")] == [NOW + DAY, NOW + DAY]


def test_a_file_that_is_not_what_its_name_says_is_none(store: Store) -> None:
    store.keep_file(digest_of(b"one"), zlib.compress(b"another"))
    assert read_file(store, digest_of(b"one")) is None
    assert read_file(store, digest_of(b"nothing")) is None


def test_answers_to_a_notice_hold_no_longer_than_a_lifetime_after_another_came(store: Store) -> None:
    shown(store, version(1), -400)
    shown(store, version(2), -181, -170)
    shown(store, version(3), -20)
    assert earlier(store) == versions(2, 3)
    assert earlier(store, version(3)) == [version(2).version]


def test_a_notice_that_came_back_counts_from_its_last_time(store: Store) -> None:
    shown(store, version(1), -400, -100)
    shown(store, version(2), -300, -50)
    assert earlier(store) == versions(1, 2)


def test_a_notice_from_before_there_was_an_archive_counts_too(store: Store) -> None:
    store.publish(version(1))
    assert earlier(store) == [version(1).version]


def test_the_latest_are_remembered_and_no_more(store: Store) -> None:
    store.publish(version(1))
    for number in range(2, LATEST + 5):
        shown(store, version(number), number - 30)
    assert earlier(store) == versions(*range(5, LATEST + 5))


@pytest.mark.parametrize("document", ["", "[]", "{}", '{"site":"shop","categories":{}}'])
def test_a_notice_that_is_not_what_its_version_says_counts_for_nothing(store: Store, document: str) -> None:
    store.publish(replace(version(1), document=document))
    assert earlier(store) == []


def test_the_notice_of_today_is_none_of_them(store: Store) -> None:
    shown(store, NOTICE, -1)
    assert earlier(store) == []
