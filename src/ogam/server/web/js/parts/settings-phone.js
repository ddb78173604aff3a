// This phone: whether it is one's own, gets notifications, and tells that one is at home.

import { h } from "../core/dom.js";
import { havePush, subscribe, subscription, unsubscribe } from "../core/push.js";
import { actionButton } from "./button.js";
import { toggle } from "./field.js";
import { load } from "./loading.js";
import { removable, since } from "./settings-list.js";

const KINDS = [["iPhone", /iPhone/], ["iPad", /iPad/], ["Android", /Android/], ["Mac", /Macintosh/], ["Windows", /Windows/], ["Linux", /Linux/]];

export function phone(app) {
  const { t } = app;
  const place = h("div", {});
  const again = load(app, place, () => app.api.get("/api/phones"), (known) => content(app, known, () => again(true)));
  return h("section", { class: "card settings" }, h("h2", {}, t("phone.title")), h("p", { class: "soft" }, t("phone.about")), place);
}

function content(app, { key, phones, at_home_since: since_ }, again) {
  const { t } = app;
  const mine = phones.find(({ current }) => current);
  const change = (work) => async (on) => {
    try {
      await work(on);
    } catch (error) {
      app.fail(error);
    }
    again();
  };
  const put = (push, presence) => app.api.put("/api/phones/this", { name: phoneName(), push, presence });
  const own = toggle(t("phone.mine"), Boolean(mine), change(async (on) => {
    if (on) return put(null, false);
    if (mine.push) await unsubscribe().catch(() => {}); // the server forgets it in any case
    return app.api.delete(`/api/phones/${encodeURIComponent(mine.id)}`);
  }), t("phone.mineHint"));
  const told = havePush() ? toggle(t("phone.push"), Boolean(mine?.push), change((on) => notify(app, on, key, mine, put)), t("phone.pushHint"))
    : h("p", { class: "hint" }, t("phone.pushNone"));
  const there = toggle(t("phone.presence"), Boolean(mine?.presence), change(async (on) => put(await kept(mine), on)), t("phone.presenceHint"));
  const test = mine?.push && actionButton(app, t("phone.test"), async () => {
    const { sent, detail } = await app.api.post("/api/phones/this/test");
    app.notify(sent ? t("phone.testSent") : detail, sent ? {} : { kind: "problem" });
  }, { iconName: "send" });
  const others = phones.filter(({ current }) => !current);
  return [
    own, told, there,
    mine?.presence && h("p", { class: "hint" }, since_ ? t("phone.atHome", { time: app.format.time(since_) }) : t("phone.notAtHome")),
    test && h("div", { class: "actions" }, test),
    others.length > 0 && h("h3", {}, t("phone.others")),
    others.length > 0 && h("ul", { class: "list" }, others.map((one) => removable(app, one.name, since(app, one.created), "audio-lines", `/api/phones/${encodeURIComponent(one.id)}`, again))),
  ];
}

async function notify(app, on, key, mine, put) {
  if (!on) {
    await put(null, Boolean(mine?.presence));
    return unsubscribe();
  }
  const push = await subscribe(key);
  if (!push) return app.notify(app.t("phone.pushRefused"), { kind: "problem" });
  return put(push, Boolean(mine?.presence));
}

/** Where notifications of this phone go now. */
function kept(mine) {
  return mine?.push ? subscription() : null;
}

function phoneName() {
  return KINDS.find(([, sign]) => sign.test(navigator.userAgent))?.[0] ?? "Ogam";
}
