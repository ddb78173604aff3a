// Parts of the settings, and lists in them from which something can be removed.

import { h } from "../core/dom.js";
import { actionButton } from "./button.js";
import { icon } from "./icon.js";
import { confirm } from "./sheet.js";

export function settingsPart(title, about, ...content) {
  return h("div", { class: "part" }, h("h3", {}, title), h("p", { class: "soft" }, about), content);
}

/** A row whose button removes what is at `path`. more: further buttons. */
export function removable(app, name, about, iconName, path, done, ...more) {
  const remove = actionButton(app, app.t("remove"), async () => {
    if (!(await confirm(app, { title: app.t("removeAsk", { name }), text: about, yes: app.t("remove") }))) return;
    await app.api.delete(path);
    done();
  }, { kind: "quiet", "aria-label": app.t("removeNamed", { name }) });
  return h("li", { class: "row" }, icon(iconName), h("span", { class: "row-text" }, h("strong", {}, name), h("span", { class: "soft" }, about)), more, remove);
}

/** time: seconds since the epoch. */
export function since(app, time) {
  return app.t("people.since", { date: app.format.date.format(time * 1000) });
}

/** A text to be copied: a token, a link. */
export function copyable(app, about, text) {
  const copy = actionButton(app, app.t("copy"), () => navigator.clipboard.writeText(text), { iconName: "copy", kind: "main" });
  return [h("p", {}, about), h("pre", { tabindex: "0", class: "token" }, text), h("div", { class: "actions" }, copy)];
}
