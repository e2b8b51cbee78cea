"""What is new between two questions, so that only that is asked again. Pure.

A question is a notice's document, see :mod:`akkoord.notice`. A visitor who said yes to a category said it to its
services, each for a purpose, by a recipient, with cookies that last so long. More of any of these is new, and needs an
answer of its own. Less of it, another name of the same service, or the same in other words, does not.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from math import inf
from typing import Any

from .model import OPTIONAL_CATEGORIES, Notice
from .spans import SPAN, UNITS

_Service = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class News:
    """What one service has that it had not, in words of no language.

    :param service: its name, as it is now.
    :param is_new: whether all of it is new.
    :param recipient: its provider and the provider's country, if they are new.
    :param purpose: the id of its purpose, if that is new.
    :param cookies: name and lifetime of each cookie that is new or lives longer.
    """

    service: str
    is_new: bool
    recipient: tuple[str, str] | None = None
    purpose: str = ""
    cookies: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class CategoryChange:
    """What became of one category.

    :param kind: ``"same"``, ``"narrowed"`` (something is gone or shorter), ``"widened"`` or ``"added"`` (not asked
        before).
    :param news: what is new, by service; empty unless it was widened or added.
    :param gone: what is gone or shorter, in names.
    """

    kind: str
    news: tuple[News, ...] = ()
    gone: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a question.

    :param controller: whether somebody else asks now; then no answer holds.
    :param categories: what becomes of each category that is asked now.
    :param gone: categories that are no longer asked.
    """

    controller: bool
    categories: Mapping[str, CategoryChange]
    gone: tuple[str, ...] = ()


def change(old: str, new: str) -> Change:
    """What became of the question ``old``, now that it is ``new``; both are documents of notices of one site."""
    before, now = json.loads(old), json.loads(new)
    asked, asks = before.get("categories", {}), now.get("categories", {})
    return Change(
        controller=before["controller"] != now["controller"],
        categories={
            category: _category(asked.get(category), asks[category])
            for category in OPTIONAL_CATEGORIES
            if category in asks
        },
        gone=tuple(category for category in OPTIONAL_CATEGORIES if category in asked and category not in asks),
    )


def answers(old: str, new: str) -> str | None:
    """Which answers to the question ``old`` hold now, by the first letter of each category; none if no answer holds.

    A small letter: they hold. A capital: a yes has to be asked again, and a no holds. No letter: it was not asked.
    """
    changed = change(old, new)
    if changed.controller:
        return None
    kinds = {category: each.kind for category, each in changed.categories.items()}
    return "".join(
        category[0].upper() if kind == "widened" else category[0] for category, kind in kinds.items() if kind != "added"
    )


def earlier_answers(notice: Notice, earlier: Iterable[Notice]) -> dict[str, str]:
    """Version of an earlier notice -> which answers to it hold now, as :func:`answers` writes it down."""
    found = ((each.version, answers(each.document, notice.document)) for each in earlier)
    return {version: letters for version, letters in found if letters is not None and version != notice.version}


def _category(old: Collection[_Service] | None, new: Collection[_Service]) -> CategoryChange:
    had = {service["id"]: service for service in old or ()}
    found = (_news(had.get(service["id"]), service) for service in new)
    news = tuple(each for each in found if each is not None)
    if old is None:
        return CategoryChange("added", news)
    gone = tuple(_gone(had, {service["id"]: service for service in new}))
    return CategoryChange("widened" if news else "narrowed" if gone else "same", news, gone)


def _news(old: _Service | None, new: _Service) -> News | None:
    had = old["cookies"] if old else ()
    cookies = tuple((cookie["name"], cookie["lifetime"]) for cookie in new["cookies"] if not _covered(cookie, had))
    recipient, purpose = (new["provider"], new["country"]), new["purpose"]
    if old is None:
        return News(new["name"], True, recipient, purpose, cookies)
    told = News(
        new["name"],
        False,
        recipient if recipient != (old["provider"], old["country"]) else None,
        purpose if purpose != old["purpose"] else "",
        cookies,
    )
    return told if told.recipient or told.purpose or told.cookies else None


def _gone(old: Mapping[str, _Service], new: Mapping[str, _Service]) -> Iterable[str]:
    for id, service in old.items():
        if id not in new:
            yield service["name"]
        else:
            yield from (
                f"{service['name']}: {cookie['name']}, {cookie['lifetime']}"
                for cookie in service["cookies"]
                if not _covered(cookie, new[id]["cookies"])
            )


def _covered(cookie: Mapping[str, str], by: Iterable[Mapping[str, str]]) -> bool:
    """Whether one of these says as much: a name that fits, in the same place, for at least as long."""
    return any(
        cookie["kind"] == other["kind"]
        and re.fullmatch(re.escape(other["name"]).replace(r"\*", ".*"), cookie["name"])
        and _length(cookie["lifetime"]) <= _length(other["lifetime"])
        for other in by
    )


def _length(lifetime: str) -> float:
    """How many seconds that is; what only an earlier version of this program understood lasts for ever."""
    if lifetime == "session":
        return 0
    match = SPAN.fullmatch(lifetime)
    if match is None:
        return inf
    # twelve months are a year here: to write it otherwise is no longer life
    return int(match[1]) * (UNITS["year"] // 12 if match[2] == "month" else UNITS[match[2]])
