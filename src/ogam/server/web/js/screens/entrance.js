// The entrance, for whoever is not signed in: the first run, an invitation, or signing in again.

import { h, replace } from "../core/dom.js";
import { button } from "../parts/button.js";
import { Notices } from "../parts/notices.js";
import { firstRun, invited } from "./joining.js";
import { signIn } from "./sign-in.js";

const INVITATION = /^#invitation=(.+)$/;

/** Show it. problem: why nobody could be asked; done: what to do once somebody is signed in. */
export function entrance(app, root, { problem = "", done }) {
  const notices = h("div", { class: "notices", role: "status", "aria-live": "polite" });
  app.notices = new Notices(app, notices);
  const card = h("main", { class: "entrance" },
    h("img", { src: "icons/ogam.svg", alt: "", width: 72, height: 72 }),
    problem ? unreachable(app, problem, done) : way(app, done),
    h("p", { class: "languages" }, language(app, "en", "English", done), language(app, "ko", "한국어", done)));
  replace(root, card, notices);
}

function way(app, done) {
  const [, invitation] = INVITATION.exec(location.hash) ?? [];
  if (invitation) return invited(app, invitation, done);
  return app.session.first_run ? firstRun(app, done) : signIn(app, done);
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
