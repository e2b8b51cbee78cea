/** The proof of the visitor's choice: the number under which it is recorded, since when, until when. */

import type { PanelFile } from "../baked";
import type { Surface } from "../surface";

/** @returns nothing before a decision is recorded: there is no proof of what nobody has. */
export function receipt({ page, file, element, served }: Surface, { texts }: PanelFile): HTMLElement | false {
  const { stored, site } = page;
  const { token } = stored;
  if (!token || stored.pending || !stored.chosen()) return false;
  // the payload is described in `akkoord/tokens.py`
  const [, , number] = JSON.parse(atob((token.text.split(".")[0] as string).replace(/-/g, "+").replace(/_/g, "/")));
  const said = (seconds: number, format: Intl.DateTimeFormatOptions): Node =>
    element(
      "time",
      { dateTime: new Date(seconds * 1000).toISOString() },
      new Intl.DateTimeFormat(file.lang, format).format(seconds * 1000),
    );
  const rows: [string, Node][] = [
    [texts.receipt_number, served(`receipts/${number}`, element("code", {}, number))],
    [texts.receipt_given, said(token.at, { dateStyle: "long", timeStyle: "short" })],
    [texts.receipt_until, said(token.at + site.lifetime, { dateStyle: "long" })],
  ];
  return element(
    "section",
    { className: "receipt" },
    element("h2", {}, texts.receipt),
    element("dl", {}, ...rows.flatMap(([name, value]) => [element("dt", {}, name), element("dd", {}, value)])),
  );
}
