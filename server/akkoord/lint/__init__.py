"""The rules of the law that can be checked without a page: a site -> numbered findings. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from ..findings import Finding, dotted
from ..model import Site
from ..toml_lines import Path as Key
from ..toml_lines import line_of
from ..variants import variant_of
from .breach import Breach
from .exempt import exempt
from .own_words import own_words
from .requirements import REQUIREMENTS
from .services import services
from .theme import theme
from .times import times, told

RULES = (told, times, own_words, theme, services, exempt)


def lint(site: Site) -> Iterator[Breach]:
    """Every breach of a rule by a site, and by each of its variants where the site itself does not do so."""
    own = [breach for rule in RULES for breach in rule(site)]
    yield from own
    for variant in site.variants:
        shown = variant_of(site, variant.id)
        for breach in dict.fromkeys(breach for rule in RULES for breach in rule(shown)):
            if breach not in own:
                place = (*breach.key[:2], "variants", variant.id, *breach.key[2:])
                yield replace(breach, key=place, message=f"In variant {variant.id}: {breach.message}")


def as_findings(breaches: Iterable[Breach], file: str, lines: Mapping[Key, int]) -> list[Finding]:
    """The breaches as findings in a file, from its top to its end; what two sites share is told once."""
    found = []
    for breach in dict.fromkeys(breaches):
        broken = REQUIREMENTS[breach.number]
        line = line_of(lines, breach.key) or (1 if lines else None)
        place = dotted(breach.key)
        law, source = " ".join(broken.law), broken.source
        found.append(
            Finding(breach.number, broken.severity, file, line, place, breach.message, breach.hint, law, source)
        )
    return sorted(found, key=lambda finding: (finding.line or 0, finding.number))
