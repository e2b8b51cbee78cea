"""Checkpoints: what the size and the root of a site's tree were at a time, as C2SP tlog-checkpoint notes. Pure.

::

    consent.example/sites/shop
    20852163
    CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=
    time 2026-11-22T13:14:15.678Z

    — consent.example/sites/shop Az3grlgtzPICa5OS8npVmf1Myq/5IZni...
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from ..ed25519 import PublicKeys
from ..errors import ProofInvalid
from ..tokens import Signer
from .entries import time_text
from .notes import opened as opened_note
from .notes import signed as signed_note
from .notes import text_of

_TEXT = re.compile(
    r"(?P<origin>[^\s+]+/sites/(?P<site>[a-z0-9][a-z0-9-]{0,31}))\n"
    r"(?P<size>0|[1-9][0-9]{0,15})\n"
    r"(?P<root>[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=)\n"
    r"time (?P<time>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)\n"
    r"(?:[^\n]+\n)*"
)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The size and the root of a site's tree at a time.

    :param origin: which tree it is: the backend's address without its scheme, and ``/sites/{site}``.
    """

    origin: str
    size: int
    root: bytes
    at: datetime

    @property
    def site(self) -> str:
        """The id of the site."""
        return self.origin.rpartition("/")[2]


def origin_of(base_url: str, site: str) -> str:
    """The name of a site's tree; a backend that does not know its address is called ``localhost``."""
    parts = urlsplit(base_url)
    return f"{parts.netloc or 'localhost'}{parts.path}/sites/{site}"


def signed(checkpoint: Checkpoint, signer: Signer) -> str:
    """The checkpoint as a note, signed with the newest key."""
    root = b64encode(checkpoint.root).decode()
    text = f"{checkpoint.origin}\n{checkpoint.size}\n{root}\ntime {time_text(checkpoint.at)}\n"
    return signed_note(text, checkpoint.origin, signer)


def read(note: str) -> Checkpoint:
    """What a note says. Nobody has said yet that it is genuine.

    :raises ProofInvalid: this is not a checkpoint.
    """
    found = _TEXT.fullmatch(text_of(note))
    if not found:
        raise ProofInvalid("This is not a checkpoint of Akkoord's.")
    try:
        at = datetime.fromisoformat(found["time"]).astimezone(UTC)
    except ValueError as error:
        raise ProofInvalid(f"The time of the checkpoint is none: {error}.") from None
    return Checkpoint(found["origin"], int(found["size"]), b64decode(found["root"]), at)


def opened(note: str, keys: PublicKeys, site: str | None = None) -> Checkpoint:
    """What a note says, if one of the keys signed it.

    :param site: the site whose tree it must be of.
    :raises ProofInvalid: this is not a checkpoint, or of another site, or not signed by any of the keys.
    :raises akkoord.errors.ConfigurationError: the keys are not Ed25519 keys.
    """
    checkpoint = read(note)
    if site is not None and checkpoint.site != site:
        raise ProofInvalid(f"The checkpoint is of site {checkpoint.site}, not of {site}.")
    opened_note(note, checkpoint.origin, keys)
    return checkpoint
