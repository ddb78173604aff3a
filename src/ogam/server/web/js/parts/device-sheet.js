// One device: its state, everything that can be done with it, and what can be said to it.

import { h, replace } from "../core/dom.js";
import { stateText } from "../model/devices.js";
import { actionButton, working } from "./button.js";
import { deviceEditor, mayEdit } from "./device-editor.js";
import { examples } from "./empty.js";
import { field, select, textInput } from "./field.js";
import { openSheet } from "./sheet.js";

const SET = "set"; // the verb of a device that is described by its properties
const QUESTIONS = /^(get|list)_/; // verbs that only ask: their answers are for the voice

/** Do the obvious thing, from a card. */
export function touch(app, device, verb, element) {
  return working(app, element, () => perform(app, device, verb))();
}

export async function perform(app, device, verb, actionArguments = {}) {
  const result = await app.house.act(device.id, verb, actionArguments);
  if (result.ok) return app.notify(app.t("home.done", { device: device.name, verb: app.t(`verb.${verb}`) }));
  if (result.approval) return app.approvals.look(); // it waits for a yes: here, if it may be given here
  app.notify(result.error || app.t("home.failed", { device: device.name }), { kind: "problem" });
}

/** changed: told when the device is another one, or gone. */
export function openDevice(app, device, changed = () => {}) {
  const state = h("p", { class: "large", role: "status" });
  const show = () => replace(state, stateText(app, device) || app.t("home.noState"));
  const leave = app.house.listen((one) => one.id === device.id && show());
  show();
  const verbs = (device.actions ?? []).filter(({ verb }) => !QUESTIONS.test(verb));
  openSheet(app, device.name, (close) => [
    state,
    h("div", { class: "verbs" }, verbs.flatMap((action) => controls(app, device, action))),
    device.examples?.length > 0 && h("section", {}, h("h3", {}, app.t("home.say")), examples(app, device.examples, app.house.home.language)),
    mayEdit(app) && deviceEditor(app, device, close, changed),
    h("p", { class: "hint" }, [device.id, device.driver, ...(device.aliases ?? [])].filter(Boolean).join(" · ")),
  ], leave);
}

/** One for each property, where a device is told its properties; else one for the action. */
function controls(app, device, action) {
  if (action.verb !== SET) return [control(app, device, action)];
  return action.arguments.map((one) => control(app, device, { verb: SET, arguments: [{ ...one, required: true }] }));
}

/** A button; with fields before it, where the action needs to be told something. */
function control(app, device, { verb, arguments: needed = [] }) {
  const label = verbLabel(app, verb);
  if (!needed.length) return actionButton(app, label, () => perform(app, device, verb));
  const inputs = needed.map((argument) => [argument, argumentInput(app, argument)]);
  const send = h("button", { type: "submit", class: "button" }, label);
  const submit = working(app, send, () => {
    const given = inputs.filter(([, input]) => input.value.trim());
    const values = given.map(([{ name, kind }, input]) => [name, typed(kind, input.value.trim())]);
    return perform(app, device, verb, Object.fromEntries(values));
  });
  return h("form", { class: "verb-form", onsubmit: submit }, inputs.map(([argument, input]) => field(argumentLabel(app, argument), input)), send);
}

function typed(kind, text) {
  if (kind === "switch") return text === "on";
  return kind === "number" ? Number(text) : text;
}

function argumentInput(app, { kind, least, most, choices, labels = [], required }) {
  const named = kind === "switch"
    ? ["on", "off"].map((state) => [state, app.t(`state.${state}`)])
    : choices.map((choice, place) => [choice, labels[place] || known(app, `choice.${choice}`, choice)]);
  if (named.length) return select([...(required ? [] : [["", ""]]), ...named], "", { required });
  if (kind === "number") return h("input", { type: "number", min: least, max: most, step: "any", required });
  return textInput({ required });
}

function verbLabel(app, verb) {
  return known(app, `verb.${verb}`, verb);
}

function argumentLabel(app, { name, unit, label: called }) {
  const label = called || known(app, `argument.${name}`, name);
  return unit ? `${label} (${unit})` : label;
}

function known(app, key, otherwise) {
  const text = app.t(key);
  return text === key ? otherwise.replaceAll("_", " ") : text;
}
