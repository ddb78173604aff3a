// Tokens: what programs show to be let in. Each is shown once, when it is made.

import { h, replace } from "../core/dom.js";
import { actionButton, button } from "./button.js";
import { field, select, textInput, toggle } from "./field.js";
import { load } from "./loading.js";
import { copyable, removable, settingsPart } from "./settings-list.js";
import { openSheet } from "./sheet.js";

export function tokens(app) {
  const { t } = app;
  const place = h("div", {});
  const row = (one) => removable(app, one.name, one.scopes.map((scope) => t(`scope.${scope}`)).join(", "), "key-round", `/api/tokens/${encodeURIComponent(one.id)}`, () => again());
  const again = load(app, place, () => app.api.get("/api/tokens"), (all) =>
    all.length ? h("ul", { class: "list" }, all.map(row)) : h("p", { class: "soft" }, t("tokens.empty")));
  return settingsPart(t("tokens.title"), t("tokens.about"), place, button(t("tokens.add"), () => makeToken(app, again), { iconName: "plus" }));
}

/** What the token may is chosen from what the account may. */
function makeToken(app, again) {
  const { t } = app;
  openSheet(app, t("tokens.add"), () => {
    const name = textInput({ required: true, maxlength: 64 });
    const days = select([["30", t("tokens.days", { count: 30 })], ["365", t("tokens.days", { count: 365 })], ["", t("tokens.forEver")]], "365");
    const chosen = new Set(["say"]);
    const scopes = app.session.account.scopes.map((scope) => toggle(t(`scope.${scope}`), chosen.has(scope), (on) => (on ? chosen.add(scope) : chosen.delete(scope))));
    const place = h("div", {});
    const make = actionButton(app, t("tokens.make"), async () => {
      if (!name.reportValidity()) return;
      const made = await app.api.post("/api/tokens", { name: name.value.trim(), scopes: [...chosen], ...(days.value && { days: Number(days.value) }) });
      replace(place, copyable(app, t("tokens.once"), made.token));
      again();
    }, { kind: "main" });
    replace(place, field(t("tokens.name"), name), h("fieldset", { class: "plain" }, h("legend", {}, t("tokens.scopes")), scopes), field(t("tokens.how"), days), h("div", { class: "actions" }, make));
    return place;
  });
}
