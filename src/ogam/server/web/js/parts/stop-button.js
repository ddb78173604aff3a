// A large red button that stops whatever moves. It is on every screen and in every sheet of a home that has a robot.

import { h } from "../core/dom.js";
import { icon } from "./icon.js";

export const KEYS = "Shift+Escape";

/** Whether something of this home moves. */
export function canStop(app) {
  return Boolean(app.house.home?.stops);
}

export function stopButton(app) {
  const label = app.t("stop.label");
  const properties = { type: "button", class: "stop", "aria-label": label, "aria-keyshortcuts": KEYS, title: `${label} (${KEYS})` };
  return h("button", { ...properties, onclick: () => stop(app) }, icon("square"), h("span", {}, app.t("stop.word")));
}

/** Stop everything that moves; each press is sent, whatever became of the one before. */
export async function stop(app) {
  try {
    app.notify((await app.api.post("/api/stop")).reply || app.t("stop.done"));
  } catch (error) {
    app.fail(error);
  }
}

/** Shift and Escape stop it from wherever the keyboard is. Returns what ends that. */
export function listenForKeys(app) {
  const pressed = (event) => {
    if (event.key !== "Escape" || !event.shiftKey || !canStop(app)) return;
    event.preventDefault();
    stop(app);
  };
  document.addEventListener("keydown", pressed, true);
  return () => document.removeEventListener("keydown", pressed, true);
}
