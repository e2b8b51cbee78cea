"""What pages embed now: it follows from the sites, and from what the store knows of earlier notices."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from .. import __version__
from ..archive import digest_of, earlier_notices, keep
from ..banner import Words, banner_file, panel_file
from ..law import law, lifetime_of, lifetime_text
from ..ledger import publish
from ..model import Notice, Site, utc_now
from ..news import banner_news
from ..store import Store
from ..variants import variant_ids, variant_of
from .embed_files import Files, built, make_files, site_script

SCRIPTS = ("gate.js", "banner.js", "panel.js")
FORMAT = 1
"""Of the document that says what was shown."""


class Embedded:
    """The files of all sites. Until the store is there they know of no earlier notice, and its answers do not hold."""

    def __init__(self, sites: Mapping[str, Site], notices: Mapping[str, Notice]) -> None:
        self._sites, self._notices = sites, notices
        self._earlier: dict[str, list[Notice]] = {}

    @cached_property
    def files(self) -> Files:
        """What is embedded."""
        return make_files(self._sites, self._notices, self._earlier)

    def meet(self, store: Store) -> None:
        """Tell a store that was opened what is asked and shown, and learn from it what was asked before."""
        publish(store, self._notices)
        now = utc_now()
        earlier = {
            site.id: earlier_notices(store, self._notices[site.id], now, lifetime_of(site))
            for site in self._sites.values()
        }
        if earlier != self._earlier:
            self._earlier = earlier
            self.__dict__.pop("files", None)
        scripts = {name: built(name).encode() for name in SCRIPTS}
        for site in self._sites.values():
            for variant in variant_ids(site) or ("",):
                shown = variant_of(site, variant) if variant else site
                document = showing(shown, self._notices[site.id], earlier[site.id], scripts, variant)
                keep(store, site.id, document, scripts.values(), now)


def showing(
    site: Site, notice: Notice, earlier: list[Notice], scripts: Mapping[str, bytes], variant: str = ""
) -> dict[str, Any]:
    """All that is shown of a notice: words, looks and rules, and the digests of the scripts that show it.

    :param variant: which of the site's variants it is, if it has any.
    """
    theme = site.theme
    return {
        "format": FORMAT,
        "site": site.id,
        **({"variant": variant} if variant else {}),
        "notice": notice.version,
        "question": notice.document,
        "law": {"profile": site.law, "date": f"{law(site.law).date}"},
        "lifetime": lifetime_text(site),
        "languages": list(site.languages),
        "layout": site.layout,
        "theme": {
            "accent": theme.accent,
            "background": theme.background,
            "text": theme.text,
            "scheme": theme.scheme,
        },
        "widget": __version__,
        "scripts": {name: digest_of(content) for name, content in scripts.items()},
        "script": site_script(site, notice, dict.fromkeys(site.languages, ""), earlier).model_dump(
            mode="json", exclude_none=True
        ),
        "banner": {
            language: banner_file(
                site, notice, language, "", banner_news(Words(site, language), notice, earlier)
            ).model_dump(mode="json", exclude_none=True)
            for language in site.languages
        },
        "panel": {language: panel_file(site, notice, language).model_dump(mode="json") for language in site.languages},
    }
