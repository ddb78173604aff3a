// Who may open this app. Somebody new gets a link, and chooses how to sign in.

import { h, replace } from "../core/dom.js";
import { actionButton, button } from "./button.js";
import { field, select, textInput } from "./field.js";
import { icon } from "./icon.js";
import { load } from "./loading.js";
import { copyable, removable, settingsPart } from "./settings-list.js";
import { openSheet } from "./sheet.js";

export function accounts(app) {
  const { t } = app;
  const place = h("div", {});
  const again = load(app, place, () => app.api.get("/api/accounts"), (all) => h("ul", { class: "list" }, all.map((one) => row(app, one, () => again()))));
  return settingsPart(t("accounts.title"), t("accounts.about"), place, button(t("accounts.add"), () => addAccount(app, again), { iconName: "plus" }));
}

function row(app, one, again) {
  const { t } = app;
  const about = [one.person, t(`role.${one.role}`)].filter(Boolean).join(" · ");
  if (one.name === app.session.account.name) {
    return h("li", { class: "row" }, icon("user-round"), h("span", { class: "row-text" }, h("strong", {}, one.name), h("span", { class: "soft" }, `${about} · ${t("accounts.you")}`)));
  }
  const path = `/api/accounts/${encodeURIComponent(one.name)}`;
  const invite = actionButton(app, t("accounts.invite"), async () => {
    const { invitation } = await app.api.post(`${path}/invitation`);
    openSheet(app, t("accounts.inviteTitle", { name: one.name }), () => link(app, invitation));
  }, { kind: "quiet" });
  return removable(app, one.name, about, "user-round", path, again, invite);
}

function addAccount(app, again) {
  const { t } = app;
  openSheet(app, t("accounts.add"), () => {
    const name = textInput({ required: true, maxlength: 64, autocapitalize: "none" });
    const people = app.house.home?.people ?? [];
    const person = select([["", t("accounts.noPerson")], ...people.map((one) => [one.name, one.name])], "");
    const place = h("div", {});
    const make = actionButton(app, t("accounts.make"), async () => {
      if (!name.reportValidity()) return;
      const { invitation } = await app.api.post("/api/accounts", { name: name.value.trim(), person: person.value || null });
      replace(place, link(app, invitation));
      again();
    }, { kind: "main" });
    replace(place, field(t("account.name"), name), field(t("accounts.person"), person, t("accounts.personHint")), h("div", { class: "actions" }, make));
    return place;
  });
}

function link(app, invitation) {
  return copyable(app, app.t("accounts.link"), `${location.origin}/#invitation=${invitation}`);
}
