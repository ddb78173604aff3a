// What is seen, drawn over a picture: boxes with labels, zones with their names, and masks. Places are shares of it.

import { h, replace, svg } from "../core/dom.js";

const CORNERS = 100; // the drawing's own width and height, stretched over the picture's

/** A layer for one picture. It is decoration: the words beside it say the same. */
export class Overlay {
  constructor() {
    this.element = h("div", { class: "overlay", "aria-hidden": "true" });
    this.still = [];
  }

  /** Zones and masks, which stay. zones: [{name, polygon}], masks: polygons. */
  outline(zones, masks) {
    const shapes = [
      ...masks.map((polygon) => svg("polygon", { class: "mask", points: points(polygon) })),
      ...zones.map((zone) => svg("polygon", { class: "zone", points: points(zone.polygon) })),
    ];
    const drawing = svg("svg", { viewBox: `0 0 ${CORNERS} ${CORNERS}`, preserveAspectRatio: "none" }, shapes);
    this.still = [drawing, ...zones.map((zone) => label("zone-name", zone.name, zone.polygon))];
    this.draw([]);
  }

  /** Boxes: [{kind, label, box: [left, top, width, height]}]. */
  draw(boxes) {
    replace(this.element, this.still, boxes.filter((one) => one.box).map(frame));
  }
}

function frame({ kind, label: text, box: [left, top, width, height] }) {
  const element = h("div", { class: `seen ${kind}` }, text && h("span", { class: top < 0.08 ? "inside" : "" }, text));
  return place(element, { left, top, width, height });
}

/** A zone's name, at its lower left: things stand above. */
function label(kind, text, polygon) {
  const left = Math.min(...polygon.map(([x]) => x));
  const bottom = 1 - Math.max(...polygon.map(([, y]) => y));
  return place(h("div", { class: kind }, text), { left, bottom });
}

function place(element, sides) {
  for (const [side, share] of Object.entries(sides)) element.style.setProperty(side, `${share * 100}%`);
  return element;
}

function points(polygon) {
  return polygon.map(([x, y]) => `${x * CORNERS},${y * CORNERS}`).join(" ");
}
