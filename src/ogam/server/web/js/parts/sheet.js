// A sheet: from below on a phone, in the middle of a larger screen. The browser's dialog keeps the focus inside and
// gives it back.

import { h } from "../core/dom.js";
import { newId } from "../core/id.js";
import { iconButton } from "./button.js";
import { canStop, stopButton } from "./stop-button.js";

/** Open one. fill(close): what is inside. onClose(): told when it is closed, however. Returns the function that closes it. */
export function openSheet(app, title, fill, onClose = () => {}) {
  const id = newId("sheet");
  const close = () => dialog.close();
  const head = h("header", {}, h("h2", { id, tabindex: "-1", autofocus: true }, title), canStop(app) && stopButton(app), iconButton(app.t("close"), "x", close));
  const dialog = h("dialog", { class: "sheet", "aria-labelledby": id }, h("div", { class: "sheet-inside" }, head, fill(close)));
  dialog.addEventListener("click", (event) => event.target === dialog && close()); // beside it
  dialog.addEventListener("close", () => {
    dialog.remove();
    onClose();
  });
  document.body.append(dialog);
  dialog.showModal();
  return close;
}

/** Ask before something that cannot be undone. Resolves to whether it is to be done. */
export function confirm(app, { title, text, yes, danger = true }) {
  return new Promise((resolve) => {
    let answer = false;
    const fill = (close) => [
      h("p", {}, text),
      h("div", { class: "actions" },
        h("button", { type: "button", class: "button", onclick: close }, app.t("cancel")),
        h("button", {
          type: "button",
          class: danger ? "button danger" : "button main",
          onclick: () => {
            answer = true;
            close();
          },
        }, yes)),
    ];
    openSheet(app, title, fill, () => resolve(answer));
  });
}
