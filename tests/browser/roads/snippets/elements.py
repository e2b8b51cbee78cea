"""Images, media, embeds: what fetches by an attribute."""

from __future__ import annotations

from tests.browser.roads.snippet import Snippet

PIXEL = "https://www.facebook.com/tr?id=KEY"


def _written(id: str, html: str, after: int = 0) -> Snippet:
    return Snippet(id, "element in HTML", "marketing", body=html, html=True, after=after)


def _inserted(id: str, code: str, works: str = "true", after: int = 0) -> Snippet:
    return Snippet(id, "element by script", "marketing", body=f"<script>{code}</script>", works=works, after=after)


SNIPPETS = (
    _written("img", f'<p>x</p><img height="1" width="1" alt="" src="{PIXEL}">'),
    _written(
        "img-srcset",
        '<img alt="" srcset="https://www.facebook.com/KEY/1.gif 1x, https://www.facebook.com/KEY/2.gif 2x">',
    ),
    _written("picture", f'<picture><source srcset="{PIXEL}"><img alt="" src="/own/own.gif?p"></picture>'),
    _written("svg-image", f'<svg width="9" height="9"><image href="{PIXEL}" width="9" height="9"/></svg>'),
    _written("svg-image-xlink", f'<svg width="9" height="9"><image xlink:href="{PIXEL}" width="9" height="9"/></svg>'),
    _written(
        "svg-use",
        '<svg width="9" height="9"><feImage href="https://www.facebook.com/KEY/f.svg"/>'
        '<filter id="f"><feImage href="https://www.facebook.com/KEY/g.svg"/></filter>'
        '<rect width="9" height="9" filter="url(#f)"/></svg>',
    ),
    _written("input-image", f'<form><input type="image" alt="" src="{PIXEL}"></form>'),
    _written("video-poster", f'<video width="9" height="9" poster="{PIXEL}"></video>'),
    _written("video-src", '<video preload="auto" src="https://www.facebook.com/KEY/v.mp4"></video>'),
    _written("audio-source", '<audio preload="auto"><source src="https://www.facebook.com/KEY/a.mp3"></audio>'),
    _written(
        "video-track",
        '<video preload="auto" src="/own/own.gif?v" crossorigin><track default kind="captions" src="https://www.facebook.com/KEY/t.vtt"></video>',
    ),
    _written("object", '<object data="https://www.facebook.com/KEY/o" type="text/html"></object>'),
    _written("embed", '<embed src="https://www.facebook.com/KEY/e" type="text/html">'),
    _written("body-background", '<table background="https://www.facebook.com/KEY/b.gif"><tr><td>x</td></tr></table>'),
    _inserted("new-image", f'new Image().src = "{PIXEL}";'),
    _inserted(
        "img-src-property", f'const i = document.createElement("img"); document.body.append(i); i.src = "{PIXEL}";'
    ),
    _inserted("img-set-attribute", f'const i = document.createElement("img"); i.setAttribute("src", "{PIXEL}");'),
    _inserted(
        "img-attribute-ns", f'const i = document.createElement("img"); i.setAttributeNS(null, "src", "{PIXEL}");'
    ),
    _inserted(
        "img-attribute-node",
        f'const i = document.createElement("img"), a = document.createAttribute("src"); a.value = "{PIXEL}"; i.setAttributeNode(a);',
    ),
    _inserted("img-srcset-property", f'new Image().srcset = "{PIXEL} 1x";'),
    _inserted(
        "img-listeners",
        f'const i = new Image(); i.onload = () => {{ window.seen = true; }}; i.src = "{PIXEL}";',
        "window.seen",
    ),
    _inserted(
        "svg-image-by-script",
        'const s = document.createElementNS("http://www.w3.org/2000/svg", "svg"), i = document.createElementNS("http://www.w3.org/2000/svg", "image");'
        f'i.setAttribute("href", "{PIXEL}"); s.append(i); document.body.append(s);',
    ),
    _inserted(
        "video-by-script",
        'const v = document.createElement("video"); v.preload = "auto"; v.src = "https://www.facebook.com/KEY/v.mp4"; document.body.append(v);',
    ),
    _inserted(
        "object-by-script",
        'const o = document.createElement("object"); o.type = "text/html"; o.data = "https://www.facebook.com/KEY/o"; document.body.append(o);',
    ),
    _inserted("new-audio", 'const a = new Audio("https://www.facebook.com/KEY/a.mp3"); a.preload = "auto"; a.load();'),
    _inserted("img-timer", f'setTimeout(() => {{ new Image().src = "{PIXEL}"; }}, 30);', after=40),
)
