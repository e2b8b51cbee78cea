"""The gate in Starlette's words, which are FastAPI's too: ``needs("analytics")`` and ``in_templates``."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request

from .granted import granted_of


def in_templates(request: Request) -> dict[str, Any]:
    """A context processor: ``Jinja2Templates(directory, context_processors=[in_templates])``."""
    return {"consent": granted_of(request)}


def needs(
    category: str, otherwise: Callable[..., Any] | None = None
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Show an ``async`` view only to visitors who allow a category.

    :param otherwise: the view for the others; else they get status 403.
    """

    def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        async def decorated(request: Request) -> Any:
            if granted_of(request).allows(category):
                return await view(request)
            if otherwise:
                return await otherwise(request)
            raise HTTPException(403)

        return decorated

    return decorate
