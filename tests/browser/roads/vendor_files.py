"""What vendors' files hold."""

from __future__ import annotations

import base64
import re

from tests.browser.roads import vendors
from tests.browser.roads.request import Request

GIF = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'

RAN = """(() => {
  const what = "WHAT";
  fetch("https://www.shop.example/ran/KEY?" + what, {mode: "no-cors"}).catch(() => {});
  if (!self.document) return;
  (self.ran ??= []).push(what);
  if ("NAME") { document.cookie = "NAME=KEY; path=/"; localStorage.setItem("NAME", "KEY"); }
  if ("COLLECT") new Image().src = "https://HOST/COLLECT?from=KEY";
})();
"""
"""What each script of a vendor does: it says so to the site, writes on the device, and calls home."""
FRAME = (
    '<!doctype html><title>vendor</title><script>fetch("https://www.shop.example/ran/KEY?WHAT", {mode: "no-cors"})'
    '.catch(() => {});</script><img alt="" src="https://HOST/COLLECT?from=KEY">'
)


COLLECT = {vendors.PAGE: "own-stats/collect", "www.googletagmanager.com": ""}
"""Where a vendor collects. A tag manager does not: what it loads does."""


def vendor_file(request: Request, key: str, extra: str) -> tuple[str, bytes]:
    """Kind and content of what a vendor answers, or the site for a file of a snippet.

    :param extra: what the snippet says is in it beside the usual.
    """
    address = request.address
    kind = _kind(request, address.partition("?")[0].rpartition("/")[2])
    own = vendors.category_of(address) == "own"
    values = {
        "KEY": key,
        "WHAT": address.replace(key, "~"),
        "NAME": vendors.name_written_by(address),
        "HOST": request.host,
        "COLLECT": COLLECT.get(request.host, "collect"),
    }
    if kind == "text/javascript":
        text = ("" if own else RAN) + extra
    elif kind == "text/html":
        text = extra or FRAME
    elif kind == "image/gif":
        return kind, GIF
    elif kind == "image/svg+xml":
        return kind, SVG
    else:
        text = extra or {"application/json": "{}", "text/vtt": "WEBVTT\n", "text/event-stream": ": hello\n\n"}.get(
            kind, ""
        )
    return kind, re.sub(r"\b(KEY|WHAT|NAME|HOST|COLLECT)\b", lambda match: values[match[0]], text).encode()


def _kind(request: Request, name: str) -> str:
    ending = name.rpartition(".")[2] if "." in name else ""
    by_ending = {
        "js": "text/javascript",
        "css": "text/css",
        "html": "text/html",
        "gif": "image/gif",
        "svg": "image/svg+xml",
        "vtt": "text/vtt",
        "json": "application/json",
    }
    if ending in by_ending:
        return by_ending[ending]
    if "text/event-stream" in request.headers.get("accept", ""):
        return "text/event-stream"
    by_use = {
        "script": "text/javascript",
        "worker": "text/javascript",
        "sharedworker": "text/javascript",
        "serviceworker": "text/javascript",
        "style": "text/css",
        "image": "image/gif",
        "iframe": "text/html",
        "frame": "text/html",
        "object": "text/html",
        "embed": "text/html",
        "document": "text/html",
        "track": "text/vtt",
    }
    return by_use.get(request.headers.get("sec-fetch-dest", ""), "application/json")
