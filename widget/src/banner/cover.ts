/** Asks for consent in the place of a held frame: inside the frame, so that the page does not move. */

import type { BannerFile } from "../baked";
import type { HeldFrame } from "../page";
import { element, styleSheet } from "./element";

const STYLE = `body{margin:0;min-height:100vh;box-sizing:border-box;padding:12px;display:flex;flex-direction:column;gap:12px;
align-items:center;justify-content:center;text-align:center;font:16px/1.5 system-ui,sans-serif;color:#1d2733;background:#eef2f6}
p{margin:0;max-width:36em}button{font:inherit;font-weight:600;padding:10px 18px;border-radius:8px;cursor:pointer;
color:#fff;background:#1f4e79;border:2px solid #1f4e79}button:focus-visible{outline:3px solid #0b57d0;outline-offset:2px}`;
/** @param allow called when the visitor wants to see the content. */
export function coverFrame({ frame, address }: HeldFrame, { lang, texts }: BannerFile, allow: () => void): void {
  const inner = frame.contentDocument;
  const view = frame.contentWindow as (Window & typeof globalThis) | null;
  // a sandboxed frame is out of reach: it stays blank
  if (!inner?.body || !view) return;
  const provider = new URL(address, document.baseURI).hostname;
  inner.documentElement.lang = lang;
  inner.title = frame.title || provider;
  inner.adoptedStyleSheets = [styleSheet(STYLE, view)];
  inner.body.replaceChildren(
    element("p", {}, texts.embed.replace("{provider}", provider)),
    element("button", { type: "button", onclick: allow }, texts.embed_allow),
  );
}
