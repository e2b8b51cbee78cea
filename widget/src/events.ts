/** Tells the page what happens. A listener that throws harms nobody else. */

import type { Category, DecisionRecord } from "./baked";

export interface Events {
  /** A banner is seen. */
  display: { notice: string; language: string };
  /** A decision was recorded by the backend. */
  decision: DecisionRecord;
  /** What these categories held has been let through. */
  release: { categories: Category[] };
  /** A decision was not recorded (it is tried again unless `final`), or the banner could not be had. */
  error: { code: string; final: boolean };
}

export type Listener<Name extends keyof Events> = (detail: Events[Name]) => void;

const listeners = new Map<string, Set<Listener<never>>>();

/** @returns a function that takes the listener away again. */
export function on<Name extends keyof Events>(event: Name, listener: Listener<Name>): () => void {
  const all = listeners.get(event) ?? new Set();
  listeners.set(event, all.add(listener));
  return () => all.delete(listener);
}

export function tell<Name extends keyof Events>(event: Name, detail: Events[Name]): void {
  for (const listener of listeners.get(event) ?? [])
    try {
      (listener as Listener<Name>)(detail);
    } catch (error) {
      reportError(error);
    }
  document.dispatchEvent(new CustomEvent(`akkoord:${event}`, { detail }));
}
