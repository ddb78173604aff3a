// How sure: a number and a bar that says the same.

import { h, svg } from "../core/dom.js";

export function share(app, value, label = "") {
  if (value === null || value === undefined) return null;
  const text = app.format.percent(value);
  const width = Math.max(0, Math.min(1, value)) * 100;
  const bar = svg("svg", { class: "share-bar", viewBox: "0 0 100 4", preserveAspectRatio: "none", "aria-hidden": "true" },
    svg("rect", { class: "track", width: 100, height: 4 }),
    svg("rect", { class: "filled", width, height: 4 }));
  return h("span", { class: "share" }, label && h("span", { class: "hidden" }, label), h("span", { class: "number" }, text), bar);
}
