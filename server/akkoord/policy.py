"""The Content-Security-Policy that lets through what one visitor allows. Pure.

Its twin is ``widget/src/gate/policy.ts``; both run over ``tests/contract/policy_examples.json``. The policy is one
allow list in one ``default-src``: whatever is fetched is judged by it, and nothing else of the page is. A policy knows
hosts alone: paths are left out, since a host that serves something allowed must stay reachable, and what stands under
the website's own domains stays reachable too. Beside another policy of the page the narrower of both holds, so nonces,
hashes and ``strict-dynamic`` of the site's own policy keep their meaning.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from .holding import UNKNOWN, Holding, allows

_ALWAYS = "'self' 'unsafe-inline' 'unsafe-eval' data: blob: mediastream: filesystem:"
"""What comes from the page itself. ``'unsafe-eval'`` covers WebAssembly."""
OURS = f"default-src {_ALWAYS}"
"""How every policy of ours begins, whoever sends it."""
_NAME = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)*")
_ADDRESS = re.compile(r"\d+(\.\d+){3}")


def policy(holding: Holding, allowed: Collection[str], asked: Collection[str]) -> str:
    """The policy for a visitor; empty if nothing is to be held by one.

    There is none where everything is open, nor where the site lets unknown third parties through: no list can name
    those.

    :param holding: made with the backend's host, which is the website's own as well.
    :param allowed: what the visitor's recorded decision allows now.
    :param asked: what the notice asks.
    """
    if not holding.unknown or allows(UNKNOWN, allowed, asked):
        return ""
    hosts = dict.fromkeys(holding.own)
    for category, patterns in holding.hold.items():
        if allows(category, allowed, asked):
            hosts.update(dict.fromkeys(pattern.partition("/")[0] for pattern in patterns))
    named = [host for host in hosts if _NAME.fullmatch(host)]
    # what is below a host that is listed is listed with it
    widest = [host for host in named if not any(host.endswith(f".{other}") for other in named)]
    return " ".join([OURS, *(source for host in widest for source in _sources(host))])


def _sources(host: str) -> Iterator[str]:
    """A host with all names below it, on any port; ``ws:`` has to be said, and says ``wss:`` too."""
    yield f"{host}:*"
    yield f"ws://{host}:*"
    if not _ADDRESS.fullmatch(host):
        yield f"*.{host}:*"
        yield f"ws://*.{host}:*"
