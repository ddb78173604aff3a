// Enrolment by voice: three short texts to read aloud, with advice while it is being done.

import { h, replace } from "../core/dom.js";
import { pathTo } from "../core/router.js";
import { adviceOf } from "../model/advice.js";
import { linkButton } from "../parts/button.js";
import { icon } from "../parts/icon.js";
import { steps } from "../parts/steps.js";
import { Meter } from "../voice/meter.js";
import { haveMicrophone } from "../voice/microphone.js";
import { record } from "../voice/recording.js";

const TEXTS = 3;
const ENOUGH = 4; // seconds of speech that make a good recording; the server refuses less than 2
const LONGEST = 15;

export function enrolVoice(app, id) {
  const screen = new VoiceEnrolment(app, id);
  return { title: app.t("enrol.voice.title"), element: screen.element, leave: () => screen.cancel() };
}

class VoiceEnrolment {
  #done = 0;
  #recording = null;

  constructor(app, id) {
    this.app = app;
    this.id = id;
    this.progress = h("div", {});
    this.text = h("blockquote", { class: "read", lang: app.language });
    this.advice = h("p", { class: "advice", role: "status" });
    this.canvas = h("canvas", { class: "meter", "aria-hidden": "true" });
    this.button = h("button", { type: "button", class: "talk-button", onclick: () => this.#press() });
    this.element = h("div", { class: "screen narrow" },
      linkButton(app.t("back"), pathTo("people", id), { iconName: "arrow-left", kind: "quiet back" }),
      h("h1", {}, app.t("enrol.voice.title")),
      h("p", { class: "soft" }, app.t("enrol.voice.about")),
      this.progress,
      this.text,
      h("div", { class: "talk-ring" }, this.canvas, this.button),
      this.advice);
    this.meter = new Meter(this.canvas);
    this.#draw();
    if (!haveMicrophone()) this.#say("talk.status.none");
  }

  cancel() {
    this.#recording?.cancel();
    this.#recording = null;
  }

  async #press() {
    if (this.#recording) return this.#finish();
    try {
      this.#recording = await record((state) => this.#progress(state), this.app.preferences.get("microphone"));
      this.#say("enrol.voice.read");
    } catch (error) {
      this.#say(error.name === "NotAllowedError" ? "talk.notAllowed" : "talk.noMicrophone");
    }
    this.#draw();
  }

  #progress({ seconds, level, tooLoud }) {
    this.meter.push(level);
    if (seconds > LONGEST) return this.#finish();
    if (tooLoud) this.#say("enrol.voice.tooLoud");
    else this.#say(seconds < ENOUGH ? "enrol.voice.goOn" : "enrol.voice.enough", { seconds: Math.floor(seconds) });
  }

  async #finish() {
    const recording = this.#recording;
    if (!recording) return;
    this.#recording = null;
    const audio = recording.stop();
    this.meter.clear();
    this.#say("enrol.checking");
    this.button.disabled = true;
    try {
      await this.app.api.post(`/api/people/${encodeURIComponent(this.id)}/voice`, audio);
      this.#done += 1;
      this.#say(this.#done < TEXTS ? "enrol.voice.kept" : "enrol.complete");
    } catch (error) {
      replace(this.advice, icon("circle-alert"), h("span", {}, adviceOf(error)));
    }
    this.button.disabled = false;
    this.#draw();
  }

  #say(key, values) {
    replace(this.advice, this.app.t(key, values));
  }

  #draw() {
    const { app } = this;
    const complete = this.#done >= TEXTS;
    replace(this.progress, steps(app, this.#done, TEXTS));
    replace(this.text, complete ? "" : app.t(`enrol.voice.text${this.#done + 1}`));
    this.text.hidden = complete;
    this.element.classList.toggle("listening", Boolean(this.#recording));
    this.button.setAttribute("aria-pressed", String(Boolean(this.#recording)));
    const [iconName, label] = this.#recording ? ["square", "enrol.voice.stop"] : ["mic", complete ? "enrol.voice.another" : "enrol.voice.start"];
    replace(this.button, icon(iconName), h("span", {}, app.t(label)));
    this.button.disabled = !haveMicrophone();
    if (complete && !this.after) {
      this.after = h("div", { class: "actions centre" },
        linkButton(app.t("person.enrol.face"), pathTo("people", this.id, "face"), { iconName: "camera", kind: "main" }),
        linkButton(app.t("enrol.finish"), pathTo("people", this.id), { iconName: "check" }));
      this.element.append(this.after);
    }
  }
}
