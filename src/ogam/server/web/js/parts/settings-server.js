// What of the server may be changed: each setting with what it means, its default, and a way back to it.

import { h, replace } from "../core/dom.js";
import { actionButton } from "./button.js";
import { field, textInput, toggle } from "./field.js";
import { load, skeleton } from "./loading.js";

export function server(app) {
  const place = h("div", {});
  load(app, place, () => app.api.get("/api/settings"), (data) => list(app, data), skeleton(app, "rows", 3));
  return h("section", { class: "card settings" }, h("details", {}, h("summary", {}, h("h2", {}, app.t("settings.house"))), place));
}

function list(app, data) {
  const place = h("div", { class: "server-settings" });
  const draw = ({ settings, restart }) => {
    const save = (name, value) => app.api.put("/api/settings", { settings: { [name]: value } }).then(
      (changed) => (app.notify(app.t("settings.saved")), draw(changed)),
      (error) => app.fail(error));
    replace(place, restart && h("p", { class: "banner" }, app.t("settings.restart")), settings.map((one) => control(app, one, save)));
  };
  draw(data);
  return place;
}

function control(app, setting, save) {
  const { name, next, default: usual } = setting;
  const isUsual = JSON.stringify(usual) === JSON.stringify(next);
  const reset = !isUsual && actionButton(app, app.t("settings.toDefault"), () => save(name, null), { iconName: "rotate-ccw", kind: "quiet", "aria-label": `${app.t("settings.toDefault")}: ${name}` });
  return h("div", { class: "setting" }, input(app, setting, save), reset);
}

function input(app, { name, next, default: usual, meaning }, save) {
  const hint = `${name} · ${app.t("settings.default", { value: written(app, usual) })}`;
  if (typeof next === "boolean") return toggle(meaning, next, (on) => save(name, on), hint);
  const text = textInput({ value: Array.isArray(next) ? next.join(", ") : String(next), inputmode: typeof next === "number" ? "decimal" : "text" });
  text.addEventListener("change", () => save(name, read(text.value, next)));
  return field(meaning, text, hint);
}

/** A text as a value of the kind that was there. */
function read(text, before) {
  if (typeof before === "number") return Number(text);
  return Array.isArray(before) ? text.split(",").map((part) => part.trim()).filter(Boolean) : text;
}

function written(app, value) {
  if (typeof value === "boolean") return app.t(value ? "yes" : "no");
  return (Array.isArray(value) ? value.join(", ") : String(value)) || "–";
}
