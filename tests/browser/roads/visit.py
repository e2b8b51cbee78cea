"""One visit: what a visitor's browser did at each stop of it."""

from __future__ import annotations

from collections import Counter
from fnmatch import fnmatchcase

from tests.browser.roads.answers import KEY
from tests.browser.roads.cell import Cell, Control
from tests.browser.roads.grades import Grade
from tests.browser.roads.lab import Lab
from tests.browser.roads.request import Request
from tests.browser.roads.snippet import Snippet
from tests.browser.roads.states import State
from tests.browser.roads.tab import Tab
from tests.browser.roads.vendors import PAGE, category_of, category_of_name

COMES_SECONDS = 3.0
"""How long something is waited for that must come; it comes in far less, unless it is not released."""

STORED = """async () => [
  ...Object.keys(localStorage), ...Object.keys(sessionStorage),
  ...(await indexedDB.databases()).map((database) => database.name), ...(await caches.keys()),
]"""


class Visit:
    """A visitor with an empty browser, on the page of one snippet."""

    def __init__(self, tab: Tab, lab: Lab, grade: Grade, snippet: Snippet, number: int) -> None:
        self._tab, self._lab, self._grade, self._snippet = tab, lab, grade, snippet
        self._walk = f"{snippet.id}.w{number}"
        self._loads = 0
        self._started = 0
        """The first request of the present load, in the lab's list."""
        lab.answers.gate = lab.answers.gate_of(grade.server) if grade.server is not None else None
        lab.answers.page = self._page
        lab.answers.files = dict(snippet.files)

    def _page(self) -> bytes:
        self._loads += 1
        self._lab.hang_up()
        self._started = len(self._lab.requests)
        return self._grade.page(self._snippet, self._key)

    @property
    def _key(self) -> str:
        return f"{self._walk}.l{self._loads}"

    # what is done

    async def goes_to(self, state: State) -> int:
        """Do what leads to a state; the place in the lab's list from which on it holds."""
        before = self._loads
        if state.act == "load":
            await self._tab.go(f"https://{PAGE}/page/{self._snippet.id}")
        elif state.act == "reload":
            await self._tab.reload()
        elif state.act in self._grade.reloads:
            await self._tab.ask(f"() => {{ {self._grade.calls[state.act]}.catch(() => {{}}); return true; }}")
        else:
            await self._tab.ask(f"() => Promise.resolve({self._grade.calls[state.act]}).then(() => true)")
            since = len(self._lab.requests)
            await self._tab.ask("() => settle()")
            if state.act != "withdraw":
                return since
            await self._tab.reload()
        await self._settles(before)
        return self._started

    async def _settles(self, before: int) -> None:
        def settled() -> bool:
            return self._loads > before and any(
                request.path == f"/settled/{self._key}" for request in self._lab.requests[self._started :]
            )

        if not await self._lab.until(settled):
            raise AssertionError("the page did not settle")
        await self._lab.until(self._form_came, COMES_SECONDS)

    def _form_came(self) -> bool:
        return any(request.path == f"/pay/{self._key}" for request in self._lab.requests[self._started :])

    # what is seen

    def _seen(self, since: int, load: str) -> list[Request]:
        return [request for request in self._lab.requests[since:] if load in request.address]

    def requests(self, since: int) -> Counter[str]:
        """What was sent to vendors; connections without a request once per host."""
        seen = [self._plain(request.address) for request in self._seen(since, self._walk) if _vendors(request)]
        asked = {request.host for request in self._lab.requests[since:]}
        bare = {host for host, after in self._lab.bare.values() if after >= since and host not in asked}
        return Counter(seen) + Counter(f"{host} (connection)" for host in bare if category_of(host) != "own")

    def ran(self, since: int) -> Counter[str]:
        return Counter(
            request.address.partition("?")[2]
            for request in self._seen(since, self._walk)
            if request.address.startswith(f"{PAGE}/ran/")
        )

    async def names(self) -> set[str]:
        """Cookies of the site, storage keys, databases and caches that are there."""
        cookies = {name for domain, name in await self._tab.cookies() if "shop.example" in domain and name != "id"}
        return cookies | set(await self._tab.ask(STORED))

    @staticmethod
    def _plain(address: str) -> str:
        return KEY.sub("~", address)

    # the judgement

    async def control(self) -> Control:
        """What happens without a gate: everything."""
        since = await self.goes_to(State("control", "load", frozenset()))
        problems = await self._over_blocked()
        if not await self._works():
            problems.append(f"{self._snippet.works} is not true")
        if self._snippet.road == "form":
            # what answers a form is a page of its own, which runs when it likes
            await self._lab.until(lambda: bool(self.ran(since)), COMES_SECONDS)
        control = Control(self.requests(since), self.ran(since), await self.names(), problems)
        names = [name for name in control.written if self._whose(name) != "own"]
        if not control.requests and not names:
            problems.append("it reaches nobody and writes nothing")
        return control

    async def judge(self, state: State, since: int, control: Control) -> Cell:
        cell = Cell(self._grade.name, self._snippet, state.name)
        missing = await self._missing(state, control)
        cell.not_released = missing
        cell.leaked = sorted(address for address in self.requests(since) if not self._open(state, category_of(address)))
        cell.executed = sorted(what for what in self.ran(since) if not self._open(state, category_of(what)))
        cell.written = sorted(name for name in await self.names() if not self._open(state, self._whose(name)))
        cell.over_blocked = await self._over_blocked()
        return cell

    async def _over_blocked(self) -> list[str]:
        """What of the site's own, or of what is necessary, does not work."""
        own = await self._tab.ask("() => window.own")
        problems = sorted(f"{name}: {problem}" for name, problem in own.items() if problem)
        if not self._form_came():
            problems.append("form to a bank")
        return problems

    async def _works(self) -> bool:
        code = f"() => {{ try {{ return Boolean({self._snippet.works}); }} catch {{ return false; }} }}"
        return bool(await self._tab.ask(code))

    async def _missing(self, state: State, control: Control) -> list[str]:
        """What is open, happens in the control, and has not happened in this load."""

        def wanted(happened: Counter[str], now: Counter[str]) -> list[str]:
            return [what for what in happened if self._open(state, category_of(what)) and what not in now]

        def missing() -> list[str]:
            return wanted(control.requests, self.requests(self._started)) + [
                f"ran {what}" for what in wanted(control.ran, self.ran(self._started))
            ]

        await self._lab.until(lambda: not missing(), COMES_SECONDS)
        found = missing()
        if found:
            return sorted(found)
        if state.act != "withdraw":
            await self._tab.ask("() => settle()")
        now = self.ran(self._started)
        found = [f"ran twice {what}" for what in now if now[what] > control.ran[what]]
        names = await self.names()
        found += [f"wrote {name}" for name in control.written - names if self._open(state, self._whose(name))]
        touched = {category_of(what) for what in control.requests} | {self._whose(name) for name in control.written}
        if all(self._open(state, category) for category in touched) and not await self._works():
            found.append(f"works: {self._snippet.works}")
        return sorted(found)

    def _whose(self, name: str) -> str:
        return "own" if any(fnmatchcase(name, kept) for kept in self._grade.keeps) else category_of_name(name)

    @staticmethod
    def _open(state: State, category: str) -> bool:
        return category == "own" or category in state.open


def _vendors(request: Request) -> bool:
    return category_of(request.address) != "own"
