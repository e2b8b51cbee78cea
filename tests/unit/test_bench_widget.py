"""What the widget's bench makes of what it sees. How fast anything is, no test says."""

from __future__ import annotations

from pathlib import Path

import brotli
import pytest
from werkzeug.test import Client

from bench.widget.__main__ import turned
from bench.widget.candidates import AKKOORD, ALL, FLOOR, HELD, PEERS, PRELOADED, Addresses
from bench.widget.figures import Figures, bars, machine, middle, ratio, table
from bench.widget.files import TRACKER, TRACKER_FILE, write_pages, write_site
from bench.widget.site import make_app
from bench.widget.visits import First, Returning
from bench.widget.wire import Request, until

ROOT = Path(__file__).resolve().parents[2]
ADDRESSES = Addresses("http://a/akkoord.js", "http://a/nl.js", "http://t/meten.js")


def first(banner: float, longest: float = 0, largest: bool = False) -> First:
    return First(banner, 1000, 2, 10, 0, longest, largest)


def figures() -> Figures:
    found = Figures(loops=[0.01, 0.03, 0.02], loads=[1, 3])
    for candidate in ALL:
        found.first[candidate.id] = [first(1000), first(2000), first(1500)]
        found.cold[candidate.id] = found.warm[candidate.id] = [Returning(800, 5, 0)] * 3
    found.pressed["accept"] = [16, 24, 16]
    return found


def bar(found: Figures, what: str) -> float:
    return next(each.figure for each in bars(ALL, found) if each.what == what)


def test_what_counts_is_what_was_fetched_for_the_question_before_it_was_there() -> None:
    requests = [
        Request("http://x/page.html", "Document", 500, 90),
        Request("http://a/akkoord.js", "Script", 12_000, 400),
        Request("http://x/peer.css", "Stylesheet", 900, 500),
        Request("http://t/meten.js", "Script", 300, 450),
        Request("data:,", "Other", 0, 10),
        Request("http://a/displays", "Ping", 200, 499),
        Request("http://a/late.js", "Script", 700, 501),
        Request("http://a/never.js", "Script", 700),
    ]
    assert [request.bytes for request in until(requests, 500)] == [12_000, 900]


def test_each_round_begins_with_another_candidate() -> None:
    assert turned(ALL, 0) == list(ALL)
    assert turned(ALL, 1) == [*ALL[1:], ALL[0]]
    assert turned(ALL, len(ALL)) == list(ALL)


def test_a_ratio_is_that_of_pairs_of_the_same_round() -> None:
    assert ratio([first(3), first(40), first(10)], [first(2), first(20), first(10)], "banner") == 1.5
    assert middle([first(3), first(40), first(10)], "banner") == 10


def test_the_bars_say_what_was_seen_of_akkoord() -> None:
    found = figures()
    assert all(each.holds for each in bars(ALL, found))
    found.first[AKKOORD.id] = [first(1300, 60), first(2600, 60, largest=True), first(1950, 60)]
    assert bar(found, "time to banner, beside the floor") == pytest.approx(1.3)
    assert bar(found, f"time to banner, of {PEERS[0].name} in ours") == pytest.approx(1 / 1.3)
    assert bar(found, "longest task, first visit") == 60
    assert bar(found, "rounds in which the banner was the largest paint") == 1
    assert list(bars([FLOOR], found)) == []


def test_the_table_has_a_line_for_each_candidate_in_both_parts() -> None:
    lines = table(ALL, figures()).splitlines()
    for candidate in ALL:
        assert sum(line.startswith(f"{candidate.name}  ") for line in lines) == 2
    assert "1250-1750" in table([FLOOR], figures())
    assert machine(figures()).startswith(
        "A fixed loop took 10.0 to 30.0 ms of CPU, median 20.0. The load was 1.0 to 3.0"
    )


def test_a_page_has_the_candidate_first_and_marks_the_tracker_as_it_wants() -> None:
    pages = {candidate.id: candidate.page(ADDRESSES) for candidate in ALL}
    tag, tracker = '<script src="http://a/akkoord.js"></script>', '<script async src="http://t/meten.js"></script>'
    assert f'<meta charset="utf-8">{tag}{tracker}' in pages[HELD.id]
    assert f'<link rel="preload" as="script" href="http://a/nl.js">{tag}' in pages[PRELOADED.id]
    assert f'<template data-purpose="analytics">{tracker}</template>' in pages["orejime"]
    assert 'data-tracker="http://t/meten.js"' in pages[FLOOR.id] and tracker not in pages[FLOOR.id]
    assert not any(word in page for page in pages.values() for word in ("AKKOORD", "BANNER", "TRACKER", "HEAD"))


def test_the_website_serves_its_files_compressed_and_lets_browsers_keep_scripts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_site([FLOOR], tmp_path, tmp_path)
    write_pages([FLOOR], tmp_path, ADDRESSES)
    monkeypatch.setenv("BENCH_SITE", str(tmp_path))
    client = Client(make_app())
    script = client.get(f"/{TRACKER_FILE}")
    assert brotli.decompress(script.data).decode() == TRACKER
    assert (script.mimetype, script.headers["Content-Encoding"]) == ("text/javascript", "br")
    assert script.headers["Cache-Control"].startswith("public, max-age=3600")
    assert client.get("/floor.html").headers["Cache-Control"] == "no-cache"
    assert client.get("/floor.js").status_code == 200
    assert client.get("/other.js").status_code == 404


def test_the_page_of_figures_names_every_candidate_and_bar() -> None:
    page = (ROOT / "docs" / "widget-cost.md").read_text("utf-8")
    for candidate in ALL:
        assert candidate.name in page
    for limit in ("1.2", "50 ms"):
        assert limit in page
