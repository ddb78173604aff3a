// The frame around the screens: where one can go, whether the house can be reached, what is said in passing.

import { h, replace } from "./core/dom.js";
import { parsePath, pathTo } from "./core/router.js";
import { icon } from "./parts/icon.js";
import { Notices } from "./parts/notices.js";
import { PhoneRing } from "./parts/phone-ring.js";
import { canStop, listenForKeys, stopButton } from "./parts/stop-button.js";
import { watchingLink } from "./parts/watching.js";
import { Approvals } from "./screens/approvals.js";
import { eyes } from "./screens/eyes.js";
import { home } from "./screens/home.js";
import { lab } from "./screens/lab.js";
import { log } from "./screens/log.js";
import { now } from "./screens/now.js";
import { people } from "./screens/people.js";
import { settings } from "./screens/settings.js";
import { share } from "./screens/share.js";
import { outcome } from "./model/turn.js";

const SCREENS = { now, home, people, eyes, log, lab, settings, share };
const ICONS = { now: "mic", home: "house", people: "users", eyes: "eye", log: "history", lab: "activity", settings: "settings" };
const UNLISTED = ["share"]; // one comes there from elsewhere
const NEEDS = { people: "people", log: "log", lab: "log", share: "say" }; // scopes; the other screens are for everybody
const SMALL = ["now", "home", "people", "eyes", "log"]; // what a phone's bar has; the others are at the top

export class Frame {
  #screen = null;
  #leave = [];

  constructor(app, root) {
    this.app = app;
    this.main = h("main", { id: "main", tabindex: "-1" });
    this.said = h("div", { class: "hidden", role: "log", "aria-live": "polite", "aria-label": app.t("said.label") });
    const notices = h("div", { class: "notices", role: "status", "aria-live": "polite" });
    this.connection = h("div", { class: "connection", role: "status" });
    this.sign = h("div", { class: "sign", role: "status" });
    this.halt = h("div", { class: "halt" });
    this.links = new Map();
    replace(root, this.#skip(), this.halt, this.#header(), this.#navigation(), this.connection, this.main, notices, this.said);
    app.notices = new Notices(app, notices);
    app.approvals = new Approvals(app);
    this.ring = new PhoneRing(app);
    this.#leave.push(
      app.live.watch(() => this.#showConnection()),
      app.cameras.listen(() => this.#showWatching()),
      app.feed.listen((turn) => this.#tell(turn)),
      app.house.watch(() => this.#showStop()),
      listenForKeys(app),
    );
    this.onHash = () => this.show();
    window.addEventListener("hashchange", this.onHash);
    app.house.load().catch(() => {}); // names of areas; the screens that need them ask again and say what is wrong
    app.cameras.load().catch(() => {}); // … and whether a camera watches is told again whenever that changes
    app.live.start();
    this.show(false);
  }

  /** Show the screen that the address names. moved: somebody went there, so that the focus goes along. */
  show(moved = true) {
    const [name, ...rest] = parsePath(location.hash);
    const screen = this.#offers(name) ? SCREENS[name] : SCREENS.now;
    this.#screen?.leave?.();
    this.#screen = screen(this.app, ...rest);
    replace(this.main, this.#screen.element);
    document.title = `${this.#screen.title} · ${this.app.t("name")}`;
    for (const [link, elements] of this.links) {
      for (const element of elements) {
        if (link === name) element.setAttribute("aria-current", "page");
        else element.removeAttribute("aria-current");
      }
    }
    if (!moved) return;
    window.scrollTo(0, 0);
    const heading = this.main.querySelector("h1");
    heading?.setAttribute("tabindex", "-1");
    (heading ?? this.main).focus();
  }

  close() {
    this.#screen?.leave?.();
    window.removeEventListener("hashchange", this.onHash);
    for (const leave of this.#leave) leave();
    this.app.approvals.close();
    this.ring.close();
    this.app.live.stop();
  }

  /** Whether there is such a screen for this account. */
  #offers(name) {
    return name in SCREENS && (!NEEDS[name] || this.app.may(NEEDS[name]));
  }

  #skip() {
    const go = (event) => {
      event.preventDefault();
      this.main.focus();
    };
    return h("a", { class: "skip", href: "#main", onclick: go }, this.app.t("skip"));
  }

  #header() {
    const brand = h("a", { class: "brand", href: pathTo("now") }, h("img", { src: "icons/ogam.svg", alt: "", width: 28, height: 28 }), this.app.t("name"));
    const extra = ["lab", "settings"].filter((name) => this.#offers(name)).map((name) => this.#link(name, "corner"));
    return h("header", { class: "top" }, brand, this.sign, h("nav", { class: "corners", "aria-label": this.app.t("nav.more") }, extra));
  }

  #navigation() {
    const items = Object.keys(SCREENS).filter((name) => !UNLISTED.includes(name) && this.#offers(name)).map((name) =>
      h("li", { class: SMALL.includes(name) ? "" : "wide-only" }, this.#link(name)));
    return h("nav", { class: "tabs", "aria-label": this.app.t("nav.label") }, h("ul", {}, items));
  }

  #link(name, kind = "tab") {
    const label = this.app.t(`nav.${name}`);
    const link = h("a", { class: kind, href: pathTo(name), title: kind === "corner" ? label : null }, icon(ICONS[name]), h("span", {}, label));
    this.links.set(name, [...(this.links.get(name) ?? []), link]);
    return link;
  }

  /** On every screen: that a camera of the house is on. */
  #showWatching() {
    const { watching } = this.app.cameras;
    replace(this.sign, watching.length > 0 && watchingLink(this.app, watching));
  }

  /** On every screen of a home in which something moves: what stops it. */
  #showStop() {
    const there = canStop(this.app);
    if (there !== Boolean(this.halt.firstChild)) replace(this.halt, there && stopButton(this.app));
  }

  #showConnection() {
    const lost = this.app.live.state === "lost";
    replace(this.connection, lost && [icon("wifi-off"), h("span", {}, this.app.t("lost"))]);
  }

  /** For those who listen to the screen: each turn, once it is complete. */
  #tell(turn) {
    if (!turn.done) return;
    const heard = turn.sentence || turn.heard || this.app.t("turn.nothingHeard");
    const verdict = this.app.t(`effect.${outcome(turn)}`);
    this.said.append(h("p", {}, `${heard}. ${verdict}. ${turn.reply}`));
    while (this.said.children.length > 5) this.said.firstChild.remove();
  }
}
