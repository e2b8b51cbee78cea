/** The seams between the scripts of a page: what the site's script gives the banner file, and what it gets back. */

import type { Category, Choices, DecisionRecord, How, SiteScript } from "./baked";
import type { on, tell } from "./events";
import type { Gate } from "./gate";
import type { Stored } from "./stored";

/** What the site's script gives. */
export interface Page {
  site: SiteScript;
  /** Address of the site's API, without a slash at its end. */
  api: string;
  /** The site's language in which the visitor is asked: the page's, until another one is chosen. */
  language: string;
  stored: Stored;
  gate: Gate;
  /**
   * Makes gate, signals and page follow what is stored. Returns whether something was withdrawn.
   *
   * @param decided whether a decision was made just now.
   */
  follow: (decided?: boolean) => boolean;
  /** The same answer for each category that the notice asks, or for these. */
  all: (yes: boolean, categories?: readonly string[]) => Choices;
  on: typeof on;
  tell: typeof tell;
  /** Fetches and runs one of our files: a path below the backend's address. Fails if it cannot be had. */
  load: Load;
  readCookies: () => string[];
  writeCookie: (text: string) => void;
}

/** @param made is given what the file makes, and what the backend baked into it. */
export type Load = <Make, File, Made>(path: string, made: (make: Make, file: File) => Made) => Promise<Made>;

/** What the banner file gives back. */
export interface Banner {
  /** Shows the first layer, and counts that. */
  show: () => void;
  hide: () => void;
  /** Opens the panel with the stored choice shown; fails if the panel cannot be had. */
  open: () => Promise<void>;
  decide: (choices: Choices, how: How) => Promise<DecisionRecord>;
  /** Tries again what could not be recorded. */
  record: () => Promise<void>;
  /** Asks for consent in the place of held frames. */
  cover: (frames: HTMLIFrameElement[]) => void;
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
    /** Called by a file of ours while it runs. */
    akkoord?: (make: unknown, file: unknown) => void;
  }
}
