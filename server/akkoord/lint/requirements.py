"""What the rules find: the number of each, how grave it is, and which requirement of the law it breaks.

======  ==============================================================
AK301   a button's own words nudge
AK302   another text's own words nudge (warning)
AK303   an own introduction does not say who asks
AK304   an own text of a category does not say what it is for
AK305   an own text about changes does not say that a choice can be withdrawn (warning)
AK306   an own text claims a legitimate interest
AK307   an own text takes going on, scrolling or closing for a consent
AK308   an own text addresses the reader in another register than the rest (warning)
AK309   own words of accept and reject differ much in length (warning)
AK310   a colour of the owner's can hardly be told from what is behind it
AK311   a service that sets cookies has no privacy statement or no country (warning)
AK312   a cookie's lifetime is no period (warning)
AK313   a service is filed as necessary or functional that the catalog knows as analytics or marketing
AK314   a service is exempt from consent without the conditions of the law
AK321   a decision holds longer than it may
AK322   a decision is asked again sooner than it may be
AK323   nothing says how long proofs are kept
AK324   proofs are kept longer than anybody needs them (warning)
AK325   proofs are kept for another time than the law's, and nothing says why (warning)
AK331   a site has no privacy statement (warning)
AK341   the shown banner has no button that rejects, beside the one that accepts
AK342   the button that rejects is smaller than the one that accepts
AK343   the button that rejects looks another way than the one that accepts
AK344   a button can hardly be read
AK345   to reject takes more clicks than to accept
AK346   a switch is on before anybody touched it
AK347   the close button does not do what the law wants
AK348   the banner speaks another language than the page
AK349   the banner covers the page
AK350   no banner is shown where one is due
======  ==============================================================
"""

from __future__ import annotations

from dataclasses import dataclass

from ..findings import Severity


@dataclass(frozen=True, slots=True)
class Requirement:
    """What a finding breaks.

    :param law: the requirements by their numbers, such as ``("L5",)``.
    :param source: article or authority.
    """

    law: tuple[str, ...]
    severity: Severity
    source: str


def _of(law: str, severity: Severity, source: str) -> Requirement:
    return Requirement(tuple(law.split()), severity, source)


_AP = "AP, rules for cookie banners"
_TASKFORCE = "EDPB Cookie Banner Taskforce report"
_PERIOD = "GDPR, art. 5(1)(e) and 13(2)(a)"
_CONSENT = "EDPB Guidelines 05/2020"

REQUIREMENTS: dict[str, Requirement] = {
    "AK301": _of("L9", "error", f"{_AP}; EDPB Guidelines 03/2022 (emotional steering)"),
    "AK302": _of("L9", "warning", f"{_AP}; EDPB Guidelines 03/2022 (emotional steering)"),
    "AK303": _of("L10", "error", "GDPR, art. 13(1)(a); AP, quick answers on cookies"),
    "AK304": _of("L10", "error", "GDPR, art. 13(1)(c); AP, rules for cookie banners, 1"),
    "AK305": _of("L10 L16", "warning", "GDPR, art. 7(3); AP, rules for cookie banners, 8"),
    "AK306": _of("L14", "error", f"AP, rules for cookie banners, 9; {_TASKFORCE}, type H"),
    "AK307": _of("L8", "error", f"{_CONSENT}, par. 86"),
    "AK308": _of("L24", "warning", "EDPB Guidelines 03/2022 (language discontinuity)"),
    "AK309": _of("L5", "warning", f"{_TASKFORCE}, types D and E; CNIL, délibération 2020-092, par. 34"),
    "AK310": _of("L5 L30", "error", f"{_TASKFORCE}, types D and E; WCAG 2.1, 1.4.3"),
    "AK311": _of("L11", "warning", "GDPR, art. 13(1)(e) and (f); CJEU C-673/17 (Planet49), par. 81"),
    "AK312": _of("L26", "warning", f"{_PERIOD}; CJEU C-673/17 (Planet49), par. 81"),
    "AK313": _of("L15", "error", f"{_TASKFORCE}, type I; Directive 2002/58/EC, art. 5(3)"),
    "AK314": _of("L1 L15", "error", "Directive 2002/58/EC, art. 5(3), and the exemption of the site's profile"),
    "AK321": _of("L21", "error", "the ceiling of the site's profile"),
    "AK322": _of("L21", "error", "the time to ask again of the site's profile"),
    "AK323": _of("L20 L26", "error", f"{_PERIOD}; {_CONSENT}, par. 107"),
    "AK324": _of("L20 L26", "warning", f"GDPR, art. 5(1)(e); {_CONSENT}, par. 107"),
    "AK325": _of("L20 L26", "warning", f"GDPR, art. 5(1)(e) and 5(2); {_CONSENT}, par. 107"),
    "AK331": _of("L10 L11", "warning", "GDPR, art. 13"),
    "AK341": _of("L4", "error", f"{_TASKFORCE}, types A and C; AP, rules for cookie banners, 4 to 7"),
    "AK342": _of("L5", "error", f"{_TASKFORCE}, types D and E; CNIL, délibération 2020-092, par. 34"),
    "AK343": _of("L5", "error", f"{_TASKFORCE}, types D and E; CNIL, délibération 2020-092, par. 34"),
    "AK344": _of("L5 L30", "error", f"{_TASKFORCE}, types D and E; WCAG 2.1, 1.4.3"),
    "AK345": _of(
        "L6", "error", "AP, rules for cookie banners, 6; CNIL, délibération 2020-092; VG Hannover, 19 March 2025"
    ),
    "AK346": _of("L7", "error", "CJEU C-673/17 (Planet49), par. 65; GDPR, recital 32; AP, rules for cookie banners, 2"),
    "AK347": _of("L8", "error", f"{_CONSENT}, par. 86, and the site's profile"),
    "AK348": _of("L24", "error", "EDPB Guidelines 03/2022 (language discontinuity)"),
    "AK349": _of("L13", "error", f"{_CONSENT}, par. 39 to 41"),
    "AK350": _of("L10", "error", "GDPR, art. 7(2) and 13"),
}
"""Number of a finding -> what it breaks."""

ALSO: dict[str, Requirement] = {
    "AK114": _of("L15", "error", f"{_TASKFORCE}, type I"),
    "AK122": _of("L1", "warning", "Directive 2002/58/EC, art. 5(3)"),
    "AK124": _of("L1 L3", "warning", "Directive 2002/58/EC, art. 5(3); EDPB Guidelines 2/2023"),
    "AK125": _of("L1", "warning", "Directive 2002/58/EC, art. 5(3)"),
}
"""Findings of ``akkoord.toml`` that break a requirement too."""


def requirement(number: str) -> Requirement | None:
    """What a finding of that number breaks; none if it is about the file alone."""
    return REQUIREMENTS.get(number) or ALSO.get(number)
