// People: whom Ogam knows, and what it holds of each. With a name behind: one person, enrolment, or permissions.

import { h } from "../core/dom.js";
import { pathTo } from "../core/router.js";
import { keyOf } from "../model/people.js";
import { avatar } from "../parts/avatar.js";
import { actionButton, button, linkButton } from "../parts/button.js";
import { empty } from "../parts/empty.js";
import { field, textInput } from "../parts/field.js";
import { held } from "../parts/held.js";
import { icon } from "../parts/icon.js";
import { load, skeleton } from "../parts/loading.js";
import { openSheet } from "../parts/sheet.js";
import { enrolFace } from "./enrol-face.js";
import { enrolVoice } from "./enrol-voice.js";
import { permissions } from "./permissions.js";
import { person } from "./person.js";

export function people(app, id, task) {
  if (id === "permissions") return permissions(app);
  if (id && task === "voice") return enrolVoice(app, id);
  if (id && task === "face") return enrolFace(app, id);
  if (id) return person(app, id);
  return everybody(app);
}

function everybody(app) {
  const place = h("div", {});
  const again = load(app, place, () => app.api.get("/api/people"), (all) => list(app, all, add), skeleton(app, "rows", 3));
  const add = () => addPerson(app, again);
  const element = h("div", { class: "screen" },
    h("div", { class: "title-line" }, h("h1", {}, app.t("nav.people")), app.isOwner && button(app.t("people.add"), add, { iconName: "plus" })),
    place,
    h("section", {}, h("h2", {}, app.t("permissions.title")), h("p", { class: "soft" }, app.t("permissions.about")),
      linkButton(app.t("permissions.open"), pathTo("people", "permissions"), { iconName: "shield-check" })));
  return { title: app.t("nav.people"), element };
}

function list(app, all, add) {
  if (!all.length) {
    return empty("users", app.t("people.emptyTitle"), app.t("people.emptyText"), app.isOwner && button(app.t("people.add"), add, { iconName: "plus", kind: "main" }));
  }
  return h("ul", { class: "list" }, all.map((one) => h("li", {},
    h("a", { class: "row", href: pathTo("people", keyOf(one)) },
      avatar(one.name),
      h("span", { class: "row-text" }, h("strong", {}, one.name), h("span", { class: "soft" }, held(app, one))),
      one.pending > 0 && h("span", { class: "badge ask" }, app.t("people.pendingCount", { count: one.pending })),
      icon("chevron-right")))));
}

function addPerson(app, again) {
  openSheet(app, app.t("people.add"), (close) => {
    const name = textInput({ required: true, maxlength: 64, name: "name" });
    const save = actionButton(app, app.t("people.addDo"), async () => {
      if (!name.reportValidity()) return;
      const made = await app.api.post("/api/people", { name: name.value.trim() });
      close();
      again();
      app.go("people", keyOf(made));
    }, { kind: "main" });
    const submit = (event) => {
      event.preventDefault();
      save.click();
    };
    return h("form", { onsubmit: submit }, h("p", {}, app.t("people.addText")), field(app.t("people.name"), name, app.t("people.nameHint")), h("div", { class: "actions" }, save));
  });
}
