"""Logging in by name and password, and logging out."""

from __future__ import annotations

import re
from secrets import token_urlsafe

from flask import Response, g, request

from ...accounts.roles import User
from ...accounts.sessions import LIFETIME, digest
from ...errors import RateLimited
from .cookies import BROWSER, SESSION, drop_cookie, set_cookie
from .desk import Desk
from .frame import to, visit
from .pages import PUBLIC, Pages


def wanted() -> str:
    """The page that was asked for before it came to logging in: one of the dashboard's own."""
    page = request.values.get("next", "")
    return page if re.fullmatch(r"[a-z]+(/[a-z]+)*(\?[\w=&%.+-]*)?", page) else ""


def let_in(desk: Desk, user: User, page: str) -> Response:
    """Log a user in, in a session of its own, and go on to a page."""
    if g.visit is not None:
        desk.door.sessions.end(g.visit.session.id)
    response = to(page)
    secret = desk.door.sessions.begin(user, desk.clock())
    set_cookie(response, SESSION, secret, int(LIFETIME.total_seconds()))
    drop_cookie(response, BROWSER)
    return response


def login_page(pages: Pages, desk: Desk, status: int = 200, why: str = "") -> Response:
    """The form. A browser in which nobody is logged in gets a number that the form is bound to."""
    g.visit = None
    browser = request.cookies.get(BROWSER) or token_urlsafe(32)
    response = pages.frame.show(
        "login.html",
        status,
        mark=desk.forms.mark(digest(browser)),
        why=why,
        next=wanted(),
        name=request.form.get("name", ""),
        elsewhere=desk.provider is not None,
    )
    set_cookie(response, BROWSER, browser, 24 * 3600, "Strict")
    return response


def register(pages: Pages, desk: Desk) -> None:
    """Add the pages."""

    @pages.page("/login", PUBLIC)
    def login() -> Response:
        return to(wanted()) if g.visit else login_page(pages, desk)

    @pages.page("/login", PUBLIC, ["POST"])
    def enter() -> Response:
        browser, name = request.cookies.get(BROWSER, ""), request.form.get("name", "")
        if not desk.forms.is_of(digest(browser), request.form.get("mark")):
            return login_page(pages, desk, 403, "stale")
        try:
            desk.limits.check_login(name, request.environ)
            user = desk.door.users.log_in(name, request.form.get("password", ""))
        except RateLimited as error:
            response = login_page(pages, desk, 429, "often")
            response.headers["Retry-After"] = str(error.retry_after)
            return response
        if user is None:
            return login_page(pages, desk, 401, "wrong")
        return let_in(desk, user, wanted())

    @pages.page("/logout", "viewer", ["POST"])
    def logout() -> Response:
        if request.form.get("where") == "everywhere":
            desk.door.sessions.end_all(visit().user.name)
        desk.door.sessions.end(visit().session.id)
        response = to("login")
        drop_cookie(response, SESSION)
        return response
