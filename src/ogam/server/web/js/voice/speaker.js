// Replies said aloud, by the voices that the browser has; nothing is sent anywhere for that.

const TAGS = { en: "en-US", ko: "ko-KR" };

export class Speaker {
  constructor(preferences) {
    this.preferences = preferences;
    this.synthesis = window.speechSynthesis; // undefined where a browser has none
  }

  get speaking() {
    return this.synthesis?.speaking ?? false;
  }

  /** Say a text in its language, if replies are to be spoken. done(): told when it has been said. */
  say(text, language, done = () => {}) {
    if (!this.synthesis || !text || !this.preferences.get("speak")) return;
    this.stop();
    const utterance = new SpeechSynthesisUtterance(text);
    utterance.lang = TAGS[language] ?? language;
    utterance.rate = this.preferences.get("rate");
    utterance.onend = done;
    const chosen = this.preferences.get("voice")[language];
    utterance.voice = this.voices(language).find((voice) => voice.voiceURI === chosen) ?? null;
    this.synthesis.speak(utterance);
  }

  stop() {
    this.synthesis?.cancel();
  }

  /** The voices of a language on this device: those that need the network are left out. */
  voices(language) {
    const all = this.synthesis?.getVoices() ?? [];
    return all.filter((voice) => voice.lang.toLowerCase().startsWith(language) && voice.localService);
  }
}
