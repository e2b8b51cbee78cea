"""The lines of an export that hold a site's tree. Pure."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from .proof.entries import time_text
from .proof.pieces import Gone, Leaves, Line, Signed, Tree, TreePiece
from .proof.tree import HASH, WIDTH
from .store.base import Erased
from .wire import Hash, Wire

SiteId = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,31}$")]
# no database has room for a NUL within a text
Text = Annotated[str, Field(pattern=r"^[^\x00]*$")]
Index = Annotated[int, Field(ge=0, lt=2**53)]


class TreeLine(Wire):
    """That there is a tree."""

    kind: Literal["tree"]
    site: SiteId
    size: Annotated[int, Field(ge=1, lt=2**53)]
    root: Hash


class LeavesLine(Wire):
    """Hashes of its leaves."""

    kind: Literal["leaves"]
    site: SiteId
    number: Index
    hashes: Annotated[str, Field(max_length=-(-HASH * WIDTH // 3) * 4)]


class CheckpointLine(Wire):
    """A checkpoint."""

    kind: Literal["checkpoint"]
    site: SiteId
    size: Index
    note: Text


class SealedLine(Wire):
    """A line of the tree."""

    kind: Literal["line"]
    site: SiteId
    index: Index | None
    line: Text


class ErasedLine(Wire):
    """A place that is empty, which no line of the tree tells yet."""

    kind: Literal["erased"]
    site: SiteId
    index: Index
    at: str
    why: Text


TreePieceLine: TypeAlias = TreeLine | LeavesLine | CheckpointLine | SealedLine | ErasedLine

KINDS: dict[type, str] = {Tree: "tree", Leaves: "leaves", Signed: "checkpoint", Line: "line", Gone: "erased"}
"""What the line of a part is called."""


def tree_fields(piece: TreePiece) -> Mapping[str, object]:
    """What a line has beside its kind."""
    match piece:
        case Tree(site, size, root):
            return {"site": site, "size": size, "root": b64encode(root).decode()}
        case Leaves(site, number, hashes):
            return {"site": site, "number": number, "hashes": b64encode(hashes).decode()}
        case Signed(site, size, note):
            return {"site": site, "size": size, "note": note}
        case Line(site, index, line):
            return {"site": site, "index": index, "line": line}
        case Gone(site, erased):
            return {"site": site, "index": erased.index, "at": time_text(erased.at), "why": erased.why}


def tree_piece_of(line: TreePieceLine) -> TreePiece:
    """What a line says.

    :raises ValueError: it has the right shape, and means nothing.
    """
    match line:
        case TreeLine():
            return Tree(line.site, line.size, b64decode(line.root))
        case LeavesLine():
            hashes = b64decode(line.hashes, validate=True)
            if not hashes or len(hashes) % HASH:
                raise ValueError("hashes: these are not whole hashes")
            return Leaves(line.site, line.number, hashes)
        case CheckpointLine():
            return Signed(line.site, line.size, line.note)
        case SealedLine():
            return Line(line.site, line.index, line.line)
        case ErasedLine():
            at = datetime.fromisoformat(line.at).astimezone(UTC)
            return Gone(line.site, Erased(line.index, at, line.why))
