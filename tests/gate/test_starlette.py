"""The gate in front of a real Starlette app."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route, WebSocketRoute
from starlette.templating import Jinja2Templates
from starlette.websockets import WebSocket

from akkoord.gate import granted_of
from akkoord.gate.starlette import in_templates, needs
from tests.gate.asgi_client import Answer, ask, in_a_loop
from tests.gate.shop import ADS, STATS, cookie, make_gate

PAGE = f"<script src={STATS}></script><img src={ADS}>"


async def home(request: Request) -> Response:
    return HTMLResponse(PAGE, headers={"Set-Cookie": "_ads1=x"})


async def stream(request: Request) -> Response:
    async def pieces() -> AsyncIterator[str]:
        yield "<p>first"
        yield f"<img src={ADS}"
        yield ">last"

    return StreamingResponse(pieces(), media_type="text/html")


async def ask_first(request: Request) -> Response:
    return PlainTextResponse("ask first")


@needs("marketing", otherwise=ask_first)
async def film(request: Request) -> Response:
    return PlainTextResponse("film")


@needs("analytics")
async def figures(request: Request) -> Response:
    return PlainTextResponse("figures")


async def chat(websocket: WebSocket) -> None:
    await websocket.accept()
    await websocket.send_text(str(granted_of(websocket).allows("functional")))
    await websocket.close()


def get(path: str, header: str = "", **scope: Any) -> Answer:
    return ask(make_gate().asgi(make_app()), path, header, **scope)


def make_app(*routes: Route) -> Starlette:
    own = [Route("/", home), Route("/stream", stream), Route("/film", film), Route("/figures", figures)]
    return Starlette(routes=[*own, *routes, WebSocketRoute("/chat", chat)])


def test_a_visitor_gets_what_was_granted() -> None:
    before = get("/")
    assert before.body.decode() == PAGE.replace("src=", "data-akkoord-src=")
    assert before["vary"] == "Cookie" and before["set-cookie"] == "" and before["content-length"] == ""
    assert "stats.example" not in before["content-security-policy"]
    after = get("/", cookie("analytics"))
    assert after.body.decode() == PAGE.replace(f"src={ADS}", f"data-akkoord-src={ADS}")
    assert "stats.example" in after["content-security-policy"]
    all_of_it = get("/", cookie("functional", "analytics", "marketing"))
    assert all_of_it.body.decode() == PAGE and all_of_it["set-cookie"] == "_ads1=x"


def test_a_streamed_page_is_read_while_it_comes() -> None:
    assert get("/stream").pieces[:2] == [b"<p>first", f"<img data-akkoord-src={ADS}>last".encode()]


def test_a_view_is_shown_to_those_who_allow_it() -> None:
    assert get("/film").body == b"ask first"
    assert get("/film", cookie("marketing")).body == b"film"
    assert get("/figures").status == 403


def test_a_file_does_not_pass_the_gate_unread(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(PAGE)

    async def file(request: Request) -> Response:
        return FileResponse(tmp_path / "page.html")

    app = make_gate().asgi(make_app(Route("/file", file)))
    answer = ask(app, "/file", extensions={"http.response.pathsend": {}})
    assert answer.body.decode() == PAGE.replace("src=", "data-akkoord-src=")


def test_templates_know_the_consent(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("{% if consent.allows('analytics') %}counting{% endif %}")
    templates = Jinja2Templates(tmp_path, context_processors=[in_templates])

    async def page(request: Request) -> Response:
        return templates.TemplateResponse(request, "page.html")

    app = make_gate().asgi(make_app(Route("/page", page)))
    assert ask(app, "/page").body == b""
    assert ask(app, "/page", cookie("analytics")).body == b"counting"


def test_a_web_socket_knows_the_consent() -> None:
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        return {"type": "websocket.connect"}

    async def send(message: Any) -> None:
        sent.append(message.get("text"))

    for header in ("", cookie("functional")):
        scope = {
            **{"type": "websocket", "path": "/chat", "query_string": b"", "root_path": "", "scheme": "wss"},
            **{"headers": [(b"cookie", header.encode())], "subprotocols": []},
        }
        in_a_loop(make_gate().asgi(make_app())(scope, receive, send))
    assert [text for text in sent if text] == ["False", "True"]
