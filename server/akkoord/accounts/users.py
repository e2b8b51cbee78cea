"""The users of the dashboard."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, replace
from secrets import token_urlsafe

from ..errors import Detail, InvalidRequest, NotFound
from ..store.documents import Documents
from .passwords import check_password, hash_of, is_outdated, is_right
from .roles import ROLES, Role, User, user_name

KIND = "user"
PASSWORD = "password"
"""What is kept of a password, under the user's stamp: nothing that is written late brings back a password that
was changed meanwhile, or a user who is gone."""


class Users:
    """Adds, changes and removes users, and knows their passwords."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents

    def all(self) -> list[User]:
        """Everybody, by name."""
        return [_user(name, text) for name, text in self._documents.documents(KIND).items()]

    def find(self, name: str) -> User | None:
        """The user of that name."""
        known = user_name(name)
        text = None if known is None else self._documents.document(KIND, known)
        return None if known is None or text is None else _user(known, text)

    def named(self, name: str) -> User:
        """The user of that name.

        :raises NotFound: there is none.
        """
        user = self.find(name)
        if user is None:
            raise NotFound(f"There is no user {name!r}.")
        return user

    def add(self, name: str, role: Role, sites: Iterable[str] = (), password: str | None = None) -> User:
        """Let somebody in.

        :param password: none for who comes in through OpenID Connect.
        :raises InvalidRequest: it cannot be done like that; it says why.
        """
        known = user_name(name)
        if known is None:
            hint = "take letters, digits and . _ + @ -, beginning with a letter or a digit"
            raise InvalidRequest(f"That is no name for a user: {hint}.", Detail("name", "cannot be used", hint))
        user = User(known, role, checked_sites(role, sites), password is None, token_urlsafe(16))
        if password is not None:
            check_password(password)
            self._documents.put_document(PASSWORD, user.stamp, hash_of(password))
        if not self._documents.add_document(KIND, known, _text(user)):
            self._documents.drop_document(PASSWORD, user.stamp)
            raise InvalidRequest(f"There is a user {known} already.", Detail("name", "is there already"))
        return user

    def remove(self, user: User) -> None:
        """Let somebody in no more. Their sessions end with it."""
        self._documents.drop_document(KIND, user.name)
        self._documents.drop_document(PASSWORD, user.stamp)

    def set_password(self, user: User, password: str) -> User:
        """Give a user another password. Every session of theirs ends.

        :raises InvalidRequest: the user has none, or it is too short.
        """
        if user.oidc:
            raise InvalidRequest(f"{user.name} logs in through OpenID Connect, and has no password here.")
        check_password(password)
        changed = replace(user, stamp=token_urlsafe(16))
        self._documents.put_document(PASSWORD, changed.stamp, hash_of(password))
        self._documents.put_document(KIND, user.name, _text(changed))
        self._documents.drop_document(PASSWORD, user.stamp)
        return changed

    def set_sites(self, user: User, sites: Iterable[str]) -> User:
        """Let a user see these sites, and no others."""
        changed = replace(user, sites=checked_sites(user.role, sites))
        self._documents.put_document(KIND, user.name, _text(changed))
        return changed

    def log_in(self, name: str, password: str) -> User | None:
        """The user, if that is the password. What is wrong is not told, and takes as long as what is right."""
        user = self.find(name)
        # looked for in any case: that takes time as well
        kept = self._documents.document(PASSWORD, "" if user is None or user.oidc else user.stamp)
        if not is_right(password, kept) or user is None or kept is None:
            return None
        if is_outdated(kept):
            self._documents.put_document(PASSWORD, user.stamp, hash_of(password))
        return user


def checked_sites(role: Role, sites: Iterable[str]) -> tuple[str, ...]:
    """The sites of a user of that role.

    :raises InvalidRequest: an admin has none of their own, and anybody else has one at least.
    """
    found = tuple(dict.fromkeys(sites))
    if (role == "admin") == bool(found):
        hint = "an admin sees every site, name none" if found else f"name the sites that the {role} sees"
        raise InvalidRequest(f"The sites do not go with the role: {hint}.", Detail("sites", "do not fit", hint))
    return found


def _text(user: User) -> str:
    return json.dumps({name: value for name, value in asdict(user).items() if name != "name"})


def _user(name: str, text: str) -> User:
    kept = json.loads(text)
    role = kept["role"]
    assert role in ROLES
    return User(name, role, tuple(kept["sites"]), kept["oidc"], kept["stamp"])
