from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

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


class _Files(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def web(tmp_path: Path) -> Iterator[str]:
    """The address under which the files of the directory are served."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Files, directory=str(tmp_path)))
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_page_is_checked_as_a_new_visitor_gets_it(akkoord: Akkoord, config: Path, web: str) -> None:
    tag = '<script src="https://consent.test/sites/shop/akkoord.js"></script>'
    config.with_name("held.html").write_text(f'{tag}<script src="https://nobody.example/a.js"></script>')
    config.with_name("open.html").write_text("<p>")
    ended = akkoord("check", "--url", f"{web}/held.html")
    assert ended.code == 0
    assert f"{web}/held.html: held, site shop" in ended.out
    assert "<script> https://nobody.example/a.js may be requested before consent" in ended.out
    ended = akkoord("check", "--url", f"{web}/open.html")
    assert ended.code == 1 and "open.html: open" in ended.out and "no tag of Akkoord" in ended.out


@pytest.mark.parametrize(
    ("address", "problem"),
    [("file:///etc/hostname", "is no address of a page"), ("http://127.0.0.1:1/", "cannot be read")],
)
def test_a_page_that_cannot_be_read_is_a_sentence(akkoord: Akkoord, config: Path, address: str, problem: str) -> None:
    ended = akkoord("check", "--url", address)
    assert ended.code == 1 and problem in ended.err
