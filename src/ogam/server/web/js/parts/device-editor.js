// Naming, adding, moving and removing devices. The server changes the home file, and understands the new names at once.

import { h, replace } from "../core/dom.js";
import { actionButton } from "./button.js";
import { field, select, textInput } from "./field.js";
import { icon } from "./icon.js";
import { confirm, openSheet } from "./sheet.js";

/** Whether this account may change devices here. */
export function mayEdit(app) {
  return app.isOwner && Boolean(app.house.home?.editable);
}

/** What changes a device, folded up. close(): of the sheet it is in; done(): told when the home has changed. */
export function deviceEditor(app, device, close, done) {
  const inputs = fields(app, device);
  const path = `/api/home/devices/${encodeURIComponent(device.id)}`;
  const finish = (home, text) => {
    app.house.adopt(home);
    app.notify(text);
    close();
    done();
  };
  const remove = actionButton(app, app.t("device.remove"), async () => {
    if (!(await confirm(app, { title: app.t("device.removeAsk", { name: device.name }), text: app.t("device.removeText"), yes: app.t("device.remove") }))) return;
    finish(await app.api.delete(path), app.t("device.removed", { name: device.name }));
  }, { kind: "danger", iconName: "trash-2" });
  const form = editorForm(app, inputs, app.t("device.save"), async () => {
    const home = await app.api.patch(path, { name: inputs.name.value.trim(), aliases: names(inputs.aliases), area: inputs.area.value });
    finish(home, app.t("device.saved", { name: inputs.name.value.trim() }));
  }, remove);
  return h("details", { class: "editor" }, h("summary", {}, app.t("device.change")), form);
}

/** A sheet for a new device. done(): told when it is there. */
export function openNewDevice(app, done) {
  openSheet(app, app.t("device.add"), (close) => {
    const { domains, drivers } = app.house.home;
    const inputs = fields(app, { name: "", aliases: [], area: "" });
    const kinds = domains.map((domain) => [domain, domainName(app, domain)]).sort(([, one], [, other]) => one.localeCompare(other, app.language));
    const domain = select(kinds, "light");
    const driver = select(drivers.map((name) => [name, name === "virtual" ? app.t("device.simulated") : name]), "virtual");
    const form = editorForm(app, inputs, app.t("device.add"), async () => {
      const device = { name: inputs.name.value.trim(), domain: domain.value, area: inputs.area.value, aliases: names(inputs.aliases), driver: driver.value };
      app.house.adopt(await app.api.post("/api/home/devices", [device]));
      app.notify(app.t("device.added", { name: device.name }));
      close();
      done();
    }, null, [field(app.t("device.domain"), domain), drivers.length > 1 ? field(app.t("device.driver"), driver) : h("p", { class: "hint" }, app.t("device.onlySimulated"))]);
    return form;
  });
}

function fields(app, { name, aliases, area }) {
  const areas = app.house.home.areas.map((one) => [one.id, one.name]);
  return {
    name: textInput({ value: name, required: true, maxlength: 64 }),
    aliases: textInput({ value: (aliases ?? []).join(", "), maxlength: 500 }),
    area: select([["", app.t("home.elsewhere")], ...areas], area ?? ""),
  };
}

/** The fields with a button; what the server says against them is said beside them. */
function editorForm(app, inputs, label, save, remove, more = []) {
  const problem = h("div", { role: "alert" });
  const send = actionButton(app, label, async () => {
    if (!inputs.name.reportValidity()) return;
    replace(problem);
    try {
      await save();
    } catch (error) {
      if (error.status !== 422) throw error;
      replace(problem, h("p", { class: "failure" }, icon("circle-alert"), h("span", {}, error.message)));
      inputs.name.focus();
    }
  }, { kind: "main" });
  const submit = (event) => {
    event.preventDefault();
    send.click();
  };
  return h("form", { onsubmit: submit },
    field(app.t("device.name"), inputs.name, app.t("device.nameHint")),
    more,
    field(app.t("device.area"), inputs.area),
    field(app.t("device.aliases"), inputs.aliases, app.t("device.aliasesHint")),
    problem,
    h("div", { class: "actions" }, send, remove));
}

function names({ value }) {
  return value.split(",").map((name) => name.trim()).filter(Boolean);
}

function domainName(app, domain) {
  const said = app.t(`domain.${domain}`);
  return said === `domain.${domain}` ? domain.replaceAll("_", " ") : said;
}
