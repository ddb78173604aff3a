// Eyes: what cameras see. For now this phone's own camera, whose picture stays on this phone.

import { Boxes } from "../camera/boxes.js";
import { cameraProblem, haveCamera, openCamera } from "../camera/camera.js";
import { h, replace } from "../core/dom.js";
import { pathTo } from "../core/router.js";
import { button, linkButton } from "../parts/button.js";
import { empty } from "../parts/empty.js";
import { choices } from "../parts/field.js";

export function eyes(app) {
  const screen = new Eyes(app);
  return { title: app.t("nav.eyes"), element: screen.element, leave: () => screen.close() };
}

class Eyes {
  #close = null;
  #left = false;
  #facing = "environment";

  constructor(app) {
    this.app = app;
    this.watching = h("p", { class: "watching", role: "status" });
    this.place = h("div", {});
    this.element = h("div", { class: "screen" }, h("div", { class: "title-line" }, h("h1", {}, app.t("nav.eyes")), this.watching), this.place, this.#coming());
    this.leave = app.live.listen((event) => this.boxes?.take(event));
    this.#draw();
  }

  close() {
    this.#left = true;
    this.leave();
    this.#off();
  }

  #off() {
    this.#close?.();
    this.#close = null;
    this.boxes = null;
    replace(this.watching);
  }

  async #on() {
    this.video = h("video", { "aria-label": this.app.t("eyes.preview") });
    const canvas = h("canvas", { "aria-hidden": "true" });
    this.#off();
    try {
      const close = await openCamera(this.video, this.#facing);
      if (this.#left) return close();
      this.#close = close;
      this.boxes = new Boxes(this.app, canvas, this.video);
      replace(this.watching, h("span", { class: "red-dot", "aria-hidden": "true" }), this.app.t("eyes.watching"));
      this.#draw(canvas);
    } catch (error) {
      this.app.notify(this.app.t(cameraProblem(error)), { kind: "problem" });
      this.#draw();
    }
  }

  #draw(canvas) {
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
      h("div", { class: "viewfinder" }, this.video, canvas),
      h("p", { class: "soft" }, app.t("eyes.local")),
      h("div", { class: "actions" },
        button(app.t("camera.stop"), stop, { iconName: "camera-off" }),
        choices(app.t("eyes.which"), [["environment", app.t("eyes.back")], ["user", app.t("eyes.front")]], this.#facing, turn)));
  }

  /** What is not there yet, said as it is. */
  #coming() {
    const { app } = this;
    const points = ["eyes.coming1", "eyes.coming2", "eyes.coming3"].map((key) => h("li", {}, app.t(key)));
    return h("section", { class: "card" }, h("h2", {}, app.t("eyes.coming")), h("ul", { class: "points" }, points),
      linkButton(app.t("eyes.enrol"), pathTo("people"), { iconName: "users", kind: "quiet" }));
  }
}
