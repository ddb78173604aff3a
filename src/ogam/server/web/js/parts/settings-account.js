// One's own account: passkeys, tokens for programs, signing out.

import { h, replace } from "../core/dom.js";
import { havePasskeys, register } from "../core/passkeys.js";
import { actionButton, button } from "./button.js";
import { field, select, textInput, toggle } from "./field.js";
import { icon } from "./icon.js";
import { load } from "./loading.js";
import { confirm, openSheet } from "./sheet.js";

const SCOPES = ["listen", "say", "devices", "log", "people", "manage"];

export function account(app) {
  const { t } = app;
  const { name, role, scopes = [] } = app.session.account;
  const signOut = actionButton(app, t("account.signOut"), async () => {
    await app.api.post("/api/logout");
    app.restart();
  }, { iconName: "log-out" });
  return h("section", { class: "card settings" },
    h("h2", {}, t("account.title")),
    h("p", {}, t("account.who", { name, role: t(`role.${role}`) })),
    passkeys(app),
    scopes.includes("manage") && tokens(app),
    app.isOwner && accounts(app),
    h("div", { class: "actions" }, signOut));
}

function passkeys(app) {
  const { t } = app;
  const place = h("div", {});
  const again = load(app, place, () => app.api.get("/api/passkeys"), (all) => all.length
    ? h("ul", { class: "list" }, all.map((one) => removable(app, one.label || t("passkeys.one"), since(app, one.created), "fingerprint", `/api/passkeys/${encodeURIComponent(one.id)}`, () => again())))
    : h("p", { class: "soft" }, t("passkeys.empty")));
  const add = actionButton(app, t("passkeys.add"), async () => {
    await register(app.api, t("passkeys.thisDevice"));
    app.session.passkeys += 1;
    again();
  }, { iconName: "plus", disabled: !havePasskeys() });
  return part(t("passkeys.title"), t(havePasskeys() ? "passkeys.about" : "passkeys.none"), place, add);
}

function tokens(app) {
  const { t } = app;
  const place = h("div", {});
  const again = load(app, place, () => app.api.get("/api/tokens"), (all) => all.length
    ? h("ul", { class: "list" }, all.map((one) => removable(app, one.name, one.scopes.map((scope) => t(`scope.${scope}`)).join(", "), "key-round", `/api/tokens/${encodeURIComponent(one.id)}`, () => again())))
    : h("p", { class: "soft" }, t("tokens.empty")));
  return part(t("tokens.title"), t("tokens.about"), place, button(t("tokens.add"), () => makeToken(app, again), { iconName: "plus" }));
}

function makeToken(app, again) {
  const { t } = app;
  openSheet(app, t("tokens.add"), () => {
    const name = textInput({ required: true, maxlength: 64 });
    const days = select([["30", t("tokens.days", { count: 30 })], ["365", t("tokens.days", { count: 365 })], ["", t("tokens.forEver")]], "365");
    const chosen = new Set(["say"]);
    const scopes = SCOPES.map((scope) => toggle(t(`scope.${scope}`), chosen.has(scope), (on) => (on ? chosen.add(scope) : chosen.delete(scope))));
    const place = h("div", {});
    const make = actionButton(app, t("tokens.make"), async () => {
      if (!name.reportValidity()) return;
      const made = await app.api.post("/api/tokens", { name: name.value.trim(), scopes: [...chosen], ...(days.value && { days: Number(days.value) }) });
      replace(place, shownOnce(app, made.token));
      again();
    }, { kind: "main" });
    replace(place, field(t("tokens.name"), name), h("fieldset", { class: "plain" }, h("legend", {}, t("tokens.scopes")), scopes), field(t("tokens.how"), days), h("div", { class: "actions" }, make));
    return place;
  });
}

function shownOnce(app, token) {
  const copy = actionButton(app, app.t("copy"), () => navigator.clipboard.writeText(token), { iconName: "copy", kind: "main" });
  return [h("p", {}, app.t("tokens.once")), h("pre", { tabindex: "0", class: "token" }, token), h("div", { class: "actions" }, copy)];
}

function accounts(app) {
  const { t } = app;
  const place = h("div", {});
  const again = load(app, place, () => app.api.get("/api/accounts"), (all) =>
    h("ul", { class: "list" }, all.map((one) => one.name === app.session.account.name
      ? h("li", { class: "row" }, icon("user-round"), h("span", { class: "row-text" }, h("strong", {}, one.name), h("span", { class: "soft" }, t("accounts.you"))))
      : removable(app, one.name, [one.person, one.role && t(`role.${one.role}`)].filter(Boolean).join(" · "), "user-round", `/api/accounts/${encodeURIComponent(one.name)}`, () => again()))));
  return part(t("accounts.title"), t("accounts.about"), place, button(t("accounts.add"), () => addAccount(app, again), { iconName: "plus" }));
}

function addAccount(app, again) {
  const { t } = app;
  openSheet(app, t("accounts.add"), (close) => {
    const name = textInput({ required: true, maxlength: 64, autocapitalize: "none" });
    const people = app.house.home?.people ?? [];
    const person = select([["", t("accounts.noPerson")], ...people.map((one) => [one.name, one.name])], "");
    const password = h("input", { type: "password", autocomplete: "new-password", required: true, minlength: 8, maxlength: 1024 });
    const make = actionButton(app, t("accounts.make"), async () => {
      if (!name.reportValidity() || !password.reportValidity()) return;
      await app.api.post("/api/accounts", { name: name.value.trim(), person: person.value || null, password: password.value });
      close();
      again();
    }, { kind: "main" });
    return [field(t("account.name"), name), field(t("accounts.person"), person, t("accounts.personHint")), field(t("account.password"), password, t("account.passwordHint")), h("div", { class: "actions" }, make)];
  });
}

function removable(app, name, about, iconName, path, done) {
  const remove = actionButton(app, app.t("remove"), async () => {
    if (!(await confirm(app, { title: app.t("removeAsk", { name }), text: about, yes: app.t("remove") }))) return;
    await app.api.delete(path);
    done();
  }, { kind: "quiet", "aria-label": app.t("removeNamed", { name }) });
  return h("li", { class: "row" }, icon(iconName), h("span", { class: "row-text" }, h("strong", {}, name), h("span", { class: "soft" }, about)), remove);
}

function since(app, time) {
  return time ? app.t("people.since", { date: app.format.date.format(typeof time === "number" ? time * 1000 : new Date(time)) }) : "";
}

function part(title, about, ...content) {
  return h("div", { class: "part" }, h("h3", {}, title), h("p", { class: "soft" }, about), content);
}
