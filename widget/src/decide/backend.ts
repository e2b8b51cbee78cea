/** Speaks to the backend. */

import type { DecisionRequest, DecisionResponse, DisplayRequest, ErrorResponse, UnknownRequest } from "../baked";

const SEND_WITHIN = 10_000;

/** Why a decision was not recorded. `final`: trying again would not help. */
export class Refused extends Error {
  constructor(
    readonly code: string,
    readonly final: boolean,
  ) {
    super(code);
  }
}

/** Sends a decision once. Plain text needs no preflight; keepalive survives leaving the page. */
export async function postDecision(api: string, decision: DecisionRequest): Promise<DecisionResponse> {
  const response = await fetch(`${api}/decisions`, {
    method: "POST",
    body: JSON.stringify(decision),
    keepalive: true,
    credentials: "include",
    signal: AbortSignal.timeout(SEND_WITHIN),
  }).catch(() => {
    throw new Refused("unreachable", false);
  });
  const body: unknown = await response.json().catch(() => ({}));
  if (response.status === 201) return body as DecisionResponse;
  // only the backend's own words are final; a proxy that answers in its place is not
  const code = (body as Partial<ErrorResponse>).error?.code;
  throw new Refused(code ?? "unreachable", !!code && response.status < 500 && response.status !== 429);
}

/** Counts that a banner was shown. Names nobody, and nothing waits for it. */
export const postDisplay = (api: string, display: DisplayRequest): void => {
  navigator.sendBeacon(`${api}/displays`, JSON.stringify(display));
};

/** Counts third parties that the page wanted to reach and that nobody names. */
export const postUnknown = (api: string, unknown: UnknownRequest): void => {
  navigator.sendBeacon(`${api}/unknown`, JSON.stringify(unknown));
};
