/** The dashboard's pages do without this. It draws a chart above each table that has one, and saves it as a picture. */

import type { Chart } from "chart.js";
import { coloursOf } from "./colours";
import { draw } from "./draw";
import { save } from "./save";
import { readTable } from "./table";

for (const figure of document.querySelectorAll<HTMLElement>("figure[data-kind]")) {
  const table = figure.querySelector("table");
  if (figure.dataset.kind && table?.querySelector("[data-value]")) show(figure, table);
}

function show(figure: HTMLElement, table: HTMLTableElement): void {
  const title = figure.querySelector("figcaption")?.textContent?.trim() ?? "";
  const canvas = document.createElement("canvas");
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", title);
  const frame = document.createElement("div");
  frame.className = "canvas";
  frame.append(canvas);
  figure.querySelector("figcaption")?.after(frame);
  let chart: Chart | undefined;
  const redraw = () => {
    const drawn = readTable(table);
    const rows = drawn.labels.length * (1.5 + drawn.series.length);
    // bars lie one below the other
    if (figure.dataset.kind !== "line") frame.style.setProperty("--height", `${4 + rows}rem`);
    chart?.destroy();
    chart = draw(canvas, figure.dataset.kind ?? "", drawn, coloursOf(figure));
  };
  redraw();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
  matchMedia("print").addEventListener("change", redraw);
  const button = document.createElement("button");
  button.type = "button";
  button.className = "plain";
  button.textContent = figure.dataset.save ?? "";
  // there are several on a page
  button.setAttribute("aria-label", `${button.textContent}: ${title}`);
  button.addEventListener("click", () => {
    const { paper, ink } = coloursOf(figure);
    save(canvas, paper, title, ink, figure.dataset.name ?? "chart");
  });
  figure.querySelector(".actions")?.prepend(button);
}
