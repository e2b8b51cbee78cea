"""What stands in the tree: decisions under a salt, and lines that name nobody. Pure.

JSON is written as RFC 8785 has it: without spaces, names in order, letters as they are.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from hashlib import sha256
from json.encoder import encode_basestring
from typing import Any
from uuid import UUID

from ..model import Decision
from ..store.rows import milliseconds, visitor_bytes

LINE_SALT = bytes(32)
"""What stands before a line, which has nothing to hide."""
LATE = timedelta(minutes=10)
"""How long a decision may take into the tree, and how far the clocks of several servers may be apart."""
_SALT = b"akkoord leaf salt 1\0"

_quoted = lru_cache(4096)(encode_basestring)
canonical = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode


def decision_entry(decision: Decision) -> bytes:
    """What of a decision is hashed: a salt, and all that it says.

    The salt comes of two random ids that go when the visitor is erased. Without them nobody can try out what the rest
    may have been, and what is left in the tree tells nothing.
    """
    salt = sha256(_SALT + visitor_bytes(decision.visitor) + decision.id.bytes).digest()
    return salt + decision_text(decision).encode()


def decision_text(decision: Decision) -> str:
    """:func:`decision_fields` as canonical JSON, written by hand: a verification does so for each of a million."""
    return (
        f'{{"at":"{time_text(decision.at)}","choices":{_choices_text(tuple(decision.choices.items()))},'
        f'"country":{_quoted(decision.country)},"device":{_quoted(decision.device)},"how":{_quoted(decision.how)},'
        f'"id":"{decision.id}","language":{_quoted(decision.language)},"notice":{_quoted(decision.notice)},'
        f'"site":{_quoted(decision.site)},{_variant_text(decision.variant)}"visitor":"{decision.visitor}",'
        f'"widget":{_quoted(decision.widget)}}}'
    )


def decision_fields(decision: Decision) -> dict[str, object]:
    """All that a decision says, as JSON knows it."""
    return {
        "site": decision.site,
        "id": str(decision.id),
        "visitor": decision.visitor,
        "at": time_text(decision.at),
        "choices": dict(decision.choices),
        "notice": decision.notice,
        "language": decision.language,
        "how": decision.how,
        "device": decision.device,
        "widget": decision.widget,
        "country": decision.country,
        # not there if there is none: so the entries of before there were any stay what they are
        **({"variant": decision.variant} if decision.variant else {}),
    }


def decision_from(fields: Mapping[str, Any]) -> Decision:
    """The decision that :func:`decision_fields` told.

    :raises ValueError: a time or an id is none.
    """
    if not visitor_bytes(fields["visitor"]):
        raise ValueError("this is not a visitor's id")
    at = datetime.fromisoformat(fields["at"])
    return Decision(**{**fields, "id": UUID(fields["id"]), "at": at.astimezone(UTC)})


def time_text(at: datetime) -> str:
    """A moment in UTC, to the millisecond."""
    return (at if at.tzinfo is UTC else at.astimezone(UTC)).isoformat(timespec="milliseconds").replace("+00:00", "Z")


@lru_cache(4096)
def _choices_text(choices: tuple[tuple[str, bool], ...]) -> str:
    return canonical(dict(choices))


def _variant_text(variant: str) -> str:
    return f'"variant":{_quoted(variant)},' if variant else ""


def line_entry(line: str) -> bytes:
    """What of a line is hashed."""
    return LINE_SALT + line.encode()


def erasure_line(indexes: Sequence[int], at: datetime, why: str) -> str:
    """That the decisions of these indexes are gone.

    :param why: ``"visitor"`` (who asked for it), or ``"retention"``.
    """
    return canonical({"erased": list(ranges(indexes)), "at": milliseconds(at), "why": why})


def publication_line(kind: str, name: str, digest: str, at: datetime) -> str:
    """That a document was published, such as the notice of a version.

    :param digest: SHA-256 of the document, in hex.
    """
    return canonical({"published": kind, "name": name, "digest": digest, "at": milliseconds(at)})


def ranges(indexes: Iterable[int]) -> Iterator[list[int]]:
    """The same numbers as pairs of the first and the last of each run, in order."""
    run: list[int] = []
    for index in sorted(set(indexes)):
        if run and index == run[1] + 1:
            run[1] = index
        else:
            if run:
                yield run
            run = [index, index]
    if run:
        yield run
