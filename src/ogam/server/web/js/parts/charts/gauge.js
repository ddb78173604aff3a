// One figure on a scale that ends at what it may be at most.

import { h, svg } from "../../core/dom.js";

/** value of limit; text: the figure with its unit; about: what it means. */
export function gauge(name, value, limit, text, about) {
  const share = Math.max(0, Math.min(1, value / limit)) * 100;
  return h("div", { class: `gauge card ${value > limit ? "over" : ""}` },
    h("h3", {}, name),
    h("p", { class: "large number" }, text),
    svg("svg", { viewBox: "0 0 100 4", preserveAspectRatio: "none", "aria-hidden": "true" },
      svg("rect", { class: "track", width: 100, height: 4 }), svg("rect", { class: "filled", width: share, height: 4 })),
    h("p", { class: "hint" }, about));
}
