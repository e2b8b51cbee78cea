"""Pieces of HTML that are hard to read together."""

from __future__ import annotations

HELD = "https://stats.example/"
_X = f"{HELD}x"

PIECES = [
    *(f"<img src={_X}>", f'<IMG SRC="{_X}" alt=">">', f"<img alt='\"' src='{_X}'/>", f"<img src=/ok src={_X}>"),
    *(f"<img src={_X} src=/ok>", f"<img\tsrc\n=\n{_X}\n>", f"<img/src={_X}/>", f"<img =src={_X}>", "<img src>"),
    *(f"<script src={_X}></script>", f'<script src="{_X}">', f"<link rel=stylesheet href={_X}>"),
    *(f"<input type=image src={_X}>", f"<iframe src={_X}></iframe>", f"<td background={_X}>"),
    *(f"<image href={_X} />", f'<image xlink:href="{_X}">', f"<use href={_X}></use>"),
    *("<!--", "-->", "--!>", "<!-->", "<!--->", "<!---!>", "<!", "<?x", ">", "</", "</>", "</ x>", "<", "&lt;"),
    *('"', "'", "=", "/", "\n", " ", "\x0c", "é€", "text", "<![CDATA[", "]]>", '<!DOCTYPE html "a>b">'),
    *("<title>", "</title>", "</title/>", "<textarea>", "</textarea >", "<style>", "</style>", "<xmp>", "</xmp>"),
    *("<script>", "</script>", '</script x="', "<script>//<!-- <script>", "<iframe>", "</iframe>", "<noembed>"),
    *("</noembed>", "<noframes>", "</noframes>", "<noscript>", "</noscript>", "<plaintext"),
    *("<svg>", "</svg>", "<svg/>", "<math>", "</math>", "<mi>", "</mi>", "<foreignObject>", "</foreignObject>"),
    *("<desc>", "</desc>", "<g>", "</g>", '<annotation-xml encoding="text/html">', "</annotation-xml>"),
    *("<p>", "<div>", "</div>", "<b>", "</b>", "<span>", "</span>", "<br>", "<font>", "<font color=x>", "<table>"),
    *("</table>", "<tr>", '<a title="x>y" ', "<a b=c/>", '</a x=">">', "<x", '<a"b='),
]
NEWER = ["<template>", "</template>", "<template shadowrootmode=open>", "</p>", "</br>", "<select>", "</select>"]
"""Those that html5lib does not know of."""
