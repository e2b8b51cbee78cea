"""The commands that tell what was asked and shown, and what a change asks again."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from akkoord.model import Notice
from akkoord.notice import make_notice
from akkoord.settings import load_settings
from akkoord.sites import load_sites, require
from akkoord.store import open_store
from akkoord.web import create_app
from tests.unit.catalogues import compile_catalogues
from tests.unit.commands import KEY, Akkoord

STORE = "sqlite:///ledger.db"


@pytest.fixture(scope="module", autouse=True)
def catalogues() -> None:
    compile_catalogues()


def asked(config: Path) -> Notice:
    return make_notice(require(load_sites(config))["shop"])


def serve(config: Path) -> Notice:
    """What a server does at its start; the notice that it asks."""
    app = create_app(load_settings({"AKKOORD_CONFIG": str(config), "AKKOORD_STORE": STORE, "AKKOORD_SECRET_KEY": KEY}))
    app.test_client().get("/sites/shop/akkoord.js")
    app.extensions["akkoord"].ledger.close()
    return asked(config)


def edit(config: Path, old: str, new: str) -> None:
    text = config.read_text()
    assert old in text
    config.write_text(text.replace(old, new))


@pytest.fixture
def first(config: Path) -> Notice:
    """What was asked before the owner edits anything."""
    return serve(config)


def test_every_version_is_listed_with_its_showings(akkoord: Akkoord, config: Path, first: Notice) -> None:
    edit(config, "[sites.shop]", '[sites.shop]\nlayout = "bar"')
    serve(config)
    edit(config, '["google-analytics"]', '["google-analytics", "meta-pixel"]')
    second = serve(config)
    ended = akkoord("notice", "list", AKKOORD_STORE=STORE)
    assert (ended.code, ended.err) == (0, "")
    lines = ended.out.splitlines()
    assert f"shop  {first.version}  asks analytics" in lines
    assert f"shop  {second.version}  asks analytics, marketing  asked now" in lines
    assert len([line for line in lines if line.startswith("  shown from ")]) == 3
    assert akkoord("notice", "list", "--site", "nowhere", AKKOORD_STORE=STORE).out == ""


def test_all_that_was_asked_is_told_in_the_words_of_that_day(akkoord: Akkoord, config: Path, first: Notice) -> None:
    edit(config, '["google-analytics"]', '["meta-pixel"]')
    serve(config)
    shown = akkoord("notice", "show", first.version, AKKOORD_STORE=STORE)
    assert (shown.code, shown.err) == (0, "")
    for said in (
        f"Notice {first.version} of shop, in nl_NL_formal",
        "Wij, Winkel BV, Utrecht, gebruiken cookies",
        "[Alles weigeren] [Alles accepteren] [Zelf instellen]",
        "Google Analytics",
        "_ga, Cookie, 2 jaar",
        "Law profile nl",
    ):
        assert said in shown.out
    assert "Meta" not in shown.out
    assert "Reject all" in akkoord("notice", "show", first.version, "--language", "en", AKKOORD_STORE=STORE).out


def test_a_banner_is_written_as_one_page(akkoord: Akkoord, first: Notice) -> None:
    ended = akkoord("notice", "show", first.version, "--html", "shown.html", AKKOORD_STORE=STORE)
    assert (ended.code, ended.err) == (0, "The banner of that day: shown.html\n")
    page = Path("shown.html").read_text()
    assert page.startswith("<!doctype html>") and "data:text/javascript," in page
    assert page.count("</script>") == 1


def test_what_is_not_there_is_said(akkoord: Akkoord, config: Path, first: Notice) -> None:
    for arguments, said in (
        (("show", "0" * 12), "The store knows no notice 000000000000 of shop."),
        (("show", first.version, "--language", "fr"), "It was not shown in 'fr': nl_NL_formal, en."),
        (("show", first.version, "--showing", "zz"), "The archive has no such showing"),
        (("diff", "0" * 12), "The store knows no notice"),
        (("show", first.version, "--site", "blog"), "The store knows no notice"),
    ):
        ended = akkoord("notice", *arguments, AKKOORD_STORE=STORE)
        assert ended.code == 1 and said in ended.err
    assert "There is no ledger" in akkoord("notice", "list", AKKOORD_STORE="sqlite:///none.db").err


def test_a_showing_that_was_altered_is_refused(akkoord: Akkoord, first: Notice) -> None:
    with closing(open_store(STORE)) as store:
        (showing,) = store.showings("shop")
    with closing(sqlite3.connect("ledger.db")) as database:
        row = database.execute("SELECT content FROM archive WHERE digest != ?", [showing.digest]).fetchone()
        database.execute("UPDATE archive SET content = ? WHERE digest = ?", [row[0], showing.digest])
        database.commit()
    ended = akkoord("notice", "show", first.version, AKKOORD_STORE=STORE)
    assert ended.code == 1 and "it was altered" in ended.err


def test_an_owner_sees_before_going_live_what_would_be_asked_again(
    akkoord: Akkoord, config: Path, first: Notice
) -> None:
    same = akkoord("notice", "diff", first.version, AKKOORD_STORE=STORE)
    assert (same.code, same.err) == (0, "")
    assert "The same question: nobody is asked again." in same.out
    edit(config, '["google-analytics"]', '["google-analytics", "meta-pixel", "hotjar"]')
    ended = akkoord("notice", "diff", first.version, AKKOORD_STORE=STORE)
    assert (ended.code, ended.err) == (0, "")
    lines = ended.out.splitlines()
    assert lines[0] == f"shop: {first.version} -> {asked(config).version}, as configured"
    assert "analytics: more than before; who said yes is asked again, who said no is left alone" in lines
    assert any(line.startswith("  + Hotjar") for line in lines)
    assert "marketing: not asked before; everybody is asked" in lines
    second = serve(config)
    back = akkoord("notice", "diff", second.version, first.version, AKKOORD_STORE=STORE).out
    assert "analytics: less than before; nobody is asked again" in back
    assert "marketing: no longer asked" in back
    edit(config, "Winkel BV, Utrecht", "Winkel NV, Breda")
    other = akkoord("notice", "diff", second.version, AKKOORD_STORE=STORE).out
    assert "Somebody else asks: everybody is asked again about everything." in other


def test_the_gate_in_the_sites_own_server_gets_the_earlier_notices(
    akkoord: Akkoord, config: Path, first: Notice
) -> None:
    edit(config, '["google-analytics"]', '["google-analytics", "meta-pixel"]')
    ended = akkoord("gate", "notices", "shop", AKKOORD_STORE=STORE)
    assert (ended.code, ended.err) == (0, "")
    assert json.loads(ended.out) == {"site": "shop", "notices": [first.document]}
    none = akkoord("gate", "notices", "shop", AKKOORD_STORE="sqlite:///none.db")
    assert json.loads(none.out)["notices"] == []
    assert "Earlier notices are not known, and left out: none.db is no file." in none.err


def test_a_preloaded_banner_is_the_one_that_says_what_is_new(akkoord: Akkoord, config: Path, first: Notice) -> None:
    edit(config, '["google-analytics"]', '["google-analytics", "meta-pixel"]')
    serve(config)
    app = create_app(load_settings({"AKKOORD_CONFIG": str(config), "AKKOORD_STORE": STORE, "AKKOORD_SECRET_KEY": KEY}))
    ended = akkoord("embed", "shop", "--preload", "en", AKKOORD_STORE=STORE)
    path = ended.out.partition('href="')[2].partition('"')[0].partition("/sites/")[2]
    answer = app.test_client().get(f"/sites/{path}")
    assert answer.status_code == 200 and "New since your choice" in answer.text
    app.extensions["akkoord"].ledger.close()
