"""Many roots in one go are those that the tiles tell."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from akkoord.proof.roots import Roots
from akkoord.proof.tree import root
from tests.proof.test_tree import MANY, TREE, Kept


@pytest.mark.parametrize("size", [0, 1, 255, 256, 257, 600, 65_535, 65_536, 66_100])
def test_all_of_a_tree(size: int) -> None:
    roots = Roots(b"".join(MANY[:size]))
    sizes = sorted({0, 1, 2, 200, 255, 256, 511, 512, 513, 40_000, size - 1, size} & set(range(size + 1)))
    assert list(roots.at(sizes)) == [(each, root(TREE, each)) for each in sizes]
    upper = {tile: row for tile, row in Kept(MANY[:size]).tiles.items() if tile.level}
    assert dict(roots.upper_tiles()) == upper


@given(st.lists(st.integers(0, 1500), max_size=20))
def test_any_sizes(sizes: list[int]) -> None:
    sizes.sort()
    assert list(Roots(b"".join(MANY[:1500])).at(sizes)) == [(size, root(TREE, size)) for size in sizes]
