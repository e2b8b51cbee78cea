"""All that was asked, as lines of text in the words that were shown. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from .store import Showing

_Document = Mapping[str, Any]


def lines(document: _Document, showing: Showing, language: str) -> Iterator[str]:
    """What banner and panel said, from top to bottom.

    :param document: what was shown, see :mod:`akkoord.archive`.
    """
    banner, panel = document["banner"][language], document["panel"][language]
    law = document["law"]
    yield f"Notice {showing.version} of {document['site']}, in {language}"
    yield f"Shown from {showing.first:%Y-%m-%d %H:%M:%S} UTC, last begun {showing.last:%Y-%m-%d %H:%M:%S} UTC"
    yield f"Law profile {law['profile']} of {law['date']}, a choice holds for {document['lifetime']}"
    theme = ", ".join(f"{name} {value}" for name, value in document["theme"].items() if value)
    if "variant" in document:
        yield f"Variant {document['variant']}"
    yield f"Layout {document['layout']}, {theme}; widget {document['widget']}"
    yield f"SHA-256 {showing.digest}"
    yield from (f"  {name} {digest}" for name, digest in document["scripts"].items())
    yield ""
    texts = banner["texts"]
    yield texts["title"]
    yield texts["intro"]
    for category in banner["categories"]:
        if category["id"] != "necessary":
            yield f"  {category['name']}{texts['colon']}{category['text']}"
    yield texts["change"]
    yield f"[{texts['reject_all']}] [{texts['accept_all']}] [{texts['choose']}]"
    news = banner.get("news")
    if news:
        yield from _again(news, texts)
    yield ""
    yield panel["texts"]["panel_title"]
    yield panel["texts"]["panel_intro"]
    named = {category["id"]: category for category in banner["categories"]}
    for category in panel["categories"]:
        yield ""
        yield f"{named[category['id']]['name']} ({category['providers']})"
        yield f"{named[category['id']]['text']}"
        for service in category["services"]:
            yield from _service(service, panel["texts"], texts["colon"])
    yield ""
    yield panel["texts"]["rights"]
    yield from (
        line for line in (panel["privacy"], f"{panel['authority']['name']}: {panel['authority']['address']}") if line
    )


def _again(news: _Document, texts: Mapping[str, str]) -> Iterator[str]:
    yield ""
    for version, since in news["since"].items():
        yield f"To who had answered {version}:"
        yield f"  {news['texts']['intro']}"
        yield from (f"  {told}" for told in since.values())
        yield f"  [{news['texts']['reject_all']}] [{news['texts']['accept_all']}] [{texts['choose']}]"


def _service(service: _Document, texts: Mapping[str, str], colon: str) -> Iterator[str]:
    country = f" ({service['country']})" if service["country"] else ""
    yield f"  {service['name']}"
    yield f"    {texts['provider']}{colon}{service['provider']}{country}"
    yield f"    {texts['purpose']}{colon}{service['purpose']}"
    if service["privacy"]:
        yield f"    {texts['privacy']}{colon}{service['privacy']}"
    for cookie in service["cookies"]:
        yield f"    {cookie['name']}, {cookie['kind']}, {cookie['lifetime']}"
    if not service["cookies"]:
        yield f"    {texts['no_cookies']}"
