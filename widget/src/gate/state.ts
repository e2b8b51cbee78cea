/** What the gate holds, and what it lets through. The one place that every hook asks. */

import type { SiteScript } from "../baked";
import { absolute, addressMatcher, keyMatcher, UNKNOWN } from "./match";

/** A window of this page: its own, or that of a frame which its scripts can reach. Each has functions of its own. */
export type View = Window & typeof globalThis;

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

/** More than this many held calls of one page are dropped: a tracker that sends on a timer must not fill the memory. */
const MOST_CALLS = 200;
/** An address within a longer text, such as code or speculation rules. */
const ADDRESS = /(?:\b(?:http|ws)s?:)?\/\/[\w-]+\.[\w.-]+[^\s"'`<>\\)]*/g;

export class Gate {
  readonly held: Held[] = [];
  /** The value of an attribute that is held away from its element. */
  readonly values = new WeakMap<Element, Record<string, string>>();
  /** The documents and shadow roots that are watched. */
  readonly roots = new Set<Document | ShadowRoot>();
  /** Hosts of third parties that nobody names and that were held. */
  readonly unknown = new Set<string>();
  /** Called when a frame was held. */
  onFrame = (): void => {};
  /** Called when the visitor asked for something that is held. */
  onAsked = (): void => {};
  readonly #ofAddress: (address: string) => string | undefined;
  /** The category of a cookie or storage key. */
  readonly ofKey: (name: string) => string | undefined;
  #calls = 0;
  #allowed: readonly string[];

  constructor(
    readonly site: SiteScript,
    allowed: readonly string[],
  ) {
    this.#allowed = allowed;
    this.#ofAddress = addressMatcher(site);
    this.ofKey = keyMatcher(site.keys);
  }

  allow(categories: readonly string[]): void {
    this.#allowed = categories;
  }

  /** A category that the notice does not ask (the catalog knows more) opens with a yes to everything that it does ask. */
  allows(category: string): boolean {
    const { asked }: { asked: readonly string[] } = this.site;
    return (
      this.#allowed.includes(category) ||
      (asked.length > 0 && !asked.includes(category) && asked.every((each) => this.#allowed.includes(each)))
    );
  }

  /** Whether nothing can be held: every category, asked or not, is open. */
  get allowsAll(): boolean {
    return [...Object.keys(this.site.hold), ...this.site.asked, UNKNOWN].every((category) => this.allows(category));
  }

  /** The category that keeps this address shut, if one does. */
  shuts(address: unknown): string | undefined {
    const category = this.#unlessAllowed(this.#ofAddress(`${address}`));
    if (category === UNKNOWN) this.unknown.add(absolute(address).hostname);
    return category;
  }

  /** The same, but only if a service names the address. */
  shutsNamed(address: unknown): string | undefined {
    const category = this.#ofAddress(`${address}`);
    return category === UNKNOWN ? undefined : this.#unlessAllowed(category);
  }

  /**
   * The category that shuts the first shut address within a text.
   *
   * @param named whether only those count that a service names: an address in a comment means nothing.
   */
  shutsIn(text: string, named = false): string | undefined {
    for (const [address] of text.replace(/\\\//g, "/").matchAll(ADDRESS)) {
      const category = named ? this.shutsNamed(address) : this.shuts(address);
      if (category) return category;
    }
    return undefined;
  }

  /** The category that keeps this cookie or storage key from being written, if one does. */
  shutsKey(name: string): string | undefined {
    return this.#unlessAllowed(this.ofKey(name));
  }

  /** Keeps a call until its category is allowed. */
  holdCall(category: string, free: () => void): void {
    if (++this.#calls <= MOST_CALLS) this.held.push({ category, free });
  }

  #unlessAllowed(category: string | undefined): string | undefined {
    return category && !this.allows(category) ? category : undefined;
  }
}
