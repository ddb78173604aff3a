// A look into the camera: a sheet with the camera's picture, what to do in a pictogram and in words, and how far it is.

import { cameraProblem, haveCamera, openCamera } from "../camera/camera.js";
import { sendFrames } from "../camera/frames.js";
import { h, replace, svg } from "../core/dom.js";
import { icon } from "./icon.js";
import { openSheet } from "./sheet.js";
import { steps } from "./steps.js";

const MOVEMENTS = 2; // that are asked for, until the server says how many

/** What shows a movement, in a square of 48: the picture is a mirror, so left is left. */
const PICTOGRAMS = {
  turn_left: "M44 24H8m12-12L8 24l12 12",
  turn_right: "M4 24h36M28 12l12 12-12 12",
  look_up: "M24 44V8M12 20 24 8l12 12",
  look_down: "M24 4v36M12 28l12 12 12-12",
  blink_twice: "M4 20q20 16 40 0M10 26l-4 6m18-4v8m14-10 4 6",
  open_mouth: "M24 10c8 0 12 6 12 14s-4 14-12 14-12-6-12-14 4-14 12-14z",
};

export class FaceSheet {
  #closeSheet = null;
  #closeCamera = null;
  #stopFrames = null;
  #asked = "";

  /** turn: that asks; send(message): to the server; onClose(): told when it is closed, however. */
  constructor(app, turn, send, onClose = () => {}) {
    this.app = app;
    this.turn = turn.turn;
    this.needs = turn.decision.needs.filter((need) => need !== "face");
    this.send = send;
    this.video = h("video", { class: "mirror", "aria-label": app.t("face.preview") });
    this.sign = h("div", { class: "face-sign", "aria-hidden": "true" });
    this.words = h("p", { class: "large face-words", role: "status", "aria-live": "assertive" });
    this.progress = h("div", {});
    this.#closeSheet = openSheet(app, app.t("face.title"), () => [
      h("div", { class: "viewfinder" }, this.video, this.sign), this.words, this.progress, this.#otherWays(),
    ], () => {
      this.#end();
      onClose();
    });
    this.#ask(turn.look, 0, MOVEMENTS, app.t(`face.${turn.look}`));
    this.#start();
  }

  close() {
    this.#closeSheet();
  }

  /** A message of the server about how far it is. */
  take({ turn, asked, ready, done, count, text, state }) {
    if (turn !== this.turn) return;
    const words = state === "failed" ? text : state === "passed" ? this.app.t("face.passed") : this.app.t(ready ? `face.${asked}` : "enrol.face.look");
    this.#ask(asked, done, count, words);
  }

  async #start() {
    if (!haveCamera()) return this.#problem("camera.none");
    try {
      const close = await openCamera(this.video);
      if (!this.#closeSheet) return close();
      this.#closeCamera = close;
      this.#stopFrames = sendFrames(this.video, this.send);
    } catch (error) {
      this.#problem(cameraProblem(error));
    }
  }

  /** Words are set only where they change: a screen reader says them each time. */
  #ask(asked, done, count, words) {
    const drawn = `${asked} ${done} ${words}`;
    if (drawn === this.#asked) return;
    this.#asked = drawn;
    replace(this.sign, PICTOGRAMS[asked] && svg("svg", { viewBox: "0 0 48 48" }, svg("path", { d: PICTOGRAMS[asked] })));
    replace(this.words, words);
    replace(this.progress, steps(this.app, done, count));
  }

  #problem(key) {
    replace(this.sign, icon("camera-off"));
    replace(this.words, this.app.t(key));
  }

  /** What would be enough instead; it is said or done beside this sheet. */
  #otherWays() {
    if (!this.needs.length) return null;
    const { app } = this;
    return h("p", { class: "hint" }, app.t("face.instead", { needs: app.format.choice(this.needs.map((need) => app.t(`needs.${need}`))) }));
  }

  #end() {
    this.#stopFrames?.();
    this.#closeCamera?.();
    this.#closeSheet = this.#stopFrames = this.#closeCamera = null;
  }
}
