// What every screen is given: the language, the server, the house, and ways to say something.

import { Api } from "./core/api.js";
import { Live } from "./core/live.js";
import { Preferences } from "./core/preferences.js";
import { pathTo } from "./core/router.js";
import { Cameras } from "./model/cameras.js";
import { Feed } from "./model/feed.js";
import { House } from "./model/house.js";
import { Format } from "./text/format.js";
import { chooseLanguage, translator } from "./text/text.js";
import { Speaker } from "./voice/speaker.js";

export class App {
  session = null; // of GET /api/session
  notices = null; // set by the frame
  approvals = null; // … too

  constructor({ onSignedOut }) {
    this.preferences = new Preferences();
    this.language = chooseLanguage(this.preferences.get("language"));
    this.t = translator(this.language);
    this.format = new Format(this.language);
    this.api = new Api({ language: () => this.language, unreachable: () => this.t("unreachable"), onSignedOut });
    this.live = new Live(this.api);
    this.feed = new Feed(this.live);
    this.house = new House(this.api, this.live);
    this.cameras = new Cameras(this.api, this.live);
    this.speaker = new Speaker(this.preferences);
  }

  /** Ask who is signed in; the token against forged requests comes with it. */
  async readSession() {
    this.takeSession(await this.api.get("/api/session"));
  }

  takeSession(session) {
    this.session = session;
    this.api.csrf = session.csrf ?? "";
  }

  get role() {
    return this.session?.account?.role ?? "guest";
  }

  get isOwner() {
    return this.role === "owner";
  }

  /** Whether the account may: "listen", "say", "devices", "log", "people", "see", "manage". Children and guests may less. */
  may(scope) {
    return this.session?.account?.scopes.includes(scope) ?? false;
  }

  go(...parts) {
    location.hash = pathTo(...parts);
  }

  notify(text, options) {
    this.notices?.show(text, options);
  }

  /** Say what went wrong. An error of the program itself is said too, and goes on to the console. */
  fail(error) {
    if (error.name === "AbortError") return;
    this.notify(error.message, { kind: "problem" });
    if (error.status === undefined && !(error instanceof DOMException)) console.error(error);
  }

  /** Whether a session of the log is this device's: the server puts the account's name before it. */
  isHere(session) {
    return session.split("/").at(-1) === this.preferences.session;
  }

  /** Where a turn came from, for people: sessions of accounts are "name/session". */
  sessionName(session) {
    const [account, own] = session.split("/");
    if (this.isHere(session)) return this.t("turn.thisPhone");
    if (own === "touch") return this.t("session.touch", { name: account });
    return own?.startsWith("web-") ? this.t("session.app", { name: account }) : session;
  }

  /** A turn that was answered here. */
  took(data) {
    this.feed.add({ time: Date.now() / 1000, ...data });
    this.house.took(data);
  }

  areaName(id) {
    return this.house.areaName(id);
  }

  /** What an action came to, in a word: "on", "locked". */
  effectText(action) {
    const key = `state.${action.effect}`;
    const said = this.t(key);
    return said === key ? action.effect : said;
  }
}
