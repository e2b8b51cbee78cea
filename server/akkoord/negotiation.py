"""Which of a site's languages a visitor gets; twin: ``widget/src/language.ts``.

Both run over ``tests/contract/language_examples.json``. Babel and werkzeug are of no use here: neither finds
``nl_NL_formal`` for somebody who asks for ``nl-NL``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence


def choose_language(offered: Sequence[str], wanted: Sequence[str]) -> str:
    """The first language the site lists that speaks what is wanted.

    Who wants ``nl``, ``nl-NL``, ``nl-NL-formal`` or ``nl_NL_formal`` gets the Dutch that the owner put first; another
    region only if there is none without that quarrel.

    :param offered: the site's languages, in the owner's order.
    :param wanted: what the visitor would like, best first.
    """
    for tag in wanted:
        same = [language for language in offered if _parts(language)[0] == _parts(tag)[0]]
        agree = [language for language in same if _agree(_region(language), _region(tag))]
        if same:
            return (agree or same)[0]
    return offered[0]


def _parts(tag: str) -> list[str]:
    return re.split(r"[-_]", tag.lower())


def _agree(one: str | None, other: str | None) -> bool:
    return not one or not other or one == other


def _region(tag: str) -> str | None:
    return next((part for part in _parts(tag)[1:] if len(part) == 2), None)
