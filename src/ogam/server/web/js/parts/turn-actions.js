// What can be said against a turn: undo it, that was not me, no, I meant something else.

import { h, replace } from "../core/dom.js";
import { pathTo } from "../core/router.js";
import { reversal } from "../model/undo.js";
import { actionButton, button, linkButton } from "./button.js";
import { field, textInput, toggle } from "./field.js";
import { icon } from "./icon.js";
import { share } from "./share.js";
import { openSheet } from "./sheet.js";

export function turnActions(app, turn) {
  const steps = reversal(turn);
  return [
    steps.length > 0 && actionButton(app, app.t("turn.undo"), () => undo(app, steps), { iconName: "undo-2" }),
    (turn.sentence || turn.heard) && button(app.t("turn.meant"), () => meant(app, turn, steps), { iconName: "pencil", kind: "quiet" }),
    turn.who?.person && turn.who.modalities?.length > 0 && !turn.correction && button(app.t("turn.notMe"), () => notMe(app, turn, steps), { iconName: "user-round-x", kind: "quiet" }),
  ];
}

async function undo(app, steps) {
  let failed = null;
  for (const step of steps) { // one after the other: to dim it, and then to turn it off
    const result = await app.house.act(step.device, step.verb, step.arguments);
    if (!result.ok) failed ??= result;
  }
  if (failed) app.notify(failed.error || app.t("turn.undoFailed"), { kind: "problem" });
  else app.notify(app.t("turn.undone", { devices: app.format.list([...new Set(steps.map(({ name }) => name))]) }));
}

/** What was meant is carried out as if it had been typed; what was done is undone first, if wished. */
function meant(app, turn, steps) {
  openSheet(app, app.t("meant.title"), (close) => {
    const input = textInput({ value: turn.sentence || turn.heard, maxlength: 500, lang: turn.language || null });
    let undoFirst = steps.length > 0;
    const choice = steps.length > 0 && toggle(app.t("meant.undo"), true, (on) => (undoFirst = on));
    const send = actionButton(app, app.t("meant.do"), async () => {
      const text = input.value.trim();
      if (!text) return input.focus();
      if (undoFirst) await undo(app, steps);
      const { session } = app.preferences;
      const data = await app.api.post("/api/say", { text, session, area: turn.area });
      app.took(data);
      close();
    }, { kind: "main" });
    const submit = (event) => {
      event.preventDefault();
      send.click();
    };
    return h("form", { onsubmit: submit }, h("p", {}, app.t("meant.text")), field(app.t("meant.field"), input), choice, h("div", { class: "actions" }, send));
  });
}

/** On what it rested; then it is noted, what was learned of that turn in passing goes, and it can be undone. */
function notMe(app, turn, steps) {
  const { person, probability, modalities = [] } = turn.who;
  openSheet(app, app.t("notMe.title", { name: person }), (close) => {
    const rest = h("div", { class: "stack", role: "status" });
    const note = actionButton(app, app.t("notMe.do"), async () => {
      const done = await app.api.post(`/api/turns/${encodeURIComponent(turn.id)}/correction`);
      note.remove();
      replace(rest, noted(app, turn, done, steps, close));
    }, { kind: "main", iconName: "user-round-x" });
    return [
      h("p", {}, app.t("notMe.text", { name: person })),
      h("dl", { class: "facts" },
        h("div", {}, h("dt", {}, app.t("turn.sure")), h("dd", {}, share(app, probability))),
        h("div", {}, h("dt", {}, app.t("evidence.by")), h("dd", {}, app.format.list(modalities.map((one) => app.t(`modality.${one}`))) || "–"))),
      h("div", { class: "actions" }, note),
      rest,
    ];
  });
}

/** What came of it. undo: by the state before, where the server knows it; else the plain reverse. */
function noted(app, turn, { person, withdrawn, kept, undo: known }, steps, close) {
  const back = known.length ? known : steps;
  return [
    h("p", { class: "result" }, icon("circle-check"), h("span", {}, app.t("notMe.noted"))),
    withdrawn > 0 && h("p", {}, app.t("notMe.withdrawn", { count: withdrawn, name: person })),
    kept > 0 && h("p", {}, app.t("notMe.kept", { count: kept, name: person })),
    h("p", { class: "hint" }, app.t("notMe.better", { name: person })),
    h("div", { class: "actions" },
      back.length > 0 && actionButton(app, app.t("turn.undo"), () => undo(app, back).then(close), { iconName: "undo-2" }),
      app.may("log") && linkButton(app.t("notMe.evidence"), pathTo("log", turn.id), { onclick: close, iconName: "scroll-text" }),
      app.may("people") && linkButton(app.t("notMe.enrol"), pathTo("people"), { onclick: close, iconName: "mic" })),
  ];
}
