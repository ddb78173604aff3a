// How often it took how long.

import { h, svg } from "../../core/dom.js";

const WIDTH = 320;
const HEIGHT = 140;
const BASE = 118; // where the bars stand
const TOP = 38; // above the bars there is room for the marks
const MOST_BARS = 16;

/** values: milliseconds. marks: [{ value, label }] drawn as lines. */
export function histogram(app, values, marks, title) {
  const { size, counts } = bins(values);
  const highest = Math.max(...counts);
  const step = WIDTH / counts.length;
  const bars = counts.map((count, place) => {
    const height = (count / highest) * (BASE - TOP);
    return svg("rect", { class: "bar", x: place * step + 1, y: BASE - height, width: step - 2, height, rx: 2 });
  });
  const toX = (value) => Math.min(WIDTH, (value / (size * counts.length)) * WIDTH);
  const lines = marks.map(({ value, label }, place) => {
    const x = toX(value);
    const late = x > WIDTH * 0.6;
    return svg("g", { class: "mark" },
      svg("line", { x1: x, x2: x, y1: 4 + place * 15, y2: BASE }),
      svg("text", { x: late ? x - 4 : x + 4, y: 13 + place * 15, "text-anchor": late ? "end" : "start" }, label));
  });
  const ends = [
    svg("text", { class: "axis", x: 0, y: HEIGHT - 6 }, "0"),
    svg("text", { class: "axis", x: WIDTH, y: HEIGHT - 6, "text-anchor": "end" }, app.format.milliseconds(size * counts.length)),
  ];
  const said = app.t("lab.histogram", { count: values.length, marks: marks.map(({ label }) => label).join(", ") });
  return h("figure", { class: "chart" },
    h("figcaption", {}, title),
    svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": said },
      svg("line", { class: "base", x1: 0, x2: WIDTH, y1: BASE, y2: BASE }), bars, lines, ends));
}

/** Equal bins from 0, of 1, 2 or 5 times a power of ten, so many that the largest value is in one. */
export function bins(values) {
  const largest = Math.max(...values, 1);
  const rough = largest / MOST_BARS;
  const power = 10 ** Math.floor(Math.log10(rough));
  const size = [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= rough);
  const counts = new Array(Math.floor(largest / size) + 1).fill(0);
  for (const value of values) counts[Math.floor(value / size)] += 1;
  return { size, counts };
}
