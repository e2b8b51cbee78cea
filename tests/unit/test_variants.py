"""Variants of a banner in ``akkoord.toml``: what they can change, and that each of them keeps the law."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from akkoord.errors import ConfigurationError
from akkoord.notice import make_notice
from akkoord.sites import Loaded, load_sites, require
from akkoord.variants import chances, shares, variant_ids, variant_of
from tests.unit.catalogues import compile_catalogues

SITE = """\
[sites.shop]
origins = ["https://www.shop.example"]
controller = "Shop BV, Utrecht"
languages = ["nl_NL_formal", "en"]
services = ["google-analytics", "meta-pixel"]
privacy = "https://www.shop.example/privacy"
theme = { accent = "#0b5fff", background = "#ffffff" }

[sites.shop.texts.en]
title = "Cookies at Shop"
accept_all = "Accept"
"""
VARIANT = """
[sites.shop.variants.b]
share = 0.25
layout = "bar"
theme = { accent = "#00503c" }

[sites.shop.variants.b.texts.en]
title = "May we use cookies?"
[sites.shop.variants.b.texts.nl_NL_formal]
title = "Mogen wij cookies gebruiken?"
"""


@pytest.fixture(scope="module", autouse=True)
def catalogues() -> None:
    compile_catalogues()


def load(directory: Path, text: str) -> Loaded:
    file = directory / "akkoord.toml"
    file.write_text(text, encoding="utf-8")
    return load_sites(file)


def test_a_variant_lies_over_the_site(tmp_path: Path) -> None:
    site = require(load(tmp_path, SITE + VARIANT))["shop"]
    shown = variant_of(site, "b")
    assert (shown.layout, shown.theme.accent, shown.theme.background) == ("bar", "#00503c", "#ffffff")
    assert shown.texts == {
        "en": {"title": "May we use cookies?", "accept_all": "Accept"},
        "nl_NL_formal": {"title": "Mogen wij cookies gebruiken?"},
    }
    assert shown.variants == ()


def test_the_site_itself_is_variant_a(tmp_path: Path) -> None:
    site = require(load(tmp_path, SITE + VARIANT))["shop"]
    assert variant_of(site, "a") == require(load(tmp_path, SITE))["shop"]
    assert variant_ids(site) == ("a", "b")
    assert shares(site) == {"a": 0.75, "b": 0.25}
    assert chances(site) == {"b": 0.125, "a": 0.625}
    with pytest.raises(KeyError):
        variant_of(site, "c")


def test_a_site_without_variants_has_none(tmp_path: Path) -> None:
    site = require(load(tmp_path, SITE))["shop"]
    assert (variant_ids(site), shares(site), chances(site)) == ((), {}, {})


def test_all_variants_ask_the_same(tmp_path: Path) -> None:
    site = require(load(tmp_path, SITE + VARIANT))["shop"]
    assert make_notice(variant_of(site, "b")) == make_notice(site)


@pytest.mark.parametrize(
    ("text", "number", "key"),
    [
        ("[sites.shop.variants.b]", "AK131", "sites.shop.variants.b.share"),
        ("[sites.shop.variants.b]\nshare = 0", "AK131", "sites.shop.variants.b.share"),
        ("[sites.shop.variants.b]\nshare = 1", "AK131", "sites.shop.variants.b.share"),
        ("[sites.shop.variants.b]\nshare = -0.5", "AK131", "sites.shop.variants.b.share"),
        ("[sites.shop.variants.b]\nshare = nan", "AK131", "sites.shop.variants.b.share"),
        ("[sites.shop.variants.b]\nshare = '50%'", "AK104", "sites.shop.variants.b.share"),
        ("[sites.shop.variants.a]\nshare = 0.5", "AK131", "sites.shop.variants.a"),
        ("[sites.shop.variants.B]\nshare = 0.5", "AK106", "sites.shop.variants.B"),
        ("[sites.shop.variants]\nb.share = 0.5\nc.share = 0.5", "AK131", "sites.shop.variants"),
        ("[sites.shop.variants.b]\nshare = 0.5\nlayout = 'wall'", "AK119", "sites.shop.variants.b.layout"),
        ("[sites.shop.variants.b]\nshare = 0.5\ntheme.accent = 'red'", "AK118", "sites.shop.variants.b.theme.accent"),
        ("[sites.shop.variants.b]\nshare = 0.5\nservices = []", "AK103", "sites.shop.variants.b.services"),
        ("[sites.shop.variants.b]\nshare = 0.5\ntexts.fr.title = 'x'", "AK115", "sites.shop.variants.b.texts.fr"),
        ("[sites.shop.variants.b]\nshare = 0.5\ntexts.en.tit = 'x'", "AK115", "sites.shop.variants.b.texts.en.tit"),
        (
            "[sites.shop.variants.b]\nshare = 0.5\ntexts.en.settings = 'x'",
            "AK115",
            "sites.shop.variants.b.texts.en.settings",
        ),
        (
            "[sites.shop.variants.b]\nshare = 0.5\ntexts.en.title = '{x}'",
            "AK116",
            "sites.shop.variants.b.texts.en.title",
        ),
    ],
)
def test_what_is_wrong_with_a_variant_is_found(tmp_path: Path, text: str, number: str, key: str) -> None:
    loaded = load(tmp_path, f"{SITE}\n{text}\n")
    assert [(finding.number, finding.key) for finding in loaded.findings] == [(number, key)]
    assert loaded.sites == {}


@pytest.mark.parametrize(
    ("text", "number", "key"),
    [
        ("texts.en.accept_all = 'Yes, great!'", "AK301", "sites.shop.variants.b.texts.en.accept_all"),
        ("texts.en.intro = 'We use cookies.'", "AK303", "sites.shop.variants.b.texts.en.intro"),
        ("theme.accent = '#fefefe'", "AK310", "sites.shop.variants.b.theme.accent"),
    ],
)
def test_a_variant_that_breaks_a_rule_keeps_the_site_from_being_served(
    tmp_path: Path, text: str, number: str, key: str
) -> None:
    loaded = load(tmp_path, f"{SITE}\n[sites.shop.variants.b]\nshare = 0.5\n{text}\n")
    (breach,) = (each for each in loaded.breaches if each.severity == "error")
    assert (breach.number, breach.key) == (number, key)
    assert breach.message.startswith("In variant b: ")
    with pytest.raises(ConfigurationError, match=re.escape(f"{number} error: {key}: In variant b: ")):
        require(loaded)


def test_what_the_site_itself_breaks_is_told_once(tmp_path: Path) -> None:
    loaded = load(tmp_path, SITE.replace('"Accept"', '"Yes, great!"') + VARIANT)
    assert [each.key for each in loaded.breaches if each.severity == "error"] == ["sites.shop.texts.en.accept_all"]
