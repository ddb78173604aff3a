// Talking: when the microphone is open, when what was said is complete, and when Ogam is waited for.
//
//   idle ──hold──► holding ──let go──► waiting ──turn──► idle
//   idle ──tap───► open ────turn or tap──────────────► idle
//   idle ──hands-free──► always: stays open, turn after turn, until it is switched off

import { Ear } from "./ear.js";
import { openMicrophone } from "./microphone.js";

const TAP = 350; // milliseconds: what is shorter was no hold
const TAIL = 250; // milliseconds that are heard after the button was let go: people let go early
const PATIENCE = 8000; // milliseconds to wait for a turn, where somebody spoke
const SILENT = 2500; // … and where nobody was heard

export class Talk {
  state = "idle";
  speaking = false; // somebody speaks now, as the server hears it
  #ear;
  #close = null;
  #pressed = 0;
  #timer = 0;
  #spoken = false; // somebody was heard since the microphone was opened
  #answered = false; // … and a turn came of it
  #muted;

  /** onTurn(turn data), onPrompt(what to do before the camera), onState(), onLevel(dB), onProblem(key, detail);
   *  camera: () => whether there is one; muted: () => whether Ogam speaks itself. */
  constructor({ address, camera, microphone, muted, onTurn, onPrompt, onState, onLevel, onProblem }) {
    this.microphone = microphone;
    this.onTurn = onTurn;
    this.onPrompt = onPrompt;
    this.onState = onState;
    this.onLevel = onLevel;
    this.onProblem = onProblem;
    this.#muted = muted;
    this.#ear = new Ear({ address, camera, onMessage: (message) => this.#hear(message), onLost: () => this.#lost() });
  }

  get on() {
    return this.state !== "idle" && this.state !== "waiting";
  }

  /** The button, or the space bar, goes down. */
  press() {
    if (this.state === "always") return;
    if (this.state === "open") return this.#complete();
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
    return on ? this.#start("always") : this.#rest();
  }

  /** A message that is no sound, to whoever listens. */
  tell(message) {
    this.#ear.tell(message);
  }

  /** Nobody talks here any more: all is closed. */
  stop() {
    this.#rest();
    this.#ear.close();
  }

  async #start(state) {
    clearTimeout(this.#timer);
    this.#spoken = this.#answered = false;
    this.#become(state);
    if (this.#close) return;
    this.#ear.open();
    try {
      const close = await openMicrophone((samples, level) => this.#chunk(samples, level), this.microphone());
      if (this.state === "idle" || this.#close) return close(); // let go before it was allowed
      this.#close = close;
      if (this.state === "waiting") this.#complete();
    } catch (error) {
      this.stop();
      this.onProblem(reasonFor(error), error.message);
    }
  }

  #chunk(samples, level) {
    const heard = this.state !== "idle" && !this.#muted();
    this.onLevel(heard && this.on ? level : -90);
    if (heard) this.#ear.send(samples);
  }

  #complete() {
    clearTimeout(this.#timer);
    this.#become("waiting");
    this.#timer = setTimeout(() => {
      this.#closeMicrophone();
      this.#ear.complete();
      if (this.#answered) this.#rest();
      else this.#timer = setTimeout(() => this.#nothing(), this.#spoken ? PATIENCE : SILENT);
    }, TAIL);
  }

  #nothing() {
    this.#rest();
    this.onProblem("talk.nothing");
  }

  /** The microphone is closed; what Ogam asked may still be answered. */
  #rest() {
    clearTimeout(this.#timer);
    this.#closeMicrophone();
    this.#ear.rest();
    this.speaking = false;
    this.#become("idle");
  }

  #closeMicrophone() {
    this.#close?.();
    this.#close = null;
  }

  #hear(message) {
    if (message.type === "speech") {
      this.speaking = message.speaking;
      this.#spoken ||= message.speaking;
    }
    if (message.type === "challenge") return this.onPrompt(message);
    if (message.type === "error") this.onProblem("talk.error", message.detail);
    if (message.type === "dropped") this.onProblem("talk.dropped");
    if (message.type === "turn") {
      this.#answered = true;
      if (this.state === "open" || this.state === "waiting") this.#rest(); // while the button is held, more may come
      this.onTurn(message.turn);
    }
    this.onState();
  }

  #lost() {
    if (this.state === "idle") this.#ear.close(); // nobody was talking: nothing is missed
    else this.onProblem("talk.lost");
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
