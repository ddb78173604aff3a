// Enrolment by face: three pictures, each judged by the server's quality gate, which says what to do better.

import { cameraProblem, haveCamera, openCamera, picture } from "../camera/camera.js";
import { h, replace, svg } from "../core/dom.js";
import { pathTo } from "../core/router.js";
import { adviceOf } from "../model/advice.js";
import { button, linkButton, working } from "../parts/button.js";
import { icon } from "../parts/icon.js";
import { steps } from "../parts/steps.js";

const PICTURES = 3;

export function enrolFace(app, id) {
  const screen = new FaceEnrolment(app, id);
  return { title: app.t("enrol.face.title"), element: screen.element, leave: () => screen.close() };
}

class FaceEnrolment {
  #done = 0;
  #close = null;
  #left = false;

  constructor(app, id) {
    this.app = app;
    this.id = id;
    this.progress = h("div", {});
    this.video = h("video", { class: "mirror", "aria-label": app.t("enrol.face.preview") });
    this.advice = h("p", { class: "advice", role: "status" });
    this.actions = h("div", { class: "actions centre" });
    this.element = h("div", { class: "screen narrow" },
      linkButton(app.t("back"), pathTo("people", id), { iconName: "arrow-left", kind: "quiet back" }),
      h("h1", {}, app.t("enrol.face.title")),
      h("p", { class: "soft" }, app.t("enrol.face.about")),
      this.progress,
      h("div", { class: "viewfinder" }, this.video, oval()),
      this.advice,
      this.actions);
    this.#draw();
  }

  close() {
    this.#left = true;
    this.#close?.();
    this.#close = null;
  }

  async #start() {
    if (!haveCamera()) return this.#say("camera.none");
    try {
      const close = await openCamera(this.video);
      if (this.#left) return close();
      this.#close = close;
      this.#say("enrol.face.look");
    } catch (error) {
      this.#say(cameraProblem(error));
    }
    this.#draw();
  }

  async #take() {
    this.#say("enrol.checking");
    try {
      await this.app.api.post(`/api/people/${encodeURIComponent(this.id)}/face`, await picture(this.video));
      this.#done += 1;
      this.#say(this.#done < PICTURES ? `enrol.face.pose${this.#done}` : "enrol.complete");
      if (this.#done >= PICTURES) this.close();
    } catch (error) {
      replace(this.advice, icon("circle-alert"), h("span", {}, adviceOf(error)));
    }
    this.#draw();
  }

  #say(key) {
    replace(this.advice, this.app.t(key));
  }

  #draw() {
    const { app } = this;
    replace(this.progress, steps(app, this.#done, PICTURES));
    if (this.#done >= PICTURES) return replace(this.actions, linkButton(app.t("enrol.finish"), pathTo("people", this.id), { iconName: "check", kind: "main" }));
    if (!this.#close) return replace(this.actions, button(app.t("camera.start"), () => this.#start(), { iconName: "camera", kind: "main" }));
    const take = button(app.t("enrol.face.take"), null, { iconName: "camera", kind: "main" });
    take.addEventListener("click", working(app, take, () => this.#take()));
    replace(this.actions, take);
    take.focus();
  }
}

/** Where the face is to be. */
function oval() {
  return svg("svg", { class: "oval", viewBox: "0 0 400 300", "aria-hidden": "true" }, svg("ellipse", { cx: 200, cy: 145, rx: 82, ry: 110 }));
}
