"""Frames: of vendors, and of the site's own into which trackers are put; shadow roots."""

from __future__ import annotations

from tests.browser.roads.snippet import Snippet

EMBED = "https://www.youtube.com/embed/KEY"
INSERT = 's => { const n = s.createElement("script"); n.src = "https://connect.facebook.net/en_US/fbevents.js?k=KEY"; (s.body || s.documentElement).append(n); }'


def _written(id: str, html: str, road: str = "frame in HTML", **more: object) -> Snippet:
    return Snippet(id, road, "marketing", body=html, html="inline" not in id, **more)  # type: ignore[arg-type]


def _inserted(id: str, code: str, road: str = "frame by script", **more: object) -> Snippet:
    return Snippet(id, road, "marketing", body=f"<script>{code}</script>", **more)  # type: ignore[arg-type]


SNIPPETS = (
    _written("iframe", f'<iframe width="300" height="200" title="f" src="{EMBED}"></iframe>'),
    _written("iframe-lazy", f'<iframe loading="lazy" width="300" height="200" title="f" src="{EMBED}"></iframe>'),
    _written(
        "iframe-sandbox", f'<iframe sandbox="allow-scripts" width="300" height="200" title="f" src="{EMBED}"></iframe>'
    ),
    _inserted(
        "iframe-by-script", f'const f = document.createElement("iframe"); f.src = "{EMBED}"; document.body.append(f);'
    ),
    _inserted(
        "iframe-src-later", f'const f = document.createElement("iframe"); document.body.append(f); f.src = "{EMBED}";'
    ),
    _inserted(
        "iframe-location",
        f'const f = document.createElement("iframe"); document.body.append(f); f.contentWindow.location.href = "{EMBED}";',
    ),
    _inserted(
        "iframe-location-replace",
        f'const f = document.createElement("iframe"); document.body.append(f); f.contentWindow.location.replace("{EMBED}");',
    ),
    _inserted(
        "iframe-open",
        f'const f = document.createElement("iframe"); f.name = "film"; document.body.append(f); open("{EMBED}", "film");',
    ),
    _inserted(
        "iframe-link-target",
        f'const f = document.createElement("iframe"); f.name = "film"; document.body.append(f); const a = document.createElement("a"); a.href = "{EMBED}"; a.target = "film"; document.body.append(a); a.click();',
    ),
    _inserted(
        "iframe-form-target",
        'const f = document.createElement("iframe"); f.name = "film"; document.body.append(f); const o = document.createElement("form"); o.method = "post"; o.action = "https://www.facebook.com/tr/KEY"; o.target = "film"; document.body.append(o); o.submit();',
        "form",
    ),
    _inserted(
        "blank-frame-script",
        f'const f = document.createElement("iframe"); document.body.append(f); ({INSERT})(f.contentDocument);',
        "same-origin frame",
    ),
    _inserted(
        "blank-frame-image",
        'const f = document.createElement("iframe"); document.body.append(f); new f.contentWindow.Image().src = "https://www.facebook.com/tr?id=KEY";',
        "same-origin frame",
    ),
    _inserted(
        "blank-frame-fetch",
        'const f = document.createElement("iframe"); document.body.append(f); f.contentWindow.fetch("https://www.facebook.com/tr?id=KEY").catch(() => {});',
        "same-origin frame",
    ),
    _inserted(
        "blank-frame-innerhtml",
        'document.body.insertAdjacentHTML("beforeend", "<iframe id=inner></iframe>"); document.getElementById("inner").contentWindow.fetch("https://www.facebook.com/tr?id=KEY").catch(() => {});',
        "same-origin frame",
    ),
    _inserted(
        "blank-frame-index",
        'document.body.append(document.createElement("iframe")); window[window.length - 1].fetch("https://www.facebook.com/tr?id=KEY").catch(() => {});',
        "same-origin frame",
    ),
    _inserted(
        "blank-frame-write",
        'const f = document.createElement("iframe"); document.body.append(f); const d = f.contentDocument; d.open(); d.write(\'<script src="https://connect.facebook.net/en_US/fbevents.js?k=KEY"></\' + "script>"); d.close();',
        "same-origin frame",
    ),
    _inserted(
        "blank-frame-storage",
        'const f = document.createElement("iframe"); document.body.append(f); f.contentWindow.localStorage.setItem("_fbp", "1"); f.contentDocument.cookie = "_fbp=1; path=/";',
        "same-origin frame",
    ),
    _inserted(
        "javascript-frame",
        'const f = document.createElement("iframe"); f.src = "javascript:void(new Image().src = \'https://www.facebook.com/tr?id=KEY\')"; document.body.append(f);',
        "same-origin frame",
    ),
    _inserted(
        "srcdoc-by-script",
        'const f = document.createElement("iframe"); f.srcdoc = \'<script src="https://connect.facebook.net/en_US/fbevents.js?k=KEY"></\' + "script>"; document.body.append(f);',
        "same-origin frame",
    ),
    _written(
        "srcdoc",
        "<iframe title=\"f\" srcdoc='<script src=&quot;https://connect.facebook.net/en_US/fbevents.js?k=KEY&quot;></script>'></iframe>",
        "same-origin frame",
    ),
    _written(
        "srcdoc-image",
        "<iframe title=\"f\" srcdoc='<img src=&quot;https://www.facebook.com/tr?id=KEY&quot;>'></iframe>",
        "same-origin frame",
    ),
    _written(
        "own-frame-untagged",
        '<iframe title="f" src="/files/KEY/frame.html"></iframe>',
        "same-origin frame",
        files={
            "frame.html": '<!doctype html><title>own</title><script src="https://connect.facebook.net/en_US/fbevents.js?k=KEY"></script>'
        },
    ),
    _written(
        "own-frame-untagged-inline",
        '<iframe title="f" src="/files/KEY/frame.html"></iframe>',
        "same-origin frame",
        files={
            "frame.html": '<!doctype html><title>own</title><script>new Image().src = "https://www.facebook.com/tr?id=KEY"; localStorage.setItem("_fbp", "1");</script>'
        },
    ),
    _inserted(
        "shadow-script",
        'const h = document.body.appendChild(document.createElement("div")), r = h.attachShadow({ mode: "open" }); const n = document.createElement("script"); n.src = "https://connect.facebook.net/en_US/fbevents.js?k=KEY"; r.append(n);',
        "shadow root",
    ),
    _inserted(
        "shadow-inner-html",
        'const h = document.body.appendChild(document.createElement("div")), r = h.attachShadow({ mode: "open" }); r.innerHTML = \'<img src="https://www.facebook.com/tr?id=KEY">\';',
        "shadow root",
    ),
    _inserted(
        "shadow-detached",
        'const h = document.createElement("div"), r = h.attachShadow({ mode: "open" }); const i = document.createElement("iframe"); i.src = "https://www.youtube.com/embed/KEY"; r.append(i); document.body.append(h);',
        "shadow root",
    ),
    _written(
        "shadow-declarative",
        '<div><template shadowrootmode="open"><script src="https://connect.facebook.net/en_US/fbevents.js?k=KEY"></script></template></div>',
        "shadow root",
    ),
    _written(
        "shadow-declarative-image",
        '<div><template shadowrootmode="open"><img alt="" src="https://www.facebook.com/tr?id=KEY"></template></div>',
        "shadow root",
    ),
)
