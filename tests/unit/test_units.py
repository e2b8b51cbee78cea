"""Lifetimes in Maltese and Irish, whose units Babel abbreviates."""

from __future__ import annotations

import pytest

from akkoord.translate import lifetime


@pytest.mark.parametrize(
    ("text", "maltese", "irish"),
    [
        ("1 year", "1 sena", "1 bhliain"),
        ("2 years", "2 snin", "2 bhliain"),
        ("5 years", "5 snin", "5 bliana"),
        ("6 months", "6 xhur", "6 mhí"),
        ("13 months", "13-il xahar", "13 mí"),
        ("180 days", "180 jum", "180 lá"),
        ("2 weeks", "2 ġimgħat", "2 sheachtain"),
        ("3 hours", "3 sigħat", "3 huaire an chloig"),
        ("30 minutes", "30 minuta", "30 nóiméad"),
        ("1 second", "1 sekonda", "1 soicind"),
    ],
)
def test_a_lifetime_is_said_in_whole_words(text: str, maltese: str, irish: str) -> None:
    assert (lifetime(text, "mt"), lifetime(text, "ga")) == (maltese, irish)
