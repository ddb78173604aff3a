// The connection that carries sound to the server, and brings back what was understood.
//
// It stays open for a while after the last word: a question that Ogam asks back belongs to it, and so does its answer.

import { queryText } from "../core/api.js";
import { BackOff } from "../core/back-off.js";

const WAITING = 25; // chunks (2 s) kept while the connection is being made: the first syllable counts
const LINGER = 45000; // milliseconds: Ogam waits for an answer for 30 s at most, after it has asked
const SILENCE = new Int16Array(16000); // a second of it ends an utterance, and comes all at once

export class Ear {
  #socket = null;
  #wanted = false;
  #waiting = [];
  #backOff = new BackOff();
  #timer = 0;

  /** address: () => { session, area }; camera: () => whether there is one; onMessage: told of each message; onLost: of a connection that broke. */
  constructor({ address, camera, onMessage, onLost }) {
    this.address = address;
    this.camera = camera;
    this.onMessage = onMessage;
    this.onLost = onLost;
  }

  open() {
    clearTimeout(this.#timer);
    this.#wanted = true;
    if (!this.#socket) this.#connect();
  }

  /** A chunk of sound; what does not fit while there is no connection is left out, oldest first. */
  send(samples) {
    if (this.#socket?.readyState === WebSocket.OPEN) return this.#socket.send(samples);
    this.#waiting.push(samples);
    if (this.#waiting.length > WAITING) this.#waiting.shift();
  }

  /** Something that is no sound: a picture, or that a reply has been said. Left out while there is no connection. */
  tell(message) {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message));
  }

  /** What was said is complete: nobody needs to wait for silence. */
  complete() {
    this.send(SILENCE);
  }

  /** No more is said for now. */
  rest() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.close(), LINGER);
  }

  close() {
    clearTimeout(this.#timer);
    this.#wanted = false;
    this.#waiting = [];
    this.#socket?.close();
    this.#socket = null;
  }

  #connect() {
    const url = new URL(`/api/listen${queryText(this.address())}`, location.href);
    url.protocol = url.protocol.replace("http", "ws");
    const socket = new WebSocket(url);
    this.#socket = socket;
    socket.onopen = () => {
      this.#backOff.reset();
      this.tell({ type: "abilities", camera: this.camera() });
      for (const part of this.#waiting.splice(0)) socket.send(part);
    };
    socket.onmessage = ({ data }) => this.onMessage(JSON.parse(data));
    socket.onclose = () => {
      if (this.#socket !== socket) return; // closed here, or followed by another
      this.#socket = null;
      if (!this.#wanted) return;
      this.onLost();
      this.#timer = setTimeout(() => this.#wanted && this.#connect(), this.#backOff.next());
    };
  }
}
