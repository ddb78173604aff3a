// Buttons and links that look like them. kind: "", "main", "quiet", "danger".

import { h } from "../core/dom.js";
import { icon } from "./icon.js";

export function button(label, onclick, { iconName, kind = "", ...properties } = {}) {
  const inside = [iconName && icon(iconName), h("span", {}, label)];
  return h("button", { type: "button", class: `button ${kind}`.trim(), onclick, ...properties }, inside);
}

export function linkButton(label, href, { iconName, kind = "", ...properties } = {}) {
  return h("a", { class: `button ${kind}`.trim(), href, ...properties }, iconName && icon(iconName), h("span", {}, label));
}

/** Only an icon; the label is for those who cannot see it, and for the pointer that rests on it. */
export function iconButton(label, iconName, onclick, properties = {}) {
  const names = { "aria-label": label, title: label };
  return h("button", { type: "button", class: "icon-button", onclick, ...names, ...properties }, icon(iconName));
}

/** While `work` runs the button keeps the focus, but can't be pressed again; what fails is said by the app. */
export function working(app, element, work) {
  return async (event) => {
    event?.preventDefault?.();
    if (element.ariaBusy === "true") return;
    element.ariaBusy = "true";
    try {
      await work(event);
    } catch (error) {
      app.fail(error);
    } finally {
      element.ariaBusy = null;
    }
  };
}

/** A button that does something on the server. */
export function actionButton(app, label, work, options) {
  const element = button(label, null, options);
  element.addEventListener("click", working(app, element, work));
  return element;
}
