"""Every page of the dashboard, with who may see it; and the guard in front of them all."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

from flask import Blueprint, Response, g, request

from ...accounts.roles import Role
from ...errors import AkkoordError, Forbidden, RateLimited, StoreError
from ...fetch_metadata import check_form
from ..errors import because, status_of
from ..visitor_cookie import own_address
from ..watching import ERROR_CODE, this_request
from .cookies import SESSION
from .desk import Desk
from .files import Files
from .frame import Frame, to

log = logging.getLogger("akkoord")

NAME = "dashboard"
_FILE = f"{NAME}.file"
"""Files are nobody's, and are there without the store."""
View = Callable[..., Response]
PUBLIC = None
"""In the place of a role: open to everybody."""


class Pages:
    """The blueprint. A page that no role is said of is shown to nobody.

    :ivar files: what the pages are made up with.
    :ivar frame: shows a template in the frame that all pages have.
    """

    def __init__(self, desk: Desk, files: Files) -> None:
        self._desk = desk
        self.files = files
        self._roles: dict[str, Role | None] = {}
        self.blueprint = Blueprint(NAME, __name__, template_folder="templates", url_prefix="/dashboard")
        self.frame = Frame(desk, files, self._roles)
        self.blueprint.before_request(self._guard)
        self.blueprint.after_request(_private)
        self.blueprint.register_error_handler(AkkoordError, self._refused)
        self.page("/files/<digest>/<name>", PUBLIC)(self._file)

    def page(self, rule: str, role: Role | None, methods: Sequence[str] = ("GET",)) -> Callable[[View], View]:
        """Register a view.

        :param rule: its address below ``/dashboard``.
        :param role: the least that may see it, or :data:`PUBLIC`.
        """

        def register(view: View) -> View:
            name = view.__name__.strip("_")
            self._roles[f"{NAME}.{name}"] = role
            self.blueprint.add_url_rule(rule, name, view, methods=list(methods))
            return view

        return register

    def _guard(self) -> Response | None:
        if request.endpoint == _FILE:
            g.visit = None
            return None
        unsafe = request.method not in ("GET", "HEAD", "OPTIONS")
        g.visit = self._desk.door.visit(request.cookies.get(SESSION), self._desk.clock())
        if unsafe:
            own = urlsplit(own_address())
            check_form(dict(request.headers), f"{own.scheme}://{own.netloc}")
        if request.endpoint not in self._roles:
            raise Forbidden("It is not said who may see that.")
        role = self._roles[request.endpoint]
        if role is PUBLIC:
            return None
        if g.visit is None:
            wanted = "" if unsafe else request.full_path.removeprefix("/dashboard/").rstrip("?")
            return to("login", next=wanted)
        if not g.visit.user.may(role):
            raise Forbidden("That is not for your role.")
        if unsafe and not self._desk.forms.is_of(g.visit.session.id, request.form.get("mark")):
            return self.frame.show("problem.html", 403, why="stale")
        return None

    def _refused(self, error: AkkoordError) -> Response:
        if isinstance(error, StoreError):
            log.error("store: %s", because(error), extra=this_request())
        request.environ[ERROR_CODE] = error.code
        # who is asking is not read again: the store may be away
        response = self.frame.show("problem.html", status_of(error), why=error.code)
        if isinstance(error, RateLimited):
            response.headers["Retry-After"] = str(error.retry_after)
        return response

    def _file(self, digest: str, name: str) -> Response:
        return self.files.send(digest, name)


def _private(response: Response) -> Response:
    """Kept by no cache, found by no search."""
    if "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
