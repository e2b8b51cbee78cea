"""The gate in Flask's words: ``put_before(app, gate)``, ``consent``, ``needs("analytics")``."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Flask, Response, abort, request
from werkzeug.local import LocalProxy

from .gate import Gate
from .granted import HEADER, Granted, granted_of

consent: Granted = LocalProxy(lambda: granted_of(request))  # type: ignore[assignment]
"""What the visitor of the current request allows."""


def put_before(app: Flask, gate: Gate) -> None:
    """Put the gate in front of an app; its templates know ``consent`` and ``"analytics" is allowed``."""
    app.wsgi_app = gate.wsgi(app.wsgi_app)  # type: ignore[method-assign]
    app.jinja_env.globals["consent"] = consent
    app.jinja_env.tests["allowed"] = lambda category: consent.allows(category)
    app.after_request(_varied)


def needs(
    category: str, otherwise: Callable[..., Any] | None = None
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Show a view only to visitors who allow a category.

    :param otherwise: the view for the others; else they get status 403.
    """

    def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def decorated(*given: Any, **named: Any) -> Any:
            if consent.allows(category):
                return view(*given, **named)
            return otherwise(*given, **named) if otherwise else abort(403)

        return decorated

    return decorate


def _varied(response: Response) -> Response:
    # a cache within the app must tell apart what was made for other choices
    if granted_of(request).was_read:
        response.vary.add(HEADER)
    return response
