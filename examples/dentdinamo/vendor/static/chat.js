// The chat vendor's bubble, in a shadow root so that page and bubble do not touch each other's styles.
(() => {
  const style = `
    :host { position: fixed; inset: auto 1rem 1rem auto; z-index: 10; font: 1rem/1.5 system-ui, sans-serif; }
    * { box-sizing: border-box; }
    button { display: flex; align-items: center; gap: .5rem; margin-inline-start: auto; padding: .7rem 1.1rem;
      border: 0; border-radius: 2rem; background: #3d3a8c; color: #fff; font: inherit; font-weight: 600; cursor: pointer;
      box-shadow: 0 4px 16px rgb(0 0 0 / 25%); }
    button:hover { background: #2c2a6b; }
    button:focus-visible { outline: 3px solid #3d3a8c; outline-offset: 3px; box-shadow: 0 0 0 3px #fff; }
    section { width: min(20rem, calc(100vw - 2rem)); margin-block-end: .75rem; padding: 1rem 1.25rem;
      border-radius: 1rem; background: #fff; color: #1d1c33; box-shadow: 0 8px 32px rgb(0 0 0 / 30%); }
    p { margin: 0 0 .5rem; } p:last-child { margin: 0; }
  `;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(style);

  const { lang } = document.documentElement;
  const [greeting, hint] = lang.startsWith("nl")
    ? ["Goedendag, waarmee kunnen wij helpen?", "Dit is een voorbeeld van een chatvenster. Er leest niemand mee."]
    : ["Hello, how can we help?", "This is an example of a chat window. Nobody is reading along."];

  const bubble = document.createElement("aside");
  bubble.setAttribute("aria-label", "Chat");
  const root = bubble.attachShadow({ mode: "open" });
  root.adoptedStyleSheets = [sheet];
  root.innerHTML = `
    <section id="talk" hidden>
      <p><strong>${greeting}</strong></p>
      <p>${hint}</p>
    </section>
    <button type="button" aria-expanded="false" aria-controls="talk">
      <svg width="20" height="20" viewBox="0 0 20 20" fill="currentColor" aria-hidden="true">
        <path d="M10 2c4.7 0 8 2.9 8 6.6s-3.3 6.6-8 6.6c-.8 0-1.6-.1-2.3-.3L3.6 17l.7-3.6C2.9 12.2 2 10.5 2 8.6 2 4.9 5.3 2 10 2z"/>
      </svg>
      Chat
    </button>`;

  const button = root.querySelector("button");
  const talk = root.querySelector("section");
  button.addEventListener("click", () => {
    talk.hidden = !talk.hidden;
    button.setAttribute("aria-expanded", String(!talk.hidden));
    localStorage.setItem("dd_chat", talk.hidden ? "closed" : "open");
  });
  if (localStorage.getItem("dd_chat") === "open") button.click();
  else localStorage.setItem("dd_chat", "closed");
  document.body.append(bubble);
})();
