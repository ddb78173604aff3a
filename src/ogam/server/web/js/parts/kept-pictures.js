// Pictures that cameras kept: the newest first, each shown when somebody asks, and deleted for good.

import { h, replace } from "../core/dom.js";
import { actionButton } from "./button.js";

export class KeptPictures {
  constructor(app) {
    this.app = app;
    this.list = h("ul", { class: "house-cameras" });
    this.element = h("section", { class: "stack", hidden: true });
    if (app.may("see")) this.#load().catch((error) => app.fail(error));
  }

  async #load() {
    const { app } = this;
    const kept = await app.api.get("/api/snapshots");
    this.element.hidden = !kept.length;
    const all = actionButton(app, app.t("eyes.deleteAll"), () => this.#delete("/api/snapshots"), { kind: "quiet" });
    replace(this.list, kept.map((one) => this.#card(one)));
    replace(this.element,
      h("div", { class: "title-line" }, h("h2", {}, app.t("eyes.kept")), all),
      h("p", { class: "soft" }, app.t("eyes.keptAbout")), this.list);
  }

  #card(one) {
    const { app } = this;
    const path = `/api/snapshots/${encodeURIComponent(one.id)}`;
    const when = `${app.format.dayName(one.taken)} ${app.format.time(one.taken)}`;
    const title = app.t("eyes.keptPicture", { camera: one.camera, when });
    const place = h("div", {});
    const look = actionButton(app, app.t("eyes.look"), async () => {
      const picture = await createImageBitmap(await app.api.blob(`${path}/picture`));
      const canvas = h("canvas", { role: "img", "aria-label": title, width: picture.width, height: picture.height });
      canvas.getContext("2d").drawImage(picture, 0, 0);
      picture.close();
      replace(place, h("div", { class: "viewfinder house" }, canvas));
    }, { iconName: "eye" });
    const remove = actionButton(app, app.t("eyes.delete"), () => this.#delete(path), { kind: "danger" });
    const what = [app.t(`eyes.${one.what}`), one.value].filter(Boolean).join(": ");
    return h("li", { class: "card house-camera" }, h("h3", {}, title), h("p", { class: "soft" }, what), place, h("div", { class: "actions" }, look, remove));
  }

  async #delete(path) {
    const { deleted } = await this.app.api.delete(path);
    this.app.notify(this.app.t("eyes.deleted", { count: deleted }));
    await this.#load();
  }
}
