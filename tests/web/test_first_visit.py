"""A first visit gets the script and the banner in one file, where the backend can tell that it is one."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.web.test_embed import SCRIPT, banner_paths

NEW = {"Sec-Fetch-Site": "same-site"}


def test_the_script_of_a_first_visit_brings_the_banner_of_the_first_language(client: FlaskClient) -> None:
    alone, first = client.get(SCRIPT).text, client.get(SCRIPT, headers=NEW).text
    title, english = "Cookies op deze website", "Cookies on this website"
    assert title not in alone
    assert title in first and english not in first
    assert first.startswith(alone.removesuffix(");\n").removesuffix(");"))
    banner = client.get(banner_paths(client)["nl_NL_formal"]).text
    assert banner[banner.index("({") : -2] in first, "it is the banner file, as it is"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "none"},
        {**NEW, "Cookie": "akkoord=token"},
        {**NEW, "Cookie": "other=1; akkoord=token"},
    ],
    ids=["an old browser", "a backend on another site", "typed in", "decided", "decided, with other cookies"],
)
def test_nobody_else_gets_it(client: FlaskClient, headers: dict[str, str]) -> None:
    alone = client.get(SCRIPT)
    assert client.get(SCRIPT, headers=headers).data == alone.data


def test_the_two_are_told_apart_when_they_are_asked_for_again(client: FlaskClient) -> None:
    first, alone = client.get(SCRIPT, headers=NEW), client.get(SCRIPT)
    assert first.headers["ETag"] != alone.headers["ETag"]
    again = {"If-None-Match": first.headers["ETag"]}
    assert client.get(SCRIPT, headers={**NEW, **again}).status_code == 304
    assert client.get(SCRIPT, headers=again).status_code == 200
    assert client.get(SCRIPT, headers={**NEW, "Cookie": "akkoord=token", **again}).data == alone.data
