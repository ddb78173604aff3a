// One rule: its sentence, its text in Cedar; an owner's own can be changed and removed. The server checks it first.

import { h, replace } from "../core/dom.js";
import { sentenceOf } from "../model/rules.js";
import { actionButton } from "./button.js";
import { field, textInput } from "./field.js";
import { icon } from "./icon.js";
import { confirm, openSheet } from "./sheet.js";

const START = `@en("…")
@ko("…")
forbid (principal in Role::"child", action == Action::"turn_on", resource) when {
  resource.name == "television" && context.hour >= 21
};`;

/** rule: null for a new one. done: told when it was changed. */
export function openRule(app, rule, done) {
  const mine = app.isOwner && (!rule || rule.source === "own");
  openSheet(app, rule ? app.t("rule.title") : app.t("rule.add"), (close) => {
    if (!mine) return [h("p", { class: "large" }, sentenceOf(rule)), h("p", { class: "hint" }, app.t("rule.builtIn", { id: rule.id })), h("pre", { tabindex: "0" }, rule.text)];
    return editor(app, rule, () => {
      close();
      done();
    });
  });
}

function editor(app, rule, done) {
  const id = textInput({ value: rule?.id ?? "", disabled: Boolean(rule), required: true, pattern: "[a-z0-9][a-z0-9\\-]*", maxlength: 64 });
  const text = h("textarea", { rows: 10, spellcheck: "false", class: "code", value: rule?.text ?? START });
  const problem = h("div", { role: "alert" });
  const save = actionButton(app, app.t("rule.save"), async () => {
    if (!id.reportValidity()) return;
    try {
      await app.api.put(`/api/policy/${encodeURIComponent(id.value)}`, { text: text.value });
      done();
    } catch (error) {
      replace(problem, h("p", { class: "failure" }, icon("circle-alert"), h("span", {}, error.message)));
      text.focus();
    }
  }, { kind: "main" });
  const remove = rule && actionButton(app, app.t("rule.remove"), async () => {
    const sure = await confirm(app, { title: app.t("rule.removeAsk"), text: sentenceOf(rule), yes: app.t("rule.remove") });
    if (!sure) return;
    await app.api.delete(`/api/policy/${encodeURIComponent(rule.id)}`);
    done();
  }, { kind: "danger", iconName: "trash-2" });
  return [
    rule && h("p", { class: "large" }, sentenceOf(rule)),
    field(app.t("rule.id"), id, app.t("rule.idHint")),
    field(app.t("rule.text"), text, app.t("rule.textHint")),
    problem,
    h("div", { class: "actions" }, save, remove),
  ];
}
