"""Configurations of web servers that send the policy of each visitor, without any program of ours. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..holding import Holding
from ..model import NECESSARY, Notice
from ..policy import policy
from .token_shape import token_shapes

# what one parameter of an nginx configuration may hold is less than 4,096 bytes
_PIECE = 3000


def nginx(notice: Notice, holding: Holding, earlier: Sequence[Notice] = ()) -> str:
    """A file for the ``http`` block of nginx: it sets ``$akkoord_granted`` and ``$akkoord_csp``.

    :param earlier: notices whose answers may hold still.
    """
    lines = [
        f"# The gate of site {notice.site}, notice {notice.version}, made by `akkoord gate nginx {notice.site}`.",
        "# Make it again after each change of akkoord.toml. Include it in the http block,",
        "# and in the server or location write:",
        "#",
        "#     add_header Content-Security-Policy $akkoord_csp always;",
        "#     add_header Vary Cookie always;",
        "#",
        "# With a cache, visitors who granted the same share an entry, and nobody else does:",
        "#",
        '#     proxy_cache_key "$scheme$host$request_uri $akkoord_granted";',
        "#     proxy_set_header Akkoord-Granted $akkoord_granted;",
        "#",
        "# Signatures are not verified here; nor is the age of a decision, with which the cookie ends.",
        "",
        "map $cookie_akkoord $akkoord_granted {",
        '    default "";',
    ]
    pieces: list[str] = []
    policies: list[str] = []
    shapes = list(token_shapes(notice, earlier))
    lines += [f'    "~{shape}" {_letters(granted)};' for shape, granted in shapes if granted]
    for number, granted in enumerate(dict.fromkeys(granted for _, granted in shapes)):
        letters = _letters(granted)
        text = policy(holding, (NECESSARY, *granted), notice.asked)
        names = []
        for part, start in enumerate(range(0, len(text), _PIECE)):
            names.append(f"${{akkoord_{number}_{part}}}")
            piece = text[start : start + _PIECE]
            pieces.append(f'map "" $akkoord_{number}_{part} {{\n    default "{piece}";\n}}')
        policies.append(f'    {letters or "default"} "{"".join(names)}";')
    kinds = r'"~*^(text/html|application/xhtml\+xml|image/svg\+xml|text/xml|application/xml)"'
    lines += ["}", "", *pieces, "", "map $akkoord_granted $akkoord_policy {", *policies, "}", ""]
    lines += [
        "map $sent_http_content_type $akkoord_csp {",
        '    default "";',
        '    "" $akkoord_policy;',
        f"    {kinds} $akkoord_policy;",
        "}",
    ]
    return "\n".join(lines) + "\n"


def caddy(notice: Notice, holding: Holding, earlier: Sequence[Notice] = ()) -> str:
    """Directives for a site block of Caddy.

    :param earlier: notices whose answers may hold still.
    """
    shapes = list(token_shapes(notice, earlier))
    lines = [
        f"# The gate of site {notice.site}, notice {notice.version}, made by `akkoord gate caddy {notice.site}`.",
        "# Make it again after each change of akkoord.toml. Import it in the site block, before what serves the pages.",
        "#",
        "# A cache must tell visitors apart by {akkoord_granted}, never by their cookie.",
        "# Signatures are not verified here; nor is the age of a decision, with which the cookie ends.",
        "",
        "map {http.request.cookie.akkoord} {akkoord_granted} {",
    ]
    lines += [f"    `~{shape}` `{_letters(granted)}`" for shape, granted in shapes if granted]
    lines += ["    default ``", "}", "map {akkoord_granted} {akkoord_policy} {"]
    lines += [
        f"    `{_letters(granted)}` `{policy(holding, (NECESSARY, *granted), notice.asked)}`"
        for granted in dict.fromkeys(granted for _, granted in shapes)
        if granted
    ]
    closed = policy(holding, (NECESSARY,), notice.asked)
    lines += [f"    default `{closed}`", "}", "request_header Akkoord-Granted {akkoord_granted}"]
    lines += _caddy_headers()
    return "\n".join(lines) + "\n"


def _caddy_headers() -> Iterator[str]:
    yield "header +Vary Cookie"
    yield "@akkoord_holds expression {akkoord_policy} != ''"
    yield "header @akkoord_holds +Content-Security-Policy {akkoord_policy}"


def _letters(granted: tuple[str, ...]) -> str:
    return "".join(category[0] for category in granted)
