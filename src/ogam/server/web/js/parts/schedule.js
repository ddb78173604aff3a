// What rings, with what stops it; and what is to come: alarms, reminders, timers, and what was put off.

import { h, replace } from "../core/dom.js";
import { RingSound } from "../voice/ring-sound.js";
import { actionButton, iconButton, working } from "./button.js";
import { icon } from "./icon.js";

const INSISTS = new Set(["alarm", "timer"]); // these sound; a reminder is only to be read
const CHANGES = new Set(["HassStartTimer", "HassCancelTimer", "OgamSetAlarm", "OgamSetReminder", "OgamCancelAlarm", "OgamCancelReminder", "OgamPutOff", "OgamStopRinging", "OgamSnooze", "OgamUndo"]);
const MINUTES = 5;
const LOOK_EVERY = 15000; // milliseconds, while something rings: it may be stopped elsewhere

/** Elements that are empty while there is nothing: what rings, and what is to come. leave() ends sound and watching. */
export function schedule(app) {
  const place = h("div", { class: "schedule" });
  const later = h("div", { class: "schedule" });
  const sound = new RingSound();
  let looking = null;
  let gone = false;
  const show = (found) => {
    if (gone) return;
    clearTimeout(looking);
    const insists = found.ringing.some(({ kind }) => INSISTS.has(kind));
    insists ? sound.start() : sound.stop();
    if (found.ringing.length) looking = setTimeout(look, LOOK_EVERY);
    replace(place, found.ringing.map((entry) => ringing(app, entry, show)));
    replace(later, found.entries.length > 0 && coming(app, found.entries, show));
  };
  const look = async () => {
    try {
      show(await app.api.get("/api/schedule"));
    } catch {
      sound.stop(); // who may not see it, or is not connected, is told so elsewhere
    }
  };
  const stops = [
    app.live.listen(({ kind }) => kind === "ring" && look()),
    app.feed.listen((turn) => turn.done && CHANGES.has(turn.command?.intent) && look()),
    app.live.watch((state) => state === "live" && look()),
  ];
  look();
  const leave = () => {
    gone = true;
    clearTimeout(looking);
    sound.stop();
    stops.forEach((stop) => stop());
  };
  return { ringing: place, coming: later, leave };
}

function ringing(app, entry, show) {
  const path = `/api/schedule/${encodeURIComponent(entry.id)}`;
  const stop = actionButton(app, app.t("schedule.stop"), async () => show(await app.api.post(`${path}/stop`, {})), { kind: "main", iconName: "square" });
  const snooze = INSISTS.has(entry.kind) && actionButton(app, app.t("schedule.snooze", { count: MINUTES }), async () => show(await app.api.post(`${path}/snooze`, { minutes: MINUTES })), { iconName: "timer" });
  return h("section", { class: "card ringing", role: "alert" },
    h("h2", {}, icon("timer"), h("span", {}, title(app, entry))),
    h("div", { class: "actions" }, stop, snooze));
}

function coming(app, entries, show) {
  const rows = entries.map((entry) => {
    const name = title(app, entry);
    const remove = iconButton(app.t("schedule.cancel", { name }), "x", null);
    remove.addEventListener("click", working(app, remove, async () => show(await app.api.delete(`/api/schedule/${encodeURIComponent(entry.id)}`))));
    return h("li", {}, h("div", { class: "row" },
      icon(entry.kind === "command" ? "list-checks" : "timer"),
      h("span", { class: "row-text" }, h("strong", {}, name), h("span", { class: "soft" }, entry.when || until(app, entry))),
      remove));
  });
  return h("section", { "aria-labelledby": "coming-title" }, h("h2", { id: "coming-title" }, app.t("schedule.coming")), h("ul", { class: "list" }, rows));
}

function title(app, { kind, text }) {
  return text ? app.t(`schedule.${kind}With`, { text }) : app.t(`schedule.${kind}`);
}

function until(app, { due, left }) {
  return left ? app.t("schedule.paused") : due ? app.format.time(due) : "";
}
