"""Each thing that is measured."""

from __future__ import annotations

import mmap
import random
import statistics
import time
from base64 import b64encode
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from heapq import nsmallest
from itertools import islice
from pathlib import Path

from akkoord.ledger import publish
from akkoord.model import Decision, Notice
from akkoord.proof.receipt_proof import check, prove, proved
from akkoord.proof.sealing import Signing, reader, seal, sign
from akkoord.proof.tree import root
from akkoord.store import Store, open_store
from akkoord.store.rows import visitor_bytes
from akkoord.tokens import Signer
from bench.recording.decisions import KEY, SITE
from bench.recording.places import Place
from bench.recording.space import fill, visitors

PARTS = 20
"""After how many parts a checkpoint is signed."""
PROOFS = 300
SEARCHED = 250
"""How many of the erased are looked for in the files: each takes a walk over all of them."""
SIGNER = Signer([KEY])
SIGNING = Signing(SIGNER, "https://consent.example")


def fill_and_seal(place: Place, notice: Notice, number: int) -> tuple[float, float]:
    """The seconds that it took to fill a store, and those that it took to seal and sign all of it."""
    filling = sealing = 0.0
    made = visitors(notice, number)
    with closing(open_store(place.url)) as store:
        publish(store, {SITE: notice})
        for _ in range(PARTS):
            part = list(islice(made, -(-number // PARTS)))
            if not part:
                break
            start = time.monotonic()
            fill(place, iter(part), sealed=False)
            filling += time.monotonic() - start
            start = time.monotonic()
            seal(store, SITE, part[-1].at)
            sign(store, SITE, part[-1].at + timedelta(minutes=1), SIGNING, at_once=True)
            sealing += time.monotonic() - start
    return filling, sealing


def proofs(place: Place) -> list[float]:
    """The milliseconds of CPU time that proofs for decisions here and there take, in order; each is checked."""
    taken = []
    with closing(open_store(place.url)) as store:
        for decision in sample(store, PROOFS):
            start = time.process_time()
            found = prove(store, SITE, decision)
            taken.append((time.process_time() - start) * 1000)
            assert check(proved(decision, None, found), SIGNER.public_keys()).checkpoint
    return sorted(taken)


def middle_and_worst(taken: list[float]) -> tuple[float, float]:
    """The median, and what one in a hundred takes longer than."""
    return statistics.median(taken), taken[len(taken) * 99 // 100]


def sample(store: Store, number: int) -> list[Decision]:
    """Some decisions from all over the ledger."""
    chosen, share = random.Random(7), 3 * number / store.size(SITE)
    found = [one for one in store.decisions(SITE, None, None) if chosen.random() < share]
    return chosen.sample(found, min(number, len(found)))


def root_text(url: str) -> str:
    """The root of the tree that is there."""
    with closing(open_store(url)) as store:
        return b64encode(root(reader(store, SITE), store.size(SITE))).decode()


def erase(place: Place, number: int, notice: Notice, now: datetime) -> tuple[float, list[bytes]]:
    """The seconds in which that many were erased, told and scrubbed; ids of some of them.

    The oldest go, a hundred because a visitor asks for it, and the rest because their time is over.
    """
    with closing(open_store(place.url)) as store:
        gone = nsmallest(number, store.decisions(SITE, None, None), key=lambda one: one.at)
        start = time.monotonic()
        for one in gone[:100]:
            store.forget(SITE, one.visitor, now)
        store.prune(SITE, gone[-1].at + timedelta(milliseconds=1), notice.version, now)
        seal(store, SITE, now)
        store.scrub(thorough=True)
        took = time.monotonic() - start
    chosen = random.Random(7).sample(gone, min(SEARCHED, len(gone)))
    return took, list(needles(chosen))


def needles(erased: list[Decision]) -> Iterator[bytes]:
    """What would betray somebody."""
    for one in erased:
        yield visitor_bytes(one.visitor)
        yield one.id.bytes


def traces(directory: Path, wanted: list[bytes]) -> int:
    """How many of these stand in any file there."""
    found: set[bytes] = set()
    for path in directory.rglob("*"):
        if path.is_file() and path.stat().st_size:
            with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as whole:
                found.update(each for each in wanted if whole.find(each) >= 0)
    return len(found)
