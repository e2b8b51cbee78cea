"""What was measured of a shown banner."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Button:
    """One button, as the browser shows it; sizes in CSS pixels.

    :param tag: the element's name.
    :param closes: whether it has no words to be seen, only a sign such as ✕.
    :param visible: whether it can be seen and pressed without scrolling.
    :param colour: of its words, with all that lies behind it, as a hex colour.
    :param look: font, border and shadow, as one text.
    :param does: ``"accepts"``, ``"rejects"``, ``"chooses"`` (decides some other way), ``"opens"`` (the next layer),
        ``"hides"`` (the banner, deciding nothing) or ``"nothing"``.
    """

    text: str
    tag: str = "button"
    closes: bool = False
    visible: bool = True
    width: float = 160.0
    height: float = 44.0
    font_size: float = 16.0
    weight: float = 600.0
    colour: str = "#ffffff"
    background: str = "#0b6b67"
    opacity: float = 1.0
    look: str = ""
    does: str = "nothing"


@dataclass(frozen=True, slots=True)
class View:
    """The first layer at one size of the window.

    :param name: ``"wide"`` or ``"narrow"``.
    :param covered: which share of the window the banner takes, 0 to 1.
    """

    name: str
    buttons: tuple[Button, ...]
    covered: float = 0.2


@dataclass(frozen=True, slots=True)
class Measured:
    """A banner as a new visitor meets it.

    :param lang: of the banner; ``page_lang`` that of the page, as ``lang`` attributes.
    :param views: none if no banner was shown.
    :param switches: whether each switch of the second layer is on when it is first opened.
    :param deeper: the buttons of the second layer.
    """

    site: str
    page_lang: str
    lang: str
    views: tuple[View, ...] = ()
    switches: tuple[bool, ...] = ()
    deeper: tuple[Button, ...] = ()
