// While something loads, its shape; if it fails, what to do; when it has come, it.

import { h, replace } from "../core/dom.js";
import { button } from "./button.js";
import { icon } from "./icon.js";

/** Grey shapes. kind: "rows", "cards", "chart" or "text". */
export function skeleton(app, kind = "rows", count = 3) {
  const shapes = Array.from({ length: count }, () => h("div", { class: "shape" }));
  return h("div", { class: `skeleton ${kind}`, role: "status", "aria-label": app.t("loading") }, shapes);
}

/** Fill a place: its shape, then draw(data). Returns a function that loads again. */
export function load(app, place, fetchData, draw, shape = skeleton(app)) {
  let newest = 0;
  const again = async (quietly = false) => {
    const mine = ++newest;
    if (!quietly) replace(place, shape);
    try {
      const data = await fetchData();
      if (mine === newest) replace(place, draw(data));
    } catch (error) {
      if (mine === newest) replace(place, failure(app, error, again));
    }
  };
  again();
  return again;
}

function failure(app, error, again) {
  return h("div", { class: "failure", role: "alert" },
    icon("circle-alert"),
    h("p", {}, error.message),
    button(app.t("again"), () => again(), { iconName: "refresh-cw" }));
}
