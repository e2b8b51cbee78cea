"""What is wrong or doubtful in ``akkoord.toml``, numbered, with its place and a hint. Those of the store, from
AK201 on, are in :mod:`akkoord.store.risks`.

======  ==============================================================
AK101   the file is missing or cannot be read
AK102   the file is not TOML
AK103   a key that is not known
AK104   a value of the wrong kind
AK105   no site at all
AK106   an id that cannot be used
AK107   an origin that is missing or not an origin
AK108   an origin without https (warning)
AK109   two sites with the same origin
AK110   no controller
AK111   no language, or one without a catalogue
AK112   a service that is neither in the catalog nor in the file
AK113   a service of one's own that lacks something
AK114   a necessary service without a reason (L15 of the law)
AK115   own words for an unknown text, or for a language the site lacks
AK116   own words with an unknown placeholder
AK117   a site without services (warning)
AK118   a colour that is not a plain CSS hex colour
AK119   a category, purpose, lifetime, kind, signal or setting that is not known
AK120   an address of a page that is not one
AK121   a host, path or name that cannot be matched
AK122   unknown third parties are let through (warning)
AK123   a region that is not one
AK124   Google's tags run before consent (warning)
AK125   Google's tags are told of consent that nobody gave (warning)
AK126   a site lists a service of which no host is known (warning)
AK127   a way to tell of a withdrawal that is not one
AK128   a way to tell of a withdrawal, for a service that the site lacks
AK129   an address of e-mail that is not one
AK130   a weekly summary that nobody gets (warning)
AK131   a share that is none, shares that leave nothing to the site, or a variant with the site's own id
AK3..   a rule of the law is broken: :mod:`akkoord.lint.requirements`
======  ==============================================================
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing in a file that is wrong (error) or doubtful (warning).

    :param line: counted from 1; none if the file could not be read.
    :param key: the dotted key, such as ``sites.shop.origins[0]``.
    :param law: the requirements that it breaks, such as ``"L5"``; empty if it is about the file alone.
    :param source: where the law says so.
    """

    number: str
    severity: Severity
    file: str
    line: int | None
    key: str
    message: str
    hint: str = ""
    law: str = ""
    source: str = ""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        what = f"{self.key}: {self.message}" if self.key else self.message
        said = f"{place}: {self.number} {self.severity}: {what} {self.hint}".rstrip()
        return f"{said} [{self.law}: {self.source}]" if self.law else said


def dotted(key: Iterable[str | int]) -> str:
    """A key as it is written: ``sites.shop.origins[0]``."""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in key).lstrip(".")


def errors(findings: Iterable[Finding]) -> list[Finding]:
    """Those that keep a site from being served."""
    return [finding for finding in findings if finding.severity == "error"]
