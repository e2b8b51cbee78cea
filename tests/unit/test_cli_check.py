"""`akkoord check` on the rules of the law, its report, and `akkoord prune`."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from akkoord.errors import ConfigurationError
from akkoord.model import utc_now
from akkoord.notice import make_notice
from akkoord.report.facts import rules
from akkoord.settings import Settings
from akkoord.sites import load_sites, require
from akkoord.store import open_store
from akkoord.web import create_app
from tests.samples import DECISION, OTHER_VISITOR, VISITOR
from tests.unit.catalogues import compile_catalogues
from tests.unit.commands import CONFIG, KEY, Akkoord

UNLAWFUL = CONFIG + 'lifetime = "2 years"\n'
DOUBTFUL = CONFIG + 'retention = "20 years"\n'


@pytest.fixture(scope="module", autouse=True)
def catalogues() -> None:
    compile_catalogues()


def test_a_rule_that_is_broken_fails_the_check(akkoord: Akkoord, config: Path) -> None:
    config.write_text(UNLAWFUL)
    ended = akkoord("check")
    assert ended.code == 1
    finding, summary = ended.out.splitlines()
    assert finding.startswith("akkoord.toml:8: AK321 error: sites.shop.lifetime: ")
    assert "[L21: " in finding
    assert summary == "akkoord.toml: 1 site(s), 1 error(s), 0 warning(s)."


def test_a_doubt_alone_is_no_failure(akkoord: Akkoord, config: Path) -> None:
    config.write_text(DOUBTFUL)
    ended = akkoord("check")
    assert (ended.code, ended.out.count("AK324 warning")) == (0, 1)


def test_a_site_that_breaks_a_rule_is_not_served(config: Path) -> None:
    config.write_text(UNLAWFUL)
    with pytest.raises(ConfigurationError, match="AK321"):
        create_app(Settings(store="sqlite:///akkoord.db", secret_keys=(KEY,), config=config))
    assert not Path("akkoord.db").exists()


class Page(HTMLParser):
    """The text of a page, the tags in it, and where it asks anything of anybody."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text, self.tags, self.asks = "", set[str](), list[str]()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.asks += [name for name, _ in attrs if name in ("src", "srcset", "action") or name.startswith("on")]

    def handle_data(self, data: str) -> None:
        self.text += data


def reported(akkoord: Akkoord, directory: Path, *arguments: str) -> tuple[dict[str, Any], Page]:
    akkoord("check", "--report", str(directory), *arguments)
    (page,), (kept,) = directory.glob("akkoord-report-*.html"), directory.glob("akkoord-report-*.json")
    assert page.stem == kept.stem
    return json.loads(kept.read_text("utf-8")), Page(page.read_text("utf-8"))


def test_the_report_goes_through_every_rule(akkoord: Akkoord, config: Path, tmp_path: Path) -> None:
    config.write_text(UNLAWFUL)
    told, page = reported(akkoord, tmp_path / "deep" / "report")
    (site,) = told["sites"]
    outcomes = {rule["id"]: rule["outcome"] for rule in site["rules"]}
    assert list(outcomes) == list(rules()) == [f"L{number}" for number in range(1, 31)]
    assert outcomes["L21"] == "findings"
    assert outcomes["L9"] == outcomes["L14"] == "clean"
    assert outcomes["L5"] == "clean in part"
    assert outcomes["L7"] == "not looked at"
    assert outcomes["L2"] == "checked elsewhere"
    assert all(rule["checked"] or rule["missing"] or rule["elsewhere"] for rule in site["rules"])
    for word in (
        "L21",
        "AK321",
        "Winkel BV, Utrecht",
        "CNIL",
        "Google Analytics",
        "_ga",
        "Autoriteit Persoonsgegevens",
    ):
        assert word in page.text, word


def test_the_report_needs_nothing_else_and_runs_nothing(akkoord: Akkoord, tmp_path: Path) -> None:
    _, page = reported(akkoord, tmp_path)
    assert page.asks == []
    assert not page.tags & {"script", "img", "iframe", "link", "object", "form"}
    assert {"main", "h1", "h2", "caption", "th"} <= page.tags


def test_what_the_owner_writes_is_text_in_the_report(akkoord: Akkoord, config: Path, tmp_path: Path) -> None:
    config.write_text(CONFIG.replace("Winkel BV", "<script>alert(1)</script> & Winkel"))
    _, page = reported(akkoord, tmp_path)
    assert "script" not in page.tags
    assert "<script>alert(1)</script> & Winkel" in page.text


def test_the_report_tells_what_google_gets_before_consent(akkoord: Akkoord, config: Path, tmp_path: Path) -> None:
    config.write_text(CONFIG + 'unknown = "allow"\nsignals = { google = "advanced-without-consent" }\n')
    told, _ = reported(akkoord, tmp_path)
    (site,) = told["sites"]
    (first,) = (rule for rule in site["rules"] if rule["id"] == "L1")
    assert [finding["number"] for finding in first["findings"]] == ["AK122", "AK124"]


def test_a_file_without_sites_has_a_report_too(akkoord: Akkoord, config: Path, tmp_path: Path) -> None:
    config.write_text("[sites]\n")
    told, page = reported(akkoord, tmp_path)
    assert told["sites"] == []
    assert "AK105" in page.text


def test_a_report_that_cannot_be_written_is_one_sentence(akkoord: Akkoord, config: Path) -> None:
    ended = akkoord("check", "--report", str(config / "report"))
    assert ended.code == 1
    assert ended.err.startswith("akkoord: The report cannot be written to ")


def test_prune_erases_what_is_over_and_nothing_else(akkoord: Akkoord, config: Path) -> None:
    config.write_text(CONFIG + 'retention = "1 year"\n')
    notice = make_notice(require(load_sites(config))["shop"])
    now = utc_now()
    old = replace(DECISION, notice=notice.version, at=now - timedelta(days=180 + 365, minutes=1))
    late = replace(old, id=uuid4(), visitor=OTHER_VISITOR, at=now - timedelta(days=180 + 364))
    with closing(open_store("sqlite:///akkoord.db")) as store:
        store.publish(notice)
        store.append(old, [])
        store.append(late, [])
    ended = akkoord("prune", AKKOORD_SECRET_KEY=KEY)
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.startswith("shop: 1 decision(s) from before ")
    with closing(open_store("sqlite:///akkoord.db")) as store:
        assert store.latest("shop", VISITOR) is None
        assert store.latest("shop", OTHER_VISITOR) == late
    assert akkoord("prune", "shop", "--thorough", AKKOORD_SECRET_KEY=KEY).out.startswith("shop: 0 decision(s)")


def test_prune_names_the_sites_there_are(akkoord: Akkoord) -> None:
    ended = akkoord("prune", "shoe", AKKOORD_SECRET_KEY=KEY)
    assert (ended.code, ended.err) == (1, "Error: There is no site 'shoe' in akkoord.toml: shop.\n")
