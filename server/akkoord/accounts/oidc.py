"""Logging in elsewhere: OpenID Connect by code, PKCE, state and nonce. A name from there must be that of a user here.

What Authlib does is imported only where this is wanted.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime
from hmac import compare_digest, digest
from typing import Any
from urllib.parse import urlsplit

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from ..errors import LoginFailed

log = logging.getLogger("akkoord")

SCOPES = {"email": "openid email", "preferred_username": "openid profile", "sub": "openid"}
"""Claim that can give a name -> what is asked for to have it."""
_SIGNED_BY = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519"]
"""Signatures that the provider alone can make."""
_SECONDS = 5
_LEEWAY = 60


@dataclass(frozen=True, slots=True)
class Flight:
    """What one login goes by, all made of one random text that the browser keeps meanwhile."""

    state: str
    nonce: str
    verifier: str


def flight(key: str, random: str) -> Flight:
    """A login's own secrets.

    :param key: the backend's, so that who sees the random text knows none of them.
    """
    made = [digest(key.encode(), f"akkoord oidc {part} {random}".encode(), "sha256").hex() for part in range(3)]
    return Flight(*made)


class Provider:
    """An OpenID provider.

    :param claim: what gives the name of the user here: one of :data:`SCOPES`.
    """

    def __init__(self, issuer: str, client_id: str, client_secret: str, claim: str) -> None:
        self._issuer = issuer
        self._client = (client_id, client_secret)
        self._claim = claim
        self._found: dict[str, Any] = {}

    def address(self, back: str, of: Flight) -> str:
        """Where the browser is sent to log in.

        :param back: where the provider sends it afterwards.
        :raises LoginFailed: the provider does not answer.
        """
        with self._session(back) as session:
            place = self._place(session, "authorization_endpoint")
            url, _ = session.create_authorization_url(place, state=of.state, code_verifier=of.verifier, nonce=of.nonce)
            return str(url)

    def name(self, back: str, code: str, state: str, of: Flight, now: datetime) -> str:
        """The name of who comes back.

        :raises LoginFailed: it is not proved, by this login, who that is.
        """
        if not compare_digest(state.encode(), of.state.encode()):
            raise LoginFailed("That is the answer to another login.")
        try:
            with self._session(back) as session:
                place = self._place(session, "token_endpoint")
                token = session.fetch_token(
                    place, grant_type="authorization_code", code=code, code_verifier=of.verifier, **_QUIET
                )
                claims = self._claims(session, token, of.nonce, now)
        except (requests.RequestException, AuthlibBaseError, JoseError, KeyError, TypeError, ValueError) as error:
            # what the provider says may hold what it was sent
            log.warning("login by OpenID Connect failed: %s", type(error).__name__)
            raise LoginFailed("The provider did not prove who that is.") from error
        name = claims.get(self._claim)
        if not isinstance(name, str) or (self._claim == "email" and claims.get("email_verified") is not True):
            raise LoginFailed("The provider does not say who that is, or has not verified it.")
        return name

    def _session(self, back: str) -> OAuth2Session:
        id, secret = self._client
        return OAuth2Session(
            id, secret or None, scope=SCOPES[self._claim], redirect_uri=back, code_challenge_method="S256"
        )

    def _place(self, session: OAuth2Session, of: str) -> str:
        """An address of the provider's, as it publishes them; read once."""
        if not self._found:
            try:
                found = _json(session, f"{self._issuer}/.well-known/openid-configuration")
                if str(found.get("issuer", "")).rstrip("/") != self._issuer:
                    raise ValueError("it calls itself otherwise")
            except (requests.RequestException, ValueError) as error:
                log.warning("the OpenID provider cannot be used: %s", type(error).__name__)
                raise LoginFailed("The provider does not answer.") from error
            self._found = found
        place = str(self._found.get(of, ""))
        if urlsplit(place).scheme not in ("https", urlsplit(self._issuer).scheme):
            raise LoginFailed("The provider has no such address.")
        return place

    def _claims(self, session: OAuth2Session, token: dict[str, Any], nonce: str, now: datetime) -> dict[str, Any]:
        # the provider may have other keys by now, so they are read each time
        keys = KeySet.import_key_set(_json(session, self._place(session, "jwks_uri")))  # type: ignore[arg-type]
        read = jwt.decode(str(token["id_token"]), keys, algorithms=_SIGNED_BY)
        claims = CodeIDToken(
            read.claims,
            read.header,
            {
                "iss": {"essential": True, "value": self._found["issuer"]},
                "aud": {"essential": True, "value": self._client[0]},
            },
            {"nonce": nonce, "client_id": self._client[0], "access_token": token.get("access_token")},
        )
        claims.validate(now=int(now.timestamp()), leeway=_LEEWAY)
        return dict(claims)


_QUIET = {"timeout": _SECONDS, "allow_redirects": False}


def _json(session: OAuth2Session, url: str) -> dict[str, Any]:
    answer = session.request("GET", url, withhold_token=True, **_QUIET)
    answer.raise_for_status()
    found = answer.json()
    if not isinstance(found, dict):
        raise ValueError("not an object")
    return found
