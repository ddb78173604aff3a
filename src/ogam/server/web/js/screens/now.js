// Now: talk, and see what came of it.

import { h, replace } from "../core/dom.js";
import { turnOf } from "../model/turn.js";
import { load, skeleton } from "../parts/loading.js";
import { empty, examples } from "../parts/empty.js";
import { turnCard } from "../parts/turn-card.js";
import { presence } from "../parts/presence.js";
import { TalkPanel } from "../parts/talk-panel.js";
import { turnActions } from "../parts/turn-actions.js";

export function now(app) {
  const last = h("div", { class: "last" });
  const who = h("div", {});
  const panel = new TalkPanel(app);
  const show = (turn) => replace(last, turnCard(app, turn, turn.done ? turnActions(app, turn) : []));
  load(app, last, () => newest(app), (turn) => (turn ? turnCard(app, turn, turnActions(app, turn)) : nothingYet(app)), skeleton(app, "text", 3));
  const again = load(app, who, () => app.api.get("/api/people"), (people) => presence(app, people), skeleton(app, "rows", 2));
  const stops = [
    app.feed.listen(show),
    app.live.listen((event) => event.kind === "identity" && event.data.person && again(true)),
    app.live.watch((state) => state === "live" && again(true)),
  ];
  const element = h("div", { class: "screen now" },
    h("h1", { class: "hidden" }, app.t("nav.now")),
    panel.element,
    h("div", { class: "beside" },
      h("section", { "aria-labelledby": "last-title" }, h("h2", { id: "last-title" }, app.t("now.last")), last),
      h("section", { "aria-labelledby": "who-title" }, h("h2", { id: "who-title" }, app.t("now.atHome")), who)));
  const leave = () => {
    panel.close();
    stops.forEach((stop) => stop());
  };
  return { title: app.t("nav.now"), element, leave };
}

async function newest(app) {
  await app.house.load();
  if (app.feed.last) return app.feed.last;
  const { turns } = await app.api.get("/api/turns", { limit: 1 });
  return turns.length ? turnOf(turns[0]) : null;
}

function nothingYet(app) {
  const said = app.house.home.devices.flatMap((device) => device.examples ?? []).slice(0, 3);
  return empty("message-circle-question-mark", app.t("now.emptyTitle"), app.t("now.emptyText"), examples(app, said, app.house.home.language));
}
