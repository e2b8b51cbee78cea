"""What several threads ask at the same moment is done in one go."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from akkoord.store.together import Together


class Desk:
    """Doubles numbers, slowly at first: the first go waits until it is told to go on."""

    def __init__(self) -> None:
        self.goes: list[list[int]] = []
        self.begun, self.go_on = Event(), Event()

    def __call__(self, asked: Sequence[int]) -> list[int]:
        self.goes.append(sorted(asked))
        if len(self.goes) == 1:
            self.begun.set()
            assert self.go_on.wait(20)
        if -1 in asked:
            raise ValueError("nobody asks for that")
        return [2 * each for each in asked]


def all_waiting(together: Together[int, int], number: int) -> None:
    """Return once so many wait for their turn."""
    while len(together._waiting) < number:
        pass


def test_each_gets_its_own_answer() -> None:
    desk = Desk()
    desk.go_on.set()
    together = Together(desk)
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(together, range(200))) == [2 * each for each in range(200)]
    assert sorted(each for go in desk.goes for each in go) == list(range(200))


def test_what_comes_meanwhile_is_done_in_one_go() -> None:
    desk = Desk()
    together = Together(desk)
    with ThreadPoolExecutor(8) as threads:
        first = threads.submit(together, 1)
        assert desk.begun.wait(20)
        others = [threads.submit(together, each) for each in (2, 3, 4)]
        all_waiting(together, 3)
        assert not first.done()
        desk.go_on.set()
        assert [each.result(20) for each in (first, *others)] == [2, 4, 6, 8]
    assert desk.goes == [[1], [2, 3, 4]]


def test_a_go_that_fails_fails_for_all_in_it_and_for_nobody_else() -> None:
    desk = Desk()
    together = Together(desk)
    with ThreadPoolExecutor(8) as threads:
        first = threads.submit(together, 1)
        assert desk.begun.wait(20)
        others = [threads.submit(together, each) for each in (-1, 3)]
        all_waiting(together, 2)
        desk.go_on.set()
        assert first.result(20) == 2
        for each in others:
            with pytest.raises(ValueError, match="nobody"):
                each.result(20)
    assert together(5) == 10
