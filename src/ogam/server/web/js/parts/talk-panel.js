// The talk button with its live level, hands-free, and a line to type in instead.

import { haveCamera } from "../camera/camera.js";
import { h, replace } from "../core/dom.js";
import { haveMicrophone } from "../voice/microphone.js";
import { Meter } from "../voice/meter.js";
import { Talk } from "../voice/talk.js";
import { working } from "./button.js";
import { select, toggle } from "./field.js";
import { FaceSheet } from "./face-sheet.js";
import { icon } from "./icon.js";

const TYPING = "input, select, textarea, button, a, [contenteditable], dialog";

export class TalkPanel {
  #reply = ""; // to what was said here last; shown until the microphone is on again
  #listening = false;
  #face = null; // the sheet in which somebody looks into the camera

  constructor(app) {
    this.app = app;
    this.talk = new Talk({
      address: () => ({ session: app.preferences.session, area: app.preferences.get("area"), language: "" }),
      microphone: () => app.preferences.get("microphone"),
      muted: () => app.speaker.speaking,
      camera: haveCamera,
      onTurn: (data) => this.#answered(data),
      onPrompt: (prompt) => this.#face?.take(prompt),
      onState: () => this.#show(),
      onLevel: (level) => this.meter.push(level),
      onProblem: (key, detail) => this.#problem(key, detail),
    });
    this.button = this.#button();
    this.status = h("p", { class: "talk-status", role: "status" });
    this.handsFree = toggle(app.t("talk.handsFree"), false, (on) => this.#handsFree(on), app.t("talk.handsFreeHint"));
    const canvas = h("canvas", { class: "meter", "aria-hidden": "true" });
    this.element = h("section", { class: "talk", "aria-label": app.t("talk.label") },
      h("div", { class: "talk-ring" }, canvas, this.button),
      this.status,
      h("p", { class: "hint keys" }, app.t("talk.keys")),
      this.handsFree,
      this.#typing(),
      this.#place());
    this.meter = new Meter(canvas);
    this.onKey = (event) => this.#key(event);
    this.onHidden = () => document.hidden && this.talk.state !== "idle" && this.#stop();
    document.addEventListener("keydown", this.onKey);
    document.addEventListener("keyup", this.onKey);
    document.addEventListener("visibilitychange", this.onHidden);
    this.#show();
    requestAnimationFrame(() => this.meter.clear());
  }

  close() {
    this.#face?.close();
    this.#stop();
    document.removeEventListener("keydown", this.onKey);
    document.removeEventListener("keyup", this.onKey);
    document.removeEventListener("visibilitychange", this.onHidden);
  }

  #button() {
    const down = (event) => {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      this.app.speaker.stop();
      this.talk.press();
    };
    return h("button", {
      type: "button",
      class: "talk-button",
      disabled: !haveMicrophone(),
      onpointerdown: down,
      onpointerup: () => this.talk.release(),
      onpointercancel: () => this.talk.release(),
      oncontextmenu: (event) => event.preventDefault(), // a long press is to talk
      onclick: (event) => event.detail === 0 && this.talk.toggle(), // keyboard and screen reader
    });
  }

  #typing() {
    const { app } = this;
    const input = h("input", { type: "text", name: "say", autocomplete: "off", enterkeyhint: "send", placeholder: app.t("talk.type"), "aria-label": app.t("talk.type"), maxlength: 500 });
    const send = h("button", { type: "submit", class: "icon-button", "aria-label": app.t("talk.send"), title: app.t("talk.send") }, icon("send"));
    const say = working(app, send, async () => {
      const text = input.value.trim();
      if (!text) return input.focus();
      const { session } = app.preferences;
      const turn = await app.api.post("/api/say", { text, session, area: app.preferences.get("area") || null });
      input.value = "";
      this.#answered(turn);
    });
    return h("form", { class: "type-line", onsubmit: say }, input, send);
  }

  /** Where this phone is: "turn on the lights" means the lights there. */
  #place() {
    const { app } = this;
    const place = h("p", { class: "place" });
    const draw = ({ areas }) => {
      const options = [["", app.t("talk.nowhere")], ...areas.map(({ id, name }) => [id, name])];
      const choose = (event) => app.preferences.set("area", event.target.value);
      const choice = select(options, app.preferences.get("area"), { onchange: choose });
      replace(place, h("label", {}, h("span", {}, app.t("talk.where")), choice));
    };
    app.house.load().then(draw, () => place.remove()); // without the home there is nothing to choose
    return place;
  }

  #key(event) {
    if (event.code !== "Space" || event.repeat || event.target.closest(TYPING) || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    if (event.type === "keydown") this.talk.press();
    else this.talk.release();
  }

  #answered(data) {
    this.app.took(data);
    this.#reply = data.reply;
    this.#show();
    this.#look(data);
    this.app.speaker.say(data.reply, data.command?.language ?? this.app.house.home?.language ?? this.app.language, () => this.talk.tell({ type: "spoken" }));
  }

  /** Whatever comes of what was asked ends the look into the camera; and another question may begin one. */
  #look(turn) {
    const answered = turn.answers === this.#face?.turn || turn.command;
    if (answered) this.#face?.close();
    if (!turn.look) return;
    const sheet = new FaceSheet(this.app, turn, (message) => this.talk.tell(message), () => {
      if (this.#face === sheet) this.#face = null;
    });
    this.#face = sheet;
  }

  #handsFree(on) {
    this.talk.handsFree(on);
    this.button.disabled = on || !haveMicrophone();
  }

  #stop() {
    this.talk.stop();
    this.meter.clear();
    this.handsFree.querySelector("input").checked = false;
    this.button.disabled = !haveMicrophone();
  }

  #problem(key, detail = "") {
    this.app.notify(this.app.t(key, { detail }), { kind: "problem" });
    this.handsFree.querySelector("input").checked = this.talk.state === "always";
    this.button.disabled = this.talk.state === "always" || !haveMicrophone();
  }

  #show() {
    const { app, talk } = this;
    const listening = talk.on;
    if (listening && !this.#listening) this.#reply = "";
    this.#listening = listening;
    if (!listening) this.meter?.clear();
    this.element?.classList.toggle("listening", listening);
    this.element?.classList.toggle("waiting", talk.state === "waiting");
    this.button.setAttribute("aria-pressed", String(listening));
    replace(this.button, icon(talk.state === "open" ? "square" : listening ? "audio-lines" : "mic"), h("span", {}, app.t(`talk.button.${talk.state}`)));
    if (!this.status) return;
    const state = !haveMicrophone() ? "none" : talk.speaking ? "speaking" : talk.state;
    const answered = talk.state === "idle" && this.#reply;
    this.status.classList.toggle("answered", Boolean(answered));
    replace(this.status, answered || app.t(`talk.status.${state}`));
  }
}
