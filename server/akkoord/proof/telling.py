"""What is told of a site's tree to anybody who asks. None of it names anybody."""

from __future__ import annotations

from base64 import b64encode

from ..errors import Detail, InvalidRequest, ProofInvalid
from ..model import Tile
from ..store import Store
from ..wire import CheckpointRecord, CheckpointsResponse, ConsistencyResponse, InclusionResponse
from .outlets import checkpoint_fields
from .sealing import reader
from .searching import some
from .tree import HASH, WIDTH, consistency, inclusion, root

PAGE = 1000
"""How many checkpoints are listed at once."""


def checkpoints(store: Store, site: str, first: int) -> CheckpointsResponse:
    """The checkpoints from a size on, by size."""
    found = some(store, site, first, PAGE + 1)
    records = [CheckpointRecord.model_validate(checkpoint_fields(note)) for _, note in found[:PAGE]]
    return CheckpointsResponse(checkpoints=records, next=found[PAGE][0] if len(found) > PAGE else None)


def growth(store: Store, site: str, first: int | None, second: int | None) -> ConsistencyResponse:
    """That the tree of one size grew into that of another; if none is given, into what it is now.

    :raises InvalidRequest: it never had those sizes, in that order.
    """
    size = store.size(site)
    before, after = first or 0, size if second is None else second
    if not 0 <= before <= after <= size:
        detail = Detail("first, second", "not in order, or never reached", f"use sizes from 0 to {size}")
        raise InvalidRequest("The tree did not grow like that.", detail)
    tiles = reader(store, site)
    try:
        path, old, new = consistency(tiles, before, after), root(tiles, before), root(tiles, after)
    except LookupError as error:
        raise _damaged(site) from error
    return ConsistencyResponse(
        first=before, second=after, first_root=_text(old), second_root=_text(new), path=[_text(each) for each in path]
    )


def membership(store: Store, site: str, index: int | None, size: int | None) -> InclusionResponse:
    """That an entry is in the tree of a size; if none is given, in what it is now.

    :raises InvalidRequest: there is no such entry, or the tree never had that size.
    """
    now = store.size(site)
    of = now if size is None else size
    if index is None or not 0 <= index < of <= now:
        detail = Detail("index, size", "no such entry, or a size never reached", f"use a size up to {now}")
        raise InvalidRequest("There is no such entry in that tree.", detail)
    tiles, tile = reader(store, site), Tile(0, index // WIDTH)
    try:
        path, top, row = inclusion(tiles, index, of), root(tiles, of), tiles([tile])[tile]
    except LookupError as error:
        raise _damaged(site) from error
    begin = index % WIDTH * HASH
    leaf = row[begin : begin + HASH]
    return InclusionResponse(
        index=index, size=of, leaf=_text(leaf), root=_text(top), path=[_text(each) for each in path]
    )


def _damaged(site: str) -> ProofInvalid:
    return ProofInvalid(f"The tree of {site} is damaged: it proves nothing of that.")


def _text(raw: bytes) -> str:
    return b64encode(raw).decode()
