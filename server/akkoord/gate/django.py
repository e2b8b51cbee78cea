"""The gate in Django's words: a library of template tags, a middleware, and ``needs("analytics")``.

``{% load akkoord %}`` knows this module once ``TEMPLATES`` has
``"libraries": {"akkoord": "akkoord.gate.django"}`` among its options.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from inspect import iscoroutinefunction
from typing import Any

from django.core.exceptions import PermissionDenied
from django.template import Library
from django.utils.cache import patch_vary_headers

from .granted import HEADER, granted_of

register = Library()


def allows(context: Any, category: str) -> bool:
    """``{% allows "analytics" as counting %}{% if counting %}``, in a template that is rendered for a request."""
    return granted_of(context.request).allows(category)


def allowing(request: Any, category: str) -> bool:
    """``{% if request|allowing:"analytics" %}``, where the context processor of ``request`` is on."""
    return granted_of(request).allows(category)


register.simple_tag(allows, takes_context=True)
register.filter("allowing", allowing)


def vary(get_response: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """A middleware: Django's caches tell apart what was made for other choices. It goes below those of the cache."""

    def middleware(request: Any) -> Any:
        response = get_response(request)
        if granted_of(request).was_read:
            patch_vary_headers(response, [HEADER])
        return response

    return middleware


def needs(
    category: str, otherwise: Callable[..., Any] | None = None
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Show a view only to visitors who allow a category.

    :param otherwise: the view for the others; else they get status 403. Both are either plain or ``async``.
    """

    def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
        def chosen(request: Any) -> Callable[..., Any]:
            if granted_of(request).allows(category):
                return view
            if otherwise:
                return otherwise
            raise PermissionDenied

        @wraps(view)
        def decorated(request: Any, *given: Any, **named: Any) -> Any:
            return chosen(request)(request, *given, **named)

        @wraps(view)
        async def decorated_async(request: Any, *given: Any, **named: Any) -> Any:
            return await chosen(request)(request, *given, **named)

        return decorated_async if iscoroutinefunction(view) else decorated

    return decorate
