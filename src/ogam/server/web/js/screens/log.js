// Log: a timeline of what was heard, decided and done. With a turn behind: its evidence.

import { h, replace } from "../core/dom.js";
import { pathTo } from "../core/router.js";
import { turnOf } from "../model/turn.js";
import { button, iconButton } from "../parts/button.js";
import { empty } from "../parts/empty.js";
import { select } from "../parts/field.js";
import { openForgetSpan } from "../parts/forget-span.js";
import { icon } from "../parts/icon.js";
import { load, skeleton } from "../parts/loading.js";
import { turnRow } from "../parts/turn-row.js";
import { saveTurns } from "../parts/save-turns.js";
import { startOf } from "../text/dates.js";
import { turnPage } from "./turn.js";

const PAGE = 30;
const WIDE = "(min-width: 900px)"; // room enough to show all filters
const TYPING = 300; // milliseconds after the last letter until the log is asked

export function log(app, id) {
  return id ? turnPage(app, id) : new Timeline(app).screen;
}

class Timeline {
  #filter = { text: "", who: "", effect: "", from: "", to: "" };
  #turns = [];
  #timer = 0;

  constructor(app) {
    this.app = app;
    this.place = h("div", {});
    this.again = load(app, this.place, () => this.#fetch(), (page) => this.#draw(page), skeleton(app, "rows", 6));
    const stops = [
      app.feed.listen((turn) => turn.done && this.#isUnfiltered() && this.#add(turn)),
      app.live.listen(({ kind }) => kind === "deleted" && this.again(true)),
    ];
    const leave = () => stops.forEach((stop) => stop());
    const element = h("div", { class: "screen" },
      h("div", { class: "title-line" }, h("h1", {}, app.t("nav.log")), this.#tools()),
      this.#filters(),
      this.place);
    this.screen = { title: app.t("nav.log"), element, leave };
  }

  async #fetch(before) {
    await this.app.house.load().catch(() => {}); // without it, areas are shown by their identifiers
    const { from, to, ...words } = this.#filter;
    const span = { from: from && startOf(from), to: to && startOf(to) + 86400 };
    return this.app.api.get("/api/turns", { ...words, ...span, before, limit: PAGE });
  }

  #draw({ turns, next }) {
    this.#turns = turns.map(turnOf);
    this.list = h("div", { class: "timeline" });
    this.#fill();
    const more = next && button(this.app.t("log.older"), () => this.#older(more, next), { kind: "quiet" });
    return this.#turns.length ? [this.list, more] : this.#nothing();
  }

  /** Days, each with its turns, newest first. */
  #fill() {
    const { app } = this;
    const days = Map.groupBy(this.#turns, (turn) => app.format.dayName(turn.time));
    replace(this.list, [...days].map(([day, turns]) =>
      h("section", {}, h("h2", { class: "day" }, day), h("ol", { class: "turns" }, turns.map((turn) => turnRow(app, turn))))));
  }

  async #older(more, before) {
    more.disabled = true;
    try {
      const page = await this.#fetch(before);
      this.#turns.push(...page.turns.map(turnOf));
      this.#fill();
      const next = page.next && button(this.app.t("log.older"), () => this.#older(next, page.next), { kind: "quiet" });
      if (next) more.replaceWith(next);
      else more.remove();
    } catch (error) {
      more.disabled = false;
      this.app.fail(error);
    }
  }

  #add(turn) {
    if (!this.list || this.#turns.some((known) => known.id === turn.id)) return;
    this.#turns.unshift(turn);
    if (this.list.isConnected) this.#fill();
    else this.again(true);
  }

  #isUnfiltered() {
    return Object.values(this.#filter).every((value) => !value);
  }

  #nothing() {
    const { app } = this;
    if (this.#isUnfiltered()) return empty("history", app.t("log.emptyTitle"), app.t("log.emptyText"), h("a", { class: "button main", href: pathTo("now") }, icon("mic"), h("span", {}, app.t("log.emptyDo"))));
    return empty("search", app.t("log.noneTitle"), app.t("log.noneText"), button(app.t("log.clear"), () => app.restart(), { iconName: "x" }));
  }

  #filters() {
    const { app } = this;
    const set = (name, wait = 0) => (event) => {
      this.#filter[name] = event.target.value;
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.again(), wait);
    };
    const labelled = (key, input) => h("label", {}, h("span", {}, app.t(key)), input);
    const effects = ["", "allow", "ask", "deny"].map((effect) => [effect, app.t(effect ? `effect.${effect}` : "log.all")]);
    const people = select([["", app.t("log.everyone")]], "", { onchange: set("who") });
    app.house.load().then((home) => people.append(...home.people.map(({ name }) => h("option", { value: name }, name))), () => {});
    const text = h("input", { type: "search", placeholder: app.t("log.search"), oninput: set("text", TYPING) });
    return h("form", { class: "filters", role: "search", "aria-label": app.t("log.filters"), onsubmit: (event) => event.preventDefault() },
      h("label", { class: "search" }, h("span", { class: "hidden" }, app.t("log.search")), icon("search"), text),
      h("details", { open: matchMedia(WIDE).matches }, h("summary", {}, app.t("log.more")), h("div", { class: "filter-fields" },
        labelled("log.who", people),
        labelled("log.effect", select(effects, "", { onchange: set("effect") })),
        labelled("log.from", h("input", { type: "date", onchange: set("from") })),
        labelled("log.to", h("input", { type: "date", onchange: set("to") })))));
  }

  #tools() {
    const { app } = this;
    return h("div", { class: "tools" },
      iconButton(app.t("log.export"), "download", () => saveTurns(app, this.#turns)),
      iconButton(app.t("span.title"), "trash-2", () => openForgetSpan(app, () => this.again(true))));
  }
}
