/**
 * Holds what goes somewhere by a form, a link or `open`: into a frame of the page, or to a service. To somebody whom no
 * service names, and not into a frame, is where the visitor wants to go.
 */

import type { Gate, View } from "./state";
import { wrapMethod } from "./wrap";

export function watchTargets(gate: Gate, view: View): void {
  const post = view.HTMLFormElement.prototype.submit;
  const { open } = view;
  const frameOf = (name: unknown): Element | undefined =>
    [...view.document.querySelectorAll("iframe[name],frame[name]")].find(
      (frame) => frame.getAttribute("name") === name,
    );
  const holdsForm = (form: HTMLFormElement, button?: Element | null): boolean => {
    const action = button?.getAttribute("formaction") ?? form.getAttribute("action");
    const category = action && (frameOf(form.target) ? gate.shuts(action) : gate.shutsNamed(action));
    if (category) gate.holdCall(category, () => post.call(form));
    return !!category;
  };
  wrapMethod(
    view.HTMLFormElement.prototype,
    "submit",
    (original) =>
      function (this: HTMLFormElement) {
        if (!holdsForm(this)) original.call(this);
      },
  );
  view.addEventListener("submit", (event) => {
    const { submitter, target } = event as SubmitEvent;
    if (event.defaultPrevented || !holdsForm(target as HTMLFormElement, submitter)) return;
    event.preventDefault();
    // somebody who pressed a button is told what it waits for
    if (view.navigator.userActivation?.isActive) gate.onAsked();
  });

  const holdsFrame = (name: unknown, address: string): Element | undefined => {
    const frame = frameOf(name);
    const category = frame && gate.shuts(address);
    if (category) gate.holdCall(category, () => open.call(view, address, `${name}`));
    return category ? frame : undefined;
  };
  wrapMethod(
    view,
    "open",
    (original) =>
      function (this: unknown, ...given: unknown[]) {
        const frame = holdsFrame(given[1], `${given[0]}`);
        return frame ? (frame as HTMLIFrameElement).contentWindow : original.apply(this, given);
      },
  );
  view.addEventListener("click", (event) => {
    const link = event
      .composedPath()
      .find((node): node is HTMLAnchorElement => /^a(rea)?$/.test((node as Element).localName ?? ""));
    const ping = link && gate.values.get(link)?.ping;
    const category = ping && gate.shuts(ping.split(" ")[0]);
    if (category)
      gate.holdCall(category, () => ping.split(" ").map((address) => navigator.sendBeacon(address, "PING")));
    if (link && !event.defaultPrevented && holdsFrame(link.target, link.href)) event.preventDefault();
  });
}
