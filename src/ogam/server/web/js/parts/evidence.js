// The evidence of a turn: scores, margins, the rule, the models. Numbers as they are in the log.

import { h } from "../core/dom.js";
import { icon } from "./icon.js";
import { share } from "./share.js";
import { badge, reason } from "./verdict.js";

export function evidence(app, turn) {
  return [heardPart(app, turn), whoPart(app, turn), commandPart(app, turn), rulePart(app, turn)];
}

function heardPart(app, turn) {
  if (!turn.observations.length) return null;
  const items = turn.observations.map((one) => h("div", { class: "observation" },
    h("p", {}, h("strong", {}, app.t("quoted", { text: String(one.value) })), " ", share(app, one.confidence, app.t("turn.sure"))),
    numbers(app, { [app.t("evidence.kind")]: one.kind, [app.t("evidence.recognizer")]: one.recognizer, [app.t("evidence.model")]: one.model, ...one.details })));
  return section(app, "evidence.heard", "ear", items);
}

function whoPart(app, turn) {
  if (!turn.who) return null;
  const { person, probability, modalities = [], liveness, challenge, approved_by: approvedBy, details } = turn.who;
  return section(app, "evidence.who", "user-round",
    h("p", {}, h("strong", {}, person ?? app.t("turn.nobody")), " ", share(app, probability, app.t("turn.sure"))),
    numbers(app, {
      [app.t("evidence.by")]: app.format.list(modalities.map((one) => app.t(`modality.${one}`))),
      [app.t("evidence.live")]: liveness && app.t(`liveness.${liveness}`),
      [app.t("evidence.challenge")]: challenge ? app.t("yes") : "",
      [app.t("evidence.approved")]: approvedBy,
      ...details,
    }));
}

function commandPart(app, turn) {
  if (!turn.command) return null;
  const slots = Object.fromEntries(Object.entries(turn.command.slots).map(([name, slot]) => [name, slot.value]));
  return section(app, "evidence.command", "message-circle-question-mark",
    numbers(app, { [app.t("evidence.intent")]: turn.command.intent, ...slots, [app.t("evidence.devices")]: turn.command.devices.join(", ") }));
}

function rulePart(app, turn) {
  const { decision } = turn;
  if (!decision) return null;
  return section(app, "evidence.rule", "shield-check",
    h("p", {}, badge(app, decision.effect), " ", reason(app, decision)),
    numbers(app, {
      [app.t("evidence.ruleName")]: decision.rule,
      [app.t("evidence.action")]: decision.action,
      [app.t("evidence.device")]: decision.device,
      [app.t("evidence.needs")]: app.format.list(decision.needs.map((need) => app.t(`needs.${need}`))),
    }));
}

function section(app, key, iconName, ...content) {
  return h("section", { class: "card" }, h("h2", {}, icon(iconName), h("span", {}, app.t(key))), content);
}

/** Names and values, one line each; what has no value is left out. */
function numbers(app, values) {
  const lines = Object.entries(values).filter(([, value]) => value !== "" && value !== null && value !== undefined);
  return h("dl", { class: "numbers" }, lines.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, written(app, value)))));
}

function written(app, value) {
  if (typeof value === "boolean") return app.t(value ? "yes" : "no");
  if (typeof value === "number") return app.format.two.format(value);
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
