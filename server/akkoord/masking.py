"""What must not stand in a text that is kept, and what stands there instead. Pure."""

from __future__ import annotations

import re
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

MASK = "[token]"
_TOKEN = re.compile(r"[\w-]{20,}\.[\w-]{1,12}\.[\w-]{40,}", re.ASCII)
"""Three parts, the first and the last long: a token, also a forged or a cut one."""
_SHORTEST = 7
"""Nothing that is masked is shorter, in characters."""

_MASKS = (
    # what SQLAlchemy and pydantic say of the values that they had at hand
    (re.compile(r"\[parameters: .*"), "[parameters]"),
    (re.compile(r"input_value=.*, input_type="), "input_value=[value], input_type="),
    (re.compile(r"""b(['"]).*?\\x.*?\1"""), "[bytes]"),
    (re.compile(r"://[^/\s@]+@"), "://[secret]@"),
    (_TOKEN, MASK),
    (re.compile(r"[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}", re.IGNORECASE), "[id]"),
    # a visitor has 22 letters, a key or a piece of a token more; a name in a program is rarely so long and so mixed
    (re.compile(r"(?<![\w-])(?=[\w-]*[A-Z])(?=[\w-]*[a-z])[\w-]{22,}", re.ASCII), "[masked]"),
)
_ADDRESS = re.compile(
    r"(?<![\w.:])(\d{1,3}(\.\d{1,3}){3}|[0-9a-f]{0,4}(:[0-9a-f]{0,4}){2,7}(\.\d{1,3}){0,3})(?!\w|\.\w)", re.IGNORECASE
)
_OURS: tuple[IPv4Network | IPv6Network, ...] = tuple(
    ip_network(each)
    for each in (
        *("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16"),
        *("::1/128", "fc00::/7", "fe80::/10"),
    )
)
"""Where stores and proxies are; whoever runs Akkoord wants to know which of them did not answer."""


def mask_tokens(text: str) -> str:
    """The text without tokens: who has one can see and erase a visitor."""
    return _TOKEN.sub(MASK, text)


def mask(text: str) -> str:
    """The text without tokens, ids of decisions and visitors, keys, passwords in addresses, and addresses of people."""
    if len(text) < _SHORTEST:
        return text
    for pattern, instead in _MASKS:
        text = pattern.sub(instead, text)
    return _ADDRESS.sub(_address, text)


def _address(found: re.Match[str]) -> str:
    try:
        address = ip_address(found[0])
    except ValueError:
        return found[0]
    return found[0] if any(address in network for network in _OURS) else "[address]"
