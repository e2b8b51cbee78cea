/** The seam between the two scripts of a page: what the site's script gives the banner file, and what it gets back. */

import type { Category, Choices, DecisionRecord, How, SiteScript } from "./baked";
import type { on, tell } from "./events";
import type { Gate } from "./gate";
import type { Stored } from "./stored";

/** What the site's script gives. */
export interface Page {
  site: SiteScript;
  /** Address of the site's API, without a slash at its end. */
  api: string;
  /** The site's language that this page gets. */
  language: string;
  stored: Stored;
  gate: Gate;
  /**
   * Makes gate, signals and page follow what is stored. Returns whether something was withdrawn.
   *
   * @param decided whether a decision was made just now.
   */
  follow: (decided?: boolean) => boolean;
  /** The same answer for each category that is asked. */
  all: (yes: boolean) => Choices;
  on: typeof on;
  tell: typeof tell;
  readCookies: () => string[];
  writeCookie: (text: string) => void;
}

/** What the banner file gives back. */
export interface Banner {
  /** Shows the first layer, and counts that. */
  show: () => void;
  hide: () => void;
  /** Opens the panel with the stored choice shown. */
  open: () => void;
  decide: (choices: Choices, how: How) => Promise<DecisionRecord>;
  /** Tries again what could not be recorded. */
  record: () => Promise<void>;
  /** Asks for consent in the place of held frames. */
  cover: (frames: HeldFrame[]) => void;
}

export interface HeldFrame {
  frame: HTMLIFrameElement;
  address: string;
  category: string;
}

/** What a page can do; see design.md. */
export interface Akkoord {
  /** Resolves once the page is parsed. */
  ready: Promise<Akkoord>;
  /** Whether a category is allowed now. */
  has(category: Category): boolean;
  /** What is allowed now, for each category. */
  readonly choices: Choices;
  acceptAll(): Promise<DecisionRecord>;
  rejectAll(): Promise<DecisionRecord>;
  /** What is left out stays as it was chosen before, or is a no. */
  decide(choices: Choices): Promise<DecisionRecord>;
  withdraw(): Promise<DecisionRecord>;
  /** Opens the panel. */
  open(): Promise<void>;
  /** How firmly this page is shut; see docs/embed.md. */
  readonly grade: "held" | "sealed" | "strict";
  /** Returns a function that takes the listener away again. */
  on: typeof on;
}

declare global {
  interface Navigator {
    /** Whether the visitor's browser asks not to sell or share what it knows of them (Global Privacy Control). */
    readonly globalPrivacyControl?: boolean;
  }
  interface Window {
    akkoord?: Akkoord;
  }
  interface HTMLScriptElement {
    /** Called by the banner file while it runs. */
    akkoord?: (start: (page: Page) => Banner) => void;
  }
}
