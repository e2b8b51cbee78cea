"""Rules on how long a decision and its proof last, and on what a site must tell."""

from __future__ import annotations

from collections.abc import Iterator

from ..law import law, lifetime_of, lifetime_text, retention_text
from ..model import Site
from ..spans import span
from .breach import Breach

LONGEST_PROOF = "10 years"
"""Longer than claims and fines last in any profile."""


def times(site: Site) -> Iterator[Breach]:
    """What is wrong with the spans of time of a site."""
    profile, key = law(site.law), ("sites", site.id)
    lifetime, told = lifetime_of(site), lifetime_text(site)
    for number, rule, broken, word in (
        ("AK321", profile.ceiling, lifetime > span(profile.ceiling.value), "longer"),
        ("AK322", profile.ask_again, lifetime < span(profile.ask_again.value), "shorter"),
    ):
        if broken:
            message = f"A decision holds for {told}, {word} than the {rule.value} of the law {site.law!r}."
            hint = f"Write {rule.value}, or leave it out for {profile.lifetime.value} ({rule.source})."
            yield Breach(number, (*key, "lifetime"), message, hint)
    retention = retention_text(site)
    if not retention:
        hint = 'Write how long after a consent you may have to prove it, such as retention = "5 years".'
        yield Breach(
            "AK323", (*key, "retention"), f"The law {site.law!r} has no time for proofs, nor has the site.", hint
        )
    elif span(retention) > span(LONGEST_PROOF):
        message = f"Proofs are kept for {retention} after the consent has ended."
        yield Breach("AK324", (*key, "retention"), message, f"{LONGEST_PROOF} is more than any claim lasts.")
    usual = profile.retention
    if site.retention and usual.value and span(site.retention) != span(usual.value) and not site.retention_reason:
        message = f"Proofs are kept for {site.retention}, and not for the {usual.value} of the law {site.law!r}."
        hint = 'Say why, such as retention_reason = "Our sector\'s claims end after two years."'
        yield Breach("AK325", (*key, "retention"), message, hint)


def told(site: Site) -> Iterator[Breach]:
    """What a site does not tell."""
    if not site.privacy:
        hint = 'Name your statement: privacy = "/privacy". The panel links to it.'
        yield Breach("AK331", ("sites", site.id), "The site has no privacy statement.", hint)
