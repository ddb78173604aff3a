// The newest turns of the house, put together from its events as they come.

import { newTurn, turnOf, withEvent } from "./turn.js";

const KEPT = 20;
const NOT_SAID = new Set(["what if", "replay"]); // sessions in which nobody spoke

export class Feed {
  #turns = new Map();
  #listeners = new Set();

  constructor(live) {
    live.listen((event) => this.#take(event));
  }

  /** The newest turn, or null. */
  get last() {
    return [...this.#turns.values()].at(-1) ?? null;
  }

  get(id) {
    return this.#turns.get(id);
  }

  /** A turn that came whole. */
  add(data) {
    this.#keep(turnOf(data));
  }

  /** Be told of each turn, again whenever more is known of it. What is returned ends that. */
  listen(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #take(event) {
    if (event.kind === "deleted") this.#turns.clear(); // which of them, the note does not say
    if (!event.turn || NOT_SAID.has(event.session)) return;
    const turn = this.#turns.get(event.turn) ?? newTurn(event.turn, event.session, event.time);
    if (!turn.done || event.kind === "correction") this.#keep(withEvent(turn, event));
  }

  #keep(turn) {
    this.#turns.set(turn.id, turn);
    while (this.#turns.size > KEPT) this.#turns.delete(this.#turns.keys().next().value);
    for (const listener of [...this.#listeners]) listener(turn);
  }
}
