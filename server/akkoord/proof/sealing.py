"""Puts what waits into a site's tree, and signs what the tree is then."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from ..errors import ProofInvalid
from ..store import Store
from ..store.base import Erased, Waiting
from ..tokens import Signer
from .checkpoints import Checkpoint, origin_of, read, signed
from .entries import decision_entry, erasure_line, line_entry
from .searching import newest
from .tree import Tile, Tiles, consistency, grown, leaf_hash, root, verify_consistency

BATCH = 2000
"""How many entries are put into the tree at once."""
_CONTESTED = 20
"""How often somebody else may be quicker before we leave the rest to him."""


@dataclass(frozen=True, slots=True)
class Signing:
    """How checkpoints are signed.

    :param base_url: the address of the backend, which names the trees.
    :param every: how much time lies between two checkpoints at least.
    """

    signer: Signer
    base_url: str = ""
    every: timedelta = timedelta(minutes=1)


def seal(store: Store, site: str, now: datetime) -> int:
    """Put all that waits into the site's tree; how many entries were added.

    Any number of processes may do it at once: the store takes each place of the tree from one of them only.

    :raises LookupError: a tile is missing, so the tree cannot grow.
    """
    return seal_all(store, site, now)[0]


def seal_all(store: Store, site: str, now: datetime) -> tuple[int, bool]:
    """The same, and whether nothing was left waiting."""
    added, contested = 0, 0
    while contested < _CONTESTED:
        taken = store.waiting(site, BATCH)
        full = max(len(taken.decisions), len(taken.erased), len(taken.lines)) >= BATCH
        if len(taken.decisions) > BATCH:
            # of what waits in several places a store may give more; the tree grows in steps of one size
            taken = replace(taken, decisions=taken.decisions[:BATCH])
        entries = _entries(taken)
        if not entries:
            return added, True
        tiles = grown(reader(store, site), taken.size, list(entries.values()))
        if not store.seal(site, taken.size, list(entries), taken, tiles):
            contested += 1
            continue
        added += len(entries)
        if not full:
            return added, True
    return added, False


def sign(store: Store, site: str, now: datetime, signing: Signing, at_once: bool = False) -> str | None:
    """Sign what the tree is, if it grew and enough time went by since the last time; the note, if we made one.

    Call it when nothing waits: a checkpoint says that all that was decided some minutes before it is in the tree.

    :param at_once: however little time went by.
    :raises ProofInvalid: the tree is not what grew out of the one that was signed before. It is not signed then.
    :raises LookupError: a tile is missing.
    """
    size = store.size(site)
    if store.checkpoints(site, size + 1):
        raise ProofInvalid(f"The tree of {site} has {size} entries, and it was signed when it had more.")
    last = newest(store, site)
    before = None if last is None else read(last[1])
    if not size or (before and (before.size >= size or not (at_once or now - before.at >= signing.every))):
        return None
    top = root(reader(store, site), size)
    if before:
        path = consistency(reader(store, site), before.size, size)
        if not verify_consistency(before.size, size, path, before.root, top):
            raise ProofInvalid(f"The tree of {site} no longer fits the checkpoint of {before.size} entries.")
    note = signed(Checkpoint(origin_of(signing.base_url, site), size, top, now), signing.signer)
    store.add_checkpoint(site, size, note)
    # of two that sign the same size at once, one is kept
    return note if [(size, note)] == store.checkpoints(site, size, size) else None


def _entries(taken: Waiting) -> dict[UUID | str, bytes]:
    """What is to be sealed, each with its leaf hash. Lines come first: what was asked before what was answered."""
    lines = [*taken.lines, *_erasures(taken.erased)]
    entries: dict[UUID | str, bytes] = {line: leaf_hash(line_entry(line)) for line in lines}
    return entries | {one.id: leaf_hash(decision_entry(one)) for one in taken.decisions}


def _erasures(erased: Collection[Erased]) -> list[str]:
    """A line for each reason."""
    found = []
    for why in sorted({each.why for each in erased}):
        same = [each for each in erased if each.why == why]
        found.append(erasure_line([each.index for each in same], max(each.at for each in same), why))
    return found


def reader(store: Store, site: str) -> Tiles:
    """Reads the tiles of the site's tree."""

    def tiles(wanted: Collection[Tile]) -> Mapping[Tile, bytes]:
        return store.tiles(site, wanted)

    return tiles
