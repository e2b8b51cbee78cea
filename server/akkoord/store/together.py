"""What several threads ask at the same moment is done at once: to a disk, many commits cost more than one large one."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from threading import Lock
from typing import Generic, TypeVar

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")


class Together(Generic[Asked, Answer]):
    """Takes turns: whoever has the turn does what all who wait have asked.

    :param act: does any number of things, and answers each, in the same order. If it fails, it fails for all.
    """

    def __init__(self, act: Callable[[Sequence[Asked]], Sequence[Answer]]) -> None:
        self._act = act
        self._waiting: deque[tuple[Asked, Future[Answer]]] = deque()
        self._turn = Lock()

    def __call__(self, asked: Asked) -> Answer:
        """Do this one thing, maybe with others; return once it is done."""
        mine: Future[Answer] = Future()
        self._waiting.append((asked, mine))
        with self._turn:
            # else somebody did it who had the turn before
            if not mine.done():
                self._do([self._waiting.popleft() for _ in range(len(self._waiting))])
        return mine.result()

    def _do(self, all: Sequence[tuple[Asked, Future[Answer]]]) -> None:
        try:
            answers = self._act([asked for asked, _ in all])
            for (_, future), answer in zip(all, answers, strict=True):
                future.set_result(answer)
        except BaseException as error:
            for _, future in all:
                if not future.done():
                    future.set_exception(error)
