"""One line of an export, and what it stands for. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Annotated, Literal, TypeAlias
from uuid import UUID

from pydantic import Field, StrictBool

from .export_archive import (
    ARCHIVE_KINDS,
    ArchiveLine,
    ArchivePiece,
    FileLine,
    Kept,
    ShowingLine,
    Shown,
    archive_fields,
    archive_piece_of,
)
from .export_tree import KINDS, Index, SiteId, Text, TreePieceLine, tree_fields, tree_piece_of
from .model import CATEGORIES, Decision, Notice, Tally
from .proof.entries import time_text as time_text
from .proof.pieces import Entry, TreePiece
from .store.rows import milliseconds, visitor_bytes
from .wire import Category, Device, How, Version, Wire

Piece: TypeAlias = Notice | ArchivePiece | Decision | Entry | Tally | TreePiece
"""What a ledger holds: a decision that is sealed is an entry."""

Day = Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\d$")]

text_of = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class HeadLine(Wire):
    """The first line: what the export is."""

    kind: Literal["akkoord"]
    format: int
    version: Text
    sites: list[SiteId]
    exported: Text
    first_day: Day | None
    last_day: Day | None


class NoticeLine(Wire):
    """What was asked."""

    kind: Literal["notice"]
    site: SiteId
    version: Version
    asked: list[Category]
    document: Text


class DecisionLine(Wire):
    """What one visitor chose."""

    kind: Literal["decision"]
    site: SiteId
    id: str
    visitor: str
    at: str
    choices: dict[Category, StrictBool]
    notice: Version
    language: Text
    how: How
    device: Device
    widget: Text
    country: Text
    index: Index | None = None
    mark: Annotated[str, Field(pattern=r"^[arswn]?$")] = ""
    variant: Annotated[Text, Field(max_length=32)] = ""


class TallyLine(Wire):
    """How often something happened on one day."""

    kind: Literal["tally"]
    site: SiteId
    day: Day
    dimension: Annotated[str, Field(pattern=r"^[a-z][a-z_]{0,31}$")]
    value: Text
    count: Annotated[int, Field(ge=1, lt=2**31)]


class EndLine(Wire):
    """The last line: that all of it is there."""

    kind: Literal["end"]
    notices: int
    decisions: int
    tallies: int
    sha256: str


PieceLine: TypeAlias = NoticeLine | ArchiveLine | DecisionLine | TallyLine | TreePieceLine
Line = Annotated[HeadLine | PieceLine | EndLine, Field(discriminator="kind")]


def kind_of(piece: Piece) -> str:
    """What its line calls it."""
    kind = "decision" if isinstance(piece, Entry) else KINDS.get(type(piece)) or ARCHIVE_KINDS.get(type(piece))
    return kind or type(piece).__name__.lower()


def decided(piece: Piece) -> Decision | None:
    """The decision that it is, sealed or not."""
    return piece.decision if isinstance(piece, Entry) else piece if isinstance(piece, Decision) else None


def line_of(piece: Piece) -> str:
    """The one way to write it down."""
    return text_of({"kind": kind_of(piece), **_fields(piece)})


def _fields(piece: Piece) -> Mapping[str, object]:
    match piece:
        case Notice(site, version, asked, document):
            return {"site": site, "version": version, "asked": asked, "document": document}
        case Tally(site, day, dimension, value, count):
            return {"site": site, "day": day, "dimension": dimension, "value": value, "count": count}
        case Entry(decision, index):
            return {**_fields(decision), "index": index}
        case Decision():
            return {
                "site": piece.site,
                "id": str(piece.id),
                "visitor": piece.visitor,
                "at": time_text(piece.at),
                "choices": {each: piece.choices[each] for each in CATEGORIES if each in piece.choices},
                "notice": piece.notice,
                "language": piece.language,
                "how": piece.how,
                "device": piece.device,
                "widget": piece.widget,
                "country": piece.country,
                **({"mark": piece.mark} if piece.mark else {}),
                **({"variant": piece.variant} if piece.variant else {}),
            }
        case Kept() | Shown():
            return archive_fields(piece)
        case _:
            return tree_fields(piece)


def piece_of(line: PieceLine) -> Piece:
    """What a line says.

    :raises ValueError: it has the right shape, and means nothing.
    """
    match line:
        case NoticeLine():
            return Notice(line.site, line.version, tuple(line.asked), line.document)
        case TallyLine():
            return Tally(line.site, date.fromisoformat(line.day).isoformat(), line.dimension, line.value, line.count)
        case DecisionLine():
            decision = _decision_of(line)
            return decision if line.index is None else Entry(decision, line.index)
        case FileLine() | ShowingLine():
            return archive_piece_of(line)
        case _:
            return tree_piece_of(line)


def _decision_of(line: DecisionLine) -> Decision:
    if not visitor_bytes(line.visitor):
        raise ValueError("visitor: this is not a visitor's id")
    at = datetime.fromisoformat(line.at).astimezone(UTC)
    if milliseconds(at) < 0:
        raise ValueError("at: nothing was decided before 1970")
    return Decision(
        site=line.site,
        id=UUID(line.id),
        visitor=line.visitor,
        at=at,
        choices={str(category): yes for category, yes in line.choices.items()},
        notice=line.notice,
        language=line.language,
        how=line.how,
        device=line.device,
        widget=line.widget,
        country=line.country,
        mark=line.mark,
        variant=line.variant,
    )
