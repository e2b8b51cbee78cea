"""Posts one signed message to a provider's address, and to nobody else.

Whoever may write ``akkoord.toml`` names the address. It is resolved once, and only a public address is connected to,
or one of this machine where the host is this machine's: a name that points into the owner's own network reaches nothing
there. A redirect is not followed, and no proxy of the environment is used.
"""

from __future__ import annotations

import json
import socket
import ssl
from base64 import b64encode
from collections.abc import Mapping
from contextlib import closing
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from ipaddress import IPv6Address, ip_address
from urllib.parse import urlsplit

from ..ed25519 import jwk
from ..site_values import bracketed, is_loopback
from ..tokens import Signer

WITHIN = 5.0
"""Seconds that each step may take: to connect, to send, to answer."""
SIGNED = b"akkoord withdrawal 1\n"
"""What stands before the body where it is signed, so that it can be taken for nothing else that these keys sign."""


class NotTaken(Exception):
    """The other side did not take a message; it says why, without the address."""


def message(fields: Mapping[str, object], signer: Signer, signed: bytes = SIGNED) -> tuple[bytes, dict[str, str]]:
    """The body of a message, and its headers with the signature.

    :param signed: what stands before the body where it is signed.
    """
    body = json.dumps(fields, ensure_ascii=False).encode()
    key, signature = signer.sign_bytes(signed + body)
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Akkoord",
        "Akkoord-Signature": f"{jwk(key)['kid']}, {b64encode(signature).decode()}",
    }
    return body, headers


def post(address: str, body: bytes, headers: Mapping[str, str]) -> str:
    """Send a message; the answer's status.

    :raises NotTaken: the other side cannot be reached, may not be, or did not answer with a status of success.
    """
    try:
        with closing(_connected(address)) as connection:
            parts = urlsplit(address)
            target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            connection.request("POST", target, body, dict(headers))
            status = connection.getresponse().status
    except (OSError, HTTPException, ValueError) as error:
        # the reason of an address may hold the address, which may be a secret
        raise NotTaken(getattr(error, "strerror", None) or type(error).__name__) from None
    if not 200 <= status < 300:
        raise NotTaken(f"HTTP {status}" + (", a redirect" if 300 <= status < 400 else ""))
    return f"HTTP {status}"


def _connected(address: str) -> HTTPConnection:
    """A connection to the one place that was looked at."""
    parts = urlsplit(address)
    host, secure = parts.hostname or "", parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    plain = _plainly_connected(host, port)
    if not secure:
        connection = HTTPConnection(host, port, timeout=WITHIN)
        connection.sock = plain
        return connection
    context = ssl.create_default_context()
    try:
        wrapped = context.wrap_socket(plain, server_hostname=host)
    except BaseException:
        plain.close()
        raise
    connection = HTTPSConnection(host, port, timeout=WITHIN, context=context)
    connection.sock = wrapped
    return connection


def _plainly_connected(host: str, port: int) -> socket.socket:
    """A connection to the first address of a host that may be connected to, and takes one."""
    own, failure = is_loopback(bracketed(host)), NotTaken("the host has no public address")
    for *_, place in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
        if may_reach(str(place[0]), own):
            try:
                return socket.create_connection((str(place[0]), port), WITHIN)
            except OSError as error:
                failure = NotTaken(error.strerror or type(error).__name__)
    raise failure


def may_reach(text: str, own: bool) -> bool:
    """Whether an address may be connected to.

    :param own: whether the host that was named is this machine.
    """
    address = ip_address(text.partition("%")[0])
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    return address.is_loopback if own else address.is_global and not address.is_multicast
