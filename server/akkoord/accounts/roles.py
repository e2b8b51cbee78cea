"""Who may see and do what. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, get_args

Role = Literal["viewer", "auditor", "admin"]
ROLES: tuple[Role, ...] = get_args(Role)
"""From the one who may least: each may what those before it may. An auditor looks receipts up as well, an admin sees
every site and lets others in."""

_NAME = re.compile(r"[a-z0-9][a-z0-9._+@-]{0,99}")


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who may log in.

    :param sites: what a viewer and an auditor see; an admin sees all.
    :param oidc: comes in through OpenID Connect alone, and has no password here.
    :param stamp: another one with each password. A session is one of a stamp, so a new password ends them all.
    """

    name: str
    role: Role
    sites: tuple[str, ...] = ()
    oidc: bool = False
    stamp: str = ""

    def may(self, role: Role) -> bool:
        """Whether what that role may do is open to this user."""
        return ROLES.index(self.role) >= ROLES.index(role)

    def sees(self, site: str) -> bool:
        """Whether the site is one of this user's."""
        return self.role == "admin" or site in self.sites

    def seen(self, sites: Iterable[str]) -> list[str]:
        """Those of the sites that are this user's, in their order."""
        return [site for site in sites if self.sees(site)]


def user_name(text: str) -> str | None:
    """The name as it is kept, in small letters; None for what can be no name."""
    name = text.strip().casefold()
    return name if _NAME.fullmatch(name) else None
