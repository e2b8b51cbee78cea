"""The shape of one site's tokens as regular expressions, for servers that know nothing else. Pure.

A token begins with base64url of ``["site","visitor","decision","letters","notice"]``. Visitor and decision have a fixed
length, so everything else stands at a fixed place. Nothing here verifies a signature or an age: who forges a token
opens a page to nobody but himself (decision 3), and the cookie itself ends with its decision.
"""

from __future__ import annotations

import string
from collections.abc import Iterator, Sequence
from itertools import combinations

from ..change import earlier_answers
from ..model import Notice

_LETTERS = string.ascii_uppercase + string.ascii_lowercase + string.digits + "-_"
_VISITOR, _DECISION = 22, 36
_REST = r"\.[A-Za-z0-9_-]{1,8}\.[A-Za-z0-9_-]{85}[AQgw]"


def token_shapes(notice: Notice, earlier: Sequence[Notice] = ()) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each choice that can be made, or could be made earlier: what the tokens that tell of it look like, and what is
    granted by it now. For each notice the most granted first."""
    answers = earlier_answers(notice, earlier)
    hold = {notice.version: "".join(category[0] for category in notice.asked), **answers}
    for each in (notice, *(before for before in earlier if before.version in answers)):
        for count in range(len(each.asked), -1, -1):
            for granted in combinations(each.asked, count):
                now = (
                    category for category in notice.asked if category in granted and category[0] in hold[each.version]
                )
                yield _shape(each, "".join(category[0] for category in granted)), tuple(now)


def _shape(notice: Notice, letters: str) -> str:
    head = f'["{notice.site}","'.encode()
    tail = f'","{letters}","{notice.version}"]'.encode()
    payload: list[int | None] = [*head, *[None] * _VISITOR, *b'","', *[None] * _DECISION, *tail]
    return f"^{_base64(payload)}{_REST}$"


def _base64(payload: list[int | None]) -> str:
    """What base64url of these bytes looks like; None is any byte."""
    bits: list[str] = [bit for byte in payload for bit in ("?" * 8 if byte is None else f"{byte:08b}")]
    signs = []
    for at in range(0, len(bits), 6):
        six = bits[at : at + 6]
        six += ["0"] * (6 - len(six))
        fits = [
            sign
            for value, sign in enumerate(_LETTERS)
            if all(wanted in ("?", bit) for wanted, bit in zip(six, f"{value:06b}", strict=True))
        ]
        signs.append("[A-Za-z0-9_-]" if len(fits) == 64 else fits[0] if len(fits) == 1 else f"[{''.join(fits)}]")
    return _counted(signs)


def _counted(signs: list[str]) -> str:
    text, at = "", 0
    while at < len(signs):
        end = at
        while end < len(signs) and signs[end] == signs[at]:
            end += 1
        text += signs[at] * (end - at) if len(signs[at]) == 1 or end - at == 1 else f"{signs[at]}{{{end - at}}}"
        at = end
    return text
