"""Serves what a page embeds: ``/sites/{site}/akkoord.js`` and the banner files."""

from __future__ import annotations

from flask import Blueprint, Response

from ..errors import NotFound, UnknownSite
from .embed_files import File
from .embed_files import make_files as make_files
from .parts import parts
from .sending import send

blueprint = Blueprint("embed", __name__)

SCRIPT_CACHE = "public, max-age=3600, stale-while-revalidate=86400"
"""A returning visitor asks for the script once an hour at most; a changed notice is everywhere within that hour."""
BANNER_CACHE = "public, max-age=31536000, immutable"


def _send(file: File, cache: str) -> Response:
    response = send(file, "text/javascript", cache)
    # any page may embed it, also one that isolates itself from other origins
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


@blueprint.get("/sites/<site>/akkoord.js")
def script(site: str) -> Response:
    """Serve a site's script, with its notice baked in."""
    file = parts().files.scripts.get(site)
    if file is None:
        raise UnknownSite(f"There is no site {site!r}.")
    return _send(file, SCRIPT_CACHE)


@blueprint.get("/sites/<site>/banner/<digest>/<language>.js")
def banner(site: str, digest: str, language: str) -> Response:
    """Serve one language of a site's banner; its address names its content, so it never changes."""
    file = parts().files.banners.get((site, digest, language))
    if file is None:
        raise NotFound("There is no such banner (any more).")
    return _send(file, BANNER_CACHE)
