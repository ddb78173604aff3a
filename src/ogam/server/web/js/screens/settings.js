// Settings: of this device first, then of one's account, then of the house.

import { h } from "../core/dom.js";
import { pathTo } from "../core/router.js";
import { linkButton } from "../parts/button.js";
import { account } from "../parts/settings-account.js";
import { device } from "../parts/settings-device.js";
import { phone } from "../parts/settings-phone.js";
import { server } from "../parts/settings-server.js";

export function settings(app) {
  const element = h("div", { class: "screen" },
    h("h1", {}, app.t("nav.settings")),
    device(app),
    phone(app),
    account(app),
    app.isOwner && server(app),
    h("section", { class: "card" }, h("h2", {}, app.t("about.title")),
      h("p", {}, app.t("about.text", { name: app.session.server.name, version: app.session.server.version })),
      h("p", { class: "soft" }, app.t("about.local")),
      h("div", { class: "actions" }, linkButton(app.t("about.health"), pathTo("lab"), { iconName: "activity" }))));
  return { title: app.t("nav.settings"), element };
}
