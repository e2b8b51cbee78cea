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
    for name, region in map(_read, wanted):
        same = [each for each in offered if _read(each)[0] == name]
        agree = [each for each in same if region is None or _read(each)[1] in (None, region)]
        if same:
            return (agree or same)[0]
    return offered[0]


def _read(tag: str) -> tuple[str, str | None]:
    """Language and region of a tag. Norwegian is ``nb`` here, whichever of its names is used."""
    name, *rest = re.split(r"[-_]", tag.lower())
    return re.sub(r"^n[on]$", "nb", name), next((part for part in rest if len(part) == 2), None)
