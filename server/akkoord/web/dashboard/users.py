"""Admins let others in, and out."""

from __future__ import annotations

from flask import Response, request

from ...accounts.passwords import new_password
from ...accounts.roles import ROLES, User
from ...errors import Forbidden, InvalidRequest
from .desk import Desk
from .frame import to, visit
from .pages import Pages


def register(pages: Pages, desk: Desk) -> None:
    """Add the pages."""

    def page(status: int = 200, why: str = "", said: str = "", of: str = "", password: str = "") -> Response:
        return pages.frame.show(
            "users.html",
            status,
            why=why,
            said=said,
            of=of,
            password=password,
            all=desk.door.users.all(),
            sites=list(desk.sites),
            elsewhere=desk.provider is not None,
        )

    def other(name: str) -> User:
        """The user of that name, who is not the one who asks: nobody shuts themselves out."""
        user = desk.door.users.named(name)
        if user.name == visit().user.name:
            raise Forbidden("That is yourself.")
        return user

    def chosen() -> list[str]:
        return [site for site in request.form.getlist("sites") if site in desk.sites]

    @pages.page("/users", "admin")
    def users() -> Response:
        return page(said=request.args.get("done", ""))

    @pages.page("/users/add", "admin", ["POST"])
    def add_user() -> Response:
        name, role = request.form.get("name", ""), request.form.get("role", "")
        password = None if request.form.get("oidc") else new_password()
        found = next((each for each in ROLES if each == role), None)
        if found is None:
            return page(422, "role")
        if desk.door.users.find(name) is not None:
            return page(409, "there")
        try:
            user = desk.door.users.add(name, found, () if found == "admin" else chosen(), password)
        except InvalidRequest as error:
            return page(422, error.details[0].field)
        return page(said="added", of=user.name, password=password or "")

    @pages.page("/users/<name>/password", "admin", ["POST"])
    def reset_password(name: str) -> Response:
        user, password = other(name), new_password()
        try:
            desk.door.set_password(user, password)
        except InvalidRequest:
            return page(422, "oidc")
        return page(said="password", of=user.name, password=password)

    @pages.page("/users/<name>/sites", "admin", ["POST"])
    def set_sites(name: str) -> Response:
        try:
            desk.door.users.set_sites(other(name), chosen())
        except InvalidRequest:
            return page(422, "sites")
        return to("users", done="sites")

    @pages.page("/users/<name>/logout", "admin", ["POST"])
    def end_sessions(name: str) -> Response:
        desk.door.sessions.end_all(other(name).name)
        return to("users", done="logout")

    @pages.page("/users/<name>/remove", "admin", ["POST"])
    def remove_user(name: str) -> Response:
        desk.door.remove(other(name))
        return to("users", done="removed")
