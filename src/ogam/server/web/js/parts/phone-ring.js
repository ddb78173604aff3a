// This phone is looked for: it rings, loudly, until it is found or a minute is over.

import { h } from "../core/dom.js";
import { RingSound } from "../voice/ring-sound.js";
import { button } from "./button.js";
import { openSheet } from "./sheet.js";

const LOUD = 1;
const SHAKES = [600, 200, 600, 200, 600]; // milliseconds of shaking and rest
const FOUND = "#/found"; // where the notification leads

export class PhoneRing {
  #sound = new RingSound(LOUD);
  #close = null;
  #timer = null;
  #leave;
  #opened;

  constructor(app) {
    this.app = app;
    this.#leave = app.live.listen(({ kind, data }) => kind === "phone" && (data.what === "ring" ? this.#ring(data) : this.#close?.()));
    this.#opened = ({ data }) => data?.open === `/${FOUND}` && this.#found();
    navigator.serviceWorker?.addEventListener("message", this.#opened);
    if (location.hash === FOUND) {
      this.#found();
      app.go("now");
    }
  }

  close() {
    this.#leave();
    navigator.serviceWorker?.removeEventListener("message", this.#opened);
    this.#close?.();
  }

  #ring({ ring, seconds }) {
    this.app.api.post(`/api/phones/rings/${encodeURIComponent(ring)}/heard`).catch(() => {}); // then a notification comes
    if (this.#close) return;
    const { t } = this.app;
    const content = (close) => [
      h("p", {}, t("phone.lookedFor")),
      h("div", { class: "actions" }, button(t("phone.found"), () => {
        this.#found();
        close();
      }, { kind: "danger", iconName: "square" })),
    ];
    this.#sound.start();
    navigator.vibrate?.(SHAKES);
    this.#close = openSheet(this.app, t("phone.here"), content, () => this.#still());
    this.#timer = setTimeout(() => this.#close?.(), seconds * 1000);
  }

  #still() {
    clearTimeout(this.#timer);
    this.#sound.stop();
    navigator.vibrate?.(0);
    this.#close = null;
  }

  /** All other phones of this person are still, too. */
  #found() {
    this.app.api.post("/api/phones/still").catch((error) => this.app.fail(error));
  }
}
