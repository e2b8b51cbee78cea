"""A store that is opened as soon as it can be, and left in peace for a moment when it keeps callers waiting."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock
from typing import Any, cast

from ..errors import StoreError
from .base import Store

_AGAIN = 1.0
"""Seconds until a store that could not be opened, or that was slow to fail, is tried again."""
_SLOW = 1.0
"""Seconds after which a failure counts as slow: every thread that waits for it is one that answers nobody."""


def opening(
    open: Callable[[], Store], opened: Callable[[Store], None], clock: Callable[[], float] = time.monotonic
) -> Store:
    """The store, whether it can be reached now or later.

    :param open: opens it; what it raises beside :class:`StoreError` is raised here and now.
    :param opened: is called with it once, before anybody uses it.
    :param clock: seconds that only go forward.
    """
    store = _Opening(open, opened, clock)
    store.try_to_open()
    return cast(Store, store)


class _Opening:
    def __init__(self, open: Callable[[], Store], opened: Callable[[Store], None], clock: Callable[[], float]) -> None:
        self._open, self._opened, self._clock = open, opened, clock
        self._store: Store | None = None
        self._lock = Lock()
        self._rests_until = 0.0
        self._failure = StoreError("The store was not opened yet.")

    def try_to_open(self) -> None:
        """Open the store if it is time to; a store that cannot be reached is no error yet."""
        with self._lock:
            if self._store is not None or self._clock() < self._rests_until:
                return
            try:
                store = self._open()
                self._opened(store)
            except StoreError as error:
                self._failure = error
                self._rests_until = self._clock() + _AGAIN
            else:
                self._store = store

    def close(self) -> None:
        if self._store is not None:
            self._store.close()

    def __getattr__(self, name: str) -> Any:
        """Each method of the store, found once and kept."""

        def call(*given: Any, **named: Any) -> Any:
            if self._store is None:
                self.try_to_open()
            if self._store is None or self._clock() < self._rests_until:
                raise StoreError(self._failure.message) from self._failure
            begun = self._clock()
            try:
                return getattr(self._store, name)(*given, **named)
            except StoreError as error:
                if self._clock() - begun >= _SLOW:
                    self._failure = error
                    self._rests_until = self._clock() + _AGAIN
                raise

        self.__dict__[name] = call
        return call
