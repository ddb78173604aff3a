// Where the time of a turn went: one bar, a piece for each stage.

import { h, svg } from "../../core/dom.js";

const STAGES = ["recognise", "identify", "interpret", "act"];

/** timings: milliseconds by stage, and "total". */
export function stages(app, timings) {
  const parts = STAGES.filter((stage) => timings[stage] > 0);
  const sum = Math.max(timings.total ?? 0, parts.reduce((total, stage) => total + timings[stage], 0));
  let at = 0;
  const bars = parts.map((stage) => {
    const width = (timings[stage] / sum) * 100;
    const bar = svg("rect", { class: `stage ${stage}`, x: at, width: Math.max(width - 0.4, 0.4), height: 10 });
    at += width;
    return bar;
  });
  const legend = parts.map((stage) => h("div", {}, h("dt", {}, h("span", { class: `key ${stage}`, "aria-hidden": "true" }), app.t(`stage.${stage}`)), h("dd", { class: "number" }, app.format.milliseconds(timings[stage]))));
  const total = h("div", { class: "total" }, h("dt", {}, app.t("stage.total")), h("dd", { class: "number" }, app.format.milliseconds(sum)));
  return h("div", { class: "stages" },
    svg("svg", { viewBox: "0 0 100 10", preserveAspectRatio: "none", "aria-hidden": "true" }, bars),
    h("dl", { class: "numbers" }, legend, total));
}
