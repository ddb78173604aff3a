// Taking the log along, and deleting a span of it.

import { h } from "../core/dom.js";
import { startOf } from "../text/dates.js";
import { actionButton } from "./button.js";
import { field } from "./field.js";
import { openSheet } from "./sheet.js";

/** The turns that are shown, as a JSON file. */
export function saveTurns(app, turns) {
  const blob = new Blob([JSON.stringify(turns, null, 2)], { type: "application/json" });
  const link = h("a", { href: URL.createObjectURL(blob), download: `ogam-log-${new Date().toISOString().slice(0, 10)}.json` });
  link.click();
  URL.revokeObjectURL(link.href);
  app.notify(app.t("log.exported", { count: turns.length }));
}

export function openDeletion(app, done) {
  openSheet(app, app.t("log.delete"), (close) => {
    const from = h("input", { type: "date", required: true });
    const to = h("input", { type: "date", required: true });
    const remove = actionButton(app, app.t("log.deleteDo"), async () => {
      if (!from.reportValidity() || !to.reportValidity()) return;
      await app.api.delete("/api/turns", { from: startOf(from.value), to: startOf(to.value) + 86400 });
      close();
      done();
    }, { kind: "danger", iconName: "trash-2" });
    return [h("p", {}, app.t("log.deleteText")), field(app.t("log.from"), from), field(app.t("log.to"), to), h("div", { class: "actions" }, remove)];
  });
}
