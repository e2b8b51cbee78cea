"""What ``akkoord gate nginx`` and ``akkoord gate caddy`` print, in a real nginx and a real Caddy."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest

from akkoord.gate.front_servers import caddy, nginx
from akkoord.holding import Holding, make_holding
from akkoord.model import Notice, Site
from akkoord.notice import make_notice
from akkoord.policy import policy
from tests.gate.front_server import App, get, running
from tests.gate.shop import NOTICE, SITE, cookie, token
from tests.samples import OTHER_VISITOR
from tests.servers import free_port

HOLDING = make_holding(SITE, "consent.shop.example")
CHOICES = [granted for count in range(4) for granted in combinations(NOTICE.asked, count)]
CLOSED = policy(HOLDING, ("necessary",), NOTICE.asked)
NGINX = """
daemon off;
{user}
pid {directory}/nginx.pid;
error_log stderr;
events {{}}
http {{
    access_log off;
    client_body_temp_path {directory}/body; fastcgi_temp_path {directory}/fastcgi; uwsgi_temp_path {directory}/uwsgi;
    scgi_temp_path {directory}/scgi; proxy_temp_path {directory}/proxy;
    proxy_cache_path {directory}/cache keys_zone=pages:1m;
    include {directory}/akkoord.conf;
    server {{
        listen 127.0.0.1:{port};
        location / {{
            proxy_pass http://127.0.0.1:{app};
            proxy_cache pages;
            proxy_cache_key "$scheme$host$request_uri $akkoord_granted";
            proxy_set_header Akkoord-Granted $akkoord_granted;
            add_header Content-Security-Policy $akkoord_csp always;
            add_header Vary Cookie always;
        }}
    }}
}}
"""
# it gives up its rights, and with them the way into a directory of tests
USER = "user root;" if os.geteuid() == 0 else ""
CADDY = """
{{
    admin off
    auto_https off
}}
http://127.0.0.1:{port} {{
    import {directory}/akkoord.conf
    reverse_proxy 127.0.0.1:{app}
}}
"""


def start_nginx(directory: Path, app: App, notice: Notice, holding: Holding) -> Iterator[int]:
    port = free_port()
    (directory / "akkoord.conf").write_text(nginx(notice, holding))
    (directory / "nginx.conf").write_text(NGINX.format(user=USER, directory=directory, port=port, app=app.port))
    with running("nginx", ["-c", f"{directory}/nginx.conf", "-p", str(directory)], port, directory):
        yield port


def start_caddy(directory: Path, app: App, notice: Notice, holding: Holding) -> Iterator[int]:
    port = free_port()
    (directory / "akkoord.conf").write_text(caddy(notice, holding))
    (directory / "Caddyfile").write_text(CADDY.format(directory=directory, port=port, app=app.port))
    arguments = ["run", "--adapter", "caddyfile", "--config", f"{directory}/Caddyfile"]
    with running("caddy", arguments, port, directory):
        yield port


START = {"nginx": start_nginx, "caddy": start_caddy}


@pytest.fixture(scope="module")
def app() -> Iterator[App]:
    app = App()
    yield app
    app.close()


@pytest.fixture(scope="module", params=START)
def port(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, app: App) -> Iterator[int]:
    yield from START[request.param](tmp_path_factory.mktemp(request.param), app, NOTICE, HOLDING)


@pytest.fixture(scope="module")
def nginx_port(tmp_path_factory: pytest.TempPathFactory, app: App) -> Iterator[int]:
    yield from start_nginx(tmp_path_factory.mktemp("cache"), app, NOTICE, HOLDING)


def policies(port: int, header: str, path: str = "/") -> list[str]:
    """Those of the gate; the app's own one is always there."""
    headers, _ = get(port, header, path)
    found = headers.get_all("Content-Security-Policy") or []
    assert "object-src 'none'" in found
    return [each for each in found if each != "object-src 'none'"]


@pytest.mark.parametrize("granted", CHOICES, ids="+".join)
def test_each_choice_gets_its_policy(port: int, granted: tuple[str, ...]) -> None:
    expected = policy(HOLDING, ("necessary", *granted), NOTICE.asked)
    # many visitors and decisions, since their letters stand at the edges of what is matched
    for _ in range(20):
        assert policies(port, f"a=b; {cookie(*granted)}") == ([expected] if expected else [])


@pytest.mark.parametrize(
    "header",
    [
        "",
        "akkoord=",
        "akkoord=fam",
        cookie("functional", "analytics", "marketing", site="shoe"),
        cookie("functional", "analytics", "marketing", site="shop2"),
        cookie("functional", "analytics", "marketing", notice="0123456789ab"),
        cookie("analytics") + "A",
        f"akkoord=A{token('functional', 'analytics', 'marketing')}",
        f"akkoord={token('analytics').partition('.')[0]}",
        f"akkoord={token('analytics').rpartition('.')[0]}.AAAA",
        f"other={token('functional', 'analytics', 'marketing')}",
    ],
)
def test_whatever_is_no_token_of_this_notice_gets_the_closed_policy(port: int, header: str) -> None:
    assert policies(port, header) == [CLOSED]


def test_answers_say_that_they_depend_on_the_cookie(port: int) -> None:
    headers, _ = get(port)
    assert "Cookie" in ", ".join(headers.get_all("Vary") or [])


def test_the_app_is_told_what_is_granted(port: int, app: App) -> None:
    get(port, cookie("analytics", "marketing"), "/told")
    assert app.requests[-1] == "am"


def test_what_is_no_page_gets_no_policy_from_nginx(nginx_port: int) -> None:
    assert policies(nginx_port, "", "/a.gif") == []
    assert policies(nginx_port, "", "/a") == [CLOSED]


def test_a_cache_is_shared_by_those_who_granted_the_same(nginx_port: int, app: App) -> None:
    before = len(app.requests)
    pages = {granted: get(nginx_port, cookie(*granted), "/cached")[1] for granted in CHOICES}
    assert len(set(pages.values())) == len(CHOICES) == len(app.requests) - before
    for granted in reversed(CHOICES):
        other = cookie(*granted, visitor=OTHER_VISITOR)
        assert get(nginx_port, other, "/cached")[1] == pages[granted]
    # who has not decided and who refused get the same page
    assert get(nginx_port, "", "/cached")[1] == pages[()]
    assert len(app.requests) - before == len(CHOICES)


def test_a_site_of_the_whole_catalog_fits(tmp_path: Path, app: App) -> None:
    from akkoord.catalog import catalog

    site = Site("a" * 31, SITE.origins, "Winkel BV", ("nl",), tuple(catalog().values()))
    holding, notice = make_holding(site), make_notice(site)
    for name, start in START.items():
        directory = tmp_path / name
        directory.mkdir()
        for port in start(directory, app, notice, holding):
            header = cookie("functional", "marketing", site=site.id, notice=notice.version)
            expected = policy(holding, ("necessary", "functional", "marketing"), notice.asked)
            assert len(expected) > 4096
            assert policies(port, header, "/whole") == [expected]
