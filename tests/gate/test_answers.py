"""What becomes of an answer, header by header."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from akkoord.errors import ConfigurationError
from akkoord.gate import NoGate, granted_of
from akkoord.gate import make_gate as open_gate
from akkoord.gate.gate import Gate
from akkoord.model import utc_now
from tests.gate.shop import ADS, BACKEND, LATER, SIGNER, STATS, cookie, make_gate, token, write_config
from tests.samples import NOW

PAGE = f"<p>Hallo<img src={ADS}><img src={STATS}>"
BYTES = PAGE.encode()
HTML = [("Content-Type", "text/html; charset=utf-8")]


def begin(*given: Any) -> Any:
    """Take what an answer begins with, as a server that drops it."""


class Answer:
    """What a client gets through the gate, and what the app was asked."""

    def __init__(
        self,
        gate: Gate,
        headers: list[tuple[str, str]],
        body: Any = BYTES,
        status: str = "200 OK",
        method: str = "GET",
        path: str = "/heren/",
        **request: str,
    ) -> None:
        self.environ: dict[str, Any] = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "HTTP_HOST": "www.shop.example",
            "HTTP_ACCEPT": "text/html,*/*;q=0.8",
            **{f"HTTP_{name.upper()}": value for name, value in request.items()},
        }
        self.headers: list[tuple[str, str]] = []

        def app(environ: dict[str, Any], start: Any) -> Any:
            start(status, headers)
            return [body] if isinstance(body, bytes) else body

        def start(status: str, headers: list[tuple[str, str]], *exc_info: Any) -> Any:
            self.status, self.headers = status, headers

        self.chunks = gate.wsgi(app)(self.environ, start)
        self.body = b"".join(self.chunks).decode()

    def all(self, name: str) -> list[str]:
        return [value for each, value in self.headers if each.lower() == name.lower()]

    def __getitem__(self, name: str) -> str:
        return ", ".join(self.all(name))


def held(*addresses: str) -> str:
    page = PAGE
    for address in addresses:
        page = page.replace(f"src={address}", f"data-akkoord-src={address}")
    return page


GENUINE = {
    "nobody who has decided": ("", held(ADS, STATS)),
    "one who refused": (cookie(), held(ADS, STATS)),
    "one who granted a part": (cookie("analytics"), held(ADS)),
    "one who granted all": (cookie("functional", "analytics", "marketing"), PAGE),
}
FORGED = {
    "no token": "akkoord=yes",
    "an altered signature": f"{cookie('marketing')[:-3]}AAA",
    "another site": cookie("marketing", site="blog"),
    "another notice": cookie("marketing", notice="0123456789ab"),
    "an old decision": cookie("marketing", at=NOW - LATER),
    "another key": f"akkoord={token('marketing').rpartition('.')[0]}.{'A' * 86}",
}


@pytest.mark.parametrize("visitor", GENUINE)
def test_a_visitor_gets_what_was_granted(visitor: str) -> None:
    header, page = GENUINE[visitor]
    answer = Answer(make_gate(), HTML, cookie=header)
    assert answer.body == page
    policy = answer["Content-Security-Policy"]
    assert ("ads.example" in policy) is ("stats.example" in policy and page == PAGE) is False
    assert ("stats.example" in policy) is (page == held(ADS))
    assert (policy == "") is (page == PAGE)


@pytest.mark.parametrize("forgery", FORGED)
def test_whatever_is_not_genuine_opens_nothing(forgery: str) -> None:
    answer = Answer(make_gate(), HTML, cookie=FORGED[forgery])
    assert answer.body == held(ADS, STATS)
    assert answer["Content-Security-Policy"] == Answer(make_gate(), HTML)["Content-Security-Policy"] != ""


def test_of_two_tokens_the_newest_counts() -> None:
    earlier = cookie("marketing", "analytics", "functional", at=NOW - timedelta(days=1))
    for header in (f"{cookie()}; {earlier}", f"{earlier}; {cookie()}"):
        assert Answer(make_gate(), HTML, cookie=header).body == held(ADS, STATS)


def test_the_apps_own_policies_stay_beside_it() -> None:
    own = ("Content-Security-Policy", "script-src 'nonce-abc' 'strict-dynamic'")
    answer = Answer(make_gate(), [*HTML, own])
    assert answer.all("Content-Security-Policy")[0] == own[1]
    assert len(answer.all("Content-Security-Policy")) == 2


def test_each_part_can_be_turned_off() -> None:
    cookies = [*HTML, ("Set-Cookie", "_ads1=x")]
    assert Answer(make_gate(html=False), HTML).body == PAGE
    assert Answer(make_gate(policy=False), HTML)["Content-Security-Policy"] == ""
    assert Answer(make_gate(cookies=False), cookies)["Set-Cookie"] == "_ads1=x"
    off = Answer(make_gate(cookies=False, html=False, policy=False), cookies)
    assert off.headers == cookies and off.body == PAGE


@pytest.mark.parametrize("kind", ["application/json", "text/css", "image/png", "text/plain", "text/javascript"])
def test_what_is_no_page_is_not_touched(kind: str) -> None:
    headers = [("Content-Type", kind), ("Content-Length", "9"), ("ETag", '"a"'), ("Last-Modified", "x")]
    answer = Answer(make_gate(), headers, accept="*/*", if_none_match='"a"')
    assert answer.headers == headers and answer.body == PAGE
    assert isinstance(answer.chunks, list)
    assert answer.environ["HTTP_IF_NONE_MATCH"] == '"a"'


@pytest.mark.parametrize(
    ("status", "headers"),
    [
        ("200 OK", [*HTML, ("Content-Encoding", "gzip")]),
        ("206 Partial Content", HTML),
        ("200 OK", [*HTML, ("Content-Disposition", "attachment; filename=a.html")]),
        ("200 OK", [("Content-Type", "application/xhtml+xml")]),
        ("200 OK", [("Content-Type", "image/svg+xml")]),
        ("200 OK", []),
    ],
)
def test_what_cannot_be_read_goes_by_under_the_policy(status: str, headers: list[tuple[str, str]]) -> None:
    answer = Answer(make_gate(), headers, status=status)
    assert answer.body == PAGE
    assert answer["Content-Security-Policy"].startswith("default-src ")


def test_a_page_is_asked_for_whole_and_uncompressed() -> None:
    asked = {"accept_encoding": "gzip", "range": "bytes=0-5", "if_range": "x", "if_modified_since": "x"}
    page = Answer(make_gate(), HTML, **asked).environ
    assert page["HTTP_ACCEPT_ENCODING"] == "identity"
    assert not {"HTTP_RANGE", "HTTP_IF_RANGE", "HTTP_IF_MODIFIED_SINCE"} & set(page)
    other = Answer(make_gate(), HTML, accept="*/*", sec_fetch_dest="script", **asked).environ
    assert {name: other[f"HTTP_{name.upper()}"] for name in asked} == asked


def test_a_worker_gets_the_policy_too() -> None:
    script = [("Content-Type", "text/javascript")]
    assert "default-src" in Answer(make_gate(), script, sec_fetch_dest="worker")["Content-Security-Policy"]
    assert Answer(make_gate(), script, sec_fetch_dest="script")["Content-Security-Policy"] == ""


def test_lengths_and_digests_of_other_bytes_are_not_sent() -> None:
    told = [("Content-Length", "9"), ("Content-MD5", "x"), ("Repr-Digest", "x"), ("Accept-Ranges", "bytes")]
    for method in ("GET", "HEAD"):
        answer = Answer(make_gate(), [*HTML, *told], method=method, body=b"" if method == "HEAD" else PAGE.encode())
        assert not {name.lower() for name, _ in answer.headers} & {name.lower() for name, _ in told}


def test_caches_between_keep_nothing_and_the_browser_tells_visitors_apart() -> None:
    told = [
        ("Cache-Control", "public, max-age=60, s-maxage=600"),
        ("Vary", "Accept-Language"),
        ("CDN-Cache-Control", "x"),
    ]
    answer = Answer(make_gate(), [*HTML, *told])
    assert answer["Cache-Control"] == "private, max-age=60"
    assert answer["Vary"] == "Accept-Language, Cookie"
    assert answer["CDN-Cache-Control"] == ""
    assert Answer(make_gate(), [*HTML, ("Cache-Control", "no-store")])["Cache-Control"] == "no-store"
    shared = Answer(make_gate(shared_caches=True), [*HTML, *told])
    assert shared["Cache-Control"] == "public, max-age=60, s-maxage=600" and "Cookie" in shared["Vary"]


def test_a_kept_page_is_only_valid_for_the_same_consent() -> None:
    headers = [*HTML, ("ETag", '"v1"'), ("Last-Modified", "x")]
    first = Answer(make_gate(), headers, cookie=cookie())
    assert first["ETag"].startswith('W/"v1~akkoord-') and first["Last-Modified"] == ""
    same = Answer(
        make_gate(), [("ETag", '"v1"')], b"", "304 Not Modified", cookie=cookie(), if_none_match=first["ETag"]
    )
    assert same.environ["HTTP_IF_NONE_MATCH"] == 'W/"v1"'
    assert same["ETag"] == first["ETag"] and "default-src" in same["Content-Security-Policy"]
    other = Answer(make_gate(), headers, cookie=cookie("marketing"), if_none_match=first["ETag"])
    assert "HTTP_IF_NONE_MATCH" not in other.environ
    assert other["ETag"] != first["ETag"]


@pytest.mark.parametrize("before", ['"v1"', 'W/"v1"', "*"])
def test_a_page_from_before_the_gate_is_not_valid(before: str) -> None:
    assert "HTTP_IF_NONE_MATCH" not in Answer(make_gate(), HTML, if_none_match=before).environ


COOKIES = ["_ads1=x; Path=/", "ads_id=x", "_stats=1", "session=1; HttpOnly", "akkoord=x", "_adsy=; Max-Age=0"]


def test_cookies_of_shut_categories_are_not_set() -> None:
    headers = [*HTML, *(("Set-Cookie", each) for each in COOKIES)]
    assert Answer(make_gate(), headers).all("Set-Cookie") == COOKIES[3:]
    assert Answer(make_gate(), headers, cookie=cookie("analytics")).all("Set-Cookie") == COOKIES[2:]
    everything = cookie("functional", "analytics", "marketing")
    assert Answer(make_gate(), headers, cookie=everything).all("Set-Cookie") == COOKIES
    image = [("Content-Type", "image/gif"), ("Set-Cookie", "_ads=1")]
    assert Answer(make_gate(), image, accept="*/*").all("Set-Cookie") == []


def test_what_a_withdrawn_category_left_is_removed() -> None:
    left = "_ads1=x; _stats2=y; session=z; __Secure-ads=1"
    refused = Answer(make_gate(), HTML, cookie=f"{left}; {cookie('analytics')}").all("Set-Cookie")
    assert refused == [
        "_ads1=; Path=/; Max-Age=0; Secure",
        "_ads1=; Path=/; Max-Age=0; Domain=www.shop.example; Secure",
        "_ads1=; Path=/; Max-Age=0; Domain=shop.example; Secure",
    ]
    assert Answer(make_gate(), HTML, cookie=left).all("Set-Cookie") == []
    image = [("Content-Type", "image/gif")]
    assert Answer(make_gate(), image, accept="*/*", cookie=f"{left}; {cookie()}").all("Set-Cookie") == []


def test_a_host_that_is_not_the_sites_counts_for_nothing() -> None:
    page = b"<img src=https://ads.example/a>"
    answer = Answer(make_gate(), HTML, page, host="ads.example")
    assert answer.body == "<img data-akkoord-src=https://ads.example/a>"
    local = Answer(make_gate(), HTML, b"<img src=//127.0.0.1:5000/own-stats/a><img src=/a>", host="127.0.0.1:5000")
    assert local.body == "<img data-akkoord-src=//127.0.0.1:5000/own-stats/a><img src=/a>"


def test_the_app_is_told_what_is_granted_and_nobody_else_can_tell_it() -> None:
    answer = Answer(make_gate(), HTML, cookie=cookie("marketing", "analytics"), akkoord_granted="f")
    assert answer.environ["HTTP_AKKOORD_GRANTED"] == "am"
    granted = granted_of(answer.environ)
    assert granted.allows("analytics") and granted.allows("necessary") and not granted.allows("functional")
    with pytest.raises(ValueError, match="'statistics' is not a category"):
        granted.allows("statistics")


def test_an_app_without_a_gate_is_told_so() -> None:
    with pytest.raises(NoGate, match="No gate stands in front"):
        granted_of({"akkoord.consent": True})


def test_what_an_app_varies_by_is_the_cookie_outside() -> None:
    answer = Answer(make_gate(), [("Content-Type", "application/json"), ("Vary", "Akkoord-Granted")])
    assert answer["Vary"] == "Cookie"


def test_pages_come_out_before_they_are_whole() -> None:
    made: list[int] = []

    def body() -> Iterator[bytes]:
        for at in range(3):
            made.append(at)
            yield f"<p>{at}<img src={ADS}>".encode()

    gate = make_gate()

    def app(environ: dict[str, Any], start: Any) -> Iterator[bytes]:
        start("200 OK", list(HTML))
        yield from body()

    chunks = iter(gate.wsgi(app)({"PATH_INFO": "/"}, begin))
    assert next(chunks) == f"<p>0<img data-akkoord-src={ADS}>".encode()
    assert made == [0]
    assert len(list(chunks)) == 3


def test_what_the_app_writes_the_old_way_is_read_too() -> None:
    written: list[bytes] = []

    def app(environ: dict[str, Any], start: Any) -> list[bytes]:
        start("200 OK", list(HTML))(f"<img src={ADS}".encode())
        return [b"><p>"]

    gate = make_gate()
    written += list(gate.wsgi(app)({"PATH_INFO": "/"}, lambda *_: written.append))
    assert b"".join(written) == f"<img data-akkoord-src={ADS}><p>".encode()


def test_the_apps_body_is_closed() -> None:
    closed: list[bool] = []

    class Body(list[bytes]):
        def close(self) -> None:
            closed.append(True)

    def app(environ: dict[str, Any], start: Any) -> Body:
        start("200 OK", list(HTML))
        return Body([b"x"])

    make_gate().wsgi(app)({"PATH_INFO": "/"}, begin).close()  # type: ignore[attr-defined]
    assert closed == [True]


def test_a_gate_is_made_from_files(tmp_path: Path) -> None:
    keys = tmp_path / "keys.json"
    keys.write_text(json.dumps({"keys": SIGNER.public_keys()}))
    gate = open_gate(write_config(tmp_path), "shop", keys, BACKEND)
    assert Answer(gate, HTML, cookie=cookie("analytics", at=utc_now())).body == held(ADS)
    for given, message in {
        ("shop", tmp_path / "none.json", BACKEND): "There are no keys in",
        ("shop", tmp_path / "akkoord.toml", BACKEND): "There are no keys in",
        ("shoe", keys, BACKEND): "There is no site 'shoe'",
        ("shop", keys, "consent.shop.example"): "is not an address",
    }.items():
        with pytest.raises(ConfigurationError, match=message):
            open_gate(tmp_path / "akkoord.toml", *given)
