"""The files that a page embeds: the site's script and one banner per language, made once at start."""

from __future__ import annotations

import gzip
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path

import brotli

from ..banner import banner_file
from ..catalog import catalog
from ..errors import ConfigurationError
from ..model import CONSENT_LIFETIME, NECESSARY, Notice, Site
from ..translate import Translation, bcp47
from ..wire import SiteScript, Wire

STATIC = Path(__file__).parent / "static"


@dataclass(frozen=True)
class File:
    """A script as it is sent."""

    body: bytes

    @cached_property
    def digest(self) -> str:
        """Names the content."""
        return sha256(self.body).hexdigest()[:16]

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
    """What is embedded: ``scripts`` by site, ``banners`` by site, digest and language."""

    scripts: Mapping[str, File]
    banners: Mapping[tuple[str, str, str], File]


def _bake(script: str, baked: Wire) -> File:
    """Call a built script with what the backend knows."""
    path = STATIC / script
    try:
        code = path.read_text("utf-8")
    except FileNotFoundError:
        raise ConfigurationError(f"The widget is not built: {path.name} is missing. Run `make build`.") from None
    return File(f"{code}({baked.model_dump_json()});".encode())


def _joined(of: Mapping[str, Sequence[str]]) -> dict[str, str]:
    return {category: " ".join(dict.fromkeys(patterns)) for category, patterns in of.items() if patterns}


def _without_idle(hold: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Leave out patterns that decide nothing: the next longer one that covers them says the same."""
    category_of = {pattern: category for category, patterns in hold.items() for pattern in patterns}
    kept: dict[str, list[str]] = {category: [] for category in hold}
    for pattern, category in category_of.items():
        wider = [other for other in category_of if other != pattern and _covers(other, pattern)]
        if not wider or category_of[max(wider, key=len)] != category:
            kept[category].append(pattern)
    return kept


def _covers(pattern: str, other: str) -> bool:
    """Whether whatever fits ``other`` fits ``pattern`` too."""
    host, slash, path = pattern.partition("/")
    other_host, other_slash, other_path = other.partition("/")
    same_host = host == other_host or (host != "" and other_host.endswith(f".{host}"))
    return same_host and (other_slash + other_path).startswith(slash + path)


def site_script(site: Site, notice: Notice, banners: Mapping[str, str]) -> SiteScript:
    """What is baked into a site's script.

    :param banners: language -> path of its banner file.
    """
    # the catalog holds what the owner forgot to list; what the owner lists counts as the owner says
    services = {**catalog(), **{service.id: service for service in site.services}}
    listed = {service.id for service in site.services}
    hold: dict[str, list[str]] = {}
    keys: dict[str, list[str]] = {}
    for service in services.values():
        if service.category == NECESSARY and service.id not in listed:
            continue
        hold.setdefault(service.category, []).extend(service.hosts)
        if service.id in listed and service.category != NECESSARY:
            # what a third party sets under its own name is none of the page's
            own = (cookie.name for cookie in service.cookies if not cookie.host)
            keys.setdefault(service.category, []).extend(own)
    return SiteScript.model_validate(
        {
            "site": site.id,
            "notice": notice.version,
            "lifetime": int(CONSENT_LIFETIME.total_seconds()),
            "asked": list(notice.asked),
            "hold": _joined(_without_idle(hold)),
            "keys": _joined(keys),
            "languages": {
                language: {
                    "banner": banners[language],
                    "lang": bcp47(language),
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
    banners: dict[tuple[str, str, str], File] = {}
    for site in sites.values():
        paths: dict[str, str] = {}
        for language in site.languages:
            file = _bake("banner.js", banner_file(site, notices[site.id], language))
            banners[site.id, file.digest, language] = file
            paths[language] = f"sites/{site.id}/banner/{file.digest}/{language}.js"
        scripts[site.id] = _bake("gate.js", site_script(site, notices[site.id], paths))
    return Files(scripts, banners)
