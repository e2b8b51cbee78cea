"""``make bench-proof``: what sealing, proofs and verification take, on each store, and whether the bars hold."""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from pathlib import Path

from akkoord.model import utc_now
from bench.bars import Bar
from bench.proof import steps
from bench.proof.commands import run
from bench.recording.decisions import KEY, notice_of, write_config
from bench.recording.places import PLACES, Place


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.proof", description=__doc__)
    parser.add_argument("--decisions", type=int, default=100_000, help="how many the ledger has")
    parser.add_argument("--store", action="append", choices=list(PLACES), help="only this one")
    parser.add_argument("--erase", type=int, default=10_000, help="how many decisions are erased")
    given = parser.parse_args()
    for name in given.store or list(PLACES):
        with tempfile.TemporaryDirectory(prefix="akkoord-bench-") as directory:
            own = Path(directory) / "store"
            own.mkdir()
            with PLACES[name](own) as place:
                print(f"{name}, {given.decisions} decisions", flush=True)
                measure(place, Path(directory), own, given.decisions, given.erase)


def measure(place: Place, directory: Path, own: Path, number: int, erased: int) -> None:
    """Measure one store, and print each figure as it comes."""
    config = write_config(directory)
    notice = notice_of(config)
    keys, export = directory / "keys.json", directory / "export.jsonl"
    keys.write_text(json.dumps({"keys": steps.SIGNER.public_keys()}))
    settings = {"AKKOORD_STORE": place.url, "AKKOORD_SECRET_KEY": KEY, "AKKOORD_CONFIG": str(config)}

    filling, sealing = steps.fill_and_seal(place, notice, number)
    tell("filled", f"{filling:.1f} s")
    tell("sealed and signed", f"{sealing:.1f} s, {number / sealing:.0f} a second")
    middle, worst = steps.middle_and_worst(steps.proofs(place))
    tell("a proof that a decision is in the tree", f"{middle:.2f} ms of CPU, 1 in 100 over {worst:.2f} ms")

    ledger = run("verify", **settings)
    tell("verify the ledger", str(ledger))
    took = run("export", "--output", str(export), **settings)
    tell("export", f"{took}, {export.stat().st_size / 1e6:.0f} MB written")
    offline = run("verify", str(export), "--keys", str(keys), AKKOORD_CONFIG=str(config))
    tell("verify the export, keys alone", str(offline))

    copy = f"sqlite:///{directory}/copy.db"
    took = run("import", str(export), **{**settings, "AKKOORD_STORE": copy})
    tell("import into SQLite", str(took))
    same = steps.root_text(copy) == steps.root_text(place.url)
    tell("the same root", str(same))

    seconds, wanted = steps.erase(place, erased, notice, utc_now())
    tell(f"{erased} decisions erased, told and scrubbed", f"{seconds:.1f} s")
    left = steps.traces(own, wanted)
    after = run("verify", **settings)
    tell("verify after that", str(after))

    share = max(number / 1_000_000, 0.1)
    for bar in (
        Bar("ms of CPU that a proof takes", middle, 10, "ms"),
        Bar("s of CPU that a verification of the ledger takes", ledger.cpu, 60 * share, "s"),
        Bar("s of CPU that a verification of the export takes", offline.cpu, 60 * share, "s"),
        Bar("MB that a verification takes", max(ledger.memory, offline.memory), 500, "MB"),
        Bar("roots that are the same after an import", int(same), 1, least=True),
        Bar(f"ids of the erased in the store's files, of {len(wanted)}", left, 0),
    ):
        print(bar.line(), flush=True)
    print()


def tell(what: str, figure: str) -> None:
    print(f"  {time.strftime('%H:%M:%S')}  {what:48}{figure}", flush=True)


if __name__ == "__main__":
    main()
