"""What was shown, kept as long as a decision refers to it: each look of each notice, and the scripts that showed it.

A *showing* is a document: canonical JSON of all that a visitor could see, in every language, under the SHA-256 of it.
It names the scripts of the widget by their digests, and the archive has those too, each once. So a banner can be shown
again exactly as it was, by the widget of that day (:mod:`akkoord.shown_again`).
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from .errors import LedgersDiffer
from .export_archive import ArchivePiece, Kept, Shown
from .model import Notice
from .notice import is_genuine
from .proof.entries import publication_line
from .store import Showing, Store

LATEST = 20
"""How many earlier notices are remembered in the page at most."""


def digest_of(content: bytes) -> str:
    """The name of a file of the archive."""
    return sha256(content).hexdigest()


def keep(
    store: Store, site: str, document: Mapping[str, Any], scripts: Iterable[bytes], now: datetime
) -> Showing | None:
    """Keep what is shown now; the showing, if it is a new one."""
    content = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    showing = Showing(document["notice"], digest_of(content), now, now)
    if showing.digest not in {each.digest for each in store.showings(site)}:
        # first what it is made of: a showing leads to all of it, also after a crash
        for file in (*scripts, content):
            store.keep_file(digest_of(file), zlib.compress(file, 9))
    if not store.keep_showing(site, showing):
        return None
    # so that nobody can say later that something else was shown
    store.say(site, publication_line("showing", showing.version, showing.digest, now))
    return showing


def read_file(store: Store, digest: str) -> bytes | None:
    """A file of the archive, if it is there and is what its name says."""
    packed = store.file(digest)
    content = None if packed is None else zlib.decompress(packed)
    return content if content is not None and digest_of(content) == digest else None


def read_showing(store: Store, showing: Showing) -> dict[str, Any] | None:
    """What was shown."""
    content = read_file(store, showing.digest)
    document: dict[str, Any] | None = None if content is None else json.loads(content)
    return document


def shown_at(store: Store, site: str, version: str, at: datetime) -> Showing | None:
    """The look of a notice that servers showed last when somebody decided at that time."""
    of_it = [each for each in store.showings(site) if each.version == version]
    begun = [each for each in of_it if each.first <= at]
    return max(begun, key=lambda each: each.first, default=None) or next(iter(of_it), None)


def pieces(store: Store, site: str) -> Iterator[ArchivePiece]:
    """What was shown on a site, and before each showing what it is made of.

    :raises akkoord.errors.LedgersDiffer: what was shown is lost, or was altered.
    """
    told: set[str] = set()
    for showing in store.showings(site):
        document = read_showing(store, showing)
        if document is None:
            raise LedgersDiffer(f"The archive of {site} has lost what was shown, or it was altered: {showing.digest}.")
        for digest in (*document["scripts"].values(), showing.digest):
            content = store.file(digest)
            if content is not None and digest not in told:
                told.add(digest)
                yield Kept(site, digest, content)
        yield Shown(site, showing)


def take(store: Store, piece: ArchivePiece) -> None:
    """Keep what was shown elsewhere; to do it again changes nothing."""
    match piece:
        case Kept():
            store.keep_file(piece.digest, piece.packed)
        case Shown():
            store.keep_showing(piece.site, piece.showing)


def earlier_notices(store: Store, notice: Notice, now: datetime, lifetime: timedelta) -> list[Notice]:
    """The notices before this one whose answers can still hold: at most :data:`LATEST`, by version.

    What was shown until more than a lifetime ago was answered longer ago than that. Of a notice that the archive has no
    showing of nobody knows; it counts as the oldest.
    """
    showings = store.showings(notice.site)
    last: dict[str, datetime] = {}
    for each in showings:
        last[each.version] = max(each.last, last.get(each.version, each.last))

    def ended(version: str) -> datetime:
        """When another one came in its place, or later: it is only known when servers began to show something."""
        others = (time for each in showings if each.version != version for time in (each.first, each.last))
        return min((time for time in others if time > last[version]), default=now)

    found = [
        each
        for each in store.notices(notice.site)
        if each.version != notice.version
        and is_genuine(each)
        and (each.version not in last or now - ended(each.version) < lifetime)
    ]
    found.sort(key=lambda each: (each.version in last, last.get(each.version, now)), reverse=True)
    return sorted(found[:LATEST], key=lambda each: each.version)
