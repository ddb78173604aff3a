// Parts of a whole, as one bar and in words.

import { h, svg } from "../../core/dom.js";

/** parts: [{ name, count, kind }]; kind is the class that colours it. */
export function shares(app, parts, title) {
  const sum = parts.reduce((total, { count }) => total + count, 0);
  let at = 0;
  const bars = parts.filter(({ count }) => count > 0).map(({ count, kind }) => {
    const width = (count / sum) * 100;
    const bar = svg("rect", { class: `part ${kind}`, x: at, width: Math.max(width - 0.4, 0.4), height: 8 });
    at += width;
    return bar;
  });
  const legend = parts.map(({ name, count, kind }) =>
    h("div", {}, h("dt", {}, h("span", { class: `key ${kind}`, "aria-hidden": "true" }), name), h("dd", { class: "number" }, `${count} · ${app.format.percent(count / sum)}`)));
  return h("figure", { class: "chart" }, h("figcaption", {}, title),
    svg("svg", { class: "shares", viewBox: "0 0 100 8", preserveAspectRatio: "none", "aria-hidden": "true" }, bars),
    h("dl", { class: "numbers" }, legend));
}
