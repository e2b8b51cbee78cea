/** Holds workers that are, or bring, code of a shut service: what runs in a worker is out of a page's reach. */

import type { Gate, View } from "./state";
import { trustedScript, wrapClass, wrapMethod } from "./wrap";

/** What a worker loads at once: a service's code must not begin to run in it. */
const LOADS = /(importScripts|\bimport|\bfrom)\s*\(?[^);]*/g;

/** The code of a worker, read before it starts: the page's own, or what the page made itself. */
function codeOf(address: string, { XMLHttpRequest }: View): string {
  try {
    const { origin, protocol } = new URL(address, document.baseURI);
    if (origin !== location.origin && protocol !== "data:") return "";
    const request = new XMLHttpRequest();
    request.open("GET", address, false);
    request.send();
    return request.responseText;
  } catch {
    return "";
  }
}

const shutsCode = (gate: Gate, code: string): string | undefined =>
  gate.shutsIn(code, true) ?? gate.shutsIn((code.match(LOADS) ?? []).join());

/** Waits for a word, keeps what it is sent meanwhile, then becomes the worker that was asked for. */
const waiting = (word: string, load: string): string =>
  `let q=[];onmessage=e=>{if(e.data!=="${word}")return q.push(e);onmessage=null;${load};` +
  "for(const m of q)dispatchEvent(new MessageEvent('message',{data:m.data,ports:[...m.ports]}))}";

export function watchWorkers(gate: Gate, view: View): void {
  const address = (code: string): string =>
    trustedScript(URL.createObjectURL(new Blob([code], { type: "text/javascript" })));
  for (const name of ["Worker", "SharedWorker"])
    wrapClass(view, name, (given, real) => {
      if (gate.allowsAll) return real(...given);
      const code = codeOf(String(given[0]), view);
      const category = gate.shuts(given[0]) ?? shutsCode(gate, code);
      if (!category) return real(...given);
      // one that other tabs may share starts on a page that allows it
      if (name !== "Worker") return real(address(""), ...given.slice(1));
      const word = crypto.getRandomValues(new Uint32Array(4)).join();
      const from = JSON.stringify(
        /^(blob|data):/.test(given[0]) ? address(code) : new URL(given[0], document.baseURI).href,
      );
      const module = given[1]?.type === "module";
      const load = module ? `await import(${from})` : `importScripts(${from})`;
      const worker = real(
        address(module ? waiting(word, load).replace("e=>", "async e=>") : waiting(word, load)),
        given[1],
      );
      gate.hold(category, () => worker.postMessage(word));
      return worker;
    });

  wrapMethod(
    view.ServiceWorkerContainer?.prototype ?? {},
    "register",
    (original) =>
      async function (this: ServiceWorkerContainer, ...given: unknown[]) {
        const script = new URL(String(given[0]), document.baseURI).href;
        const code = gate.allowsAll
          ? ""
          : await fetch(script).then(
              (response) => response.text(),
              () => "",
            );
        const category = gate.shuts(script) ?? shutsCode(gate, code);
        if (!category) return original.apply(this, given);
        return new Promise((resolve) => gate.hold(category, () => resolve(original.apply(this, given))));
      },
  );
  wrapMethod(
    view.Worklet?.prototype ?? {},
    "addModule",
    (original) =>
      function (this: Worklet, ...given: unknown[]) {
        const category = gate.shuts(given[0]);
        if (!category) return original.apply(this, given);
        return new Promise((resolve) => gate.hold(category, () => resolve(original.apply(this, given))));
      },
  );
}
