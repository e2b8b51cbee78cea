"""Entity tags that tell apart what visitors of different consent get of one page. Pure."""

from __future__ import annotations

import re

_TAG = re.compile(r'(W/)?"([^"]*)"')
_MARKED = re.compile(r"(.*)~akkoord-([0-9a-f]+)")


def marked(etag: str, state: str) -> str:
    """The tag of a page as one visitor gets it: weak, since the bytes are not those that the app told of.

    :param state: names what the page depends on beside the app.
    """
    found = _TAG.fullmatch(etag.strip())
    return f'W/"{found[2]}~akkoord-{state}"' if found else ""


def unmarked(if_none_match: str, state: str, keep_plain: bool) -> tuple[str, bool]:
    """What the app is to compare, and whether any of it is a page of ours in that state.

    :param keep_plain: whether tags that are not ours are compared too.
    """
    if if_none_match.strip() == "*":
        return ("*" if keep_plain else ""), False
    tags = []
    ours = False
    for weak, text in _TAG.findall(if_none_match):
        found = _MARKED.fullmatch(text)
        if found and found[2] == state:
            ours = True
            tags.append(f'W/"{found[1]}"')
        elif not found and keep_plain:
            tags.append(f'{weak}"{text}"')
    return ", ".join(tags), ours
