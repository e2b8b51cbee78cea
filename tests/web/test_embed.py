"""What a page embeds: the site's script and the banner files."""

from __future__ import annotations

import gzip
import json
import re
from typing import Any

import brotli
import pytest
from flask.testing import FlaskClient

from akkoord.settings import Settings
from tests.web.checked import validate
from tests.web.shop import CONFIG, error

SCRIPT = "/sites/shop/akkoord.js"


def baked(client: FlaskClient, path: str) -> dict[str, Any]:
    """What the backend put into the script at a path: the first argument of its last call."""
    text = client.get(path).text
    found, end = json.JSONDecoder().raw_decode(text, text.index('})({"') + len("})("))
    assert text[end] in ",)" and text.endswith(");")
    return dict(found)


def banner_paths(client: FlaskClient) -> dict[str, str]:
    """Language -> path of its banner file."""
    languages = baked(client, SCRIPT)["languages"]
    return {language: f"/{file['banner']}" for language, file in languages.items()}


def panel_paths(client: FlaskClient) -> dict[str, str]:
    """Language -> path of its panel file, which the banner file names."""
    return {language: f"/{baked(client, path)['panel']}" for language, path in banner_paths(client).items()}


def test_the_script_brings_the_sites_notice(client: FlaskClient, notice: str) -> None:
    response = client.get(SCRIPT)
    assert (response.status_code, response.mimetype) == (200, "text/javascript")
    script = baked(client, SCRIPT)
    validate(script, {"$ref": "#/components/schemas/SiteScript"})
    assert (script["site"], script["notice"], script["asked"]) == ("shop", notice, ["functional", "analytics"])
    assert script["lifetime"] == 180 * 24 * 3600
    assert list(script["languages"]) == ["nl_NL_formal", "en"]
    assert "stats.example" in script["hold"]["analytics"].split()
    assert script["keys"] == {"functional": "_chat*", "analytics": "_stat*"}


def test_each_language_has_a_banner_in_its_own_words(client: FlaskClient) -> None:
    paths = banner_paths(client)
    banners = {language: baked(client, path) for language, path in paths.items()}
    for banner in banners.values():
        validate(banner, {"$ref": "#/components/schemas/BannerFile"})
    assert {language: banner["lang"] for language, banner in banners.items()} == {"nl_NL_formal": "nl-NL", "en": "en"}
    assert banners["en"]["texts"] != banners["nl_NL_formal"]["texts"]


def test_each_banner_names_the_panel_of_its_language(client: FlaskClient) -> None:
    panels = {language: baked(client, path) for language, path in panel_paths(client).items()}
    for panel in panels.values():
        validate(panel, {"$ref": "#/components/schemas/PanelFile"})
    assert panels["en"]["texts"]["save"] == "Save my choice"
    assert panels["nl_NL_formal"]["texts"]["save"] == "Mijn keuze opslaan"
    assert panels["en"]["languages"] == {"nl_NL_formal": "Nederlands", "en": "English"}


@pytest.mark.parametrize("text", ['"})(alert(1));//', "</script><script>alert(1)</script>", "\u2028\u2029\\", "`$"])
def test_no_text_of_the_owner_breaks_out_of_the_script(settings: Settings, make_app: Any, text: str) -> None:
    settings.config.write_text(f"{CONFIG}\n[sites.shop.texts.en]\ntitle = {json.dumps(text)}\n")
    client = make_app().test_client()
    assert baked(client, banner_paths(client)["en"])["texts"]["title"] == text


def test_the_script_is_kept_for_an_hour(client: FlaskClient) -> None:
    assert client.get(SCRIPT).headers["Cache-Control"] == "public, max-age=3600, stale-while-revalidate=86400"


def test_a_banner_or_panel_file_never_changes(client: FlaskClient) -> None:
    for path in (*banner_paths(client).values(), *panel_paths(client).values()):
        response = client.get(path)
        assert response.status_code == 200
        assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_any_page_may_embed_them_and_none_is_guessed_to_be_something_else(client: FlaskClient) -> None:
    for path in (SCRIPT, *banner_paths(client).values(), *panel_paths(client).values()):
        headers = client.get(path, headers={"Origin": "https://anywhere.example"}).headers
        assert headers["Access-Control-Allow-Origin"] == "*"
        assert headers["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Vary"] == "Accept-Encoding"
        assert "Set-Cookie" not in headers


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("br", "br"),
        ("gzip, deflate", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("identity", None),
        ("br;q=0, gzip;q=0", None),
        ("", None),
        (None, None),
    ],
)
def test_it_is_sent_as_small_as_the_browser_can_read(
    client: FlaskClient, accepted: str | None, encoding: str | None
) -> None:
    plain = client.get(SCRIPT).data
    response = client.get(SCRIPT, headers={} if accepted is None else {"Accept-Encoding": accepted})
    assert response.headers.get("Content-Encoding") == encoding
    read = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[encoding]
    assert read(response.data) == plain
    assert response.content_length == len(response.data)


@pytest.mark.parametrize("encoding", ["br", "gzip", "identity"])
def test_what_did_not_change_is_not_sent_again(client: FlaskClient, encoding: str) -> None:
    for path in (SCRIPT, *banner_paths(client).values()):
        first = client.get(path, headers={"Accept-Encoding": encoding})
        again = client.get(path, headers={"Accept-Encoding": encoding, "If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")
        for name in ("ETag", "Cache-Control", "Vary"):
            assert again.headers[name] == first.headers[name]


def test_a_changed_notice_is_sent(client: FlaskClient, make_app: Any, settings: Settings) -> None:
    etag, banners = client.get(SCRIPT).headers["ETag"], banner_paths(client)
    settings.config.write_text(CONFIG.replace("Meet BV", "Meter BV"))
    later = make_app().test_client()
    assert later.get(SCRIPT, headers={"If-None-Match": etag}).status_code == 200
    assert not set(banner_paths(later).values()) & set(banners.values())
    assert error(later.get(banners["en"])) == (404, "not_found")


def test_a_script_can_be_asked_for_without_its_body(client: FlaskClient) -> None:
    response = client.head(SCRIPT)
    assert (response.status_code, response.data) == (200, b"")
    assert response.headers["ETag"] == client.get(SCRIPT).headers["ETag"]


@pytest.mark.parametrize("site", ["nowhere", "Shop", "shop%00", "%F0%9F%8D%AA", ".."])
def test_it_refuses_a_site_that_is_not_configured(client: FlaskClient, site: str) -> None:
    assert error(client.get(f"/sites/{site}/akkoord.js")) == (404, "unknown_site")


@pytest.mark.parametrize(
    "change",
    [
        lambda path: re.sub(r"banner/[0-9a-f]+", "banner/0123456789abcdef", path),
        lambda path: path.replace("/en.js", "/nl.js"),
        lambda path: path.replace("/shop/", "/blog/"),
        lambda path: path.replace("/en.js", "/nl_NL_formal.js"),
        lambda path: path.replace("/banner/", "/panel/"),
        lambda path: path.replace("/banner/", "/gate/"),
    ],
    ids=["digest", "language", "site", "digest of another language", "layer", "no layer"],
)
def test_it_refuses_a_banner_that_is_none_of_the_sites(client: FlaskClient, change: Any) -> None:
    response = client.get(change(banner_paths(client)["en"]))
    assert error(response) == (404, "not_found")
    assert response.headers["Cache-Control"] == "no-store"
