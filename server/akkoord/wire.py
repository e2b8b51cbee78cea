"""What travels between the page and the backend, defined once.

Requests are checked against these types, OpenAPI is made from them (:mod:`akkoord.web.openapi`), and the widget's
TypeScript types are made from OpenAPI (``widget/src/wire.d.ts``).
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StrictBool

BODY_LIMIT = 4096
"""The largest body that is taken, in bytes."""

Category = Literal["necessary", "functional", "analytics", "marketing"]
How = Literal["banner", "panel", "api", "gpc"]
Device = Literal["narrow", "wide"]
Version = Annotated[str, Field(pattern=r"^[0-9a-f]{12}$", description="A notice version: 12 hexadecimal digits.")]
Language = Annotated[str, Field(pattern=r"^[A-Za-z]{2,3}(_[A-Za-z0-9]{2,8}){0,3}$", examples=["nl_NL_formal"])]
Variant = Annotated[
    Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,31}$")] | None,
    Field(description="Which of the site's variants asked. One that the site does not have counts as none."),
]
Widget = Annotated[str, Field(pattern=r"^[0-9A-Za-z.+-]{1,32}$", description="The version of the widget.")]


class Wire(BaseModel):
    """Base of the wire types: nothing unknown is taken, nothing is changed after the check."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class DecisionRequest(Wire):
    """What a visitor chose."""

    id: Annotated[UUID, Field(description="Made by the client; the same id again counts once.")]
    # a yes is a yes only if it says so: no word or number stands for one
    choices: Annotated[dict[Category, StrictBool], Field(description="Each asked category; one left out is a no.")]
    notice: Version
    language: Language
    how: How
    device: Device
    widget: Widget
    token: Annotated[
        str | None,
        Field(max_length=512, description="The visitor's token, if there is one and it is not sent as a header."),
    ] = None
    seconds: Annotated[
        Annotated[float, Field(ge=0, le=86_400, allow_inf_nan=False)] | None,
        Field(description="How long ago the question was shown. Counted in classes, and kept nowhere."),
    ] = None
    variant: Variant = None


class DecisionRecord(Wire):
    """A decision as it stands in the ledger."""

    id: UUID
    site: str
    visitor: Annotated[str, Field(description="Random id of one browser, made by the backend.")]
    at: Annotated[datetime, Field(description="The server's clock, UTC.")]
    choices: dict[Category, bool]
    notice: Version
    language: Language
    how: How
    device: Device
    widget: Widget
    country: Annotated[str, Field(description="ISO 3166 code from a trusted proxy, or empty.")] = ""
    variant: Annotated[str, Field(description="Which of the site's variants asked, or empty.")] = ""


class DecisionResponse(Wire):
    """The signed proof of a recorded decision, and the decision."""

    token: str
    decision: DecisionRecord


class DisplayRequest(Wire):
    """That a banner was shown. Names nobody."""

    notice: Version
    language: Language
    device: Device
    widget: Widget
    variant: Variant = None


HOST_LIMIT = 253
UNKNOWN_LIMIT = 50
"""The most unknown hosts that one page tells of."""


class UnknownRequest(Wire):
    """Hosts of third parties that one page wanted to reach, and that no service names. Names nobody."""

    hosts: Annotated[
        list[Annotated[str, Field(pattern=r"^[a-z0-9_-]+(\.[a-z0-9_-]+)+$", max_length=HOST_LIMIT)]],
        Field(min_length=1, max_length=UNKNOWN_LIMIT, description="Host names, each once."),
    ]


class ConsentRecord(Wire):
    """What the latest decision allows now."""

    allowed: list[Category]
    ask: Annotated[bool, Field(description="Whether the visitor is to be asked (again).")]


class VisitorResponse(Wire):
    """All that is kept of one visitor."""

    visitor: str
    consent: ConsentRecord
    latest: DecisionRecord | None
    history: Annotated[list[DecisionRecord], Field(description="Oldest first.")]


class ErrorDetail(Wire):
    """One thing that is wrong, where, and what would be right."""

    field: str
    problem: str
    hint: str = ""


class ErrorBody(Wire):
    """What went wrong."""

    code: str
    message: str
    details: list[ErrorDetail] = []


class ErrorResponse(Wire):
    """The one shape of every error."""

    error: ErrorBody


class PublicKey(Wire):
    """A public key as a JSON Web Key (RFC 7517, RFC 8037)."""

    kty: Literal["OKP"] = "OKP"
    crv: Literal["Ed25519"] = "Ed25519"
    alg: Literal["EdDSA"] = "EdDSA"
    use: Literal["sig"] = "sig"
    kid: str
    x: str


class PublicKeys(Wire):
    """The public keys with which tokens verify, oldest first."""

    keys: list[PublicKey]


Hash = Annotated[str, Field(description="SHA-256, in base64.", pattern=r"^[A-Za-z0-9+/]{43}=$")]


class CheckpointRecord(Wire):
    """What the tree of a site was at a time, signed."""

    site: str
    size: int
    root: Hash
    time: str
    key: Annotated[str, Field(description="The id of the key in the note: eight hexadecimal digits.")]
    note: Annotated[str, Field(description="The signed note (C2SP tlog-checkpoint).")]


class CheckpointsResponse(Wire):
    """What was signed of a site's tree, by its size."""

    checkpoints: list[CheckpointRecord]
    next: Annotated[int | None, Field(description="The size to ask for next, if there are more.")]


class ConsistencyResponse(Wire):
    """That the tree of one size grew into that of another (RFC 9162 2.1.4)."""

    first: int
    second: int
    first_root: Hash
    second_root: Hash
    path: list[Hash]


class InclusionResponse(Wire):
    """That an entry is in the tree of a size (RFC 9162 2.1.3)."""

    index: int
    size: int
    leaf: Hash
    root: Hash
    path: list[Hash]


class ChangeRecord(Wire):
    """How a rate differs from that of the period before."""

    points: Annotated[float, Field(description="The difference; 0.05 for five percentage points.")]
    p: Annotated[float, Field(description="How likely such a difference is by chance alone (z-test of two shares).")]
    word: Literal["up", "down", "no clear change"]


class RateRecord(Wire):
    """A rate from 0 to 1, with Wilson's interval of 95 %."""

    value: float
    low: float
    high: float
    change: ChangeRecord | None = None


class GroupFigures(Wire):
    """What was counted of one group."""

    group: Annotated[dict[str, str], Field(description="What it is told apart by; “-” where nothing is known.")]
    counts: Annotated[dict[str, int | None], Field(description="None where it is not shown.")]
    hidden: Annotated[dict[str, str], Field(description="What stands in the place of a count that is not shown.")]
    rates: Annotated[dict[str, RateRecord], Field(description="Those that can be told.")]


class StatsResponse(Wire):
    """The figures of a site in a period, and how they moved against the period before."""

    site: str
    first: str
    last: str
    before_first: str
    before_last: str
    by: list[str]
    only: dict[str, str]
    median_seconds: Annotated[float | None, Field(description="Until a first answer, interpolated; of the whole site.")]
    total: GroupFigures
    groups: list[GroupFigures]
    counted: Annotated[dict[str, str], Field(description="What is counted, in words.")]
    formulas: Annotated[dict[str, str], Field(description="How each rate is made, in words.")]
    not_shown: Annotated[dict[str, str], Field(description="What a word in the place of a count means.")]


class PrivacyControl(Wire):
    """That Global Privacy Control is honoured, and since when it is honoured in this way."""

    gpc: Literal[True] = True
    lastUpdate: str


class HealthResponse(Wire):
    """Whether the backend lives, and whether it can record decisions."""

    status: Literal["ok", "unavailable"]
    reason: str = ""
