// Now: talk, and see what came of it.

import { h, replace } from "../core/dom.js";
import { turnOf } from "../model/turn.js";
import { load, skeleton } from "../parts/loading.js";
import { empty, examples } from "../parts/empty.js";
import { turnCard } from "../parts/turn-card.js";
import { presence } from "../parts/presence.js";
import { schedule } from "../parts/schedule.js";
import { TalkPanel } from "../parts/talk-panel.js";
import { turnActions } from "../parts/turn-actions.js";

export function now(app) {
  const last = h("div", { class: "last" });
  const panel = new TalkPanel(app);
  const show = (turn) => replace(last, turnCard(app, turn, turn.done ? turnActions(app, turn) : []));
  const again = load(app, last, () => newest(app), (turn) => (turn ? turnCard(app, turn, turnActions(app, turn)) : nothingYet(app)), skeleton(app, "text", 3));
  const atHome = app.may("people") ? whoIsAtHome(app) : { element: null, leave: () => {} };
  const planned = schedule(app);
  const stops = [planned.leave, app.feed.listen(show), app.live.listen(({ kind }) => kind === "deleted" && again(true)), atHome.leave];
  const element = h("div", { class: "screen now" },
    h("h1", { class: "hidden" }, app.t("nav.now")),
    planned.ringing,
    panel.element,
    h("div", { class: "beside" },
      h("section", { "aria-labelledby": "last-title" }, h("h2", { id: "last-title" }, app.t("now.last")), last),
      planned.coming,
      atHome.element));
  const leave = () => {
    panel.close();
    stops.forEach((stop) => stop());
  };
  return { title: app.t("nav.now"), element, leave };
}

function whoIsAtHome(app) {
  const place = h("div", {});
  const again = load(app, place, () => app.api.get("/api/people"), (people) => presence(app, people), skeleton(app, "rows", 2));
  const stops = [
    app.live.listen((event) => event.kind === "identity" && event.data.person && again(true)),
    app.live.watch((state) => state === "live" && again(true)),
  ];
  const element = h("section", { "aria-labelledby": "who-title" }, h("h2", { id: "who-title" }, app.t("now.atHome")), place);
  return { element, leave: () => stops.forEach((stop) => stop()) };
}

/** The newest turn of the house; for who may not read the log, of this screen. */
async function newest(app) {
  await app.house.load();
  if (app.feed.last || !app.may("log")) return app.feed.last;
  const { turns } = await app.api.get("/api/turns", { limit: 1 });
  return turns.length ? turnOf(turns[0]) : null;
}

function nothingYet(app) {
  const said = app.house.home.devices.flatMap((device) => device.examples ?? []).slice(0, 3);
  return empty("message-circle-question-mark", app.t("now.emptyTitle"), app.t("now.emptyText"), examples(app, said, app.house.home.language));
}
