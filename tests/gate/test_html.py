"""What becomes of each kind of element, and what must not be touched."""

from __future__ import annotations

from html import escape

import pytest

from tests.gate.shop import ADS, CHAT, NECESSARY, NOBODY, STATS, rewritten

HELD = {
    "a script": (f"<script src={STATS} async></script>", f"<script data-akkoord-src={STATS} async></script>"),
    "a script by its old name": (
        f"<script language=JavaScript src='{STATS}'></script>",
        f"<script language=JavaScript data-akkoord-src='{STATS}'></script>",
    ),
    "a module": (
        f'<script type="module" src="{STATS}"></script>',
        f'<script type="module" data-akkoord-src="{STATS}"></script>',
    ),
    "a script with text that must not run instead": (
        f"<script src={STATS}>lang = 'nl'</script>",
        f'<script type="text/plain" data-akkoord="analytics" data-akkoord-src={STATS}>lang = \'nl\'</script>',
    ),
    "an image in capitals": (f'<IMG ALT="" SRC="{ADS}">', f'<IMG ALT="" data-akkoord-SRC="{ADS}">'),
    "one of many addresses": (
        f'<img src="/a.gif" srcset="/a.gif 1x, {ADS} 2x">',
        f'<img src="/a.gif" data-akkoord-srcset="/a.gif 1x, {ADS} 2x">',
    ),
    "an address without a scheme": ("<img src=//ads.example/a>", "<img data-akkoord-src=//ads.example/a>"),
    "an address with references": (
        "<img src='&#104;ttps&colon;&sol;/ads.example/?a=1&copy=2'>",
        "<img data-akkoord-src='&#104;ttps&colon;&sol;/ads.example/?a=1&copy=2'>",
    ),
    "an address with backslashes and line breaks": (
        '<img src=" https:\\\\ads.\nexample\\a ">',
        '<img data-akkoord-src=" https:\\\\ads.\nexample\\a ">',
    ),
    "an address that a base makes": (
        "<base href='https://ads.example/'><img src=a.gif>",
        "<base href='https://ads.example/'><img data-akkoord-src=a.gif>",
    ),
    "a path of the website that a service names": ("<img src=/own-stats/p>", "<img data-akkoord-src=/own-stats/p>"),
    "a third party that nobody names": (
        f"<iframe src={NOBODY}></iframe>",
        f"<iframe data-akkoord-src={NOBODY}></iframe>",
    ),
    "a style sheet": (f"<link rel=StyleSheet href={CHAT}>", f"<link rel=StyleSheet data-akkoord-href={CHAT}>"),
    "an icon": (f"<link rel='shortcut icon' href={ADS}>", f"<link rel='shortcut icon' data-akkoord-href={ADS}>"),
    "a preconnect": (f"<link rel=preconnect href={ADS}>", f"<link rel=preconnect data-akkoord-href={ADS}>"),
    "an image ahead": (
        f"<link rel=preload as=image imagesrcset='{ADS} 1x'>",
        f"<link rel=preload as=image data-akkoord-imagesrcset='{ADS} 1x'>",
    ),
    "a film and its poster": (
        f"<video src={ADS} poster={STATS}><source src={ADS}><track src={ADS}></video><audio src={ADS}></audio>",
        f"<video data-akkoord-src={ADS} data-akkoord-poster={STATS}><source data-akkoord-src={ADS}>"
        f"<track data-akkoord-src={ADS}></video><audio data-akkoord-src={ADS}></audio>",
    ),
    "embedded things": (
        f"<object data={ADS}></object><embed src={ADS}><input type=Image src={ADS}><frame src={ADS}>",
        f"<object data-akkoord-data={ADS}></object><embed data-akkoord-src={ADS}>"
        f"<input type=Image data-akkoord-src={ADS}><frame data-akkoord-src={ADS}>",
    ),
    "a background": (
        f"<body background={ADS}><table background={ADS}><td background={ADS}>",
        f"<body data-akkoord-background={ADS}><table data-akkoord-background={ADS}><td data-akkoord-background={ADS}>",
    ),
    "a style attribute": (
        f'<p style="color: red; background: url(&quot;{ADS}&quot;)">',
        f'<p data-akkoord-style="color: red; background: url(&quot;{ADS}&quot;)">',
    ),
    "a style": (
        f"<style media=screen>@import '{ADS}';</style>",
        f'<style type="text/plain" data-akkoord="marketing" media=screen>@akkoord held;@import \'{ADS}\';</style>',
    ),
    "a style with its type": (
        f"<style type=text/css>p {{ background: u\\72l({ADS}) }}</style>",
        '<style type="text/plain" data-akkoord="marketing" data-type=text/css>@akkoord held;'
        f"p {{ background: u\\72l({ADS}) }}</style>",
    ),
    "SVG": (
        f"<svg><image href={ADS} /><use xlink:href='{ADS}#x'/><feImage href={ADS} /><rect fill='url({ADS}#y)'/></svg>",
        f"<svg><image data-akkoord-href={ADS} /><use data-akkoord-xlink:href='{ADS}#x'/>"
        f"<feImage data-akkoord-href={ADS} /><rect data-akkoord-fill='url({ADS}#y)'/></svg>",
    ),
    "a script in SVG": (f"<svg><script href={ADS} /></svg>", f"<svg><script data-akkoord-href={ADS} /></svg>"),
    "elements in the title of SVG": (
        f"<svg><title><img src={ADS}></title>",
        f"<svg><title><img data-akkoord-src={ADS}></title>",
    ),
    "a ping": (f"<a href={ADS} ping='/own {ADS}'>", f"<a href={ADS} data-akkoord-ping='/own {ADS}'>"),
    "a form of a service": (
        f"<form action={ADS}><button formaction={ADS}><input type=submit formaction={ADS}>",
        f"<form data-akkoord-action={ADS}><button data-akkoord-formaction={ADS}>"
        f"<input type=submit data-akkoord-formaction={ADS}>",
    ),
    "a frame with its text": (
        f'<iframe srcdoc="&lt;p>&lt;img src={ADS}>"></iframe>',
        f'<iframe data-akkoord-srcdoc="&lt;p>&lt;img src={ADS}>"></iframe>',
    ),
    "what browsers without scripts get": (
        f"<noscript><img src={ADS}><p>Hallo</noscript>",
        f"<noscript><img data-akkoord-src={ADS}><p>Hallo</noscript>",
    ),
    "a shadow root": (
        f"<div><template shadowrootmode=open><img src={ADS}></template></div>",
        f"<div><template shadowrootmode=open><img data-akkoord-src={ADS}></template></div>",
    ),
    "an import": (
        f"<script>go(); import('{STATS}')</script>",
        f'<script type="text/plain" data-akkoord="analytics">go(); import(\'{STATS}\')</script>',
    ),
    "an import of a module": (
        f'<script type=module>import {{ a as b }} from "{STATS}"; b()</script>',
        f'<script type="text/plain" data-akkoord="analytics" data-type=module>'
        f'import {{ a as b }} from "{STATS}"; b()</script>',
    ),
    "an import map": (
        f'<script type=importmap>{{"imports": {{"a": "{STATS}"}}}}</script>',
        '<script type="text/plain" data-akkoord="analytics" data-type=importmap>'
        f'{{"imports": {{"a": "{STATS}"}}}}</script>',
    ),
    "a speculation": (
        f'<script type=speculationrules>{{"prefetch": [{{"urls": ["{NOBODY}"]}}]}}</script>',
        f'<script type="text/plain" data-akkoord="unknown" data-type=speculationrules>'
        f'{{"prefetch": [{{"urls": ["{NOBODY}"]}}]}}</script>',
    ),
    "what the owner marked": (
        '<script data-akkoord="marketing">go()</script><iframe data-akkoord=marketing src=/own></iframe>',
        '<script type="text/plain" data-akkoord="marketing">go()</script>'
        "<iframe data-akkoord=marketing data-akkoord-src=/own></iframe>",
    ),
    "each attribute of that name": (f"<img src={ADS} src=/own>", f"<img data-akkoord-src={ADS} data-akkoord-src=/own>"),
}
FREE = {
    "a link": f"<a href={ADS}>",
    "a link that fetches nothing": f"<link rel=canonical href={ADS}><link rel='author license' href={ADS}>",
    "necessary services": f"<script src={NECESSARY}></script>",
    "the website's own": "<script src=/a.js></script><img src=//static.shop.example/a><iframe src=about:blank>",
    "addresses that are not asked for over the web": "<img src='data:image/gif;base64,AAAA'><a ping=''>",
    "the way to a bank": "<form action=https://bank.test/pay><button formaction=https://bank.test/pay>",
    "a comment": f"<!-- <img src={ADS}> --!><!--><p><!---!> <img src={ADS}> -->",
    "text": f"<title><img src={ADS}></title><textarea></a><img src={ADS}></textarea><xmp><img src={ADS}></xmp>",
    "text in a script": f"<script>var a = '<img src={ADS}>'; go('{ADS}')</script>",
    "text in a script in a script": f"<script><!-- <script> </script> <img src={ADS}> --></script>",
    "data": f'<script type=application/json>{{"a": "import(\'{ADS}\')"}}</script>',
    "a script that is inert already": f"<script type=text/plain data-akkoord=marketing src={ADS}></script>",
    "a template": f"<template><template><img src={ADS}></template><script src={ADS}></script></template>",
    "a marked section": f"<svg><![CDATA[<img src={ADS}>]]></svg>",
    "an address in another attribute": f"<p title='<img src={ADS}>' data-src={ADS}><img alt='' title=\"src={ADS}\">",
    "a second attribute of a name": f"<img src=/own src={ADS}>",
    "a word that is no address": "<script>const x = { import: 'https' }; export_('//ads.example')</script>",
    "an own import": "<script type=module>import '/a.js'; import b from './b.js'; import('/c.js')</script>",
    "a namespace in a style": "<style>@namespace svg url(http://www.w3.org/2000/svg); /* url(//ads.example) */</style>",
    "a name of another element": f"<imgs src={ADS}><x-script src={ADS}>",
    "an input without an image": f"<input type=text src={ADS}>",
    "a frame with the website's own text": "<iframe srcdoc='&lt;img src=/own>'></iframe>",
}


@pytest.mark.parametrize("name", HELD)
def test_it_makes_inert(name: str) -> None:
    html, inert = HELD[name]
    assert rewritten(html) == inert


@pytest.mark.parametrize("name", HELD)
def test_it_opens_with_a_yes_to_everything(name: str) -> None:
    html, _ = HELD[name]
    assert rewritten(html, "functional", "analytics", "marketing") == html


@pytest.mark.parametrize("name", FREE)
def test_it_leaves_alone(name: str) -> None:
    assert rewritten(FREE[name]) == FREE[name]


@pytest.mark.parametrize("name", FREE)
def test_what_follows_is_read_as_what_it_is(name: str) -> None:
    closed = FREE[name] + ("</iframe>" if "<iframe" in FREE[name] and "</iframe>" not in FREE[name] else "")
    assert rewritten(f"{closed}<img src={ADS}>") == f"{closed}<img data-akkoord-src={ADS}>"


def test_each_category_opens_for_itself() -> None:
    html = f"<img src={STATS}><img src={ADS}><img src={CHAT}><img src={NOBODY}>"
    expected = (
        f"<img src={STATS}><img data-akkoord-src={ADS}><img data-akkoord-src={CHAT}><img data-akkoord-src={NOBODY}>"
    )
    assert rewritten(html, "analytics") == expected


def test_a_mark_does_not_open_what_an_address_shuts() -> None:
    html = f"<img data-akkoord=analytics src={ADS}>"
    assert rewritten(html, "analytics") == f"<img data-akkoord=analytics data-akkoord-src={ADS}>"


def test_only_the_first_base_counts() -> None:
    html = "<base target=_top><base href=/a/><base href=https://ads.example/><img src=b.gif>"
    assert rewritten(html) == html


def test_frames_are_read_through_some_depth_and_held_beyond_it() -> None:
    def nested(html: str, depth: int) -> str:
        for _ in range(depth):
            html = f'<iframe srcdoc="{escape(html)}"></iframe>'
        return html

    assert rewritten(nested("<img src=/own>", 3)) == nested("<img src=/own>", 3)
    assert rewritten(nested(f"<img src={ADS}>", 3)).startswith("<iframe data-akkoord-srcdoc=")
    assert rewritten(nested("<img src=/own>", 7)).startswith("<iframe data-akkoord-srcdoc=")
