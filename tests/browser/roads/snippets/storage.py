"""What is written on the device by first-party code under a service's name: trackers that were bundled."""

from __future__ import annotations

from tests.browser.roads.snippet import Snippet


def _snippet(id: str, code: str, works: str = "true", **more: object) -> Snippet:
    return Snippet(id, "storage", "analytics", body=f"<script>{code}</script>", works=works, **more)  # type: ignore[arg-type]


SNIPPETS = (
    _snippet("cookie", 'document.cookie = "_ga=1; path=/; max-age=9999";'),
    _snippet("cookie-domain", 'document.cookie = "_ga_X=1; domain=shop.example; path=/; secure; samesite=lax";'),
    _snippet(
        "cookie-descriptor",
        'Object.getOwnPropertyDescriptor(Document.prototype, "cookie").set.call(document, "_gid=1; path=/");',
    ),
    _snippet("cookie-store", 'window.cookieStore ? cookieStore.set("_ga", "1") : (document.cookie = "_ga=1");'),
    _snippet(
        "cookie-store-object",
        'window.cookieStore ? cookieStore.set({ name: "_ga_O", value: "1" }) : (document.cookie = "_ga_O=1");',
    ),
    _snippet("local-storage", 'localStorage.setItem("_own_stat", "1");'),
    _snippet("local-storage-property", 'localStorage._own_stat_p = "1";'),
    _snippet("local-storage-index", 'localStorage["_own_stat_i"] = "1";'),
    _snippet(
        "local-storage-define",
        'Object.defineProperty(localStorage, "_own_stat_d", { value: "1", configurable: true, enumerable: true, writable: true });',
    ),
    _snippet("session-storage", 'sessionStorage.setItem("_own_stat", "1");'),
    _snippet("storage-prototype", 'Storage.prototype.setItem.call(localStorage, "_own_stat_q", "1");'),
    _snippet("indexed-db", 'indexedDB.open("_own_stat_db", 1);'),
    _snippet("cache", 'caches.open("_own_stat_cache").then((c) => c.put("/x", new Response("1")));'),
    _snippet(
        "storage-timer",
        'setTimeout(() => { localStorage.setItem("_own_stat_t", "1"); document.cookie = "_ga_T=1; path=/"; }, 20);',
        after=40,
    ),
    _snippet(
        "bundled",
        'document.cookie = "_pk_id.1=1; path=/"; localStorage.setItem("mp_1_mixpanel", "{}"); fetch("https://api.mixpanel.com/track/KEY", { method: "POST", body: "d" }).catch(() => {});',
    ),
)
