"""Link elements, style sheets, and what they name; rules for speculation; links that ping."""

from __future__ import annotations

from tests.browser.roads.snippet import Snippet

CSS = "https://cdn.taboola.com/KEY/t.css"


def _written(id: str, html: str, road: str = "link in HTML", **more: object) -> Snippet:
    return Snippet(id, road, "marketing", head=html, html=road == "link in HTML" or "import" in id, **more)  # type: ignore[arg-type]


def _inserted(id: str, code: str, road: str = "link by script", **more: object) -> Snippet:
    return Snippet(id, road, "marketing", body=f"<script>{code}</script>", **more)  # type: ignore[arg-type]


def _link(rel: str, href: str, more: str = "") -> str:
    return f'Object.assign(document.createElement("link"), {{ rel: "{rel}", href: "{href}", {more} }})'


SNIPPETS = (
    _written("stylesheet", f'<link rel="stylesheet" href="{CSS}">'),
    _written("preload", '<link rel="preload" as="script" href="https://cdn.taboola.com/KEY/p.js">'),
    _written("modulepreload", '<link rel="modulepreload" href="https://cdn.taboola.com/KEY/m.js">'),
    _written("preconnect", '<link rel="preconnect" href="https://cdn.taboola.com">', whole=True),
    _written("prefetch", '<link rel="prefetch" href="https://cdn.taboola.com/KEY/p">'),
    _written("icon", '<link rel="icon" href="https://cdn.taboola.com/KEY/i.gif">', whole=True),
    _written("css-import", f'<style>@import url("{CSS}");</style>', "CSS"),
    _written("css-background", '<style>h1 { background: url("https://cdn.taboola.com/KEY/b.gif"); }</style>', "CSS"),
    _written(
        "css-font",
        '<style>@font-face { font-family: t; src: url("https://cdn.taboola.com/KEY/f.woff2"); } h1 { font-family: t; }</style>',
        "CSS",
    ),
    Snippet(
        "css-style-attribute",
        "CSS",
        "marketing",
        body='<p style="background-image: url(https://cdn.taboola.com/KEY/s.gif)">x</p>',
    ),
    _written(
        "css-own-sheet-imports",
        '<link rel="stylesheet" href="/files/KEY/imports.css">',
        "CSS",
        files={"imports.css": '@import url("https://cdn.taboola.com/KEY/deep.css");'},
    ),
    _inserted("stylesheet-by-script", f"document.head.append({_link('stylesheet', CSS)});"),
    _inserted(
        "preload-by-script",
        f"document.head.append({_link('preload', 'https://cdn.taboola.com/KEY/p.js', 'as: `script`')});",
    ),
    _inserted(
        "modulepreload-by-script",
        f"document.head.append({_link('modulepreload', 'https://cdn.taboola.com/KEY/m.js')});",
    ),
    _inserted(
        "preconnect-by-script", f"document.head.append({_link('preconnect', 'https://cdn.taboola.com')});", whole=True
    ),
    _inserted("prefetch-by-script", f"document.head.append({_link('prefetch', 'https://cdn.taboola.com/KEY/p')});"),
    _inserted(
        "link-rel-later",
        f'const l = document.createElement("link"); l.href = "{CSS}"; document.head.append(l); l.rel = "stylesheet";',
    ),
    _inserted(
        "css-background-by-script",
        'document.querySelector("h1").style.backgroundImage = "url(https://cdn.taboola.com/KEY/b.gif)";',
        "CSS by script",
    ),
    _inserted(
        "css-text-by-script",
        'document.querySelector("h1").style.cssText = "background: url(https://cdn.taboola.com/KEY/b.gif)";',
        "CSS by script",
    ),
    _inserted(
        "css-attribute-by-script",
        'document.querySelector("h1").setAttribute("style", "background: url(https://cdn.taboola.com/KEY/b.gif)");',
        "CSS by script",
    ),
    _inserted(
        "css-insert-rule",
        'const s = document.head.appendChild(document.createElement("style")); s.sheet.insertRule("h1 { background: url(https://cdn.taboola.com/KEY/r.gif) }");',
        "CSS by script",
    ),
    _inserted(
        "css-style-text",
        f'const s = document.createElement("style"); s.textContent = \'@import "{CSS}";\'; document.head.append(s);',
        "CSS by script",
    ),
    _inserted(
        "css-constructed",
        'const s = new CSSStyleSheet(); s.replaceSync("h1 { background: url(https://cdn.taboola.com/KEY/c.gif) }"); document.adoptedStyleSheets = [s];',
        "CSS by script",
    ),
    _inserted(
        "font-face-by-script",
        'new FontFace("t", "url(https://cdn.taboola.com/KEY/f.woff2)").load().catch(() => {});',
        "CSS by script",
    ),
    Snippet(
        "ping",
        "ping",
        "marketing",
        body='<a id="pings" href="#x" ping="https://trc.taboola.com/KEY/ping">x</a><script>document.getElementById("pings").click();</script>',
    ),
    _inserted(
        "ping-by-script",
        'const a = document.createElement("a"); a.href = "#y"; a.ping = "https://trc.taboola.com/KEY/ping"; document.body.append(a); a.click();',
        "ping",
    ),
    _written(
        "speculation-prefetch",
        '<script type="speculationrules">{"prefetch": [{"source": "list", "urls": ["https://trc.taboola.com/KEY/next"], "requires": ["anonymous-client-ip-when-cross-origin"]}, {"source": "list", "urls": ["https://trc.taboola.com/KEY/now"], "eagerness": "immediate"}]}</script>',
        "speculation",
    ),
)
