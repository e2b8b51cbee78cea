"""The rule on services that measure an audience without consent, where the law of the site allows that."""

from __future__ import annotations

from collections.abc import Iterator

from ..law import law
from ..model import NECESSARY, Site
from ..nearest import nearest
from .breach import Breach


def exempt(site: Site) -> Iterator[Breach]:
    """What is wrong with a site's exemption."""
    if not site.exempt:
        return
    profile, key = law(site.law), ("sites", site.id, "exemption")
    needed = profile.exemption.conditions
    if not needed:
        hint = f"Take it out: {profile.exemption.reason} ({profile.exemption.source})"
        yield Breach("AK314", key, f"The law {site.law!r} exempts no analytics.", hint)
        return
    for condition in site.conditions:
        if condition not in needed:
            message = f"There is no condition {condition!r} in the law {site.law!r}."
            yield Breach("AK314", (*key, "conditions"), message, nearest(condition, needed))
    for condition, text in needed.items():
        if condition not in site.conditions:
            message = f"The condition {condition!r} is not confirmed."
            yield Breach("AK314", (*key, "conditions"), message, f"List it if this is so: {text}")
    listed = {service.id: service.category for service in site.services}
    for id in site.exempt:
        if id not in listed:
            message = f"The site does not list the service {id!r}."
            yield Breach("AK314", (*key, "services"), message, nearest(id, listed))
        elif listed[id] != NECESSARY:
            message = f"{id!r} is filed as {listed[id]}."
            yield Breach("AK314", (*key, "services"), message, "Only analytics can be exempt.")
