// The sound of an alarm: two soft tones, again and again until it is stopped.

const EVERY = 1600; // milliseconds
const TONES = [[880, 0], [1175, 0.22]]; // hertz, and seconds after the first
const LOUDNESS = 0.2; // of an alarm; 1 is as loud as it gets

export class RingSound {
  #context = null;
  #timer = null;

  constructor(loudness = LOUDNESS) {
    this.loudness = loudness;
  }

  /** Ring. Where the browser allows no sound before somebody touches the page, it is silent. */
  start() {
    if (this.#timer) return;
    this.#context ??= new (window.AudioContext ?? window.webkitAudioContext)();
    this.#context.resume().catch(() => {}); // not allowed yet: the button is to be seen all the same
    this.#play();
    this.#timer = setInterval(() => this.#play(), EVERY);
  }

  stop() {
    clearInterval(this.#timer);
    this.#timer = null;
  }

  #play() {
    if (this.#context.state !== "running") return;
    for (const [frequency, after] of TONES) {
      const begin = this.#context.currentTime + after;
      const tone = new OscillatorNode(this.#context, { frequency });
      const loudness = new GainNode(this.#context, { gain: 0 });
      loudness.gain.setTargetAtTime(this.loudness, begin, 0.01);
      loudness.gain.setTargetAtTime(0, begin + 0.15, 0.06);
      tone.connect(loudness).connect(this.#context.destination);
      tone.start(begin);
      tone.stop(begin + 0.6);
    }
  }
}
