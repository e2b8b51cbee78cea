"""A script's answer that is repeated is the one that Flask would give."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import EnvironBuilder, run_wsgi_app

from akkoord.web import repeated
from akkoord.web.repeated import Repeated

SCRIPT = "/sites/shop/akkoord.js"
ENCODED = ("br, gzip", "gzip")
Asked = tuple[bytes, str, list[tuple[str, str]]]


def ask(app: Flask, headers: dict[str, str], path: str = SCRIPT, method: str = "GET") -> Asked:
    environ = EnvironBuilder(path, headers=list(headers.items()), method=method).get_environ()
    body, status, answered = run_wsgi_app(app.wsgi_app, environ, buffered=True)
    return b"".join(body), status, answered.to_wsgi_list()


@pytest.mark.parametrize("encoding", ["br, gzip", "gzip", "identity", "br;q=0", ""])
def test_each_encoding_is_repeated_as_it_was(app: Flask, encoding: str) -> None:
    headers = {"Accept-Encoding": encoding}
    first = ask(app, headers)
    assert first[1] == "200 OK"
    assert ask(app, headers) == first
    assert dict(first[2]).get("Content-Encoding", "") == (encoding.split(",")[0] if encoding in ENCODED else "")


def test_who_has_it_is_told_so_again_and_again(app: Flask) -> None:
    tag = dict(ask(app, {})[2])["ETag"]
    answers = [ask(app, {"If-None-Match": tag}) for _ in range(3)]
    assert answers[0][:2] == (b"", "304 NOT MODIFIED")
    assert answers == [answers[0]] * 3
    assert ask(app, {"If-None-Match": '"another"'})[1] == "200 OK"


def test_sites_are_told_apart_and_unknown_ones_stay_unknown(app: Flask) -> None:
    shop, blog = ask(app, {}), ask(app, {}, "/sites/blog/akkoord.js")
    assert shop[0] != blog[0]
    assert [ask(app, {}, "/sites/nobody/akkoord.js")[1][:3] for _ in range(2)] == ["404", "404"]


def test_other_methods_are_left_to_flask(client: FlaskClient) -> None:
    assert client.get(SCRIPT).status_code == 200
    assert (client.head(SCRIPT).status_code, client.head(SCRIPT).data) == (200, b"")
    assert client.post(SCRIPT).status_code == 405


def test_strangers_cannot_make_it_keep_more_and_more(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(repeated, "KEPT", 10)
    front = vars(vars(app.wsgi_app)["_app"])["_app"]
    assert isinstance(front, Repeated)
    for number in range(50):
        assert ask(app, {"If-None-Match": f'"{number}"'})[1] == "200 OK"
        assert len(front._kept) <= 10
    ask(app, {"Accept-Encoding": "x" * 1000})
    assert all(sum(map(len, key)) <= repeated.HEADER_LIMIT for key in front._kept)
