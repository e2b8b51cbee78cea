"""The gate of one site, built once: it stands in front of the site's own app and asks nobody."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

from ..change import earlier_answers
from ..consent import consent
from ..ed25519 import PublicKeys, raw_keys
from ..errors import ConfigurationError, Detail, TokenError
from ..holding import make_holding
from ..law import lifetime_of
from ..model import Notice, Site, utc_now
from ..nearest import nearest
from ..notice import make_notice, notice_of
from ..policy import policy
from ..sites import load_sites, require
from ..tokens import Token, verify_token
from .asgi import AsgiApp, AsgiGate
from .cookies import TOKEN, CookieKeys, read_cookies
from .granted import Granted
from .judge import Judge
from .rewrite import holds_within
from .visit import Asked, Visit
from .wsgi import WsgiApp, WsgiGate

_LONG_POLICY = 4000
_PORTS = {"http": 80, "https": 443}


def make_gate(
    config: str | Path,
    site: str,
    keys: str | Path | PublicKeys,
    backend: str,
    *,
    notices: str | Path | None = None,
    policy: bool = True,
    html: bool = True,
    cookies: bool = True,
    shared_caches: bool = False,
) -> Gate:
    """The gate of one site.

    :param config: path of ``akkoord.toml``.
    :param site: the site's id in there.
    :param keys: the public keys as served at ``/.well-known/akkoord-keys.json``, or the path of a copy.
    :param backend: the address of Akkoord itself, ``https://consent.shop.example``.
    :param notices: the path of what ``akkoord gate notices`` printed: the earlier notices of the site, whose answers
        may hold still. Without it an earlier answer opens nothing.
    :raises ConfigurationError: one of them cannot be used.
    """
    sites = require(load_sites(Path(config)))
    if site not in sites:
        raise ConfigurationError(
            f"There is no site {site!r} in {config}.", Detail("site", "unknown", nearest(site, sites))
        )
    given = _read_keys(Path(keys)) if isinstance(keys, str | Path) else keys
    earlier = _read_notices(Path(notices)) if notices else ()
    return Gate(
        sites[site],
        given,
        backend,
        earlier=earlier,
        policy=policy,
        html=html,
        cookies=cookies,
        shared_caches=shared_caches,
    )


def _read_keys(path: Path) -> PublicKeys:
    try:
        keys: PublicKeys = json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        hint = "save them from /.well-known/akkoord-keys.json, or with `akkoord keys public`"
        raise ConfigurationError(f"There are no keys in {path}: {error}.", Detail("keys", "unusable", hint)) from None
    return keys


def _read_notices(path: Path) -> list[Notice]:
    try:
        documents: list[str] = json.loads(path.read_bytes())["notices"]
        return [notice_of(document) for document in documents]
    except (OSError, ValueError, TypeError, KeyError) as error:
        hint = "write them with `akkoord gate notices SITE`"
        raise ConfigurationError(
            f"There are no notices in {path}: {error}.", Detail("notices", "unusable", hint)
        ) from None


class Gate:
    """Holds for one site what :func:`make_gate` was given, as rules that are ready to use.

    :param earlier: notices of the site whose answers may hold still.
    :param policy: whether a Content-Security-Policy is sent.
    :param html: whether held tags of HTML are made inert.
    :param cookies: whether ``Set-Cookie`` is held, and what a withdrawn category left is removed.
    :param shared_caches: whether caches between gate and browser tell visitors apart by what they granted; unless they
        do, they are told to keep nothing.
    """

    def __init__(
        self,
        site: Site,
        keys: PublicKeys,
        backend: str,
        *,
        earlier: Sequence[Notice] = (),
        policy: bool = True,
        html: bool = True,
        cookies: bool = True,
        shared_caches: bool = False,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        host = urlsplit(backend).hostname
        if not host or urlsplit(backend).scheme not in _PORTS:
            hint = "write it as https://consent.shop.example"
            raise ConfigurationError(f"{backend!r} is not an address.", Detail("backend", "not an address", hint))
        self.html, self.cookies, self.shared_caches = html, cookies, shared_caches
        self.changes_pages = html or policy
        self._sends_policy, self._clock = policy, clock
        self._site, self._notice, self._lifetime = site, make_notice(site), lifetime_of(site)
        self._earlier = earlier_answers(self._notice, (each for each in earlier if each.site == site.id))
        self._holding = make_holding(site, host)
        self.cookie_keys = CookieKeys(self._holding.keys)
        self._keys = raw_keys(keys)
        self._policy = lru_cache(maxsize=64)(self._make_policy)
        # a token once verified stays genuine
        self._verified = lru_cache(maxsize=1024)(self._verify)
        rules = repr((self._notice.version, self._holding, html, policy))
        self._rules = sha256(rules.encode()).hexdigest()[:8]
        if len(self._make_policy((), self._notice.asked)) > _LONG_POLICY:
            logging.getLogger(__name__).warning(
                "The policy is longer than %d bytes; a proxy in front may need larger header buffers.", _LONG_POLICY
            )

    def wsgi(self, app: WsgiApp) -> WsgiGate:
        """A WSGI app with the gate in front."""
        return WsgiGate(self, app)

    def asgi(self, app: AsgiApp) -> AsgiGate:
        """An ASGI app with the gate in front."""
        return AsgiGate(self, app)

    def granted(self, cookie: str) -> Granted:
        """What the visitor with these cookies allows now; nothing, unless a genuine token says so.

        :param cookie: the ``Cookie`` header.
        """
        tokens = [self._verified(value) for name, value in read_cookies(cookie) if name == TOKEN]
        # a host and its parent domain may each hold one: the newest counts
        latest = max(filter(None, tokens), key=lambda token: token.at, default=None)
        now = consent(latest, self._notice, self._clock(), self._lifetime, self._earlier)
        return Granted(now.allowed, self._notice.asked, now.ask)

    def visit(self, asked: Asked) -> Visit:
        """One request that comes through."""
        return Visit(self, asked, self.granted(asked.cookie))

    def origin_of(self, host: str) -> str:
        """The site's origin that a request is for. What ``Host`` says of others counts for nothing."""
        for origin in self._site.origins:
            scheme, _, name = origin.partition("://")
            if host == name:
                return origin
            if name.endswith(":*") and host.rpartition(":")[0] == name.removesuffix(":*"):
                return f"{scheme}://{host}"
        return self._site.origins[0].removesuffix(":*")

    def policy(self, granted: Granted) -> str:
        """The Content-Security-Policy for a visitor; empty if none is sent."""
        return self._policy(granted.allowed, granted.asked) if self._sends_policy else ""

    def state(self, granted: Granted) -> str:
        """Names what a page depends on beside the app."""
        return self._rules + granted.letters.encode().hex()

    def judge(self, granted: Granted, page: str) -> Judge:
        """Who judges the elements of one page."""
        return Judge(self._holding, granted.allowed, granted.asked, page, holds_within)

    def _make_policy(self, allowed: Iterable[str], asked: Iterable[str]) -> str:
        return policy(self._holding, tuple(allowed), tuple(asked))

    def _verify(self, token: str) -> Token | None:
        try:
            return verify_token(token, self._keys, site=self._site.id)
        except TokenError:
            return None
