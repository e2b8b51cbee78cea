"""What was answered to an earlier notice of the site holds in the gate as it does in the page."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from akkoord.errors import ConfigurationError
from akkoord.gate import make_gate as open_gate
from akkoord.gate.gate import Gate
from akkoord.gate.token_shape import token_shapes
from akkoord.model import Site, utc_now
from akkoord.notice import make_notice, notice_of
from tests.gate.shop import BACKEND, LATER, NOTICE, SIGNER, SITE, cookie, make_gate, write_config
from tests.gate.test_answers import HTML, Answer
from tests.samples import NOW

CHAT, STATS, ADS = SITE.services
WIDER = replace(SITE, services=(*SITE.services, replace(ADS, id="pixel", name="Pixel", hosts=("pixel.example",))))
ALL = ("functional", "analytics", "marketing")


def gate_of(site: Site = WIDER) -> Gate:
    """A gate that knows what the site of the tests asked before."""
    return make_gate(site, earlier=[NOTICE])


def test_what_has_not_changed_stays_open_and_what_has_is_shut_and_asked() -> None:
    granted = gate_of().granted(cookie(*ALL))
    assert (granted.allowed, granted.open, granted.ask) == (
        ("necessary", "functional", "analytics"),
        ("marketing",),
        True,
    )
    assert granted.letters == "fa"


def test_a_refusal_is_left_alone() -> None:
    granted = gate_of().granted(cookie("analytics"))
    assert (granted.allowed, granted.ask) == (("necessary", "analytics"), False)


def test_an_earlier_answer_ends_with_its_lifetime() -> None:
    assert gate_of().granted(cookie("analytics", at=NOW - LATER)).open == ALL


def test_nothing_is_open_where_the_earlier_notice_is_not_known() -> None:
    assert make_gate(WIDER).granted(cookie(*ALL)).allowed == ("necessary",)


def test_notices_of_other_sites_count_for_nothing() -> None:
    assert make_gate(replace(WIDER, id="blog"), earlier=[NOTICE]).granted(cookie(*ALL)).allowed == ("necessary",)


def test_cookies_of_what_was_refused_are_ended_and_those_of_what_is_asked_again_are_held_alone() -> None:
    left = "_ads=1; _stats=1; _chat=1"
    again = Answer(gate_of(), HTML, cookie=f"{left}; {cookie('analytics', 'marketing')}").all("Set-Cookie")
    assert {header.partition("=")[0] for header in again} == {"_chat"}
    setting = [*HTML, ("Set-Cookie", "_ads=2"), ("Set-Cookie", "_stats=2")]
    set_again = Answer(gate_of(), setting, cookie=cookie("analytics", "marketing")).all("Set-Cookie")
    assert [header for header in set_again if header.endswith("=2")] == ["_stats=2"]


def test_the_shapes_of_tokens_tell_what_each_grants_now() -> None:
    shapes = dict(token_shapes(make_notice(WIDER), [NOTICE]))
    assert len(shapes) == 16
    granted = list(shapes.values())
    assert granted[:8].count(ALL) == 1 and ALL not in granted[8:]
    assert granted[8] == ("functional", "analytics"), "of all that was granted earlier"


def test_the_notices_are_read_from_a_file(tmp_path: Path) -> None:
    config = write_config(tmp_path)
    config.write_text(config.read_text().replace('services = ["chat", "stats", "ads"]', 'services = ["chat", "stats"]'))
    (tmp_path / "notices.json").write_text(json.dumps({"site": "shop", "notices": [NOTICE.document]}))
    gate = open_gate(config, "shop", {"keys": SIGNER.public_keys()}, BACKEND, notices=tmp_path / "notices.json")
    granted = gate.granted(cookie(*ALL, at=utc_now() - timedelta(days=1)))
    assert (granted.allowed, granted.ask) == (("necessary", "functional", "analytics"), False)


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"notices": [1]}', '{"notices": ["{}"]}'])
def test_a_file_that_holds_no_notices_is_refused(content: str, tmp_path: Path) -> None:
    write_config(tmp_path)
    (tmp_path / "notices.json").write_text(content)
    with pytest.raises(ConfigurationError, match="There are no notices"):
        open_gate(
            tmp_path / "akkoord.toml",
            "shop",
            {"keys": SIGNER.public_keys()},
            BACKEND,
            notices=tmp_path / "notices.json",
        )


def test_a_notice_can_be_read_from_its_document() -> None:
    assert notice_of(NOTICE.document) == NOTICE
