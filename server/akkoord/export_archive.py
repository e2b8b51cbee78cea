"""The lines of an export that hold what was shown. Pure."""

from __future__ import annotations

import zlib
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from .export_tree import SiteId
from .proof.entries import time_text
from .store import Showing
from .wire import Version, Wire

Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
FILE_LIMIT = 16 * 1024 * 1024
"""The most bytes that a file of the archive has when it is unpacked."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A file of the archive, as it is kept: compressed. Comes before the showings that it belongs to."""

    site: str
    digest: str
    packed: bytes


@dataclass(frozen=True, slots=True)
class Shown:
    """A showing of one of the site's notices."""

    site: str
    showing: Showing


ArchivePiece: TypeAlias = Kept | Shown
"""A part of what was shown."""


class FileLine(Wire):
    """A file of the archive."""

    kind: Literal["file"]
    site: SiteId
    digest: Digest
    content: str


class ShowingLine(Wire):
    """A showing."""

    kind: Literal["showing"]
    site: SiteId
    version: Version
    digest: Digest
    first: str
    last: str


ArchiveLine: TypeAlias = FileLine | ShowingLine

ARCHIVE_KINDS: dict[type, str] = {Kept: "file", Shown: "showing"}
"""What the line of a part is called."""


def archive_fields(piece: ArchivePiece) -> Mapping[str, object]:
    """What a line has beside its kind."""
    match piece:
        case Kept(site, digest, packed):
            return {"site": site, "digest": digest, "content": b64encode(packed).decode()}
        case Shown(site, Showing(version, digest, first, last)):
            times = {"first": time_text(first), "last": time_text(last)}
            return {"site": site, "version": version, "digest": digest, **times}


def archive_piece_of(line: ArchiveLine) -> ArchivePiece:
    """What a line says.

    :raises ValueError: it has the right shape, and means nothing; a file is not what its name says.
    """
    match line:
        case FileLine():
            packed = b64decode(line.content, validate=True)
            if not is_named(packed, line.digest):
                raise ValueError("content: this is not the file of that digest")
            return Kept(line.site, line.digest, packed)
        case ShowingLine():
            first, last = (datetime.fromisoformat(text).astimezone(UTC) for text in (line.first, line.last))
            return Shown(line.site, Showing(line.version, line.digest, first, last))


def is_named(packed: bytes, digest: str) -> bool:
    """Whether a compressed file is the one of that digest."""
    unpacking = zlib.decompressobj()
    try:
        content = unpacking.decompress(packed, FILE_LIMIT)
    except zlib.error:
        return False
    return unpacking.eof and sha256(content).hexdigest() == digest
