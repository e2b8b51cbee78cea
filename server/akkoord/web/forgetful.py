"""Banners that are only looked at: the real scripts, in any look, and a backend that records nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from secrets import token_urlsafe

from flask import Response

from ..errors import NotFound
from ..model import Decision, Site, utc_now
from ..notice import make_notice
from ..store.rows import new_visitor
from ..tokens import Signer
from ..variants import OWN, variant_of
from ..wire import DecisionRequest, DisplayRequest, UnknownRequest
from .answers import decision_text
from .bodies import read_body
from .embed_files import Files, make_files
from .sending import send

NO_STORE = "no-store"
LOOKS = 8
"""The files of how many looks are kept."""
LOOK_FILES = {"forget": "forget.js", "state_script": "look.js", "style": "look.css"}
"""What makes a page one that is only looked at: what its template calls each file."""


@dataclass(frozen=True, slots=True)
class Look:
    """One way in which the banner can be met.

    :param variant: of a site's variants; empty where it has none.
    """

    layout: str
    scheme: str
    language: str
    variant: str = ""

    @property
    def site(self) -> str:
        """The id of the site that has it."""
        parts = ("gallery", self.layout, self.scheme, self.language.lower().replace("_", "-"), self.variant)
        return "-".join(filter(None, parts))


def site_of(look: Look, site: Site, languages: Sequence[str]) -> Site:
    """The site with another look; the language comes first, so that nobody gets another kind of it.

    :param languages: what it speaks.
    """
    others = [language for language in languages if language != look.language]
    shown = variant_of(site, look.variant or OWN)
    return replace(
        shown,
        id=look.site,
        layout=look.layout,
        languages=(look.language, *others),
        theme=replace(shown.theme, scheme=look.scheme),
    )


class Forgetful:
    """Answers what a page with a look asks.

    :param site: id of a look -> the site that has it; raises what is said of one that is not there.
    """

    def __init__(self, site: Callable[[str], Site]) -> None:
        self._site = site
        # proofs of nothing: no key that anybody has verifies them
        self._signer = Signer((token_urlsafe(32),))
        # one look takes a megabyte and there are hundreds of them: who asks for all must not fill the memory
        self._files = lru_cache(LOOKS)(self._make_files)

    def script(self, id: str) -> Response:
        """The one script."""
        return send(self._files(self._site(id).id).scripts[id], "text/javascript", NO_STORE)

    def layer(self, id: str, layer: str, digest: str, language: str) -> Response:
        """A banner or a panel."""
        file = self._files(self._site(id).id).layers.get(f"sites/{id}/{layer}/{digest}/{language}.js")
        if file is None:
            raise NotFound(f"There is no such {layer} (any more).")
        return send(file, "text/javascript", NO_STORE)

    def forget_decision(self, id: str) -> Response:
        """Answer as if it were recorded."""
        body = read_body(DecisionRequest)
        notice = make_notice(self._site(id))
        given: Mapping[str, bool] = {str(category): yes for category, yes in body.choices.items()}
        decision = Decision(
            site=id,
            id=body.id,
            visitor=new_visitor(body.id),
            at=utc_now(),
            choices={category: given.get(category, False) for category in notice.asked},
            notice=notice.version,
            language=body.language,
            how=body.how,
            device=body.device,
            widget=body.widget,
        )
        return Response(decision_text(self._signer.sign(decision), decision), 201, mimetype="application/json")

    def forget_display(self) -> Response:
        """Answer as if it were counted."""
        read_body(DisplayRequest)
        return Response(status=204)

    def forget_unknown(self) -> Response:
        """Answer as if they were counted."""
        read_body(UnknownRequest)
        return Response(status=204)

    def _make_files(self, id: str) -> Files:
        site = self._site(id)
        return make_files({id: site}, {id: make_notice(site)})
