// What this phone or computer is set to. It stays on it.

import { h } from "../core/dom.js";
import { microphones } from "../voice/microphone.js";
import { button } from "./button.js";
import { choices, field, select, toggle } from "./field.js";

export function device(app) {
  const { t, preferences } = app;
  const set = (name) => (value) => preferences.set(name, value);
  const restarting = (name) => (value) => {
    preferences.set(name, value);
    app.restart();
  };
  const reset = () => {
    preferences.reset("language", "theme", "speak", "voice", "rate", "area", "microphone");
    applyTheme("");
    app.restart();
  };
  return h("section", { class: "card settings" },
    h("h2", {}, t("settings.device")),
    choices(t("settings.language"), [["", t("settings.asBrowser")], ["en", "English"], ["ko", "한국어"]], preferences.get("language"), restarting("language")),
    choices(t("settings.theme"), [["", t("settings.asSystem")], ["light", t("settings.light")], ["dark", t("settings.dark")]], preferences.get("theme"), (theme) => {
      preferences.set("theme", theme);
      applyTheme(theme);
    }),
    toggle(t("settings.speak"), preferences.get("speak"), set("speak"), t("settings.speakHint")),
    voices(app),
    microphoneChoice(app),
    h("div", { class: "actions" }, button(t("settings.reset"), reset, { iconName: "rotate-ccw", kind: "quiet" })));
}

function applyTheme(theme) {
  if (theme) document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
}

/** A voice for each language. Browsers tell late which they have. */
function voices(app) {
  const { t, preferences, speaker } = app;
  const place = h("div", {});
  const draw = () => place.replaceChildren(...["en", "ko"].map((language) => {
    const found = speaker.voices(language);
    const options = [["", found.length ? t("settings.voiceDefault") : t("settings.voiceNone")], ...found.map((voice) => [voice.voiceURI, voice.name])];
    const choice = select(options, preferences.get("voice")[language] ?? "", { disabled: !found.length });
    choice.addEventListener("change", () => {
      preferences.set("voice", { ...preferences.get("voice"), [language]: choice.value });
      speaker.say(t("settings.voiceTest"), app.language);
    });
    return field(t(`settings.voice.${language}`), choice);
  }));
  draw();
  speaker.synthesis?.addEventListener("voiceschanged", draw, { once: true });
  return place;
}

function microphoneChoice(app) {
  const place = h("div", {});
  microphones().then((found) => {
    const named = found.filter(({ label }) => label);
    const options = [["", app.t("settings.asSystem")], ...named.map(({ id, label }) => [id, label])];
    const choice = select(options, app.preferences.get("microphone"), { onchange: (event) => app.preferences.set("microphone", event.target.value) });
    place.append(field(app.t("settings.microphone"), choice, named.length ? "" : app.t("settings.microphoneHint")));
  }, () => {}); // where there are no microphones to list, there is nothing to choose
  return place;
}
