"""Keys of programs that read a site's figures. A key is shown once; kept is a digest that it cannot be made of."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from secrets import token_urlsafe

from .errors import Detail, InvalidRequest, NotFound, TokenForOtherSite, TokenInvalid
from .store.documents import Documents

KIND = "api-key"
PREFIX = "akk_"
"""How a key begins, so that it is known where it should not stand."""


@dataclass(frozen=True, slots=True)
class ApiKey:
    """What is known of a key.

    :param name: who it was made for.
    :param site: whose figures it opens.
    :param digest: SHA-256 of the key, which has 256 random bits: nobody finds it by trying.
    """

    name: str
    site: str
    made: datetime
    digest: str


class ApiKeys:
    """The keys in a store."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents

    def add(self, name: str, site: str, now: datetime) -> str:
        """Make a key, and return it; it is not told again.

        :raises InvalidRequest: the site has a key of that name.
        """
        if any((key.name, key.site) == (name, site) for key in self.all()):
            raise InvalidRequest(f"Site {site} has a key {name} already.", Detail("name", "used", "take another one"))
        key = PREFIX + token_urlsafe(32)
        text = json.dumps({"name": name, "site": site, "made": now.astimezone(UTC).isoformat()}, ensure_ascii=False)
        self._documents.put_document(KIND, _digest(key), text)
        return key

    def all(self) -> list[ApiKey]:
        """All keys, by site and name."""
        found = [_key_of(digest, text) for digest, text in self._documents.documents(KIND).items()]
        return sorted(found, key=lambda key: (key.site, key.name))

    def revoke(self, name: str, site: str) -> None:
        """Let a key open nothing any more.

        :raises NotFound: the site has no key of that name.
        """
        found = [key for key in self.all() if (key.name, key.site) == (name, site)]
        for key in found:
            self._documents.drop_document(KIND, key.digest)
        if not found:
            raise NotFound(f"Site {site} has no key {name}.", Detail("name", "unknown", "see akkoord key list"))

    def check(self, key: str, site: str) -> ApiKey:
        """The key that was presented for a site.

        :raises TokenInvalid: there is no such key, or it was revoked.
        :raises TokenForOtherSite: it opens another site.
        """
        digest = _digest(key)
        text = self._documents.document(KIND, digest)
        if text is None:
            raise TokenInvalid("That API key opens nothing.", Detail("Authorization", "unknown or revoked key"))
        found = _key_of(digest, text)
        if found.site != site:
            raise TokenForOtherSite(f"That API key does not open site {site}.", Detail("site", "of another key"))
        return found


def _digest(key: str) -> str:
    return sha256(key.encode()).hexdigest()


def _key_of(digest: str, text: str) -> ApiKey:
    row = json.loads(text)
    return ApiKey(row["name"], row["site"], datetime.fromisoformat(row["made"]), digest)
