// What if: what would be decided, if that person said that, here and now, known by this. Nothing is done.

import { h, replace } from "../core/dom.js";
import { outcome, turnOf } from "../model/turn.js";
import { working } from "./button.js";
import { field, select, textInput, toggle } from "./field.js";
import { openSheet } from "./sheet.js";
import { badge, needs, reason } from "./verdict.js";

/** who: a name that is chosen already. */
export function openWhatIf(app, who = "") {
  openSheet(app, app.t("whatIf.title"), () => {
    const place = h("div", {});
    app.house.load().then((home) => replace(place, form(app, home, who)), (error) => app.fail(error));
    return [h("p", { class: "soft" }, app.t("whatIf.about")), place];
  });
}

function form(app, home, chosen) {
  const { t } = app;
  const who = select([["", t("turn.nobody")], ...home.people.map(({ name }) => [name, name])], chosen);
  const say = textInput({ required: true, maxlength: 500, lang: home.language, placeholder: home.devices.flatMap((device) => device.examples ?? [])[0] ?? "" });
  const area = select([["", t("talk.nowhere")], ...home.areas.map(({ id, name }) => [id, name])], app.preferences.get("area"));
  const approver = select([["", t("whatIf.noOne")], ...home.people.map(({ name }) => [name, name])], "");
  const at = h("input", { type: "time" });
  const seen = { voice: true, face: false };
  let challenge = false;
  const result = h("div", { role: "status" });
  const send = h("button", { type: "submit", class: "button main" }, t("whatIf.do"));
  const ask = working(app, send, async () => {
    const data = await app.api.post("/api/policy/what-if", {
      say: say.value.trim(),
      who: who.value,
      seen: Object.keys(seen).filter((name) => who.value && seen[name]),
      challenge,
      approved_by: approver.value,
      area: area.value || null,
      at: at.value,
    });
    replace(result, answer(app, turnOf(data)));
  });
  return h("form", { class: "what-if", onsubmit: ask },
    field(t("whatIf.who"), who),
    field(t("whatIf.say"), say),
    h("fieldset", { class: "plain" }, h("legend", {}, t("whatIf.knownBy")),
      toggle(t("modality.voice"), true, (on) => (seen.voice = on)),
      toggle(t("modality.face"), false, (on) => (seen.face = on)),
      toggle(t("whatIf.challenge"), false, (on) => (challenge = on))),
    h("details", {}, h("summary", {}, t("whatIf.more")), field(t("whatIf.area"), area), field(t("whatIf.at"), at), field(t("whatIf.approved"), approver)),
    h("div", { class: "actions" }, send),
    result);
}

function answer(app, turn) {
  const { decision } = turn;
  return h("div", { class: "card answer" },
    h("p", {}, badge(app, outcome(turn)), " ", decision && reason(app, decision)),
    needs(app, decision),
    turn.reply && h("p", { class: "reply" }, turn.reply),
    decision?.rule && h("p", { class: "hint code" }, decision.rule));
}
