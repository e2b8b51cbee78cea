"""What a browser is told: which pages may read an answer, and which cookie it keeps."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from akkoord.model import Site
from akkoord.web.origins import cookie_domain, crowded_domains
from tests.web.shop import DECISIONS, ME, ORIGIN, cookie, decision

PREFLIGHT = {"Access-Control-Request-Method": "DELETE", "Access-Control-Request-Headers": "authorization"}
OWN = [ORIGIN, "https://shop.elsewhere.example", "http://localhost", "http://localhost:3000", "http://[::1]:8080"]
OTHERS = [
    "null",
    "",
    "https://evil.example",
    "https://www.shop.example.evil.example",
    "https://wwwxshop.example",
    "http://www.shop.example",
    "https://WWW.shop.example",
    "http://localhost:80.evil.example",
    "http://localhostevil.example",
    "http://1:8080",
]


def decide(client: FlaskClient, notice: str, origin: str | None) -> TestResponse:
    return client.post(DECISIONS, json=decision(notice), headers={} if origin is None else {"Origin": origin})


@pytest.mark.parametrize("origin", OWN)
def test_a_page_of_the_site_may_read_the_answer(client: FlaskClient, notice: str, origin: str) -> None:
    response = decide(client, notice, origin)
    assert response.headers.getlist("Access-Control-Allow-Origin") == [origin]
    assert response.headers["Access-Control-Allow-Credentials"] == "true"
    assert "Origin" in response.headers["Vary"]


@pytest.mark.parametrize("origin", OTHERS)
def test_no_other_page_may_read_the_answer(client: FlaskClient, notice: str, origin: str) -> None:
    response = decide(client, notice, origin)
    assert response.status_code == 403
    assert not [name for name, _ in response.headers if name.startswith("Access-Control-")]


def test_who_names_no_origin_is_not_told_whose_pages_there_are(client: FlaskClient, notice: str) -> None:
    response = decide(client, notice, None)
    assert "Access-Control-Allow-Origin" not in response.headers


def test_a_page_may_read_what_is_wrong(client: FlaskClient) -> None:
    response = client.post(DECISIONS, data="{", headers={"Origin": ORIGIN})
    assert (response.status_code, response.headers["Access-Control-Allow-Origin"]) == (422, ORIGIN)


@pytest.mark.parametrize("origin", OWN)
def test_a_page_of_the_site_may_send_a_token_in_a_header(client: FlaskClient, origin: str) -> None:
    response = client.options(ME, headers={"Origin": origin, **PREFLIGHT})
    assert response.status_code == 200
    assert response.headers["Access-Control-Allow-Origin"] == origin
    assert response.headers["Access-Control-Allow-Credentials"] == "true"
    assert "DELETE" in response.headers["Access-Control-Allow-Methods"]
    assert response.headers["Access-Control-Allow-Headers"] == "authorization"
    assert response.headers["Access-Control-Max-Age"] == "86400"


@pytest.mark.parametrize("origin", OTHERS)
def test_no_other_page_may(client: FlaskClient, origin: str) -> None:
    response = client.options(ME, headers={"Origin": origin, **PREFLIGHT})
    assert not [name for name, _ in response.headers if name.startswith("Access-Control-")]


def test_the_cookie_is_the_token_and_lasts_180_days(client: FlaskClient, notice: str) -> None:
    response = decide(client, notice, None)
    assert cookie(response) == {
        "akkoord": response.get_json()["token"],
        "path": "/",
        "samesite": "Lax",
        "max-age": str(180 * 24 * 3600),
        "expires": cookie(response)["expires"],
    }


@pytest.mark.parametrize(
    ("base_url", "origin", "domain"),
    [
        ("https://consent.shop.example", "https://www.shop.example", "shop.example"),
        ("https://consent.shop.example/akkoord", "https://www.shop.example", "shop.example"),
        ("https://www.shop.example", "https://www.shop.example", None),
        ("https://consent.shop.example", None, None),
        ("http://localhost:8000", "http://localhost:3000", None),
    ],
)
def test_the_backend_sets_the_cookie_where_the_page_can_read_it(
    make_app: Any, notice: str, base_url: str, origin: str | None, domain: str | None
) -> None:
    kept = cookie(decide(make_app(base_url=base_url).test_client(), notice, origin))
    assert kept["akkoord"]
    assert kept.get("domain") == domain
    assert ("secure" in kept) == base_url.startswith("https:")
    # the page's script reads it
    assert "httponly" not in kept


@pytest.mark.parametrize(
    ("base_url", "origin"),
    [
        ("https://consent.example", "https://www.shop.example"),
        ("https://consent.shop.example", "https://shop.elsewhere.example"),
        ("https://consent.shop.example", "http://localhost:3000"),
        ("http://127.0.0.1:8000", "http://localhost:3000"),
    ],
)
def test_elsewhere_the_script_sets_it(make_app: Any, notice: str, base_url: str, origin: str) -> None:
    response = decide(make_app(base_url=base_url).test_client(), notice, origin)
    assert response.status_code == 201
    assert cookie(response) == {}


@pytest.mark.parametrize(
    ("page", "backend", "domain"),
    [
        ("www.shop.nl", "consent.shop.nl", "shop.nl"),
        ("shop.nl", "consent.shop.nl", "shop.nl"),
        ("www.shop.co.uk", "consent.shop.co.uk", "shop.co.uk"),
        ("shop.nl", "shop.nl", ""),
        ("127.0.0.1", "127.0.0.1", ""),
        ("shop.co.uk", "consent.co.uk", None),
        ("shop.github.io", "consent.github.io", None),
        ("shop.nl", "shop.be", None),
        ("127.0.0.1", "127.0.0.2", None),
        ("localhost", "shop.localhost", None),
        ("nl", "shop.nl", None),
        ("", "shop.nl", None),
    ],
)
def test_a_cookie_is_shared_within_one_registrable_domain(page: str, backend: str, domain: str | None) -> None:
    assert cookie_domain(page, backend) == domain


def test_sites_that_share_a_domain_do_not_share_its_cookie() -> None:
    def site(id: str, *origins: str) -> Site:
        return Site(id, origins, "Winkel BV", ("nl",))

    sites = {
        "shop": site("shop", "https://www.shop.nl", "https://shop.be", "http://localhost:*"),
        "blog": site("blog", "https://blog.shop.nl", "http://localhost:*", "http://127.0.0.1:8000"),
    }
    crowded = crowded_domains(sites)
    assert "shop.nl" in crowded and "shop.be" not in crowded
    assert cookie_domain("www.shop.nl", "consent.shop.nl", crowded) is None
    assert cookie_domain("shop.be", "consent.shop.be", crowded) == "shop.be"
    assert cookie_domain("www.shop.nl", "www.shop.nl", crowded) == "", "a cookie of one host is nobody else's"
