// Becoming somebody here: the owner at the first run, or whoever was invited. With a passkey, or with a password.

import { h } from "../core/dom.js";
import { havePasskeys, register } from "../core/passkeys.js";
import { entranceForm } from "../parts/entrance-form.js";
import { choices, field, textInput } from "../parts/field.js";
import { icon } from "../parts/icon.js";

export function firstRun(app, done) {
  const { t } = app;
  const name = textInput({ name: "username", autocomplete: "username", required: true, maxlength: 64 });
  const promises = [["timer", "promise.quick"], ["message-circle-question-mark", "promise.why"], ["trash-2", "promise.forgets"]];
  return h("div", { class: "entrance-inside" },
    h("h1", {}, t("firstRun.title")),
    h("p", { class: "soft" }, t("firstRun.about")),
    h("ul", { class: "promises" }, promises.map(([iconName, key]) => h("li", {}, icon(iconName), t(key)))),
    joining(app, (password) => app.api.post("/api/setup", { name: name.value.trim(), ...password }), done, field(t("firstRun.name"), name, t("firstRun.nameHint"))));
}

/** invitation: the secret of the link; it is used up by this. */
export function invited(app, invitation, done) {
  const { t } = app;
  const finish = () => {
    history.replaceState(null, "", "#/now"); // the secret goes out of the address
    done();
  };
  return h("div", { class: "entrance-inside" },
    h("h1", {}, t("invited.title")),
    h("p", { class: "soft" }, t("invited.about")),
    joining(app, (password) => app.api.post("/api/invitations", { invitation, ...password }), finish));
}

/** join(password): signs in, with { password } or {}. A passkey that fails can be tried again, or left for a password. */
function joining(app, join, done, ...fields) {
  const { t } = app;
  const password = h("input", { type: "password", name: "new-password", autocomplete: "new-password", minlength: 10, maxlength: 1024 });
  const passwordField = field(t("account.password"), password, t("account.passwordHint"));
  let means = "";
  const choose = (value) => {
    means = value;
    passwordField.hidden = value === "passkey";
    password.required = value === "password";
  };
  choose(havePasskeys() ? "passkey" : "password");
  const work = async () => {
    const chosen = means === "password" ? { password: password.value } : {};
    const isIn = app.session.authenticated;
    if (!isIn) app.takeSession(await join(chosen));
    if (means === "passkey") await register(app.api, t("passkeys.thisDevice"));
    else if (isIn) await app.api.post("/api/password", chosen);
    done();
  };
  const choice = havePasskeys() && choices(t("firstRun.means"), [["passkey", t("firstRun.passkey")], ["password", t("firstRun.password")]], means, choose);
  return entranceForm(app, work, t("firstRun.do"), "main", ...fields, choice, passwordField);
}
