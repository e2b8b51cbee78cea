/** A chart's figures, as they stand in the table under it. */

/** What is drawn in one colour. A value that is not known is null. */
export interface Series {
  name: string;
  values: (number | null)[];
}

export interface Drawn {
  /** What stands along the axis. */
  labels: string[];
  series: Series[];
  isPercent: boolean;
  /** Number of the row -> what happened there. */
  marks: Map<number, string>;
}

export function readTable(table: HTMLTableElement): Drawn {
  const heads = [...table.querySelectorAll<HTMLElement>("thead th")];
  const rows = [...table.querySelectorAll<HTMLTableRowElement>("tbody tr")];
  const shown = heads.flatMap((head, column) => (head.dataset.unit ? [{ head, column }] : []));
  const marks = new Map<number, string>();
  for (const [number, row] of rows.entries()) if (row.dataset.mark) marks.set(number, row.dataset.mark);
  return {
    labels: rows.map((row) => row.cells[0]?.firstChild?.textContent ?? ""),
    series: shown.map(({ head, column }) => ({
      name: head.textContent ?? "",
      values: rows.map((row) => known(row.cells[column])),
    })),
    isPercent: shown.some(({ head }) => head.dataset.unit === "percent"),
    marks,
  };
}

function known(cell: HTMLTableCellElement | undefined): number | null {
  const text = cell?.dataset.value;
  return text === undefined ? null : Number(text);
}
