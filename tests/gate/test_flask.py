"""The gate in front of a real Flask app."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask, Response, render_template_string
from flask.testing import FlaskClient

from akkoord.gate.flask import consent, needs, put_before
from tests.gate.shop import ADS, STATS, cookie, make_gate

TEMPLATE = f"""<h1>Winkel</h1>
{{% if "analytics" is allowed %}}counting{{% endif %}}{{% if consent.allows("marketing") %}} film{{% endif %}}
<script src="{STATS}"></script><img src="{ADS}">"""


@pytest.fixture
def client() -> FlaskClient:
    app = Flask("shop")

    @app.get("/")
    def home() -> str:
        return render_template_string(TEMPLATE)

    @app.get("/plain")
    def plain() -> str:
        return "<p>"

    @app.get("/stream")
    def stream() -> Response:
        def pieces() -> Iterator[str]:
            yield "<p>first"
            yield f"<img src={ADS}>"

        return Response(pieces(), mimetype="text/html")

    @app.get("/film")
    @needs("marketing", otherwise=lambda: "ask first")
    def film() -> str:
        return "film"

    @app.get("/figures")
    @needs("analytics")
    def figures() -> dict[str, bool]:
        return {"marketing": consent.allows("marketing")}

    put_before(app, make_gate())
    return app.test_client(use_cookies=False)


def get(client: FlaskClient, path: str, header: str = "") -> tuple[int, str, str]:
    answer = client.get(path, headers={"Cookie": header, "Accept": "text/html"})
    return answer.status_code, answer.text, answer.headers.get("Vary", "")


def test_templates_and_tags_follow_the_visitor(client: FlaskClient) -> None:
    _, before, vary = get(client, "/")
    assert "counting" not in before and "film" not in before and vary == "Cookie"
    assert f'data-akkoord-src="{STATS}"' in before and f'data-akkoord-src="{ADS}"' in before
    _, after, _ = get(client, "/", cookie("analytics"))
    assert "counting" in after and "film" not in after
    assert f'<script src="{STATS}">' in after and f'data-akkoord-src="{ADS}"' in after


def test_a_view_is_shown_to_those_who_allow_it(client: FlaskClient) -> None:
    assert get(client, "/film")[:2] == (200, "ask first")
    assert get(client, "/film", cookie("marketing"))[:2] == (200, "film")
    assert get(client, "/figures", cookie("marketing"))[0] == 403
    status, text, vary = get(client, "/figures", cookie("analytics"))
    assert (status, text.strip(), vary) == (200, '{"marketing":false}', "Cookie")


def test_a_streamed_page_is_read_while_it_comes(client: FlaskClient) -> None:
    answer = client.get("/stream", buffered=False)
    pieces = [piece if isinstance(piece, bytes) else piece.encode() for piece in answer.response]
    assert pieces[0] == b"<p>first"
    assert b"".join(pieces).decode() == f"<p>first<img data-akkoord-src={ADS}>"
