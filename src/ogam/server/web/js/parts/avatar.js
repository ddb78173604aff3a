// A person as initials; somebody unknown as an outline.

import { h } from "../core/dom.js";
import { initials } from "../model/people.js";
import { icon } from "./icon.js";

export function avatar(name, size = "") {
  const inside = name ? initials(name) : icon("user-round");
  return h("span", { class: `avatar ${size} ${name ? "" : "unknown"}`, "aria-hidden": "true" }, inside);
}
