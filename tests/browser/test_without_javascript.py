"""Without JavaScript there is no gate, and what is marked inert stays so."""

from __future__ import annotations

from playwright.sync_api import Browser

from tests.browser.lab import Lab

INERT = """<template data-akkoord="marketing">{}</template>"""
PIECES = """<script src="{ads}/tag.js"></script>
<noscript><img src="{ads}/noscript.gif" alt=""><iframe src="{ads}/ns.html" title="ads"></iframe></noscript>
<img src="{ads}/pixel.gif" alt=""><link rel="stylesheet" href="{ads}/style.css">"""


def test_a_tracker_in_a_template_stays_inert_with_what_it_has_for_visitors_without_javascript(
    lab: Lab, tag: str, chromium: Browser
) -> None:
    page = chromium.new_context(java_script_enabled=False).new_page()
    pieces = PIECES.format(ads=lab.vendor("ads"))
    page.goto(lab.page("/open", pieces, tag))
    page.wait_for_load_state("networkidle")
    assert {"ads/noscript.gif", "ads/ns.html", "ads/pixel.gif", "ads/style.css"} <= set(lab.received)
    lab.received.clear()
    page.goto(lab.page("/inert", INERT.format(pieces), tag))
    page.wait_for_load_state("networkidle")
    assert page.inner_text("h1") == "Winkel"
    assert lab.received == []


def test_marked_scripts_and_frames_stay_inert(lab: Lab, tag: str, chromium: Browser) -> None:
    page = chromium.new_context(java_script_enabled=False).new_page()
    ads = lab.vendor("ads")
    body = f"""<script type="text/plain" data-akkoord="marketing" src="{ads}/tag.js"></script>
<iframe data-akkoord="marketing" data-src="{ads}/film.html" title="Film"></iframe>"""
    page.goto(lab.page("/", body, tag))
    page.wait_for_load_state("networkidle")
    assert lab.received == []
