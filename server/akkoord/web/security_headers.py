"""What every answer tells browsers about its use, in one place. A view that needs another value sets its own."""

from __future__ import annotations

from flask import Flask, Response

PAGE_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
"""The policy of a page: everything from here, nothing inline, in nobody's frame."""

BARE_POLICY = {"default-src": "'none'", "frame-ancestors": "'none'"}
"""The policy of what is no page, should a browser show it as one."""

TRANSPORT_LIFETIME = 365 * 24 * 3600
"""Seconds for which browsers come by https alone. Names below the host are not ours to speak for."""


def policy(sources: dict[str, str]) -> str:
    """A content security policy as it is sent."""
    return "; ".join(f"{directive} {values}" for directive, values in sources.items())


def register(app: Flask, https: bool) -> None:
    """Add what an answer does not say itself.

    :param https: whether browsers find the backend by https.
    """

    @app.after_request
    def add_security_headers(response: Response) -> Response:
        headers = response.headers
        headers.setdefault("X-Content-Type-Options", "nosniff")
        # an address of ours may hold a decision's id, which shows its receipt
        headers.setdefault("Referrer-Policy", "same-origin")
        # what any page may read, any page may embed; a beacon's answer has no content, and to block it is only noise
        public = headers.get("Access-Control-Allow-Origin") == "*" or response.status_code == 204
        headers.setdefault("Cross-Origin-Resource-Policy", "cross-origin" if public else "same-origin")
        if response.mimetype == "text/html":
            headers.setdefault("Content-Security-Policy", policy(PAGE_POLICY))
            headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        elif response.mimetype not in ("text/javascript", "text/css"):
            headers.setdefault("Content-Security-Policy", policy(BARE_POLICY))
        if https:
            headers.setdefault("Strict-Transport-Security", f"max-age={TRANSPORT_LIFETIME}")
        return response
