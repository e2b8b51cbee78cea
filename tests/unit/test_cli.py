"""The commands: what they print, and with which code they end."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from akkoord import __version__, cli
from akkoord.tokens import Signer
from tests.samples import DECISION
from tests.unit.commands import CONFIG, KEY, Akkoord, Ended

NEWEST = "the-key-that-came-after-the-first-one"


def test_it_tells_its_version(akkoord: Akkoord) -> None:
    assert akkoord("--version") == Ended(0, f"akkoord, version {__version__}\n", "")


@pytest.mark.parametrize("command", sorted(cli.commands.commands))
def test_every_command_explains_itself(akkoord: Akkoord, command: str) -> None:
    ended = akkoord(command, "-h")
    assert ended.code == 0
    assert f"Usage: akkoord {command}" in ended.out
    assert (cli.commands.commands[command].help or "") != ""
    assert f"\n  {command} " in akkoord("--help").out


@pytest.mark.parametrize(
    "arguments", [("launch",), ("check", "--fast"), ("serve", "--port", "http"), ("verify", "--fast")]
)
def test_it_refuses_what_it_does_not_know(akkoord: Akkoord, arguments: tuple[str, ...]) -> None:
    ended = akkoord(*arguments)
    assert ended.code == 2
    assert "Error: " in ended.err
    assert "Traceback" not in ended.err


def test_check_finds_nothing_wrong(akkoord: Akkoord) -> None:
    assert akkoord("check") == Ended(0, "akkoord.toml: 1 site(s), 0 error(s), 0 warning(s).\n", "")


def test_check_numbers_what_it_finds_and_fails_on_an_error(akkoord: Akkoord, config: Path) -> None:
    config.write_text(CONFIG.replace('"en"]', '"xx"]').replace("google-analytics", "google-analitics"))
    ended = akkoord("check")
    assert ended.code == 1
    language, service, summary = ended.out.splitlines()
    assert language.startswith("akkoord.toml:5: AK111 error: sites.shop.languages[1]: ")
    assert service.startswith("akkoord.toml:6: AK112 error: sites.shop.services[0]: ")
    assert "google-analytics" in service
    assert summary == "akkoord.toml: 0 site(s), 2 error(s), 0 warning(s)."


def test_a_warning_alone_is_no_failure(akkoord: Akkoord, config: Path) -> None:
    config.write_text(CONFIG.replace('services = ["google-analytics"]', ""))
    ended = akkoord("check")
    assert ended.code == 0
    assert "AK117 warning: sites.shop" in ended.out
    assert ended.out.endswith("1 site(s), 0 error(s), 1 warning(s).\n")


def test_check_names_a_file_that_is_not_there(akkoord: Akkoord) -> None:
    ended = akkoord("check", AKKOORD_CONFIG="elsewhere.toml")
    assert ended.code == 1
    assert ended.out.startswith("elsewhere.toml: AK101 error: ")


def test_an_unknown_setting_is_named_with_the_nearest_known_one(akkoord: Akkoord) -> None:
    ended = akkoord("check", AKKOORD_SECRETKEY=KEY)
    assert (ended.code, ended.out) == (1, "")
    assert "AKKOORD_SECRETKEY is not a setting" in ended.err
    assert "AKKOORD_SECRET_KEY" in ended.err
    assert KEY not in ended.err


def test_a_new_key_can_be_used_at_once_and_is_never_the_same(akkoord: Akkoord) -> None:
    first, second = akkoord("keys", "new").out, akkoord("keys", "new").out
    assert first != second
    assert akkoord("keys", "public", AKKOORD_SECRET_KEY=f"{first.strip()},{second.strip()}").code == 0


def test_the_public_keys_are_those_of_the_settings_oldest_first(akkoord: Akkoord) -> None:
    ended = akkoord("keys", "public", AKKOORD_SECRET_KEY=f"{KEY} {NEWEST}")
    assert json.loads(ended.out) == {"keys": Signer([KEY, NEWEST]).public_keys()}
    assert KEY not in ended.out


@pytest.mark.parametrize("arguments", [("keys", "public"), ("verify", "x")])
def test_without_a_key_it_says_so(akkoord: Akkoord, arguments: tuple[str, ...]) -> None:
    ended = akkoord(*arguments)
    assert (ended.code, ended.out) == (1, "")
    assert ended.err.startswith("akkoord: There is no usable secret key.\n  AKKOORD_SECRET_KEY: ")


PROOF = f"""\
site      shop
visitor   {DECISION.visitor}
decision  {DECISION.id}
granted   functional
notice    {DECISION.notice}
signed at 2026-11-22 13:14:15 UTC
"""


def test_verify_tells_what_a_token_proves(akkoord: Akkoord) -> None:
    assert akkoord("verify", Signer([KEY]).sign(DECISION), AKKOORD_SECRET_KEY=KEY) == Ended(0, PROOF, "")


def test_verify_needs_no_settings_but_the_saved_public_keys(akkoord: Akkoord, tmp_path: Path) -> None:
    saved = tmp_path / "akkoord-keys.json"
    saved.write_text(json.dumps({"keys": Signer([KEY, NEWEST]).public_keys()}))
    token = Signer([KEY]).sign(replace(DECISION, choices={"functional": False}))
    assert akkoord("verify", token, "--keys", str(saved)).out == PROOF.replace(" functional", " nothing")


@pytest.mark.parametrize("change", [lambda t: "", lambda t: "x", lambda t: t[1:], lambda t: t[:-1] + "B"])
def test_verify_refuses_what_is_not_genuine(akkoord: Akkoord, change: Callable[[str], str]) -> None:
    ended = akkoord("verify", change(Signer([KEY]).sign(DECISION)), AKKOORD_SECRET_KEY=KEY)
    assert (ended.code, ended.out) == (1, "")
    assert ended.err == "akkoord: This is not a token.\n" or ended.err == "akkoord: The token is not genuine.\n"


def test_verify_refuses_a_token_of_another_key(akkoord: Akkoord) -> None:
    ended = akkoord("verify", Signer([NEWEST]).sign(DECISION), AKKOORD_SECRET_KEY=KEY)
    assert ended == Ended(1, "", "akkoord: The token is not genuine.\n")


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"\xff", b"5", b"null", b'"x"', b"[]", b"{}", b'{"keys": 5}', b'{"keys": null}', b'[{"kty": "OKP"}]'],
    ids=repr,
)
def test_verify_says_in_one_line_that_a_file_holds_no_keys(akkoord: Akkoord, tmp_path: Path, content: bytes) -> None:
    saved = tmp_path / "akkoord-keys.json"
    saved.write_bytes(content)
    ended = akkoord("verify", Signer([KEY]).sign(DECISION), "--keys", str(saved))
    assert (ended.code, ended.out) == (1, "")
    assert len(ended.err.splitlines()) == 1
    assert "not JSON" in ended.err or "at least one public key" in ended.err


def test_embed_prints_the_one_tag(akkoord: Akkoord) -> None:
    tag = '<script src="https://consent.example/sites/shop/akkoord.js"></script>\n'
    seal = '<meta http-equiv="Content-Security-Policy" content="">\n'
    base = {"AKKOORD_BASE_URL": "https://consent.example/"}
    assert akkoord("embed", "shop", **base) == Ended(0, tag, "")
    assert akkoord("embed", "shop", "--sealed", **base) == Ended(0, tag + seal, "")
    assert 'src="http://127.0.0.1:8000/sites/shop/' in akkoord("embed", "shop").out


def test_embed_prints_the_line_that_fetches_the_banner_ahead(akkoord: Akkoord) -> None:
    base = {"AKKOORD_BASE_URL": "https://consent.test"}
    line, tag = akkoord("embed", "shop", "--preload", "en", **base).out.splitlines()
    pattern = r'<link rel="preload" as="script" href="https://consent.test/sites/shop/banner/[0-9a-f]{12}/en.js">'
    assert re.fullmatch(pattern, line) and tag == akkoord("embed", "shop", **base).out.strip()
    ended = akkoord("embed", "shop", "--preload", "fi")
    assert (ended.code, ended.out) == (1, "") and "does not speak 'fi'" in ended.err


def test_embed_names_the_sites_there_are(akkoord: Akkoord) -> None:
    ended = akkoord("embed", "shoe")
    assert ended == Ended(1, "", "Error: There is no site 'shoe' in akkoord.toml: shop.\n")
