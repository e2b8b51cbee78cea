"""An export: what a ledger holds of some sites, as lines of JSON in UTF-8.

::

    {"kind":"akkoord","format":2,"version":"0.1.0","sites":["shop"],"exported":"2026-...Z","first_day":null,"last_day":null}
    {"kind":"notice","site":"shop","version":"0123456789ab", ...}
    {"kind":"file","site":"shop","digest":"...","content":"..."}
    {"kind":"showing","site":"shop","version":"0123456789ab","digest":"...","first":"...","last":"..."}
    {"kind":"tree","site":"shop","size":2,"root":"..."}
    {"kind":"leaves","site":"shop","number":0,"hashes":"..."}
    {"kind":"checkpoint","site":"shop","size":2,"note":"consent.example/sites/shop\\n2\\n..."}
    {"kind":"decision","site":"shop","id":"6f1d8f7e-...","visitor":"AAEC...","at":"...", ..., "index":1}
    {"kind":"line","site":"shop","index":0,"line":"{\\"published\\":\\"notice\\", ...}"}
    {"kind":"tally","site":"shop","day":"2026-11-22","dimension":"how","value":"panel","count":1}
    {"kind":"end","notices":1,"decisions":1,"tallies":1,"sha256":"..."}

A notice stands before the decisions that refer to it, the files of a showing before it, and the tree before its parts.
A decision that is not sealed yet has no index, and a place whose decision was erased, which no line tells yet, is an
"erased". The digest is that of all lines before the last one. There is one way only to write a thing down, so a line
that is written in another way is refused.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import BinaryIO, cast

from pydantic import TypeAdapter, ValidationError

from .errors import ExportError
from .export_lines import (
    EndLine,
    HeadLine,
    Line,
    Piece,
    PieceLine,
    decided,
    kind_of,
    line_of,
    piece_of,
    text_of,
    time_text,
)
from .model import Notice, Tally
from .store.rows import utc_day

FORMAT = 2
LONGEST_LINE = 16 * 1024 * 1024

_lines: TypeAdapter[Line] = TypeAdapter(Line)


@dataclass(frozen=True, slots=True)
class Heading:
    """What an export is.

    :param version: the version of Akkoord that wrote it.
    :param first_day: the first UTC day that it covers, ``YYYY-MM-DD``; none for all from the beginning.
    :param last_day: the last one.
    """

    version: str
    sites: tuple[str, ...]
    exported: datetime
    first_day: str | None = None
    last_day: str | None = None

    @property
    def whole(self) -> bool:
        """Whether it holds the decisions of all days."""
        return self.first_day is None and self.last_day is None

    def covers(self, piece: Piece) -> bool:
        """Whether that belongs into the export."""
        if piece.site not in self.sites:
            return False
        decision = decided(piece)
        if decision is None and not isinstance(piece, Tally):
            return True
        day = utc_day(decision.at) if decision else cast(Tally, piece).day
        return (self.first_day or day) <= day <= (self.last_day or day)


def write(out: BinaryIO, heading: Heading, pieces: Iterable[Piece]) -> Counter[str]:
    """Write an export; how many there are of each kind."""
    digest, numbers = sha256(), Counter[str]()

    def put(line: str) -> None:
        raw = f"{line}\n".encode()
        digest.update(raw)
        out.write(raw)

    put(_head_text(heading))
    for piece in pieces:
        put(line_of(piece))
        numbers[kind_of(piece)] += 1
    put(_end_text(numbers, digest.hexdigest()))
    return numbers


class ExportReader:
    """Reads an export from its first line to its last.

    :raises akkoord.errors.ExportError: this is no export, or it is not whole, or not what was written.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._digest = sha256()
        self._raw = b""
        self._line = 0
        self._numbers = Counter[str]()
        self._notices: set[tuple[str, str]] = set()
        self.heading = self._heading()

    def pieces(self) -> Iterator[Piece]:
        """All that stands between the first line and the last. What came is right for certain once it has ended."""
        while True:
            raw = self._next()
            if not raw:
                raise self._wrong("here it breaks off: the last line of an export is missing")
            line = self._read(raw)
            if isinstance(line, HeadLine):
                raise self._wrong("a second export begins here")
            if isinstance(line, EndLine):
                return self._check_end(line, raw)
            yield self._piece(line, raw)

    def _heading(self) -> Heading:
        raw = self._next()
        line = self._read(raw) if raw.startswith(b'{"kind":"akkoord",') else None
        if not isinstance(line, HeadLine):
            raise self._wrong("this is not the first line of an export (of which only JSONL can be read again)")
        if line.format != FORMAT:
            raise self._wrong(f"Akkoord {line.version} wrote format {line.format}, and this version reads {FORMAT}")
        try:
            exported = datetime.fromisoformat(line.exported)
        except ValueError as error:
            raise self._wrong(str(error)) from None
        heading = Heading(line.version, tuple(line.sites), exported, line.first_day, line.last_day)
        self._check_way(_head_text(heading), raw)
        return heading

    def _piece(self, line: PieceLine, raw: bytes) -> Piece:
        try:
            piece = piece_of(line)
        except (ValueError, OverflowError) as error:
            raise self._wrong(str(error)) from None
        self._check_way(line_of(piece), raw)
        if not self.heading.covers(piece):
            raise self._wrong("it is of another site or day than the first line says")
        if isinstance(piece, Notice):
            self._notices.add((piece.site, piece.version))
        decision = decided(piece)
        if decision and (decision.site, decision.notice) not in self._notices:
            raise self._wrong(f"the decision is about notice {decision.notice}, which does not stand before it")
        self._numbers[kind_of(piece)] += 1
        return piece

    def _check_end(self, line: EndLine, raw: bytes) -> None:
        digest = self._digest.hexdigest()
        if line.sha256 != digest:
            raise self._wrong("the lines before it are not those that were written: their SHA-256 is another one")
        self._check_way(_end_text(self._numbers, digest), raw)
        if self._next():
            raise self._wrong("something stands behind the last line")

    def _next(self) -> bytes:
        # of the line before, so that the digest never has the last one
        self._digest.update(self._raw)
        self._raw = self._file.readline(LONGEST_LINE)
        self._line += 1
        return self._raw

    def _read(self, raw: bytes) -> Line:
        if not raw.endswith(b"\n"):
            raise self._wrong("here it breaks off, or the line is too long")
        try:
            return _lines.validate_json(raw, strict=True)
        except ValidationError as error:
            problem = error.errors(include_url=False, include_input=False, include_context=False)[0]
            where = ".".join(str(part) for part in problem["loc"])
            raise self._wrong(f"{where}: {problem['msg']}" if where else problem["msg"]) from None

    def _check_way(self, text: str, raw: bytes) -> None:
        if f"{text}\n".encode() != raw:
            raise self._wrong("it is not written as an export writes it")

    def _wrong(self, problem: str) -> ExportError:
        return ExportError(f"Line {self._line} of the export: {problem}.")


def _head_text(heading: Heading) -> str:
    return text_of(
        {
            "kind": "akkoord",
            "format": FORMAT,
            "version": heading.version,
            "sites": heading.sites,
            "exported": time_text(heading.exported),
            "first_day": heading.first_day,
            "last_day": heading.last_day,
        }
    )


def _end_text(numbers: Counter[str], digest: str) -> str:
    return text_of(
        {
            "kind": "end",
            "notices": numbers["notice"],
            "decisions": numbers["decision"],
            "tallies": numbers["tally"],
            "sha256": digest,
        }
    )
