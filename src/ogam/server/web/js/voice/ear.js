// The connection that carries sound to the server, and brings back what was understood.

import { queryText } from "../core/api.js";
import { BackOff } from "../core/back-off.js";

const WAITING = 25; // chunks (2 s) kept while the connection is being made: the first syllable counts

export class Ear {
  #socket = null;
  #wanted = false;
  #ending = false; // the end was said: what follows are the last turns, and then the connection closes
  #waiting = [];
  #backOff = new BackOff();
  #timer = 0;

  /**
   * address: () => { session, area }; onMessage: told of each message; onEnd: told when all that was said is carried
   * out; onLost: told of a lost connection, before it is made again.
   */
  constructor({ address, onMessage, onEnd, onLost }) {
    this.address = address;
    this.onMessage = onMessage;
    this.onEnd = onEnd;
    this.onLost = onLost;
  }

  open() {
    this.#wanted = true;
    if (this.#ending) this.#drop(); // what is said now belongs to a new connection
    if (!this.#socket) this.#connect();
  }

  /** A chunk of sound; what does not fit while there is no connection is left out, oldest first. */
  send(samples) {
    if (this.#socket?.readyState === WebSocket.OPEN) return this.#socket.send(samples);
    this.#waiting.push(samples);
    if (this.#waiting.length > WAITING) this.#waiting.shift();
  }

  /** What was said is complete: the server need not wait for silence. */
  finish() {
    this.#ending = true;
    this.send(JSON.stringify({ type: "end" }));
  }

  close() {
    this.#wanted = false;
    clearTimeout(this.#timer);
    this.#waiting = [];
    this.#drop();
  }

  #drop() {
    this.#ending = false;
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
      for (const part of this.#waiting.splice(0)) socket.send(part);
    };
    socket.onmessage = ({ data }) => this.onMessage(JSON.parse(data));
    socket.onclose = () => {
      if (this.#socket !== socket) return; // closed here, or followed by another
      const ended = this.#ending;
      this.#socket = null;
      this.#ending = false;
      if (ended) return this.onEnd();
      if (!this.#wanted) return;
      this.onLost();
      this.#timer = setTimeout(() => this.#wanted && this.#connect(), this.#backOff.next());
    };
  }
}
