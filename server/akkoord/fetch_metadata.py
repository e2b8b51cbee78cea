"""What a browser says of how a request came about: ``Sec-Fetch-*``. Pure.

No script can set or leave out these headers, so they tell a page's own call from a form, a link or an image that
somebody else's page made. Older browsers and other programs send none of them.
"""

from __future__ import annotations

from collections.abc import Mapping

from .errors import Detail, NotFetched, UnknownOrigin

_MODES = ("cors", "no-cors", "same-origin")
"""How scripts call: ``fetch`` and, in ``no-cors``, beacons. A form is ``navigate``."""


def check_fetch(headers: Mapping[str, str | None]) -> None:
    """Refuse a call that changes something and that no script of a page made. Beside the check of its origin.

    A call across sites is fine as such: a backend on another domain is usual, and the origin says whose page it is.

    :raises NotFetched: a navigation, a form, or something that a page embeds.
    :raises UnknownOrigin: a browser says that another site's page asks, and not which one.
    """
    mode, dest = headers.get("Sec-Fetch-Mode"), headers.get("Sec-Fetch-Dest")
    for name, value, known in (("Sec-Fetch-Mode", mode, _MODES), ("Sec-Fetch-Dest", dest, ("empty",))):
        if value is not None and value not in known:
            raise NotFetched(
                "Only a script of a page may ask that, not a form, a link or an image.",
                Detail(name, "says that no script asks", "use fetch() or navigator.sendBeacon()"),
            )
    site = headers.get("Sec-Fetch-Site")
    # a browser tells the origin of everything that changes something; of its own pages one can do without
    if site not in (None, "same-origin") and headers.get("Origin") is None:
        raise UnknownOrigin("The page that asks is not told.", Detail("Origin", "missing", "let the browser send it"))


def check_form(headers: Mapping[str, str | None], own: str) -> None:
    """Refuse a form that changes something and that no page of the backend's own holds.

    :param own: the origin of the backend.
    :raises UnknownOrigin: another page sent it, or the browser does not say which one.
    """
    site, origin = headers.get("Sec-Fetch-Site"), headers.get("Origin")
    # under the policy ``no-referrer`` a browser says ``null`` of its own pages too; another header tells them apart
    ours = origin in (None, own) or (origin == "null" and site == "same-origin")
    if not ours or site not in (None, "same-origin"):
        raise UnknownOrigin("Only a page of this backend may send that.", Detail("Origin", "of another page"))
