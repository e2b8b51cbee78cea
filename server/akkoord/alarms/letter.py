"""A message in words: subject, lines and the link, in formal Dutch or in English. Small counts are hidden."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from html import escape
from math import ceil
from urllib.parse import urlencode

from ..marks import N_
from ..model import Site
from ..small_cells import LEAST
from ..store import Store
from ..translate import DASHBOARD, Translation, bcp47, number, whole_percent
from ..translate import day as day_text
from .bands import LEAST_ANSWERS
from .judging import CONSENT, DISPLAYS, ERRORS, HELD, HOSTS, REQUESTS, SHARES
from .message import ALARM, CLEAR, TEST, WEEKLY, Message
from .week import week_lines

MOST_HOSTS = 10
"""How many third parties are listed by name."""
SUBJECTS: Mapping[tuple[str, str, str], str] = {
    (ALARM, CONSENT, "low"): N_("{site}: less consent than usual"),
    (ALARM, CONSENT, "high"): N_("{site}: more consent than usual"),
    (ALARM, DISPLAYS, "low"): N_("{site}: the banner is shown less often than usual"),
    (ALARM, DISPLAYS, "high"): N_("{site}: the banner is shown more often than usual"),
    (ALARM, HELD, "high"): N_("{site}: unknown third parties are held more often than usual"),
    (ALARM, ERRORS, "high"): N_("{site}: choices could not be recorded"),
    (ALARM, HOSTS, ""): N_("{site}: new unknown third parties are held"),
    (CLEAR, CONSENT, ""): N_("{site}: consent is as usual again"),
    (CLEAR, DISPLAYS, ""): N_("{site}: the banner is shown as often as usual again"),
    (CLEAR, HELD, ""): N_("{site}: unknown third parties are held as often as usual again"),
    (CLEAR, ERRORS, ""): N_("{site}: choices are recorded as usual again"),
    (WEEKLY, "", ""): N_("{site}: the week from {first} to {last}"),
    (TEST, "", ""): N_("{site}: a test message"),
}
"""What happened, to what, on which side -> in a line."""
_FACTS: Mapping[str, str] = {
    CONSENT: N_("On {day} (UTC) {share} of {count} first answers allowed something. Usual on that weekday: {usual}."),
    DISPLAYS: N_("On {day} (UTC) the banner was shown this often: {count}. Usual on that weekday: {usual}."),
    HELD: N_("On {day} (UTC) unknown third parties were held this often: {count}. Usual on that weekday: {usual}."),
    # not of how many: that would tell how few were recorded, where the figures tell how many were not
    ERRORS: N_("On {day} (UTC) {share} of the attempts to record a choice failed. Usual on that weekday: {usual}."),
    HOSTS: N_("On {day} (UTC) these third parties, which no service names, were held often for the first time:"),
}
_SIDES: Mapping[str, str] = {
    "low": N_("On {day} (UTC) a smaller part of the first answers allowed something than is usual on that weekday."),
    "high": N_("On {day} (UTC) a larger part of the first answers allowed something than is usual on that weekday."),
    "": N_("On {day} (UTC) as large a part of the first answers allowed something as is usual on that weekday."),
}
"""What is told of consent where its share is hidden."""
_CAUSES: Mapping[tuple[str, str], str] = {
    (CONSENT, "low"): N_("The notice, the website or its visitors may have changed."),
    (CONSENT, "high"): N_("The notice, the website or its visitors may have changed."),
    (DISPLAYS, "low"): N_("The script may be missing on pages, or fewer visitors may have come."),
    (DISPLAYS, "high"): N_("Answers may not be kept, programs may have come, or more visitors."),
    (HELD, "high"): N_("Something may have been added to the website: name it as a service, or take it out."),
    (ERRORS, "high"): N_(
        "The server or its store may have been away, or somebody sends what no page sends. The figures name the errors."
    ),
    (HOSTS, ""): N_("Something may have been added to the website: name it as a service, or take it out."),
}


@dataclass(frozen=True, slots=True)
class Letter:
    """What is sent.

    :param link: where to look; empty if it is not known where the backend is.
    :param lines: what is said, without the link.
    """

    message: Message
    language: str
    subject: str
    lines: tuple[str, ...]
    link: str
    link_words: str
    foot: str

    def text(self) -> str:
        """As plain text."""
        said = [*self.lines, *([f"{self.link_words}\n{self.link}"] if self.link else []), f"-- \n{self.foot}"]
        return "\n\n".join(said) + "\n"

    def html(self) -> str:
        """As simple HTML."""
        said = "".join(f"<p>{escape(line).replace(chr(10), '<br>')}</p>" for line in self.lines)
        link = f'<p><a href="{escape(self.link)}">{escape(self.link_words)}</a></p>' if self.link else ""
        head = f'<meta charset="utf-8"><title>{escape(self.subject)}</title>'
        foot = f"<p><small>{escape(self.foot)}</small></p>"
        body = f"<body>{said}{link}{foot}</body>"
        return f'<!doctype html><html lang="{bcp47(self.language)}"><head>{head}</head>{body}</html>\n'


def language_of(site: Site) -> str:
    """The language in which the owner of a site is written to."""
    return "nl_NL_formal" if site.languages[0].partition("_")[0] == "nl" else "en"


def letter_of(store: Store, site: Site, message: Message, base_url: str) -> Letter:
    """A message in words.

    :param store: has the figures of a week.
    """
    language = language_of(site)
    _ = Translation(language, DASHBOARD).gettext
    first = date.fromisoformat(message.day)
    lines = week_lines(store, site.id, first, language) if message.what == WEEKLY else _lines(message, language)
    subject = _(SUBJECTS[message.what, message.kind, message.side]).format(
        site=site.id, first=_day(first, language), last=_day(first + timedelta(days=6), language)
    )
    link = f"{base_url}/dashboard/?{urlencode({'site': site.id})}" if base_url else ""
    foot = _("You get this because the alarms of the website in akkoord.toml name you.")
    return Letter(message, language, subject, tuple(lines), link, _("See the figures:"), foot)


def _lines(message: Message, language: str) -> list[str]:
    _ = Translation(language, DASHBOARD).gettext
    day = _day(date.fromisoformat(message.day), language)
    if message.what == TEST:
        return [_("This is a test: alarms of the website arrive here.")]
    share = message.kind in SHARES
    count = _share(message, language) if share else _count(message.count, language, message.kind not in REQUESTS)
    ends = (
        whole_percent(each, language) if share else number(round(each), language)
        for each in (message.low, message.high)
    )
    usual = _("{low} to {high}").format(**dict(zip(("low", "high"), ends, strict=True)))
    whole = number(message.of, language) if share else count
    lines = [_(_FACTS[message.kind]).format(day=day, share=count, count=whole, usual=usual)]
    if message.hidden:
        why = _("How large it was is not told: small numbers are hidden.")
        lines = [f"{_(_SIDES[message.side]).format(day=day)} {why}"]
    hosts = message.hosts or {}
    if hosts:
        named = [f"{host}: {number(times, language)}" for host, times in [*hosts.items()][:MOST_HOSTS]]
        left = len(hosts) - MOST_HOSTS
        lines.append("\n".join([*named, *([_("and others: {count}").format(count=left)] if left > 0 else [])]))
    if message.what == CLEAR:
        since = _day(date.fromisoformat(message.since), language)
        return [*lines, _("It had not been so since {day}.").format(day=since)]
    return [*lines, _(_CAUSES[message.kind, message.side])]


def _count(count: int, language: str, hide: bool) -> str:
    if hide and count < LEAST:
        return Translation(language, DASHBOARD).gettext("fewer than {count}").format(count=LEAST)
    return number(count, language)


def _share(message: Message, language: str) -> str:
    """A share; where one of the two counts behind it is small, only on which side of what it lies.

    Of errors in tenths: the figures tell how many there were, so that a finer one would tell how few were recorded.
    """
    _ = Translation(language, DASHBOARD).gettext
    requests = message.kind in REQUESTS
    edge = ceil(100 * LEAST / (LEAST_ANSWERS if requests else message.of)) / 100
    if message.count < LEAST and not requests:
        return _("less than {share}").format(share=whole_percent(edge, language))
    if message.of - message.count < LEAST:
        return _("more than {share}").format(share=whole_percent(1 - edge, language))
    share = message.count / message.of
    if not requests:
        return whole_percent(share, language)
    if (tenths := round(share, 1)) == 0:
        return _("less than {share}").format(share=whole_percent(0.05, language))
    return _("about {share}").format(share=whole_percent(tenths, language))


def _day(on: date, language: str) -> str:
    return day_text(datetime(on.year, on.month, on.day, tzinfo=UTC), language)
