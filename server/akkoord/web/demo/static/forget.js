// A look keeps cookies and stored values for as long as its page is open, so that the demo's own choice stays what it is.
(() => {
  const cookies = new Map();
  Object.defineProperty(Document.prototype, "cookie", {
    configurable: true,
    get: () => [...cookies].map((pair) => pair.join("=")).join("; "),
    set(text) {
      const [, name, value] = /^\s*([^=;]*)=([^;]*)/.exec(text) ?? [];
      if (name === undefined) return;
      if (/;\s*max-age=0/i.test(text)) cookies.delete(name);
      else cookies.set(name, value);
    },
  });

  class Kept {
    #values = new Map();
    getItem(key) {
      return this.#values.get(key) ?? null;
    }
    setItem(key, value) {
      this.#values.set(key, String(value));
    }
    removeItem(key) {
      this.#values.delete(key);
    }
  }
  Object.defineProperty(window, "localStorage", { value: new Kept() });
})();
