"""How long something lasts, in the languages for which Babel has abbreviations only."""

from __future__ import annotations

LIFETIME_WORDS: dict[str, dict[str, dict[str, str]]] = {
    "ga": {
        "second": {"two": "{} shoicind", "few": "{} shoicind", "other": "{} soicind"},
        "minute": {"other": "{} nóiméad"},
        "hour": {"few": "{} huaire", "many": "{} n-uaire", "other": "{} uair"},
        "week": {"two": "{} sheachtain", "few": "{} seachtaine", "many": "{} seachtaine", "other": "{} seachtain"},
        "year": {
            "one": "{} bhliain",
            "two": "{} bhliain",
            "few": "{} bliana",
            "many": "{} mbliana",
            "other": "{} bliain",
        },
    },
    "mt": {
        "second": {"few": "{} sekondi", "two": "{} sekondi", "many": "{}-il sekonda", "other": "{} sekonda"},
        "minute": {"few": "{} minuti", "two": "{} minuti", "many": "{}-il minuta", "other": "{} minuta"},
        "hour": {"two": "sagħtejn", "few": "{} sigħat", "many": "{}-il siegħa", "other": "{} siegħa"},
        "day": {"two": "jumejn", "few": "{} ijiem", "many": "{}-il jum", "other": "{} jum"},
        "week": {"two": "ġimagħtejn", "few": "{} ġimgħat", "many": "{}-il ġimgħa", "other": "{} ġimgħa"},
        "month": {"two": "xahrejn", "few": "{} xhur", "many": "{}-il xahar", "other": "{} xahar"},
        "year": {"two": "sentejn", "few": "{} snin", "many": "{}-il sena", "other": "{} sena"},
    },
}
"""Language -> unit -> plural category of CLDR -> the words, where ``{}`` is the number."""
