"""What is new since earlier questions, in words: what a visitor is told who is asked about some categories again."""

from __future__ import annotations

from collections.abc import Iterable

from .baked import BannerNews
from .banner import Words
from .change import Change, News, change
from .model import Notice
from .translate import lifetime


def banner_news(words: Words, notice: Notice, earlier: Iterable[Notice]) -> BannerNews | None:
    """What the first layer says instead, by the earlier notice that was answered; none if nothing is asked again."""
    found = ((each.version, change(each.document, notice.document)) for each in earlier)
    since = {
        version: told
        for version, changed in found
        if version != notice.version and not changed.controller and (told := news_by_category(words, changed))
    }
    if not since:
        return None
    texts = {"intro": "again_intro", "accept_all": "again_accept", "reject_all": "again_reject"}
    return BannerNews.model_validate({"texts": {key: words.text(own) for key, own in texts.items()}, "since": since})


def news_by_category(words: Words, changed: Change) -> dict[str, str]:
    """Category -> what is new in it, in words."""
    return {
        category: words.text("again_new", news="; ".join(_said(words, each) for each in of.news))
        for category, of in changed.categories.items()
        if of.news
    }


def _said(words: Words, news: News) -> str:
    recipient = ""
    if news.recipient:
        provider, country = news.recipient
        recipient = f"{provider}, {words.country(country)}"
    if news.is_new:
        return f"{news.service} ({recipient})"
    purpose = [words.text(f"purpose_{news.purpose}")] if news.purpose else []
    cookies = [f"{name} ({lifetime(span, words.language)})" for name, span in news.cookies]
    said = [part for part in (recipient, *purpose, *cookies) if part]
    return f"{news.service}{words.text('colon')}{', '.join(said)}"
