"""The law as dated files: one profile per country, each value with its source.

What a value is worth stands beside it: ``statute`` binds, ``authority`` is what a supervisor or a court has said, and
``practice`` is good practice that nobody has to follow. None of it is legal advice.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from ..model import Site
from ..spans import span

LAWS = ("nl", "be", "fr", "de", "it", "uk", "eu")
"""The profiles there are; ``eu`` is the strictest of what they have in common."""
KINDS = ("statute", "authority", "practice")
CLOSES = ("absent", "refuses")
"""What a close button may be: not there, or another way to refuse. It never is a yes, and never nothing."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One value of a profile.

    :param value: a span of time such as ``"6 months"``, or one of :data:`CLOSES`; empty if the law has none.
    :param kind: one of :data:`KINDS`.
    :param reason: why it is that, where the source alone does not tell.
    """

    value: str
    kind: str
    source: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Exemption:
    """That measuring an audience may need no consent.

    :param conditions: id -> what must be so, each to be confirmed by the owner; none if there is no exemption.
    """

    conditions: Mapping[str, str]
    kind: str
    source: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Authority:
    """Whom a visitor can complain to.

    :param name: empty where there are several; then the banner has a word for all of them.
    :param address: the page for complaints, or the list of authorities.
    """

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Law:
    """What one country's law, and those who watch over it, want of a banner.

    :param date: the day to which the profile was checked.
    :param ask_again: how long a refusal is to be left alone.
    :param lifetime: how long a decision holds, unless the site says otherwise.
    :param ceiling: how long it may hold at most.
    :param close: what a close button on the banner is.
    :param retention: how long the proof is kept after that, unless the site says otherwise.
    :param authorities: language -> authority; ``""`` is for every other language.
    :param authorities_source: where their names and addresses were read.
    """

    id: str
    name: str
    date: date
    ask_again: Rule
    lifetime: Rule
    ceiling: Rule
    close: Rule
    retention: Rule
    exemption: Exemption
    authorities: Mapping[str, Authority]
    authorities_source: str

    def authority(self, language: str) -> Authority:
        """The authority, as it is called in a language."""
        return self.authorities.get(language.partition("_")[0], self.authorities[""])


RULES = ("ask_again", "lifetime", "ceiling", "close", "retention")


@cache
def law(id: str) -> Law:
    """The profile of that id, one of :data:`LAWS`."""
    read = tomllib.loads((files(__name__) / f"{id}.toml").read_text("utf-8"))
    authorities: dict[str, Any] = read["authority"]
    general = Authority(authorities.pop("name"), authorities.pop("address"))
    source = authorities.pop("source")
    return Law(
        id=id,
        name=read["name"],
        date=read["date"],
        **{name: Rule(**read[name]) for name in RULES},
        exemption=Exemption(**read["exemption"]),
        authorities={"": general, **{language: Authority(**named) for language, named in authorities.items()}},
        authorities_source=source,
    )


def exempt_reason(id: str) -> str:
    """Why a service that is exempt under that law needs no consent."""
    exemption = law(id).exemption
    return f"{exemption.source}: {' '.join(exemption.conditions.values())}"


def lifetime_text(site: Site) -> str:
    """How long a decision on the site holds, in words such as ``"6 months"``."""
    return site.lifetime or law(site.law).lifetime.value


def lifetime_of(site: Site) -> timedelta:
    """How long a decision on the site holds, yes and no alike."""
    return span(lifetime_text(site))


def retention_text(site: Site) -> str:
    """How long the proof is kept after that; empty if neither site nor profile says."""
    return site.retention or law(site.law).retention.value


def kept_for(site: Site) -> timedelta | None:
    """How long a decision is kept from the moment it is made; none if there is no end to it."""
    retention = retention_text(site)
    return lifetime_of(site) + span(retention) if retention else None
