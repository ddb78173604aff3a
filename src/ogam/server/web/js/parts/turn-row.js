// A turn in one or two lines of the timeline.

import { h } from "../core/dom.js";
import { pathTo } from "../core/router.js";
import { outcome } from "../model/turn.js";
import { avatar } from "./avatar.js";
import { icon } from "./icon.js";
import { badge } from "./verdict.js";

export function turnRow(app, turn) {
  const effect = outcome(turn);
  const lang = turn.language || null;
  const said = turn.sentence || (turn.heard && app.t("quoted", { text: turn.heard })) || app.t("turn.nothingHeard");
  const done = turn.actions.map((action) => `${action.name} → ${action.ok ? app.effectText(action) : action.error}`).join(", ");
  const about = [app.areaName(turn.area) || app.sessionName(turn.session), done || (effect === "allow" ? turn.reply : "")].filter(Boolean).join(" · ");
  return h("li", {},
    h("a", { class: "row turn-row", href: pathTo("log", turn.id) },
      h("time", { datetime: new Date(turn.time * 1000).toISOString() }, app.format.time(turn.time)),
      turn.who && avatar(turn.who.person, "small"),
      h("span", { class: "row-text" },
        h("strong", { lang, class: turn.sentence ? "" : "unsure" }, turn.who && h("span", { class: "hidden" }, `${turn.who.person ?? app.t("turn.nobody")}: `), said),
        h("span", { class: "soft" }, about),
        effect !== "allow" && h("span", {}, badge(app, effect))),
      icon("chevron-right")));
}
