// Shows what the vendors received, once a second. Nothing is said aloud unless it changed.
const words = document.querySelector("main").dataset;
const summary = document.querySelector("#summary");
const empty = document.querySelector("#empty");
const filled = document.querySelector("#filled");
const rows = document.querySelector("#rows");
const vendors = [...document.querySelectorAll("[data-host]")];
const clock = new Intl.DateTimeFormat(document.documentElement.lang, { timeStyle: "medium" });
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
    request.cookie ? words.yes : words.no,
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
  const summed = words.received.replace("{requests}", total).replace("{vendors}", reached);
  say(total === 0 ? words.nothing : summed);
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
    say(words.away);
  }
}

async function follow() {
  await ask("/received.json");
  setTimeout(follow, second);
}

document.querySelector("#clear").addEventListener("click", () => ask("/received/clear", { method: "POST" }));
follow();
