"""HTML as text: written, set, parsed."""

from __future__ import annotations

from tests.browser.roads.snippet import Snippet

PIXEL = '<img src="https://www.facebook.com/tr?id=KEY">'
SCRIPT = "<script src=\"https://connect.facebook.net/en_US/fbevents.js?k=KEY\"></' + 'script>"


def _snippet(id: str, code: str, works: str = "true", **more: object) -> Snippet:
    return Snippet(id, "HTML text", "marketing", body=f"<script>{code}</script>", works=works, **more)  # type: ignore[arg-type]


SNIPPETS = (
    _snippet("document-write-script", f"document.write('{SCRIPT}');"),
    _snippet("document-writeln", f"document.writeln('{SCRIPT}');"),
    _snippet("document-write-pixel", f"document.write('{PIXEL}');"),
    _snippet(
        "document-write-pieces",
        "document.write('<scr'); document.write('ipt src=\"https://connect.facebook.net/en_US/fbevents.js?k=KEY\"></scr'); document.write('ipt>');",
    ),
    Snippet(
        "document-write-nested",
        "HTML text",
        "marketing",
        body='<script src="https://connect.facebook.net/KEY/outer.js"></script><p id="after">x</p>',
        html=True,
        works='document.getElementById("after") && document.getElementById("nested") && document.querySelector("h1")',
        files={
            "outer.js": "document.write('<p id=nested>x</p><script src=\"https://www.googleadservices.com/KEY/inner.js\"></' + 'script>');"
        },
    ),
    Snippet(
        "document-write-by-held",
        "HTML text",
        "marketing",
        body='<div id="slot"><script src="https://cdn.taboola.com/KEY/ad.js"></script></div>',
        html=True,
        works='document.querySelector("#slot b") && document.querySelector("h1")',
        files={"ad.js": "document.write('<b>ad</b>');"},
    ),
    _snippet("inner-html-pixel", f"document.body.appendChild(document.createElement('div')).innerHTML = '{PIXEL}';"),
    _snippet("inner-html-detached", f"document.createElement('div').innerHTML = '{PIXEL}';"),
    _snippet(
        "inner-html-onerror",
        'document.createElement(\'div\').innerHTML = \'<img src="/own/no" onerror="1"><img srcset="https://www.facebook.com/tr?id=KEY 1x">\';',
    ),
    _snippet(
        "outer-html", f"const d = document.body.appendChild(document.createElement('div')); d.outerHTML = '{PIXEL}';"
    ),
    _snippet("insert-adjacent-html", f"document.body.insertAdjacentHTML('beforeend', '{PIXEL}');"),
    _snippet(
        "dom-parser",
        f"document.body.append(document.adoptNode(new DOMParser().parseFromString('{PIXEL}', 'text/html').body.firstChild));",
    ),
    _snippet(
        "set-html-unsafe",
        f"const d = document.body.appendChild(document.createElement('div')); d.setHTMLUnsafe ? d.setHTMLUnsafe('{PIXEL}') : (d.innerHTML = '{PIXEL}');",
    ),
    _snippet(
        "inner-html-shadow",
        "const d = document.body.appendChild(document.createElement('div')); d.setHTMLUnsafe('<p><template shadowrootmode=open><img src=\"https://www.facebook.com/tr?id=KEY\"></template></p>');",
    ),
    _snippet(
        "template-content",
        f"const t = document.createElement('template'); t.innerHTML = '{PIXEL}'; document.body.append(t.content);",
    ),
    _snippet(
        "frame-inner-html",
        "document.body.insertAdjacentHTML('beforeend', '<iframe src=\"https://www.youtube.com/embed/KEY\"></iframe>');",
    ),
    _snippet(
        "inner-html-link",
        "document.head.insertAdjacentHTML('beforeend', '<link rel=stylesheet href=\"https://cdn.taboola.com/KEY/t.css\">');",
    ),
)
