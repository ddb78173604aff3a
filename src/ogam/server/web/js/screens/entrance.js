// The entrance: the first run makes the owner; later, a passkey or a password opens.

import { get, havePasskeys, register } from "../core/passkeys.js";
import { h, replace } from "../core/dom.js";
import { actionButton, button } from "../parts/button.js";
import { choices, field, textInput } from "../parts/field.js";
import { icon } from "../parts/icon.js";
import { Notices } from "../parts/notices.js";

/** Show it. problem: why nobody could be asked; done: what to do once somebody is signed in. */
export function entrance(app, root, { problem = "", done }) {
  const notices = h("div", { class: "notices", role: "status", "aria-live": "polite" });
  app.notices = new Notices(app, notices);
  const content = problem ? unreachable(app, problem, done) : app.session.first_run ? firstRun(app, done) : signIn(app, done);
  const card = h("main", { class: "entrance" },
    h("img", { src: "icons/ogam.svg", alt: "", width: 72, height: 72 }),
    content,
    h("p", { class: "languages" }, language(app, "en", "English", done), language(app, "ko", "한국어", done)));
  replace(root, card, notices);
}

function language(app, code, name, done) {
  const choose = () => {
    app.preferences.set("language", code);
    done();
  };
  return h("button", { type: "button", class: "button quiet", lang: code, "aria-pressed": String(app.language === code), onclick: choose }, name);
}

function unreachable(app, problem, done) {
  return h("div", { class: "entrance-inside" }, h("h1", {}, app.t("name")), h("p", { role: "alert" }, problem), button(app.t("again"), done, { iconName: "refresh-cw", kind: "main" }));
}

function signIn(app, done) {
  const { t } = app;
  const name = textInput({ name: "username", autocomplete: "username webauthn", required: true, maxlength: 64, autocapitalize: "none" });
  const password = h("input", { type: "password", name: "password", autocomplete: "current-password", required: true, maxlength: 1024 });
  const byPasskey = actionButton(app, t("signIn.passkey"), async () => {
    const options = await app.api.post("/api/passkeys/login/options", name.value ? { name: name.value } : {});
    app.takeSession(await app.api.post("/api/passkeys/login", { credential: await get(options) }));
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
    form(app, byPassword, t("signIn.password"), havePasskeys() ? "" : "main", field(t("account.name"), name), field(t("account.password"), password)));
}

function firstRun(app, done) {
  const { t } = app;
  const name = textInput({ name: "username", autocomplete: "username", required: true, maxlength: 64 });
  const password = h("input", { type: "password", name: "new-password", autocomplete: "new-password", minlength: 8, maxlength: 1024 });
  const passwordField = field(t("account.password"), password, t("account.passwordHint"));
  let means = havePasskeys() ? "passkey" : "password";
  const choose = (value) => {
    means = value;
    passwordField.hidden = value === "passkey";
    password.required = value === "password";
  };
  choose(means);
  const make = async () => {
    const body = { name: name.value.trim(), ...(means === "password" && { password: password.value }) };
    if (!app.session.authenticated) app.takeSession(await app.api.post("/api/setup", body));
    if (means === "passkey") await register(app.api, t("passkeys.thisDevice"));
    done();
  };
  return h("div", { class: "entrance-inside" },
    h("h1", {}, t("firstRun.title")),
    h("p", { class: "soft" }, t("firstRun.about")),
    h("ul", { class: "promises" },
      h("li", {}, icon("timer"), t("promise.quick")), h("li", {}, icon("message-circle-question-mark"), t("promise.why")), h("li", {}, icon("trash-2"), t("promise.forgets"))),
    form(app, make, t("firstRun.do"), "main",
      field(t("firstRun.name"), name, t("firstRun.nameHint")),
      havePasskeys() && choices(t("firstRun.means"), [["passkey", t("firstRun.passkey")], ["password", t("firstRun.password")]], means, choose),
      passwordField));
}

function form(app, work, label, kind, ...fields) {
  const send = h("button", { type: "submit", class: `button ${kind}` }, label);
  const problem = h("p", { class: "problem", role: "alert" });
  const submit = async (event) => {
    event.preventDefault();
    send.disabled = true;
    replace(problem);
    try {
      await work();
    } catch (error) {
      replace(problem, error.name === "NotAllowedError" ? app.t("passkeys.cancelled") : error.message);
    }
    send.disabled = false;
  };
  return h("form", { onsubmit: submit }, fields, problem, send);
}
