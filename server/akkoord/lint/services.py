"""Rules on the services of a site: what is told of them, and where they are filed."""

from __future__ import annotations

from collections.abc import Iterator

from ..catalog import catalog
from ..catalog.lookup import service_of
from ..model import NECESSARY, Service, Site
from .breach import Breach

FOLLOWING = ("analytics", "marketing")


def services(site: Site) -> Iterator[Breach]:
    """What is wrong with the services that a site lists."""
    for service in site.services:
        yield from _told(service)
        yield from _filed(service, ("marketing",) if service.id in site.exempt else FOLLOWING)


def _told(service: Service) -> Iterator[Breach]:
    key = ("services", service.id)
    missing = [name for name, value in (("privacy", service.privacy), ("country", service.country)) if not value]
    if service.cookies and missing:
        what = " and ".join(missing)
        hint = f"Write {what} in [services.{service.id}]: visitors may know whom they say yes to, and where that is."
        yield Breach("AK311", key, f"{service.id!r} sets cookies and has no {what}.", hint)
    endless = [cookie.name for cookie in service.cookies if cookie.lifetime == "persistent"]
    if endless:
        hint = "Say after what time they are of no more use, such as 13 months."
        yield Breach("AK312", (*key, "cookies"), f"{service.id!r} keeps {', '.join(endless)} without end.", hint)


def _filed(service: Service, asked: tuple[str, ...]) -> Iterator[Breach]:
    """Find a service that is filed where nobody is followed, although it may follow.

    :param asked: the categories that must be asked for.
    """
    if service.category in FOLLOWING:
        return
    known = catalog().get(service.id)
    same = [known] if known else [found for host in service.hosts if (found := service_of(host))]
    for other in same:
        if other.category in asked:
            what = "necessary" if service.category == NECESSARY else service.category
            message = f"{service.id!r} is filed as {what}, and the catalog knows it as {other.category} ({other.name})."
            hint = f"Leave it at {other.category}, so that it is asked for."
            yield Breach("AK313", ("services", service.id, "category"), message, hint)
            return
