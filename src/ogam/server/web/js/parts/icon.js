// An icon of the sprite. Decoration, unless it gets a label.

import { svg } from "../core/dom.js";

const SPRITE = new URL("../../icons/lucide.svg", import.meta.url).pathname;

export function icon(name, label = "") {
  const names = label ? { role: "img", "aria-label": label } : { "aria-hidden": "true" };
  return svg("svg", { class: "icon", viewBox: "0 0 24 24", ...names }, svg("use", { href: `${SPRITE}#${name}` }));
}
