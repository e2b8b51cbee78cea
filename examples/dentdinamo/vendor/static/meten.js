// What an analytics vendor does: it recognises the browser and reports every page that is read.
(() => {
  const origin = new URL(document.currentScript.src).origin;
  const minute = 60;
  const month = 30 * 24 * 60 * minute;

  const read = (name) => document.cookie.match(`(?:^|; )${name}=([^;]*)`)?.[1];
  const write = (name, seconds) => {
    const value = read(name) ?? `${Date.now()}.${Math.floor(Math.random() * 1e9)}`;
    // biome-ignore lint/suspicious/noDocumentCookie: this is how vendors set theirs
    document.cookie = `${name}=${value}; Path=/; Max-Age=${seconds}; SameSite=Lax`;
    return value;
  };

  const commands = {
    create(account) {
      commands.account = account;
    },
    send(what) {
      const pages = Number(localStorage.getItem("_dda_pages") ?? 0) + 1;
      localStorage.setItem("_dda_pages", String(pages));
      const body = new URLSearchParams({
        account: commands.account,
        what,
        page: location.href,
        pages,
        visitor: write("_dda", 13 * month),
        session: write("_dda_session", 30 * minute),
      });
      fetch(`${origin}/collect?account=${commands.account}`, {
        method: "POST",
        body,
        credentials: "include",
        keepalive: true,
      }).catch(() => {});
    },
  };

  const waiting = window.meten?.q ?? [];
  window.meten = (name, value) => commands[name]?.(value);
  for (const [name, value] of waiting) window.meten(name, value);
})();
