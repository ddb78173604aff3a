// The sign that a camera watches: a red dot and the word, for as long as somebody might be seen by it.

import { h } from "../core/dom.js";
import { pathTo } from "../core/router.js";

/** The dot and the word. */
export function watchingSign(app) {
  return [h("span", { class: "red-dot", "aria-hidden": "true" }), h("span", {}, app.t("eyes.watching"))];
}

/** The same for the frame, on every screen: leads to the cameras, and names them. */
export function watchingLink(app, cameras) {
  const names = app.t("eyes.watches", { names: app.format.list(cameras.map((camera) => camera.name)) });
  return h("a", { class: "watching", href: pathTo("eyes"), "aria-label": names, title: names }, watchingSign(app));
}
