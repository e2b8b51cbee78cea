"""What is the site's own, or necessary, on every page: all of it must work whatever the visitor decided."""

from __future__ import annotations

from tests.browser.roads.vendor_files import GIF

FILES: dict[str, tuple[str, bytes]] = {
    "own.js": ("text/javascript", b"window.ownScript = true;"),
    "own-late.js": ("text/javascript", b"window.ownLateScript = true;"),
    "own-module.js": ("text/javascript", b"export const works = true;"),
    "own-worker.js": ("text/javascript", b'self.onmessage = () => postMessage("works");'),
    "own-shared.js": ("text/javascript", b'self.onconnect = (e) => e.ports[0].postMessage("works");'),
    "own.css": ("text/css", b"#own-styled { position: absolute; }"),
    "own.gif": ("image/gif", GIF),
    "own.html": (
        "text/html",
        b'<!doctype html><title>own</title><script>parent.postMessage("own frame", "*")</script>',
    ),
    "empty.html": ("text/html", b"<!doctype html><link rel=icon href=data:,><title>empty</title>"),
    "own.json": ("application/json", b'{"works": true}'),
    "own-events": ("text/event-stream", b"data: works\n\n"),
    "library.js": ("text/javascript", b"window.necessaryScript = true;"),
    "library.css": ("text/css", b"#necessary-styled { position: absolute; }"),
    "stripe.js": ("text/javascript", b"window.paymentScript = true;"),
    "late.json": ("application/json", b"{}"),
}

HEAD = """<link rel="icon" href="data:,">
<script src="/own/own.js"></script>
<link rel="stylesheet" href="/own/own.css">
<link rel="stylesheet" href="https://cdn.jsdelivr.net/npm/library.css">
<script src="https://cdn.jsdelivr.net/npm/library.js"></script>
<script src="https://js.stripe.com/v3/stripe.js"></script>
"""

BODY = """<p id="own-styled">own</p><p id="necessary-styled">own</p><img id="own-image" alt="" src="/own/own.gif">
<form id="own-form" method="post" action="https://pay.bank.example/pay/KEY"><input name="amount" value="1"></form>
"""

SCRIPT = """
(() => {
  const frameTalks = new Promise((resolve) => addEventListener("message", (e) => e.data === "own frame" && resolve(true)));
  const loaded = new Promise((resolve) => addEventListener("load", () => resolve(true)));
  const once = (target, type, give = () => true) =>
    new Promise((resolve, reject) => { target.addEventListener(type, (e) => resolve(give(e))); target.addEventListener("error", reject); });
  const inserted = (tag, set, root = document.body) => {
    const node = Object.assign(document.createElement(tag), set);
    const done = once(node, "load"); root.append(node); return done;
  };
  const blobWorker = () => new Worker(URL.createObjectURL(new Blob(["postMessage('works')"], { type: "text/javascript" })));
  const probes = {
    "script in the HTML": () => window.ownScript,
    "style in the HTML": () => loaded.then(() => getComputedStyle(document.getElementById("own-styled")).position === "absolute"),
    "image in the HTML": () => loaded.then(() => document.getElementById("own-image").naturalWidth === 1),
    "necessary script": () => window.necessaryScript,
    "necessary style": () => loaded.then(() => getComputedStyle(document.getElementById("necessary-styled")).position === "absolute"),
    "necessary payment script": () => window.paymentScript,
    "necessary fetch": () => fetch("https://cdn.jsdelivr.net/npm/own.json").then((a) => a.json()).then((a) => a.works),
    "script by script": () => inserted("script", { src: "/own/own-late.js" }).then(() => window.ownLateScript),
    "module by import()": () => import("/own/own-module.js").then((m) => m.works),
    "image by script": () => { const i = new Image(); i.src = "/own/own.gif?script"; return once(i, "load"); },
    "image of another own host": () => { const i = new Image(); i.src = "https://static.shop.example/own/own.gif"; return once(i, "load"); },
    "image from innerHTML": () => { const d = document.createElement("div"); d.innerHTML = '<img src="/own/own.gif?html">'; return once(d.firstChild, "load"); },
    "frame by script": () => inserted("iframe", { src: "/own/own.html" }).then(() => frameTalks),
    "fetch": () => fetch("/own/own.json").then((a) => a.json()).then((a) => a.works),
    "XMLHttpRequest": () => { const x = new XMLHttpRequest(); x.open("GET", "/own/own.json"); const done = once(x, "load", () => x.responseText.includes("works")); x.send(); return done; },
    "sendBeacon": () => navigator.sendBeacon("/own/own.json?beacon", "1"),
    "WebSocket": () => { const s = new WebSocket("wss://www.shop.example/own/socket"); return once(s, "open").then(() => { s.close(); return true; }); },
    "EventSource": () => { const s = new EventSource("/own/own-events"); return once(s, "message", (e) => e.data === "works").finally(() => s.close()); },
    "Worker": () => { const w = new Worker("/own/own-worker.js"); w.postMessage(1); return once(w, "message", (e) => e.data === "works").finally(() => w.terminate()); },
    "Worker from a blob": () => { const w = blobWorker(); return once(w, "message", (e) => e.data === "works").finally(() => w.terminate()); },
    "SharedWorker": () => { const w = new SharedWorker("/own/own-shared.js"); w.port.start(); return once(w.port, "message", (e) => e.data === "works"); },
    "cookie": () => { document.cookie = "own_basket=1; path=/"; return document.cookie.includes("own_basket=1"); },
    "cookieStore": () => !window.cookieStore || cookieStore.set("own_choice", "1").then(() => document.cookie.includes("own_choice=1")),
    "localStorage": () => { localStorage.setItem("own_theme", "dark"); localStorage.own_other = "1"; return localStorage.own_theme === "dark" && localStorage.getItem("own_other") === "1"; },
    "sessionStorage": () => { sessionStorage.setItem("own_step", "2"); return sessionStorage.getItem("own_step") === "2"; },
    "IndexedDB": () => new Promise((resolve, reject) => { const o = indexedDB.open("own_db"); o.onerror = reject; o.onsuccess = () => { o.result.close(); resolve(true); }; }),
    "Cache": () => caches.open("own_cache").then((c) => c.put("/own/cached", new Response("1"))).then(() => true),
    "document.createElement reads back": () => { const a = document.createElement("a"); a.href = "https://www.facebook.com/shop"; return a.href === "https://www.facebook.com/shop"; },
  };
  const patience = (promise, name) => Promise.race([promise, new Promise((_, reject) => setTimeout(() => reject(new Error("nothing came")), 15000))]);
  window.own = {};
  window.ownDone = Promise.all(Object.entries(probes).map(async ([name, probe]) => {
    try { window.own[name] = (await patience(Promise.resolve().then(probe))) ? "" : "false"; }
    catch (error) { window.own[name] = String(error?.message ?? error?.type ?? error); }
  }));
  /* Everything that the page started before has been sent once this has been answered: each time a new connection is made
     for it, as the slowest of the others need. */
  window.settle = async () => {
    for (let n = 0; n < 2; n++) {
      await new Promise((resolve) => requestIdleCallback(resolve, { timeout: 500 }));
      await fetch("https://static.shop.example/late.json").catch(() => {});
    }
    return true;
  };
  (async () => {
    await loaded;
    await new Promise((resolve) => setTimeout(resolve, AFTER));
    await window.ownDone;
    await window.settle();
    await fetch("/settled/KEY");
    document.getElementById("own-form").submit();
  })();
})();
"""
