"""Shows how far a command is, where somebody looks at it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any, BinaryIO

import click

_STEP = 500
"""How many pieces go by before a bar moves."""


def progress(label: str, pieces: Iterable[Any], file: BinaryIO | None = None) -> AbstractContextManager[Iterable[Any]]:
    """The same pieces, with a bar on stderr where somebody looks at it.

    :param file: what they are read from, if they are; it says how far we are.
    """
    if not sys.stderr.isatty():
        return nullcontext(pieces)
    if file is None:
        return click.progressbar(pieces, label=label, file=sys.stderr, show_pos=True, update_min_steps=_STEP)
    return _progress_in_file(label, pieces, file)


@contextmanager
def steps(label: str, length: int) -> Iterator[Callable[[int], object]]:
    """What moves a bar along by so much, where somebody looks at it and there is something to see."""
    if not (length and sys.stderr.isatty()):
        yield int
        return
    with click.progressbar(length=length, label=label, file=sys.stderr, show_pos=True) as bar:
        yield bar.update


@contextmanager
def _progress_in_file(label: str, pieces: Iterable[Any], file: BinaryIO) -> Iterator[Iterable[Any]]:
    size = os.fstat(file.fileno()).st_size
    with click.progressbar(length=size, label=label, file=sys.stderr) as bar:

        def shown() -> Iterator[Any]:
            for number, piece in enumerate(pieces):
                yield piece
                if number % _STEP == 0:
                    bar.update(file.tell() - bar.pos)
            bar.update(size - bar.pos)

        yield shown()
