/** The page that checks a receipt. Nothing of the receipt leaves the browser: only the public keys are fetched. */

import { type Checks, check, isGenuine, readReceipt } from "./check";
import { canVerify, readKeys } from "./keys";

const at = <E extends HTMLElement>(id: string): E => document.getElementById(id) as E;

const main = document.querySelector("main") as HTMLElement;
const form = at<HTMLFormElement>("form");
const text = at<HTMLTextAreaElement>("text");
const file = at<HTMLInputElement>("file");
const result = at("result");
const verdict = at("verdict");
const list = at("checks");

function show(word: "genuine" | "altered" | "none", checks?: Checks): void {
  verdict.textContent = result.dataset[word] ?? "";
  verdict.classList.toggle("wrong", word !== "genuine");
  verdict.hidden = false;
  list.hidden = !checks;
  for (const row of list.querySelectorAll<HTMLElement>("[data-check]")) {
    const holds = checks?.[row.dataset.check as keyof Checks];
    row.className = holds === undefined ? "absent" : holds ? "yes" : "wrong";
    const word = holds === undefined ? "absent" : holds ? "right" : "wrong";
    (row.querySelector("b") as HTMLElement).textContent = result.dataset[word] ?? "";
  }
}

async function look(): Promise<void> {
  const receipt = readReceipt(text.value);
  if (!receipt) return show("none");
  const answer = await fetch(main.dataset.keys ?? "", { credentials: "omit" });
  const checks = await check(receipt, await readKeys(await answer.json()));
  show(isGenuine(checks) ? "genuine" : "altered", checks);
}

async function read(chosen: File | null | undefined): Promise<void> {
  if (!chosen) return;
  text.value = await chosen.text();
  await look();
}

file.onchange = () => read(file.files?.[0]);
form.onsubmit = (event) => {
  event.preventDefault();
  look();
};
document.ondragover = (event) => {
  event.preventDefault();
  form.classList.add("over");
};
document.ondragleave = () => form.classList.remove("over");
document.ondrop = (event) => {
  event.preventDefault();
  form.classList.remove("over");
  if (!form.hidden) read(event.dataTransfer?.files[0]);
};

canVerify().then((able) => {
  form.hidden = !able;
  at("cannot").hidden = able;
});
