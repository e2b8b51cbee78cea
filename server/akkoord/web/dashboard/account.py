"""What every user has: who they are here, another password, and an end to every session."""

from __future__ import annotations

from flask import Response, request

from ...accounts.passwords import SHORTEST
from ...accounts.sessions import LIFETIME
from ...errors import InvalidRequest, RateLimited
from .cookies import SESSION, set_cookie
from .desk import Desk
from .frame import to, visit
from .pages import Pages


def register(pages: Pages, desk: Desk) -> None:
    """Add the pages."""

    def page(status: int = 200, why: str = "", done: bool = False) -> Response:
        return pages.frame.show("account.html", status, why=why, done=done, shortest=SHORTEST)

    @pages.page("/account", "viewer")
    def account() -> Response:
        return page(done=request.args.get("done") == "password")

    @pages.page("/account/password", "viewer", ["POST"])
    def change_password() -> Response:
        user, new = visit().user, request.form.get("new", "")
        try:
            desk.limits.check_login(user.name, request.environ)
            known = desk.door.users.log_in(user.name, request.form.get("password", ""))
        except RateLimited as error:
            response = page(429, "often")
            response.headers["Retry-After"] = str(error.retry_after)
            return response
        if known is None:
            return page(403, "wrong")
        if new != request.form.get("again"):
            return page(422, "differ")
        try:
            changed = desk.door.set_password(known, new)
        except InvalidRequest:
            return page(422, "short")
        # every session has ended; who did it goes on in a new one
        response = to("account", done="password")
        secret = desk.door.sessions.begin(changed, desk.clock())
        set_cookie(response, SESSION, secret, int(LIFETIME.total_seconds()))
        return response
