"""The made-up visitors of the demo: the same each time, made once, and called what they are."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from akkoord.accounts.users import Users
from akkoord.figures import figures
from akkoord.figures_asked import asked
from akkoord.ledger import publish
from akkoord.model import Site
from akkoord.notice import make_notice
from akkoord.paths import built
from akkoord.settings import Settings
from akkoord.sites import load_sites
from akkoord.store import Store, open_store
from akkoord.tokens import Signer
from akkoord.web.demo.made_up import DAYS, WIDGET, make_up
from akkoord.web.demo.start import SITE, USER, akkoord_app, fill, let_in
from tests.web.insiders import log_in
from tests.web.shop import KEY

NOW = datetime(2026, 5, 20, 21, tzinfo=UTC)
CONFIG = built("examples") / SITE / "akkoord.toml"
SIGNER = Signer((KEY,))


@pytest.fixture
def site() -> Site:
    return load_sites(CONFIG).sites[SITE]


@pytest.fixture
def kept(tmp_path: Path, site: Site) -> Iterator[Store]:
    """The ledger of a demo."""
    with closing(open_store(f"sqlite:///{tmp_path / 'demo.db'}")) as store:
        publish(store, {SITE: make_notice(site)})
        yield store


def test_they_decide_on_each_of_the_days_in_every_language_and_on_both_screens(kept: Store, site: Site) -> None:
    made = make_up(kept, SIGNER, site, NOW)
    found = list(kept.decisions(SITE, None, None))
    assert len(found) == made > 3_000
    assert {each.widget for each in found} == {WIDGET}
    assert len({each.at.date() for each in found}) == DAYS
    assert max(each.at for each in found) <= NOW
    assert {each.language for each in found} == set(site.languages)
    assert {each.how for each in found} == {"banner", "panel", "gpc"}
    assert len({each.notice for each in found}) == 2


def test_every_key_figure_of_30_days_can_be_shown(kept: Store, site: Site) -> None:
    make_up(kept, SIGNER, site, NOW)
    found = figures(kept, SITE, asked("2026-04-21", "2026-05-20"))
    assert found.total.hidden == {} and found.seconds is not None
    before = figures(kept, SITE, asked("2026-03-22", "2026-04-20"))
    assert before.total.counts["choices"] is not None


def test_another_start_adds_nothing_and_a_later_one_what_is_missing(kept: Store, site: Site) -> None:
    made = make_up(kept, SIGNER, site, NOW)
    assert make_up(kept, SIGNER, site, NOW) == 0
    later = make_up(kept, SIGNER, site, NOW + timedelta(days=1))
    assert 30 < later < 300
    assert len(list(kept.decisions(SITE, None, None))) == made + later


def test_a_day_is_the_same_whenever_it_is_made(kept: Store, site: Site, tmp_path: Path) -> None:
    make_up(kept, SIGNER, site, NOW)
    with closing(open_store(f"sqlite:///{tmp_path / 'other.db'}")) as other:
        publish(other, {SITE: make_notice(site)})
        make_up(other, SIGNER, site, NOW)
        ids = [[each.id for each in store.decisions(SITE, None, None)] for store in (kept, other)]
    assert ids[0] == ids[1]


def test_every_page_says_so_and_the_password_is_a_new_one_at_each_start(tmp_path: Path) -> None:
    settings = Settings(store=f"sqlite:///{tmp_path / 'demo.db'}", secret_keys=(KEY,), config=CONFIG)
    fill(settings)
    first, second = let_in(settings), let_in(settings)
    with closing(open_store(settings.store)) as store:
        users = Users(store)
        assert users.log_in(USER, first) is None and users.log_in(USER, second) is not None
    client = akkoord_app(settings).test_client()
    log_in(client, USER, second)
    for page in ("", "users", "account", "receipts"):
        assert "Dit is een demo." in client.get(f"/dashboard/{page}").text


def test_without_them_nothing_is_called_made_up(tmp_path: Path) -> None:
    settings = Settings(store=f"sqlite:///{tmp_path / 'demo.db'}", secret_keys=(KEY,), config=CONFIG)
    password = let_in(settings)
    client = akkoord_app(settings).test_client()
    log_in(client, USER, password)
    page = client.get("/dashboard/").text
    assert "Dit is een demo." not in page and "nog niets geteld" in page
