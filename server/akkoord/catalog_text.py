"""Services as text: for people to read, and as tables for ``akkoord.toml``."""

from __future__ import annotations

import json
from dataclasses import asdict, fields

from .model import Cookie, Service
from .texts import LIFETIME_TEXTS, PURPOSES

WIDTH = 120
"""How long a line of a table may be."""


def readable(service: Service) -> str:
    """The facts of a service, one a line."""
    facts = {
        "name": service.name,
        "category": service.category,
        "purpose": f"{PURPOSES[service.purpose]} ({service.purpose})",
        "provider": ", ".join(filter(None, (service.provider, service.country))),
        "privacy": service.privacy,
        "reason": service.reason,
        "signal": service.signal,
        "source": service.source,
        "cookies from": service.cookies_source,
    }
    lines = [f"{name:14}{value}" for name, value in facts.items() if value]
    lines += _list("hosts", service.hosts or ["none is known: what it calls waits as unknown"])
    lines += _list("cookies", [_cookie_words(cookie) for cookie in service.cookies] or ["none"])
    return "\n".join([service.id, *(f"  {line}" for line in lines)])


def _list(name: str, items: tuple[str, ...] | list[str]) -> list[str]:
    return [f"{name if not index else '':14}{item}" for index, item in enumerate(items)]


def _cookie_words(cookie: Cookie) -> str:
    lifetime = LIFETIME_TEXTS.get(cookie.lifetime, cookie.lifetime)
    return f"{cookie.name}  {cookie.kind}, {lifetime}" + (f", kept by {cookie.host}" if cookie.host else "")


def table(service: Service) -> str:
    """A service as the table ``[services.ID]``; what is empty is left out."""
    lines = [f"[services.{service.id}]"]
    for field in fields(Service):
        value = getattr(service, field.name)
        if field.name == "cookies":
            lines += _array("cookies", [_inline(cookie) for cookie in value])
        elif field.name == "hosts":
            lines += _array("hosts", [_string(host) for host in value])
        elif field.name != "id" and value:
            lines.append(f"{field.name} = {_string(value)}")
    return "\n".join(lines)


def _array(name: str, items: list[str]) -> list[str]:
    if not items:
        return []
    line = f"{name} = [{', '.join(items)}]"
    return [line] if len(line) <= WIDTH else [f"{name} = [", *(f"    {item}," for item in items), "]"]


def _inline(cookie: Cookie) -> str:
    given = {name: value for name, value in asdict(cookie).items() if value and (name, value) != ("kind", "cookie")}
    return "{ " + ", ".join(f"{name} = {_string(value)}" for name, value in given.items()) + " }"


def _string(text: str) -> str:
    """A basic string of TOML, which is a string of JSON in which DEL is escaped too."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
