"""Which of a site's vendors are told what was chosen, and how: the signals of ``widget/src/signals``. Pure."""

from __future__ import annotations

from typing import Any

from .model import NECESSARY, Site
from .regions import countries

GOOGLE = "google"
DATA_LAYER = "data-layer"
"""The announcement of decisions alone; the signal of Google brings it along."""


def signals(site: Site) -> dict[str, dict[str, Any]]:
    """Name of the signal -> what is baked into it, for each signal that a listed service listens to.

    Where one yes or no is told, it is a yes if the visitor allows the categories of all services that listen. A
    necessary service is asked nothing and told nothing, but for Google's, which also loads what is none.
    """
    categories: dict[str, dict[str, None]] = {}
    for service in site.services:
        if service.signal and (service.category != NECESSARY or service.signal == GOOGLE):
            categories.setdefault(service.signal, {})[service.category] = None
    found: dict[str, dict[str, Any]] = {name: {"categories": list(of)} for name, of in categories.items()}
    announce = site.signals.data_layer == "always" or (site.signals.data_layer == "google" and GOOGLE in found)
    if GOOGLE in found:
        found[GOOGLE] = _google(site, announce)
    elif announce:
        found[DATA_LAYER] = {}
    return found


def _google(site: Site, announce: bool) -> dict[str, Any]:
    settings = site.signals
    baked: dict[str, Any] = {
        "redact": settings.ads_data_redaction,
        "passthrough": settings.url_passthrough,
        "announce": announce,
    }
    # where the tags are held until there is a decision, no default reaches them
    if settings.google != "basic" and settings.elsewhere != "denied":
        baked["regions"] = countries(settings.denied_in)
    return baked
