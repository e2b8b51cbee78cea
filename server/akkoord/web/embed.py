"""Serves what a page embeds: ``/sites/{site}/akkoord.js`` and the files of banner and panel."""

from __future__ import annotations

from flask import Blueprint, Response, request

from ..errors import NotFound, UnknownSite
from .embed_files import File
from .first_visit import is_first_visit
from .parts import parts
from .sending import send

blueprint = Blueprint("embed", __name__)

SCRIPT_CACHE = "public, max-age=3600, stale-while-revalidate=86400"
"""A returning visitor asks for the script once an hour at most; a changed notice is everywhere within that hour."""
LAYER_CACHE = "public, max-age=31536000, immutable"


def _send(file: File, cache: str) -> Response:
    response = send(file, "text/javascript", cache)
    # any page may embed it, also one that isolates itself from other origins
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


@blueprint.get("/sites/<site>/akkoord.js")
def script(site: str) -> Response:
    """Serve a site's script, with its notice baked in."""
    files = parts().embedded.files
    file = (files.first if is_first_visit(request.environ) else files.scripts).get(site)
    if file is None:
        raise UnknownSite(f"There is no site {site!r}.")
    return _send(file, SCRIPT_CACHE)


@blueprint.get("/sites/<site>/<any(banner, panel):layer>/<digest>/<language>.js")
def layer(site: str, layer: str, digest: str, language: str) -> Response:
    """Serve one language of a site's banner or panel; its address names its content, so it never changes."""
    file = parts().embedded.files.layers.get(f"sites/{site}/{layer}/{digest}/{language}.js")
    if file is None:
        raise NotFound(f"There is no such {layer} (any more).")
    return _send(file, LAYER_CACHE)
