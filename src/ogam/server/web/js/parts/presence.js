// Who is at home, room by room.

import { h } from "../core/dom.js";
import { pathTo } from "../core/router.js";
import { keyOf } from "../model/people.js";
import { linkButton } from "./button.js";
import { avatar } from "./avatar.js";
import { empty } from "./empty.js";

export function presence(app, people) {
  const here = people.filter((person) => person.present);
  if (!people.length) {
    return empty("users", app.t("presence.nobodyKnown"), app.t("presence.teach"), linkButton(app.t("people.add"), pathTo("people"), { iconName: "plus" }));
  }
  if (!here.length) return h("p", { class: "soft" }, app.t("presence.nobodySeen"));
  const rooms = Map.groupBy(here, (person) => app.areaName(person.present.area) || app.t("presence.somewhere"));
  const items = [...rooms].map(([room, inside]) =>
    h("li", {}, h("span", { class: "room" }, room), h("span", { class: "inside" }, inside.map((person) => one(app, person)))));
  return h("ul", { class: "rooms card" }, items);
}

function one(app, person) {
  return h("a", { class: "person", href: pathTo("people", keyOf(person)) }, avatar(person.name, "small"),
    h("span", {}, person.name), h("span", { class: "soft" }, app.format.ago(person.present.since)));
}
