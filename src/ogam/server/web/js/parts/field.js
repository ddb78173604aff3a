// Form fields, each with its label, and a hint where it needs one.

import { h } from "../core/dom.js";
import { newId } from "../core/id.js";

export function field(label, input, hint = "") {
  const id = newId("field");
  input.id = id;
  if (hint) input.setAttribute("aria-describedby", `${id}-hint`);
  const about = hint && h("p", { class: "hint", id: `${id}-hint` }, hint);
  return h("div", { class: "field" }, h("label", { for: id }, label), input, about);
}

export function textInput(properties = {}) {
  return h("input", { type: "text", autocomplete: "off", ...properties });
}

/** options: [[value, label], …]. */
export function select(options, chosen, properties = {}) {
  const items = options.map(([value, label]) => h("option", { value, selected: value === chosen }, label));
  return h("select", properties, items);
}

/** A labelled on/off switch. onchange(on) */
export function toggle(label, on, onchange, hint = "") {
  const input = h("input", { type: "checkbox", role: "switch", checked: on, onchange: () => onchange(input.checked) });
  const text = h("span", { class: "toggle-text" }, h("span", {}, label), hint && h("span", { class: "hint" }, hint));
  return h("label", { class: "toggle" }, text, input);
}

/** A few choices side by side, of which one counts. options: [[value, label], …]; onchange(value) */
export function choices(legend, options, chosen, onchange) {
  const name = newId("choice");
  const items = options.map(([value, label]) => {
    const input = h("input", { type: "radio", name, value, checked: value === chosen, onchange: () => onchange(value) });
    return h("label", {}, input, h("span", {}, label));
  });
  return h("fieldset", { class: "choices" }, h("legend", {}, legend), h("div", {}, items));
}
