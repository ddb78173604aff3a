// Shared: what another app gave, and what is to become of it.

import { h, replace } from "../core/dom.js";
import { kindOf, smallPicture, takeShared } from "../model/shared.js";
import { actionButton } from "../parts/button.js";
import { empty } from "../parts/empty.js";
import { choices, field } from "../parts/field.js";
import { load } from "../parts/loading.js";

const PURPOSES = ["shopping", "tasks", "reminder", "announcement", "command"];
const LONGEST = 500;

export function share(app) {
  const place = h("div", {});
  load(app, place, takeShared, (shared) => content(app, shared));
  const element = h("div", { class: "screen" }, h("h1", {}, app.t("share.title")), place);
  return { title: app.t("share.title"), element };
}

function content(app, shared) {
  const kind = shared ? kindOf(shared) : "";
  const parts = { text, picture, sound };
  if (kind in parts) return parts[kind](app, shared);
  return empty("send", app.t(shared ? "share.uselessTitle" : "share.emptyTitle"), app.t(shared ? "share.uselessText" : "share.emptyText"));
}

function text(app, shared) {
  const { t } = app;
  const words = h("textarea", { rows: 4, maxlength: LONGEST, value: shared.text.slice(0, LONGEST) });
  let purpose = PURPOSES[0];
  const kinds = choices(t("share.purpose"), PURPOSES.map((one) => [one, t(`share.${one}`)]), purpose, (one) => (purpose = one));
  const answer = h("div", { role: "status" });
  const send = actionButton(app, t("share.send"), async () => {
    const turn = await app.api.post("/api/share", { text: words.value, purpose });
    app.took(turn);
    replace(answer, h("p", {}, turn.reply));
  }, { kind: "main", iconName: "check" });
  return h("div", { class: "card" }, field(t("share.text"), words), kinds, answer, h("div", { class: "actions" }, send));
}

function picture(app, { file }) {
  const { t } = app;
  const address = URL.createObjectURL(file);
  const answer = h("div", { role: "status" });
  const look = actionButton(app, t("share.look"), async () => {
    const { boxes } = await app.api.post("/api/see", await smallPicture(file));
    const names = boxes.map(({ label }) => label).filter(Boolean);
    replace(answer, h("p", {}, names.length ? t("share.seen", { things: [...new Set(names)].join(", ") }) : t("share.nothingSeen")));
  }, { kind: "main", iconName: "eye", disabled: !app.may("see") });
  return h("div", { class: "card" }, h("img", { class: "shared-picture", src: address, alt: t("share.picture") }), answer,
    !app.may("see") && h("p", { class: "hint" }, t("share.mayNotSee")), h("div", { class: "actions" }, look));
}

function sound(app, { file }) {
  const { t } = app;
  const answer = h("div", { role: "status" });
  const hear = actionButton(app, t("share.hear"), async () => {
    const turns = await app.api.post("/api/hear", file, { session: "share" });
    for (const turn of turns) app.took(turn);
    replace(answer, turns.length ? turns.map(({ reply }) => h("p", {}, reply)) : h("p", {}, t("share.nothingHeard")));
  }, { kind: "main", iconName: "ear" });
  return h("div", { class: "card" }, h("audio", { controls: true, src: URL.createObjectURL(file), "aria-label": t("share.sound") }),
    h("p", { class: "soft" }, t("share.hearAbout")), answer, h("div", { class: "actions" }, hear));
}
