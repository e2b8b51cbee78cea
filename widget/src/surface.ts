/** The seam between banner file and panel file: what the first gives, and what it gets back. */

import type { BannerFile, Choices, PanelFile } from "./baked";
import type { element, styleSheet } from "./banner/element";
import type { Page } from "./page";

/** What the banner file gives. */
export interface Surface {
  page: Page;
  /** What is said now, in the language that is shown. */
  file: BannerFile;
  /** Where banner and panel stand. */
  root: ShadowRoot;
  element: typeof element;
  styleSheet: typeof styleSheet;
  /** A link to a page of the backend's about this site, in the language that is shown. */
  served: (name: string, content: string | Node) => HTMLElement;
  /** The declarations of the colours now. */
  colours: () => string;
  /** Says why marketing is refused already, in a browser that signals privacy. */
  privacyNote: () => HTMLElement | false;
  /** What is new since the visitor's choice, in words, for the categories that are asked again. */
  news: () => Partial<Record<string, string>> | undefined;
  decide: (choices: Choices) => void;
  /** Shows everything in another of the site's languages; fails if it cannot be had. */
  speak: (language: string) => Promise<void>;
}

/** What the panel file gives back. */
export interface Panel {
  /** Opens it with the stored choices shown. */
  open: () => void;
  /** Says everything in the language of the surface; switches stay as they are set. */
  speak: (file: PanelFile) => void;
  /** Asks for consent in the place of held frames. */
  cover: (frames: HTMLIFrameElement[]) => void;
  /** Puts the colours of now in the place of those of before. */
  paint: () => void;
}

export type MakePanel = (surface: Surface, file: PanelFile) => Panel;
