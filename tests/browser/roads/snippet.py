"""One tracker on a page: the road it takes, and how to tell that it took it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

KEY = "KEY"
"""Stands in a snippet for what is different in each load of each page, so that nothing is counted twice."""


@dataclass(frozen=True, slots=True)
class Snippet:
    """HTML that tracks.

    :param id: small letters and hyphens; part of each address that the snippet calls.
    :param road: by which road it reaches a vendor; figures are given per road.
    :param category: what an owner would mark it as, for the inert grade.
    :param files: what scripts and frames hold beside the usual, by the last part of their path.
    :param works: a JavaScript expression that is true in the end, where all that it needs is open.
    :param html: whether what fetches stands in HTML itself, so that a browser may read ahead.
    :param whole: whether only a whole browser with a lasting profile does it, not one without a window or in private.
    :param after: how long after ``load`` the snippet still acts of its own accord, in milliseconds.
    """

    id: str
    road: str
    category: str
    body: str = ""
    head: str = ""
    files: Mapping[str, str] = field(default_factory=dict)
    works: str = "true"
    after: int = 0
    html: bool = False
    whole: bool = False
