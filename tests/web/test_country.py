"""The country of a request is believed of trusted proxies alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from akkoord.errors import ConfigurationError
from akkoord.proxies import read_network
from akkoord.settings import Settings, load_settings
from akkoord.web.country import country_of

SETTINGS = Settings(country_header="CF-IPCountry", trusted_proxies=(read_network("10.0.0.0/8"),))


@pytest.mark.parametrize(
    ("peer", "said", "country"),
    [
        ("10.0.0.1", "NL", "NL"),
        ("10.0.0.1", " be ", "BE"),
        ("10.0.0.1", "", ""),
        ("10.0.0.1", "XX", ""),
        ("10.0.0.1", "T1", ""),
        ("10.0.0.1", "NLD", ""),
        ("10.0.0.1", "ſs", ""),
        ("192.0.2.1", "NL", ""),
        ("", "NL", ""),
    ],
)
def test_only_a_trusted_proxy_says_the_country(peer: str, said: str, country: str) -> None:
    assert country_of(SETTINGS, {"REMOTE_ADDR": peer, "HTTP_CF_IPCOUNTRY": said}) == country


def test_without_a_header_there_is_no_country() -> None:
    plain = Settings(trusted_proxies=SETTINGS.trusted_proxies)
    assert country_of(plain, {"REMOTE_ADDR": "10.0.0.1", "HTTP_CF_IPCOUNTRY": "NL"}) == ""


@pytest.mark.parametrize(
    "environ",
    [{"AKKOORD_COUNTRY_HEADER": "CF-IPCountry"}, {"AKKOORD_COUNTRY_HEADER": "a: b", "AKKOORD_TRUSTED_PROXIES": "::1"}],
)
def test_a_header_that_would_say_nothing_is_refused(environ: dict[str, str], tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="COUNTRY_HEADER"):
        load_settings(environ)
