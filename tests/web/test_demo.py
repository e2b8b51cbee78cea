"""The demo's website: what its pages carry, and what they do not."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from flask import Flask
from flask.testing import FlaskClient

from akkoord.model import Cookie, Site
from akkoord.paths import built
from akkoord.sites import load_sites
from akkoord.web.demo import PAGES, register_pages

PORT = 8123
ROOT = built("examples") / "dentdinamo"
ADDRESSES = tuple(PAGES.values())
ENGLISH = tuple(f"/en{address}" for address in ADDRESSES)
VENDOR = re.compile(rf"http://(?:meten|reclame|video|chat)\.localhost:{PORT}/")
Element = tuple[str, dict[str, str | None]]


class Page(HTMLParser):
    """The elements of a page in order, its words, and its inline scripts."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self.scripts: list[str] = []
        self.words = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.elements and self.elements[-1][0] == "script" and self.cdata_elem == "script":
            self.scripts.append(data)
        else:
            self.words += data

    def all(self, *tags: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.elements if tag in tags]


@pytest.fixture(scope="module")
def site() -> Site:
    return load_sites(ROOT / "akkoord.toml").sites["dentdinamo"]


def client_of(site: Site) -> FlaskClient:
    app = Flask(__name__)
    register_pages(app, site, PORT)
    return app.test_client()


@pytest.fixture(scope="module")
def client(site: Site) -> FlaskClient:
    return client_of(site)


@pytest.fixture(params=[*ADDRESSES, *ENGLISH])
def page(client: FlaskClient, request: pytest.FixtureRequest) -> Page:
    response = client.get(request.param)
    assert response.status_code == 200
    return Page(response.text)


def test_its_configuration_has_no_findings() -> None:
    assert load_sites(ROOT / "akkoord.toml").findings == []


def test_its_services_ask_for_every_category(site: Site) -> None:
    assert {service.category for service in site.services} == {"functional", "analytics", "marketing"}


def test_every_page_starts_with_the_tag_and_the_seal(page: Page) -> None:
    head = [tag for tag, _ in page.elements].index("head")
    assert page.elements[head + 1 : head + 4] == [
        ("meta", {"charset": "utf-8"}),
        ("script", {"src": "/sites/dentdinamo/akkoord.js"}),
        ("meta", {"http-equiv": "Content-Security-Policy", "content": ""}),
    ]


def test_every_page_carries_untouched_tracker_snippets(page: Page) -> None:
    sources = {attributes.get("src") for attributes in page.all("script", "img")}
    assert f"http://meten.localhost:{PORT}/hartslag.js" in sources
    assert f"http://reclame.localhost:{PORT}/reclame.js?id=R-77" in sources
    assert f"http://reclame.localhost:{PORT}/pixel.gif?id=R-77&ev=PageView" in sources
    assert f"http://chat.localhost:{PORT}/chat.js" in sources
    assert any("insertBefore" in script and f"meten.localhost:{PORT}/meten.js" in script for script in page.scripts)
    assert any(f'new Image().src = "http://reclame.localhost:{PORT}/' in script for script in page.scripts)
    assert not any("type" in attributes for attributes in page.all("script"))
    assert not any("data-akkoord" in attributes or "data-src" in attributes for _, attributes in page.elements)


def test_its_own_inline_script_writes_nothing_on_the_device(page: Page) -> None:
    (own,) = (script for script in page.scripts if "window.dentdinamo" in script)
    assert not re.search(r"cookie|localStorage|sessionStorage|indexedDB|localhost", own)


def test_only_the_treatments_show_a_film(client: FlaskClient) -> None:
    for address in (*ADDRESSES, *ENGLISH):
        scripts = "".join(Page(client.get(address).text).scripts)
        films = re.findall(r'"/kijk/[a-z]+"', scripts)
        assert films == (['"/kijk/wortelkanaal"'] if address.endswith("/behandelingen") else [])
        assert (f'("http://video.localhost:{PORT}", "Film: ' in scripts) == bool(films)


def test_nothing_is_loaded_from_anywhere_but_the_site_and_the_vendors(page: Page) -> None:
    loaded = page.all("script", "img", "iframe", "link", "use", "source")
    for address in (attributes.get("src") or attributes.get("href") for attributes in loaded):
        if address is not None:
            assert address.startswith("/") or VENDOR.match(address), address


def test_the_demo_bar_leads_to_the_vendors_view_and_to_the_script(page: Page) -> None:
    links = {str(link["href"]): link for link in page.all("a")}
    (view,) = (link for address, link in links.items() if address.startswith(f"http://tracker.localhost:{PORT}/"))
    assert view["target"] == "_blank"
    assert view["rel"] == "noopener noreferrer"
    assert "/sites/dentdinamo/akkoord.js" in links


def test_every_page_can_open_the_cookie_settings_from_its_footer(page: Page) -> None:
    footer = [tag for tag, _ in page.elements].index("footer")
    assert any(tag == "button" and "data-akkoord-open" in attributes for tag, attributes in page.elements[footer:])
    assert re.search("Cookie-instellingen|Cookie settings", page.words)


def test_no_page_carries_inline_styles_or_listeners(page: Page) -> None:
    assert not page.all("style")
    for tag, attributes in page.elements:
        assert not [name for name in attributes if name == "style" or name.startswith("on")], tag


def test_every_page_has_landmarks_one_title_and_a_skip_link(page: Page) -> None:
    tags = [tag for tag, _ in page.elements]
    assert tags.count("main") == tags.count("h1") == tags.count("title") == 1
    assert page.all("a")[0]["href"] == "#" + str(page.all("main")[0]["id"])
    assert all("aria-label" in attributes for attributes in page.all("nav", "aside"))
    assert all("alt" in attributes for attributes in page.all("img"))
    assert all(attributes.get("title") for attributes in page.all("iframe"))
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    for _, attributes in page.elements:
        for name in ("for", "aria-labelledby", "aria-describedby", "aria-controls"):
            assert set((attributes.get(name) or "").split()) <= set(ids)


def test_every_link_within_the_site_leads_somewhere(client: FlaskClient, page: Page) -> None:
    for address in {link["href"] for link in page.all("a", "link")} | {image["src"] for image in page.all("img")}:
        if address and address.startswith("/") and not address.startswith("/sites/"):
            assert client.get(address, buffered=True).status_code == 200, address


def test_the_form_is_empty_and_goes_nowhere(client: FlaskClient) -> None:
    page = Page(client.get("/afspraak").text)
    (form,) = page.all("form")
    assert form["method"] == "dialog"
    assert "action" not in form
    for field in page.all("input", "select", "textarea", "option"):
        assert not {"checked", "selected"} & set(field)
        assert field.get("type") == "checkbox" or not field.get("value")
    assert client.post("/afspraak").status_code == 405


def test_the_cookie_statement_lists_what_the_services_set(client: FlaskClient, site: Site) -> None:
    words = Page(client.get("/cookies").text).words
    assert "Autoriteit Persoonsgegevens" in words
    for service in site.services:
        assert service.provider in words
        for cookie in service.cookies:
            assert cookie.name in words


def test_the_cookie_statement_follows_the_services(site: Site) -> None:
    other = replace(site.services[0], provider="Andere Aanbieder", cookies=(Cookie("other_cookie", "1 year"),))
    words = Page(client_of(replace(site, services=(other,))).get("/cookies").text).words
    assert "Andere Aanbieder" in words
    assert "other_cookie" in words
    assert "_dda" not in words
