// Signing in: with a passkey, or with name and password.

import { h } from "../core/dom.js";
import { get, havePasskeys } from "../core/passkeys.js";
import { actionButton } from "../parts/button.js";
import { entranceForm } from "../parts/entrance-form.js";
import { field, textInput } from "../parts/field.js";

export function signIn(app, done) {
  const { t } = app;
  const name = textInput({ name: "username", autocomplete: "username", required: true, maxlength: 64, autocapitalize: "none" });
  const password = h("input", { type: "password", name: "password", autocomplete: "current-password", required: true, maxlength: 1024 });
  const byPasskey = actionButton(app, t("signIn.passkey"), async () => {
    const credential = await get(await app.api.post("/api/passkeys/login/options"));
    app.takeSession(await app.api.post("/api/passkeys/login", { credential }));
    done();
  }, { iconName: "fingerprint", kind: "main" });
  const byPassword = async () => {
    app.takeSession(await app.api.post("/api/login", { name: name.value.trim(), password: password.value }));
    done();
  };
  return h("div", { class: "entrance-inside" },
    h("h1", {}, t("signIn.title")),
    h("p", { class: "soft" }, t("signIn.about")),
    havePasskeys() && [byPasskey, h("p", { class: "or" }, h("span", {}, t("or")))],
    entranceForm(app, byPassword, t("signIn.password"), havePasskeys() ? "" : "main", field(t("account.name"), name), field(t("account.password"), password)));
}
