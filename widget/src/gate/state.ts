/** What the gate holds, and what it lets through. The one place that every hook asks. */

import type { SiteScript } from "../baked";
import { addressMatcher, keyMatcher } from "./match";

/** Something held: an element, or a call that was not made. */
export interface Held {
  category: string;
  /** Where it stands in the document, if anywhere. */
  node?: Element;
  /** For a script: whether it ran as soon as it came, in no order. */
  async?: boolean;
  /** Lets it through; a script gets its type back, and `release.ts` runs it in its turn. */
  free: () => void;
}

export class Gate {
  readonly held: Held[] = [];
  /** The value of an attribute that is held away from its element. */
  readonly values = new WeakMap<Element, Record<string, string>>();
  /** Called when a frame was held. */
  onFrame = (): void => {};
  readonly #asked: readonly string[];
  readonly #ofAddress: (address: string) => string | undefined;
  /** The category of a cookie or storage key. */
  readonly ofKey: (name: string) => string | undefined;
  #allowed: readonly string[];

  constructor(site: SiteScript, allowed: readonly string[]) {
    this.#asked = site.asked;
    this.#allowed = allowed;
    this.#ofAddress = addressMatcher(site);
    this.ofKey = keyMatcher(site.keys);
  }

  allow(categories: readonly string[]): void {
    this.#allowed = categories;
  }

  /** A category that the notice does not ask (the catalog knows more) opens with a yes to everything that it does ask. */
  allows(category: string): boolean {
    return (
      this.#allowed.includes(category) ||
      (this.#asked.length > 0 &&
        !this.#asked.includes(category) &&
        this.#asked.every((asked) => this.#allowed.includes(asked)))
    );
  }

  /** The category that keeps this address shut, if one does. */
  shuts(address: unknown): string | undefined {
    return this.#unlessAllowed(this.#ofAddress(String(address)));
  }

  /** The category that keeps this cookie or storage key from being written, if one does. */
  shutsKey(name: string): string | undefined {
    return this.#unlessAllowed(this.ofKey(name));
  }

  #unlessAllowed(category: string | undefined): string | undefined {
    return category && !this.allows(category) ? category : undefined;
  }
}
