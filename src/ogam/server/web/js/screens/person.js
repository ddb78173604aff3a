// One person: what Ogam holds, what waits for a yes, what they may do, and how to be forgotten.

import { h } from "../core/dom.js";
import { pathTo } from "../core/router.js";
import { keyOf } from "../model/people.js";
import { avatar } from "../parts/avatar.js";
import { actionButton, button, linkButton } from "../parts/button.js";
import { held } from "../parts/held.js";
import { icon } from "../parts/icon.js";
import { load, skeleton } from "../parts/loading.js";
import { confirm, openSheet } from "../parts/sheet.js";
import { openWhatIf } from "../parts/what-if.js";

export function person(app, id) {
  const place = h("div", {});
  const again = load(app, place, () => find(app, id), (one) => page(app, one, again), skeleton(app, "text", 4));
  const element = h("div", { class: "screen" }, back(app), place);
  return { title: app.t("nav.people"), element };
}

function back(app) {
  return linkButton(app.t("nav.people"), pathTo("people"), { iconName: "arrow-left", kind: "quiet back" });
}

async function find(app, id) {
  const all = await app.api.get("/api/people");
  const one = all.find((each) => keyOf(each) === id);
  if (!one) throw new Error(app.t("people.unknown"));
  const path = `/api/people/${encodeURIComponent(one.id)}/pending`;
  return { ...one, waiting: one.pending > 0 ? await app.api.get(path) : [] };
}

function page(app, one, again) {
  return [
    h("div", { class: "person-head" }, avatar(one.name, "large"), h("div", {}, h("h1", { tabindex: "-1" }, one.name), h("p", { class: "soft" }, held(app, one)))),
    h("section", { class: "two" }, modality(app, one, "voice", "mic"), modality(app, one, "face", "camera")),
    one.waiting.length > 0 && pending(app, one, again),
    h("section", { class: "card" }, h("h2", {}, app.t("person.may")), h("p", {}, app.t("person.mayText", { name: one.name, role: app.t(`role.${one.role}`) })),
      h("div", { class: "actions" },
        button(app.t("whatIf.open"), () => openWhatIf(app, one.name), { iconName: "message-circle-question-mark" }),
        linkButton(app.t("permissions.open"), pathTo("people", "permissions"), { iconName: "shield-check", kind: "quiet" }))),
    one.id && app.isOwner && h("section", { class: "card" }, h("h2", {}, app.t("forget.title")), h("p", {}, app.t("forget.about", { name: one.name })),
      h("div", { class: "actions" }, button(app.t("forget.button", { name: one.name }), () => forget(app, one), { iconName: "trash-2", kind: "danger" }))),
  ];
}

function modality(app, one, kind, iconName) {
  const count = one[kind];
  return h("div", { class: "card" },
    h("h2", {}, icon(iconName), h("span", {}, app.t(`modality.${kind}`))),
    h("p", { class: "large" }, count ? app.t(kind === "voice" ? "people.voices" : "people.faces", { count }) : app.t("person.none")),
    h("p", { class: "soft" }, app.t(count >= 3 ? "person.enough" : `person.more.${kind}`)),
    app.isOwner && h("div", { class: "actions" }, actionButton(app, app.t(`person.enrol.${kind}`), () => enrol(app, one, kind), { iconName: "plus", kind: count ? "" : "main" })));
}

/** To the enrolment; somebody of whom nothing is kept yet is added first. */
async function enrol(app, one, kind) {
  const { id } = one.id ? one : await app.api.post("/api/people", { name: one.name });
  app.go("people", id, kind);
}

function pending(app, one, again) {
  const path = (template) => `/api/people/${encodeURIComponent(one.id)}/pending/${encodeURIComponent(template.id)}`;
  const rows = one.waiting.map((template) => h("li", { class: "row" },
    h("span", { class: "row-text" }, h("span", {}, app.t(`modality.${template.modality}`)), h("span", { class: "soft" }, app.format.ago(template.created))),
    actionButton(app, app.t("pending.confirm"), () => app.api.post(`${path(template)}/confirm`).then(() => again()), { iconName: "check" }),
    actionButton(app, app.t("pending.discard"), () => app.api.delete(path(template)).then(() => again()), { kind: "quiet" })));
  return h("section", { class: "card" }, h("h2", {}, app.t("pending.title")), h("p", { class: "soft" }, app.t("pending.about")), h("ul", { class: "list" }, rows));
}

async function forget(app, one) {
  const sure = await confirm(app, {
    title: app.t("forget.ask", { name: one.name }),
    text: app.t("forget.askText", { name: one.name }),
    yes: app.t("forget.yes"),
  });
  if (!sure) return;
  try {
    const result = await app.api.delete(`/api/people/${encodeURIComponent(one.id)}`);
    app.go("people");
    proof(app, one, result);
  } catch (error) {
    app.fail(error);
  }
}

/** What was removed, as the server counted it afterwards. */
function proof(app, one, { events, swept, proof: counted }) {
  const { t } = app;
  const lines = [
    [t("proof.templates"), counted.templates_destroyed],
    [t("proof.events"), events],
    [t("proof.left"), counted.left],
    [t("proof.swept"), t(swept ? "yes" : "no")],
    [t("proof.copies"), t(counted.older_copies_open ? "yes" : "no")],
  ];
  openSheet(app, t("proof.title", { name: one.name }), (close) => [
    h("p", {}, t("proof.text")),
    h("dl", { class: "numbers" }, lines.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value)))),
    h("div", { class: "actions" }, button(t("close"), close)),
  ]);
}
