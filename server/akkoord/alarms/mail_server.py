"""A mail server, as one address says it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from ..site_values import bracketed, is_loopback

PLAIN, TLS, STARTTLS = "smtp", "smtps", "smtp+starttls"
PORTS = {PLAIN: 25, TLS: 465, STARTTLS: 587}
"""How it is spoken with -> the port, unless another one is given."""


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mail goes out.

    :param security: one of :data:`PORTS`.
    :param user: who logs in; empty if nobody needs to. Never shown, nor is the password.
    """

    security: str
    host: str
    port: int
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)


def read_mail_server(address: str) -> MailServer:
    """The server of an address such as ``smtp+starttls://user:password@mail.example:587``.

    :raises ValueError: it is none, in words that do not repeat it: it may hold a password.
    """
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise ValueError("is not the address of a mail server") from None
    if (
        parts.scheme not in PORTS
        or not host
        or port == 0
        or parts.path not in ("", "/")
        or re.search(r"[\s?#]", address)
    ):
        raise ValueError("is not the address of a mail server")
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if bool(user) != bool(password):
        raise ValueError("has only one of user and password")
    if user and parts.scheme == PLAIN and not is_loopback(bracketed(host)):
        raise ValueError("would send the password where anybody on the way can read it")
    return MailServer(parts.scheme, host, port or PORTS[parts.scheme], user, password)
