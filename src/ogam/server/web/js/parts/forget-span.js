// Forgetting a span of the log: how much that is, once more whether it is meant, and what is left afterwards.

import { h, replace } from "../core/dom.js";
import { actionButton } from "./button.js";
import { field } from "./field.js";
import { icon } from "./icon.js";
import { confirm, openSheet } from "./sheet.js";

const HOUR = 3600; // seconds
const WAIT = 250; // milliseconds after the last change until it is counted

/** Ask between which times, and delete what lies there. done: told when something is gone. */
export function openForgetSpan(app, done) {
  const now = Math.ceil(Date.now() / 60000) * 60;
  const [from, to] = [now - HOUR, now].map((seconds) => h("input", { type: "datetime-local", value: localText(seconds), required: true }));
  const extent = h("p", { class: "large", role: "status" });
  const past = h("div", {});
  const remove = actionButton(app, app.t("span.do"), () => forget(), { kind: "danger", iconName: "trash-2" });
  let timer = 0;
  let found = null;

  async function count() {
    found = null;
    remove.disabled = true;
    const span = spanOf(from, to);
    if (!span) return replace(extent, app.t("span.order"));
    found = await app.api.get("/api/log/span", span);
    remove.disabled = !found.events;
    replace(extent, found.events ? amount(app, found) : app.t("span.nothing"));
  }

  async function forget() {
    const span = spanOf(from, to);
    if (!span || !found) return;
    if (!(await confirm(app, { title: app.t("span.ask"), text: `${amount(app, found)} ${app.t("span.askText")}`, yes: app.t("span.yes") }))) return;
    const gone = await app.api.post("/api/log/deletions", span);
    replace(extent, icon("circle-check"), " ", app.t(gone.swept ? "span.gone" : "span.unswept", { count: gone.events, left: gone.left }));
    remove.disabled = true;
    await drawPast();
    done();
  }

  async function drawPast() {
    const deletions = await app.api.get("/api/log/deletions");
    replace(past, deletions.length > 0 && [h("h3", {}, app.t("span.past")), h("ul", { class: "plain" }, deletions.slice(0, 10).map((one) => h("li", { class: "soft" }, pastText(app, one))))]);
  }

  const changed = () => {
    clearTimeout(timer);
    timer = setTimeout(() => count().catch((error) => app.fail(error)), WAIT);
  };
  for (const input of [from, to]) input.addEventListener("input", changed);
  openSheet(app, app.t("span.title"), () => [
    h("p", {}, app.t("span.about")),
    field(app.t("log.from"), from),
    field(app.t("log.to"), to),
    extent,
    h("div", { class: "actions" }, remove),
    past,
  ], () => clearTimeout(timer));
  count().catch((error) => app.fail(error));
  drawPast().catch((error) => app.fail(error));
}

/** A button that forgets one turn, with its dialogue. done: told when it is gone. */
export function forgetTurn(app, id, done) {
  return actionButton(app, app.t("span.turn"), async () => {
    if (!(await confirm(app, { title: app.t("span.turnAsk"), text: app.t("span.turnText"), yes: app.t("span.yes") }))) return;
    const gone = await app.api.post("/api/log/deletions", { turn: id });
    app.notify(app.t(gone.swept ? "span.gone" : "span.unswept", { count: gone.events, left: gone.left }));
    done();
  }, { kind: "danger", iconName: "trash-2" });
}

function amount(app, { turns, events }) {
  return app.t("span.amount", { turns: app.t("span.turns", { count: turns }), events: app.t("turn.events", { count: events }) });
}

function pastText(app, { by, time, from, to, events }) {
  const when = (seconds) => `${app.format.date.format(seconds * 1000)} ${app.format.time(seconds)}`;
  return app.t("span.pastOne", { by, when: when(time), from: when(from), to: when(to), count: events });
}

/** { from, to } in seconds, or null where that is no span. */
function spanOf(from, to) {
  const [since, until] = [from, to].map(({ value }) => new Date(value).getTime() / 1000);
  return since < until ? { from: since, to: until } : null;
}

/** What an input of local time shows: "2026-03-14T18:30". */
function localText(seconds) {
  const date = new Date(seconds * 1000);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60000).toISOString().slice(0, 16);
}
