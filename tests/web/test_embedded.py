"""What a server learns from the store at its start: which earlier answers hold, and that it keeps what it shows."""

from __future__ import annotations

import json
from contextlib import closing
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import EnvironBuilder, run_wsgi_app

from akkoord.archive import digest_of, read_file, read_showing
from akkoord.change import answers
from akkoord.ledger import publish
from akkoord.notice import make_notice, notice_of
from akkoord.settings import Settings
from akkoord.sites import load_sites, require
from akkoord.store import open_store
from akkoord.web.embed_files import built
from akkoord.web.embedded import SCRIPTS
from tests.web.conftest import MakeApp

SCRIPT = "/sites/shop/akkoord.js"


def baked(script: str) -> Any:
    """What the backend baked into a script."""
    return json.JSONDecoder().raw_decode(script, script.index('})({"') + len("})("))[0]


def loaded(client: FlaskClient) -> tuple[Any, Any]:
    """What is baked into the site's script, and into its first banner."""
    script = baked(client.get(SCRIPT).text)
    first = next(iter(script["languages"].values()))
    return script, baked(client.get(f"/{first['banner']}").text)


def less_of(document: str) -> str:
    """A question that asked for less: one service of its last category did not set cookies."""
    question = json.loads(document)
    question["categories"][notice_of(document).asked[-1]][0]["cookies"] = []
    return json.dumps(question, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def test_earlier_answers_and_what_is_new_since_are_baked_in(make_app: MakeApp, settings: Settings) -> None:
    now = make_notice(require(load_sites(settings.config))["shop"])
    earlier = notice_of(less_of(now.document))
    with closing(open_store(settings.store)) as store:
        publish(store, {"shop": earlier})
    script, banner = loaded(make_app().test_client())
    assert script["earlier"] == {earlier.version: answers(earlier.document, now.document)}
    (since,) = banner["news"]["since"].values()
    assert list(since) == [now.asked[-1]]
    assert banner["news"]["texts"]["reject_all"] != banner["texts"]["reject_all"]


def test_without_earlier_notices_nothing_is_said_of_them(client: FlaskClient) -> None:
    script, banner = loaded(client)
    assert script["earlier"] == {} and "news" not in banner


def test_what_is_shown_is_kept_once_with_its_scripts(make_app: MakeApp, settings: Settings) -> None:
    for _ in range(2):
        script, banner = loaded(make_app().test_client())
    with closing(open_store(settings.store)) as store:
        (showing,) = store.showings("shop")
        document = read_showing(store, showing)
        assert document is not None and document["notice"] == showing.version == script["notice"]
        language = document["languages"][0]
        assert {**document["banner"][language], "panel": banner["panel"]} == banner
        assert {**document["script"], "languages": script["languages"]} == script
        assert digest_of(document["question"].encode()).startswith(showing.version)
        for name in SCRIPTS:
            content = read_file(store, document["scripts"][name])
            assert content == built(name).encode()


def test_a_store_that_comes_late_still_tells_what_was_asked_before(make_app: MakeApp, settings: Settings) -> None:
    now = make_notice(require(load_sites(settings.config))["shop"])
    earlier = notice_of(less_of(now.document))
    file = settings.config.with_name("akkoord.db")
    with closing(open_store(settings.store)) as store:
        publish(store, {"shop": earlier})
    away = file.with_suffix(".away")
    file.rename(away)
    # no database: it cannot be opened
    file.write_bytes(b"not a database, " * 1024)
    app = make_app()

    def script() -> Any:
        body, *_ = run_wsgi_app(app.wsgi_app, EnvironBuilder(SCRIPT).get_environ(), buffered=True)
        return baked(b"".join(body).decode())

    assert script()["earlier"] == {}
    away.replace(file)
    store_of_app = app.extensions["akkoord"].store
    store_of_app._rests_until = 0
    store_of_app.ping()
    assert script()["earlier"] == {earlier.version: answers(earlier.document, now.document)}
