// Permissions: the rules as sentences; an owner's own rules can be changed; "what if" tries them.

import { h } from "../core/dom.js";
import { pathTo } from "../core/router.js";
import { sentenceOf } from "../model/rules.js";
import { button, linkButton } from "../parts/button.js";
import { icon } from "../parts/icon.js";
import { load, skeleton } from "../parts/loading.js";
import { openRule } from "../parts/rule-sheet.js";
import { openWhatIf } from "../parts/what-if.js";

export function permissions(app) {
  const place = h("div", {});
  const again = load(app, place, () => app.api.get("/api/policy"), (policy) => page(app, policy, again), skeleton(app, "rows", 5));
  const element = h("div", { class: "screen" },
    linkButton(app.t("nav.people"), pathTo("people"), { iconName: "arrow-left", kind: "quiet back" }),
    h("h1", {}, app.t("permissions.title")),
    place);
  return { title: app.t("permissions.title"), element };
}

function page(app, { on, editable, rules }, again) {
  const own = rules.filter(({ source }) => source === "own");
  const builtIn = rules.filter(({ source }) => source !== "own");
  const add = app.isOwner && editable && button(app.t("rule.add"), () => openRule(app, null, again), { iconName: "plus" });
  return [
    h("p", { class: on ? "soft" : "banner" }, app.t(on ? "permissions.on" : "permissions.off")),
    h("div", { class: "actions" }, button(app.t("whatIf.open"), () => openWhatIf(app), { iconName: "message-circle-question-mark", kind: "main" }), add),
    h("section", {}, h("h2", {}, app.t("permissions.own")),
      own.length ? h("ul", { class: "list" }, own.map((rule) => row(app, rule, again))) : h("p", { class: "soft" }, app.t(editable ? "permissions.noOwn" : "permissions.noFile"))),
    h("section", {}, h("h2", {}, app.t("permissions.builtIn")), h("ul", { class: "list" }, builtIn.map((rule) => row(app, rule, again)))),
  ];
}

function row(app, rule, again) {
  const permits = rule.effect === "permit";
  return h("li", {}, h("button", { type: "button", class: "row", onclick: () => openRule(app, rule, again) },
    h("span", { class: permits ? "mark good" : "mark bad" }, icon(permits ? "circle-check" : "circle-x", app.t(permits ? "rule.permits" : "rule.forbids"))),
    h("span", { class: "row-text" }, h("span", {}, sentenceOf(rule)), h("span", { class: "soft code" }, rule.id)),
    icon("chevron-right")));
}
