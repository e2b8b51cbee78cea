from __future__ import annotations

import re
from pathlib import Path

import pytest

from akkoord.model import utc_now
from akkoord.store import open_store
from akkoord.store.rows import utc_day
from tests.unit.commands import Akkoord


def test_a_strict_page_gets_a_policy_before_its_tag(akkoord: Akkoord, config: Path) -> None:
    ended = akkoord("embed", "shop", "--strict", AKKOORD_BASE_URL="https://consent.test")
    lift, policy, end, tag, seal = ended.out.splitlines()
    assert ended.code == 0
    assert lift.startswith("<script>") and 'document.write("<!--")' in lift
    allowed = re.fullmatch(r'<meta http-equiv="Content-Security-Policy" content="default-src ([^"]+)">', policy)
    assert allowed and "'self'" in allowed[1] and "consent.test:*" in allowed[1].split()
    assert end == "<!-- -->"
    assert tag == '<script src="https://consent.test/sites/shop/akkoord.js" data-strict></script>'
    assert seal == '<meta http-equiv="Content-Security-Policy" content="">'


def test_strict_and_sealed_exclude_each_other(akkoord: Akkoord, config: Path) -> None:
    ended = akkoord("embed", "shop", "--strict", "--sealed")
    assert ended.code == 1 and "take one of --sealed and --strict" in ended.err


@pytest.mark.parametrize("days", ["0", "many"])
def test_the_days_to_look_back_are_a_number(akkoord: Akkoord, config: Path, days: str) -> None:
    assert akkoord("unknown", "shop", "--days", days).code != 0


def test_unknown_third_parties_are_listed_with_the_service_that_they_are(
    akkoord: Akkoord, config: Path, tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path / 'told.db'}"
    store = open_store(url)
    today = utc_day(utc_now())
    store.count("shop", today, [("unknown", "nobody.test"), ("display", "all")])
    for _ in range(2):
        store.count("shop", today, [("unknown", "static.hotjar.com")])
    store.close()
    ended = akkoord("unknown", "shop", AKKOORD_STORE=url, AKKOORD_SECRET_KEY="a-key-that-only-these-tests-know-of")
    first, second, last = ended.out.splitlines()
    assert first.split()[:2] == ["2", "static.hotjar.com"] and "akkoord catalog add hotjar --site shop" in first
    assert second.split() == ["1", "nobody.test"]
    assert last == "shop: 2 unknown third parties in 30 day(s)."
