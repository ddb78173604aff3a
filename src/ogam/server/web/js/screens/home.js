// Home: rooms, their devices with what they are doing, and what can be said to each.

import { h, replace } from "../core/dom.js";
import { deviceIcon, isOn, stateText, touchIcon, touchVerb } from "../model/devices.js";
import { button } from "../parts/button.js";
import { mayEdit, openNewDevice } from "../parts/device-editor.js";
import { empty } from "../parts/empty.js";
import { openImport } from "../parts/import-devices.js";
import { icon } from "../parts/icon.js";
import { load, skeleton } from "../parts/loading.js";
import { openDevice, touch } from "../parts/device-sheet.js";
import { routines } from "../parts/routines.js";

export function home(app) {
  const place = h("div", {});
  const cards = new Map();
  const add = h("div", { class: "actions" });
  const draw = (data) => {
    cards.clear();
    replace(add, mayEdit(app) && [
      button(app.t("import.button"), () => openImport(app, () => again(true)), { iconName: "search", kind: "quiet" }),
      button(app.t("device.add"), () => openNewDevice(app, () => again(true)), { iconName: "plus" }),
    ]);
    return rooms(app, data, cards, () => again(true));
  };
  const again = load(app, place, () => app.house.load(true), draw, skeleton(app, "cards", 6));
  const leave = app.house.listen((device) => cards.get(device.id)?.());
  const element = h("div", { class: "screen" }, h("div", { class: "title-line" }, h("h1", {}, app.t("nav.home")), add), place, app.may("say") && routines(app));
  return { title: app.t("nav.home"), element, leave };
}

function rooms(app, { areas, devices }, cards, changed) {
  if (!devices.length) return empty("house", app.t("home.emptyTitle"), app.t("home.emptyText"), h("pre", {}, "ogam home init\nogam home check"));
  const places = [...areas, { id: null, name: app.t("home.elsewhere") }];
  const sections = places.map(({ id, name }) => {
    const inside = devices.filter((device) => (device.area ?? null) === id);
    return inside.length > 0 && h("section", { class: "room-section" }, h("h2", {}, name),
      h("ul", { class: "devices" }, inside.map((device) => card(app, device, cards, changed))));
  });
  return h("div", { class: "by-room" }, sections);
}

/** A card: its text opens the details, its button does the obvious thing. */
function card(app, device, cards, changed) {
  const item = h("li", { class: "device" });
  const draw = () => {
    item.classList.toggle("on", isOn(device));
    const verb = touchVerb(device);
    const open = h("button", { type: "button", class: "device-open", onclick: () => openDevice(app, device, changed) },
      h("span", { class: "device-icon" }, icon(deviceIcon(device))),
      h("span", { class: "device-name" }, device.name),
      h("span", { class: "device-state" }, stateText(app, device)));
    const label = verb && app.t("home.touch", { device: device.name, verb: app.t(`verb.${verb}`) });
    const press = verb && h("button", { type: "button", class: "device-touch", "aria-label": label, title: label, onclick: (event) => touch(app, device, verb, event.currentTarget) }, icon(touchIcon(verb)));
    const focused = item.contains(document.activeElement) && document.activeElement.className;
    replace(item, open, press);
    if (focused) item.querySelector(`.${focused}`)?.focus();
  };
  cards.set(device.id, draw);
  draw();
  return item;
}
