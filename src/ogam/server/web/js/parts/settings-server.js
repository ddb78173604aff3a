// What of the server may be changed while it runs: each with its default, and a way back to it.

import { h } from "../core/dom.js";
import { actionButton } from "./button.js";
import { field, select, textInput, toggle } from "./field.js";
import { load, skeleton } from "./loading.js";

/** GET /api/settings: [{ name, value, default, type, choices, label, help }], or { name: value }. */
export function server(app) {
  const place = h("div", {});
  const again = load(app, place, () => app.api.get("/api/settings"), (data) => listOf(data).map((one) => control(app, one, () => again(true))), skeleton(app, "rows", 3));
  return h("section", { class: "card settings" }, h("h2", {}, app.t("settings.house")), place);
}

function listOf(data) {
  if (Array.isArray(data)) return data;
  if (Array.isArray(data.settings)) return data.settings;
  return Object.entries(data).map(([name, value]) => ({ name, value }));
}

function control(app, setting, done) {
  const { name, value, default: usual, help = "" } = setting;
  const save = (changed) => app.api.put("/api/settings", { [name]: changed }).then(
    () => (app.notify(app.t("settings.saved")), done()),
    (error) => app.fail(error));
  const known = usual === undefined ? "" : app.t("settings.default", { value: written(app, usual) });
  const hint = [help, known].filter(Boolean).join(" ");
  const back = usual !== undefined && JSON.stringify(usual) !== JSON.stringify(value)
    && actionButton(app, app.t("settings.toDefault"), () => save(usual), { iconName: "rotate-ccw", kind: "quiet" });
  return h("div", { class: "setting" }, input(app, setting, labelOf(app, setting), hint, save), back);
}

function labelOf(app, { name, label }) {
  const known = app.t(`setting.${name}`);
  return label || (known === `setting.${name}` ? name.replaceAll("_", " ") : known);
}

function input(app, { value, type, choices }, label, hint, save) {
  if (typeof value === "boolean") return toggle(label, value, save, hint);
  if (choices) return field(label, select(choices.map((one) => [one, one]), value, { onchange: (event) => save(event.target.value) }), hint);
  const isNumber = typeof value === "number" || type === "number";
  const text = textInput({ value: written(app, value), inputmode: isNumber ? "decimal" : "text" });
  text.addEventListener("change", () => save(isNumber ? Number(text.value) : Array.isArray(value) ? text.value.split(",").map((part) => part.trim()).filter(Boolean) : text.value));
  return field(label, text, hint);
}

function written(app, value) {
  if (typeof value === "boolean") return app.t(value ? "yes" : "no");
  return Array.isArray(value) ? value.join(", ") : String(value);
}
