// What happens in the house now: the server's events, connected again by itself whenever the connection is lost.

import { BackOff } from "./back-off.js";
import { parseEvents, textOf } from "./event-stream.js";

const SILENCE = 40000; // milliseconds without even a comment (the server sends one every 15 s): the line is dead

export class Live {
  state = "connecting"; // "live", "lost"
  #after = "";
  #backOff = new BackOff();
  #listeners = new Set();
  #watchers = new Set();
  #abort = null;
  #running = false;
  #wake = () => {};

  constructor(api) {
    this.api = api;
    window.addEventListener("online", () => this.#wake());
    document.addEventListener("visibilitychange", () => document.hidden || this.#wake());
  }

  /** Be told of each event; what is returned ends that. */
  listen(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Be told when `state` changes. */
  watch(watcher) {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  async start() {
    this.#running = true;
    while (this.#running) {
      try {
        await this.#connection();
      } catch {
        // what failed is said by the state; what to do is to try again
      }
      if (!this.#running) return;
      this.#become("lost");
      await this.#pause(this.#backOff.next());
    }
  }

  stop() {
    this.#running = false;
    this.#abort?.abort();
    this.#wake();
  }

  async #connection() {
    this.#abort = new AbortController();
    let timer = 0;
    const alive = () => {
      clearTimeout(timer);
      timer = setTimeout(() => this.#abort.abort(), SILENCE);
    };
    try {
      alive();
      const path = `/api/events${this.#after ? `?after=${this.#after}` : ""}`;
      const response = await fetch(path, { headers: this.api.headers(), signal: this.#abort.signal });
      if (response.status === 401) return this.api.onSignedOut();
      if (!response.ok) return;
      this.#backOff.reset();
      this.#become("live");
      for await (const event of parseEvents(textOf(response))) {
        alive();
        if (event) this.#take(event);
      }
    } finally {
      clearTimeout(timer);
    }
  }

  #take({ id, data }) {
    if (Number(id) > 0) this.#after = id; // fleeting events have the id 0
    const event = JSON.parse(data);
    for (const listener of [...this.#listeners]) listener(event);
  }

  #become(state) {
    if (state === this.state) return;
    this.state = state;
    for (const watcher of [...this.#watchers]) watcher(state);
  }

  #pause(milliseconds) {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
