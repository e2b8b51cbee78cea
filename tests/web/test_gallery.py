"""The demo's gallery: every look can be linked to, and nothing that is done there is kept."""

from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import product

import pytest
from flask.testing import FlaskClient

from akkoord.model import LAYOUTS, SCHEMES, Notice, Site
from akkoord.notice import make_notice
from akkoord.paths import built
from akkoord.sites import load_sites
from akkoord.translate import available, bcp47, direction
from akkoord.web import forgetful
from akkoord.web.demo import register_pages
from akkoord.web.demo.gallery import PATH, STATES, looks
from akkoord.web.embed_files import Files
from akkoord.web.forgetful import LOOKS
from tests.unit.catalogues import LANGUAGES
from tests.web.conftest import MakeApp
from tests.web.shop import decision, display, error
from tests.web.test_demo import Page

CONFIG = built("examples") / "dentdinamo" / "akkoord.toml"
API = f"{PATH}/api/v1/sites/gallery-box-dark-nl-nl-formal"


@pytest.fixture
def site() -> Site:
    return load_sites(CONFIG).sites["dentdinamo"]


@pytest.fixture
def client(make_app: MakeApp, site: Site) -> FlaskClient:
    app = make_app(config=CONFIG)
    register_pages(app, site, 8000)
    return app.test_client()


def asked(layout: str, scheme: str, language: str, state: str) -> str:
    return f"layout={layout}&scheme={scheme}&language={language}&state={state}"


def baked(text: str) -> dict[str, object]:
    """What the backend put into a script: the first argument of its last call."""
    found, _ = json.JSONDecoder().raw_decode(text, text.index('})({"') + len("})("))
    return dict(found)


def test_there_is_a_look_of_each_kind() -> None:
    assert len(looks()) == len(LAYOUTS) * len(SCHEMES) * len(available())
    assert all(id.startswith("gallery-") for id in looks())


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_speaks_the_language_that_is_shown(client: FlaskClient, language: str) -> None:
    page = Page(client.get(f"{PATH}?language={language}").text)
    assert page.all("html") == [{"lang": bcp47(language), "dir": direction(language)}]
    chosen = [option["value"] for option in page.all("option") if "selected" in option]
    assert chosen == [LAYOUTS[0], SCHEMES[0], language]


@pytest.mark.parametrize(("layout", "scheme", "state"), [*product(LAYOUTS, SCHEMES, STATES)])
def test_every_choice_is_an_address_that_shows_it(client: FlaskClient, layout: str, scheme: str, state: str) -> None:
    page = Page(client.get(f"{PATH}?{asked(layout, scheme, 'nl_NL_formal', state)}").text)
    assert [option["value"] for option in page.all("option") if "selected" in option][:2] == [layout, scheme]
    assert [button["value"] for button in page.all("button") if "aria-current" in button] == [state]
    (wide, narrow) = page.all("iframe")
    assert wide["src"] == narrow["src"] and wide["title"] != narrow["title"]
    look = Page(client.get(str(wide["src"])).text)
    assert look.all("html") == [{"lang": "nl-NL", "dir": "ltr", "data-state": state}]
    forget, script, _ = look.all("script")
    assert forget["src"] == f"{PATH}/forget.js", "before the widget reads what is kept"
    assert f"/gallery-{layout}-{scheme}-nl-nl-formal/" in str(script["src"])
    assert len(look.all("iframe")) == (state == "placeholder")


@pytest.mark.parametrize("query", ["", "?layout=wall&scheme=pink&language=xx&state=gone", "?layout=%3Cb%3E"])
def test_what_it_does_not_know_is_the_first_there_is(client: FlaskClient, query: str) -> None:
    page = Page(client.get(PATH + query).text)
    chosen = [option["value"] for option in page.all("option") if "selected" in option]
    assert chosen == [LAYOUTS[0], SCHEMES[0], "nl_NL_formal"]


def test_without_a_choice_it_speaks_what_the_browser_asks_for(client: FlaskClient) -> None:
    response = client.get(PATH, headers={"Accept-Language": "en-GB"})
    assert response.headers["Vary"] == "Accept-Language"
    assert Page(response.text).all("html")[0]["lang"] == "en"


@pytest.mark.parametrize("path", [PATH, f"{PATH}/look"])
def test_only_the_gallery_frames_a_look_and_nothing_inline_stands_in_it(client: FlaskClient, path: str) -> None:
    response = client.get(path)
    policy = response.headers["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in policy and "unsafe" not in policy
    page = Page(response.text)
    assert not page.all("style") and page.scripts == []
    for tag, attributes in page.elements:
        assert not [name for name in attributes if name == "style" or name.startswith("on")], tag


def test_the_demos_pages_stay_out_of_frames(client: FlaskClient) -> None:
    assert "frame-ancestors 'none'" in client.get("/").headers["Content-Security-Policy"]


def test_the_script_is_the_real_one_of_a_site_with_that_look(client: FlaskClient) -> None:
    script = baked(client.get(f"{PATH}/sites/gallery-box-dark-en/akkoord.js").text)
    assert (script["site"], script["asked"]) == ("gallery-box-dark-en", ["functional", "analytics", "marketing"])
    languages = script["languages"]
    assert isinstance(languages, dict)
    assert next(iter(languages)) == "en" and set(languages) == set(available())
    assert client.get(f"{PATH}/{languages['en']['banner']}").status_code == 200


@pytest.mark.parametrize("path", ["sites/gallery-wall-dark-en/akkoord.js", "sites/dentdinamo/akkoord.js"])
def test_no_other_site_is_in_it(client: FlaskClient, path: str) -> None:
    assert error(client.get(f"{PATH}/{path}")) == (404, "unknown_site")
    assert error(client.get("/sites/gallery-box-dark-en/akkoord.js")) == (404, "unknown_site")


def test_the_files_of_a_few_looks_are_kept_and_no_more(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []

    def make(sites: Mapping[str, Site], notices: Mapping[str, Notice]) -> Files:
        made.extend(sites)
        return Files({}, {}, {})

    monkeypatch.setattr(forgetful, "make_files", make)
    first, *others = [*looks()][: LOOKS + 1]
    for id in (first, *others, others[-1], first):
        assert client.get(f"{PATH}/sites/{id}/banner/0123456789ab/en.js").status_code == 404
    assert made == [first, *others, first], "the last was there still, the first had gone"


def test_a_decision_is_answered_and_kept_nowhere(client: FlaskClient, site: Site) -> None:
    notice = make_notice(site).version
    body = decision(notice, choices={"functional": False, "analytics": True})
    answer = client.post(f"{API}/decisions", json=body)
    assert answer.status_code == 201
    assert answer.headers.get("Set-Cookie") is None
    assert answer.json is not None
    assert answer.json["decision"]["choices"] == {"functional": False, "analytics": True, "marketing": False}
    token = {"Authorization": f"Bearer {answer.json['token']}"}
    assert client.get("/api/v1/sites/dentdinamo/me", headers=token).status_code == 401, "and it proves nothing"


def test_displays_and_unknown_hosts_are_taken_and_kept_nowhere(client: FlaskClient, site: Site) -> None:
    assert client.post(f"{API}/displays", json=display(make_notice(site).version)).status_code == 204
    assert client.post(f"{API}/unknown", json={"hosts": ["x.example"]}).status_code == 204


def test_every_page_of_the_demo_leads_to_it(client: FlaskClient) -> None:
    assert f'href="{PATH}?language=nl_NL_formal"' in client.get("/").text
