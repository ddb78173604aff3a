// Eyes: what cameras see. Those of the house, for who may look; and this device's own.

import { cameraProblem, haveCamera, openCamera } from "../camera/camera.js";
import { lookThrough } from "../camera/looking.js";
import { Overlay } from "../camera/overlay.js";
import { h, replace } from "../core/dom.js";
import { pathTo } from "../core/router.js";
import { button, linkButton } from "../parts/button.js";
import { empty } from "../parts/empty.js";
import { choices } from "../parts/field.js";
import { HouseCamera } from "../parts/house-camera.js";
import { KeptPictures } from "../parts/kept-pictures.js";
import { load, skeleton } from "../parts/loading.js";
import { watchingSign } from "../parts/watching.js";

export function eyes(app) {
  const house = new HouseCameras(app);
  const own = new OwnCamera(app);
  const close = () => {
    house.close();
    own.close();
  };
  const element = h("div", { class: "screen" }, h("h1", {}, app.t("nav.eyes")), house.element, new KeptPictures(app).element, own.element);
  return { title: app.t("nav.eyes"), element, leave: close };
}

/** Every camera of the house, a card each. */
class HouseCameras {
  #cards = new Map();

  constructor(app) {
    this.app = app;
    this.place = h("div", { class: "house-cameras" });
    this.element = h("section", { class: "stack" }, h("h2", {}, app.t("eyes.house")), this.place);
    this.leave = app.cameras.listen((cameras) => this.#show(cameras));
    const first = async () => {
      await app.house.load(); // the areas' names
      return app.cameras.load();
    };
    load(app, this.place, first, (cameras) => this.#draw(cameras), skeleton(app, "cards", 1));
  }

  close() {
    this.leave();
    for (const card of this.#cards.values()) card.close();
  }

  #draw(cameras) {
    this.#cards = new Map(cameras.map((camera) => [camera.id, new HouseCamera(this.app, camera)]));
    if (!cameras.length) return empty("eye", this.app.t("eyes.teachTitle"), this.app.t("eyes.teach"));
    return [...this.#cards.values()].map((card) => card.element);
  }

  #show(cameras) {
    for (const camera of cameras) this.#cards.get(camera.id)?.show(camera);
  }
}

/** This device's camera, with what Ogam sees in it where the account may be told. */
class OwnCamera {
  #close = null;
  #stop = () => {};
  #left = false;
  #facing = "environment";

  constructor(app) {
    this.app = app;
    this.watching = h("p", { class: "watching", role: "status" });
    this.place = h("div", {});
    this.element = h("section", { class: "stack" }, h("div", { class: "title-line" }, h("h2", {}, app.t("eyes.device")), this.watching), this.place);
    this.#draw();
  }

  close() {
    this.#left = true;
    this.#off();
  }

  #off() {
    this.#stop();
    this.#close?.();
    this.#close = null;
    replace(this.watching);
  }

  async #on() {
    this.#off();
    this.video = h("video", { "aria-label": this.app.t("eyes.preview") });
    this.overlay = new Overlay();
    try {
      const close = await openCamera(this.video, this.#facing);
      if (this.#left) return close();
      this.#close = close;
      replace(this.watching, watchingSign(this.app));
      if (this.app.may("see")) this.#stop = lookThrough(this.app.api, this.video, (boxes) => this.overlay.draw(boxes), (error) => this.app.fail(error));
    } catch (error) {
      this.app.notify(this.app.t(cameraProblem(error)), { kind: "problem" });
    }
    this.#draw();
  }

  #draw() {
    const { app } = this;
    if (!this.#close) {
      const start = button(app.t("camera.start"), () => this.#on(), { iconName: "camera", kind: "main", disabled: !haveCamera() });
      return replace(this.place, empty("camera", app.t("eyes.emptyTitle"), app.t("eyes.emptyText"), start));
    }
    const turn = (facing) => {
      this.#facing = facing;
      this.#on();
    };
    const stop = () => {
      this.#off();
      this.#draw();
    };
    replace(this.place,
      h("div", { class: "viewfinder own" }, this.video, this.overlay.element),
      h("p", { class: "soft" }, app.t(app.may("see") ? "eyes.local" : "eyes.onlyHere")),
      h("div", { class: "actions" },
        button(app.t("camera.stop"), stop, { iconName: "camera-off" }),
        choices(app.t("eyes.which"), [["environment", app.t("eyes.back")], ["user", app.t("eyes.front")]], this.#facing, turn)),
      app.may("people") && linkButton(app.t("eyes.enrol"), pathTo("people"), { iconName: "users", kind: "quiet" }));
  }
}
