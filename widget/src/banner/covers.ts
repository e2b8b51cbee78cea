/** The held frames of a page that ask for consent in their own place, and what becomes of them. */

import type { BannerFile, Category, Choices } from "../baked";
import type { Page } from "../page";
import { colours } from "./colours";
import { coverFrame } from "./cover";

interface HeldFrame {
  category: string;
  address: URL;
}

export class Covers {
  readonly #frames = new Map<HTMLIFrameElement, HeldFrame>();

  /** @param decide called with the choices that a frame needs. */
  constructor(
    readonly page: Page,
    readonly decide: (choices: Choices) => void,
  ) {}

  add(frames: HTMLIFrameElement[], file: BannerFile): void {
    const { gate } = this.page;
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
  draw(file: BannerFile): void {
    for (const [frame, { category }] of this.#frames) if (!this.page.gate.allows(category)) this.#cover(frame, file);
  }

  #cover(frame: HTMLIFrameElement, file: BannerFile): void {
    const { site, all, gate } = this.page;
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
    coverFrame(frame, address, file, asked ? [category] : site.asked, colours(file), !bound && once, () =>
      this.decide(asked ? { [category]: true } : all(true)),
    );
  }
}
