"""The gate in front of the browser, and both halves together: what reaches a vendor is counted at the vendor."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from random import Random
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page

from akkoord.gate import make_gate
from akkoord.gate.gate import Gate
from tests.browser.backend import Backend
from tests.browser.conftest import CONFIG
from tests.browser.gated import Website
from tests.browser.lab import Lab
from tests.browser.leaving import close
from tests.browser.visitor import ACCEPT, REJECT, Visitor
from tests.gate.pieces import HELD, NEWER, PIECES
from tests.gate.shop import rewritten

ROADS = """
<link rel="preload" as="script" href="{stats}/preload.js">
<link rel="modulepreload" href="{stats}/modulepreload.js">
<link rel="stylesheet" href="{ads}/sheet.css">
<style>@import "{ads}/import.css"; #b {{ background: url({ads}/background.gif) }}</style>
<script src="{stats}/first.js"></script>
<script>(window.ran = window.ran || []).push("own")</script>
<script src="{stats}/second.js"></script>
<script async src="{stats}/async.js"></script>
<script defer src="{stats}/defer.js"></script>
<script type="module" src="{stats}/module.js"></script>
<script type="module">import "{stats}/imported.js"</script>
<script>import("{stats}/dynamic.js").catch(() => {{}})</script>
<div id="a" style="background-image: url('{ads}/style.gif')">a</div>
<p id="b">b</p><img src="{ads}/pixel.gif" alt=""><img srcset="{ads}/srcset.gif 1x" alt="">
<picture><source srcset="{ads}/source.gif"><img src="/own.gif" alt=""></picture>
<iframe src="{ads}/frame.html" width="300" height="200"></iframe>
<iframe srcdoc="&lt;img src={ads}/srcdoc.gif>"></iframe>
<video poster="{ads}/poster.gif"></video><embed src="{ads}/embed.html"><object data="{ads}/object.html"></object>
<svg><image href="{ads}/svg.gif" width="9" height="9"/><script href="{stats}/svg.js"></script></svg>
<table background="{ads}/table.gif"><tr><td>x</table>
<noscript><img src="{ads}/noscript.gif" alt=""></noscript>
"""
"""As they stand in the HTML of a page."""


@pytest.fixture
def website() -> Iterator[Website]:
    website = Website()
    yield website
    website.close()


@pytest.fixture
def shop(website: Website, tmp_path: Path) -> Iterator[Backend]:
    """The backend for that website."""
    config = tmp_path / "akkoord.toml"
    own = f'"{website.origin}", "http://127.0.0.1:*"'
    config.write_text(
        CONFIG.format(origin=website.origin).replace(f'origins = ["{website.origin}"]', f"origins = [{own}]")
    )
    backend = Backend(tmp_path, "serve", {"AKKOORD_CONFIG": str(config)})
    backend.start()
    yield backend
    backend.stop()


@pytest.fixture
def keys(shop: Backend) -> dict[str, list[dict[str, str]]]:
    with urlopen(f"{shop.address}/.well-known/akkoord-keys.json", timeout=5) as answer:
        keys: dict[str, list[dict[str, str]]] = json.load(answer)
    return keys


@pytest.fixture
def gate(shop: Backend, keys: dict[str, list[dict[str, str]]], tmp_path: Path) -> Gate:
    return make_gate(tmp_path / "akkoord.toml", "shop", keys, shop.address)


def fill(text: str, lab: Lab) -> str:
    return text.format(stats=lab.vendor("stats"), ads=lab.vendor("ads"))


def tag_of(shop: Backend) -> str:
    return f'<script src="{shop.address}/sites/shop/akkoord.js"></script>'


def test_without_a_gate_everything_reaches_the_vendors(website: Website, lab: Lab, page: Page) -> None:
    page.goto(website.page(fill(ROADS, lab)))
    page.wait_for_load_state("networkidle")
    names = {path.rpartition("/")[2].partition(".")[0] for path in lab.received}
    assert {"preload", "sheet", "import", "first", "dynamic", "imported", "srcset", "source", "frame", "svg"} <= names
    assert {"poster", "embed", "object", "style", "background", "table", "srcdoc", "defer", "module"} <= names


@pytest.mark.parametrize("part", ["both", "html", "policy"])
def test_with_both_halves_nothing_reaches_a_vendor_before_consent(
    part: str,
    website: Website,
    lab: Lab,
    shop: Backend,
    gate: Gate,
    tmp_path: Path,
    keys: dict[str, list[dict[str, str]]],
    visitor: Visitor,
) -> None:
    if part != "both":
        html, policy = part == "html", part == "policy"
        gate = make_gate(tmp_path / "akkoord.toml", "shop", keys, shop.address, html=html, policy=policy)
    website.app = gate.wsgi(website.bare)
    visitor.open(website.page(fill(ROADS, lab), tag_of(shop)))
    visitor.page.wait_for_load_state("networkidle")
    assert lab.received == []
    assert visitor.ran() == ["own"] and visitor.cookies() == {} and visitor.storage() == []
    visitor.decides(REJECT)
    visitor.open(f"{website.origin}/", banner=False)
    visitor.page.wait_for_load_state("networkidle")
    assert lab.received == []


def test_without_javascript_nothing_reaches_a_vendor(website: Website, lab: Lab, gate: Gate, chromium: Browser) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    address = website.page(fill(ROADS, lab))
    page.goto(address)
    page.wait_for_load_state("networkidle")
    assert any("noscript" in path for path in lab.received)
    lab.received.clear()
    website.app = gate.wsgi(website.bare)
    page.goto(address)
    page.wait_for_load_state("networkidle")
    assert lab.received == []
    close(context)


def test_a_decision_opens_what_it_grants_by_one_new_load(
    website: Website, lab: Lab, shop: Backend, gate: Gate, visitor: Visitor
) -> None:
    website.app = gate.wsgi(website.bare)
    visitor.open(website.page(fill(ROADS, lab), tag_of(shop)))
    visitor.press(ACCEPT)
    visitor.waits_for("window.ran && ran.length >= 8")
    assert visitor.ran()[:3] == ["first", "own", "second"]
    assert visitor.page.evaluate("performance.getEntriesByType('navigation')[0].type") == "reload"
    with lab.arrival:
        assert lab.arrival.wait_for(lambda: {"ads/frame.html", "ads/pixel.gif"} <= set(lab.received), timeout=10)


def test_a_held_style_imports_once_it_is_released(
    website: Website, lab: Lab, shop: Backend, keys: dict[str, list[dict[str, str]]], tmp_path: Path, page: Page
) -> None:
    gate = make_gate(tmp_path / "akkoord.toml", "shop", keys, shop.address, policy=False)
    website.app = gate.wsgi(website.bare)
    page.goto(website.page(fill('<style>@import "{ads}/import.css";</style>', lab)))
    page.wait_for_load_state("networkidle")
    assert lab.received == []
    page.evaluate("document.querySelector('style').removeAttribute('type')")
    lab.receives(1)
    assert lab.received == ["ads/import.css"]


def test_the_pages_own_nonces_keep_their_meaning(website: Website, lab: Lab, gate: Gate, page: Page) -> None:
    own = "script-src 'nonce-abc' 'strict-dynamic'"
    website.headers = [("Content-Security-Policy", own)]
    website.pages["/own.js"] = "ran.push('loaded')"
    body = fill(
        "<script nonce=abc>ran = ['nonce']; const s = document.createElement('script'); s.src = '/own.js';"
        "document.body.append(s); const t = document.createElement('script'); t.src = '{stats}/x.js';"
        "t.onerror = () => ran.push('held'); document.body.append(t)</script><script>ran.push('without')</script>",
        lab,
    )
    address = website.page(body)
    page.goto(address)
    page.wait_for_function("ran.includes('loaded') && ran.includes('x')")
    lab.received.clear()
    website.app = gate.wsgi(website.bare)
    page.goto(address)
    page.wait_for_function("ran.includes('loaded') && ran.includes('held')")
    assert sorted(page.evaluate("ran")) == ["held", "loaded", "nonce"]
    assert lab.received == []


def test_the_policy_touches_nothing_of_the_pages_own(website: Website, gate: Gate, page: Page) -> None:
    website.app = gate.wsgi(website.bare)
    website.pages["/own.js"] = "ran.push('own')"
    address = website.page(
        """<script>addEventListener("securitypolicyviolation", (event) => ran.push(event.blockedURI)); ran = [];
        eval("ran.push('eval')");
        WebAssembly.compile(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])).then(() => ran.push("wasm"));
        const worker = new Worker(URL.createObjectURL(new Blob(["postMessage(1)"])));
        worker.onmessage = () => ran.push("worker");
        fetch("data:text/plain,1").then(() => ran.push("data"));
        const held = new WebSocket(`ws://nobody.localhost:${location.port}`);
        new WebSocket(`ws://sub.${location.host}`).onerror = () => ran.push("socket");
        </script><script src="/own.js"></script><iframe srcdoc="<script>parent.ran.push('frame')</script>"></iframe>
        <img alt="" src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" onload="ran.push('image')"
          onerror="ran.push('image')">"""
    )
    page.goto(address)
    page.wait_for_function("ran.length >= 9")
    blocked = f"ws://nobody.localhost:{website.server.server_port}/"
    ran = page.evaluate("ran")
    assert sorted(each.rstrip("/") for each in ran) == sorted(
        ["data", "eval", "frame", "image", "own", "socket", "wasm", "worker", blocked.rstrip("/")]
    )


FETCHED = """(pairs) => pairs.map(([before, after]) => {
    const tree = (html) => new DOMParser().parseFromString(html, "text/html").documentElement;
    const names = { script: ["src"], input: ["src"], iframe: ["src"], link: ["href"], td: ["background"],
        img: ["src"] };
    const svg = { image: ["href", "xlink:href"], use: ["href"], script: ["href"] };
    const held = [...tree(after).querySelectorAll("*")].some((element) =>
        ((element.namespaceURI.endsWith("svg") ? svg : element.namespaceURI.endsWith("xhtml") ? names : {})
            [element.localName] ?? []).some((name) => element.getAttribute(name)?.trim().startsWith(HELD)));
    const plain = (html) => tree(html).outerHTML.replaceAll("data-akkoord-", "");
    return [held, plain(before) === plain(after)];
})"""


def test_the_browsers_own_parser_finds_nothing_that_is_held(page: Page) -> None:
    page.goto("about:blank")
    random = Random(2026)
    pieces = [piece for piece in [*PIECES, *NEWER * 3] if "noscript" not in piece]
    documents = ["".join(random.choices(pieces, k=random.randint(1, 14))) for _ in range(3000)]
    pairs = [(html, rewritten(html)) for html in documents]
    assert sum(before != after for before, after in pairs) > 500
    judge = FETCHED.replace("HELD", json.dumps(HELD))
    for (before, after), (held, same) in zip(pairs, page.evaluate(judge, pairs), strict=True):
        assert not held, (before, after)
        assert same or "text/plain" in after, (before, after)
    control = page.evaluate(judge, [(html, html) for html in documents])
    assert sum(held for held, _ in control) > 500
