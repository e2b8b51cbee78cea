/** Holds forms that are posted to a service. One to somebody whom no service names is where the visitor wants to go. */

import type { Gate, View } from "./state";
import { wrapMethod } from "./wrap";

export function watchForms(gate: Gate, view: View): void {
  const post = view.HTMLFormElement.prototype.submit;
  const holds = (form: HTMLFormElement, button?: Element | null): boolean => {
    const action = button?.getAttribute("formaction") ?? form.getAttribute("action");
    const category = action && gate.shutsNamed(action);
    if (category) gate.hold(category, () => post.call(form));
    return !!category;
  };
  wrapMethod(
    view.HTMLFormElement.prototype,
    "submit",
    (original) =>
      function (this: HTMLFormElement) {
        if (!holds(this)) original.call(this);
      },
  );
  view.addEventListener("submit", (event) => {
    const { submitter, target } = event as SubmitEvent;
    if (event.defaultPrevented || !holds(target as HTMLFormElement, submitter)) return;
    event.preventDefault();
    // somebody who pressed a button is told what it waits for
    if (view.navigator.userActivation?.isActive) gate.onAsked();
  });
}
