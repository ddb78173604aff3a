// Whether it may be done, as a badge, and why, as a sentence.

import { h } from "../core/dom.js";
import { outcome, reasonOf } from "../model/turn.js";
import { icon } from "./icon.js";

const ICONS = { allow: "circle-check", ask: "shield-question-mark", deny: "circle-x", unknown: "message-circle-question-mark" };

export function badge(app, effect) {
  return h("span", { class: `badge ${effect}` }, icon(ICONS[effect]), h("span", {}, app.t(`effect.${effect}`)));
}

/** "Lights are for everyone in the room." In a home without permissions, that there are none. */
export function reason(app, decision) {
  return decision.rule === "everyone-may" ? app.t("decision.off") : reasonOf(decision, app.language);
}

/** What would be enough, where more is asked for: "look at the camera or an adult's approval on a phone". */
export function needs(app, decision) {
  if (!decision?.needs?.length) return null;
  const words = decision.needs.map((need) => app.t(`needs.${need}`));
  return h("p", { class: "needs" }, app.t("decision.needs", { needs: app.format.choice(words) }));
}

export function verdict(app, turn) {
  return badge(app, outcome(turn));
}
