"""Tags in the shape in which the vendors publish them."""

from __future__ import annotations

from tests.browser.roads.snippet import Snippet


def _snippet(id: str, category: str, body: str = "", head: str = "", works: str = "true", **more: object) -> Snippet:
    return Snippet(id, "vendor tag", category, body=body, head=head, works=works, **more)  # type: ignore[arg-type]


_FB = """<script>
!function(w,d,t,u,n,s,f){if(w.fbq)return;n=w.fbq=function(){n.run?n.run.apply(n,arguments):n.queue.push(arguments)};
n.queue=[];n.version="2.0";s=d.createElement(t);s.async=!0;s.src=u;f=d.getElementsByTagName(t)[0];f.parentNode.insertBefore(s,f)}
(window,document,"script","https://connect.facebook.net/en_US/fbevents.js?k=KEY");
fbq("init","KEY");fbq("track","PageView");
</script><noscript><img height="1" width="1" style="display:none" alt="" src="https://www.facebook.com/tr?id=KEY&ev=PageView&noscript=1"></noscript>"""
_FB_FILE = (
    'fbq.run = (...a) => { if (a[0] === "track") new Image().src = "https://www.facebook.com/tr?id=KEY&ev=" + a[1]; };'
    "fbq.queue.splice(0).forEach((a) => fbq.run(...a));"
)
_GTM = """<script>(function(w,d,l,i){w[l]=w[l]||[];w[l].push({"gtm.start":1,event:"gtm.js"});var f=d.getElementsByTagName("script")[0],
j=d.createElement("script");j.async=true;j.src="https://www.googletagmanager.com/gtm.js?id="+i;f.parentNode.insertBefore(j,f);
})(window,document,"dataLayer","GTM-KEY");</script>"""
_GTAG = """<script async src="https://www.googletagmanager.com/gtag/js?id=%s-KEY"></script>
<script>window.dataLayer=window.dataLayer||[];function gtag(){dataLayer.push(arguments)}gtag("js",new Date(0));gtag("config","%s-KEY");</script>"""
_GTM_NOSCRIPT = '<noscript><iframe src="https://www.googletagmanager.com/ns.html?id=GTM-KEY" height="0" width="0" title="x"></iframe></noscript>'

SNIPPETS = (
    _snippet("gtm-loader", "analytics", head=_GTM, body=_GTM_NOSCRIPT),
    _snippet(
        "gtm-with-pixel",
        "analytics",
        head=_GTM,
        files={
            "gtm.js": 'const s = document.createElement("script"); s.src = "https://connect.facebook.net/en_US/fbevents.js?k=KEY"; document.head.append(s);'
            'const h = document.createElement("script"); h.text = \'new Image().src = "https://bat.bing.com/action/KEY";\'; document.head.append(h);'
        },
    ),
    _snippet(
        "gtag-analytics",
        "analytics",
        head=_GTAG % ("G", "G"),
        html=True,
        files={"js": 'navigator.sendBeacon("https://region1.google-analytics.com/g/collect?tid=KEY");'},
    ),
    _snippet(
        "gtag-ads",
        "marketing",
        head=_GTAG % ("AW", "AW"),
        html=True,
        files={"js": 'new Image().src = "https://googleads.g.doubleclick.net/pagead/KEY";'},
    ),
    _snippet(
        "meta-pixel",
        "marketing",
        head=_FB,
        files={"fbevents.js": _FB_FILE},
        works="window.fbq && fbq.run && fbq.queue.length === 0",
    ),
    _snippet(
        "hotjar",
        "analytics",
        head="""<script>(function(h,o,t,j,a,r){h.hj=h.hj||function(){(h.hj.q=h.hj.q||[]).push(arguments)};h._hjSettings={hjid:1,hjsv:6};
a=o.getElementsByTagName("head")[0];r=o.createElement("script");r.async=1;r.src=t+h._hjSettings.hjid+j+h._hjSettings.hjsv+"&k=KEY";a.appendChild(r);
})(window,document,"https://static.hotjar.com/c/hotjar-",".js?sv=");</script>""",
        files={
            "hotjar-1.js": 'const s = document.createElement("script"); s.src = "https://script.hotjar.com/KEY/modules.js"; document.head.append(s); new WebSocket("wss://ws.hotjar.com/KEY");'
        },
    ),
    _snippet(
        "clarity",
        "analytics",
        head="""<script>(function(c,l,a,r,i,t,y){c[a]=c[a]||function(){(c[a].q=c[a].q||[]).push(arguments)};
t=l.createElement(r);t.async=1;t.src="https://www.clarity.ms/tag/"+i;y=l.getElementsByTagName(r)[0];y.parentNode.insertBefore(t,y);
})(window,document,"clarity","script","KEY");</script>""",
    ),
    _snippet(
        "uet",
        "marketing",
        head="""<script>(function(w,d,t,r,u){var f,n,i;w[u]=w[u]||[];f=function(){window.uetStarted=true};
n=d.createElement(t);n.src=r;n.async=1;n.onload=n.onreadystatechange=function(){var s=this.readyState;s&&s!=="loaded"&&s!=="complete"||(f(),n.onload=n.onreadystatechange=null)};
i=d.getElementsByTagName(t)[0];i.parentNode.insertBefore(n,i)})(window,document,"script","//bat.bing.com/bat.js?k=KEY","uetq");</script>""",
        works="window.uetStarted",
    ),
    _snippet(
        "tiktok",
        "marketing",
        head="""<script>!function(w,d,t){w.TiktokAnalyticsObject=t;var q=w[t]=w[t]||[];q.methods=["page","track"];
q.setAndDefer=function(o,m){o[m]=function(){o.push([m].concat([].slice.call(arguments)))}};q.methods.forEach(function(m){q.setAndDefer(q,m)});
q.load=function(e){var s=d.createElement("script");s.type="text/javascript";s.async=!0;s.src="https://analytics.tiktok.com/i18n/pixel/events.js?sdkid="+e+"&lib="+t;
var f=d.getElementsByTagName("script")[0];f.parentNode.insertBefore(s,f)};q.load("KEY");q.page()}(window,document,"ttq");</script>""",
    ),
    _snippet(
        "pinterest",
        "marketing",
        head="""<script>!function(e){if(!window.pintrk){window.pintrk=function(){window.pintrk.queue.push([].slice.call(arguments))};
var n=window.pintrk;n.queue=[];n.version="3.0";var t=document.createElement("script");t.async=!0;t.src=e;var r=document.getElementsByTagName("script")[0];
r.parentNode.insertBefore(t,r)}}("https://s.pinimg.com/ct/core.js?k=KEY");pintrk("load","KEY");pintrk("page");</script>""",
        files={"core.js": 'new Image().src = "https://ct.pinterest.com/v3/?tid=KEY";'},
    ),
    _snippet(
        "linkedin",
        "marketing",
        body="""<script>_linkedin_partner_id="1";window._linkedin_data_partner_ids=window._linkedin_data_partner_ids||[];
_linkedin_data_partner_ids.push(_linkedin_partner_id);(function(l){var s=document.getElementsByTagName("script")[0];var b=document.createElement("script");
b.type="text/javascript";b.async=true;b.src="https://snap.licdn.com/li.lms-analytics/insight.min.js?k=KEY";s.parentNode.insertBefore(b,s)})(window.lintrk);</script>
<noscript><img height="1" width="1" style="display:none" alt="" src="https://px.ads.linkedin.com/collect/?pid=KEY"></noscript>""",
        files={"insight.min.js": 'new Image().src = "https://px.ads.linkedin.com/collect/?pid=KEY&t=1";'},
    ),
    _snippet(
        "matomo-cloud",
        "analytics",
        head="""<script>var _paq=window._paq=window._paq||[];_paq.push(["trackPageView"]);(function(){
var u="https://shop.matomo.cloud/";_paq.push(["setTrackerUrl",u+"matomo.php"]);var d=document,g=d.createElement("script"),s=d.getElementsByTagName("script")[0];
g.async=true;g.src="https://cdn.matomo.cloud/shop.matomo.cloud/matomo.js?k=KEY";s.parentNode.insertBefore(g,s)})();</script>""",
        files={
            "matomo.js": 'document.cookie = "_pk_id.1=KEY; path=/"; fetch("https://shop.matomo.cloud/matomo.php?k=KEY", {method: "POST"}).catch(() => {});'
        },
    ),
    _snippet(
        "matomo-own",
        "analytics",
        head="""<script>var _paq=window._paq=window._paq||[];_paq.push(["trackPageView"]);(function(){
var u="/own-stats/";_paq.push(["setTrackerUrl",u+"matomo.php"]);var d=document,g=d.createElement("script"),s=d.getElementsByTagName("script")[0];
g.async=true;g.src=u+"matomo.js?k=KEY";s.parentNode.insertBefore(g,s)})();</script>""",
        files={"matomo.js": 'navigator.sendBeacon("/own-stats/matomo.php?k=KEY", "action_name=x");'},
    ),
    _snippet(
        "segment",
        "analytics",
        head="""<script>!function(){var a=window.analytics=window.analytics||[];a.load=function(k){var t=document.createElement("script");
t.type="text/javascript";t.async=!0;t.setAttribute("data-global-segment-analytics-key","analytics");t.src="https://cdn.segment.com/analytics.js/v1/"+k+"/analytics.min.js";
var f=document.getElementsByTagName("script")[0];f.parentNode.insertBefore(t,f)};a.load("KEY")}();</script>""",
        files={
            "analytics.min.js": 'fetch("https://api.segment.io/v1/p", {method: "POST", body: "KEY"}).catch(() => {}); fetch("https://api.segment.io/v1/p?k=KEY").catch(() => {});'
        },
    ),
    _snippet(
        "posthog",
        "analytics",
        head="""<script>!function(t,e){var p=t.createElement("script");p.type="text/javascript";p.crossOrigin="anonymous";p.async=!0;
p.src="https://eu.posthog.com/static/array.js?k=KEY";(e=t.getElementsByTagName("script")[0]).parentNode.insertBefore(p,e)}(document);</script>""",
        files={
            "array.js": 'const x = new XMLHttpRequest(); x.open("POST", "https://eu.posthog.com/e/?k=KEY"); x.send("{}");'
        },
    ),
    _snippet(
        "snapchat",
        "marketing",
        head="""<script>(function(e,t,n){if(e.snaptr)return;var a=e.snaptr=function(){a.handleRequest?a.handleRequest.apply(a,arguments):a.queue.push(arguments)};
a.queue=[];var s="script",r=t.createElement(s);r.async=!0;r.src=n;var u=t.getElementsByTagName(s)[0];u.parentNode.insertBefore(r,u)})
(window,document,"https://sc-static.net/scevent.min.js?k=KEY");snaptr("init","KEY");</script>""",
    ),
    _snippet(
        "reddit",
        "marketing",
        head="""<script>!function(w,d){if(!w.rdt){var p=w.rdt=function(){p.sendEvent?p.sendEvent.apply(p,arguments):p.callQueue.push(arguments)};
p.callQueue=[];var t=d.createElement("script");t.src="https://www.redditstatic.com/ads/pixel.js?k=KEY";t.async=!0;var s=d.getElementsByTagName("script")[0];
s.parentNode.insertBefore(t,s)}}(window,document);rdt("init","KEY");</script>""",
    ),
    _snippet(
        "taboola",
        "marketing",
        head="""<script>window._tfa=window._tfa||[];window._tfa.push({notify:"event",name:"page_view",id:1});
!function(t,f,a,x){if(!document.getElementById(x)){t.async=1;t.src=a;t.id=x;f.parentNode.insertBefore(t,f)}}
(document.createElement("script"),document.getElementsByTagName("script")[0],"//cdn.taboola.com/libtrc/unip/1/tfa.js?k=KEY","tb_tfa_script");</script>""",
    ),
)
