// Taking the log along.

import { h } from "../core/dom.js";

/** The turns that are shown, as a JSON file. */
export function saveTurns(app, turns) {
  const blob = new Blob([JSON.stringify(turns, null, 2)], { type: "application/json" });
  const link = h("a", { href: URL.createObjectURL(blob), download: `ogam-log-${new Date().toISOString().slice(0, 10)}.json` });
  link.click();
  URL.revokeObjectURL(link.href);
  app.notify(app.t("log.exported", { count: turns.length }));
}
