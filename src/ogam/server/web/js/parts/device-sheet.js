// One device: its state, everything that can be done with it, and what can be said to it.

import { h, replace } from "../core/dom.js";
import { stateText } from "../model/devices.js";
import { actionButton, working } from "./button.js";
import { examples } from "./empty.js";
import { field, textInput } from "./field.js";
import { openSheet } from "./sheet.js";

const QUESTIONS = /^(get|list)_/; // verbs that only ask: their answers are for the voice

/** Do the obvious thing, from a card. */
export function touch(app, device, verb, element) {
  return working(app, element, () => perform(app, device, verb))();
}

export async function perform(app, device, verb, actionArguments = {}) {
  const result = await app.house.act(device.id, verb, actionArguments);
  if (result.ok) return app.notify(app.t("home.done", { device: device.name, verb: app.t(`verb.${verb}`) }));
  const reason = result.decision?.reasons?.[app.language] ?? result.decision?.reason;
  app.notify(result.error || reason || app.t("home.failed", { device: device.name }), { kind: "problem" });
}

export function openDevice(app, device) {
  const state = h("p", { class: "large", role: "status" });
  const show = () => replace(state, stateText(app, device) || app.t("home.noState"));
  const leave = app.house.listen((changed) => changed.id === device.id && show());
  show();
  const verbs = (device.actions ?? []).filter(({ verb }) => !QUESTIONS.test(verb));
  openSheet(app, device.name, () => [
    state,
    h("div", { class: "verbs" }, verbs.map((action) => control(app, device, action))),
    device.examples?.length > 0 && h("section", {}, h("h3", {}, app.t("home.say")), examples(app, device.examples, app.house.home.language)),
    h("p", { class: "hint" }, [device.id, device.driver, ...(device.aliases ?? [])].filter(Boolean).join(" · ")),
  ], leave);
}

/** A button; with fields before it, where the action needs to be told something. */
function control(app, device, { verb, arguments: needed = [] }) {
  const names = Array.isArray(needed) ? needed : Object.keys(needed);
  const label = verbLabel(app, verb);
  if (!names.length) return actionButton(app, label, () => perform(app, device, verb));
  const inputs = names.map((name) => [name, textInput({ inputmode: isNumber(name) ? "decimal" : "text" })]);
  const send = h("button", { type: "submit", class: "button" }, label);
  const submit = working(app, send, () => {
    const values = inputs.filter(([, input]) => input.value.trim()).map(([name, input]) => [name, valueOf(input.value)]);
    return perform(app, device, verb, Object.fromEntries(values));
  });
  return h("form", { class: "verb-form", onsubmit: submit }, inputs.map(([name, input]) => field(argumentLabel(app, name), input)), send);
}

function valueOf(text) {
  const number = Number(text.replace(",", "."));
  return text.trim() && Number.isFinite(number) ? number : text.trim();
}

function isNumber(name) {
  return /temperature|position|brightness|volume|percentage|speed|seconds/.test(name);
}

function verbLabel(app, verb) {
  return known(app, `verb.${verb}`, verb);
}

function argumentLabel(app, name) {
  return known(app, `argument.${name}`, name);
}

function known(app, key, otherwise) {
  const text = app.t(key);
  return text === key ? otherwise.replaceAll("_", " ") : text;
}
