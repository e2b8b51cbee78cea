"""The tools: which package, how it is set up, and how it is told what the visitor did."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from bench.peers import marks
from tests.browser.roads.grades import Grade, untouched
from tests.browser.roads.vendors import ADDRESSES, NAMES

CATEGORIES = ("functional", "analytics", "marketing")
_NEVER: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Tool:
    """One tool.

    :param package: name and version on npm.
    :param files: name under which the site serves it -> path inside the package.
    :param tags: whether it takes tags as they are, or wants them rewritten by hand.
    """

    name: str
    package: str
    files: dict[str, str]
    tag: str
    calls: dict[str, str]
    keeps: tuple[str, ...]
    mark: Callable[[str, str], str] = untouched
    tags: str = "rewritten"
    bundle: bool = False
    more: dict[str, str] = field(default_factory=dict)

    def grade(self) -> Grade:
        """The tool in the place of a grade of Akkoord's."""
        return Grade(self.name, self.tag, self.mark, self.calls, reloads=_NEVER, keeps=self.keeps)


def _names(category: str) -> list[str]:
    """Regular expressions of the cookies of a category."""
    return [f"^{re.escape(name).replace(chr(92) + '*', '.*')}$" for name, whose in NAMES.items() if whose == category]


def _hosts(category: str) -> list[str]:
    return sorted({address.partition("/")[0] for address, whose in ADDRESSES.items() if whose == category})


def _expressions(category: str) -> str:
    return "[" + ",".join(f"/{name}/" for name in _names(category)) + "]"


_VANILLA = """<script src="/peer/vanilla.js"></script><script>CookieConsent.run({ hideFromBots: false, categories: { necessary: { enabled: true,
readOnly: true }, %s }, language: { default: "en", translations: { en: { consentModal: { title: "Cookies", acceptAllBtn: "Yes",
acceptNecessaryBtn: "No" }, preferencesModal: { title: "Cookies", sections: [] } } } } });</script>""" % ", ".join(
    f"{category}: {{ autoClear: {{ cookies: {_expressions(category)}.map((name) => ({{ name }})) }} }}"
    for category in CATEGORIES
)
_KLARO = """<script>window.klaroConfig = { version: 1, default: false, mustConsent: false, acceptAll: true, translations: { zz: {
privacyPolicyUrl: "/privacy" } }, services: [%s] };</script><script defer data-config="klaroConfig" src="/peer/klaro.js"></script>""" % ", ".join(
    f'{{ name: "{category}", title: "{category}", purposes: ["{category}"], cookies: {_expressions(category)} }}'
    for category in CATEGORIES
)
_OREJIME = """<script>window.orejimeConfig = { privacyPolicyUrl: "/privacy", purposes: [%s] };</script>
<script src="/peer/orejime.js"></script>""" % ", ".join(
    f'{{ id: "{category}", title: "{category}", cookies: {_expressions(category)} }}' for category in CATEGORIES
)
_TARTEAUCITRON = """<script src="/peer/tarteaucitron.js"></script><script>
tarteaucitron.init({ privacyUrl: "/privacy", hashtag: "#tac", cookieName: "tarteaucitron", orientation: "middle", showAlertSmall: false,
highPrivacy: true, AcceptAllCta: true, DenyAllCta: true, removeCredit: true, useExternalCss: true, mandatory: true, googleConsentMode: false });
document.addEventListener("DOMContentLoaded", () => { for (const key of ["functional", "analytics", "marketing"]) {
  tarteaucitron.services[key] = { key, type: "other", name: key, needConsent: true, uri: "/privacy", cookies: window.peerNames[key],
    js: () => (window.peerServices ?? []).filter(([whose]) => whose === key).forEach(([, start]) => start()) };
  (tarteaucitron.job = tarteaucitron.job || []).push(key); } });
window.peerNames = %s;
</script>""" % json.dumps({category: [name.rstrip("*") for name, whose in NAMES.items() if whose == category] for category in CATEGORIES})
_C15T_RULES = [
    {"id": host, "domain": host, "category": {"analytics": "measurement", "functional": "functionality"}.get(category, category)}
    for category in CATEGORIES
    for host in _hosts(category)
    if host not in ("www.shop.example", "metrics.shop.example")
]
_C15T_ENTRY = """import { getOrCreateConsentRuntime } from "c15t";
document.addEventListener("DOMContentLoaded", () => {
  const { consentStore } = getOrCreateConsentRuntime({ mode: "offline", consentCategories: ["necessary", "functionality", "measurement", "marketing"],
    overrides: { country: "NL" }, scripts: window.peerScripts ?? [], networkBlocker: { rules: %s, logBlockedRequests: false } });
  consentStore.getState().initializeIframeBlocker();
  window.peerStore = consentStore;
});""" % json.dumps(_C15T_RULES)
_YETT = """<script>(() => { const hosts = %s; const given = (localStorage.getItem("own_consent") ?? "").split(" ");
window.peerHosts = hosts; window.YETT_BLACKLIST = Object.entries(hosts).filter(([category]) => !given.includes(category)).flatMap(([, list]) => list.map((host) => new RegExp(host.replaceAll(".", "\\\\."))));
})();</script><script src="/peer/yett.js"></script>""" % json.dumps({category: _hosts(category) for category in (*CATEGORIES, "unknown")})
_YETT_OPENS = 'localStorage.setItem("own_consent", "{0}"); yett.unblock(...[{1}].flatMap((category) => peerHosts[category]))'

TOOLS = (
    Tool("vanilla-cookieconsent", "vanilla-cookieconsent@3.1.0", {"vanilla.js": "dist/cookieconsent.umd.js"}, _VANILLA, {
        "reject": "CookieConsent.acceptCategory([])", "choose": 'CookieConsent.acceptCategory(["analytics"])',
        "accept": 'CookieConsent.acceptCategory("all")', "withdraw": "CookieConsent.acceptCategory([])"}, ("cc_cookie",), marks.vanilla_cookieconsent),
    Tool("Klaro", "klaro@0.7.22", {"klaro.js": "dist/klaro.js"}, _KLARO, {
        "reject": "(() => { const m = klaro.getManager(); m.changeAll(false); m.saveAndApplyConsents(); })()",
        "choose": '(() => { const m = klaro.getManager(); m.changeAll(false); m.updateConsent("analytics", true); m.saveAndApplyConsents(); })()',
        "accept": "(() => { const m = klaro.getManager(); m.changeAll(true); m.saveAndApplyConsents(); })()",
        "withdraw": "(() => { const m = klaro.getManager(); m.changeAll(false); m.saveAndApplyConsents(); })()"}, ("klaro",), marks.klaro),
    Tool("Orejime", "orejime@3.2.1", {"orejime.js": "dist/orejime-standard-en.js"}, _OREJIME, {
        "reject": "orejime.manager.declineAll()", "choose": 'orejime.manager.setConsent("analytics", true)',
        "accept": "orejime.manager.acceptAll()", "withdraw": "orejime.manager.declineAll()"}, ("eu-consent", "orejime"), marks.orejime),
    Tool("tarteaucitron", "tarteaucitronjs@1.34.0", {
        "tarteaucitron.js": "tarteaucitron.js", "tarteaucitron.services.js": "tarteaucitron.services.js", "tarteaucitron.en.js": "lang/tarteaucitron.en.js",
        "tarteaucitron.nl.js": "lang/tarteaucitron.nl.js"}, _TARTEAUCITRON, {
        "reject": "tarteaucitron.userInterface.respondAll(false)",
        "choose": 'tarteaucitron.userInterface.respond(document.getElementById("analyticsAllowed"), true)',
        "accept": "tarteaucitron.userInterface.respondAll(true)", "withdraw": "tarteaucitron.userInterface.respondAll(false)"}, ("tarteaucitron*",), marks.tarteaucitron),
    Tool("c15t", "c15t@2.2.1", {"c15t.js": "peer.js"}, '<script src="/peer/c15t.js"></script>', {
        "reject": 'peerStore.getState().saveConsents("necessary")',
        "choose": '(() => { const s = peerStore.getState(); s.setSelectedConsent("functionality", false); s.setSelectedConsent("marketing", false); s.setSelectedConsent("measurement", true); return s.saveConsents("custom"); })()',
        "accept": 'peerStore.getState().saveConsents("all")', "withdraw": 'peerStore.getState().saveConsents("necessary")'},
        ("c15t*", "consent*"), marks.c15t, bundle=True, more={"entry.js": _C15T_ENTRY}),
    Tool("Osano cookieconsent", "cookieconsent@3.1.1", {"osano.js": "build/cookieconsent.min.js"},
        '<script src="/peer/osano.js"></script><script>addEventListener("load", () => cookieconsent.initialise({ type: "opt-in", position: "bottom" }, (popup) => { window.popup = popup; }));</script>', {
        "reject": 'popup.setStatus("deny")', "choose": 'popup.setStatus("deny")', "accept": 'popup.setStatus("allow")', "withdraw": 'popup.setStatus("deny")'},
        ("cookieconsent_status",), tags="untouched"),
    Tool("yett", "yett@0.1.13", {"yett.js": "dist/yett.min.js"}, _YETT, {
        "reject": 'localStorage.setItem("own_consent", "none")', "choose": "(() => { " + _YETT_OPENS.format("analytics", '"analytics"') + " })()",
        "accept": '(() => { localStorage.setItem("own_consent", "functional analytics marketing unknown"); yett.unblock(); })()',
        "withdraw": 'localStorage.setItem("own_consent", "none")'}, (), tags="untouched"),
)
