// How long to wait before trying again: 1, 2, 4 … seconds, 30 at most, each up to a quarter shorter by chance, so
// that many phones do not come back at once.

const FIRST = 1000;
const LONGEST = 30000;

export class BackOff {
  #failures = 0;

  /** Milliseconds until the next try. */
  next(random = Math.random()) {
    const whole = Math.min(FIRST * 2 ** this.#failures, LONGEST);
    this.#failures += 1;
    return whole * (1 - random / 4);
  }

  reset() {
    this.#failures = 0;
  }
}
