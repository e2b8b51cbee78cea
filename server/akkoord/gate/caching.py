"""What an answer tells caches, so that nobody gets a page that was made for another visitor. Pure."""

from __future__ import annotations

_OF_SHARED = ("public", "s-maxage", "proxy-revalidate")
_TO_SHARED = ("surrogate-control", "cdn-cache-control")


def kept_private(headers: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The headers without leave for shared caches: many of them take no notice of ``Vary: Cookie``."""
    directives: list[str] = []
    out = []
    for name, value in headers:
        lower = name.lower()
        if lower == "cache-control":
            directives += [part.strip() for part in value.split(",") if part.strip()]
        elif lower not in _TO_SHARED and not lower.endswith("-cdn-cache-control"):
            out.append((name, value))
    kept = [each for each in directives if each.partition("=")[0].strip().lower() not in _OF_SHARED]
    if not any(each.lower() in ("private", "no-store") for each in kept):
        kept.insert(0, "private")
    return [*out, ("Cache-Control", ", ".join(kept))]


def varied(headers: list[tuple[str, str]], header: str, only_replace: bool = False) -> list[tuple[str, str]]:
    """The headers with ``Vary: Cookie``, which outside the gate is what the app's own header stands for.

    :param header: the request header that the gate gives to the app.
    :param only_replace: only where the app named it.
    """
    names: list[str] = []
    out = []
    for name, value in headers:
        if name.lower() == "vary":
            names += [part.strip() for part in value.split(",") if part.strip()]
        else:
            out.append((name, value))
    named = any(name.lower() == header.lower() for name in names)
    if only_replace and not named:
        return headers
    names = [name for name in names if name.lower() != header.lower()]
    if not any(name.lower() in ("cookie", "*") for name in names):
        names.append("Cookie")
    return [*out, ("Vary", ", ".join(names))]
