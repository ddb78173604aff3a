// What is said in passing: shown for a few seconds, and read aloud by screen readers.

import { h } from "../core/dom.js";
import { iconButton } from "./button.js";

const SECONDS = 6;

export class Notices {
  /** element: the live region that is always in the page. */
  constructor(app, element) {
    this.app = app;
    this.element = element;
  }

  /** kind: "" or "problem", which stays until it is closed. action: { label, run } */
  show(text, { kind = "", action = null } = {}) {
    const close = () => notice.remove();
    const act = action && h("button", { type: "button", class: "button quiet", onclick: () => (close(), action.run()) }, action.label);
    const notice = h("div", { class: `notice ${kind}` }, h("p", {}, text), act, iconButton(this.app.t("close"), "x", close));
    this.element.append(notice);
    while (this.element.children.length > 3) this.element.firstChild.remove();
    if (kind !== "problem") setTimeout(close, SECONDS * 1000);
  }

  clear() {
    this.element.replaceChildren();
  }
}
