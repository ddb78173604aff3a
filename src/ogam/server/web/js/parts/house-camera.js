// One camera of the house: whether it watches, what it sees while somebody looks, and how it is paused.

import { Overlay } from "../camera/overlay.js";
import { h, replace } from "../core/dom.js";
import { actionButton, button } from "./button.js";
import { watchingSign } from "./watching.js";

const EVERY = 1000; // milliseconds between two pictures
const HOUR = 3600; // seconds

export class HouseCamera {
  #timer = 0;
  #looking = false;

  constructor(app, camera) {
    this.app = app;
    this.state = h("p", { class: "watching", role: "status" });
    this.image = h("canvas", { role: "img", "aria-label": app.t("eyes.picture", { name: camera.name }) });
    this.overlay = new Overlay();
    this.words = h("p", { class: "scene-words", role: "status" });
    this.place = h("div", {});
    this.actions = h("div", { class: "actions" });
    const area = app.areaName(camera.area);
    this.element = h("section", { class: "card house-camera", "aria-label": camera.name },
      h("div", { class: "title-line" }, h("h3", {}, camera.name), this.state),
      area && h("p", { class: "soft" }, area), this.place, this.words, this.actions);
    this.show(camera);
  }

  /** What is known of it now. */
  show(camera) {
    this.camera = camera;
    replace(this.state, camera.watching && camera.state === "watching" ? watchingSign(this.app) : this.#stateText());
    if (this.#looking && camera.state === "paused") this.close();
    this.#draw();
  }

  close() {
    this.#looking = false;
    clearTimeout(this.#timer);
    this.image.width = 0; // the picture is gone
    replace(this.words);
  }

  #stateText() {
    const { camera, app } = this;
    const dot = camera.watching && h("span", { class: "red-dot", "aria-hidden": "true" });
    const until = camera.state === "paused" && camera.paused_for;
    const text = until ? app.t("eyes.pausedUntil", { time: app.format.time(Date.now() / 1000 + until) }) : app.t(`eyes.${camera.state}`);
    return [dot, h("span", { class: "soft" }, text)];
  }

  #draw() {
    const { camera, app } = this;
    if (!this.#looking) replace(this.place, this.#about());
    const paused = camera.state === "paused";
    const may = camera.may_look;
    const look = button(app.t(this.#looking ? "eyes.lookAway" : "eyes.look"), () => this.#turn(), { iconName: "eye", kind: this.#looking ? "" : "main", "aria-pressed": String(this.#looking) });
    const pause = (key, seconds) => actionButton(app, app.t(key), () => app.cameras.pause(camera, seconds), { iconName: "timer" });
    replace(this.actions,
      may && camera.state === "watching" && look,
      may && paused && actionButton(app, app.t("eyes.resume"), () => app.cameras.resume(camera), { iconName: "eye" }),
      may && !paused && camera.state !== "off" && pause("eyes.pauseHour", HOUR),
      may && !paused && camera.state !== "off" && pause("eyes.pause", null));
  }

  /** In the place of the picture: why there is none, and what is watched. */
  #about() {
    const { camera, app } = this;
    const zones = app.format.list(camera.zones.map((zone) => zone.name));
    const lines = [
      camera.reason,
      camera.may_look ? camera.state === "watching" && app.t("eyes.logged") : app.t("eyes.adults"),
      zones && app.t("eyes.zones", { zones }),
      camera.snapshots && this.#keeps(camera.snapshots),
      camera.masks.length > 0 && app.t("eyes.masks", { count: camera.masks.length }),
    ];
    return lines.filter(Boolean).map((line) => h("p", { class: "soft" }, line));
  }

  #keeps({ on, keep_days: days }) {
    const { app } = this;
    return app.t("eyes.keeps", { what: app.format.list(on.map((what) => app.t(`eyes.${what}`))), days: app.format.days(days) });
  }

  #turn() {
    if (this.#looking) {
      this.close();
      return this.#draw();
    }
    this.#looking = true;
    this.overlay.outline(this.camera.zones, this.camera.masks);
    replace(this.place, h("div", { class: "viewfinder house" }, this.image, this.overlay.element));
    replace(this.words, this.app.t("eyes.waiting"));
    this.#draw();
    this.actions.querySelector("button")?.focus();
    this.#look();
  }

  /** A picture and what is in it, again and again while somebody looks. */
  async #look() {
    try {
      if (!document.hidden) {
        const seen = await this.app.cameras.seen(this.camera);
        if (seen.width) await this.#show(await this.app.cameras.picture(this.camera));
        if (!this.#looking) return;
        this.overlay.draw(seen.boxes);
        replace(this.words, seen.width ? seen.words : this.app.t("eyes.waiting"));
      }
    } catch (error) {
      if (!this.#looking) return;
      if (error.status !== 404) {
        this.app.fail(error);
        this.close();
        return this.#draw();
      }
      replace(this.words, error.message);
    }
    this.#timer = setTimeout(() => this.#look(), EVERY);
  }

  /** Only the newest picture is held, in the page's memory alone. */
  async #show(picture) {
    const drawn = await createImageBitmap(picture);
    if (!this.#looking) return drawn.close();
    this.image.width = drawn.width;
    this.image.height = drawn.height;
    this.image.getContext("2d").drawImage(drawn, 0, 0);
    drawn.close();
  }
}
