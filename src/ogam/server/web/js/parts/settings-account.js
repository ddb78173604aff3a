// One's own account: passkeys, the password, tokens for programs, signing out; and, for owners, everybody's accounts.

import { h } from "../core/dom.js";
import { havePasskeys, register } from "../core/passkeys.js";
import { accounts } from "./accounts.js";
import { actionButton, button } from "./button.js";
import { field } from "./field.js";
import { load } from "./loading.js";
import { removable, settingsPart, since } from "./settings-list.js";
import { openSheet } from "./sheet.js";
import { tokens } from "./tokens.js";

export function account(app) {
  const { t } = app;
  const { name, role } = app.session.account;
  const signOut = actionButton(app, t("account.signOut"), async () => {
    app.live.stop(); // it would be told that it may not listen any more
    await app.api.post("/api/logout").finally(() => app.restart());
  }, { iconName: "log-out" });
  return h("section", { class: "card settings" },
    h("h2", {}, t("account.title")),
    h("p", {}, t("account.who", { name, role: t(`role.${role}`) })),
    passkeys(app),
    tokens(app),
    app.isOwner && accounts(app),
    h("div", { class: "actions" }, button(t("account.change"), () => changePassword(app), { iconName: "key-round" }), signOut));
}

function passkeys(app) {
  const { t } = app;
  const place = h("div", {});
  const row = (one) => {
    const about = one.usable ? since(app, one.created) : t("passkeys.elsewhere", { host: one.host });
    return removable(app, one.label || t("passkeys.one"), about, "fingerprint", `/api/passkeys/${encodeURIComponent(one.id)}`, () => again());
  };
  const again = load(app, place, () => app.api.get("/api/passkeys"), (all) =>
    all.length ? h("ul", { class: "list" }, all.map(row)) : h("p", { class: "soft" }, t("passkeys.empty")));
  const add = actionButton(app, t("passkeys.add"), async () => {
    await register(app.api, t("passkeys.thisDevice"));
    app.session.passkeys += 1;
    again();
  }, { iconName: "plus", disabled: !havePasskeys() });
  return settingsPart(t("passkeys.title"), t(havePasskeys() ? "passkeys.about" : "passkeys.none"), place, add);
}

function changePassword(app) {
  const { t } = app;
  openSheet(app, t("account.change"), (close) => {
    const current = h("input", { type: "password", autocomplete: "current-password", maxlength: 1024 });
    const password = h("input", { type: "password", autocomplete: "new-password", required: true, minlength: 10, maxlength: 1024 });
    const change = actionButton(app, t("account.change"), async () => {
      if (!password.reportValidity()) return;
      await app.api.post("/api/password", { current: current.value || null, password: password.value });
      close();
      app.notify(t("account.changed"));
    }, { kind: "main" });
    return [field(t("account.current"), current, t("account.currentHint")), field(t("account.new"), password, t("account.passwordHint")), h("div", { class: "actions" }, change)];
  });
}
