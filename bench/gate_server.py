"""Measure what the gate in a site's own server costs: CPU time per request and per kB of HTML.

The same small WSGI app answers a page with and without the gate, in turns in one run, within this process. The lowest
of several rounds counts: everything else that the machine does can only add to it. Run it with
``PYTHONPATH=server:. python bench/gate_server.py``.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from akkoord.gate.gate import Gate
from akkoord.model import utc_now
from tests.gate.shop import ADS, STATS, cookie, make_gate

ROUNDS = 7
REQUESTS = 200
ARTICLE = (
    '<article class="card" id="p1"><a class="link" href="/heren/schoenen?maat=43" title="Schoenen"><img class="photo" '
    'src="/static/schoen.jpg" srcset="/static/schoen.jpg 1x, /static/schoen2.jpg 2x" alt="Een schoen" width="300" '
    'height="200"></a><h2>Schoen</h2><p>Een schoen van leer, om mee te lopen. Ook in het zwart.</p>'
    '<form action="/mand" method="post"><button name="id" value="1">In de mand</button></form></article>\n'
)
HEAD = f'<!doctype html><html lang="nl"><head><script src="{STATS}"></script><title>Winkel</title></head><body>'
SIZES = (0, 10, 100)
"""How many articles a page has."""


def app_of(page: bytes) -> Callable[..., list[bytes]]:
    """An app that answers that page in pieces of 16 kB."""
    pieces = [page[at : at + 16384] for at in range(0, len(page), 16384)]

    def app(environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
        start("200 OK", [("Content-Type", "text/html; charset=utf-8")])
        return pieces

    return app


def spent(app: Callable[..., Any], header: str) -> float:
    """CPU seconds of one request."""
    start = time.process_time()
    for _ in range(REQUESTS):
        environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/", "HTTP_HOST": "www.shop.example", "HTTP_COOKIE": header}
        for _piece in app(environ, lambda *_: None):
            pass
    return (time.process_time() - start) / REQUESTS


def main() -> None:
    gates: dict[str, Gate | None] = {
        "bare": None,
        "policy and cookies": make_gate(html=False, clock=utc_now),
        "all": make_gate(clock=utc_now),
    }
    header = cookie("analytics", at=utc_now())
    print(f"{'page':>10} {'gate':20} {'us/request':>12} {'us/kB':>8}")
    for articles in SIZES:
        page = (HEAD + ARTICLE * articles + f'<img src="{ADS}" alt="">').encode()
        apps = {name: gate.wsgi(app_of(page)) if gate else app_of(page) for name, gate in gates.items()}
        least = dict.fromkeys(apps, float("inf"))
        for _ in range(ROUNDS):
            for name, app in apps.items():
                least[name] = min(least[name], spent(app, header))
        for name, seconds in least.items():
            more = (seconds - least["bare"]) * 1e6
            print(f"{len(page) / 1000:7.1f} kB {name:20} {seconds * 1e6:12.1f} {more / len(page) * 1000:8.2f}")


if __name__ == "__main__":
    main()
