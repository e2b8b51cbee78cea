"""The cookie declaration of a site, as it is sent."""

from __future__ import annotations

import json
from html.parser import HTMLParser

import pytest
from flask.testing import FlaskClient

from akkoord.settings import Settings
from tests.web.conftest import MakeApp
from tests.web.shop import CONFIG, error

PAGE = "/sites/shop/cookies"


class Elements(HTMLParser):
    """The elements of a page, and its words."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data

    def all(self, *tags: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.elements if tag in tags]


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("nl", "nl-NL"),
        ("nl-NL,nl;q=0.9,en;q=0.5", "nl-NL"),
        ("nl-NL-formal", "nl-NL"),
        ("nl_NL_formal", "nl-NL"),
        ("en-GB,nl;q=0.9", "en"),
        ("nl;q=0.4, en;q=0.6", "en"),
        ("nl;q=0, en", "en"),
        ("fi", "nl-NL"),
        ("*", "nl-NL"),
        ("", "nl-NL"),
        (";;;=,q", "nl-NL"),
    ],
)
def test_it_speaks_what_the_browser_asks_for(client: FlaskClient, accepted: str, language: str) -> None:
    response = client.get(PAGE, headers={"Accept-Language": accepted})
    assert (response.status_code, response.mimetype) == (200, "text/html")
    assert response.headers["Content-Language"] == language
    assert "Accept-Language" in response.headers["Vary"]
    assert Elements(response.text).all("html") == [{"lang": language, "dir": "ltr"}]


def test_a_language_can_be_named(client: FlaskClient) -> None:
    response = client.get(f"{PAGE}/en", headers={"Accept-Language": "nl"})
    assert response.headers["Content-Language"] == "en"
    assert response.headers["Vary"] == "Accept-Encoding"
    assert "Cookie declaration" in response.text


@pytest.mark.parametrize("path", [PAGE, f"{PAGE}/en"])
def test_every_link_of_the_page_leads_somewhere(client: FlaskClient, path: str) -> None:
    page = Elements(client.get(path).text)
    links = [str(link["href"]) for link in page.all("a", "link") if not str(link["href"]).startswith("http")]
    assert len(links) == 6, "the style sheet, each language in head and body, and the rights"
    for link in links:
        assert link.count("../") == path.count("/") - 1, "relative, as the backend may be below a path"
        assert client.get("/" + link.replace("../", ""), buffered=True).status_code == 200


def test_the_current_language_is_marked(client: FlaskClient) -> None:
    links = Elements(client.get(f"{PAGE}/en").text).all("a")
    assert [link["lang"] for link in links if link.get("aria-current") == "page"] == ["en"]


def test_a_site_with_one_language_offers_no_choice(client: FlaskClient) -> None:
    assert Elements(client.get("/sites/blog/cookies").text).all("nav") == []


def test_it_says_what_the_services_are_and_set(client: FlaskClient) -> None:
    words = Elements(client.get(PAGE, headers={"Accept-Language": "en"}).text).words
    for said in ("Winkel BV, Utrecht", "Praat BV", "Meet BV", "Netherlands", "_stat*", "13 months", "akkoord"):
        assert said in words
    assert "Your choice is valid for 6 months. The proof of it is erased 5 years after that." in words


@pytest.mark.parametrize("path", [PAGE, f"{PAGE}/nl_NL_formal"])
def test_it_may_be_kept_for_a_while_and_is_not_sent_twice(client: FlaskClient, path: str) -> None:
    first = client.get(path)
    assert first.headers["Cache-Control"].startswith("public, max-age=")
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    head = client.head(path)
    assert (head.status_code, head.data, head.headers["ETag"]) == (200, b"", first.headers["ETag"])


def test_it_sets_no_cookie_and_needs_none(client: FlaskClient) -> None:
    response = client.get(PAGE, headers={"Cookie": "akkoord=nonsense"})
    assert (response.status_code, response.headers.get("Set-Cookie")) == (200, None)


@pytest.mark.parametrize("encoding", ["br", "gzip"])
def test_it_is_compressed(client: FlaskClient, encoding: str) -> None:
    response = client.get(PAGE, headers={"Accept-Encoding": encoding})
    assert response.headers["Content-Encoding"] == encoding
    assert len(response.data) < len(client.get(PAGE).data) / 2


def test_nothing_inline_stands_in_it(client: FlaskClient) -> None:
    response = client.get(PAGE)
    assert "unsafe" not in response.headers["Content-Security-Policy"]
    page = Elements(response.text)
    assert page.all("script", "style") == []
    for tag, attributes in page.elements:
        assert not [name for name in attributes if name == "style" or name.startswith("on")], tag


@pytest.mark.parametrize("path", ["/sites/nowhere/cookies", "/sites/nowhere/cookies/en", "/sites/%3Cb%3E/cookies"])
def test_a_site_that_is_not_there_is_not_found(client: FlaskClient, path: str) -> None:
    assert error(client.get(path)) == (404, "unknown_site")


@pytest.mark.parametrize("language", ["nl", "de", "EN", "..", "en%00"])
def test_a_language_that_the_site_lacks_is_not_found(client: FlaskClient, language: str) -> None:
    assert error(client.get(f"{PAGE}/{language}")) == (404, "not_found")


@pytest.mark.parametrize("hostile", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "&lt;b&gt;"])
def test_no_text_of_the_owner_becomes_markup(settings: Settings, make_app: MakeApp, hostile: str) -> None:
    text = json.dumps(hostile)
    keys = ("declaration", "privacy", "language", "analytics_name", "purpose_chat", "declaration_intro")
    own = "\n".join(f"{key} = {text}" for key in keys)
    config = CONFIG.replace('"Winkel BV, Utrecht"', text).replace('"Meet BV"', text)
    settings.config.write_text(f"{config}\n[sites.shop.texts.en]\n{own}\n")
    page = Elements(make_app().test_client().get(f"{PAGE}/en").text)
    assert page.all("script", "img") == []
    assert page.words.count(hostile) >= len(keys)
