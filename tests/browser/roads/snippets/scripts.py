"""Script elements: in the HTML, inserted, of every type, with what hangs on them."""

from __future__ import annotations

from tests.browser.roads.snippet import Snippet

GA = "https://www.google-analytics.com/analytics.js?k=KEY"
FB = "https://connect.facebook.net/en_US/fbevents.js?k=KEY"


def _written(id: str, html: str, works: str = "true", category: str = "analytics", **more: object) -> Snippet:
    read_ahead = not id.startswith("import")
    return Snippet(id, "script in HTML", category, body=html, works=works, html=read_ahead, **more)  # type: ignore[arg-type]


def _inserted(id: str, code: str, works: str = "true", category: str = "analytics", **more: object) -> Snippet:
    html = f"<script>{code}</script>"
    return Snippet(id, "script by script", category, body=html, works=works, **more)  # type: ignore[arg-type]


SNIPPETS = (
    _written("script-plain", f'<script src="{GA}"></script>'),
    Snippet("script-in-head", "script in HTML", "marketing", head=f'<script src="{FB}"></script>', html=True),
    _written("script-async", f'<script async src="{GA}"></script>'),
    _written("script-defer", f'<script defer src="{GA}"></script>'),
    _written("script-module", f'<script type="module" src="{GA}"></script>'),
    _written("script-single-quotes", f"<SCRIPT\n SRC='{GA}'\n></SCRIPT>"),
    _written("script-protocol-relative", '<script src="//www.google-analytics.com/analytics.js?k=KEY"></script>'),
    _written("script-unknown-host", '<script src="https://cdn.stranger.example/x/KEY/t.js"></script>'),
    _written("script-first-party-path", '<script src="/own-stats/KEY/s.js"></script>'),
    _written("script-cloaked-host", '<script src="https://metrics.shop.example/m.js?k=KEY"></script>'),
    _written(
        "script-with-listeners",
        f'<script src="{GA}" onload="window.loads = (window.loads || 0) + 1" onerror="window.errors = true"></script>',
        "window.loads === 1 && !window.errors",
    ),
    _written(
        "script-current-script",
        '<script id="me" data-site="shop" src="https://www.clarity.ms/tag/KEY/current.js"></script>',
        'window.me === "shop"',
        files={"current.js": "window.me = document.currentScript && document.currentScript.dataset.site;"},
    ),
    _written(
        "script-order",
        '<script src="https://bat.bing.com/KEY/order-1.js"></script>'
        '<script src="https://connect.facebook.net/KEY/order-2.js"></script>'
        '<script src="https://connect.facebook.net/KEY/order-3.js"></script>',
        'window.order === "123"',
        files={f"order-{n}.js": f'window.order = (window.order || "") + "{n}";' for n in "123"},
    ),
    _written(
        "script-page-events",
        '<script src="https://www.clarity.ms/KEY/events.js"></script>',
        'window.events === "DOMContentLoaded load"',
        files={
            "events.js": 'for (const type of ["DOMContentLoaded", "load"]) (type === "load" ? window : document)'
            '.addEventListener(type, () => { window.events = ((window.events || "") + " " + type).trim(); });'
        },
    ),
    _written(
        "script-dependent-inline",
        f'<script src="{GA}"></script><script>window.depends = ran.length > 0;</script>',
        "window.depends",
    ),
    _written(
        "importmap",
        '<script type="importmap">{"imports": {"stats": "https://cdn.mxpnl.com/KEY/stats.js"}}</script>'
        '<script type="module">import "stats"; window.mapped = true;</script>',
        "window.mapped",
    ),
    _written(
        "import-static",
        '<script type="module">import "https://cdn.mxpnl.com/KEY/static.js"; window.imported = true;</script>',
        "window.imported",
    ),
    _written(
        "import-literal",
        '<script>import("https://cdn.mxpnl.com/KEY/literal.js").then(() => { window.imported = true; });</script>',
        "window.imported",
    ),
    _written(
        "import-computed",
        '<script>const mixHost = ["https://cdn", "mxpnl", "com"].join(".");'
        'import(mixHost + "/KEY/computed.js").then(() => { window.imported = true; });</script>',
        "window.imported",
    ),
    _written(
        "script-svg",
        '<svg width="1" height="1"><script href="https://www.clarity.ms/KEY/svg.js"></script></svg>',
    ),
    _inserted(
        "insert-append", f'const s = document.createElement("script"); s.src = "{GA}"; document.head.appendChild(s);'
    ),
    _inserted(
        "insert-before",
        f'var s = document.createElement("script"), f = document.getElementsByTagName("script")[0];'
        f's.async = 1; s.src = "{GA}"; f.parentNode.insertBefore(s, f);',
    ),
    _inserted(
        "insert-set-attribute",
        f'const s = document.createElement("script"); document.body.append(s); s.setAttribute("src", "{GA}");',
    ),
    _inserted(
        "insert-after-src",
        f'const s = document.createElement("script"); document.body.append(s); s.src = "{GA}";',
    ),
    _inserted(
        "insert-loader-promise",
        f'new Promise((yes, no) => {{ const s = document.createElement("script"); s.src = "{FB}"; s.onload = yes;'
        "s.onerror = no; document.head.append(s); }).then(() => { window.promised = true; }, () => { window.failed = true; });",
        "window.promised && !window.failed",
        "marketing",
    ),
    _inserted(
        "insert-timer",
        f'setTimeout(() => {{ const s = document.createElement("script"); s.src = "{GA}"; document.head.append(s); }}, 30);',
        after=40,
    ),
    _inserted(
        "insert-after-load",
        f'addEventListener("load", () => setTimeout(() => {{ const s = document.createElement("script"); s.src = "{GA}";'
        "document.head.append(s); }, 20));",
        after=60,
    ),
    _inserted(
        "insert-fragment",
        f'const f = document.createDocumentFragment(), s = document.createElement("script"); s.src = "{FB}";'
        'f.append(document.createElement("p"), s); document.body.replaceChildren(...document.body.childNodes, f);',
        category="marketing",
    ),
    Snippet(
        "insert-clone",
        "script by script",
        "marketing",
        body=f'<template id="kept"><div><script src="{FB}"></script></div></template>'
        '<script>document.body.append(document.importNode(document.getElementById("kept").content, true));</script>',
    ),
    _inserted(
        "insert-adjacent-element",
        f'const s = document.createElement("script"); s.src = "{GA}"; document.body.insertAdjacentElement("beforeend", s);',
    ),
    _inserted(
        "insert-range",
        f'document.body.append(document.createRange().createContextualFragment(\'<script src="{FB}"></\' + "script>"));',
        category="marketing",
    ),
    _inserted(
        "insert-inline-text",
        'const s = document.createElement("script"); s.text = \'new Image().src = "https://www.facebook.com/tr?id=KEY";\';'
        "document.head.append(s);",
        category="marketing",
    ),
    _inserted(
        "insert-new-function",
        f'new Function("var s = document.createElement(\\"script\\"); s.src = \\"{GA}\\"; document.head.append(s);")();',
    ),
    _inserted(
        "insert-get-script",
        "window.$ = { getScript: (src) => new Promise((yes, no) => { const s = document.createElement('script');"
        "s.src = src; s.onload = yes; s.onerror = no; document.head.appendChild(s).parentNode.removeChild(s); }) };"
        f"$.getScript('{FB}').then(() => {{ window.got = true; }});",
        "window.got",
        "marketing",
    ),
    _inserted(
        "insert-spa",
        'addEventListener("load", () => { history.pushState({}, "", "/page/next"); const s = document.createElement("script");'
        f's.src = "{GA}"; document.body.append(s); }});',
        after=40,
    ),
)
