// A turn at a glance: what was heard, who said it, whether it may be done and why, what was done.

import { h } from "../core/dom.js";
import { pathTo } from "../core/router.js";
import { avatar } from "./avatar.js";
import { icon } from "./icon.js";
import { share } from "./share.js";
import { needs, reason, verdict } from "./verdict.js";

/** actions: buttons below it; why: whether one leads to the evidence. */
export function turnCard(app, turn, actions = [], why = true) {
  return h("article", { class: "card turn", "data-turn": turn.id },
    head(app, turn),
    heard(app, turn),
    h("dl", { class: "facts" }, who(app, turn), may(app, turn), did(app, turn)),
    turn.reply && h("p", { class: "reply", lang: turn.language || null }, turn.reply),
    h("div", { class: "actions" }, actions, why && whyLink(app, turn)));
}

function head(app, turn) {
  const area = app.areaName(turn.area);
  const from = app.sessionName(turn.session);
  return h("p", { class: "where" },
    h("time", { datetime: new Date(turn.time * 1000).toISOString() }, app.format.time(turn.time)),
    area && h("span", {}, area),
    from !== area && h("span", {}, from));
}

function heard(app, turn) {
  const lang = turn.language || null;
  if (turn.sentence) return h("p", { class: "sentence", lang }, turn.sentence);
  if (turn.heard) return h("p", { class: "sentence unsure", lang }, app.t("quoted", { text: turn.heard }));
  return h("p", { class: "sentence unsure" }, app.t(turn.done ? "turn.nothingHeard" : "turn.listening"));
}

function who(app, turn) {
  if (!turn.who) return null;
  const { person, probability, modalities = [] } = turn.who;
  const byAccount = person && !modalities.length;
  return fact(app.t("turn.who"),
    h("span", { class: "person" }, avatar(person, "small"), h("span", {}, person ?? app.t("turn.nobody"))),
    turn.correction && h("span", { class: "soft" }, app.t("turn.wasNot", { by: turn.correction.by, name: turn.correction.person })),
    byAccount ? h("span", { class: "soft" }, app.t("turn.byAccount")) : probability > 0 && share(app, probability, app.t("turn.sure")));
}

function may(app, turn) {
  if (!turn.decision && !turn.done) return null;
  const why = turn.decision ? h("span", { class: "why" }, reason(app, turn.decision)) : null;
  return fact(app.t("turn.may"), verdict(app, turn), why, needs(app, turn.decision));
}

function did(app, turn) {
  if (!turn.actions.length) return null;
  const total = turn.timings.total;
  const lines = turn.actions.map((action) => h("li", { class: action.ok ? "" : "failed" },
    icon(action.ok ? "check" : "circle-alert"),
    h("span", {}, action.name),
    h("span", { class: "effect" }, action.ok ? app.effectText(action) : action.error)));
  return fact(app.t("turn.did"), h("ul", { class: "acts" }, lines),
    total > 0 && h("span", { class: "number soft" }, app.t("turn.took", { time: app.format.milliseconds(total) })));
}

function fact(name, ...values) {
  return h("div", {}, h("dt", {}, name), h("dd", {}, values));
}

function whyLink(app, turn) {
  if (!turn.done || !app.may("log")) return null;
  return h("a", { class: "button quiet", href: pathTo("log", turn.id) }, icon("scroll-text"), h("span", {}, app.t("turn.why")));
}
