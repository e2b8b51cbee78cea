"""The hash tree, against the vectors of certificate transparency and the definition as RFC 9162 writes it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from akkoord.proof.tree import (
    HASH,
    Tile,
    consistency,
    grown,
    inclusion,
    leaf_hash,
    node_hash,
    root,
    verify_consistency,
    verify_inclusion,
)

LEAVES = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
INCLUSION = {
    (0, 1): [],
    (0, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (5, 8): [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 3): ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
    (1, 5): [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
CONSISTENCY = {
    (1, 1): [],
    (1, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (6, 8): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 5): [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}


class Kept:
    """Tiles in memory, which say how many were asked for."""

    def __init__(self, leaves: Sequence[bytes] = (), at_once: int = 1000) -> None:
        self.tiles: dict[Tile, bytes] = {}
        self.size = 0
        for first in range(0, len(leaves), at_once):
            self.add(leaves[first : first + at_once])

    def add(self, leaves: Sequence[bytes]) -> None:
        self.tiles |= grown(self, self.size, leaves)
        self.size += len(leaves)

    def __call__(self, wanted: Collection[Tile]) -> Mapping[Tile, bytes]:
        return {tile: self.tiles[tile] for tile in wanted if tile in self.tiles}


def defined_root(leaves: Sequence[bytes]) -> bytes:
    if len(leaves) < 2:
        return leaves[0] if leaves else sha256().digest()
    half = 1 << (len(leaves) - 1).bit_length() - 1
    return node_hash(defined_root(leaves[:half]), defined_root(leaves[half:]))


def defined_path(index: int, leaves: Sequence[bytes]) -> list[bytes]:
    if len(leaves) < 2:
        return []
    half = 1 << (len(leaves) - 1).bit_length() - 1
    left, right = leaves[:half], leaves[half:]
    if index < half:
        return [*defined_path(index, left), defined_root(right)]
    return [*defined_path(index - half, right), defined_root(left)]


def defined_growth(first: int, leaves: Sequence[bytes], whole: bool = True) -> list[bytes]:
    if first == len(leaves):
        return [] if whole else [defined_root(leaves)]
    half = 1 << (len(leaves) - 1).bit_length() - 1
    left, right = leaves[:half], leaves[half:]
    if first <= half:
        return [*defined_growth(first, left, whole), defined_root(right)]
    return [*defined_growth(first - half, right, False), defined_root(left)]


def numbered(size: int) -> list[bytes]:
    return [leaf_hash(number.to_bytes(4, "big")) for number in range(size)]


MANY = numbered(66_100)
TREE = Kept(MANY, 1999)


def test_the_reference_roots() -> None:
    tree = Kept([leaf_hash(each) for each in LEAVES])
    assert [root(tree, size).hex() for size in range(9)] == ROOTS


@pytest.mark.parametrize(("index", "size"), INCLUSION)
def test_the_reference_inclusion_paths(index: int, size: int) -> None:
    tree = Kept([leaf_hash(each) for each in LEAVES])
    assert [each.hex() for each in inclusion(tree, index, size)] == INCLUSION[index, size]


@pytest.mark.parametrize(("first", "second"), CONSISTENCY)
def test_the_reference_consistency_paths(first: int, second: int) -> None:
    tree = Kept([leaf_hash(each) for each in LEAVES])
    assert [each.hex() for each in consistency(tree, first, second)] == CONSISTENCY[first, second]


def test_each_small_tree_is_as_defined_at_every_earlier_size() -> None:
    tree = Kept(MANY[:300], 7)
    for size in range(301):
        assert root(tree, size) == defined_root(MANY[:size])


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 9, 33, 64, 100])
def test_each_proof_of_a_small_tree_is_as_defined_and_verifies(size: int) -> None:
    leaves = MANY[:size]
    top = defined_root(leaves)
    for index in range(size):
        path = inclusion(TREE, index, size)
        assert path == defined_path(index, leaves)
        assert verify_inclusion(leaves[index], index, size, path, top)
    for first in range(1, size + 1):
        growth = consistency(TREE, first, size)
        assert growth == defined_growth(first, leaves)
        assert verify_consistency(first, size, growth, defined_root(leaves[:first]), top)


EDGES = [255, 256, 257, 511, 512, 65_535, 65_536, 65_537, 65_792, 66_047, 66_100]


@pytest.mark.parametrize("size", EDGES)
def test_roots_and_proofs_hold_where_tiles_end(size: int) -> None:
    top = defined_root(MANY[:size])
    assert root(TREE, size) == top
    for index in {0, 255 % size, 256 % size, size // 2, size - 1}:
        assert verify_inclusion(MANY[index], index, size, inclusion(TREE, index, size), top)
    for first in (each for each in [1, 100, *EDGES] if each <= size):
        growth = consistency(TREE, first, size)
        assert verify_consistency(first, size, growth, root(TREE, first), top)


@given(st.data())
def test_any_proof_of_a_large_tree_verifies(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, len(MANY)))
    index = data.draw(st.integers(0, size - 1))
    first = data.draw(st.integers(1, size))
    assert verify_inclusion(MANY[index], index, size, inclusion(TREE, index, size), root(TREE, size))
    growth = consistency(TREE, first, size)
    assert verify_consistency(first, size, growth, root(TREE, first), root(TREE, size))


@given(st.integers(1, 400), st.data())
def test_a_proof_with_one_thing_altered_does_not_verify(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    path, top = inclusion(TREE, index, size), root(TREE, size)
    leaf = MANY[index]
    assert not verify_inclusion(MANY[index + 1], index, size, path, top)
    assert not verify_inclusion(leaf, index, size, [*path, leaf], top)
    assert not verify_inclusion(leaf, size, size, path, top)
    assert not verify_inclusion(leaf, index, size, path, MANY[0] if top != MANY[0] else MANY[1])
    if path:
        broken = data.draw(st.integers(0, len(path) - 1))
        assert not verify_inclusion(leaf, index, size, path[:-1], top)
        assert not verify_inclusion(leaf, index, size, [*path[:broken], bytes(HASH), *path[broken + 1 :]], top)


@given(st.integers(2, 400), st.data())
def test_a_growth_with_one_thing_altered_does_not_verify(second: int, data: st.DataObject) -> None:
    first = data.draw(st.integers(1, second - 1))
    path, old, new = consistency(TREE, first, second), root(TREE, first), root(TREE, second)
    broken = data.draw(st.integers(0, len(path) - 1))
    assert not verify_consistency(first, second, path, new, new)
    assert not verify_consistency(first, second, path, old, old)
    assert not verify_consistency(first, second, path[:-1], old, new)
    assert not verify_consistency(first, second, [*path, old], old, new)
    assert not verify_consistency(first, second, [*path[:broken], bytes(HASH), *path[broken + 1 :]], old, new)
    assert not verify_consistency(second, first, path, old, new)


def test_growth_from_nothing_or_to_the_same_needs_no_path() -> None:
    nothing, seven = root(TREE, 0), root(TREE, 7)
    assert consistency(TREE, 0, 7) == consistency(TREE, 7, 7) == []
    assert verify_consistency(0, 7, [], nothing, seven)
    assert verify_consistency(7, 7, [], seven, seven)
    assert not verify_consistency(0, 7, [], seven, seven)
    assert not verify_consistency(7, 7, [], seven, nothing)
    assert not verify_consistency(0, 7, [seven], nothing, seven)


@given(st.lists(st.integers(1, 700), min_size=1, max_size=6))
def test_however_it_grows_the_tiles_are_the_same(steps: list[int]) -> None:
    tree = Kept()
    for step in steps:
        tree.add(MANY[tree.size : tree.size + step])
    assert tree.tiles == Kept(MANY[: tree.size], 10_000).tiles


def test_it_grows_by_the_tiles_that_change_alone() -> None:
    changed = grown(TREE, 256, MANY[256:258])
    assert changed == {Tile(0, 1): MANY[256] + MANY[257]}
    assert set(grown(TREE, 511, MANY[511:512])) == {Tile(0, 1), Tile(1, 0)}
    assert grown(TREE, 511, []) == {}


def test_what_is_left_of_a_larger_tree_is_overwritten() -> None:
    assert grown(TREE, 300, MANY[300:301]) == {Tile(0, 1): b"".join(MANY[256:301])}


def test_a_missing_tile_and_a_short_one_are_told() -> None:
    tree = Kept(MANY[:600])
    tree.tiles[Tile(0, 2)] = tree.tiles[Tile(0, 2)][:-HASH]
    with pytest.raises(LookupError, match="Tile 2 of level 0 is missing, or too short"):
        root(tree, 600)
    assert root(tree, 599) == defined_root(MANY[:599])
    del tree.tiles[Tile(1, 0)]
    with pytest.raises(LookupError, match="Tile 0 of level 1"):
        root(tree, 512)
    with pytest.raises(LookupError, match="Tile 2 of level 0"):
        grown(tree, 600, MANY[600:601])


def test_there_are_no_proofs_of_what_is_not_there() -> None:
    with pytest.raises(ValueError, match="no entry 5 in a tree of 5"):
        inclusion(TREE, 5, 5)
    with pytest.raises(ValueError, match="cannot have grown"):
        consistency(TREE, 5, 4)
