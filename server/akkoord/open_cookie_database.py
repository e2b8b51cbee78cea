"""Merges a downloaded Open Cookie Database with the services that are known.

The database (https://github.com/jkwakman/Open-Cookie-Database, Apache License 2.0) is a table of cookies. It names no
hosts, so what comes from it can hold cookies and storage keys, not requests. It mixes technical and strictly necessary
cookies under "Functional"; nothing of it is ever filed under necessary, because that needs a reason of the owner's.

Each row ends in one place: taken over into a service, there already, in conflict with what is known, or refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from .catalog.lookup import fits
from .model import NECESSARY, Cookie, Service
from .open_cookie_rows import Refused, Row, read_rows
from .open_cookie_words import read_lifetime, slug

SOURCE = "https://github.com/jkwakman/Open-Cookie-Database"
PURPOSE_OF = {
    "functional": "remember-preferences",
    "analytics": "measure-audience",
    "marketing": "personalise-advertisements",
}
"""What a service of a category is taken to be for: the database does not say it in our words."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """That a row says other things of a cookie than a known service does. What is known stays.

    :param differences: what -> (theirs, ours).
    """

    row: Row
    service: Service
    differences: Mapping[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Merge:
    """Where each row of the database went."""

    services: tuple[Service, ...]
    taken: tuple[Row, ...]
    known: tuple[Row, ...]
    conflicts: tuple[Conflict, ...]
    refused: tuple[Refused, ...]


def merge(text: str, services: Mapping[str, Service]) -> Merge:
    """Read the database and compare it with the services that are known, by id.

    :raises ConfigurationError: it is not the database's table.
    """
    taken: list[Row] = []
    known: list[Row] = []
    conflicts: list[Conflict] = []
    refused: list[Refused] = []
    seen: set[tuple[str, str, str, str]] = set()
    index = _Known(services.values())
    for row in read_rows(text):
        if isinstance(row, Refused):
            refused.append(row)
            continue
        key = (slug(row.platform), row.cookie.name, row.cookie.kind, row.cookie.host)
        owner = index.owner(row)
        if owner is None and key not in seen:
            taken.append(row)
        elif owner is None or not (differences := _differences(row, *owner)):
            known.append(row)
        else:
            conflicts.append(Conflict(row, owner[0], differences))
        seen.add(key)
    return Merge(tuple(_services(taken, services)), tuple(taken), tuple(known), tuple(conflicts), tuple(refused))


class _Known:
    """The cookies that are known, to be found by name."""

    def __init__(self, services: Iterable[Service]) -> None:
        self.named: dict[tuple[str, str], list[tuple[Service, Cookie]]] = {}
        self.patterns: list[tuple[Service, Cookie]] = []
        for service in services:
            for cookie in service.cookies:
                self.named.setdefault((cookie.kind, cookie.name), []).append((service, cookie))
                if "*" in cookie.name:
                    self.patterns.append((service, cookie))

    def owner(self, row: Row) -> tuple[Service, Cookie] | None:
        """The service that sets the row's cookie, by the longest pattern; of several, the one of the same provider."""
        exact = [known for known in self.named.get((row.cookie.kind, row.cookie.name), ()) if _same_host(row, known[1])]
        found = exact or [
            (service, cookie)
            for service, cookie in self.patterns
            # a pattern of a third party says nothing of a name on the website itself
            if cookie.kind == row.cookie.kind
            and fits(row.cookie.name, cookie.name)
            and (row.cookie.host or not cookie.host)
            and _same_host(row, cookie)
        ]
        return max(found, key=lambda known: (len(known[1].name), _same_provider(row, known[0])), default=None)


def _same_host(row: Row, cookie: Cookie) -> bool:
    """Whether both can be the same cookie; the database often names no host, or the provider's for the website's."""
    theirs, ours = f".{row.cookie.host}", f".{cookie.host}"
    return "." in (theirs, ours) or theirs.endswith(ours) or ours.endswith(theirs)


def _same_provider(row: Row, service: Service) -> bool:
    """Whether the names of both have a word in common, or the one is in the other."""
    hosts = (*service.hosts, *(cookie.host for cookie in service.cookies))
    ours = slug(" ".join((service.id, service.name, service.provider, *hosts)))
    theirs = slug(f"{row.platform} {row.provider}")
    common = set(theirs.split("-")) & set(ours.split("-")) - _COMMON
    return bool(common) or slug(row.platform).replace("-", "") in ours.replace("-", "")


_COMMON = set(
    "ads analytics and bv com cookie gmbh inc ireland js limited llc ltd net of pixel tag the web www".split()  # noqa: SIM905
)
"""Words that say nothing of who somebody is."""


def _differences(row: Row, service: Service, cookie: Cookie) -> dict[str, tuple[str, str]]:
    found = {}
    if row.category != (service.category if service.category != NECESSARY else "functional"):
        found["category"] = (row.category, service.category)
    theirs, ours = read_lifetime(row.cookie.lifetime), read_lifetime(cookie.lifetime)
    if theirs and ours and not theirs.is_about(ours):
        found["lifetime"] = (row.cookie.lifetime, cookie.lifetime)
    if not _same_provider(row, service):
        found["provider"] = (row.provider, service.provider)
    return found


def _services(rows: Iterable[Row], known: Mapping[str, Service]) -> Iterator[Service]:
    """One service per platform and category, none with an id that is known."""
    groups: dict[str, dict[str, list[Row]]] = {}
    for row in rows:
        groups.setdefault(slug(row.platform), {}).setdefault(row.category, []).append(row)
    ids = set(known)
    for base, categories in sorted(groups.items()):
        for category, group in sorted(categories.items()):
            id = _id(base, f"-{category}" if len(categories) > 1 else "", ids)
            ids.add(id)
            yield Service(
                id=id,
                name=group[0].platform,
                category=category,
                provider=group[0].provider,
                country="",
                purpose=PURPOSE_OF[category],
                privacy=next((row.privacy for row in group if row.privacy), ""),
                cookies=tuple(replace(row.cookie) for row in group),
                source=SOURCE,
            )


def _id(base: str, end: str, taken: set[str]) -> str:
    """An id of 32 characters at most that nobody has."""
    for more in ("", "-more", *(f"-more-{number}" for number in range(2, 1000))):
        id = base[: 32 - len(end + more)].rstrip("-") + end + more
        if id not in taken:
            return id
    raise ValueError(base)
