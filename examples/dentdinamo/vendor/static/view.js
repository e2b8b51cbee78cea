// Shows what the vendors received, once a second. Nothing is said aloud unless it changed.
const summary = document.querySelector("#summary");
const empty = document.querySelector("#empty");
const filled = document.querySelector("#filled");
const rows = document.querySelector("#rows");
const vendors = [...document.querySelectorAll("[data-host]")];
const clock = new Intl.DateTimeFormat("nl-NL", { timeStyle: "medium" });
const second = 1000;
let shown = "";

function say(text) {
  if (summary.textContent !== text) summary.textContent = text;
}

function row(request) {
  const line = document.createElement("tr");
  const cells = [
    clock.format(new Date(request.at)),
    request.host,
    `${request.method} ${request.path}`,
    request.cookie ? "ja" : "nee",
  ];
  for (const text of cells) line.insertCell().textContent = text;
  return line;
}

function show({ received, counts }) {
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const reached = Object.values(counts).filter((count) => count > 0).length;
  for (const vendor of vendors) {
    const count = counts[vendor.dataset.host];
    vendor.querySelector(".count").textContent = count;
    vendor.classList.toggle("reached", count > 0);
  }
  rows.replaceChildren(...received.reverse().map(row));
  filled.hidden = total === 0;
  empty.hidden = total > 0;
  const requests = total === 1 ? "1 verzoek" : `${total} verzoeken`;
  const by = reached === 1 ? "1 aanbieder" : `${reached} aanbieders`;
  say(total === 0 ? "Nog niets ontvangen." : `${requests} ontvangen, bij ${by}.`);
}

async function ask(address, options) {
  try {
    const text = await (await fetch(address, options)).text();
    if (text !== shown) {
      show(JSON.parse(text));
      shown = text;
    }
  } catch {
    shown = "";
    say("De demo antwoordt niet. Zodra zij weer draait, gaat deze pagina verder.");
  }
}

async function follow() {
  await ask("/received.json");
  setTimeout(follow, second);
}

document.querySelector("#clear").addEventListener("click", () => ask("/received/clear", { method: "POST" }));
follow();
