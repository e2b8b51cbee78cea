"""What the pages of the dashboard work with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from ...accounts.door import Door
from ...model import Site
from ..limited import Limits
from .forms import Forms

if TYPE_CHECKING:
    from ...accounts.oidc import Provider


@dataclass(frozen=True, slots=True)
class Desk:
    """The built parts.

    :param sites: in the order of ``akkoord.toml``.
    :param provider: where one can log in as well, if anywhere.
    """

    door: Door
    sites: Mapping[str, Site]
    forms: Forms
    limits: Limits
    provider: Provider | None
    clock: Callable[[], datetime]
