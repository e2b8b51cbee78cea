"""The files that a page embeds: the site's script, and a banner and a panel per language, made once at start."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path

import brotli

from ..baked import BannerFile, SiteScript
from ..banner import banner_file, panel_file
from ..errors import ConfigurationError
from ..holding import make_holding
from ..law import lifetime_of
from ..model import Notice, Site
from ..signals import signals
from ..translate import Translation
from ..wire import Wire

STATIC = Path(__file__).parent / "static"


@dataclass(frozen=True)
class File:
    """A script as it is sent."""

    body: bytes

    @cached_property
    def digest(self) -> str:
        """Names the content."""
        return sha256(self.body).hexdigest()[:12]

    @cached_property
    def brotli(self) -> bytes:
        """The body, compressed as far as it goes; made when first asked for."""
        compressed: bytes = brotli.compress(self.body, quality=11)
        return compressed

    @cached_property
    def gzip(self) -> bytes:
        """The body for clients without brotli."""
        return gzip.compress(self.body, mtime=0)


@dataclass(frozen=True, slots=True)
class Files:
    """What is embedded.

    :param scripts: by site.
    :param first: by site, for a first visit: the script that brings the banner of the site's first language along.
    :param layers: banners and panels, by their paths.
    """

    scripts: Mapping[str, File]
    first: Mapping[str, File]
    layers: Mapping[str, File]


def _built(script: str) -> str:
    path = STATIC / script
    try:
        return path.read_text("utf-8")
    except FileNotFoundError:
        raise ConfigurationError(f"The widget is not built: {path.name} is missing. Run `make build`.") from None


def _bake(script: str, baked: Wire, *more: str) -> str:
    """A call of a built script with what the backend knows, and more as code."""
    return f"{_built(script)}({','.join([baked.model_dump_json(), *more])})"


def _file(code: str) -> File:
    return File(f"{code};".encode())


def _bring(language: str, banner: BannerFile) -> str:
    """The banner of one language as code that the site's script runs when it wants it.

    Out of the way of the parser, in the time in which the page waits for its own styles.
    """
    code = _bake("banner.js", banner, "receive").partition("\n")[2]
    return f"{{{json.dumps(language)}:receive=>setTimeout(()=>{code})}}"


def _bake_signals(site: Site) -> str:
    """A list of the site's signals as code: those that its services listen to, so that a page pays for no other."""
    made = (f"{_built(f'signals/{name}.js')}({_compact(baked)})" for name, baked in signals(site).items())
    return f"[{','.join(made)}]"


def _compact(value: object) -> str:
    return json.dumps(value, separators=(",", ":"))


def _joined(of: Mapping[str, Sequence[str]]) -> dict[str, str]:
    return {category: " ".join(patterns) for category, patterns in of.items()}


def site_script(site: Site, notice: Notice, banners: Mapping[str, str]) -> SiteScript:
    """What is baked into a site's script.

    :param banners: language -> path of its banner file.
    """
    holding = make_holding(site)
    return SiteScript.model_validate(
        {
            "site": site.id,
            "notice": notice.version,
            "lifetime": int(lifetime_of(site).total_seconds()),
            "asked": list(notice.asked),
            "hold": _joined(holding.hold),
            "keys": _joined(holding.keys),
            "own": " ".join(holding.own),
            "unknown": holding.unknown,
            "languages": {
                language: {
                    "banner": banners[language],
                    "open": site.texts.get(language, {}).get(
                        "settings", Translation(language).gettext("Cookie settings")
                    ),
                }
                for language in site.languages
            },
        }
    )


def make_files(sites: Mapping[str, Site], notices: Mapping[str, Notice]) -> Files:
    """Make every site's files.

    :raises ConfigurationError: the widget is not built.
    """
    scripts: dict[str, File] = {}
    first: dict[str, File] = {}
    layers: dict[str, File] = {}

    def add(layer: str, language: str, baked: Wire) -> str:
        file = _file(_bake(f"{layer}.js", baked))
        path = f"sites/{site.id}/{layer}/{file.digest}/{language}.js"
        layers[path] = file
        return path

    for site in sites.values():
        notice = notices[site.id]
        banners: dict[str, str] = {}
        for language in site.languages:
            panel = add("panel", language, panel_file(site, notice, language))
            layer = banner_file(site, notice, language, panel)
            banners[language] = add("banner", language, layer)
            if language == site.languages[0]:
                brought = _bring(language, layer)
        script = site_script(site, notice, banners), _bake_signals(site)
        scripts[site.id] = _file(_bake("gate.js", *script))
        first[site.id] = _file(_bake("gate.js", *script, brought))
    return Files(scripts, first, layers)
