"""The variants of a site's banner: other words, colours or layout, shown to some. Pure.

The site as it is configured is variant :data:`OWN`; each further one lies over it. All of them ask the same question:
a variant changes nothing of the notice.
"""

from __future__ import annotations

from dataclasses import replace

from .model import Site
from .texts import OWN_WORDS, SCRIPT_TEXTS

OWN = "a"
"""The variant that the site itself is, beside others."""
TEXTS = tuple(text for text in OWN_WORDS if text not in SCRIPT_TEXTS)
"""What a variant may say in its own words: what is said beside the banner is the same for all."""


def variant_ids(site: Site) -> tuple[str, ...]:
    """All that run; none where there is nothing to compare."""
    return (OWN, *(variant.id for variant in site.variants)) if site.variants else ()


def shares(site: Site) -> dict[str, float]:
    """Variant -> of how many pages it is; the site has what the others leave."""
    others = {variant.id: variant.share for variant in site.variants}
    return {OWN: 1 - sum(others.values()), **others} if others else {}


def chances(site: Site) -> dict[str, float]:
    """Variant -> a number from chance for which a page takes it, the site itself last."""
    end, found = 0.0, {}
    for variant in site.variants:
        found[variant.id] = end + variant.share / 2
        end += variant.share
    return {**found, OWN: (1 + end) / 2} if found else {}


def variant_of(site: Site, id: str) -> Site:
    """The site as that variant shows it.

    :raises KeyError: it has no such variant.
    """
    own = replace(site, variants=())
    if id == OWN:
        return own
    variant = {each.id: each for each in site.variants}[id]
    texts = {language: {**site.texts.get(language, {}), **words} for language, words in variant.texts.items()}
    return replace(
        own,
        layout=variant.layout or site.layout,
        theme=replace(site.theme, **variant.theme),
        texts={**site.texts, **texts},
    )
