"""What a browser makes of an address that stands in a page. Pure."""

from __future__ import annotations

import re
from html.entities import html5
from urllib.parse import urljoin, urlsplit

_CONTROLS = "".join(map(chr, range(0x21)))
_INNER = re.compile(r"[\t\n\r]")
_WEB = re.compile(r"(?:https?|wss?):", re.IGNORECASE)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_REFERENCE = re.compile(r"&(#[xX][0-9a-fA-F]+;?|#[0-9]+;?|[A-Za-z][A-Za-z0-9]*;?)(=?)")


def absolute(address: str, base: str) -> str:
    """An address as the browser would ask for it; empty if it is none that is asked for over the web."""
    address = _INNER.sub("", address.strip(_CONTROLS))
    scheme = _SCHEME.match(address)
    if scheme and not _WEB.match(address):
        return ""
    path, question, query = address.partition("#")[0].partition("?")
    # to a browser a backslash is a slash, and the number of slashes before the host does not matter
    path = path.replace("\\", "/")
    if scheme:
        rest = path[scheme.end() :]
        name = scheme[0].lower()
        is_relative = not rest.startswith("/") and base.lower().startswith(name)
        path = rest if is_relative else f"{name}//{rest.lstrip('/')}"
    elif path.startswith("//"):
        path = f"//{path.lstrip('/')}"
    try:
        url = urlsplit(urljoin(base, path + question + query))
        host = _host_name(url.hostname or "")
        port = f":{url.port}" if url.port else ""
    except ValueError:
        return ""
    return url._replace(netloc=host + port).geturl() if host else ""


def unescape(value: str) -> str:
    """The value of an attribute without its character references, as HTML reads them in attributes."""
    return _REFERENCE.sub(_character, value) if "&" in value else value


def _character(found: re.Match[str]) -> str:
    name, equals = found.groups()
    if name.startswith("#"):
        digits = name[1:].rstrip(";")
        code = int(digits[1:], 16) if digits[:1] in "xX" else int(digits)
        return (chr(code) if 0 < code < 0x110000 else "\ufffd") + equals
    # an ampersand between two parameters is no reference
    if equals and not name.endswith(";"):
        return found[0]
    return html5.get(name, f"&{name}") + equals


def _host_name(host: str) -> str:
    host = host.rstrip(".")
    if host.isascii():
        return f"[{host}]" if ":" in host else host
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        # nobody's name, and not the website's
        return "invalid"
