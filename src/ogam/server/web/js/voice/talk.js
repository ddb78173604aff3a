// Talking: when the microphone is open, when what was said is complete, and when Ogam is waited for.
//
//   idle ──hold──► holding ──let go──► waiting ──end───► idle
//   idle ──tap───► open ────turn or tap──────────────► idle
//   idle ──hands-free──► always: stays open, turn after turn, until it is switched off

import { Ear } from "./ear.js";
import { openMicrophone } from "./microphone.js";

const TAP = 350; // milliseconds: what is shorter was no hold
const PATIENCE = 8000; // milliseconds to wait for a turn after the end of speech

export class Talk {
  state = "idle";
  speaking = false; // somebody speaks now, as the server hears it
  #ear;
  #close = null;
  #pressed = 0;
  #timer = 0;
  #answered = false; // since the button went down
  #muted = () => false;

  /** onTurn(turn data), onState(), onLevel(dB), onProblem(key, detail); muted: () => whether Ogam speaks itself. */
  constructor({ address, microphone, muted, onTurn, onState, onLevel, onProblem }) {
    this.microphone = microphone;
    this.onTurn = onTurn;
    this.onState = onState;
    this.onLevel = onLevel;
    this.onProblem = onProblem;
    this.#muted = muted;
    this.#ear = new Ear({
      address,
      onMessage: (message) => this.#hear(message),
      onEnd: () => this.#ended(),
      onLost: () => this.onProblem("talk.lost"),
    });
  }

  get on() {
    return this.state !== "idle" && this.state !== "waiting";
  }

  /** The button, or the space bar, goes down. */
  press() {
    if (this.state === "always") return;
    if (this.state === "open") return this.stop();
    this.#pressed = performance.now();
    return this.#start("holding");
  }

  /** … and comes up: after a tap the microphone stays open until a turn has come. */
  release() {
    if (this.state !== "holding") return;
    if (performance.now() - this.#pressed < TAP) return this.#become("open");
    this.#complete();
  }

  /** For keyboards and screen readers, which click and do not hold. */
  toggle() {
    if (this.state === "always") return;
    return this.on ? this.#complete() : this.#start("open");
  }

  handsFree(on) {
    return on ? this.#start("always") : this.stop();
  }

  stop() {
    clearTimeout(this.#timer);
    this.#close?.();
    this.#close = null;
    this.#ear.close();
    this.speaking = false;
    this.#become("idle");
  }

  async #start(state) {
    clearTimeout(this.#timer);
    this.#answered = false;
    this.#become(state);
    if (this.#close) return;
    this.#ear.open();
    try {
      const close = await openMicrophone((samples, level) => this.#chunk(samples, level), this.microphone());
      if (this.state === "idle") return close(); // let go before it was allowed
      this.#close = close;
      if (this.state === "waiting") this.#complete();
    } catch (error) {
      this.stop();
      this.onProblem(reasonFor(error), error.message);
    }
  }

  #chunk(samples, level) {
    const heard = this.on && !this.#muted();
    this.onLevel(heard ? level : -90);
    if (heard) this.#ear.send(samples);
  }

  #complete() {
    this.#close?.();
    this.#close = null;
    this.#ear.finish();
    this.#become("waiting");
    this.#timer = setTimeout(() => this.#ended(), PATIENCE);
  }

  /** All that was said is carried out, or it takes too long. */
  #ended() {
    if (this.state !== "waiting") return;
    const answered = this.#answered;
    this.stop();
    if (!answered) this.onProblem("talk.nothing");
  }

  #hear(message) {
    if (message.type === "speech") this.speaking = message.speaking;
    if (message.type === "error") this.onProblem("talk.error", message.detail);
    if (message.type === "dropped") this.onProblem("talk.dropped");
    if (message.type === "turn") {
      this.#answered = true;
      if (this.state === "open") this.stop(); // while the button is held, and after it, more may come
      this.onTurn(message.turn);
    }
    this.onState();
  }

  #become(state) {
    if (state === this.state) return;
    this.state = state;
    this.onState();
  }
}

function reasonFor(error) {
  if (error.name === "NotAllowedError") return "talk.notAllowed";
  if (error.name === "NotFoundError") return "talk.noMicrophone";
  return "talk.failed";
}
