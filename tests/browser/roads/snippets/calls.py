"""Requests that scripts make, and workers."""

from __future__ import annotations

from tests.browser.roads.snippet import Snippet

TO = "https://api.mixpanel.com/KEY"


def _snippet(id: str, code: str, works: str = "true", road: str = "call", **more: object) -> Snippet:
    return Snippet(id, road, "analytics", body=f"<script>{code}</script>", works=works, **more)  # type: ignore[arg-type]


SNIPPETS = (
    _snippet(
        "fetch", f'fetch("{TO}/f").then((a) => a.json()).then(() => {{ window.fetched = true; }});', "window.fetched"
    ),
    _snippet("fetch-post", f'fetch("{TO}/p", {{ method: "POST", body: "a=1", mode: "no-cors", keepalive: true }});'),
    _snippet(
        "fetch-preflight",
        f'fetch("{TO}/h", {{ method: "PUT", headers: {{ "X-A": "1" }}, body: "1" }}).catch(() => {{}});',
    ),
    _snippet("fetch-request", f'fetch(new Request("{TO}/r")).catch(() => {{}});'),
    _snippet("fetch-url", f'fetch(new URL("{TO}/u")).catch(() => {{}});'),
    _snippet(
        "fetch-base",
        'const b = document.createElement("base"); b.href = "https://api.mixpanel.com/"; document.head.append(b); fetch("KEY/b").catch(() => {}); b.remove();',
    ),
    _snippet(
        "fetch-later",
        f'if (window.fetchLater) fetchLater("{TO}/l", {{ activateAfter: 0 }}); else fetch("{TO}/l");',
        after=60,
    ),
    _snippet(
        "xhr",
        f'const x = new XMLHttpRequest(); x.open("POST", "{TO}/x"); x.onload = () => {{ window.answered = x.status; }}; x.send("1");',
        "window.answered === 200",
    ),
    _snippet(
        "xhr-synchronous",
        f'try {{ const x = new XMLHttpRequest(); x.open("GET", "{TO}/s", false); x.send(); }} catch (error) {{ window.failed = error.name; }}',
        "true",
    ),
    _snippet("beacon", f'navigator.sendBeacon("{TO}/b", "1");'),
    _snippet(
        "beacon-hidden",
        f'addEventListener("load", () => dispatchEvent(new Event("pagehide"))); addEventListener("pagehide", () => navigator.sendBeacon("{TO}/h", "1"));',
    ),
    _snippet(
        "websocket",
        'const s = new WebSocket("wss://ws.hotjar.com/KEY"); s.onopen = () => { window.opened = true; };',
        "window.opened",
        "socket",
    ),
    _snippet(
        "event-source",
        f'const s = new EventSource("{TO}/e"); s.onopen = () => {{ window.opened = true; }};',
        "window.opened",
        "socket",
    ),
    _snippet(
        "webtransport-or-fetch", f'fetch("{TO}/w", {{ credentials: "include", priority: "low" }}).catch(() => {{}});'
    ),
    _snippet(
        "interval",
        f'let n = 0; const t = setInterval(() => {{ if (++n > 2) clearInterval(t); else navigator.sendBeacon("{TO}/i" + n); }}, 10);',
        after=50,
    ),
    _snippet(
        "worker-import-scripts",
        'new Worker(URL.createObjectURL(new Blob([\'importScripts("https://cdn.mxpnl.com/KEY/w.js")\'], { type: "text/javascript" })));',
        road="worker",
    ),
    _snippet(
        "worker-blob-fetch",
        f'new Worker(URL.createObjectURL(new Blob([\'fetch("{TO}/wf")\'], {{ type: "text/javascript" }})));',
        road="worker",
    ),
    _snippet(
        "worker-blob-socket",
        'new Worker(URL.createObjectURL(new Blob([\'new WebSocket("wss://ws.hotjar.com/KEY")\'], { type: "text/javascript" })));',
        road="worker",
    ),
    _snippet(
        "worker-data", f'new Worker("data:text/javascript," + encodeURIComponent(\'fetch("{TO}/wd")\'));', road="worker"
    ),
    _snippet(
        "worker-own-file",
        'new Worker("/files/KEY/w.js");',
        road="worker",
        files={"w.js": 'importScripts("https://cdn.mxpnl.com/KEY/wo.js");'},
    ),
    _snippet("worker-first-party-path", 'new Worker("/own-stats/KEY/w.js");', road="worker"),
    _snippet(
        "worker-module",
        'new Worker(URL.createObjectURL(new Blob([\'import "https://cdn.mxpnl.com/KEY/wm.js"\'], { type: "text/javascript" })), { type: "module" });',
        road="worker",
    ),
    _snippet(
        "shared-worker",
        'new SharedWorker(URL.createObjectURL(new Blob([\'importScripts("https://cdn.mxpnl.com/KEY/sw.js")\'], { type: "text/javascript" })));',
        road="worker",
    ),
    _snippet(
        "service-worker",
        'navigator.serviceWorker.register("/own-stats/KEY/service.js").then(() => { window.registered = true; }, () => {});',
        "window.registered",
        "worker",
    ),
    _snippet(
        "worklet",
        'new AudioContext().audioWorklet.addModule("https://cdn.mxpnl.com/KEY/wl.js").catch(() => {});',
        road="worker",
    ),
    _snippet(
        "form-submit",
        'const f = document.createElement("form"); f.method = "post"; f.action = "https://www.facebook.com/tr/KEY"; f.target = "unseen"; const t = document.createElement("iframe"); t.name = "unseen"; document.body.append(t, f); addEventListener("load", () => f.submit());',
        road="form",
        after=40,
    ),
    _snippet("first-party-fetch", 'fetch("/own-stats/KEY/hit").catch(() => {});'),
    _snippet("cloaked-beacon", 'navigator.sendBeacon("https://metrics.shop.example/KEY/hit", "1");'),
)
