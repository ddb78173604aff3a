// Lab: how well it works in this home. Only what was measured here is shown; what was not is said.

import { h } from "../core/dom.js";
import { outcome, turnOf } from "../model/turn.js";
import { gauge } from "../parts/charts/gauge.js";
import { histogram } from "../parts/charts/histogram.js";
import { shares } from "../parts/charts/shares.js";
import { empty } from "../parts/empty.js";
import { icon } from "../parts/icon.js";
import { load, skeleton } from "../parts/loading.js";

const TURNS = 200; // the newest, from which the charts are drawn
const WANTED = 500; // milliseconds from the end of speech to the action

export function lab(app) {
  const place = h("div", {});
  load(app, place, () => fetchAll(app), (data) => page(app, data), skeleton(app, "chart", 3));
  const element = h("div", { class: "screen" }, h("h1", {}, app.t("nav.lab")), h("p", { class: "soft" }, app.t("lab.about")), place);
  return { title: app.t("nav.lab"), element };
}

async function fetchAll(app) {
  const [health, log] = await Promise.all([app.api.get("/api/health"), app.api.get("/api/turns", { limit: TURNS })]);
  return { health, turns: log.turns.map(turnOf) };
}

function page(app, { health, turns }) {
  return [
    figures(app, health),
    charts(app, health, turns),
    checks(app, health.checks ?? []),
    models(app, health.models ?? []),
    h("section", { class: "card" }, empty("activity", app.t("lab.studyTitle"), app.t("lab.studyText"), h("pre", {}, "ogam bench commands\nogam bench speakers"))),
  ];
}

function figures(app, health) {
  const { t, format } = app;
  const memory = format.bytes(health.memory_mb * 1e6);
  return h("section", {}, h("h2", { class: "hidden" }, t("lab.now")), h("div", { class: "gauges" },
    health.latency_ms?.n > 0 && gauge(t("lab.latency"), health.latency_ms.median, WANTED, format.milliseconds(health.latency_ms.median), t("lab.latencyAbout", { p95: format.milliseconds(health.latency_ms.p95), count: health.latency_ms.n })),
    health.real_time_factor > 0 && gauge(t("lab.rtf"), health.real_time_factor, 1, `${format.two.format(health.real_time_factor)} ×`, t("lab.rtfAbout")),
    gauge(t("lab.dropped"), health.dropped_seconds + health.dropped_utterances, 1, t("lab.droppedFigure", { seconds: format.one.format(health.dropped_seconds), count: health.dropped_utterances }), t("lab.droppedAbout")),
    h("div", { class: "gauge card" }, h("h3", {}, t("lab.memory")), h("p", { class: "large number" }, memory),
      h("p", { class: "hint" }, t("lab.running", { time: format.duration(health.uptime), sessions: sessionsOf(health), log: format.bytes(health.log_bytes) })))));
}

function sessionsOf({ sessions }) {
  return Array.isArray(sessions) ? sessions.length : sessions;
}

function charts(app, health, turns) {
  const { t, format } = app;
  const times = turns.map((turn) => turn.timings.total).filter((time) => time > 0);
  if (!turns.length) return h("section", { class: "card" }, empty("activity", t("lab.emptyTitle"), t("lab.emptyText")));
  const marks = [["lab.median", median(times)], ["lab.p95", quantile(times, 0.95)]].map(([key, value]) => ({ value, label: t(key, { time: format.milliseconds(value) }) }));
  const counted = ["allow", "ask", "deny", "unknown"].map((effect) => ({ name: t(`effect.${effect}`), kind: effect, count: turns.filter((turn) => outcome(turn) === effect).length }));
  return h("section", { class: "two" },
    times.length > 1 && h("div", { class: "card" }, histogram(app, times, marks, t("lab.times", { count: times.length }))),
    h("div", { class: "card" }, shares(app, counted, t("lab.outcomes", { count: turns.length }))));
}

function median(values) {
  return quantile(values, 0.5);
}

/** Of the sorted values the one at that share of the way. */
export function quantile(values, share) {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}

function checks(app, all) {
  if (!all.length) return null;
  const items = all.map(({ name, ok, detail, advice }) => h("li", { class: "row" },
    h("span", { class: ok ? "mark good" : "mark bad" }, icon(ok ? "circle-check" : "circle-alert", app.t(ok ? "lab.good" : "lab.bad"))),
    h("span", { class: "row-text" }, h("strong", {}, name), h("span", { class: "soft" }, detail), !ok && advice && h("span", {}, advice))));
  return h("section", { class: "card" }, h("h2", {}, app.t("lab.checks")), h("ul", { class: "list" }, items));
}

function models(app, all) {
  if (!all.length) return null;
  const items = all.map(({ name, version, licence }) => h("li", { class: "row" }, h("span", { class: "device-icon" }, icon("cpu")),
    h("span", { class: "row-text" }, h("strong", {}, name), h("span", { class: "soft" }, [version, licence].filter(Boolean).join(" · ")))));
  return h("section", { class: "card" }, h("h2", {}, app.t("lab.models")), h("ul", { class: "list" }, items));
}
