"""The files that a page embeds: the site's script, and a banner and a panel per language, made once at start."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path

import brotli

from ..baked import BannerFile, LanguageFile, SiteScript
from ..banner import Words, banner_file, panel_file
from ..change import earlier_answers
from ..errors import ConfigurationError
from ..holding import make_holding
from ..law import lifetime_of
from ..model import Notice, Site
from ..news import banner_news
from ..signals import signals
from ..translate import Translation
from ..variants import OWN, shares, variant_of
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
    :param first: by site, for a first visit: the script that brings the banner of the site's first language along. A
        site with variants brings none: the one that came along would be there sooner than the others, and be answered
        otherwise for that alone.
    :param layers: banners and panels, by their paths.
    """

    scripts: Mapping[str, File]
    first: Mapping[str, File]
    layers: Mapping[str, File]


def built(script: str) -> str:
    """A script of the widget, as it was built."""
    path = STATIC / script
    try:
        return path.read_text("utf-8")
    except FileNotFoundError:
        raise ConfigurationError(f"The widget is not built: {path.name} is missing. Run `make build`.") from None


def _bake(script: str, baked: Wire | str, *more: str) -> str:
    """A call of a built script with what the backend knows, and more as code."""
    first = baked if isinstance(baked, str) else baked.model_dump_json(exclude_none=True)
    return f"{built(script)}({','.join([first, *more])})"


def _pick(script: SiteScript, others: Mapping[str, Mapping[str, LanguageFile]], shares: Mapping[str, float]) -> str:
    """What is baked into a site's script, as code: on a site with variants each page takes one of them by chance.

    Nothing is kept of it, so nobody is known again by it. The script itself knows nothing of variants: it gets the one.

    :param others: variant -> its files by language, of those that are not the site itself.
    :param shares: variant -> of how many pages it is.
    """
    baked = script.model_dump_json(exclude_none=True)
    if not others:
        return baked
    end, picked = 0.0, ""
    for id, languages in others.items():
        end += shares[id]
        lying_over = script.model_copy(update={"variant": id, "languages": languages})
        picked += f"chance<{round(end, 9)}?{lying_over.model_dump_json(include={'variant', 'languages'})}:"
    return f"(chance=>Object.assign({baked},{picked}{_compact({'variant': OWN})}))(Math.random())"


def _file(code: str) -> File:
    return File(f"{code};".encode())


def _bring(language: str, banner: BannerFile) -> str:
    """The banner of one language as code that the site's script runs when it wants it.

    Not before the page has been painted: both in one frame would be a long task.
    """
    code = _bake("banner.js", banner, "receive").partition("\n")[2]
    run = f"const run=()=>{code};document.hidden?run():requestAnimationFrame(()=>setTimeout(run))"
    return f"{{{json.dumps(language)}:receive=>{{{run}}}}}"


def _bake_signals(site: Site) -> str:
    """A list of the site's signals as code: those that its services listen to, so that a page pays for no other."""
    made = (f"{built(f'signals/{name}.js')}({_compact(baked)})" for name, baked in signals(site).items())
    return f"[{','.join(made)}]"


def _compact(value: object) -> str:
    return json.dumps(value, separators=(",", ":"))


def _joined(of: Mapping[str, Sequence[str]]) -> dict[str, str]:
    return {category: " ".join(patterns) for category, patterns in of.items()}


def site_script(site: Site, notice: Notice, banners: Mapping[str, str], earlier: Iterable[Notice] = ()) -> SiteScript:
    """What is baked into a site's script.

    :param banners: language -> path of its banner file.
    :param earlier: notices whose answers may hold still.
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
            "earlier": earlier_answers(notice, earlier),
            "languages": _languages(site, banners),
        }
    )


def _languages(site: Site, banners: Mapping[str, str]) -> dict[str, LanguageFile]:
    return {
        language: LanguageFile(
            banner=banners[language],
            open=site.texts.get(language, {}).get("settings", Translation(language).gettext("Cookie settings")),
        )
        for language in site.languages
    }


def make_files(
    sites: Mapping[str, Site], notices: Mapping[str, Notice], earlier: Mapping[str, Sequence[Notice]] | None = None
) -> Files:
    """Make every site's files.

    :param earlier: by site, notices whose answers may hold still.
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

    def add_all(shown: Site) -> tuple[dict[str, str], list[BannerFile]]:
        """The files of a site, or of one of its variants: language -> path of the banner, and what is in them."""
        paths, banners = {}, []
        for language in shown.languages:
            panel = add("panel", language, panel_file(shown, notice, language))
            banners.append(
                banner_file(shown, notice, language, panel, banner_news(Words(shown, language), notice, before))
            )
            paths[language] = add("banner", language, banners[-1])
        return paths, banners

    for site in sites.values():
        notice, before = notices[site.id], (earlier or {}).get(site.id, ())
        paths, banners = add_all(site)
        others = {each.id: _languages(site, add_all(variant_of(site, each.id))[0]) for each in site.variants}
        baked = _pick(site_script(site, notice, paths, before), others, shares(site)), _bake_signals(site)
        brought = [] if others else [_bring(site.languages[0], banners[0])]
        scripts[site.id] = _file(_bake("gate.js", *baked))
        first[site.id] = _file(_bake("gate.js", *baked, *brought))
    return Files(scripts, first, layers)
