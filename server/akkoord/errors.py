"""All that can go wrong, on one screen.

::

    AkkoordError
    +-- ConfigurationError        settings or akkoord.toml; at start, never at a visitor
    |   +-- SchemaError           the store is laid out as another version of Akkoord does it
    +-- RequestError              what was asked cannot be done as asked
    |   +-- InvalidRequest        a field is missing or wrong
    |   |   +-- BodyTooLarge
    |   +-- UnknownSite
    |   +-- UnknownOrigin
    |   +-- NotFetched            a browser sent it, but no script of a page: a form, a link, an image
    |   +-- RateLimited           one network asks too often
    |   +-- UnknownNotice
    |   +-- UnknownLanguage
    |   +-- DecisionConflict      the same decision id with other content
    |   +-- NotFound              no such page, file or record
    |   +-- Forbidden             who is logged in may not do that
    |   +-- LoginFailed           it is not proved who wants to log in
    |   +-- TokenError
    |       +-- TokenMissing
    |       +-- TokenInvalid      malformed, forged, or signed with a key that is not ours
    |       +-- TokenForOtherSite
    +-- StoreError                the store could not be reached or did not answer; nothing was recorded
    +-- ExportError               an export is not whole, or says what no ledger wrote
    +-- ProofInvalid              a checkpoint or a receipt does not prove what it says
    +-- LedgersDiffer             two ledgers do not hold the same of a site
    +-- NoGate                    an app asked for a consent, and no gate stands in front of it

Each error carries a machine ``code`` and ``details``; only :mod:`akkoord.web` knows what HTTP status it becomes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Self


@dataclass(frozen=True, slots=True)
class Detail:
    """One thing that is wrong, where, and what would be right."""

    field: str
    problem: str
    hint: str = ""


class AkkoordError(Exception):
    """Base of every error that Akkoord raises on purpose."""

    code: ClassVar[str] = "error"

    def __init__(self, message: str, *details: Detail) -> None:
        super().__init__(message)
        self.message = message
        self.details: Sequence[Detail] = details


class ConfigurationError(AkkoordError):
    """A setting or ``akkoord.toml`` cannot be used; raised at start."""

    code = "configuration"


class SchemaError(ConfigurationError):
    """The store is laid out as another version of Akkoord does it."""

    code = "schema"

    @classmethod
    def of(cls, found: int, needed: int) -> Self:
        """The error for a store of one layout where this version of Akkoord works with another."""
        if found < needed:
            hint = "back it up, stop every server, and run: akkoord upgrade"
        else:
            hint = "install the version of Akkoord that it was made by, or a newer one"
        return cls(
            f"The store has layout {found}, and this version of Akkoord works with {needed}: {hint}.",
            Detail("AKKOORD_STORE", f"has layout {found}", hint),
        )


class RequestError(AkkoordError):
    """What was asked cannot be done as asked."""

    code = "request"


class InvalidRequest(RequestError):
    """A field of the request is missing or wrong."""

    code = "invalid_request"


class BodyTooLarge(InvalidRequest):
    """The body of the request is larger than the endpoint takes."""

    code = "body_too_large"


class UnknownSite(RequestError):
    """No site of that id is configured."""

    code = "unknown_site"


class UnknownOrigin(RequestError):
    """The request came from a page that is not one of the site's origins."""

    code = "unknown_origin"


class NotFetched(RequestError):
    """A browser sent the request, but no script of a page: a form, a link or an image did."""

    code = "not_fetched"


class RateLimited(RequestError):
    """One network asks too often.

    :param retry_after: seconds after which it may ask again.
    """

    code = "rate_limited"

    def __init__(self, message: str, *details: Detail, retry_after: int = 60) -> None:
        super().__init__(message, *details)
        self.retry_after = retry_after


class UnknownNotice(RequestError):
    """The site never asked a notice of that version."""

    code = "unknown_notice"


class UnknownLanguage(RequestError):
    """The site does not offer that language."""

    code = "unknown_language"


class DecisionConflict(RequestError):
    """A decision of that id exists already and says something else."""

    code = "decision_conflict"


class NotFound(RequestError):
    """There is no such page, file or record."""

    code = "not_found"


class Forbidden(RequestError):
    """Who is logged in may not see or do that."""

    code = "forbidden"


class LoginFailed(RequestError):
    """It is not proved who wants to log in."""

    code = "login_failed"


class TokenError(RequestError):
    """A token does not prove what is needed."""

    code = "token"


class TokenMissing(TokenError):
    """The request needs a token and brought none."""

    code = "token_missing"


class TokenInvalid(TokenError):
    """The token is malformed, was altered, or was signed with a key that is not ours."""

    code = "token_invalid"


class TokenForOtherSite(TokenError):
    """The token is genuine, but proves a decision on another site."""

    code = "token_for_other_site"


class StoreError(AkkoordError):
    """The store could not be reached or did not answer; nothing was recorded."""

    code = "store_unavailable"


class ExportError(AkkoordError):
    """An export is not whole, or says what no ledger wrote; nothing of it is believed."""

    code = "export"


class ProofInvalid(AkkoordError):
    """A checkpoint or a receipt is malformed, was altered, or does not prove what it says."""

    code = "proof_invalid"


class LedgersDiffer(AkkoordError):
    """Two ledgers do not hold the same of a site, and one was to become what the other is."""

    code = "ledgers_differ"


class NoGate(AkkoordError):
    """The app asked for a consent, and no gate stands in front of it."""

    code = "no_gate"
