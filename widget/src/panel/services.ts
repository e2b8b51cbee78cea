/** Who is behind one category: each service with its provider, its purpose and what it leaves on the device. */

import type { PanelFile } from "../baked";
import type { Surface } from "../surface";

type Shown = PanelFile["categories"][number];
type Service = Shown["services"][number];

function cookies({ element }: Surface, { texts }: PanelFile, { cookies }: Service): HTMLElement {
  if (!cookies.length) return element("p", {}, texts.no_cookies);
  const heads = [texts.cookie, texts.kind, texts.lifetime].map((head) => element("th", { scope: "col" }, head));
  const rows = cookies.map(({ name, kind, lifetime }) =>
    element("tr", {}, ...[name, kind, lifetime].map((cell) => element("td", {}, cell))),
  );
  return element("table", {}, element("thead", {}, element("tr", {}, ...heads)), element("tbody", {}, ...rows));
}

export function services(surface: Surface, file: PanelFile, { providers, services }: Shown): HTMLElement {
  const { element } = surface;
  const { colon } = surface.file.texts;
  const { texts } = file;
  return element(
    "details",
    {},
    element("summary", {}, providers),
    ...services.map((service) =>
      element(
        "section",
        { className: "service" },
        element("h3", {}, service.name),
        element("p", {}, texts.purpose + colon + service.purpose),
        element("p", {}, texts.provider + colon + service.provider + (service.country && ` (${service.country})`)),
        service.privacy !== "" &&
          element("p", {}, element("a", { href: service.privacy, target: "_blank", rel: "noopener" }, texts.privacy)),
        cookies(surface, file, service),
      ),
    ),
  );
}
