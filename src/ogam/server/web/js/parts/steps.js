// How far one has come: filled and empty dots, and the same in words.

import { h } from "../core/dom.js";
import { icon } from "./icon.js";

export function steps(app, done, all) {
  const dots = Array.from({ length: all }, (_, place) => h("span", { class: place < done ? "dot done" : "dot" }, place < done && icon("check")));
  return h("p", { class: "steps" }, h("span", { class: "dots", "aria-hidden": "true" }, dots), h("span", {}, app.t("enrol.progress", { done: Math.min(done, all), all })));
}
