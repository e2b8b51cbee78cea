"""Who the vendors are: whose host is whose, and what each writes. Filled in by hand, not from the catalog."""

from __future__ import annotations

import fnmatch

PAGE, STATIC, BACKEND = "www.shop.example", "static.shop.example", "consent.shop.example"
BANK = "pay.bank.example"
"""A third party that no service names, to which a visitor sends a form."""

NECESSARY = {"cdn.jsdelivr.net", "js.stripe.com"}

ADDRESSES = {
    "metrics.shop.example": "analytics",
    "www.shop.example/own-stats/": "analytics",
    "www.googletagmanager.com": "analytics",
    "www.googletagmanager.com/gtag/js?id=AW-": "marketing",
    "www.google-analytics.com": "analytics",
    "region1.google-analytics.com": "analytics",
    "static.hotjar.com": "analytics",
    "script.hotjar.com": "analytics",
    "ws.hotjar.com": "analytics",
    "www.clarity.ms": "analytics",
    "shop.matomo.cloud": "analytics",
    "cdn.matomo.cloud": "analytics",
    "cdn.mxpnl.com": "analytics",
    "api.mixpanel.com": "analytics",
    "eu.posthog.com": "analytics",
    "cdn.segment.com": "analytics",
    "api.segment.io": "analytics",
    "connect.facebook.net": "marketing",
    "www.facebook.com": "marketing",
    "bat.bing.com": "marketing",
    "analytics.tiktok.com": "marketing",
    "s.pinimg.com": "marketing",
    "ct.pinterest.com": "marketing",
    "snap.licdn.com": "marketing",
    "px.ads.linkedin.com": "marketing",
    "sc-static.net": "marketing",
    "tr.snapchat.com": "marketing",
    "www.redditstatic.com": "marketing",
    "alb.reddit.com": "marketing",
    "cdn.taboola.com": "marketing",
    "trc.taboola.com": "marketing",
    "googleads.g.doubleclick.net": "marketing",
    "www.googleadservices.com": "marketing",
    "www.youtube.com": "marketing",
    "www.youtube-nocookie.com": "marketing",
    "player.vimeo.com": "marketing",
    "js.hs-scripts.com": "marketing",
    "js.hs-analytics.net": "marketing",
    "forms.hubspot.com": "marketing",
    "www.google.com": "functional",
    "maps.googleapis.com": "functional",
    "widget.intercom.io": "functional",
    "js.intercomcdn.com": "functional",
    "client.crisp.chat": "functional",
    "cdn.stranger.example": "unknown",
    "pixel.stranger.example": "unknown",
}
"""Host, or host and start of the path, to the category it serves; what stands nowhere is the site's own."""

NAMES = {
    "_ga*": "analytics",
    "_gid": "analytics",
    "_hj*": "analytics",
    "hjViewportId": "analytics",
    "_clck": "analytics",
    "_pk_id*": "analytics",
    "mp_*": "analytics",
    "ph_*": "analytics",
    "ajs_*": "analytics",
    "_own_stat*": "analytics",
    "_fbp": "marketing",
    "_uetsid*": "marketing",
    "_ttp": "marketing",
    "_pin_unauth": "marketing",
    "li_fat_id": "marketing",
    "_scid": "marketing",
    "_rdt_uuid": "marketing",
    "taboola*": "marketing",
    "hubspotutk": "marketing",
    "_gcl_*": "marketing",
    "intercom*": "functional",
    "crisp-client*": "functional",
}
"""Cookies, storage keys and names of databases."""

WRITES = {
    "metrics.shop.example": "_own_stat",
    "www.shop.example": "_own_stat",
    "www.googletagmanager.com": "_ga",
    "www.googletagmanager.com/gtag/js?id=AW-": "_gcl_au",
    "www.google-analytics.com": "_gid",
    "static.hotjar.com": "_hjSession_1",
    "www.clarity.ms": "_clck",
    "shop.matomo.cloud": "_pk_id.1",
    "cdn.mxpnl.com": "mp_1",
    "eu.posthog.com": "ph_1",
    "cdn.segment.com": "ajs_1",
    "connect.facebook.net": "_fbp",
    "bat.bing.com": "_uetsid",
    "analytics.tiktok.com": "_ttp",
    "s.pinimg.com": "_pin_unauth",
    "snap.licdn.com": "li_fat_id",
    "sc-static.net": "_scid",
    "www.redditstatic.com": "_rdt_uuid",
    "cdn.taboola.com": "taboola1",
    "www.googleadservices.com": "_gcl_au",
    "js.hs-scripts.com": "hubspotutk",
    "widget.intercom.io": "intercom-id-1",
    "client.crisp.chat": "crisp-client1",
}
"""The name under which a vendor's script writes a cookie and a storage key."""

OWN_NAMES = ("own_*",)


def category_of(address: str) -> str:
    """Whom an address belongs to: a category, or ``own``."""
    return _longest(ADDRESSES, address) or "own"


def name_written_by(address: str) -> str:
    """The name under which the script at an address writes; empty if it writes nothing."""
    return _longest(WRITES, address)


def _longest(starts: dict[str, str], address: str) -> str:
    return starts.get(max((start for start in starts if address.startswith(start)), key=len, default=""), "")


def category_of_name(name: str) -> str:
    """Whose a cookie, a storage key or a database is: a category, or ``own``."""
    for pattern, category in NAMES.items():
        if fnmatch.fnmatchcase(name, pattern):
            return category
    assert any(fnmatch.fnmatchcase(name, pattern) for pattern in OWN_NAMES), f"whose is {name!r}?"
    return "own"


def own_host(host: str) -> bool:
    """Whether the host is the site's own, necessary, or the bank's."""
    return host in (PAGE, STATIC, BACKEND, BANK) or host in NECESSARY
