"""The tools: which package, how it is set up, and how it is told what the visitor did."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bench.peers import marks
from tests.browser.roads.grades import Grade, untouched
from tests.browser.roads.vendors import ADDRESSES, NAMES

SETUPS = Path(__file__).with_name("setups")


@dataclass(frozen=True, slots=True)
class Tool:
    """One tool.

    :param package: name and version on npm.
    :param files: name under which the site serves it -> path inside the package.
    :param setup: the HTML first in the head, in ``setups``.
    :param mark: how its documentation says that a tracker is to be written; as it is, for those that promise that.
    :param keeps: names under which it writes itself.
    :param reloads: what it reloads the page after, of its own accord.
    :param bundled: a module in ``setups`` that has to be bundled with the package first.
    """

    name: str
    package: str
    files: dict[str, str]
    setup: str
    calls: dict[str, str]
    keeps: tuple[str, ...]
    mark: Callable[[str, str], str] = untouched
    reloads: frozenset[str] = frozenset()
    bundled: str = ""

    def grade(self) -> Grade:
        """The tool in the place of a grade of Akkoord's."""
        return Grade(self.name, lambda: filled(self.setup), self.mark, self.calls, self.reloads, self.keeps)


def filled(name: str) -> str:
    """A set-up with what the site's owner knows of its services."""
    services = {
        category: {
            "addresses": [start for start, whose in ADDRESSES.items() if whose == category],
            "names": [_expression(name) for name, whose in NAMES.items() if whose == category],
            "plain": [name.rstrip("*") for name, whose in NAMES.items() if whose == category],
        }
        for category in ("functional", "analytics", "marketing")
    }
    return (SETUPS / name).read_text().replace("SERVICES", json.dumps(services))


def _expression(name: str) -> str:
    return "^" + re.escape(name).replace(r"\*", ".*") + "$"


def _klaro(grants: str) -> str:
    return f"(() => {{ const m = klaro.getManager(); {grants} m.saveAndApplyConsents(); }})()"


def _yett(kept: str, then: str) -> str:
    return f'(() => {{ localStorage.setItem("own_consent", "{kept}"); {then} }})()'


TOOLS = (
    Tool(
        "vanilla-cookieconsent",
        "vanilla-cookieconsent@3.1.0",
        {"vanilla.js": "dist/cookieconsent.umd.js"},
        "vanilla-cookieconsent.html",
        {
            "reject": "CookieConsent.acceptCategory([])",
            "choose": 'CookieConsent.acceptCategory(["analytics"])',
            "accept": 'CookieConsent.acceptCategory("all")',
            "withdraw": "CookieConsent.acceptCategory([])",
        },
        ("cc_cookie",),
        marks.vanilla_cookieconsent,
    ),
    Tool(
        "Klaro",
        "klaro@0.7.22",
        {"klaro.js": "dist/klaro.js"},
        "klaro.html",
        {
            "reject": _klaro("m.changeAll(false);"),
            "choose": _klaro('m.changeAll(false); m.updateConsent("analytics", true);'),
            "accept": _klaro("m.changeAll(true);"),
            "withdraw": _klaro("m.changeAll(false);"),
        },
        ("klaro",),
        marks.klaro,
    ),
    Tool(
        "Orejime",
        "orejime@3.2.1",
        {"orejime.js": "dist/orejime-standard-en.js"},
        "orejime.html",
        {
            "reject": "orejime.manager.declineAll()",
            "choose": 'orejime.manager.setConsent("analytics", true)',
            "accept": "orejime.manager.acceptAll()",
            "withdraw": "orejime.manager.declineAll()",
        },
        ("eu-consent",),
        marks.orejime,
    ),
    Tool(
        "tarteaucitron",
        "tarteaucitronjs@1.34.0",
        {
            "tarteaucitron.js": "tarteaucitron.js",
            "tarteaucitron.services.js": "tarteaucitron.services.js",
            "tarteaucitron.nl.js": "lang/tarteaucitron.nl.js",
        },
        "tarteaucitron.html",
        {
            "reject": "tarteaucitron.userInterface.respondAll(false)",
            "choose": 'tarteaucitron.userInterface.respond(document.getElementById("shopanalyticsAllowed"), true)',
            "accept": "tarteaucitron.userInterface.respondAll(true)",
            "withdraw": "tarteaucitron.userInterface.respondAll(false)",
        },
        ("tarteaucitron",),
        marks.tarteaucitron,
    ),
    Tool(
        "c15t",
        "c15t@2.2.1",
        {"c15t.js": "bundle.js"},
        "c15t.html",
        {
            "reject": 'peerStore.getState().saveConsents("necessary")',
            "choose": "(() => { const s = peerStore.getState(); "
            's.setSelectedConsent("functionality", false); s.setSelectedConsent("marketing", false); '
            's.setSelectedConsent("measurement", true); return s.saveConsents("custom"); })()',
            "accept": 'peerStore.getState().saveConsents("all")',
            "withdraw": 'peerStore.getState().saveConsents("necessary")',
        },
        ("c15t*",),
        marks.c15t,
        frozenset({"withdraw"}),
        "c15t.js.txt",
    ),
    Tool(
        "Osano cookieconsent",
        "cookieconsent@3.1.1",
        {"osano.js": "build/cookieconsent.min.js"},
        "osano.html",
        {
            "reject": 'popup.setStatus("deny")',
            # it knows yes and no
            "choose": 'popup.setStatus("deny")',
            "accept": 'popup.setStatus("allow")',
            "withdraw": 'popup.setStatus("deny")',
        },
        ("cookieconsent_status",),
    ),
    Tool(
        "yett",
        "yett@0.1.13",
        {"yett.js": "dist/yett.min.js"},
        "yett.html",
        {
            "reject": _yett("none", ""),
            "choose": _yett("analytics", 'yett.unblock(...peerPatterns("analytics"));'),
            "accept": _yett("functional analytics marketing", "yett.unblock();"),
            "withdraw": _yett("none", ""),
        },
        (),
    ),
)
