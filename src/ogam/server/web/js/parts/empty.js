// Where there is nothing yet: what will be there, an example, and what to press.

import { h } from "../core/dom.js";
import { icon } from "./icon.js";

export function empty(iconName, title, text, ...rest) {
  return h("div", { class: "empty" },
    h("div", { class: "empty-icon" }, icon(iconName)),
    h("p", { class: "empty-title" }, title),
    h("p", {}, text),
    rest);
}

/** Sentences that can be said, as people would say them. */
export function examples(app, sentences, language) {
  if (!sentences?.length) return null;
  const items = sentences.map((sentence) => h("li", { lang: language }, app.t("quoted", { text: sentence })));
  return h("ul", { class: "examples" }, items);
}
