"""Rules on a shown banner: measurements -> breaches. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..colours import TEXT_CONTRAST, contrast
from ..law import law
from .breach import Breach
from .measured import Button, Measured, View

SMALLER = 0.9
"""Which share of a size counts as the same."""
COVERED = 0.95
"""From which share on a banner covers a page."""


def rendered(measured: Measured, law_id: str) -> Iterator[Breach]:
    """What is wrong with a banner as it is shown."""
    if not measured.views:
        hint = "Is the tag first in <head>, and does the site ask for anything?"
        yield Breach("AK350", (), "A new visitor sees no banner.", hint)
        return
    breaches = [breach for view in measured.views for breach in _view(view)]
    # what is the same at every size is said once
    yield from dict.fromkeys(breaches)
    yield from _clicks(measured)
    yield from _close(measured.views[0], law_id)
    if any(measured.switches):
        message = f"{sum(measured.switches)} switch(es) are on before anybody touched them."
        yield Breach("AK346", (), message, "Every switch begins as off.")
    page, banner = (tag.partition("-")[0].lower() for tag in (measured.page_lang, measured.lang))
    if page and page != banner:
        message = f"The page is in {measured.page_lang!r} and the banner in {measured.lang!r}."
        yield Breach("AK348", (), message, "List the page's language in languages.")


def _view(view: View) -> Iterator[Breach]:
    accepts, rejects = _that(view.buttons, "accepts"), _that(view.buttons, "rejects")
    if rejects is None or not rejects.visible:
        hint = "It belongs beside the one that accepts, on the first layer."
        yield Breach("AK341", (), f"No button that rejects can be seen ({view.name} window).", hint)
    elif rejects.tag != "button":
        yield Breach("AK341", (), f"What rejects is a <{rejects.tag}>.", "Make it a button, as what accepts is.")
    if accepts is not None and rejects is not None:
        yield from _beside(accepts, rejects)
    for button in view.buttons:
        ratio = contrast(button.colour, button.background)
        if button.visible and ratio < TEXT_CONTRAST:
            message = f"{button.text!r} has a contrast of {ratio:.1f}:1."
            yield Breach("AK344", (), message, f"{TEXT_CONTRAST}:1 is the least: change accent, background or text.")
    if view.covered >= COVERED:
        message = f"The banner covers the page ({view.name} window)."
        yield Breach("AK349", (), message, "The page can be read behind it: no wall.")


def _beside(accepts: Button, rejects: Button) -> Iterator[Breach]:
    """Compare the button that rejects with the one that accepts."""
    # a shorter word may make a narrower button
    narrower = min(1.0, len(rejects.text) / max(1, len(accepts.text)))
    smaller = [
        name
        for name, one, other in (
            ("width", rejects.width, accepts.width * narrower),
            ("height", rejects.height, accepts.height),
            ("font", rejects.font_size, accepts.font_size),
        )
        if one < other * SMALLER
    ]
    hint = f"{rejects.text!r} and {accepts.text!r} look the same."
    if smaller:
        yield Breach("AK342", (), f"The button that rejects is smaller: {', '.join(smaller)}.", hint)
    names = ("weight", "colour", "background", "opacity", "look")
    other = [name for name in names if getattr(rejects, name) != getattr(accepts, name)]
    if other:
        yield Breach("AK343", (), f"The button that rejects looks another way: {', '.join(other)}.", hint)


def _clicks(measured: Measured) -> Iterator[Breach]:
    accept, reject = (_depth(measured, what) for what in ("accepts", "rejects"))
    if reject is None or (accept is not None and reject > accept):
        told = "cannot be done" if reject is None else f"takes {reject} clicks, and to accept {accept}"
        yield Breach("AK345", (), f"To reject {told}.", "One click does either.")


def _depth(measured: Measured, what: str) -> int | None:
    """After how many clicks something is done."""
    for clicks, buttons in enumerate((measured.views[0].buttons, measured.deeper), 1):
        if any(button.does == what and button.visible for button in buttons):
            return clicks
    return None


def _close(view: View, law_id: str) -> Iterator[Breach]:
    rule = law(law_id).close
    closing = [button for button in view.buttons if button.closes or button.does == "hides"]
    for button in closing:
        if button.does != "rejects":
            message = f"The button {button.text!r} closes the banner and is no refusal ({button.does})."
            yield Breach("AK347", (), message, "To close is to refuse, or there is no close button.")
    if rule.value == "refuses" and not any(button.does == "rejects" and button.visible for button in closing):
        message = f"There is no close button that refuses, which the law {law_id!r} wants."
        yield Breach("AK347", (), message, f"{rule.reason} ({rule.source})")


def _that(buttons: Iterable[Button], does: str) -> Button | None:
    """The first button with words that does something."""
    return next((button for button in buttons if button.does == does and not button.closes), None)
