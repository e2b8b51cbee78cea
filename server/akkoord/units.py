"""Units of time in the languages that Babel knows by abbreviations only."""

from __future__ import annotations

_FORMS: dict[str, dict[str, dict[str, str]]] = {
    "mt": {
        "second": {"one": "sekonda", "few": "sekondi", "many": "-il sekonda", "other": "sekonda"},
        "minute": {"one": "minuta", "few": "minuti", "many": "-il minuta", "other": "minuta"},
        "hour": {"one": "siegħa", "few": "sigħat", "many": "-il siegħa", "other": "siegħa"},
        "day": {"one": "jum", "few": "jiem", "many": "-il jum", "other": "jum"},
        "week": {"one": "ġimgħa", "few": "ġimgħat", "many": "-il ġimgħa", "other": "ġimgħa"},
        "month": {"one": "xahar", "few": "xhur", "many": "-il xahar", "other": "xahar"},
        "year": {"one": "sena", "few": "snin", "many": "-il sena", "other": "sena"},
    },
    "ga": {
        "second": {"one": "soicind", "two": "shoicind", "few": "shoicind", "other": "soicind"},
        "minute": {"other": "nóiméad"},
        "hour": {"few": "huaire an chloig", "many": "n-uaire an chloig", "other": "uair an chloig"},
        "week": {"two": "sheachtain", "few": "seachtaine", "many": "seachtaine", "other": "seachtain"},
        "year": {"one": "bhliain", "two": "bhliain", "few": "bliana", "many": "mbliana", "other": "bliain"},
    },
}
"""Language -> unit -> plural category of CLDR -> the word behind the number."""


def own_units(number: int, unit: str, language: str, category: str) -> str | None:
    """The number with its unit, or none where Babel has the words.

    :param unit: such as ``"month"``.
    :param category: the number's plural category in that language.
    """
    forms = _FORMS.get(language, {}).get(unit)
    if forms is None:
        return None
    # in Maltese the dual is what few is
    fallback = "few" if language == "mt" and category == "two" else "other"
    word = forms.get(category, forms[fallback])
    return f"{number}{word}" if word.startswith("-") else f"{number} {word}"
