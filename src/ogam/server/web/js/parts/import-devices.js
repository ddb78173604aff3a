// Devices that other systems know (Home Assistant, ThinQ, MQTT …): found, chosen, and added to the home.

import { h, replace } from "../core/dom.js";
import { actionButton } from "./button.js";
import { select } from "./field.js";
import { icon } from "./icon.js";
import { load, skeleton } from "./loading.js";
import { openSheet } from "./sheet.js";

/** A sheet with what was found. done(): told when devices were added. */
export function openImport(app, done) {
  openSheet(app, app.t("import.title"), (close) => {
    const place = h("div", {});
    load(app, place, () => app.api.post("/api/home/found"), (found) => chooser(app, found, close, done), h("div", {}, h("p", {}, app.t("import.looking")), skeleton(app, "rows", 4)));
    return place;
  });
}

function chooser(app, { drivers, others }, close, done) {
  const { t } = app;
  if (!drivers.length) return [h("p", {}, t("import.none")), h("p", { class: "hint" }, t("import.others", { names: others.join(", ") }))];
  const chosen = new Map(); // device → select of its room
  const problem = h("div", { role: "alert" });
  const add = actionButton(app, t("import.addNone"), async () => {
    replace(problem);
    const devices = [...chosen].map(([device, room]) => asNew(device, room.value));
    try {
      app.house.adopt(await app.api.post("/api/home/devices", devices));
    } catch (error) {
      if (error.status !== 422) throw error;
      replace(problem, h("p", { class: "failure" }, icon("circle-alert"), h("span", {}, error.message)));
      return;
    }
    app.notify(t("import.added", { count: devices.length }));
    close();
    done();
  }, { kind: "main", iconName: "plus", disabled: true });
  const count = () => {
    add.disabled = chosen.size === 0;
    add.querySelector("span").textContent = chosen.size ? t("import.add", { count: chosen.size }) : t("import.addNone");
  };
  return [drivers.map((one) => ofDriver(app, one, chosen, count)), problem, h("div", { class: "actions" }, add)];
}

function ofDriver(app, { driver, devices, left_out: leftOut, error }, chosen, count) {
  const { t } = app;
  const fresh = devices.filter(({ known }) => !known);
  return h("section", {},
    h("h3", {}, driver),
    error && h("p", { class: "failure" }, icon("circle-alert"), h("span", {}, error)),
    !error && h("p", { class: "hint" }, t("import.found", { count: fresh.length, known: devices.length - fresh.length })),
    fresh.length > 0 && h("ul", { class: "list" }, fresh.map((device) => row(app, device, chosen, count))),
    leftOut.length > 0 && h("details", {}, h("summary", {}, t("import.leftOut", { count: leftOut.length })), h("ul", {}, leftOut.map((text) => h("li", { class: "hint" }, text)))));
}

function row(app, device, chosen, count) {
  const areas = app.house.home.areas.map((one) => [one.id, one.name]);
  const same = areas.find(([id, name]) => [id, name].includes(device.area))?.[0] ?? "";
  const room = select([["", app.t("home.elsewhere")], ...areas], same, { "aria-label": app.t("import.room", { name: device.name }) });
  const onchange = (event) => {
    event.target.checked ? chosen.set(device, room) : chosen.delete(device);
    count();
  };
  const about = [device.domain.replaceAll("_", " "), device.area, device.properties.slice(0, 4).join(", ")].filter(Boolean).join(" · ");
  return h("li", { class: "found" },
    h("label", {}, h("input", { type: "checkbox", onchange }), h("span", { class: "row-text" }, h("strong", {}, device.name), h("span", { class: "soft" }, about))),
    room);
}

/** As the server takes a new device. */
function asNew({ name, domain, aliases, device_class: deviceClass, driver, address }, area) {
  return { name, domain, aliases, device_class: deviceClass, driver, address, area };
}
