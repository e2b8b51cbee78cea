/** Draws one chart. */

import {
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  type ChartConfiguration,
  Legend,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
} from "chart.js";
import type { Colours } from "./colours";
import { marks } from "./marks";
import type { Drawn } from "./table";

Chart.register(
  BarController,
  BarElement,
  CategoryScale,
  Legend,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
);

/** Each series differs by more than its colour, and says so in the legend. */
const DASHES = [[], [7, 4], [2, 3]];
const POINTS = ["circle", "rect", "triangle"] as const;
/** The name of a bar in lines of 16 letters at most, where spaces allow it. */
const lines = (label: string): string[] => label.match(/(?=\S).{1,16}(?=\s|$)|\S+/g) ?? [label];

/** Draws lines upright, and bars lying: so each bar has room for its name. */
export function draw(canvas: HTMLCanvasElement, kind: string, drawn: Drawn, colours: Colours): Chart {
  const isLine = kind === "line";
  const language = document.documentElement.lang;
  const say = new Intl.NumberFormat(language, drawn.isPercent ? { style: "percent", maximumFractionDigits: 1 } : {});
  const font = { family: getComputedStyle(document.body).fontFamily, size: 13 };
  const along = {
    ticks: { color: colours.soft, font, autoSkip: isLine, maxRotation: 0, autoSkipPadding: 14 },
    grid: { display: false },
  };
  const measured = {
    beginAtZero: true,
    ...(drawn.isPercent ? { suggestedMax: 0.5 } : {}),
    ticks: { color: colours.soft, font, maxTicksLimit: 6, callback: (value: string | number) => say.format(+value) },
    grid: { color: colours.line },
    border: { display: false },
  };
  const config: ChartConfiguration = {
    type: isLine ? "line" : "bar",
    data: {
      labels: isLine ? drawn.labels : drawn.labels.map(lines),
      datasets: drawn.series.map((series, number) => {
        const colour = colours.series[number % colours.series.length] ?? colours.ink;
        return {
          label: series.name,
          data: series.values,
          borderColor: colour,
          backgroundColor: colour,
          ...(isLine
            ? {
                borderWidth: 2,
                borderDash: DASHES[number % DASHES.length] ?? [],
                pointStyle: POINTS[number % POINTS.length] ?? "circle",
                pointRadius: drawn.labels.length > 40 ? 0 : 2.5,
                pointHitRadius: 8,
                // between two days nothing was counted
                tension: 0,
              }
            : {
                borderRadius: 3,
                maxBarThickness: 28,
                categoryPercentage: Math.min(0.8, 0.1 + 0.12 * drawn.labels.length),
                pointStyle: "rect",
              }),
        };
      }),
    },
    options: {
      animation: false,
      maintainAspectRatio: false,
      indexAxis: isLine ? "x" : "y",
      interaction: { mode: "index", intersect: false },
      layout: { padding: { top: drawn.marks.size ? 10 : 0 } },
      scales: isLine ? { x: along, y: measured } : { x: measured, y: along },
      plugins: {
        legend: {
          display: drawn.series.length > 1,
          position: "bottom",
          labels: { color: colours.ink, font, usePointStyle: true, boxHeight: isLine ? 7 : 10, padding: 16 },
        },
        tooltip: {
          callbacks: {
            label: ({ dataset, raw }) => ` ${dataset.label}: ${say.format(raw as number)}`,
            afterBody: ([first]) => (first && drawn.marks.get(first.dataIndex)) ?? "",
          },
        },
      },
    },
    plugins: [marks(drawn.marks, colours.ink)],
  };
  return new Chart(canvas, config);
}
