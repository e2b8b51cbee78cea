/** Holds workers that are, or bring, code of a shut service: what runs in a worker is out of a page's reach. */

import { absolute } from "./match";
import type { Gate, View } from "./state";
import { trustedScript, wrapClass, wrapMethod } from "./wrap";

/** What a worker loads at once: a service's code must not begin to run in it. */
const LOADS = /(importScripts|\bimport|\bfrom)\s*\(?[^);]*/g;

/** The code of a worker, read before it starts: the page's own, or what the page made itself. */
function codeOf(address: string, { XMLHttpRequest }: View): string {
  try {
    const { origin, protocol } = absolute(address);
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

/** The same for a worker that pages share: it asks on a channel, since its ports are the page's own. */
const waitingShared = (word: string, load: string): string =>
  `let q=[],c=new BroadcastChannel("${word}");onconnect=e=>{q.push(e)};c.onmessage=async()=>{c.close();onconnect=null;` +
  `${load};for(const m of q)dispatchEvent(new MessageEvent('connect',{data:'',ports:[...m.ports],source:m.source}))};` +
  "c.postMessage(0)";

export function watchWorkers(gate: Gate, view: View): void {
  const address = (code: string): string =>
    trustedScript(URL.createObjectURL(new Blob([code], { type: "text/javascript" })));
  for (const name of ["Worker", "SharedWorker"])
    wrapClass(view, name, (given, real) => {
      if (gate.allowsAll) return real(...given);
      const code = codeOf(`${given[0]}`, view);
      const category = gate.shuts(given[0]) ?? shutsCode(gate, code);
      if (!category) return real(...given);
      const word = crypto.getRandomValues(new Uint32Array(4)).join();
      const from = JSON.stringify(/^(blob|data):/.test(given[0]) ? address(code) : absolute(given[0]).href);
      const module = given[1]?.type === "module";
      const load = module ? `await import(${from})` : `importScripts(${from})`;
      if (name !== "Worker") {
        const channel = new BroadcastChannel(word);
        const go = (): void => channel.postMessage(0);
        gate.holdCall(category, () => {
          channel.onmessage = go;
          go();
        });
        return real(address(waitingShared(word, load)), ...given.slice(1));
      }
      const worker = real(
        address(module ? waiting(word, load).replace("e=>", "async e=>") : waiting(word, load)),
        given[1],
      );
      gate.holdCall(category, () => worker.postMessage(word));
      return worker;
    });

  wrapMethod(
    view.ServiceWorkerContainer?.prototype ?? {},
    "register",
    (original) =>
      async function (this: ServiceWorkerContainer, ...given: unknown[]) {
        const script = absolute(given[0]).href;
        const code = gate.allowsAll
          ? ""
          : await fetch(script).then(
              (response) => response.text(),
              () => "",
            );
        const category = gate.shuts(script) ?? shutsCode(gate, code);
        if (!category) return original.apply(this, given);
        return new Promise((resolve) => gate.holdCall(category, () => resolve(original.apply(this, given))));
      },
  );
  wrapMethod(
    view.Worklet?.prototype ?? {},
    "addModule",
    (original) =>
      function (this: Worklet, ...given: unknown[]) {
        const category = gate.shuts(given[0]);
        if (!category) return original.apply(this, given);
        return new Promise((resolve) => gate.holdCall(category, () => resolve(original.apply(this, given))));
      },
  );
}
