"""Visits to one page: a first one, one of somebody who has granted all, and one that presses a button."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, StorageState

from bench.widget.candidates import Candidate
from bench.widget.wire import Request, until

WATCH = Path(__file__).with_name("watch.js.txt")
PATIENCE = 60
"""Seconds within which whatever is waited for happens."""
SETTLED = 500
"""Milliseconds after the moment that is measured, within which the page does what it still has to do."""
SLOWER = 4
SLOW_4G = {"latency": 562.5, "downloadThroughput": 180_000, "uploadThroughput": 84_375}
"""As the developer tools of Chromium have it: milliseconds, and bytes a second."""
LATER = 3
"""The page of a visit that counts as one with a warm cache: by then the browser has kept what it compiled."""


@dataclass(frozen=True, slots=True)
class First:
    """What a new visitor's page cost until the question was there; times in milliseconds.

    :param script: until the page had settled.
    :param largest: whether the largest paint was something else than the page's own text.
    """

    banner: float
    bytes: float
    requests: float
    script: float
    shift: float
    longest: float
    largest: float


@dataclass(frozen=True, slots=True)
class Returning:
    """When the tracker ran in the page of a visitor who had granted all, and the script time of that page."""

    tracker: float
    script: float
    longest: float


@dataclass
class Tab:
    """A tab that is watched, and what it told."""

    page: Page
    session: CDPSession
    told: dict[str, float] = field(default_factory=dict)
    requests: dict[str, Request] = field(default_factory=dict)
    start: float = 0

    @classmethod
    def of(cls, context: BrowserContext, candidate: Candidate, slow: bool = True) -> Tab:
        page = context.new_page()
        tab = cls(page, context.new_cdp_session(page))
        send = tab.session.send
        for domain in ("Network", "Runtime", "Performance"):
            send(f"{domain}.enable")
        tab.session.on("Runtime.bindingCalled", lambda event: tab.told.update(json.loads(event["payload"])))
        tab.session.on("Network.requestWillBeSent", tab._sent)
        tab.session.on("Network.loadingFinished", tab._finished)
        send("Runtime.addBinding", {"name": "benchTells"})
        page.add_init_script(WATCH.read_text("utf-8").replace("BUTTON", candidate.button))
        if slow:
            send("Network.emulateNetworkConditions", {"offline": False, **SLOW_4G})
            send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        return tab

    def _sent(self, event: dict[str, Any]) -> None:
        if event["type"] == "Document":
            self.start = event["timestamp"]
        self.requests[event["requestId"]] = Request(event["request"]["url"], event["type"])

    def _finished(self, event: dict[str, Any]) -> None:
        if request := self.requests.get(event["requestId"]):
            request.bytes = event["encodedDataLength"]
            request.finished = (event["timestamp"] - self.start) * 1000

    def waits_for(self, what: str) -> float:
        """The moment that the page tells of.

        :raises SystemExit: it never came.
        """
        deadline = time.monotonic() + PATIENCE
        while what not in self.told:
            if time.monotonic() > deadline:
                raise SystemExit(f"{self.page.url}: no {what}")
            self.page.wait_for_timeout(20)
        return self.told[what]

    def settles(self) -> tuple[dict[str, Any], float]:
        """What was seen, and milliseconds of script, once the page has settled."""
        self.page.wait_for_timeout(SETTLED)
        seen: dict[str, Any] = self.page.evaluate("benchSeen")
        metrics = {each["name"]: each["value"] for each in self.session.send("Performance.getMetrics")["metrics"]}
        return seen, metrics["ScriptDuration"] * 1000


def first(browser: Browser, candidate: Candidate, address: str) -> First:
    """A new visitor with an empty browser."""
    context = browser.new_context(locale="nl-NL")
    tab = Tab.of(context, candidate)
    tab.page.goto(address, wait_until="commit")
    banner = tab.waits_for("banner")
    seen, script = tab.settles()
    fetched = until(tab.requests.values(), banner)
    context.close()
    return First(
        banner,
        sum(request.bytes for request in fetched),
        len(fetched),
        script,
        seen["shift"],
        seen["longest"],
        seen["largest"] != "page",
    )


def grant(browser: Browser, candidate: Candidate, address: str) -> StorageState:
    """What the browser of a visitor keeps who has granted all."""
    context = browser.new_context(locale="nl-NL")
    tab = Tab.of(context, candidate, slow=False)
    tab.page.goto(address, wait_until="load")
    tab.waits_for("banner")
    tab.page.evaluate(f"({candidate.button}).click()")
    tab.waits_for("tracker")
    tab.settles()
    state = context.storage_state()
    context.close()
    return state


def returning(
    browser: Browser, candidate: Candidate, address: str, granted: StorageState
) -> tuple[Returning, Returning]:
    """A visitor who has granted all, with an empty HTTP cache and with a warm one."""
    context = browser.new_context(locale="nl-NL", storage_state=granted)
    visits = []
    for number in range(LATER + 1):
        measured = number in (0, LATER)
        tab = Tab.of(context, candidate, slow=measured)
        tab.page.goto(address, wait_until="commit")
        tracker = tab.waits_for("tracker")
        if measured:
            seen, script = tab.settles()
            if "banner" in tab.told:
                raise SystemExit(f"{candidate.name} asks again")
            visits.append(Returning(tracker, script, seen["longest"]))
        tab.page.close()
    context.close()
    cold, warm = visits
    return cold, warm


def pressed(browser: Browser, candidate: Candidate, address: str, button: str) -> float:
    """How long the browser takes from a click to the next frame, as INP has it.

    :param button: the expression that finds it.
    """
    context = browser.new_context(locale="nl-NL")
    tab = Tab.of(context, candidate)
    tab.page.goto(address, wait_until="commit")
    tab.waits_for("banner")
    tab.page.wait_for_timeout(SETTLED)
    box: dict[str, float] = tab.page.evaluate(f"({button}).getBoundingClientRect().toJSON()")
    tab.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    seen, _ = tab.settles()
    context.close()
    return max(seen["interactions"].values(), default=0)
