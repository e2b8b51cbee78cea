/** The held frames of a page that ask for consent in their own place, and what becomes of them. */

import type { Category, PanelFile } from "../baked";
import type { Surface } from "../surface";
import { coverFrame } from "./cover";

interface HeldFrame {
  category: string;
  address: URL;
}

export class Covers {
  readonly #frames = new Map<HTMLIFrameElement, HeldFrame>();

  constructor(readonly surface: Surface) {}

  add(frames: HTMLIFrameElement[], file: PanelFile): void {
    const { gate } = this.surface.page;
    for (const frame of frames) {
      const { src, akkoord } = frame.dataset;
      const category = gate.held.find(({ node }) => node === frame)?.category ?? akkoord ?? "";
      if (this.#frames.has(frame) || gate.allows(category)) continue;
      const address = new URL(gate.values.get(frame)?.src ?? src ?? "", document.baseURI);
      this.#frames.set(frame, { category, address });
      this.#cover(frame, file);
    }
  }

  /** Covers all of them anew, in another language or other colours. */
  draw(file: PanelFile): void {
    const { gate } = this.surface.page;
    for (const [frame, { category }] of this.#frames) if (!gate.allows(category)) this.#cover(frame, file);
  }

  #cover(frame: HTMLIFrameElement, file: PanelFile): void {
    const { page, decide } = this.surface;
    const { site, all, gate } = page;
    const { category, address } = this.#frames.get(frame) as HeldFrame;
    const asked = site.asked.includes(category as Category);
    const once = (): void => {
      this.#frames.delete(frame);
      // it is the visitor's now: a later yes must not load it anew
      for (let at = gate.held.length; at--; ) if (gate.held[at]?.node === frame) gate.held.splice(at, 1);
      frame.removeAttribute("data-akkoord");
      // only this frame goes there; nothing that the gate holds or the page keeps is changed
      frame.contentWindow?.location.replace(address.href);
      frame.focus();
    };
    // a policy of the page cannot be lifted for one frame
    const bound = window.akkoord?.grade === "strict";
    coverFrame(frame, address, this.surface, file, asked ? [category] : site.asked, !bound && once, () =>
      decide(asked ? { [category]: true } : all(true)),
    );
  }
}
