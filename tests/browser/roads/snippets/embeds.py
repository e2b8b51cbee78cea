"""Chats, films, maps and forms in the shape in which the vendors publish them."""

from __future__ import annotations

from tests.browser.roads.snippet import Snippet


def _snippet(id: str, category: str, body: str = "", head: str = "", works: str = "true", **more: object) -> Snippet:
    return Snippet(id, "vendor tag", category, body=body, head=head, works=works, **more)  # type: ignore[arg-type]


SNIPPETS = (
    _snippet(
        "hubspot",
        "marketing",
        body='<script type="text/javascript" id="hs-script-loader" async defer src="//js.hs-scripts.com/KEY.js"></script>',
        html=True,
    ),
    _snippet(
        "intercom",
        "functional",
        body="""<script>window.intercomSettings={app_id:"KEY"};(function(){var w=window;var i=function(){i.c(arguments)};i.q=[];i.c=function(a){i.q.push(a)};w.Intercom=i;
var l=function(){var s=document.createElement("script");s.async=true;s.src="https://widget.intercom.io/widget/KEY";var x=document.getElementsByTagName("script")[0];x.parentNode.insertBefore(s,x)};
if(document.readyState==="complete"){l()}else{w.addEventListener("load",l,false)}})();</script>""",
        after=40,
    ),
    _snippet(
        "crisp",
        "functional",
        body="""<script>window.$crisp=[];window.CRISP_WEBSITE_ID="KEY";(function(){var d=document;var s=d.createElement("script");
s.src="https://client.crisp.chat/l.js?k=KEY";s.async=1;d.getElementsByTagName("head")[0].appendChild(s)})();</script>""",
    ),
    _snippet(
        "youtube-iframe",
        "marketing",
        body='<iframe width="560" height="315" src="https://www.youtube-nocookie.com/embed/KEY" title="YouTube" allow="autoplay; encrypted-media" allowfullscreen></iframe>',
        html=True,
    ),
    _snippet(
        "youtube-api",
        "marketing",
        body="""<div id="player"></div><script>var tag=document.createElement("script");tag.src="https://www.youtube.com/iframe_api?k=KEY";
var first=document.getElementsByTagName("script")[0];first.parentNode.insertBefore(tag,first);function onYouTubeIframeAPIReady(){window.filmReady=true}</script>""",
        files={
            "iframe_api": 'const f = document.createElement("iframe"); f.src = "https://www.youtube.com/embed/KEY"; document.getElementById("player").replaceWith(f); onYouTubeIframeAPIReady();'
        },
        works="window.filmReady",
    ),
    _snippet(
        "vimeo",
        "marketing",
        body='<div style="padding:56.25% 0 0 0;position:relative"><iframe src="https://player.vimeo.com/video/KEY" style="position:absolute;top:0;left:0;width:100%;height:100%" title="Vimeo"></iframe></div><script src="https://player.vimeo.com/api/player.js?k=KEY"></script>',
        html=True,
    ),
    _snippet(
        "google-maps-iframe",
        "functional",
        body='<iframe src="https://www.google.com/maps/embed?pb=KEY" width="600" height="450" style="border:0" loading="lazy" title="Kaart"></iframe>',
        html=True,
    ),
    _snippet(
        "google-maps-api",
        "functional",
        body='<div id="map"></div><script>function initMap(){window.mapReady=true}</script><script async src="https://maps.googleapis.com/maps/api/js?key=KEY&callback=initMap"></script>',
        html=True,
        files={"js": "initMap();"},
        works="window.mapReady",
    ),
    _snippet(
        "stranger-inline",
        "marketing",
        body="""<script>(function(){var i=new Image(1,1);i.src="https://pixel.stranger.example/p?k=KEY&r="+Math.floor(0);})();</script>""",
    ),
)
