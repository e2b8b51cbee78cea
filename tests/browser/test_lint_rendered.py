"""`akkoord check --rendered`: the demo is clean, and what a page does to its banner is found."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from akkoord.lint import browser
from akkoord.lint.measured import Measured
from akkoord.lint.rendered import rendered
from tests.browser.backend import ROOT, Backend
from tests.browser.conftest import CHROMIUM
from tests.browser.lab import Lab
from tests.browser.test_banner import violations
from tests.browser.visitor import Visitor

TAMPER = """<script>
new MutationObserver((_, watch) => {
    const root = document.querySelector("akkoord-banner")?.shadowRoot;
    if (!root) return;
    watch.disconnect();
    const [reject, accept] = [...root.querySelectorAll("[role=dialog] .choice")].map((button) => button);
    const banner = reject.closest("[role=dialog]");
    %s
}).observe(document.documentElement, { childList: true });
</script>"""


def measure(address: str, chromium: str) -> Measured:
    """In a thread of its own: Playwright runs in this one already, for the other tests."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(browser.measure, address, chromium).result()


def found(measured: Measured, law: str = "nl") -> set[str]:
    return {breach.number for breach in rendered(measured, law)}


def test_the_demo_is_clean_and_nothing_is_recorded(demo: Backend) -> None:
    measured = measure(f"{demo.address}/", CHROMIUM)
    assert list(rendered(measured, "nl")) == []
    assert measured.site == "dentdinamo"
    assert [view.name for view in measured.views] == ["wide", "narrow"]
    assert measured.switches == (False, False, False)
    assert {button.does for button in measured.views[0].buttons} == {"accepts", "rejects", "opens", "nothing"}


@pytest.mark.parametrize(
    ("harm", "numbers"),
    [
        ("reject.style.cssText = 'font-size: 11px !important; padding: 0; min-height: 0 !important';", {"AK342"}),
        ("reject.style.cssText = 'background: #ddd !important; color: #333 !important';", {"AK343"}),
        ("reject.style.cssText = 'background: #ddd !important; color: #bbb !important';", {"AK343", "AK344"}),
        ("reject.style.cssText = 'font-weight: 300 !important';", {"AK343"}),
        ("reject.style.cssText = 'opacity: 0.3 !important';", {"AK343", "AK344"}),
        ("reject.style.cssText = 'display: none !important';", {"AK341", "AK345"}),
        ("reject.style.cssText = 'position: fixed !important; left: -999px';", {"AK341", "AK345"}),
        ("reject.remove();", {"AK341", "AK345"}),
        (
            "const link = document.createElement('a'); link.href = '#'; link.textContent = reject.textContent;"
            "link.className = 'choice'; link.onclick = () => reject.onclick(); reject.replaceWith(link);",
            {"AK341"},
        ),
        (
            "new MutationObserver(() => { for (const each of root.querySelectorAll('input')) each.checked = true; })"
            ".observe(root, { attributes: true, subtree: true });",
            {"AK346"},
        ),
        (
            "const close = document.createElement('button'); close.textContent = '✕';"
            "close.onclick = () => { banner.hidden = true; }; banner.append(close);",
            {"AK347"},
        ),
        (
            "const close = document.createElement('button'); close.textContent = '✕';"
            "close.onclick = () => accept.click(); banner.append(close);",
            {"AK347"},
        ),
        ("document.documentElement.lang = 'fr';", {"AK348"}),
        (
            "banner.style.cssText = 'position: fixed; inset: 0; width: 100%; max-width: none; max-height: none';",
            {"AK349"},
        ),
    ],
)
def test_what_a_page_does_to_its_banner_is_found(lab: Lab, tag: str, harm: str, numbers: set[str]) -> None:
    address = lab.page("/", "<p>Lees dit.</p>", tag + TAMPER % harm)
    breaches = found(measure(address, CHROMIUM))
    assert numbers <= breaches
    assert breaches - numbers <= {"AK342", "AK343"}


def test_a_page_without_a_banner_is_found(lab: Lab) -> None:
    assert found(measure(lab.page("/", "<p>Lees dit.</p>"), CHROMIUM)) == {"AK350"}


def check(directory: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("AKKOORD_")}
    return subprocess.run(
        [sys.executable, "-m", "akkoord", "check", *arguments],
        cwd=directory,
        env={**environment, "PYTHONPATH": str(ROOT / "server"), **settings},
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_the_command_looks_at_a_page_and_writes_a_report_that_can_be_read(
    demo: Backend, visitor: Visitor, tmp_path: Path
) -> None:
    config = str(ROOT / "examples" / "dentdinamo" / "akkoord.toml")
    ended = check(tmp_path, "--rendered", f"{demo.address}/", "--report", "told", AKKOORD_CONFIG=config)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert f"{demo.address}/: site dentdinamo, 0 error(s) in the shown banner." in ended.stdout
    (page,) = (tmp_path / "told").glob("*.html")
    assert "was not looked at" not in page.read_text("utf-8")
    visitor.open(page.as_uri(), banner=False)
    assert violations(visitor) == []


def test_a_page_without_the_tag_is_told_apart(lab: Lab, tmp_path: Path) -> None:
    config = str(ROOT / "examples" / "dentdinamo" / "akkoord.toml")
    address = lab.page("/", "<p>Lees dit.</p>")
    ended = check(tmp_path, "--rendered", address, AKKOORD_CONFIG=config)
    assert ended.returncode == 1
    assert f"{address} has no tag of Akkoord" in ended.stderr


def test_without_a_chromium_the_command_says_so(tmp_path: Path) -> None:
    config = str(ROOT / "examples" / "dentdinamo" / "akkoord.toml")
    nowhere = str(tmp_path / "chromium")
    ended = check(tmp_path, "--rendered", "http://127.0.0.1:1/", AKKOORD_CONFIG=config, AKKOORD_CHROMIUM=nowhere)
    assert ended.returncode == 1
    assert f"There is no Chromium at {nowhere}" in ended.stderr and "AKKOORD_CHROMIUM" in ended.stderr
