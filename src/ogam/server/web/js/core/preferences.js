// What this device remembers for itself; nothing of it goes to the server.

import { newId } from "./id.js";

const KEY = "ogam";
const DEFAULTS = {
  language: "", // "" is the browser's
  theme: "", // "" is the system's
  speak: true, // replies are spoken
  voice: {}, // by language
  rate: 1,
  area: "", // where this phone usually is
  handsFree: false,
  microphone: "", // "" is the system's
};

export class Preferences {
  #values;

  constructor(storage = localStorage) {
    this.storage = storage;
    this.#values = { ...DEFAULTS, ...read(storage) };
  }

  get(name) {
    return this.#values[name];
  }

  set(name, value) {
    this.#values[name] = value;
    this.storage.setItem(KEY, JSON.stringify(this.#values));
  }

  reset(...names) {
    for (const name of names) this.set(name, DEFAULTS[name]);
  }

  /** The name of this phone's session in the log: made once. */
  get session() {
    if (!this.#values.session) this.set("session", newId("web"));
    return this.#values.session;
  }
}

function read(storage) {
  try {
    return JSON.parse(storage.getItem(KEY)) ?? {};
  } catch {
    return {}; // somebody else's text: as if there were none
  }
}
