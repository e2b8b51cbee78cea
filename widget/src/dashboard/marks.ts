/** Marks what happened on a day by a line through the chart. */

import type { Chart, Plugin } from "chart.js";

export function marks(at: ReadonlyMap<number, string>, colour: string): Plugin {
  return {
    id: "marks",
    afterDatasetsDraw({ ctx, chartArea, scales }: Chart) {
      ctx.save();
      ctx.strokeStyle = colour;
      ctx.fillStyle = colour;
      ctx.setLineDash([4, 3]);
      for (const number of at.keys()) {
        const x = scales.x?.getPixelForValue(number) ?? 0;
        ctx.beginPath();
        ctx.moveTo(x, chartArea.top);
        ctx.lineTo(x, chartArea.bottom);
        ctx.stroke();
        ctx.beginPath();
        ctx.moveTo(x - 5, chartArea.top - 7);
        ctx.lineTo(x + 5, chartArea.top - 7);
        ctx.lineTo(x, chartArea.top);
        ctx.fill();
      }
      ctx.restore();
    },
  };
}
