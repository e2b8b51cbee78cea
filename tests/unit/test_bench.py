"""The bench measures what it says, here with tiny numbers. How fast anything is, no test says."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from akkoord.model import utc_now
from akkoord.web import create_app
from bench.bars import Bar
from bench.proof import steps
from bench.proof.commands import run
from bench.recording import floor, space
from bench.recording.accounting import calibrate, cpu_seconds, resident_bytes
from bench.recording.contest import Outcome, Sample, settings_for
from bench.recording.decisions import KEY, body, notice_of, write_config
from bench.recording.in_process import spent
from bench.recording.parts import pure_parts, settings_of, store_parts
from bench.recording.places import Place, sqlite
from bench.table import columns

ROOT = Path(__file__).resolve().parents[2]


def place(directory: Path) -> Place:
    with sqlite(directory) as made:
        return made


def test_what_the_system_accounts_grows_with_what_is_done() -> None:
    before = cpu_seconds(os.getpid())
    spent = sum(calibrate() for _ in range(5))
    # it is accounted in hundredths of a second
    assert 0 < spent <= cpu_seconds(os.getpid()) - before + 0.02
    assert resident_bytes(os.getpid()) > 10_000_000


def test_the_floor_takes_what_a_page_sends_and_keeps_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    there = place(tmp_path)
    monkeypatch.setenv("FLOOR_STORE", there.floor)
    assert spent(floor.make_app(), [body("0123456789ab") for _ in range(3)]) > 0
    assert (tmp_path / "floor.db-wal").stat().st_size > 0


def test_the_application_records_what_the_bench_sends(tmp_path: Path) -> None:
    config, there = write_config(tmp_path), place(tmp_path)
    notice = notice_of(config)
    app = create_app(settings_of(there, config))
    assert spent(app, [body(notice.version)]) > 0
    with pytest.raises(SystemExit, match="422"):
        spent(app, [body("ffffffffffff")])
    parts = {**store_parts(there, settings_of(there, config), notice, 2), **pure_parts(notice, 2)}
    assert sorted(parts) == ["in process", "latest", "parse", "sign", "store", "verify"]
    assert all(seconds > 0 for seconds in parts.values())
    assert settings_for(there, config)["AKKOORD_STORE"] == there.url


def test_space_is_counted_in_the_layout_of_the_store(tmp_path: Path) -> None:
    config, there = write_config(tmp_path), place(tmp_path)
    number = 2 * space.BATCH
    assert 100 < space.bytes_per_decision(there, notice_of(config), number) < 400


def test_a_ratio_is_that_of_neighbours_and_evens_out_a_slow_moment() -> None:
    def sample(cpu: float, machine: float = 1) -> Sample:
        return Sample(cpu, 0, 0, 0, 0, machine)

    outcome = Outcome.of([sample(3), sample(9, 3), sample(4)], [sample(2), sample(6, 3), sample(1)], 0)
    assert (outcome.ratio, outcome.middle("cpu"), outcome.middle("cpu", "floor")) == (1.5, 4, 2)
    assert Outcome.of([sample(3)], [], 0).ratio == 0


def test_a_bar_says_whether_it_holds() -> None:
    assert Bar("x", 1.5, 1.5).holds and not Bar("x", 1.51, 1.5).holds
    assert Bar("x", 6, 6, least=True).holds and not Bar("x", 5.9, 6, least=True).holds
    assert re.fullmatch(r"MISSED x +151  <= 150 ms", Bar("x", 151, 150, "ms").line())
    assert columns([["", "a"], ["long", "1"]]) == "      a\nlong  1"


def test_the_page_of_figures_names_every_bar() -> None:
    page = (ROOT / "docs" / "scale.md").read_text("utf-8")
    for limit in ("1.5", "150 ms", "220 bytes", "260 bytes", "0.15 ms", "6 times"):
        assert limit in page


def test_the_bench_of_proofs_seals_signs_proves_and_erases(tmp_path: Path) -> None:
    config, there = write_config(tmp_path), place(tmp_path)
    notice = notice_of(config)
    assert all(seconds > 0 for seconds in steps.fill_and_seal(there, notice, 200))
    assert all(took > 0 for took in steps.proofs(there))
    before = steps.root_text(there.url)
    _, wanted = steps.erase(there, 120, notice, utc_now())
    assert len(wanted) == 240
    assert steps.traces(tmp_path, wanted) == 0
    assert steps.root_text(there.url) != before
    assert run("verify", AKKOORD_STORE=there.url, AKKOORD_SECRET_KEY=KEY).memory > 10
    with pytest.raises(SystemExit, match="akkoord verify nothing failed"):
        run("verify", "nothing", AKKOORD_SECRET_KEY=KEY)
