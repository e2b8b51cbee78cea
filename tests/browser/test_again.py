"""A visitor comes back after the site has changed: what is the same is not asked again, and what is new is said."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.backend import Backend
from tests.browser.lab import Lab
from tests.browser.test_banner import violations
from tests.browser.visitor import ACCEPT, CHOOSE, REJECT, SETTINGS, Visitor

ACCEPT_NEW, REJECT_NEW = "Accepteren", "Weigeren"
PIXEL = """
[services.pixel]
name = "Pixel"
category = "marketing"
provider = "Pixel Inc."
country = "US"
purpose = "personalise-advertisements"
hosts = ["pixel.example.localhost"]
cookies = [{ name = "_pix", lifetime = "1 year" }]
"""


@pytest.fixture
def address(lab: Lab, tag: str) -> str:
    """A page with a tracker of each category."""
    names = ("stats", "ads", "pixel")
    return lab.page("/", "".join(f'<script src="{lab.vendor(name)}/{name}.js"></script>' for name in names), tag)


def changes(backend: Backend, *replacements: tuple[str, str], more: str = "") -> None:
    """The owner edits ``akkoord.toml``, and the server starts again."""
    config = Path(backend.settings["AKKOORD_CONFIG"])
    text = config.read_text(encoding="utf-8")
    for old, new in replacements:
        assert old in text
        text = text.replace(old, new)
    config.write_text(text + more, encoding="utf-8")
    backend.stop()
    backend.start()


def adds_pixel(backend: Backend) -> None:
    changes(
        backend, ('services = ["chat", "stats", "ads"]', 'services = ["chat", "stats", "ads", "pixel"]'), more=PIXEL
    )


def comes_back(visitor: Visitor, address: str) -> None:
    """Comes on a later day, when the script is no longer cached."""
    cookies = visitor.page.context.cookies()
    visitor.page.goto("about:blank")
    session = visitor.page.context.new_cdp_session(visitor.page)
    session.send("Network.clearBrowserCache")
    visitor.page.context.add_cookies(cookies)  # type: ignore[arg-type]
    visitor.page.goto(address)


def test_only_the_category_with_something_new_is_asked_and_what_is_new_is_said(
    backend: Backend, address: str, visitor: Visitor
) -> None:
    visitor.open(address)
    visitor.decides(ACCEPT)
    visitor.waits_for("window.ran?.length === 3")
    adds_pixel(backend)
    comes_back(visitor, address)
    expect(visitor.banner).to_be_visible()
    visitor.waits_for("window.ran?.length === 1")
    assert visitor.ran() == ["stats"], "what has not changed goes on, and the rest is held"
    assert visitor.page.evaluate("akkoord.choices") == {
        "necessary": True, "functional": True, "analytics": True, "marketing": False,
    }  # fmt: skip
    text = visitor.banner.inner_text()
    assert "Advertentiecookies" in text and "Analytische cookies" not in text and "Functionele cookies" not in text
    assert "Nieuw sinds uw keuze: Pixel (Pixel Inc., Verenigde Staten, buiten de Europese Economische Ruimte)" in text
    assert "alleen over wat nieuw is" in text
    assert visitor.banner.get_by_role("button", name=ACCEPT).count() == 0
    assert violations(visitor) == []

    decision = visitor.decides(ACCEPT_NEW)["decision"]
    assert decision["choices"] == {"functional": True, "analytics": True, "marketing": True}
    visitor.waits_for("window.ran?.length === 3")
    assert visitor.ran() == ["stats", "ads", "pixel"]
    expect(visitor.banner).not_to_be_visible()

    comes_back(visitor, address)
    visitor.waits_for("window.ran?.length === 3")
    expect(visitor.page.get_by_role("button", name=SETTINGS)).to_be_visible()
    assert visitor.page.locator("akkoord-banner").count() == 0


def test_a_no_to_what_is_new_leaves_the_rest_as_it_was(backend: Backend, address: str, visitor: Visitor) -> None:
    visitor.open(address)
    visitor.decides(ACCEPT)
    adds_pixel(backend)
    comes_back(visitor, address)
    decision = visitor.decides(REJECT_NEW)["decision"]
    assert decision["choices"] == {"functional": True, "analytics": True, "marketing": False}
    comes_back(visitor, address)
    visitor.waits_for("window.ran?.length === 1")
    assert visitor.ran() == ["stats"]
    assert "_ads" not in visitor.cookies() and "_stats" in visitor.cookies()


def test_the_panel_says_what_is_new_and_has_the_other_switches_as_they_were(
    backend: Backend, address: str, visitor: Visitor
) -> None:
    visitor.open(address)
    visitor.decides(ACCEPT)
    adds_pixel(backend)
    comes_back(visitor, address)
    visitor.press(CHOOSE)
    on = {switch: visitor.panel.get_by_role("switch", name=switch).is_checked() for switch in ("Analyt", "Advert")}
    assert on == {"Analyt": True, "Advert": False}
    expect(visitor.panel.get_by_text("Nieuw sinds uw keuze: Pixel")).to_be_visible()
    expect(visitor.panel.get_by_text("Bewijs van uw keuze")).to_be_visible()
    visitor.panel.get_by_role("combobox").select_option("nl")
    expect(visitor.panel.get_by_text("Nieuw sinds je keuze: Pixel")).to_be_visible()
    assert visitor.decides("Mijn keuze opslaan")["decision"]["choices"]["marketing"] is False


def test_who_refused_is_left_alone(backend: Backend, address: str, visitor: Visitor) -> None:
    visitor.open(address)
    visitor.decides(REJECT)
    adds_pixel(backend)
    comes_back(visitor, address)
    expect(visitor.page.get_by_role("button", name=SETTINGS)).to_be_visible()
    assert visitor.page.locator("akkoord-banner").count() == 0
    assert visitor.ran() == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('languages = ["nl_NL_formal", "nl", "en"]', 'languages = ["nl_NL_formal"]\ntheme = { accent = "#7a1fa2" }'),
        ('name = "Meet"', 'name = "Meten"'),
        ('lifetime = "13 months"', 'lifetime = "6 months"'),
        ('services = ["chat", "stats", "ads"]', 'services = ["stats", "ads"]'),
    ],
    ids=["colour", "name", "shorter", "gone"],
)
def test_nobody_is_asked_again_for_less(old: str, new: str, backend: Backend, address: str, visitor: Visitor) -> None:
    visitor.open(address)
    visitor.decides(ACCEPT)
    changes(backend, (old, new))
    comes_back(visitor, address)
    visitor.waits_for("window.ran?.length === 3")
    expect(visitor.page.get_by_role("button", name=SETTINGS)).to_be_visible()
    assert visitor.page.locator("akkoord-banner").count() == 0


def test_a_category_that_was_never_asked_is_asked_of_everybody(
    lab: Lab, backend: Backend, address: str, visitor: Visitor
) -> None:
    changes(backend, ('services = ["chat", "stats", "ads"]', 'services = ["stats", "ads"]'))
    visitor.open(address)
    visitor.decides(REJECT)
    changes(backend, ('services = ["stats", "ads"]', 'services = ["chat", "stats", "ads"]'))
    comes_back(visitor, address)
    expect(visitor.banner).to_be_visible()
    text = visitor.banner.inner_text()
    assert "Functionele cookies" in text and "Advertentiecookies" not in text
    assert visitor.decides(ACCEPT_NEW)["decision"]["choices"] == {
        "functional": True, "analytics": False, "marketing": False,
    }  # fmt: skip


def test_another_controller_asks_everything_again(backend: Backend, address: str, visitor: Visitor) -> None:
    visitor.open(address)
    visitor.decides(ACCEPT)
    changes(backend, ("Winkel BV, Utrecht", "Andere Winkel BV, Breda"))
    comes_back(visitor, address)
    expect(visitor.banner.get_by_role("button", name=ACCEPT)).to_be_visible()
    assert visitor.ran() == []
