// What can be said against a turn: undo it, that was not me, no, I meant something else.

import { h } from "../core/dom.js";
import { pathTo } from "../core/router.js";
import { reversal } from "../model/undo.js";
import { actionButton, button, linkButton } from "./button.js";
import { field, textInput, toggle } from "./field.js";
import { share } from "./share.js";
import { openSheet } from "./sheet.js";

export function turnActions(app, turn) {
  const steps = reversal(turn);
  return [
    steps.length > 0 && actionButton(app, app.t("turn.undo"), () => undo(app, steps), { iconName: "undo-2" }),
    (turn.sentence || turn.heard) && button(app.t("turn.meant"), () => meant(app, turn, steps), { iconName: "pencil", kind: "quiet" }),
    turn.who?.person && turn.who.modalities?.length > 0 && button(app.t("turn.notMe"), () => notMe(app, turn, steps), { iconName: "user-round-x", kind: "quiet" }),
  ];
}

async function undo(app, steps) {
  const results = await Promise.all(steps.map(({ device, verb }) => app.house.act(device, verb)));
  const failed = results.find((result) => !result.ok);
  if (failed) app.notify(failed.error || app.t("turn.undoFailed"), { kind: "problem" });
  else app.notify(app.t("turn.undone", { devices: app.format.list(steps.map(({ name }) => name)) }));
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

/** On what it rested, and what can be done about it. What was learned of that turn in passing goes. */
function notMe(app, turn, steps) {
  const { person, probability, modalities = [] } = turn.who;
  openSheet(app, app.t("notMe.title", { name: person }), (close) => [
    h("p", {}, app.t("notMe.text", { name: person })),
    h("dl", { class: "facts" },
      h("div", {}, h("dt", {}, app.t("turn.sure")), h("dd", {}, share(app, probability))),
      h("div", {}, h("dt", {}, app.t("evidence.by")), h("dd", {}, app.format.list(modalities.map((one) => app.t(`modality.${one}`))) || "–"))),
    h("p", { class: "hint" }, app.t("notMe.better", { name: person })),
    h("div", { class: "actions" },
      steps.length > 0 && actionButton(app, app.t("turn.undo"), () => undo(app, steps).then(close), { iconName: "undo-2" }),
      linkButton(app.t("notMe.evidence"), pathTo("log", turn.id), { onclick: close, iconName: "scroll-text" }),
      linkButton(app.t("notMe.enrol"), pathTo("people"), { onclick: close, iconName: "mic" })),
  ]);
}
