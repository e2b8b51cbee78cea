// What an advertising vendor does: it notes what a visitor looks at, to show advertisements that fit.
(() => {
  const script = new URL(document.currentScript.src);
  const day = 24 * 60 * 60;
  const visitor = document.cookie.match(/(?:^|; )_ddads=([^;]*)/)?.[1] ?? Math.random().toString(36).slice(2);
  // biome-ignore lint/suspicious/noDocumentCookie: this is how vendors set theirs
  document.cookie = `_ddads=${visitor}; Path=/; Max-Age=${90 * day}; SameSite=Lax`;

  const interests = new Set(JSON.parse(localStorage.getItem("_ddads_interests") ?? "[]"));
  interests.add(location.pathname);
  localStorage.setItem("_ddads_interests", JSON.stringify([...interests].slice(-20)));

  const seen = new URLSearchParams({ id: script.searchParams.get("id"), visitor, page: location.href });
  fetch(`${script.origin}/collect?${seen}`, { credentials: "include" }).catch(() => {});
  addEventListener("pagehide", () => navigator.sendBeacon(`${script.origin}/collect?${seen}`, "left"));
})();
