"""What the gate costs a page: script time, layouts and first paint, beside the same page without it, in one run.

``PYTHONPATH=server:. .venv/bin/python bench/page_cost.py`` opens an empty and a heavy page in Chromium at a fourth of
its speed, in turn without a script, with an empty script of another host in the tag's place (what any such tag costs),
and with the tag (a visitor who has refused, so that every hook is in place and no banner comes); each in an empty
browser, and again as a later page of the same visit. It prints the medians. Times depend on the machine; compare within
one run.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests.browser.backend import Backend
from tests.browser.conftest import ARGUMENTS, CHROMIUM, CONFIG
from tests.browser.lab import Lab

ROUNDS = 9
SLOWER = 4
ROWS = 1500
LATER = 4
"""The page of a visit that counts as a later one: by then the browser has kept what it compiled."""
WORK = """<script>
const main = document.querySelector("main");
for (let n = 0; n < 1000; n++) {
  const item = document.createElement("a");
  item.setAttribute("href", "/p/" + n);
  item.className = "item";
  item.append(document.createElement("b"), "regel " + n);
  main.append(item);
}
for (let n = 0; n < 100; n++) main.insertAdjacentHTML("beforeend", "<p class='late'>tekst <i>" + n + "</i></p>");
for (let n = 0; n < 200; n++) { localStorage.setItem("k" + n, n); document.cookie = "k=" + n; }
</script>"""
"""What a page's own scripts do: elements, attributes, HTML text, storage."""


def pages() -> dict[str, str]:
    row = '<div class="row"><a href="/x">link</a> <span style="color: teal">tekst</span> <em>en meer</em></div>'
    return {"empty": "", "heavy": row * ROWS + WORK}


def measure(browser: Browser, address: str, refused: str) -> list[dict[str, float]]:
    """The first page of a visit in an empty browser, and a later one."""
    context = browser.new_context()
    context.add_cookies([{"name": "akkoord", "value": refused, "url": address}])
    loads = [load(context, address) for _ in range(LATER)]
    context.close()
    return [loads[0], loads[-1]]


def load(context: BrowserContext, address: str) -> dict[str, float]:
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Performance.enable")
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(address, wait_until="load")
    paint = page.evaluate(
        """() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(() =>
        resolve(performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? NaN), 50)))"""
    )
    found: list[dict[str, Any]] = session.send("Performance.getMetrics")["metrics"]
    metrics = {each["name"]: each["value"] for each in found}
    page.close()
    return {
        "script ms": metrics["ScriptDuration"] * 1000,
        "layouts": metrics["LayoutCount"],
        "first paint ms": paint,
    }


def refusal(browser: Browser, address: str) -> str:
    """The token of somebody who refuses everything."""
    page = browser.new_page()
    page.goto(address)
    page.evaluate("akkoord.rejectAll()")
    token = next(each["value"] for each in page.context.cookies() if each["name"] == "akkoord")
    page.context.close()
    return token


def main() -> None:
    lab = Lab()
    with tempfile.TemporaryDirectory() as directory, sync_playwright() as playwright:
        config = Path(directory) / "akkoord.toml"
        config.write_text(CONFIG.format(origin=lab.origin), encoding="utf-8")
        backend = Backend(Path(directory), "serve", {"AKKOORD_CONFIG": str(config)})
        backend.start()
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        tag = f'<script src="{backend.address}/sites/shop/akkoord.js"></script>'
        lab.scripts["/empty.js"] = "//"
        empty = f'<script src="{lab.vendor("static")}/empty.js"></script>'
        token = refusal(browser, lab.page("/refuse", "", tag))
        results: dict[str, dict[str, list[float]]] = {}
        for _ in range(ROUNDS):
            for name, body in pages().items():
                for how, first in (("without", ""), ("an empty script", empty), ("the tag", tag)):
                    address = lab.page(f"/{name}-{how.replace(' ', '-')}", body, first)
                    for when, measured in zip(("", ", later"), measure(browser, address, token), strict=True):
                        for what, value in measured.items():
                            results.setdefault(f"{name}, {how}{when}", {}).setdefault(what, []).append(value)
        browser.close()
        backend.stop()
    lab.close()
    print(f"medians of {ROUNDS}, at {SLOWER}x CPU throttle")
    for name, measured in results.items():
        print(f"{name:30}", json.dumps({what: round(median(values), 1) for what, values in measured.items()}))


if __name__ == "__main__":
    main()
