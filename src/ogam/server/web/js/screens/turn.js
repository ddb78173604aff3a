// One turn with all its evidence: why it came out as it did, and whether it would today.

import { h, replace } from "../core/dom.js";
import { pathTo } from "../core/router.js";
import { turnOf } from "../model/turn.js";
import { actionButton, linkButton } from "../parts/button.js";
import { stages } from "../parts/charts/stages.js";
import { evidence } from "../parts/evidence.js";
import { forgetTurn } from "../parts/forget-span.js";
import { icon } from "../parts/icon.js";
import { load, skeleton } from "../parts/loading.js";
import { turnActions } from "../parts/turn-actions.js";
import { turnCard } from "../parts/turn-card.js";

export function turnPage(app, id) {
  const place = h("div", {});
  load(app, place, () => fetchTurn(app, id), (data) => page(app, data), skeleton(app, "text", 6));
  const element = h("div", { class: "screen" },
    linkButton(app.t("nav.log"), pathTo("log"), { iconName: "arrow-left", kind: "quiet back" }),
    h("h1", {}, app.t("turn.title")),
    place);
  return { title: app.t("turn.title"), element };
}

async function fetchTurn(app, id) {
  const path = `/api/turns/${encodeURIComponent(id)}`;
  await app.house.load().catch(() => {}); // without it, areas are shown by their identifiers
  const [data, explanation] = await Promise.all([app.api.get(path), app.api.get(`${path}/explanation`)]);
  return { data, explanation: explanation.text };
}

function page(app, { data, explanation }) {
  const turn = turnOf(data);
  return h("div", { class: "turn-page" },
    turnCard(app, turn, turnActions(app, turn), false),
    h("section", { class: "card" }, h("h2", {}, app.t("turn.explained")), paragraphs(explanation)),
    Object.keys(turn.timings).length > 0 && h("section", { class: "card" }, h("h2", {}, app.t("turn.time")), stages(app, turn.timings)),
    evidence(app, turn),
    replayCard(app, turn),
    data.events?.length > 0 && raw(app, data.events),
    h("section", { class: "card" }, h("h2", {}, app.t("span.turn")), h("p", { class: "soft" }, app.t("span.turnAbout")),
      h("div", { class: "actions" }, forgetTurn(app, turn.id, () => app.go("log")))));
}

function paragraphs(text) {
  return text.split(/\n+/).filter(Boolean).map((line) => h("p", {}, line));
}

function replayCard(app, turn) {
  const result = h("div", { role: "status" });
  const run = actionButton(app, app.t("replay.do"), async () => {
    const { same, differences } = await app.api.post(`/api/turns/${encodeURIComponent(turn.id)}/replay`);
    replace(result, same
      ? h("p", { class: "result" }, icon("circle-check"), app.t("replay.same"))
      : [h("p", { class: "result" }, icon("circle-alert"), app.t("replay.different")), differenceTable(app, differences)]);
  }, { iconName: "rotate-ccw" });
  return h("section", { class: "card" }, h("h2", {}, app.t("replay.title")), h("p", { class: "soft" }, app.t("replay.about")), result, h("div", { class: "actions" }, run));
}

function differenceTable(app, differences) {
  const head = ["replay.what", "replay.then", "replay.now"].map((key) => h("th", { scope: "col" }, app.t(key)));
  const rows = differences.map(({ what, then, now }) => h("tr", {}, h("td", {}, what), h("td", {}, then), h("td", {}, now)));
  return h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": app.t("replay.title") }, h("table", {}, h("thead", {}, h("tr", {}, head)), h("tbody", {}, rows)));
}

/** The events as they lie in the log. */
function raw(app, events) {
  const items = events.map((event) => h("li", {}, h("code", {}, `${event.id} ${event.kind}`), h("pre", { tabindex: "0" }, JSON.stringify(event.data, null, 1))));
  return h("details", { class: "card" }, h("summary", {}, app.t("turn.events", { count: events.length })), h("ol", { class: "raw" }, items));
}
