"""Decisions as columns for programs that analyse much: Apache Parquet. It cannot be imported again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, BinaryIO

from .errors import ConfigurationError, Detail
from .model import OPTIONAL_CATEGORIES, Decision
from .proof.pieces import Entry
from .store.rows import PLAIN

_BATCH = 20_000
"""How many rows are in memory at once."""


def write_parquet(out: BinaryIO, decisions: Iterable[Decision | Entry]) -> int:
    """Write a table; how many decisions there were.

    :raises akkoord.errors.ConfigurationError: what writes it is not installed.
    """
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError:
        detail = Detail("--format", "no library", "pip install 'akkoord[parquet]'")
        raise ConfigurationError(
            "What writes Parquet is not installed: pip install 'akkoord[parquet]'.", detail
        ) from None

    schema = pyarrow.schema(
        [
            *((name, pyarrow.string()) for name in ("site", "id", "visitor")),
            ("at", pyarrow.timestamp("ms", tz="UTC")),
            *((category, pyarrow.bool_()) for category in OPTIONAL_CATEGORIES),
            *((name, pyarrow.string()) for name in (*PLAIN, "variant")),
            ("index", pyarrow.int64()),
        ]
    )
    number = 0
    with parquet.ParquetWriter(out, schema, compression="zstd") as writer:
        for batch in _batches(decisions):
            writer.write_batch(pyarrow.RecordBatch.from_pylist([row(one) for one in batch], schema=schema))
            number += len(batch)
    return number


def row(one: Decision | Entry) -> dict[str, Any]:
    """What stands in one row: a category that was not asked, and the place of what is not sealed, are null."""
    decision, index = (one.decision, one.index) if isinstance(one, Entry) else (one, None)
    return {
        "site": decision.site,
        "id": str(decision.id),
        "visitor": decision.visitor,
        "at": decision.at,
        **{category: decision.choices.get(category) for category in OPTIONAL_CATEGORIES},
        **{name: getattr(decision, name) for name in (*PLAIN, "variant")},
        "index": index,
    }


def _batches(decisions: Iterable[Decision | Entry]) -> Iterator[list[Decision | Entry]]:
    left = iter(decisions)
    while batch := list(islice(left, _BATCH)):
        yield batch
