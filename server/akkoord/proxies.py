"""Who a request comes from, where proxies stand in between. Pure.

``X-Forwarded-For`` is a list to which each proxy adds, at the end, whom it was called by. So it is read from the end,
and only as long as the one who wrote is trusted: what a visitor put in front of it is never reached.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

NEIGHBOURHOOD = {4: 24, 6: 48}
"""How many bits of an address say whose network it is in.

In IPv4 a /24 is the smallest network that is routed on its own. In IPv6 a subscriber has a /48 at most, and all the
addresses in it, so that a longer prefix would be counted anew for each of these.
"""

_WITH_PORT = re.compile(r"\[(?P<six>[^\]]*)\](:[0-9]{1,5})?|(?P<four>[0-9.]+):[0-9]{1,5}")
_MAPPED = IPv6Network("::ffff:0:0/96")


def read_network(text: str) -> Network:
    """A network in CIDR notation, or one address.

    :raises ValueError: it is neither, has bits behind its prefix, or is the whole internet; the message says which.
    """
    try:
        network = ip_network(text, strict=False)
    except ValueError:
        raise ValueError(f"{text!r} is not a network") from None
    if isinstance(network, IPv6Network) and network.prefixlen >= 96 and network.subnet_of(_MAPPED):
        network = ip_network((int(network.network_address) & 0xFFFFFFFF, network.prefixlen - 96))
    elif str(network.network_address) != str(ip_address(text.partition("/")[0])):
        raise ValueError(f"{text!r} has bits behind its prefix; the network is {network}")
    if network.prefixlen == 0:
        raise ValueError(f"{text!r} is everybody")
    return network


def read_address(text: str) -> Address | None:
    """An address, with or without a port; None if it is none. An IPv4 address in IPv6 clothes is an IPv4 address."""
    text = text.strip()
    found = _WITH_PORT.fullmatch(text)
    if found:
        text = found["six"] or found["four"] or ""
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def client(peer: str, forwarded: str, trusted: Sequence[Network]) -> Address | None:
    """The address that a request comes from: the right-most one that is not a trusted proxy.

    :param peer: who opened the connection.
    :param forwarded: ``X-Forwarded-For``; several such headers are joined with commas, in their order.
    :param trusted: networks of proxies that are believed.
    :returns: the last proxy that is trusted, if what it wrote is no address; None if the peer has none.
    """
    found = read_address(peer)
    steps = reversed(forwarded.split(","))
    while found is not None and is_in(found, trusted):
        before = read_address(next(steps, ""))
        if before is None:
            break
        found = before
    return found


def is_in(address: Address, networks: Sequence[Network]) -> bool:
    """Whether the address is in one of the networks."""
    return any(address in network for network in networks)


def neighbourhood(address: Address) -> Network:
    """The network that an address is counted with."""
    return ip_network((address, NEIGHBOURHOOD[address.version]), strict=False)
